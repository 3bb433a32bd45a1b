//! Rights to stays, rooms, registers and imports.

use super::access::{ADMINISTRATOR, FACILITY, OWN_FACILITY, POLICE, READ_STAYS};
use super::{Access, Reach, policy};
use crate::authz::scope::Territory;

/// The police, in their own area.
const POLICE_OF_AREA: Access = Access::Roles(&[(POLICE, Reach::OwnArea)]);

policy! {
    ReplaceRoomPlan = "replaceRoomPlan" PUT "/facilities/{facility_id}/room-plan" in Territory OWN_FACILITY, Versioned
        => RoomOccupied;
    MarkRoom = "markRoom" PUT "/facilities/{facility_id}/rooms/{room_id}/mark" in Territory OWN_FACILITY, Versioned
        => RoomOccupied;
    GetFacilityDay = "getFacilityDay" GET "/facilities/{facility_id}/day" in Territory OWN_FACILITY;
    CountFacilityTasks = "countFacilityTasks" GET "/facilities/{facility_id}/tasks" in Territory OWN_FACILITY, Tagged;
    ListOwnDeadlines = "listOwnDeadlines" GET "/facilities/{facility_id}/deadlines" in Territory OWN_FACILITY;
    GetRoomBoard = "getRoomBoard" GET "/facilities/{facility_id}/board" in Territory OWN_FACILITY;
    NotifyStay = "notifyStay" POST "/stays" in Territory OWN_FACILITY
        => SetupRequired FacilityNotOperating ExternalIdTaken NotFound;
    NotifyGroup = "notifyGroup" POST "/stays/groups" in Territory OWN_FACILITY
        => SetupRequired FacilityNotOperating ExternalIdTaken NotFound;
    ListStays = "listStays" GET "/stays" in Territory READ_STAYS, QueriesPopulation
        => PeriodOffline ReadingBudgetUsed;
    SearchStays = "searchStays" POST "/stays/search" in Territory READ_STAYS, Undelegable
        => PeriodOffline ReadingBudgetUsed;
    FindReturningGuest = "findReturningGuest" POST "/stays/returning-guests" in Territory OWN_FACILITY;
    GetStay = "getStay" GET "/stays/{stay_id}" in Territory READ_STAYS, QueriesPopulation, Tagged
        => ReadingBudgetUsed;
    FindElsewhere = "findElsewhere" POST "/stays/{stay_id}/elsewhere" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), Undelegable
        => ElsewhereClosed ReadingBudgetUsed;
    AmendStay = "amendStay" PATCH "/stays/{stay_id}" in Territory OWN_FACILITY, Versioned
        => StayCancelled CorrectionClosed AlreadyDeparted;
    ExtendStay = "extendStay" POST "/stays/{stay_id}/extension" in Territory OWN_FACILITY, Versioned
        => AlreadyDeparted StayCancelled;
    MoveStay = "moveStay" POST "/stays/{stay_id}/room" in Territory OWN_FACILITY, Versioned
        => AlreadyDeparted StayCancelled;
    ExportStays = "exportStays" POST "/stays/export" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), QueriesPopulation, Undelegable
        => ListTooLarge PeriodOffline ReadingBudgetUsed;
    ExtendStays = "extendStays" POST "/stays/extensions" in Territory OWN_FACILITY
        => NotFound;
    MoveStays = "moveStays" POST "/stays/moves" in Territory OWN_FACILITY
        => NotFound;
    CheckOutStays = "checkOutStays" POST "/stays/departures" in Territory OWN_FACILITY
        => NotFound;
    CancelStay = "cancelStay" POST "/stays/{stay_id}/cancellation" in Territory Access::Roles(&[
        (POLICE, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]), QueriesPopulation, Versioned
        => CorrectionClosed StayCancelled;
    CorrectStay = "correctStay" POST "/stays/{stay_id}/correction" in Territory POLICE_OF_AREA, QueriesPopulation, Versioned
        => StayCancelled;
    NotifyOnBehalf = "notifyOnBehalf" POST "/stays/on-behalf" in Territory POLICE_OF_AREA
        => ExternalIdTaken NotFound;
    CheckOutStay = "checkOutStay" POST "/stays/{stay_id}/departure" in Territory OWN_FACILITY, Versioned
        => StayCancelled AlreadyDeparted;
    ListStayVersions = "listStayVersions" GET "/stays/{stay_id}/versions" in Territory READ_STAYS, QueriesPopulation, Tagged;
    GetRegister = "getRegister" GET "/register" in Territory READ_STAYS, QueriesPopulation
        => NotFound ValidationFailed RegisterPeriodTooLong RegisterTooLarge PeriodOffline ReadingBudgetUsed RequestTimeout Busy;
    GetCommuneDay = "getCommuneDay" GET "/areas/{area_code}/day" in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]);
    PreviewImport = "previewImport" POST "/facilities/{facility_id}/imports" in Territory OWN_FACILITY
        => SetupRequired ScannerAway;
    GetImport = "getImport" GET "/facilities/{facility_id}/imports/{import_id}" in Territory OWN_FACILITY, Tagged;
    CommitImport = "commitImport" POST "/facilities/{facility_id}/imports/{import_id}/confirmation" in Territory OWN_FACILITY
        => ImportStateConflict;
    DownloadImportErrors = "downloadImportErrors" GET "/facilities/{facility_id}/imports/{import_id}/errors" in Territory OWN_FACILITY
        => ImportStateConflict;
    GetImportTemplate = "getImportTemplate" GET "/import-template" in Territory OWN_FACILITY;
    ListForeignGuests = "listForeignGuests" GET "/facilities/{facility_id}/foreign-guests" in Territory OWN_FACILITY, OfForeignExport
        => ForeignExportOff PeriodOffline;
    ExportForeignGuests = "exportForeignGuests" POST "/facilities/{facility_id}/foreign-guests/export" in Territory OWN_FACILITY, OfForeignExport
        => ForeignExportOff ForeignNothingToExport;
    ConfirmForeignGuests = "confirmForeignGuests" POST "/facilities/{facility_id}/foreign-guests/confirmation" in Territory OWN_FACILITY, OfForeignExport
        => ForeignExportOff ForeignConfirmationClosed VersionConflict;
    AcknowledgeStay = "acknowledgeStay" POST "/stays/{stay_id}/acknowledgement" in Territory POLICE_OF_AREA, QueriesPopulation;
    AcknowledgeStays = "acknowledgeStays" POST "/stays/acknowledgements" in Territory POLICE_OF_AREA, QueriesPopulation
        => NotFound;
    AskAboutStay = "askAboutStay" POST "/stays/{stay_id}/questions" in Territory POLICE_OF_AREA, QueriesPopulation;
    AnswerAboutStay = "answerAboutStay" POST "/stays/{stay_id}/answers" in Territory OWN_FACILITY
        => NothingAsked;
}
