//! What goes around the work: the calendar, the background jobs, contacts, what facilities announce.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::calendar::{CalendarIn, CalendarOut};
use dto::contact::{AgencyContactIn, AgencyContactOut, AgencyContactsOut};
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut, FacilityChangePage};
use dto::jobs::JobsOut;
use dto::stay::{CommuneDayOut, PurposeIn, RegisterOut};
use uuid::Uuid;

impl Api {
    /// `listCalendar`.
    pub async fn list_calendar(self, year: i32) -> Outcome<CalendarOut> {
        self.open(Ask::get("/calendar").query(&[("year", year.to_string())]))
            .await
    }

    /// `updateCalendar`.
    pub async fn update_calendar(self, year: i32, calendar: &CalendarIn) -> Outcome<CalendarOut> {
        self.read(Ask::put(format!("/calendar/{year}")).body(calendar)).await
    }

    /// `getJobs`.
    pub async fn get_jobs(self) -> Outcome<JobsOut> {
        self.read(Ask::get("/jobs")).await
    }

    /// `retryGivenUp`.
    pub async fn retry_given_up(self, row: Uuid) -> Outcome<()> {
        let ask = Ask::post(format!("/jobs/given-up/{row}/retry"));
        self.ask(ask).await.map(|_| ())
    }

    /// `listContacts`.
    pub async fn list_contacts(self) -> Outcome<AgencyContactsOut> {
        let items = self.whole("/contacts").await?;
        Ok(AgencyContactsOut {
            items,
            next_cursor: None,
        })
    }

    /// `updateContact`.
    pub async fn update_contact(self, unit: Uuid, contact: &AgencyContactIn) -> Outcome<AgencyContactOut> {
        self.read(Ask::put(format!("/contacts/{unit}")).body(contact)).await
    }

    /// `announceFacilityChange`; the key goes with each repeat of the same announcement.
    pub async fn announce_facility_change(
        self,
        facility: Uuid,
        change: &FacilityChangeIn,
        key: &str,
    ) -> Outcome<FacilityChangeOut> {
        let ask = Ask::post(format!("/facilities/{facility}/changes")).body(change);
        self.read(ask.idempotency_key(key)).await
    }

    /// `listFacilityChanges`.
    pub async fn list_facility_changes(self, query: &[(&str, String)]) -> Outcome<FacilityChangePage> {
        self.read(Ask::get("/facility-changes").query(query)).await
    }

    /// `getRegister`: a page of it.
    pub async fn get_register(self, query: &[(&str, String)]) -> Outcome<RegisterOut> {
        self.read(Ask::get("/register").query(query)).await
    }

    /// `getRegister`: the whole as a file, which takes a while.
    pub async fn download_register(self, query: &[(&str, String)]) -> Outcome<web_sys::Blob> {
        self.read_file(Ask::get("/register").query(query).patient()).await
    }

    /// `exportStays`: what the query of `listStays` leaves, as a file.
    pub async fn export_stays(self, query: &[(&str, String)], asked: &PurposeIn) -> Outcome<web_sys::Blob> {
        let ask = Ask::post("/stays/export").query(query).body(asked);
        self.read_file(ask.patient()).await
    }

    /// `getCommuneDay`.
    pub async fn get_commune_day(self, area: &str, query: &[(&str, String)]) -> Outcome<CommuneDayOut> {
        self.read(Ask::get(format!("/areas/{area}/day")).query(query)).await
    }
}
