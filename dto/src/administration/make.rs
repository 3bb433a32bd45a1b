//! Creating an account that the caller administers.

use super::holder::{Delivery, Holder, HolderFields, holder, login};
use super::reason::{AccountReason, Why, reason, reference};
use crate::Given;
use crate::account::{AccountTier, Level, Role};
use crate::check::{CheckContext, Checked, Findings};
use crate::filing::MAX_NAME;
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Create an account that the caller administers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountIn {
    /// The kind of account.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Role, example = "police"))]
    pub role: Given<Role>,
    /// The level, for kinds that have tiers; the tier has to exist in this province.
    #[cfg_attr(feature = "openapi", schema(example = "commune"))]
    pub level: Option<Level>,
    /// The area that it has access to: an area of that level. A facility account has the area of its facility and
    /// leaves this out.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20, example = "22366"))]
    pub area_code: Given<String>,
    /// The unit that it belongs to, where the unit already has an account.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Uuid))]
    pub unit_id: Given<Uuid>,
    /// The name of the unit, where this is its first account.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, example = "Công an phường Nha Trang"))]
    pub unit_name: Given<String>,
    /// The facility, for a facility's account.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Uuid))]
    pub facility_id: Given<Uuid>,
    /// The login name; when it is absent, the server makes it with the pattern of the profile (KH-8c-1). It never
    /// changes and is never reused (LC-6.1b-2, KH-8c-2).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 3, max_length = 64, example = "congan.nhatrang"))]
    pub login: Given<String>,
    /// The future holder.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Phan Quốc Bảo"))]
    pub holder_name: Given<String>,
    /// That person's position.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Cán bộ"))]
    pub holder_position: Given<String>,
    /// The e-mail address.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The registered telephone.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32, example = "0258 000 0148"))]
    pub phone: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// The reason; mandatory for an administrator where another tier regularly creates the account (S-06).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AccountReason>))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that is the basis; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60, example = "214/CAP-2026"))]
    pub reference: Given<String>,
}

/// An account to create, as far as it can be checked without the database.
#[derive(Clone)]
pub struct NewAccount {
    /// The account tier.
    pub tier: AccountTier,
    /// The facility or unit that it belongs to.
    pub place: Place,
    /// The requested login name.
    pub login: Option<String>,
    /// The future holder.
    pub holder: Holder,
    /// How the password is delivered.
    pub delivery: Delivery,
    /// The reason.
    pub why: Why,
}

/// What an account belongs to.
#[derive(Clone)]
pub enum Place {
    /// A facility; the account has its area.
    Facility(Uuid),
    /// A unit that already has an account.
    Unit(Uuid),
    /// A new unit.
    NewUnit {
        /// Its name.
        name: String,
        /// Its area.
        area_code: String,
    },
}

impl Checked for AccountIn {
    type Out = NewAccount;

    fn check(self, context: CheckContext<'_>) -> Result<NewAccount, Vec<FieldError>> {
        let mut findings = Findings::default();
        let role = findings.required("/role", &self.role, FieldCode::UnknownValue);
        let tier = role.and_then(|role| {
            let tier =
                AccountTier::at_level(role, self.level, context.profile).filter(|tier| tier.exists(context.profile));
            if tier.is_none() {
                // A tier that does not exist, or a missing tier where there are tiers.
                findings.error("/level", FieldCode::UnknownValue);
            }
            tier
        });
        let place = self.place(&mut findings, role);
        let login = login(&mut findings, &self.login);
        let fields = HolderFields {
            name: &self.holder_name,
            position: &self.holder_position,
            email: &self.email,
            phone: &self.phone,
        };
        let holder = holder(&mut findings, fields, self.delivery);
        let reason = reason(&mut findings, &self.reason, false);
        let reference = reference(&mut findings, &self.reference);
        match (tier, place) {
            (Some(tier), Some(place)) if findings.errors.is_empty() => Ok(NewAccount {
                tier,
                place,
                login,
                holder,
                delivery: self.delivery,
                why: Why {
                    reason,
                    reference,
                    version: None,
                },
            }),
            _ => Err(findings.errors),
        }
    }
}

impl AccountIn {
    /// Exactly the fields that the kind of account needs, and no others.
    fn place(&self, findings: &mut Findings, role: Option<Role>) -> Option<Place> {
        let role = role?;
        let area = findings.optional_text("/area_code", &self.area_code, 20);
        let unit = findings.optional("/unit_id", &self.unit_id, FieldCode::UnknownValue);
        let unit_name = findings.optional_text("/unit_name", &self.unit_name, MAX_NAME);
        let facility = findings.optional("/facility_id", &self.facility_id, FieldCode::UnknownValue);
        if role == Role::Facility {
            for (pointer, is_there) in [
                ("/area_code", area.is_some()),
                ("/unit_id", unit.is_some()),
                ("/unit_name", unit_name.is_some()),
            ] {
                if is_there {
                    findings.error(pointer, FieldCode::DoesNotApply);
                }
            }
            if facility.is_none() && self.facility_id.is_absent() {
                findings.error("/facility_id", FieldCode::Required);
            }
            return facility.map(Place::Facility);
        }
        if facility.is_some() {
            findings.error("/facility_id", FieldCode::DoesNotApply);
        }
        if let Some(unit) = unit {
            // The unit has its area and its name.
            for (pointer, is_there) in [("/area_code", area.is_some()), ("/unit_name", unit_name.is_some())] {
                if is_there {
                    findings.error(pointer, FieldCode::EitherOr);
                }
            }
            return Some(Place::Unit(unit));
        }
        if area.is_none() && self.area_code.value().is_none_or(|text| text.trim().is_empty()) {
            findings.error("/area_code", FieldCode::Required);
        }
        if unit_name.is_none() && self.unit_name.value().is_none_or(|text| text.trim().is_empty()) {
            findings.error("/unit_name", FieldCode::Required);
        }
        Some(Place::NewUnit {
            name: unit_name?,
            area_code: area?,
        })
    }
}
