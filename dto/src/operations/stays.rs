//! Stays, rooms, registers, imports.

use super::{File, operations};
use crate::facility::{FacilityOut, RoomPlanIn};
use crate::import::{CommitImportIn, ImportIn, ImportOut};
use crate::room::{RoomBoardOut, RoomMarkIn, RoomMarkOut};
use crate::stay::{
    AcknowledgeIn, AcknowledgedOut, CancelIn, CheckOutIn, CheckOutStaysIn, CommuneDayOut, ElsewhereOut, ExtendIn,
    ExtendStaysIn, FacilityDayOut, ForeignConfirmIn, ForeignConfirmOut, ForeignExportIn, ForeignGuestsOut, GroupIn,
    GroupOut, MoveIn, MoveStaysIn, OnBehalfIn, OwnDeadlinesOut, PurposeIn, RegisterOut, ReturningGuestsOut, SearchOut,
    StayIn, StayMessageIn, StayOut, StayPage, StayPatch, StaySearchIn, StayThread, StayVersionsOut, StaysChangedOut,
};
use uuid::Uuid;

operations! {
    ReplaceRoomPlan = "replaceRoomPlan" PUT "/facilities/{facility_id}/room-plan"
        (facility_id: Uuid), RoomPlanIn => FacilityOut;
    MarkRoom = "markRoom" PUT "/facilities/{facility_id}/rooms/{room_id}/mark"
        (facility_id: Uuid, room_id: Uuid), RoomMarkIn => RoomMarkOut;
    GetFacilityDay = "getFacilityDay" GET "/facilities/{facility_id}/day" (facility_id: Uuid) => FacilityDayOut;
    ListOwnDeadlines = "listOwnDeadlines" GET "/facilities/{facility_id}/deadlines"
        (facility_id: Uuid) => OwnDeadlinesOut;
    GetRoomBoard = "getRoomBoard" GET "/facilities/{facility_id}/board" (facility_id: Uuid) => RoomBoardOut;
    NotifyStay = "notifyStay" POST "/stays" (), StayIn => StayOut;
    NotifyGroup = "notifyGroup" POST "/stays/groups" (), GroupIn => GroupOut;
    ListStays = "listStays" GET "/stays" () => StayPage;
    SearchStays = "searchStays" POST "/stays/search" (), StaySearchIn => SearchOut;
    FindReturningGuest = "findReturningGuest" POST "/stays/returning-guests" (), StaySearchIn => ReturningGuestsOut;
    GetStay = "getStay" GET "/stays/{stay_id}" (stay_id: Uuid) => StayOut;
    FindElsewhere = "findElsewhere" POST "/stays/{stay_id}/elsewhere" (stay_id: Uuid), PurposeIn => ElsewhereOut;
    AmendStay = "amendStay" PATCH "/stays/{stay_id}" (stay_id: Uuid), StayPatch => StayOut;
    ExtendStay = "extendStay" POST "/stays/{stay_id}/extension" (stay_id: Uuid), ExtendIn => StayOut;
    MoveStay = "moveStay" POST "/stays/{stay_id}/room" (stay_id: Uuid), MoveIn => StayOut;
    ExportStays = "exportStays" POST "/stays/export" (), PurposeIn => File;
    ExtendStays = "extendStays" POST "/stays/extensions" (), ExtendStaysIn => StaysChangedOut;
    MoveStays = "moveStays" POST "/stays/moves" (), MoveStaysIn => StaysChangedOut;
    CheckOutStays = "checkOutStays" POST "/stays/departures" (), CheckOutStaysIn => StaysChangedOut;
    CancelStay = "cancelStay" POST "/stays/{stay_id}/cancellation" (stay_id: Uuid), CancelIn => StayOut;
    CorrectStay = "correctStay" POST "/stays/{stay_id}/correction" (stay_id: Uuid), StayPatch => StayOut;
    NotifyOnBehalf = "notifyOnBehalf" POST "/stays/on-behalf" (), OnBehalfIn => StayOut;
    CheckOutStay = "checkOutStay" POST "/stays/{stay_id}/departure" (stay_id: Uuid), CheckOutIn => StayOut;
    ListStayVersions = "listStayVersions" GET "/stays/{stay_id}/versions" (stay_id: Uuid) => StayVersionsOut;
    GetRegister = "getRegister" GET "/register" () => RegisterOut;
    GetCommuneDay = "getCommuneDay" GET "/areas/{area_code}/day" (area_code: &str) => CommuneDayOut;
    PreviewImport = "previewImport" POST "/facilities/{facility_id}/imports" (facility_id: Uuid), ImportIn => ImportOut;
    GetImport = "getImport" GET "/facilities/{facility_id}/imports/{import_id}"
        (facility_id: Uuid, import_id: Uuid) => ImportOut;
    CommitImport = "commitImport" POST "/facilities/{facility_id}/imports/{import_id}/confirmation"
        (facility_id: Uuid, import_id: Uuid), CommitImportIn => ImportOut;
    DownloadImportErrors = "downloadImportErrors" GET "/facilities/{facility_id}/imports/{import_id}/errors"
        (facility_id: Uuid, import_id: Uuid) => File;
    GetImportTemplate = "getImportTemplate" GET "/import-template" () => File;
    ListForeignGuests = "listForeignGuests" GET "/facilities/{facility_id}/foreign-guests"
        (facility_id: Uuid) => ForeignGuestsOut;
    ExportForeignGuests = "exportForeignGuests" POST "/facilities/{facility_id}/foreign-guests/export"
        (facility_id: Uuid), ForeignExportIn => File;
    ConfirmForeignGuests = "confirmForeignGuests" POST "/facilities/{facility_id}/foreign-guests/confirmation"
        (facility_id: Uuid), ForeignConfirmIn => ForeignConfirmOut;
    AcknowledgeStay = "acknowledgeStay" POST "/stays/{stay_id}/acknowledgement" (stay_id: Uuid) => StayThread;
    AcknowledgeStays = "acknowledgeStays" POST "/stays/acknowledgements" (), AcknowledgeIn => AcknowledgedOut;
    AskAboutStay = "askAboutStay" POST "/stays/{stay_id}/questions" (stay_id: Uuid), StayMessageIn => StayThread;
    AnswerAboutStay = "answerAboutStay" POST "/stays/{stay_id}/answers" (stay_id: Uuid), StayMessageIn => StayThread;
}
