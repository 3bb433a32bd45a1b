//! What goes around the work: the calendar, the background jobs, contacts, what facilities announce.

use super::{Api, Call, Outcome};
use dto::calendar::{CalendarIn, CalendarOut};
use dto::contact::{AgencyContactIn, AgencyContactOut, AgencyContactsOut};
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut, FacilityChangePage};
use dto::jobs::JobsOut;
use dto::operations::directory::{AnnounceFacilityChange, ListContacts, ListFacilityChanges, UpdateContact};
use dto::operations::platform::{GetJobs, RetryGivenUp};
use dto::operations::procedures::{ListCalendar, UpdateCalendar};
use dto::operations::stays::{ExportStays, GetRegister};
use dto::stay::PurposeIn;
use uuid::Uuid;

impl Api {
    /// `listCalendar`.
    pub async fn list_calendar(self, year: i32) -> Outcome<CalendarOut> {
        self.open(Call::of(ListCalendar::at()).query(&[("year", year.to_string())]))
            .await
    }

    /// `updateCalendar`.
    pub async fn update_calendar(self, year: i32, calendar: &CalendarIn) -> Outcome<CalendarOut> {
        self.read(Call::with(UpdateCalendar::at(year), calendar)).await
    }

    /// `getJobs`.
    pub async fn get_jobs(self) -> Outcome<JobsOut> {
        self.read(Call::of(GetJobs::at())).await
    }

    /// `retryGivenUp`.
    pub async fn retry_given_up(self, row: Uuid) -> Outcome<()> {
        let call = Call::of(RetryGivenUp::at(row));
        self.done(call).await
    }

    /// `listContacts`.
    pub async fn list_contacts(self) -> Outcome<AgencyContactsOut> {
        let items = self.whole(ListContacts::at().into_path()).await?;
        Ok(AgencyContactsOut {
            items,
            next_cursor: None,
        })
    }

    /// `updateContact`.
    pub async fn update_contact(self, unit: Uuid, contact: &AgencyContactIn) -> Outcome<AgencyContactOut> {
        self.read(Call::with(UpdateContact::at(unit), contact)).await
    }

    /// `announceFacilityChange`.
    pub async fn announce_facility_change(
        self,
        facility: Uuid,
        change: &FacilityChangeIn,
    ) -> Outcome<FacilityChangeOut> {
        self.read(Call::with(AnnounceFacilityChange::at(facility), change))
            .await
    }

    /// `listFacilityChanges`.
    pub async fn list_facility_changes(self, query: &[(&str, String)]) -> Outcome<FacilityChangePage> {
        self.read(Call::of(ListFacilityChanges::at()).query(query)).await
    }

    /// `getRegister`: the whole as a file, which takes a while.
    pub async fn download_register(self, query: &[(&str, String)]) -> Outcome<web_sys::Blob> {
        self.read_file(Call::of(GetRegister::at()).query(query).patient().ask)
            .await
    }

    /// `exportStays`: what the query of `listStays` leaves, as a file.
    pub async fn export_stays(self, query: &[(&str, String)], asked: &PurposeIn) -> Outcome<web_sys::Blob> {
        let call = Call::with(ExportStays::at(), asked).query(query);
        self.read_file(call.patient().ask).await
    }
}
