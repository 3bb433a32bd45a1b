//! Rights to stays, rooms, registers and imports.

use super::access::{ADMINISTRATOR, FACILITY, OWN_FACILITY, POLICE, READ_STAYS};
use super::{Access, Reach, policy};
use crate::authz::scope::Territory;

/// The police, in their own area.
const POLICE_OF_AREA: Access = Access::Roles(&[(POLICE, Reach::OwnArea)]);

policy! { stays:
    ReplaceRoomPlan in Territory OWN_FACILITY, Versioned => RoomOccupied;
    MarkRoom in Territory OWN_FACILITY, Versioned => RoomOccupied;
    GetFacilityDay in Territory OWN_FACILITY;
    ListOwnDeadlines in Territory OWN_FACILITY;
    GetRoomBoard in Territory OWN_FACILITY;
    NotifyStay in Territory OWN_FACILITY => SetupRequired FacilityNotOperating ExternalIdTaken NotFound;
    NotifyGroup in Territory OWN_FACILITY => SetupRequired FacilityNotOperating ExternalIdTaken NotFound;
    ListStays in Territory READ_STAYS, QueriesPopulation => PeriodOffline ReadingBudgetUsed;
    SearchStays in Territory READ_STAYS, Undelegable => PeriodOffline ReadingBudgetUsed;
    FindReturningGuest in Territory OWN_FACILITY;
    GetStay in Territory READ_STAYS, QueriesPopulation, Tagged => ReadingBudgetUsed;
    FindElsewhere in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), Undelegable => ElsewhereClosed ReadingBudgetUsed;
    AmendStay in Territory OWN_FACILITY, Versioned => StayCancelled CorrectionClosed AlreadyDeparted;
    ExtendStay in Territory OWN_FACILITY, Versioned => AlreadyDeparted StayCancelled;
    MoveStay in Territory OWN_FACILITY, Versioned => AlreadyDeparted StayCancelled;
    ExportStays in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), QueriesPopulation, Undelegable => ListTooLarge PeriodOffline ReadingBudgetUsed;
    ExtendStays in Territory OWN_FACILITY => NotFound;
    MoveStays in Territory OWN_FACILITY => NotFound;
    CheckOutStays in Territory OWN_FACILITY => NotFound;
    CancelStay in Territory Access::Roles(&[
        (POLICE, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]), QueriesPopulation, Versioned => CorrectionClosed StayCancelled;
    CorrectStay in Territory POLICE_OF_AREA, QueriesPopulation, Versioned => StayCancelled;
    NotifyOnBehalf in Territory POLICE_OF_AREA => ExternalIdTaken NotFound;
    CheckOutStay in Territory OWN_FACILITY, Versioned => StayCancelled AlreadyDeparted;
    ListStayVersions in Territory READ_STAYS, QueriesPopulation, Tagged;
    GetRegister in Territory READ_STAYS, QueriesPopulation
        => NotFound ValidationFailed RegisterPeriodTooLong RegisterTooLarge PeriodOffline ReadingBudgetUsed RequestTimeout Busy;
    GetCommuneDay in Territory Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]);
    PreviewImport in Territory OWN_FACILITY => SetupRequired ScannerAway;
    GetImport in Territory OWN_FACILITY, Tagged;
    CommitImport in Territory OWN_FACILITY => ImportStateConflict;
    DownloadImportErrors in Territory OWN_FACILITY => ImportStateConflict;
    GetImportTemplate in Territory OWN_FACILITY;
    ListForeignGuests in Territory OWN_FACILITY, OfForeignExport => ForeignExportOff PeriodOffline;
    ExportForeignGuests in Territory OWN_FACILITY, OfForeignExport => ForeignExportOff ForeignNothingToExport;
    ConfirmForeignGuests in Territory OWN_FACILITY, OfForeignExport
        => ForeignExportOff ForeignConfirmationClosed VersionConflict;
    AcknowledgeStay in Territory POLICE_OF_AREA, QueriesPopulation;
    AcknowledgeStays in Territory POLICE_OF_AREA, QueriesPopulation => NotFound;
    AskAboutStay in Territory POLICE_OF_AREA, QueriesPopulation;
    AnswerAboutStay in Territory OWN_FACILITY => NothingAsked;
}
