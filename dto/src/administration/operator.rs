//! The operators of an account: the persons who work with it, each with their own login (D-04).

use super::AccountStatus;
use super::holder::{Delivery, Holder, HolderFields, holder, login};
use crate::check::{CheckContext, Checked, Findings};
use crate::operation::Operations;
use crate::problem::FieldError;
use crate::{Given, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Create an operator of the caller's own account (D-04).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OperatorIn {
    /// The login name; when it is absent, the server makes it from the login name of the unit and the person's name.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 3, max_length = 64, example = "haidang.duyen"))]
    pub login: Given<String>,
    /// The person.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Lê Thị Mỹ Duyên"))]
    pub holder_name: Given<String>,
    /// That person's position.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Lễ tân"))]
    pub holder_position: Given<String>,
    /// The e-mail address.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The telephone.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
}

/// An operator to create.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of OperatorIn, checked")]
pub struct NewOperator {
    pub login: Option<String>,
    pub holder: Holder,
    pub delivery: Delivery,
}

impl Checked for OperatorIn {
    type Out = NewOperator;

    fn check(self, _: CheckContext<'_>) -> Result<NewOperator, Vec<FieldError>> {
        let mut findings = Findings::default();
        let login = login(&mut findings, &self.login);
        let fields = HolderFields {
            name: &self.holder_name,
            position: &self.holder_position,
            email: &self.email,
            phone: &self.phone,
        };
        let holder = holder(&mut findings, fields, self.delivery);
        if findings.errors.is_empty() {
            Ok(NewOperator {
                login,
                holder,
                delivery: self.delivery,
            })
        } else {
            Err(findings.errors)
        }
    }
}

/// A new initial password for an operator.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OperatorResetIn {
    /// The version of the operator that the change starts from. When it is absent, the version is not checked. When it
    /// is given here or in `If-Match` and the operator has another version, the request is refused.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// Whether the second factor is removed too, for a holder who has lost the device.
    pub forget_second_factor: bool,
}

impl Checked for OperatorResetIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        Ok(self)
    }
}

/// An operator of a unit account (D-04).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatorOut {
    /// The id.
    pub id: Uuid,
    /// The operator's own login name.
    pub login: String,
    /// The person.
    pub holder_name: String,
    /// The person's position.
    pub holder_position: String,
    /// Whether the operator may sign in.
    pub status: AccountStatus,
    /// When the operator got that status.
    pub status_changed_at: Timestamp,
    /// When the operator was created.
    pub created_at: Timestamp,
    /// Whether the initial password has not been changed yet.
    pub password_is_initial: bool,
    /// Whether the operator was created before the current holder of the unit account became its holder.
    pub made_before_holder: bool,
    /// The version; send it back with a change.
    pub version: i32,
    /// The operations that are allowed on it now.
    pub can: Operations,
}

/// The operators of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatorsOut {
    /// Sorted by name; closed operators last.
    pub items: Vec<OperatorOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// An operator with a new initial password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedOperatorOut {
    /// The operator after the change.
    pub operator: OperatorOut,
    /// The initial password, where it is handed over; absent where it is sent by mail, because then nobody else may see
    /// it.
    pub initial_password: Option<String>,
    /// The sheet to hand over, PDF in Base64, where the password is handed over.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub sheet_pdf_base64: Option<String>,
    /// When the initial password expires, if it is not used before.
    pub password_expires_at: Timestamp,
}

impl std::fmt::Debug for IssuedOperatorOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuedOperatorOut(…)")
    }
}
