//! Filings: an application for an account (Mẫu số 1), a change of holder (Mẫu số 2), the loss of a credential, a
//! request for guests' data (Mẫu số 4). Each checks itself; the dossier handles what follows. An accepted filing is
//! kept for years and is read as it was accepted ([`Taken`]), whatever the checks demand later. So a field is never
//! removed from these types, and a new one may be missing.

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

/// A form that is stored.
pub trait Taken: Checked {
    /// The content of a form that was accepted, without a check: a text that is missing is empty. `None` where even the
    /// subject is missing; no check has ever accepted that. The signed form is stored separately and is not returned.
    fn taken(&self) -> Option<Self::Out>;
}

/// A text as it was accepted: in its canonical form, as the checks pass it on.
fn told(given: &Given<String>) -> Option<String> {
    let text = rules::name::normalise(rules::name::trim(given.value()?));
    (!text.is_empty()).then_some(text)
}

/// Maximum number of bytes of a file in a filing.
pub const MAX_FILE: usize = 5 * 1024 * 1024;

/// Maximum number of characters of the name of a person or unit, as in the tables where they are stored.
pub(crate) const MAX_NAME: usize = 160;
/// Maximum number of characters of a position.
pub(crate) const MAX_POSITION: usize = 80;

/// A file inside JSON: a scan of the signed form. Only its content determines its type.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FileIn {
    /// Its file name, for display.
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

/// A file whose content is not checked yet.
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

    /// Decodes it; the server checks the content, the browser has no need to.
    pub(crate) fn read(&self, pointer: &str, findings: &mut Findings) -> Option<File> {
        // The name is shown and offered as a file name: no folders, no invisible characters.
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        if name.chars().any(turns_direction) {
            // "a<U+202E>gnp.exe" is shown as "aexe.png".
            findings.error(&format!("{pointer}/name"), FieldCode::ControlCharacter);
            return None;
        }
        let name = findings.optional_text(&format!("{pointer}/name"), &Given::Value(name.to_owned()), 120);
        // Base64 takes four characters for three bytes: too long a text is not decoded.
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

/// Whether a character changes the text direction of what follows.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The answer to a filing. The code gives access to the dossier: a person who has it can read, supplement and withdraw
/// the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilingReceipt {
    /// The code to look the dossier up; it cannot be guessed, and only its applicant gets it.
    #[cfg_attr(feature = "openapi", schema(example = "LT-7K2M-9QXD-4TVB-HW3E"))]
    pub dossier_code: String,
    /// Its running number, to quote.
    #[cfg_attr(feature = "openapi", schema(example = "DK-0415"))]
    pub number: String,
    /// Whether the applicant has to open a link in a mail before the filing is handled.
    pub to_be_confirmed: bool,
    /// When it was filed.
    pub filed_at: Timestamp,
}

/// The token from a link in a mail.
#[derive(Clone, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailTokenIn {
    /// The part of the link after `#`.
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
    Some(rules::name::upright(&name))
}

/// KH-M1.7, KH-M2.12: a filing without the commitment is refused.
fn commitment(findings: &mut Findings, accepted: Option<bool>) {
    if accepted != Some(true) {
        findings.error("/commitment_accepted", FieldCode::CommitmentRequired);
    }
}

/// The scan, where there is one.
fn signed_form(findings: &mut Findings, file: Option<&FileIn>) -> Option<File> {
    file.and_then(|file| file.read("/signed_form", findings))
}
