//! Areas, lists, facilities, contacts.

use super::{File, operations};
use crate::contact::{AgencyContactIn, AgencyContactOut, AgencyContactsOut};
use crate::facility::{FacilityOut, FacilityPage, FacilityPatch};
use crate::facility_change::{FacilityChangeIn, FacilityChangeOut, FacilityChangePage};
use crate::price::{PriceListOut, PricesIn};
use crate::profile::ProfileOut;
use crate::reference::{AreaPage, ReferenceListOut};
use uuid::Uuid;

operations! {
    GetProfile = "getProfile" GET "/profile" () => ProfileOut;
    ListAreas = "listAreas" GET "/areas" () => AreaPage;
    ListReferenceList = "listReferenceList" GET "/reference-lists/{name}" (name: &str) => ReferenceListOut;
    ListFacilities = "listFacilities" GET "/facilities" () => FacilityPage;
    ExportFacilities = "exportFacilities" POST "/facilities/export" () => File;
    GetFacility = "getFacility" GET "/facilities/{facility_id}" (facility_id: Uuid) => FacilityOut;
    UpdateFacility = "updateFacility" PATCH "/facilities/{facility_id}"
        (facility_id: Uuid), FacilityPatch => FacilityOut;
    DeclarePrices = "declarePrices" POST "/facilities/{facility_id}/prices"
        (facility_id: Uuid), PricesIn => FacilityOut;
    ListPrices = "listPrices" GET "/facilities/{facility_id}/prices" (facility_id: Uuid) => PriceListOut;
    AnnounceFacilityChange = "announceFacilityChange" POST "/facilities/{facility_id}/changes"
        (facility_id: Uuid), FacilityChangeIn => FacilityChangeOut;
    ListFacilityChanges = "listFacilityChanges" GET "/facility-changes" () => FacilityChangePage;
    ListContacts = "listContacts" GET "/contacts" () => AgencyContactsOut;
    UpdateContact = "updateContact" PUT "/contacts/{unit_id}" (unit_id: Uuid), AgencyContactIn => AgencyContactOut;
}
