//! Rights to lists, facilities, their changes and contacts.

use super::access::{
    ADMINISTRATOR, FACILITY, FINANCE, OPERATION, OWN_FACILITY, POLICE, READ_STAYS, STATISTICS, TAX, TOURISM,
};
use super::{Access, Reach, Who, policy};
use crate::authz::scope::{Announcements, Contacts, Territory};
use dto::account::Role;

/// The facilities of an area.
const READ_FACILITIES: Access = Access::Roles(&[(ADMINISTRATOR, Reach::Everything), (POLICE, Reach::OwnArea)]);

policy! { directory:
    GetProfile in () Access::Public("the hours and limits of the regulation are public");
    ListAreas in () Access::Public("an official list");
    ListReferenceList in () Access::Public("an official list");
    ListFacilities in Territory READ_FACILITIES;
    ExportFacilities in Territory READ_FACILITIES, Undelegable => ListTooLarge Busy;
    GetFacility in Territory READ_STAYS, Tagged;
    UpdateFacility in Territory OWN_FACILITY, Versioned;
    DeclarePrices in Territory OWN_FACILITY, Versioned;
    ListPrices in Territory READ_STAYS, Tagged;
    AnnounceFacilityChange in Territory OWN_FACILITY, HolderOnly, Undelegable => FacilityStateConflict TooManyAttempts;
    ListFacilityChanges in Announcements Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
        (TAX, Reach::ToldInOwnArea),
        (TOURISM, Reach::ToldInOwnArea),
        (STATISTICS, Reach::ToldInOwnArea),
        (FINANCE, Reach::ToldInOwnArea),
        (FACILITY, Reach::OwnFacility),
    ]);
    ListContacts in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
        (TAX, Reach::OwnArea),
        (TOURISM, Reach::OwnArea),
        (STATISTICS, Reach::OwnArea),
        (FINANCE, Reach::OwnArea),
        (OPERATION, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]);
    UpdateContact in Contacts Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (Who::at(Role::Police, &[1]), Reach::OwnUnit),
        (Who::at(Role::Tax, &[1]), Reach::OwnUnit),
        (Who::at(Role::Tourism, &[1]), Reach::OwnUnit),
        (Who::at(Role::Statistics, &[1]), Reach::OwnUnit),
        (Who::at(Role::Finance, &[1]), Reach::OwnUnit),
    ]), Versioned;
}
