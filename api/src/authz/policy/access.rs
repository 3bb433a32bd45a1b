//! Who: the roles and tiers of table 8.2, and rights that several domains share.

use super::{Access, Reach, Who};
use dto::account::Role;

pub(super) const ADMINISTRATOR: Who = Who::every(Role::Administrator);
pub(super) const POLICE: Who = Who::every(Role::Police);
pub(super) const TAX: Who = Who::every(Role::Tax);
pub(super) const TOURISM: Who = Who::every(Role::Tourism);
pub(super) const STATISTICS: Who = Who::every(Role::Statistics);
pub(super) const FINANCE: Who = Who::every(Role::Finance);
pub(super) const OPERATION: Who = Who::every(Role::Operation);
pub(super) const FACILITY: Who = Who::every(Role::Facility);

/// Every account, for itself.
pub(super) const EVERYONE: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::OwnAccount),
    (POLICE, Reach::OwnAccount),
    (TAX, Reach::OwnAccount),
    (TOURISM, Reach::OwnAccount),
    (STATISTICS, Reach::OwnAccount),
    (FINANCE, Reach::OwnAccount),
    (OPERATION, Reach::OwnAccount),
    (FACILITY, Reach::OwnAccount),
]);

/// Guests and single stays: a facility its own (KH-11.2d-3), police their area (KH-10.2a-1 to KH-10.2c), the
/// administrator all (KH-10.1-1).
pub(super) const READ_STAYS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE, Reach::OwnArea),
    (FACILITY, Reach::OwnFacility),
]);

/// Only the facility itself.
pub(super) const OWN_FACILITY: Access = Access::Roles(&[(FACILITY, Reach::OwnFacility)]);
