//! Content of an application, and its errors.

use super::PARTS;
use crate::form::Typed;
use dto::CheckContext;
use dto::Checked;
use dto::account::{AccountTier, Level, Role};
use dto::filing::{AgencyIn, NewFacilityIn, RegistrationIn};
use dto::problem::{FieldCode, FieldError};
use rules::profile::Profile;
use serde_json::Value;

/// Facility or agency; not a field of the request, but stored along with them.
pub const WHO: &str = "/who";
/// Value: a facility applies.
pub const FACILITY: &str = "facility";
/// Value: an agency applies.
pub const AGENCY: &str = "agency";

/// Builds the application from the typed values, without the scan.
pub fn request(typed: &Typed) -> RegistrationIn {
    let is_agency = typed.raw(WHO) == AGENCY;
    let count = |at: &str| typed.count(at, u16::MAX).ok().flatten();
    RegistrationIn {
        facility: (!is_agency).then(|| NewFacilityIn {
            name: typed.text("/facility/name"),
            kind: typed.text("/facility/kind"),
            area_code: typed.text("/facility/area_code"),
            address: typed.text("/facility/address"),
            representative: typed.text("/facility/representative"),
            tax_code: typed.text("/facility/tax_code"),
            rooms: count("/facility/rooms"),
            beds: count("/facility/beds"),
        }),
        agency: is_agency.then(|| AgencyIn {
            unit_name: typed.text("/agency/unit_name"),
            role: Role::from_name(typed.raw("/agency/role")),
            level: Level::from_name(typed.raw("/agency/level")),
            area_code: typed.text("/agency/area_code"),
        }),
        governing_body: typed.text("/governing_body"),
        user_name: typed.text("/user_name"),
        user_position: typed.text("/user_position"),
        email: typed.text("/email"),
        phone: typed.text("/phone"),
        started_on: typed.date("/started_on"),
        commitment_accepted: Some(typed.tick("/commitment_accepted")),
        signed_form: None,
    }
}

/// Returns the name of the facility or unit that applies.
pub fn name(typed: &Typed) -> String {
    let at = if typed.raw(WHO) == AGENCY {
        "/agency/unit_name"
    } else {
        "/facility/name"
    };
    typed.raw(at).trim().to_owned()
}

/// Returns the levels that a sector has in this province.
pub fn levels_of(role: Role, profile: &Profile) -> Vec<Level> {
    let there =
        |level: &Level| AccountTier::at_level(role, Some(*level), profile).is_some_and(|tier| tier.exists(profile));
    Level::ALL.iter().copied().filter(there).collect()
}

/// Returns a filed application as it would be typed.
pub fn typed(filed: &Value) -> Typed {
    let is_agency = filed.pointer("/agency").is_some_and(|agency| !agency.is_null());
    Typed::of(filed, PARTS).with(WHO, if is_agency { AGENCY } else { FACILITY })
}

/// Returns the errors that the server would find.
pub fn faults(typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    let mut found = Vec::new();
    if typed.raw(WHO) == AGENCY {
        // The server knows the tiers; here they are the choices of a field.
        let has_tiers =
            Role::from_name(typed.raw("/agency/role")).is_some_and(|role| !levels_of(role, context.profile).is_empty());
        if has_tiers && typed.raw("/agency/level").is_empty() {
            found.push(FieldError::new("/agency/level", FieldCode::Required));
        }
    } else {
        found.extend(typed.count("/facility/rooms", 2_000).err());
        found.extend(typed.count("/facility/beds", 20_000).err());
    }
    found.extend(request(typed).check(context).err().unwrap_or_default());
    found
}
