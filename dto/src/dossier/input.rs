//! Requests about dossiers.

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

/// Maximum number of files in one supplement or answer.
const MAX_FILES: usize = 3;

/// A call or mail to the applicant (LC-6.1b-3).
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicantContactIn {
    /// The channel.
    pub channel: ContactChannel,
    /// When it was made.
    pub at: Timestamp,
    /// The person who was reached: a name, and the number or address.
    #[validate(length(min = 1, max = 160), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 160, example = "Quách Thị Thu Cúc, 0258 000 0247")
    )]
    pub with: String,
}

/// Accept a dossier: processing starts.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptDossierIn {
    /// The version that the caller has read.
    pub version: i32,
    /// The call to the applicant at the registered number, where one was made.
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub contact: Option<ApplicantContactIn>,
}

/// Send a dossier back for a correction or more documents (LC-6.1b-3).
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupplementRequestIn {
    /// The version that the caller has read.
    pub version: i32,
    /// What is wrong or missing; the applicant can read it.
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
    /// The call or mail that guided the applicant.
    #[serde(with = "crate::object")]
    #[validate(nested)]
    pub contact: ApplicantContactIn,
}

/// Consult other agencies.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsultIn {
    /// The units, by their ids from `listUnits`.
    #[validate(length(min = 1, max = 10))]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 10))]
    pub unit_ids: Vec<Uuid>,
    /// The question to them.
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

/// Answer the question to the caller's own unit.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpinionIn {
    /// For, against or no opinion.
    pub opinion: Opinion,
    /// The reason; mandatory for an objection.
    #[validate(length(max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: Option<String>,
}

/// Refuse a dossier.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseIn {
    /// The version that the caller has read.
    pub version: i32,
    /// The reason; the applicant can read it.
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

/// Grant the application of the dossier.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResolveIn {
    /// The version that the caller has read.
    pub version: i32,
    /// A remark to the applicant.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub comment: Option<String>,
    /// How a new password reaches its holder, where the procedure issues one.
    #[serde(default)]
    pub delivery: Delivery,
    /// The login name of a new account; when it is absent, the server makes it with the pattern of the profile
    /// (KH-8c-1).
    #[validate(length(min = 3, max = 64), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 64, example = "thuyduong"))]
    pub login: Option<String>,
    /// The files that answer a data request, for its requester only; other procedures have none.
    #[validate(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    #[serde(
        default,
        deserialize_with = "crate::object::list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub files: Vec<FileIn>,
    /// Online stays that answer a data request: the server puts them into one sheet, for its requester only. Each has
    /// to match the request; other procedures have none.
    #[validate(length(max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stay_ids: Vec<Uuid>,
    /// The call to the applicant at the registered number, where one was made. For a lost password it is the identity
    /// proof that a grant needs (KH-9d-2).
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub contact: Option<ApplicantContactIn>,
}

/// A grant with its decoded files.
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

/// Set or remove the tick of a check.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckDossierIn {
    /// The check.
    pub check: CheckCode,
    /// Whether the check is done.
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
    /// Who can read it.
    pub visibility: Visibility,
    /// A call or mail that the remark records. A call to the registered number confirms the identity of the reporter of
    /// a loss, whenever it is recorded (KH-9d-2, KH-M2-2).
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub contact: Option<ApplicantContactIn>,
}

/// Look up a dossier by its code. The code is in the body, so that it never appears in a URL.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookupIn {
    /// The code, as given to the applicant; case, spaces and hyphens do not matter.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 60, example = "LT-7K2M-9QXD-4TVB-HW3E")
    )]
    pub dossier_code: String,
}

/// Get a file that answers a dossier. The code is in the body, so that it never appears in a URL.
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
    /// The file, by its id from the look-up.
    pub attachment_id: Uuid,
}

/// Withdraw a dossier.
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
    /// The reason.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub reason: Option<String>,
}

/// A form as it was sent, for the procedure that knows its structure. It is kept as text: as a tree of values, each of
/// which takes 32 bytes, a list of zeros would fill the memory of the service.
pub type FormJson = Box<serde_json::value::RawValue>;

/// Send what an officer asked for.
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
    /// A description of the changes.
    #[validate(length(min = 1, max = 2000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub message: Option<String>,
    /// The whole corrected form, as the procedure's own operation takes it; when it is absent, the form does not
    /// change.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub form: Option<FormJson>,
    /// Additional files.
    #[validate(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    #[serde(default, deserialize_with = "crate::object::list")]
    pub files: Vec<FileIn>,
}

/// A supplement with its decoded files; the procedure checks the form.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of SupplementIn, checked")]
pub struct Supplement {
    pub dossier_code: String,
    pub message: Option<String>,
    pub form: Option<FormJson>,
    pub files: Vec<File>,
}

/// The texts are personal: they are never logged.
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

/// A contact in the future cannot have been made. One minute is tolerated for a clock that is ahead.
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

/// The ids that occur in a list more than once.
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

/// Decodes the sent files.
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
