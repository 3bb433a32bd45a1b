//! Rights to stays, rooms, registers and imports.

use super::access::{ADMINISTRATOR, FACILITY, OWN_FACILITY, POLICE, READ_STAYS};
use super::{Access, Reach, policy};
use crate::authz::scope::Territory;

/// The police, in their own area.
const POLICE_OF_AREA: Access = Access::Roles(&[(POLICE, Reach::OwnArea)]);

policy! {
    ReplaceRoomPlan = "replaceRoomPlan" PUT "/facilities/{facility_id}/room-plan" in Territory OWN_FACILITY;
    MarkRoom = "markRoom" PUT "/facilities/{facility_id}/rooms/{room_id}/mark" in Territory OWN_FACILITY;
    GetFacilityDay = "getFacilityDay" GET "/facilities/{facility_id}/day" in Territory OWN_FACILITY;
    CountFacilityTasks = "countFacilityTasks" GET "/facilities/{facility_id}/tasks" in Territory OWN_FACILITY;
    ListOwnDeadlines = "listOwnDeadlines" GET "/facilities/{facility_id}/deadlines" in Territory OWN_FACILITY;
    GetRoomBoard = "getRoomBoard" GET "/facilities/{facility_id}/board" in Territory OWN_FACILITY;
    NotifyStay = "notifyStay" POST "/stays" in Territory OWN_FACILITY;
    NotifyGroup = "notifyGroup" POST "/stays/groups" in Territory OWN_FACILITY;
    ListStays = "listStays" GET "/stays" in Territory READ_STAYS, QueriesPopulation;
    SearchStays = "searchStays" POST "/stays/search" in Territory READ_STAYS, Undelegable;
    FindReturningGuest = "findReturningGuest" POST "/stays/returning-guests" in Territory OWN_FACILITY;
    GetStay = "getStay" GET "/stays/{stay_id}" in Territory READ_STAYS, QueriesPopulation;
    FindElsewhere = "findElsewhere" POST "/stays/{stay_id}/elsewhere" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), Undelegable;
    AmendStay = "amendStay" PATCH "/stays/{stay_id}" in Territory OWN_FACILITY;
    ExtendStay = "extendStay" POST "/stays/{stay_id}/extension" in Territory OWN_FACILITY;
    MoveStay = "moveStay" POST "/stays/{stay_id}/room" in Territory OWN_FACILITY;
    ExportStays = "exportStays" POST "/stays/export" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), QueriesPopulation, Undelegable;
    ExtendStays = "extendStays" POST "/stays/extensions" in Territory OWN_FACILITY;
    MoveStays = "moveStays" POST "/stays/moves" in Territory OWN_FACILITY;
    CheckOutStays = "checkOutStays" POST "/stays/departures" in Territory OWN_FACILITY;
    CancelStay = "cancelStay" POST "/stays/{stay_id}/cancellation" in Territory Access::Roles(&[
        (POLICE, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]), QueriesPopulation;
    CorrectStay = "correctStay" POST "/stays/{stay_id}/correction" in Territory POLICE_OF_AREA, QueriesPopulation;
    NotifyOnBehalf = "notifyOnBehalf" POST "/stays/on-behalf" in Territory POLICE_OF_AREA;
    CheckOutStay = "checkOutStay" POST "/stays/{stay_id}/departure" in Territory OWN_FACILITY;
    ListStayVersions = "listStayVersions" GET "/stays/{stay_id}/versions" in Territory READ_STAYS, QueriesPopulation;
    GetRegister = "getRegister" GET "/register" in Territory READ_STAYS, QueriesPopulation;
    GetCommuneDay = "getCommuneDay" GET "/areas/{area_code}/day" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]);
    PreviewImport = "previewImport" POST "/facilities/{facility_id}/imports" in Territory OWN_FACILITY;
    GetImport = "getImport" GET "/facilities/{facility_id}/imports/{import_id}" in Territory OWN_FACILITY;
    CommitImport = "commitImport" POST "/facilities/{facility_id}/imports/{import_id}/confirmation" in Territory OWN_FACILITY;
    DownloadImportErrors = "downloadImportErrors" GET "/facilities/{facility_id}/imports/{import_id}/errors" in Territory OWN_FACILITY;
    GetImportTemplate = "getImportTemplate" GET "/import-template" in Territory OWN_FACILITY;
    ListForeignGuests = "listForeignGuests" GET "/facilities/{facility_id}/foreign-guests" in Territory OWN_FACILITY, OfForeignExport;
    ExportForeignGuests = "exportForeignGuests" POST "/facilities/{facility_id}/foreign-guests/export" in Territory OWN_FACILITY, OfForeignExport;
    ConfirmForeignGuests = "confirmForeignGuests" POST "/facilities/{facility_id}/foreign-guests/confirmation" in Territory OWN_FACILITY, OfForeignExport;
    AcknowledgeStay = "acknowledgeStay" POST "/stays/{stay_id}/acknowledgement" in Territory POLICE_OF_AREA, QueriesPopulation;
    AcknowledgeStays = "acknowledgeStays" POST "/stays/acknowledgements" in Territory POLICE_OF_AREA, QueriesPopulation;
    AskAboutStay = "askAboutStay" POST "/stays/{stay_id}/questions" in Territory POLICE_OF_AREA, QueriesPopulation;
    AnswerAboutStay = "answerAboutStay" POST "/stays/{stay_id}/answers" in Territory OWN_FACILITY;
}
