//! What a facility announces of itself: another legal entity, other data, stopping, going on, closing (LC-11.9d, KH-17.2).

use crate::account::AreaRef;
use crate::check::{CheckContext, Checked, Findings, spoken_date};
use crate::problem::{FieldCode, FieldError};
use crate::{Given, Timestamp};
use rules::facility_change::FacilityChangeKind;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use uuid::Uuid;

/// How far from today the effective day may lie.
const MAX_DAYS: i64 = 366;
/// Most characters of a note.
const MAX_NOTE: usize = 500;
/// Most bytes of a password.
const MAX_PASSWORD: usize = 400;

crate::given::text_of_codes!(FacilityChangeKind);

/// Announce a change.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FacilityChangeIn {
    /// What changes.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = FacilityChangeKind))]
    pub kind: Given<FacilityChangeKind>,
    /// From which day on, 00:00; at most a year from today, back or ahead.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, format = Date, example = "2026-12-01"))]
    pub effective_on: Given<Date>,
    /// More about it, for those who are told.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub note: Given<String>,
    /// The password of whoever announces, demanded with `closing` and `legal_entity` and taken with nothing else: both end
    /// the accounts of the facility for good, and a session left open must not be enough.
    #[serde(skip_serializing_if = "Given::is_absent")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 400, format = Password))]
    pub password: Given<String>,
}

impl std::fmt::Debug for FacilityChangeIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FacilityChangeIn(…)")
    }
}

/// A change that can be announced.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of FacilityChangeIn, checked")]
pub struct FacilityChange {
    pub kind: FacilityChangeKind,
    pub effective_on: Date,
    pub note: Option<String>,
    /// There with every change that ends the accounts of the facility.
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
                // No longer one is taken anywhere, so it is wrong without being looked at.
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
    /// Its name now.
    pub facility_name: String,
    /// Where it lies.
    pub area: AreaRef,
    /// What changes.
    pub kind: FacilityChangeKind,
    /// From which day on, 00:00.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub effective_on: Date,
    /// More about it.
    pub note: Option<String>,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When it took effect; nothing while that lies ahead.
    pub applied_at: Option<Timestamp>,
    /// When a restart, announced before the effective day, took it back.
    pub withdrawn_at: Option<Timestamp>,
}

/// A page of announced changes, latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityChangePage {
    /// The changes.
    pub items: Vec<FacilityChangeOut>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}
