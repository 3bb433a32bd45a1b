//! What the office of the lead agency keeps: the calendar, the mail that waits.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::calendar::{CalendarIn, CalendarOut};
use dto::mail::MailQueueOut;

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

    /// `getMailQueue`.
    pub async fn get_mail_queue(self) -> Outcome<MailQueueOut> {
        self.read(Ask::get("/mail-queue")).await
    }
}
