//! The contact people of the agencies (KH-14.2, KH-15.2, KH-16.2).

use crate::Given;
use crate::Timestamp;
use crate::account::Role;
use crate::check::{CheckContext, Checked, Findings};
use crate::filing::{MAX_NAME, MAX_POSITION, email, phone};
use crate::operation::Operations;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Set or replace the contact person of a unit.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AgencyContactIn {
    /// The version that the change starts from; absent where the unit has no contact person yet.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// The full name.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, example = "Đỗ Quỳnh Nga"))]
    pub name: Given<String>,
    /// The position.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 80, example = "Phó trưởng phòng"))]
    pub position: Given<String>,
    /// The telephone of the office.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 32, example = "0258 3 822 104"))]
    pub phone: Given<String>,
    /// The e-mail address of the office.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, example = "dau.moi@thue.khanhhoa.example"))]
    pub email: Given<String>,
}

/// A valid contact.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of AgencyContactIn, checked")]
pub struct Contact {
    pub version: Option<i32>,
    pub name: String,
    pub position: String,
    pub phone: String,
    pub email: String,
}

impl Checked for AgencyContactIn {
    type Out = Contact;

    fn check(self, _: CheckContext<'_>) -> Result<Contact, Vec<FieldError>> {
        let mut findings = Findings::default();
        let name = findings.required_text("/name", &self.name, MAX_NAME);
        let position = findings.required_text("/position", &self.position, MAX_POSITION);
        let phone = phone(&mut findings, "/phone", &self.phone, true);
        let email = email(&mut findings, "/email", &self.email, true);
        match (name, position, phone, email) {
            (Some(name), Some(position), Some(phone), Some(email)) if findings.errors.is_empty() => Ok(Contact {
                version: self.version,
                name,
                position,
                phone,
                email,
            }),
            _ => Err(findings.errors),
        }
    }
}

/// The contact person of a unit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyContactOut {
    /// The unit.
    pub unit_id: Uuid,
    /// Its name.
    pub unit_name: String,
    /// Its sector.
    pub sector: Role,
    /// The full name of the contact.
    pub name: String,
    /// The position.
    pub position: String,
    /// The telephone of the office.
    pub phone: String,
    /// The e-mail address of the office.
    pub email: String,
    /// When this contact was last changed.
    pub changed_at: Timestamp,
    /// The version; send it back with a change.
    pub version: i32,
    /// Whether facilities can see it too.
    pub shown_to_facilities: bool,
    /// The operations that are allowed on it now.
    pub can: Operations,
}

/// The contacts that the account may see.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyContactsOut {
    /// Sorted by sector, tier and name of the unit.
    pub items: Vec<AgencyContactOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
