//! Another person takes over an account: Mẫu số 2 (KH-M2-1, KH-M2-2, LC-6.3-2).

use super::{File, FileIn, MAX_POSITION, Taken, commitment, email, person, phone, signed_form, text, told};
use crate::check::{CheckContext, Checked, Findings};
use crate::dossier::DossierState;
use crate::problem::FieldError;
use crate::{Given, Timestamp};
use serde::{Deserialize, Serialize};

/// Request another holder for the caller's account. The current holder is on record and is not entered again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct HolderChangeIn {
    /// Governing body, where there is one (KH-MC.1).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160))]
    pub governing_body: Given<String>,
    /// The new holder (KH-M2.7).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Trần Gia Bách"))]
    pub new_name: Given<String>,
    /// Position of the new holder (KH-M2.8).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Lễ tân"))]
    pub new_position: Given<String>,
    /// Contact e-mail from now on (KH-M2.9).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, format = Email))]
    pub new_email: Given<String>,
    /// Contact telephone from now on (KH-M2.10).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 32, example = "0258 000 0148"))]
    pub new_phone: Given<String>,
    /// The reason, in a few words (KH-M2.6 prints the change itself as the reason).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub reason: Given<String>,
    /// The commitment of the form (KH-M2.12).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = bool))]
    pub commitment_accepted: Option<bool>,
    /// The scan of the signed form, now or with a supplement.
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub signed_form: Option<FileIn>,
}

/// A change of holder that the caller has requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChangeOut {
    /// Its running number.
    #[cfg_attr(feature = "openapi", schema(example = "DT-0007"))]
    pub number: String,
    /// Its state.
    pub state: DossierState,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// The deadline of the answer; absent while the clock is stopped.
    pub due_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Whether the signed form is still missing.
    pub form_missing: bool,
    /// The code to look it up; absent after the decision.
    #[cfg_attr(feature = "openapi", schema(example = "LT-7K2M-9QXD-4TVB-HW3E"))]
    pub dossier_code: Option<String>,
}

/// The changes that the current holder has requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChangesOut {
    /// The latest first.
    pub items: Vec<HolderChangeOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// A valid change of holder.
#[derive(Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of HolderChangeIn, checked")]
pub struct HolderChange {
    pub governing_body: Option<String>,
    pub new_name: String,
    pub new_position: Option<String>,
    pub new_email: String,
    pub new_phone: String,
    pub reason: Option<String>,
    #[serde(skip)]
    pub signed_form: Option<File>,
}

impl Checked for HolderChangeIn {
    type Out = HolderChange;

    fn check(self, _: CheckContext<'_>) -> Result<HolderChange, Vec<FieldError>> {
        let mut findings = Findings::default();
        let governing_body = text(&mut findings, "/governing_body", &self.governing_body, 160, false);
        let new_name = person(&mut findings, "/new_name", &self.new_name);
        let new_position = text(&mut findings, "/new_position", &self.new_position, MAX_POSITION, false);
        let new_email = email(&mut findings, "/new_email", &self.new_email, true);
        let new_phone = phone(&mut findings, "/new_phone", &self.new_phone, true);
        let reason = text(&mut findings, "/reason", &self.reason, 300, false);
        commitment(&mut findings, self.commitment_accepted);
        let signed_form = signed_form(&mut findings, self.signed_form.as_ref());
        let (Some(new_name), Some(new_email), Some(new_phone), true) =
            (new_name, new_email, new_phone, findings.errors.is_empty())
        else {
            return Err(findings.errors);
        };
        Ok(HolderChange {
            governing_body,
            new_name,
            new_position,
            new_email,
            new_phone,
            reason,
            signed_form,
        })
    }
}

impl Taken for HolderChangeIn {
    fn taken(&self) -> Option<HolderChange> {
        Some(HolderChange {
            governing_body: told(&self.governing_body),
            new_name: told(&self.new_name).unwrap_or_default(),
            new_position: told(&self.new_position),
            new_email: told(&self.new_email).unwrap_or_default(),
            new_phone: told(&self.new_phone).unwrap_or_default(),
            reason: told(&self.reason),
            signed_form: None,
        })
    }
}
