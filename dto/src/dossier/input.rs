//! What is sent.

use super::{CheckCode, ContactChannel, Opinion, Visibility};
use crate::Timestamp;
use crate::administration::Delivery;
use crate::check::{CheckContext, Checked, Findings, checked_by_validator, validator_errors};
use crate::filing::{File, FileIn};
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use uuid::Uuid;
use validator::Validate;

/// Most files that come with one supplement or answer.
const MAX_FILES: usize = 3;

/// That somebody was called or written to (LC-6.1b-3).
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicantContactIn {
    /// How.
    pub channel: ContactChannel,
    /// When.
    pub at: Timestamp,
    /// Who was reached: a name, and the number or address.
    #[validate(length(min = 1, max = 160), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 160, example = "Quách Thị Thu Cúc, 0258 000 0247")
    )]
    pub with: String,
}

/// Accept a dossier: from now on it is worked on.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptDossierIn {
    /// The version that was looked at.
    pub version: i32,
    /// That the applicant was called at the registered number, where that has been done.
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub contact: Option<ApplicantContactIn>,
}

/// Send a dossier back for a correction or more papers (LC-6.1b-3).
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupplementRequestIn {
    /// The version that was looked at.
    pub version: i32,
    /// What is wrong or missing; the applicant reads it.
    #[validate(length(min = 5, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 5,
            max_length = 2000,
            example = "Bản ký không trùng với tờ khai: số phòng."
        )
    )]
    pub reason: String,
    /// The call or mail by which the applicant was guided.
    #[serde(with = "crate::object")]
    #[validate(nested)]
    pub contact: ApplicantContactIn,
}

/// Ask other agencies.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsultIn {
    /// The units, as `listUnits` names them.
    #[validate(length(min = 1, max = 10))]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 10))]
    pub unit_ids: Vec<Uuid>,
    /// What they are asked.
    #[validate(length(min = 5, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 5,
            max_length = 2000,
            example = "Mã số thuế này có đang hoạt động không?"
        )
    )]
    pub question: String,
}

/// Answer what one's own unit was asked.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpinionIn {
    /// For, against or not concerned.
    pub opinion: Opinion,
    /// Why; whoever objects has to say.
    #[validate(length(max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: Option<String>,
}

/// Refuse a dossier.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseIn {
    /// The version that was looked at.
    pub version: i32,
    /// Why; the applicant reads it.
    #[validate(length(min = 5, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 5,
            max_length = 2000,
            example = "Cơ sở đã có tài khoản tại địa chỉ này."
        )
    )]
    pub reason: String,
}

/// Grant what the dossier asks for.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResolveIn {
    /// The version that was looked at.
    pub version: i32,
    /// A word to the applicant.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub comment: Option<String>,
    /// How a new password reaches its holder, where the procedure issues one.
    #[serde(default)]
    pub delivery: Delivery,
    /// The login name of a new account; without one the server makes it after the pattern of the profile (KH-8c-1).
    #[validate(length(min = 3, max = 64), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 64, example = "thuyduong"))]
    pub login: Option<String>,
    /// The files that answer a request for data, for its requester alone; other procedures have none.
    #[validate(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    #[serde(
        default,
        deserialize_with = "crate::object::list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub files: Vec<FileIn>,
    /// Stays on line that answer a request for data: they are put into one sheet, for its requester alone. Each has to be one
    /// that the request names; other procedures have none.
    #[validate(length(max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stay_ids: Vec<Uuid>,
    /// That the applicant was called at the registered number, where that has been done. For a lost password it is the proof
    /// that granting asks for (KH-9d-2).
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub contact: Option<ApplicantContactIn>,
}

/// A grant whose files have been decoded.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of ResolveIn, checked")]
pub struct Resolution {
    pub version: i32,
    pub comment: Option<String>,
    pub delivery: Delivery,
    pub login: Option<String>,
    pub files: Vec<File>,
    pub stay_ids: Vec<Uuid>,
    pub contact: Option<ApplicantContactIn>,
}

/// Tick what was gone through, or take the tick back.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckDossierIn {
    /// What.
    pub check: CheckCode,
    /// Whether it is done.
    pub done: bool,
}

/// A remark on a dossier.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommentIn {
    /// The remark.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text: String,
    /// For whom.
    pub visibility: Visibility,
    /// A call or mail that the remark tells of. A call to the registered number proves a reported loss, whenever it is
    /// recorded (KH-9d-2, KH-M2-2).
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub contact: Option<ApplicantContactIn>,
}

/// Look up a dossier by its code. In the body, so that the code stands in no address.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookupIn {
    /// The code, as the applicant got it; case, spaces and hyphens do not matter.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 60, example = "LT-7K2M-9QXD-4TVB-HW3E")
    )]
    pub dossier_code: String,
}

/// Fetch a file that answers a dossier. The code goes in the body, so that it stands in no address.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResultIn {
    /// The code.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 60, example = "LT-7K2M-9QXD-4TVB-HW3E")
    )]
    pub dossier_code: String,
    /// The file, as the look-up names it.
    pub attachment_id: Uuid,
}

/// Take a dossier back.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawIn {
    /// The code.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 60, example = "LT-7K2M-9QXD-4TVB-HW3E")
    )]
    pub dossier_code: String,
    /// Why.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub reason: Option<String>,
}

/// A form as it was written, for the procedure that knows its shape. Kept as text: as a tree of values, of which every one
/// takes 32 bytes, a list of zeros would fill the memory of the service.
pub type FormJson = Box<serde_json::value::RawValue>;

/// Bring what an officer asked for.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupplementIn {
    /// The code.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 60, example = "LT-7K2M-9QXD-4TVB-HW3E")
    )]
    pub dossier_code: String,
    /// What was changed.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub message: Option<String>,
    /// The whole form once more, corrected, as the procedure's own operation takes it; left out, it stays as it is.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub form: Option<FormJson>,
    /// More files.
    #[validate(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    #[serde(default, deserialize_with = "crate::object::list")]
    pub files: Vec<FileIn>,
}

/// A supplement whose files have been decoded; the form is the procedure's to check.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of SupplementIn, checked")]
pub struct Supplement {
    pub dossier_code: String,
    pub message: Option<String>,
    pub form: Option<FormJson>,
    pub files: Vec<File>,
}

/// What people write here is theirs: nothing of it goes into a log.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
hidden!(
    ApplicantContactIn,
    CheckDossierIn,
    AcceptDossierIn,
    SupplementRequestIn,
    ConsultIn,
    OpinionIn,
    RefuseIn,
    ResolveIn,
    CommentIn,
    LookupIn,
    WithdrawIn,
    ResultIn,
    SupplementIn
);

checked_by_validator!(CheckDossierIn, RefuseIn, CommentIn, LookupIn, WithdrawIn, ResultIn);

/// A contact that lies ahead was not made. A minute's grace for a clock that is ahead.
fn contact_errors(contact: &ApplicantContactIn, context: CheckContext<'_>) -> Option<FieldError> {
    (contact.at > context.now.plus_seconds(60)).then(|| FieldError::new("/contact/at", FieldCode::InstantInFuture))
}

fn outcome<T>(value: T, errors: Vec<FieldError>) -> Result<T, Vec<FieldError>> {
    if errors.is_empty() { Ok(value) } else { Err(errors) }
}

impl Checked for AcceptDossierIn {
    type Out = Self;

    fn check(self, context: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        errors.extend(
            self.contact
                .as_ref()
                .and_then(|contact| contact_errors(contact, context)),
        );
        outcome(self, errors)
    }
}

impl Checked for SupplementRequestIn {
    type Out = Self;

    fn check(self, context: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        errors.extend(contact_errors(&self.contact, context));
        outcome(self, errors)
    }
}

/// What stands in a list for the second time.
fn twice(at: &str, ids: &[Uuid]) -> Vec<FieldError> {
    let mut seen = HashSet::new();
    let ids = ids.iter().enumerate();
    ids.filter(|(_, id)| !seen.insert(**id))
        .map(|(index, _)| FieldError::new(format!("{at}/{index}"), FieldCode::Duplicate))
        .collect()
}

impl Checked for ConsultIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        errors.extend(twice("/unit_ids", &self.unit_ids));
        outcome(self, errors)
    }
}

impl Checked for OpinionIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        let is_silent = self.text.as_ref().is_none_or(|text| text.trim().is_empty());
        if self.opinion == Opinion::Object && is_silent {
            errors.push(FieldError::new("/text", FieldCode::Required));
        }
        outcome(self, errors)
    }
}

/// The files that were sent.
fn decoded(files: &[FileIn], findings: &mut Findings) -> Vec<File> {
    let files = files.iter().take(MAX_FILES).enumerate();
    files
        .filter_map(|(index, file)| file.read(&format!("/files/{index}"), findings))
        .collect()
}

impl Checked for ResolveIn {
    type Out = Resolution;

    fn check(self, _: CheckContext<'_>) -> Result<Resolution, Vec<FieldError>> {
        let mut findings = Findings {
            errors: validator_errors(&self),
            ..Findings::default()
        };
        let files = decoded(&self.files, &mut findings);
        findings.errors.extend(twice("/stay_ids", &self.stay_ids));
        outcome((), findings.errors)?;
        Ok(Resolution {
            version: self.version,
            comment: self.comment,
            delivery: self.delivery,
            login: self.login,
            files,
            stay_ids: self.stay_ids,
            contact: self.contact,
        })
    }
}

impl Checked for SupplementIn {
    type Out = Supplement;

    fn check(self, _: CheckContext<'_>) -> Result<Supplement, Vec<FieldError>> {
        let mut findings = Findings {
            errors: validator_errors(&self),
            ..Findings::default()
        };
        let files = decoded(&self.files, &mut findings);
        let says_nothing = self.message.is_none() && self.form.is_none() && self.files.is_empty();
        if says_nothing {
            findings.error("", FieldCode::NothingToChange);
        }
        outcome((), findings.errors)?;
        Ok(Supplement {
            dossier_code: self.dossier_code,
            message: self.message,
            form: self.form,
            files,
        })
    }
}
