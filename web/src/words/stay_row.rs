//! Content of list cells about a stay: the members of `dto::stay::StaySummary`.

use crate::format;
use crate::listing::cell::{self, time_of};
use crate::listing::{Here, Row, Words};
use crate::lists::{Lists, label_of};
use crate::markup::{IntoMarkup, Markup};
use crate::session::Session;
use crate::t;
use crate::ui::{Choice, Status};
use crate::words;
use dto::stay::StayState;
use rules::nights::StayKind;
use rules::person::Sex;
use serde_json::Value;
use time::Date;

/// Returns rows that contain a stay, each with the members of its stay beside its own.
pub fn flat(mut rows: Vec<Value>) -> Vec<Value> {
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        if let Some(Value::Object(stay)) = row.remove("stay") {
            row.extend(stay);
        }
    }
    rows
}

/// Returns the state.
pub fn state(row: &Row) -> Option<StayState> {
    row.code("/state")
}

/// Returns whether it is a stay by the hour and not overnight.
pub fn is_day_use(row: &Row) -> bool {
    row.code("/kind") == Some(StayKind::DayUse)
}

/// Returns whether it was in time, or how late.
pub fn punctuality(row: &Row) -> Status {
    if state(row) == Some(StayState::Cancelled) {
        return Status::Cancelled;
    }
    row.number("/late_seconds").map_or(Status::InTime, Status::Late)
}

/// Returns the state of a stay for its facility.
pub fn of_facility(row: &Row) -> Status {
    let grown = u32::try_from(row.count("/nights/grown")).unwrap_or_default();
    match state(row).unwrap_or(StayState::Present) {
        StayState::Expected => Status::Expected,
        StayState::Present if is_day_use(row) => Status::DayUsePlain,
        StayState::Present => Status::Present,
        StayState::Leaving => Status::Leaving,
        StayState::Overdue if grown > 0 => Status::Grown(grown),
        StayState::Overdue => Status::Overdue,
        StayState::Departed => Status::Departed,
        StayState::Cancelled => Status::Cancelled,
    }
}

/// Renders the time of the notification; below it the time when the police entered a report that they received before:
/// the first decides about lateness.
pub fn notified(row: &Row, here: Here) -> Markup {
    let today = here.day();
    let entered = row
        .moment("/entered_at")
        .map(|at| t!(police.entered, at = time_of(at, today)));
    cell::with_line(cell::moment(row.moment("/notified_at"), today), entered)
}

/// Returns the name.
pub fn name(row: &Row) -> String {
    row.text("/full_name").to_owned()
}

/// Renders the sex.
pub fn sex(row: &Row, _: Here) -> Markup {
    row.code::<Sex>("/sex").map(words::stay::sex_word).into_markup()
}

/// Renders the year of birth, not grouped like a number.
pub fn birth_year(row: &Row, _: Here) -> Markup {
    cell::words(row.count("/birth_year").to_string())
}

/// Renders the alpha-2 code of the nationality.
pub fn nationality(row: &Row, _: Here) -> Markup {
    cell::words(row.text("/nationality"))
}

/// Renders the number of the document, masked.
pub fn document(row: &Row, _: Here) -> Markup {
    cell::words(row.text("/document_masked"))
}

/// Renders the facility.
pub fn facility(row: &Row, _: Here) -> Markup {
    cell::vietnamese(row.text("/facility_name"))
}

const ROOM: Words = || t!(stay.room);
const ARRIVED: Words = || t!(police.arrived);

/// Renders the room.
pub fn room(row: &Row, _: Here) -> Markup {
    cell::with_word(ROOM, cell::words_or_none(row.text("/room_name")))
}

/// Renders the arrival.
pub fn arrival(row: &Row, here: Here) -> Markup {
    cell::with_word(ARRIVED, cell::moment(row.moment("/arrival_at"), here.day()))
}

/// Renders the arrival; with its day as well where the notification was late, as the deadline depends on it.
pub fn arrival_for_deadline(row: &Row, here: Here) -> Markup {
    let today = here.day();
    let Some(at) = row.moment("/arrival_at").filter(|_| row.has("/late_seconds")) else {
        return arrival(row, here);
    };
    let day = rules::zone::local_date(at.get());
    cell::with_word(
        ARRIVED,
        cell::words(format!(
            "{} {}",
            format::short_date(day, today.year()),
            format::time(at)
        )),
    )
}

/// Renders the actual or planned departure.
pub fn departure(row: &Row, here: Here) -> Markup {
    let today = here.day();
    match (row.moment("/departed_at"), row.moment("/planned_departure_at")) {
        (Some(at), _) => cell::words(time_of(at, today)),
        (None, Some(at)) => cell::words(t!(
            guests.planned,
            date = planned(rules::zone::local_date(at.get()), today)
        )),
        (None, None) => cell::words_or_none(""),
    }
}

fn planned(day: Date, today: Date) -> String {
    format::short_date(day, today.year())
}

/// Renders the day of the departure, or that there is no night.
pub fn departure_day(row: &Row, here: Here) -> Markup {
    if is_day_use(row) {
        return cell::tags(vec![Status::DayUsePlain]);
    }
    let at = row
        .moment("/departed_at")
        .or_else(|| row.moment("/planned_departure_at"));
    cell::day(at.map(|at| rules::zone::local_date(at.get())), here.day())
}

/// Returns the nationalities to choose from, with a choice for all foreign ones together.
pub fn countries(lists: Lists, _: Session) -> Vec<Choice> {
    let all = lists.nationalities();
    let each = all
        .iter()
        // Nobody is a national of an organisation.
        .filter(|entry| entry.attributes.get("kind").is_none_or(|kind| kind != "organisation"))
        .map(|entry| Choice::with_code(entry.code.clone(), label_of(entry), entry.code.clone()));
    std::iter::once(Choice::new("foreign", t!(police.foreign)))
        .chain(each)
        .collect()
}
