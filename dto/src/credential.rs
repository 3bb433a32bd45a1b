//! The second factor, sessions and access tokens of the caller's own account.

use crate::Timestamp;
use crate::check::{CheckContext, Checked, checked_by_validator, validator_errors};
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;
use validator::Validate;

/// Start to set up a second factor.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactorEnrolIn {
    /// The password again: an unattended session must not be enough.
    #[validate(length(min = 1, max = 128))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub password: String,
    /// A code of the current second factor or a recovery code, where there is one: the new second factor replaces it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 32), custom(function = "crate::check::one_time_code"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 32, example = "492039"))]
    pub code: Option<String>,
}

/// The data that an authenticator app needs; shown once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorEnrolOut {
    /// The secret in Base32, to type in where a scan is not possible.
    #[cfg_attr(feature = "openapi", schema(example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))]
    pub secret: String,
    /// The same as a URL that authenticator apps open.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "otpauth://totp/Lưu%20Trú:quantri?secret=…&issuer=Lưu%20Trú")
    )]
    pub otpauth_url: String,
    /// The same as a QR code: an SVG image.
    #[cfg_attr(feature = "openapi", schema(example = "<svg …>"))]
    pub qr_svg: String,
}

/// Confirm that the app shows the correct codes.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactorConfirmIn {
    /// The six digits that the app shows now.
    #[validate(length(min = 1, max = 32), custom(function = "crate::check::one_time_code"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 32, example = "492039"))]
    pub code: String,
}

/// The codes for sign-in when the app is lost; shown once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodesOut {
    /// Each is valid for one sign-in.
    #[cfg_attr(feature = "openapi", schema(example = json!(["7Q2M4-K9XTD", "H3VWR-0AZ8P"])))]
    pub recovery_codes: Vec<String>,
}

/// Remove the second factor.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactorRemoveIn {
    /// The password.
    #[validate(length(min = 1, max = 128))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub password: String,
    /// A code of the second factor, or a recovery code.
    #[validate(length(min = 1, max = 32), custom(function = "crate::check::one_time_code"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 32, example = "492039"))]
    pub code: String,
}

/// Create an access token for a program or for a trial of the API.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessTokenIn {
    /// The purpose of the token, to identify it in the list.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "Swagger UI"))]
    pub name: String,
    /// The lifetime in days; the profile sets the maximum (`session.token_days`).
    #[validate(range(min = 1))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, example = 7))]
    pub days: u16,
    /// The password again: an unattended session must not be enough.
    #[validate(length(min = 1, max = 128))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub password: String,
    /// A code of the second factor or a recovery code, where the account has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 32), custom(function = "crate::check::one_time_code"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 32, example = "492039"))]
    pub code: Option<String>,
}

/// A new access token with its text, which is shown only once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessTokenMadeOut {
    /// The fields that the list shows.
    pub token: AccessTokenOut,
    /// The token: `Authorization: Bearer …`.
    #[cfg_attr(feature = "openapi", schema(example = "luutru_…"))]
    pub secret: String,
}

/// The caller's own valid access tokens, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessTokensOut {
    /// The tokens.
    pub items: Vec<AccessTokenOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// An access token, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessTokenOut {
    /// The id.
    pub id: Uuid,
    /// The purpose of the token.
    #[cfg_attr(feature = "openapi", schema(example = "Swagger UI"))]
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last used, to ten minutes.
    pub last_used_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// The caller's own open sessions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSessionsOut {
    /// The sessions.
    pub items: Vec<OpenSessionOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSessionOut {
    /// The id.
    pub id: Uuid,
    /// Whether it is the session of this request.
    pub is_current: bool,
    /// Browser and operating system, as far as they are known.
    #[cfg_attr(feature = "openapi", schema(example = "Chrome · Windows"))]
    pub device: Option<String>,
    /// When it started.
    pub signed_in_at: Timestamp,
    /// When it was last renewed.
    pub last_used_at: Timestamp,
    /// When it expires in any case.
    pub expires_at: Timestamp,
}

/// The number of sessions that were ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionsEnded {
    /// The number.
    #[cfg_attr(feature = "openapi", schema(example = 2))]
    pub ended: u64,
}

macro_rules! without_content {
    ($($secret:ident),+) => {$(
        impl fmt::Debug for $secret {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($secret), "(…)"))
            }
        }
    )+};
}

without_content!(
    SecondFactorEnrolIn,
    SecondFactorEnrolOut,
    SecondFactorConfirmIn,
    RecoveryCodesOut,
    SecondFactorRemoveIn,
    AccessTokenIn,
    AccessTokenMadeOut
);

checked_by_validator!(SecondFactorEnrolIn, SecondFactorConfirmIn, SecondFactorRemoveIn);

impl Checked for AccessTokenIn {
    type Out = Self;

    fn check(self, context: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        let most = context.profile.session.token_days;
        if self.days > most {
            errors.push(
                FieldError::new("/days", FieldCode::OutOfRange)
                    .with("min", 1)
                    .with("max", most),
            );
        }
        if self.name.trim().is_empty() && !self.name.is_empty() {
            errors.push(FieldError::new("/name", FieldCode::Required));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}
