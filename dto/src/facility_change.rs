//! Changes that a facility announces about itself: another legal entity, other data, suspension, restart, closing
//! (LC-11.9d, KH-17.2).

use crate::account::AreaRef;
use crate::check::{CheckContext, Checked, Findings, spoken_date};
use crate::problem::{FieldCode, FieldError};
use crate::{Given, Timestamp};
use rules::facility_change::FacilityChangeKind;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use uuid::Uuid;

/// Maximum number of days between today and the effective day.
const MAX_DAYS: i64 = 366;
/// Maximum number of characters of a note.
const MAX_NOTE: usize = 500;
/// Maximum number of bytes of a password.
const MAX_PASSWORD: usize = 400;

crate::given::text_of_codes!(FacilityChangeKind);

/// Announce a change.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FacilityChangeIn {
    /// The kind of change.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = FacilityChangeKind))]
    pub kind: Given<FacilityChangeKind>,
    /// The effective day, from 00:00; at most a year before or after today.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, format = Date, example = "2026-12-01"))]
    pub effective_on: Given<Date>,
    /// Details, for the recipients of the announcement.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub note: Given<String>,
    /// The caller's password, mandatory with `closing` and `legal_entity` and not allowed with other kinds: these two
    /// permanently end the accounts of the facility, and an unattended session must not be enough.
    #[serde(skip_serializing_if = "Given::is_absent")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 400, format = Password))]
    pub password: Given<String>,
}

impl std::fmt::Debug for FacilityChangeIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FacilityChangeIn(…)")
    }
}

/// A valid announcement.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of FacilityChangeIn, checked")]
pub struct FacilityChange {
    pub kind: FacilityChangeKind,
    pub effective_on: Date,
    pub note: Option<String>,
    /// Present with every change that ends the accounts of the facility.
    pub password: Option<String>,
}

impl Checked for FacilityChangeIn {
    type Out = FacilityChange;

    fn check(self, context: CheckContext<'_>) -> Result<FacilityChange, Vec<FieldError>> {
        let mut findings = Findings::default();
        let kind = findings
            .required("/kind", &self.kind, FieldCode::UnknownValue)
            .filter(|kind| {
                let offered = context.profile.facility_changes.kinds.contains(kind);
                if !offered {
                    findings.error("/kind", FieldCode::UnknownValue);
                }
                offered
            });
        let day = findings.required("/effective_on", &self.effective_on, FieldCode::DateNotInCalendar);
        let today = rules::zone::local_date(context.now.get());
        let day = day.filter(|day| {
            let near = (*day - today).abs() <= Duration::days(MAX_DAYS);
            if !near {
                let error = findings.error("/effective_on", FieldCode::DateNotPlausible);
                error.params.insert("date".into(), spoken_date(*day));
            }
            near
        });
        let note = findings.optional_text("/note", &self.note, MAX_NOTE);
        let password = self.password.value().filter(|password| !password.is_empty()).cloned();
        match (kind.map(FacilityChangeKind::ends_accounts), &password) {
            (Some(true), None) => {
                findings.error("/password", FieldCode::Required);
            }
            (Some(true), Some(password)) if password.len() > MAX_PASSWORD => {
                // No password of this length exists, so it is wrong without a comparison.
                findings.error("/password", FieldCode::PasswordWrong);
            }
            (Some(false), Some(_)) => {
                findings.error("/password", FieldCode::DoesNotApply);
            }
            _ => {}
        }
        match (kind, day) {
            (Some(kind), Some(effective_on)) if findings.errors.is_empty() => Ok(FacilityChange {
                kind,
                effective_on,
                note,
                password,
            }),
            _ => Err(findings.errors),
        }
    }
}

/// An announced change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityChangeOut {
    /// The id.
    pub id: Uuid,
    /// The facility.
    pub facility_id: Uuid,
    /// Its current name.
    pub facility_name: String,
    /// Its area.
    pub area: AreaRef,
    /// The kind of change.
    pub kind: FacilityChangeKind,
    /// The effective day, from 00:00.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub effective_on: Date,
    /// Details.
    pub note: Option<String>,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When it took effect; null while the effective day is in the future.
    pub applied_at: Option<Timestamp>,
    /// When a restart, announced before the effective day, withdrew it.
    pub withdrawn_at: Option<Timestamp>,
}

/// A page of announced changes, latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityChangePage {
    /// The changes.
    pub items: Vec<FacilityChangeOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    pub next_cursor: Option<String>,
}
