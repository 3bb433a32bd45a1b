//! What people file: an application for an account (Mẫu số 1), a change of holder (Mẫu số 2), the loss of a credential,
//! data of guests (Mẫu số 4).
//! Each checks itself; what becomes of it is the dossier's business. What was taken once is kept for years: it is read as it
//! was taken ([`Taken`]), whatever the checks demand by then. So a field never leaves these types, and a new one may be
//! missing.

mod data_request;
mod holder_change;
mod loss;
mod registration;
#[cfg(test)]
mod tests;

pub use data_request::{
    DataRequest, DataRequestIn, DataRequestKind, DataRequestOut, DataRequester, DataRequestsOut, RequesterIn,
    RequesterKind,
};
pub use holder_change::{HolderChange, HolderChangeIn, HolderChangeOut, HolderChangesOut};
pub use loss::{CredentialLoss, CredentialLossIn, LossKind};
pub use registration::{Agency, AgencyIn, Applicant, NewFacility, NewFacilityIn, Registration, RegistrationIn};

use crate::check::{Checked, Findings};
use crate::problem::FieldCode;
use crate::{Given, Timestamp};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

/// A form that is kept.
pub trait Taken: Checked {
    /// What a form says that was taken once, judged by nothing: a text that it lacks is empty. None where it does not even
    /// say what it is about; no check has ever let that pass. The signed form is kept beside it and is not told.
    fn taken(&self) -> Option<Self::Out>;
}

/// A text as it was taken: written in the one way there is, as the checks hand it on.
fn told(given: &Given<String>) -> Option<String> {
    let text = rules::name::normalise(rules::name::trim(given.value()?));
    (!text.is_empty()).then_some(text)
}

/// Most bytes of a file that comes with a filing.
pub const MAX_FILE: usize = 5 * 1024 * 1024;

/// Most characters of a person's or a unit's name, as in the tables they end in.
pub(crate) const MAX_NAME: usize = 160;
/// Most characters of a position.
pub(crate) const MAX_POSITION: usize = 80;

/// A file inside JSON: a scan of the signed form. What it is, is judged by its content alone.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FileIn {
    /// Its name, for people.
    #[cfg_attr(feature = "openapi", schema(max_length = 120, example = "Mau-so-1.pdf"))]
    pub name: String,
    /// Its bytes in Base64 (RFC 4648, section 4); at most 5 MB, PDF, JPEG or PNG.
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub content_base64: String,
}

impl std::fmt::Debug for FileIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileIn(…)")
    }
}

/// A file whose content has not been looked at yet.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl FileIn {
    /// A file to send.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            content_base64: STANDARD.encode(bytes),
        }
    }

    /// Decodes it; content is for the server to judge, the browser has no reason to.
    pub(crate) fn read(&self, pointer: &str, findings: &mut Findings) -> Option<File> {
        // A name is shown and offered for saving: no folders, nothing invisible.
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        if name.chars().any(turns_direction) {
            // "a<U+202E>gnp.exe" is shown as "aexe.png".
            findings.error(&format!("{pointer}/name"), FieldCode::ControlCharacter);
            return None;
        }
        let name = findings.optional_text(&format!("{pointer}/name"), &Given::Value(name.to_owned()), 120);
        // Four characters for three bytes: too much is not even decoded.
        if self.content_base64.len() > MAX_FILE / 3 * 4 + 8 {
            findings
                .error(&format!("{pointer}/content_base64"), FieldCode::FileTooLarge)
                .params
                .insert("megabytes".into(), (MAX_FILE / (1024 * 1024)).to_string());
            return None;
        }
        let Ok(bytes) = STANDARD.decode(&self.content_base64) else {
            findings.error(&format!("{pointer}/content_base64"), FieldCode::FileUnreadable);
            return None;
        };
        if bytes.is_empty() {
            findings.error(&format!("{pointer}/content_base64"), FieldCode::Required);
            return None;
        }
        Some(File { name: name?, bytes })
    }
}

/// Whether a character turns the direction of writing of what follows.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a filing is answered with. The code is the key to the dossier: whoever has it can follow, supplement and withdraw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilingReceipt {
    /// The code for looking the dossier up; not to be guessed, and shown to its applicant only.
    #[cfg_attr(feature = "openapi", schema(example = "LT-7K2M-9QXD-4TVB-HW3E"))]
    pub dossier_code: String,
    /// Its running number, for talking about it.
    #[cfg_attr(feature = "openapi", schema(example = "DK-0415"))]
    pub number: String,
    /// Whether a link in a mail has to be followed before anybody handles it.
    pub to_be_confirmed: bool,
    /// When it was filed.
    pub filed_at: Timestamp,
}

/// The token from a link in a mail.
#[derive(Clone, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailTokenIn {
    /// What stands behind `#` in the link.
    #[validate(length(min = 20, max = 100))]
    #[cfg_attr(feature = "openapi", schema(min_length = 20, max_length = 100))]
    pub token: String,
}

impl std::fmt::Debug for MailTokenIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailTokenIn(…)")
    }
}

crate::check::checked_by_validator!(MailTokenIn);

/// A telephone number, mandatory or not.
pub(crate) fn phone(findings: &mut Findings, pointer: &str, given: &Given<String>, mandatory: bool) -> Option<String> {
    let text = text(findings, pointer, given, 32, mandatory)?;
    if crate::check::phone(&text).is_err() {
        findings.error(pointer, FieldCode::PhoneMalformed);
        return None;
    }
    Some(text)
}

/// An e-mail address, mandatory or not.
pub(crate) fn email(findings: &mut Findings, pointer: &str, given: &Given<String>, mandatory: bool) -> Option<String> {
    let text = text(findings, pointer, given, 160, mandatory)?;
    if crate::check::email(&text).is_err() {
        findings.error(pointer, FieldCode::EmailMalformed);
        return None;
    }
    Some(text)
}

pub(crate) fn text(
    findings: &mut Findings,
    pointer: &str,
    given: &Given<String>,
    max: usize,
    mandatory: bool,
) -> Option<String> {
    if mandatory {
        findings.required_text(pointer, given, max)
    } else {
        findings.optional_text(pointer, given, max)
    }
}

/// A person's name: no digits, no symbols (as for guests).
pub(crate) fn person(findings: &mut Findings, pointer: &str, given: &Given<String>) -> Option<String> {
    let name = findings.required_text(pointer, given, 120)?;
    if let Some(found) = name.chars().find(char::is_ascii_digit) {
        findings
            .error(pointer, FieldCode::NameDigit)
            .params
            .insert("found".into(), found.to_string());
        return None;
    }
    Some(name)
}

/// KH-M1.7, KH-M2.12: without the commitment there is no filing.
fn commitment(findings: &mut Findings, accepted: Option<bool>) {
    if accepted != Some(true) {
        findings.error("/commitment_accepted", FieldCode::CommitmentRequired);
    }
}

/// The scan, where there is one.
fn signed_form(findings: &mut Findings, file: Option<&FileIn>) -> Option<File> {
    file.and_then(|file| file.read("/signed_form", findings))
}
