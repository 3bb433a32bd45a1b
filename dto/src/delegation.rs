//! Lending one's account for a time (LCH20-16.3-3; D-17), where the profile allows it.

use crate::check::{CheckContext, Checked, Findings};
use crate::operation::Operations;
use crate::problem::{FieldCode, FieldError};
use crate::{Given, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Ask to lend one's account to another one of the same kind and tier.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DelegationIn {
    /// The login name of the account that will act.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 64, example = "congan.vinhnguyen"))]
    pub borrower_login: Given<String>,
    /// When it starts; not before today.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Timestamp))]
    pub starts_at: Given<Timestamp>,
    /// When it ends; as many days later as the profile allows at most (`accounts.delegation_days`).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Timestamp))]
    pub ends_at: Given<Timestamp>,
}

/// A delegation that can be asked for.
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
                // One name, however its letters are typed.
                borrower_login: borrower_login.to_lowercase(),
                starts_at,
                ends_at,
            }),
            _ => Err(findings.errors),
        }
    }
}

/// How a delegation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DelegationState {
    /// Asked for, and without effect until it is approved.
    Requested,
    /// Approved, and not begun yet.
    Approved,
    /// In effect: the holder of `to`, and none of its operators, may send the header `Acting-For`.
    Active,
    /// Over, or ended before.
    Ended,
}

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationOut {
    /// The id.
    pub id: Uuid,
    /// Whose rights are lent.
    pub lender: DelegationParty,
    /// Who may use them.
    pub borrower: DelegationParty,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends; at this very second it holds no more.
    pub ends_at: Timestamp,
    /// How it stands.
    pub state: DelegationState,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// Who holds the account that approved it.
    pub approved_by: Option<String>,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
    /// Send it back with a change.
    pub version: i32,
    /// What may be done with it now.
    pub can: Operations,
}

/// An account that lends or borrows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationParty {
    /// The id; that of the lender goes into the header `Acting-For`.
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
    /// The latest request first.
    pub items: Vec<DelegationOut>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
