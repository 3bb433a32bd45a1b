//! Delegating one's account for a limited time (LCH20-16.3-3; D-17), where the profile allows it.

use crate::check::{CheckContext, Checked, Findings};
use crate::operation::Operations;
use crate::problem::{FieldCode, FieldError};
use crate::{Given, Timestamp};
use rules::unicode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Request to delegate the caller's account to another account of the same kind and tier.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DelegationIn {
    /// The login name of the account that will act.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 64, example = "congan.vinhnguyen"))]
    pub borrower_login: Given<String>,
    /// When it starts; today or later.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Timestamp))]
    pub starts_at: Given<Timestamp>,
    /// When it ends; the profile sets the maximum number of days (`accounts.delegation_days`).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Timestamp))]
    pub ends_at: Given<Timestamp>,
}

/// A valid request for a delegation.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of DelegationIn, checked")]
pub struct NewDelegation {
    pub borrower_login: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Checked for DelegationIn {
    type Out = NewDelegation;

    fn check(self, context: CheckContext<'_>) -> Result<NewDelegation, Vec<FieldError>> {
        let mut findings = Findings::default();
        let borrower_login = findings.required_text("/borrower_login", &self.borrower_login, rules::login::MAX);
        let starts_at = findings.required("/starts_at", &self.starts_at, FieldCode::InstantMalformed);
        let ends_at = findings.required("/ends_at", &self.ends_at, FieldCode::InstantMalformed);
        let today = rules::zone::start_of_day(rules::zone::local_date(context.now.get()));
        if starts_at.is_some_and(|start| start.get() < today) {
            findings.error("/starts_at", FieldCode::PeriodPast);
        }
        let most = i64::from(context.profile.accounts.delegation_days);
        match (starts_at, ends_at) {
            (Some(start), Some(end)) if end <= start => {
                findings.error("/ends_at", FieldCode::PeriodReversed);
            }
            (_, Some(end)) if end <= context.now => {
                findings.error("/ends_at", FieldCode::PeriodPast);
            }
            (Some(start), Some(end)) if end > start.plus_seconds(most * 86_400) => {
                let error = findings.error("/ends_at", FieldCode::PeriodTooLong);
                error.params.insert("max".into(), most.to_string());
            }
            _ => {}
        }
        match (borrower_login, starts_at, ends_at) {
            (Some(borrower_login), Some(starts_at), Some(ends_at)) if findings.errors.is_empty() => Ok(NewDelegation {
                // Login names are not case-sensitive.
                borrower_login: unicode::small(&borrower_login),
                starts_at,
                ends_at,
            }),
            _ => Err(findings.errors),
        }
    }
}

/// The state of a delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DelegationState {
    /// Requested; it has no effect until it is approved.
    Requested,
    /// Approved, and not started yet.
    Approved,
    /// In effect: the holder of `borrower`, but none of its operators, may send the header `Acting-For`.
    Active,
    /// Ended, at its end or before.
    Ended,
}

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationOut {
    /// The id.
    pub id: Uuid,
    /// The account whose rights are delegated.
    pub lender: DelegationParty,
    /// The account that may use them.
    pub borrower: DelegationParty,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends; at this second it is no longer in effect.
    pub ends_at: Timestamp,
    /// Its state.
    pub state: DelegationState,
    /// When it was requested.
    pub requested_at: Timestamp,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// The holder of the account that approved it.
    pub approved_by: Option<String>,
    /// When it was ended early.
    pub ended_at: Option<Timestamp>,
    /// The version; send it back with a change.
    pub version: i32,
    /// The operations that are allowed on it now.
    pub can: Operations,
}

/// An account that delegates its rights or receives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationParty {
    /// The id; the header `Acting-For` takes the id of the lender.
    pub account_id: Uuid,
    /// The login name.
    #[cfg_attr(feature = "openapi", schema(example = "congan.nhatrang"))]
    pub login: String,
    /// The person who holds it.
    pub holder_name: String,
}

/// Delegations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationsOut {
    /// Sorted by the time of the request, latest first.
    pub items: Vec<DelegationOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
