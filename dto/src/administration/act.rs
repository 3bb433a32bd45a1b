//! Operations on an account: change, lock, unlock, close, issue a new password, give it to another holder.

use super::holder::{Delivery, Holder, HolderFields, holder};
use super::reason::{AccountReason, Why, reason, reference};
use crate::Given;
use crate::check::{CheckContext, Checked, Findings};
use crate::filing::{MAX_NAME, MAX_POSITION, email, phone, text};
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};

/// Change the data of an account. Kind, tier, area, unit and login name never change: for that, create another account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountPatch {
    /// The version that the change starts from.
    #[cfg_attr(feature = "openapi", schema(required = true, minimum = 1))]
    pub version: i32,
    /// The position of the holder.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub holder_position: Given<String>,
    /// The e-mail address.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The registered telephone.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// The name of the unit; a facility changes its own name itself.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160))]
    pub unit_name: Given<String>,
    /// The reason; mandatory for an administrator where another tier regularly changes the account (S-06).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AccountReason>))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that is the basis; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub reference: Given<String>,
}

/// What changes in an account; `None` leaves the value unchanged.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of AccountPatch, checked")]
pub struct AccountChange {
    pub version: i32,
    pub holder_position: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub unit_name: Option<String>,
    pub why: Why,
}

impl Checked for AccountPatch {
    type Out = AccountChange;

    fn check(self, _: CheckContext<'_>) -> Result<AccountChange, Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.version < 1 {
            findings.error("/version", FieldCode::Required);
        }
        // A blank value clears an optional field, and is an error in a mandatory field.
        let cleared = |given: &Given<String>| !given.is_missing();
        let holder_position = text(
            &mut findings,
            "/holder_position",
            &self.holder_position,
            MAX_POSITION,
            false,
        )
        .or_else(|| cleared(&self.holder_position).then(String::new));
        let email = email(&mut findings, "/email", &self.email, cleared(&self.email));
        let phone =
            phone(&mut findings, "/phone", &self.phone, false).or_else(|| cleared(&self.phone).then(String::new));
        let unit_name = text(
            &mut findings,
            "/unit_name",
            &self.unit_name,
            MAX_NAME,
            cleared(&self.unit_name),
        );
        let reason = reason(&mut findings, &self.reason, false);
        let reference = reference(&mut findings, &self.reference);
        if findings.errors.is_empty()
            && holder_position.is_none()
            && email.is_none()
            && phone.is_none()
            && unit_name.is_none()
        {
            findings.error("", FieldCode::NothingToChange);
        }
        if !findings.errors.is_empty() {
            return Err(findings.errors);
        }
        Ok(AccountChange {
            version: self.version,
            holder_position,
            email,
            phone,
            unit_name,
            why: Why {
                reason,
                reference,
                version: Some(self.version),
            },
        })
    }
}

/// The reason for locking, unlocking or closing an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountActIn {
    /// The version of the account that the change starts from. When it is absent, the version is not checked. When it
    /// is given here or in `If-Match` and the account has another version, the request is refused.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// The reason.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = AccountReason, example = "unit_request"))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that is the basis; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60, example = "214/CAP-2026"))]
    pub reference: Given<String>,
}

impl Checked for AccountActIn {
    type Out = Why;

    fn check(self, _: CheckContext<'_>) -> Result<Why, Vec<FieldError>> {
        let mut findings = Findings::default();
        let reason = reason(&mut findings, &self.reason, true);
        let reference = reference(&mut findings, &self.reference);
        if findings.errors.is_empty() {
            Ok(Why {
                reason,
                reference,
                version: self.version,
            })
        } else {
            Err(findings.errors)
        }
    }
}

/// Issue a new initial password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PasswordResetIn {
    /// The version of the account that the change starts from. When it is absent, the version is not checked. When it
    /// is given here or in `If-Match` and the account has another version, the request is refused.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// The reason.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = AccountReason, example = "password_forgotten"))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that is the basis; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub reference: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// Whether the second factor is removed too, for a holder who has lost the device.
    pub forget_second_factor: bool,
}

/// A valid reset.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of PasswordResetIn, checked")]
pub struct PasswordReset {
    pub why: Why,
    pub delivery: Delivery,
    pub forget_second_factor: bool,
}

impl Checked for PasswordResetIn {
    type Out = PasswordReset;

    fn check(self, context: CheckContext<'_>) -> Result<PasswordReset, Vec<FieldError>> {
        let act = AccountActIn {
            version: self.version,
            reason: self.reason,
            reference: self.reference,
        };
        Ok(PasswordReset {
            why: act.check(context)?,
            delivery: self.delivery,
            forget_second_factor: self.forget_second_factor,
        })
    }
}

/// Give an account to another person (LC-6.3-2, KH-8d). The account gets a new initial password, and the second factor
/// of the previous holder is removed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NewHolderIn {
    /// The version of the account that the change starts from. When it is absent, the version is not checked. When it
    /// is given here or in `If-Match` and the account has another version, the request is refused.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// The new holder.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Trần Gia Bách"))]
    pub holder_name: Given<String>,
    /// That person's position.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub holder_position: Given<String>,
    /// The e-mail address from now on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The registered telephone from now on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// The reason.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = AccountReason, example = "holder_changed"))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that is the basis; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub reference: Given<String>,
}

/// A new holder, checked.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of NewHolderIn, checked")]
pub struct NewHolder {
    pub holder: Holder,
    pub delivery: Delivery,
    pub why: Why,
}

impl Checked for NewHolderIn {
    type Out = NewHolder;

    fn check(self, _: CheckContext<'_>) -> Result<NewHolder, Vec<FieldError>> {
        let mut findings = Findings::default();
        let fields = HolderFields {
            name: &self.holder_name,
            position: &self.holder_position,
            email: &self.email,
            phone: &self.phone,
        };
        let holder = holder(&mut findings, fields, self.delivery);
        let reason = reason(&mut findings, &self.reason, true);
        let reference = reference(&mut findings, &self.reference);
        if findings.errors.is_empty() {
            Ok(NewHolder {
                holder,
                delivery: self.delivery,
                why: Why {
                    reason,
                    reference,
                    version: self.version,
                },
            })
        } else {
            Err(findings.errors)
        }
    }
}
