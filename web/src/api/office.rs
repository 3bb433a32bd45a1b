//! Calendar, background jobs, contacts, and changes that facilities announce.

use super::{Api, Call, Outcome};
use dto::calendar::{CalendarIn, CalendarOut};
use dto::contact::{AgencyContactIn, AgencyContactOut};
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut};
use dto::operations::directory::{AnnounceFacilityChange, UpdateContact};
use dto::operations::platform::RetryGivenUp;
use dto::operations::procedures::{ListCalendar, UpdateCalendar};
use dto::operations::stays::{ExportStays, GetRegister};
use dto::stay::PurposeIn;
use uuid::Uuid;

impl Api {
    /// Calls `listCalendar`.
    pub async fn list_calendar(self, year: i32) -> Outcome<CalendarOut> {
        self.open(Call::of(ListCalendar::at()).query(&[("year", year.to_string())]))
            .await
    }

    /// Calls `updateCalendar`.
    pub async fn update_calendar(self, year: i32, calendar: &CalendarIn) -> Outcome<CalendarOut> {
        self.read(Call::with(UpdateCalendar::at(year), calendar)).await
    }

    /// Calls `retryGivenUp`.
    pub async fn retry_given_up(self, row: Uuid) -> Outcome<()> {
        let call = Call::of(RetryGivenUp::at(row));
        self.done(call).await
    }

    /// Calls `updateContact`.
    pub async fn update_contact(self, unit: Uuid, contact: &AgencyContactIn) -> Outcome<AgencyContactOut> {
        self.read(Call::with(UpdateContact::at(unit), contact)).await
    }

    /// Calls `announceFacilityChange`.
    pub async fn announce_facility_change(
        self,
        facility: Uuid,
        change: &FacilityChangeIn,
    ) -> Outcome<FacilityChangeOut> {
        self.read(Call::with(AnnounceFacilityChange::at(facility), change))
            .await
    }

    /// Calls `getRegister`: the whole register as a file, which takes some time.
    pub async fn download_register(self, query: &[(&str, String)]) -> Outcome<web_sys::Blob> {
        self.read_file(Call::of(GetRegister::at()).query(query).patient().ask)
            .await
    }

    /// Calls `exportStays`: the result of the query of `listStays`, as a file.
    pub async fn export_stays(self, query: &[(&str, String)], asked: &PurposeIn) -> Outcome<web_sys::Blob> {
        let call = Call::with(ExportStays::at(), asked).query(query);
        self.read_file(call.patient().ask).await
    }
}
