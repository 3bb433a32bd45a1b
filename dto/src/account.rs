//! Sign-in and the caller's own account.

use crate::Timestamp;
use crate::check::{CheckContext, Checked, checked_by_validator, validator_errors};
use crate::operation::Operations;
use crate::problem::{FieldCode, FieldError};
pub use rules::account_tier::{AccountTier, Level, Role};
use rules::password::PasswordFault;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;
use validator::Validate;

crate::given::text_of_codes!(Role);

/// Sign in.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LoginIn {
    /// The login name.
    #[validate(length(min = 1, max = 64), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, example = "haidang.nhatrang")
    )]
    pub login: String,
    /// The password.
    #[validate(length(min = 1, max = 128))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub password: String,
    /// The six digits of the second factor, or a recovery code. Only for an account that has a second factor: leave it
    /// out at first, and send it when the answer is `second_factor_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 32), custom(function = "crate::check::one_time_code"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 32, example = "492039"))]
    pub code: Option<String>,
}

/// Change the caller's own password (LC-7.1a-1, KH-9a-1).
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChangeIn {
    /// The current password.
    #[validate(length(min = 1, max = 128))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub current_password: String,
    /// The new password; the profile sets its composition (LC-7.1a-2).
    #[validate(length(min = 1, max = 128))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub new_password: String,
}

impl fmt::Debug for LoginIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginIn(…)")
    }
}

impl fmt::Debug for PasswordChangeIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChangeIn(…)")
    }
}

checked_by_validator!(LoginIn);

impl Checked for PasswordChangeIn {
    type Out = Self;

    /// Checks everything except what needs the account: the service compares the password with the login name.
    fn check(self, context: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        if errors.is_empty() {
            errors = new_password_errors(&self.new_password, "", context);
            if rules::password::canonical(&self.new_password) == rules::password::canonical(&self.current_password) {
                errors.push(FieldError::new("/new_password", FieldCode::PasswordUnchanged));
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// The profile's objections to a new password for `login`; an empty login skips that comparison.
pub fn new_password_errors(password: &str, login: &str, context: CheckContext<'_>) -> Vec<FieldError> {
    rules::password::check_password(password, login, &context.profile.password)
        .into_iter()
        .map(|fault| {
            let error = |code| FieldError::new("/new_password", code);
            match fault {
                PasswordFault::TooShort { min } => error(FieldCode::PasswordTooShort).with("min", min),
                PasswordFault::TooLong { max } => error(FieldCode::TooLong).with("max", max),
                PasswordFault::NeedsLetter => error(FieldCode::PasswordNeedsLetter),
                PasswordFault::NeedsDigit => error(FieldCode::PasswordNeedsDigit),
                PasswordFault::NeedsSpecial => error(FieldCode::PasswordNeedsSpecial),
                PasswordFault::ContainsLogin => error(FieldCode::PasswordContainsLogin),
                PasswordFault::WellKnown => error(FieldCode::PasswordWellKnown),
            }
        })
        .collect()
}

/// The same, and whether the password contains one of `names`, which are publicly connected with the account.
pub fn new_password_errors_with_names(
    password: &str,
    login: &str,
    names: &[&str],
    context: CheckContext<'_>,
) -> Vec<FieldError> {
    let mut errors = new_password_errors(password, login, context);
    let province = context.profile.name.as_str();
    if rules::password::contains_name(password, names) || rules::password::contains_name(password, &[province]) {
        errors.push(FieldError::new("/new_password", FieldCode::PasswordContainsName));
    }
    errors
}

/// A signed-in session. The refresh token is sent in an `HttpOnly` cookie with it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedInOut {
    /// The access token: `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[cfg_attr(feature = "openapi", schema(example = "Bearer"))]
    pub token_type: String,
    /// Seconds until the access token expires.
    #[cfg_attr(feature = "openapi", schema(example = 600))]
    pub expires_in: u32,
    /// The account signed in.
    pub account: AccountOut,
    /// The key with which the pages encrypt their drafts in the browser: 256 bits in Base64, the same for all sessions
    /// of one login name; a new key is made when the last of these sessions has expired.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub draft_key: String,
}

/// The caller's own account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountOut {
    /// The id.
    pub id: Uuid,
    /// The login name, fixed and never reused (LC-6.1b-2, KH-8c-2).
    pub login: String,
    /// The person who holds the account now.
    pub holder_name: String,
    /// The holder's position.
    pub holder_position: String,
    /// The kind of account.
    pub role: Role,
    /// The level of its tier, for agencies that have tiers (table 8.1).
    pub level: Option<Level>,
    /// The name of the unit or facility that the account belongs to.
    #[cfg_attr(feature = "openapi", schema(example = "Công an phường Nha Trang"))]
    pub unit_name: String,
    /// The area that the account has access to; for a facility, the area that it is in.
    pub area: AreaRef,
    /// The facility of a facility account.
    pub facility: Option<OwnFacility>,
    /// Whether only a change of password is allowed (LC-7.1a-1, KH-9a-1).
    pub must_change_password: bool,
    /// The latest time for the next change of password, where the profile demands regular changes (KH-9a-2).
    pub password_due_at: Option<Timestamp>,
    /// Whether only the operations on the caller's own account are allowed, until a second factor is set up.
    pub must_set_second_factor: bool,
    /// The second factor.
    pub second_factor: SecondFactorState,
    /// The account of the unit, where one of its operators is signed in; kind, area and rights are those of that
    /// account (D-04).
    pub unit_account: Option<UnitAccount>,
    /// The account whose rights the request uses, where it is another account (LCH20-16.3-3): unit, area, facility and
    /// operations are then those of that account.
    pub acting_for: Option<ActingFor>,
    /// All operations that this account may call; the pages show no others.
    pub operations: Operations,
}

/// The state of the second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorState {
    /// When it was set up: since then, sign-in needs a code. Null where there is no second factor.
    pub enabled_at: Option<Timestamp>,
    /// Whether the account tier must have a second factor, so that it cannot be removed.
    pub required: bool,
    /// How many recovery codes are left.
    #[cfg_attr(feature = "openapi", schema(example = 10))]
    pub recovery_codes_left: u16,
}

/// The account of a unit, as its operators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitAccount {
    /// The id.
    pub id: Uuid,
    /// Its login name.
    pub login: String,
    /// The person who holds it.
    pub holder_name: String,
}

/// The account that the caller acts for by delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActingFor {
    /// The id, as sent in the header `Acting-For`.
    pub account_id: Uuid,
    /// Its login name.
    pub login: String,
    /// The person who holds it.
    pub holder_name: String,
    /// When the delegation ends.
    pub ends_at: Timestamp,
}

/// An area with its code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaRef {
    /// The code of the General Statistics Office.
    #[cfg_attr(feature = "openapi", schema(example = "22366"))]
    pub code: String,
    /// The name with its kind.
    #[cfg_attr(feature = "openapi", schema(example = "Phường Nha Trang"))]
    pub name: String,
    /// The name of its province; for a province, its own name.
    #[cfg_attr(feature = "openapi", schema(example = "Khánh Hòa"))]
    pub province_name: String,
}

/// The facility of a facility account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnFacility {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The code of its kind in the list `facility_kinds`.
    pub kind: String,
    /// Whether set-up is complete, so that the facility may notify stays (LC-7.1b).
    pub setup_complete: bool,
}
