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
    pub to_login: Given<String>,
    /// From when on; not before today.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Timestamp))]
    pub since: Given<Timestamp>,
    /// Until when; as many days later as the profile allows at most (`accounts.delegation_days`).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Timestamp))]
    pub until: Given<Timestamp>,
}

/// A delegation that can be asked for.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of DelegationIn, checked")]
pub struct NewDelegation {
    pub to_login: String,
    pub since: Timestamp,
    pub until: Timestamp,
}

impl Checked for DelegationIn {
    type Out = NewDelegation;

    fn check(self, context: CheckContext<'_>) -> Result<NewDelegation, Vec<FieldError>> {
        let mut findings = Findings::default();
        let to_login = findings.required_text("/to_login", &self.to_login, rules::login::MAX);
        let since = findings.required("/since", &self.since, FieldCode::InstantMalformed);
        let until = findings.required("/until", &self.until, FieldCode::InstantMalformed);
        let today = rules::zone::start_of_day(rules::zone::local_date(context.now.get()));
        if since.is_some_and(|since| since.get() < today) {
            findings.error("/since", FieldCode::PeriodPast);
        }
        let most = i64::from(context.profile.accounts.delegation_days);
        match (since, until) {
            (Some(since), Some(until)) if until <= since => {
                findings.error("/until", FieldCode::PeriodReversed);
            }
            (_, Some(until)) if until <= context.now => {
                findings.error("/until", FieldCode::PeriodPast);
            }
            (Some(since), Some(until)) if until > since.plus_seconds(most * 86_400) => {
                let error = findings.error("/until", FieldCode::PeriodTooLong);
                error.params.insert("max".into(), most.to_string());
            }
            _ => {}
        }
        match (to_login, since, until) {
            (Some(to_login), Some(since), Some(until)) if findings.errors.is_empty() => Ok(NewDelegation {
                // One name, however its letters are typed.
                to_login: to_login.to_lowercase(),
                since,
                until,
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
    /// Whose rights.
    pub from: DelegationParty,
    /// Who may use them.
    pub to: DelegationParty,
    /// From when on.
    pub since: Timestamp,
    /// Until when; at this very second it holds no more.
    pub until: Timestamp,
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
}
