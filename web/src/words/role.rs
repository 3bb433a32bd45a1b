//! Names of roles and levels.

use crate::t;
use dto::account::{Level, Role};

/// Returns the name of a level.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Province => t!(accounts.tier_province),
        Level::District => t!(accounts.tier_district),
        Level::Commune => t!(accounts.tier_commune),
    }
}

/// Returns the name of a kind of account.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Administrator => t!(agency.role_administrator),
        Role::Police => t!(agency.role_police),
        Role::Tax => t!(agency.role_tax),
        Role::Tourism => t!(agency.role_tourism),
        Role::Statistics => t!(agency.role_statistics),
        Role::Finance => t!(agency.role_finance),
        Role::Operation => t!(agency.role_operation),
        Role::Facility => t!(agency.role_facility),
    }
}
