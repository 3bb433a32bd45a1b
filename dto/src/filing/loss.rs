//! A forgotten password or a stolen account (LC-7.4, KH-9d-1, KH-9d-2; D-01).

use super::{File, FileIn, Taken, email, person, phone, signed_form, text, told};
use crate::check::{CheckContext, Checked, Findings};
use crate::problem::{FieldCode, FieldError};
use crate::{Given, Timestamp};
use rules::unicode;
use serde::{Deserialize, Serialize};

/// The kind of loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// The password was forgotten.
    Forgotten,
    /// Another person has the password or uses the account.
    Stolen,
}

/// Report the loss of a credential. A late report is accepted and marked, never refused.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CredentialLossIn {
    /// The login name of the account.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 64, example = "haidang"))]
    pub login: Given<String>,
    /// Forgotten or stolen.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = LossKind))]
    pub kind: Option<LossKind>,
    /// When the loss was noticed; the time limit for the report starts then (S-04).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, format = DateTime))]
    pub discovered_at: Given<Timestamp>,
    /// The name of the reporter.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Lê Thị Mỹ Duyên"))]
    pub reporter_name: Given<String>,
    /// The number to call back; preferably the registered one (KH-9d-2).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 32, example = "0258 000 0148"))]
    pub phone: Given<String>,
    /// The address to write to; preferably the registered one (KH-9d-2).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// When the reporter called the administration section, where they did (KH-9d-2).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub called_at: Given<Timestamp>,
    /// A short description of what happened.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 1000))]
    pub description: Given<String>,
    /// Mẫu số 2, signed; it may be sent later (KH-M2-2).
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub signed_form: Option<FileIn>,
}

/// A valid report. The check does not know whether the account exists, and the reporter is not informed of it either.
#[derive(Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of CredentialLossIn, checked")]
pub struct CredentialLoss {
    pub login: String,
    pub kind: LossKind,
    pub discovered_at: Timestamp,
    pub reporter_name: String,
    pub phone: String,
    pub email: Option<String>,
    pub called_at: Option<Timestamp>,
    pub description: Option<String>,
    #[serde(skip)]
    pub signed_form: Option<File>,
}

impl Checked for CredentialLossIn {
    type Out = CredentialLoss;

    fn check(self, context: CheckContext<'_>) -> Result<CredentialLoss, Vec<FieldError>> {
        let mut findings = Findings::default();
        let login = findings.required_text("/login", &self.login, 64);
        if self.kind.is_none() {
            findings.error("/kind", FieldCode::Required);
        }
        let discovered_at = findings.required("/discovered_at", &self.discovered_at, FieldCode::InstantMalformed);
        let called_at = findings.optional("/called_at", &self.called_at, FieldCode::InstantMalformed);
        for (pointer, instant) in [("/discovered_at", discovered_at), ("/called_at", called_at)] {
            // One minute is tolerated for a clock that is ahead.
            if instant.is_some_and(|instant| instant > context.now.plus_seconds(60)) {
                findings.error(pointer, FieldCode::InstantInFuture);
            }
        }
        let reporter_name = person(&mut findings, "/reporter_name", &self.reporter_name);
        let phone = phone(&mut findings, "/phone", &self.phone, true);
        let email = email(&mut findings, "/email", &self.email, false);
        let description = text(&mut findings, "/description", &self.description, 1_000, false);
        let signed_form = signed_form(&mut findings, self.signed_form.as_ref());
        let (Some(login), Some(kind), Some(discovered_at), Some(reporter_name), Some(phone), true) = (
            login,
            self.kind,
            discovered_at,
            reporter_name,
            phone,
            findings.errors.is_empty(),
        ) else {
            return Err(findings.errors);
        };
        Ok(CredentialLoss {
            login: unicode::small(&login),
            kind,
            discovered_at: discovered_at.min(context.now),
            reporter_name,
            phone,
            email,
            called_at,
            description,
            signed_form,
        })
    }
}

impl Taken for CredentialLossIn {
    fn taken(&self) -> Option<CredentialLoss> {
        Some(CredentialLoss {
            login: unicode::small(&told(&self.login).unwrap_or_default()),
            kind: self.kind?,
            discovered_at: self.discovered_at.value().copied()?,
            reporter_name: told(&self.reporter_name).unwrap_or_default(),
            phone: told(&self.phone).unwrap_or_default(),
            email: told(&self.email),
            called_at: self.called_at.value().copied(),
            description: told(&self.description),
            signed_form: None,
        })
    }
}
