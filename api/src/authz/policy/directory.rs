//! Rights to lists, facilities, their changes and contacts.

use super::access::{
    ADMINISTRATOR, FACILITY, FINANCE, OPERATION, OWN_FACILITY, POLICE, READ_STAYS, STATISTICS, TAX, TOURISM,
};
use super::{Access, Reach, Who, policy};
use crate::authz::scope::{Announcements, Contacts, Territory};
use dto::account::Role;

policy! {
    GetProfile = "getProfile" GET "/profile" in () Access::Public("the hours and limits of the regulation are public");
    ListAreas = "listAreas" GET "/areas" in () Access::Public("an official list");
    ListReferenceList = "listReferenceList" GET "/reference-lists/{name}" in () Access::Public("an official list");
    ListFacilities = "listFacilities" GET "/facilities" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]);
    GetFacility = "getFacility" GET "/facilities/{facility_id}" in Territory READ_STAYS, Tagged;
    UpdateFacility = "updateFacility" PATCH "/facilities/{facility_id}" in Territory OWN_FACILITY, Versioned;
    DeclarePrices = "declarePrices" POST "/facilities/{facility_id}/prices" in Territory OWN_FACILITY, Versioned;
    ListPrices = "listPrices" GET "/facilities/{facility_id}/prices" in Territory READ_STAYS, Tagged;
    AnnounceFacilityChange = "announceFacilityChange" POST "/facilities/{facility_id}/changes" in Territory OWN_FACILITY, HolderOnly, Undelegable
        => FacilityStateConflict TooManyAttempts;
    ListFacilityChanges = "listFacilityChanges" GET "/facility-changes" in Announcements Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
        (TAX, Reach::ToldInOwnArea),
        (TOURISM, Reach::ToldInOwnArea),
        (STATISTICS, Reach::ToldInOwnArea),
        (FINANCE, Reach::ToldInOwnArea),
        (FACILITY, Reach::OwnFacility),
    ]);
    ListContacts = "listContacts" GET "/contacts" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
        (TAX, Reach::OwnArea),
        (TOURISM, Reach::OwnArea),
        (STATISTICS, Reach::OwnArea),
        (FINANCE, Reach::OwnArea),
        (OPERATION, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]);
    UpdateContact = "updateContact" PUT "/contacts/{unit_id}" in Contacts Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (Who::at(Role::Police, &[1]), Reach::OwnUnit),
        (Who::at(Role::Tax, &[1]), Reach::OwnUnit),
        (Who::at(Role::Tourism, &[1]), Reach::OwnUnit),
        (Who::at(Role::Statistics, &[1]), Reach::OwnUnit),
        (Who::at(Role::Finance, &[1]), Reach::OwnUnit),
    ]), Versioned;
}
