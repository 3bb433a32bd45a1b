//! Check of the form while the user types, with the same code as the server.

use crate::entry::ask::Ask;
use crate::entry::form::Content;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::reactive::sort_by;
use crate::t;
use crate::ui::DateText;
use dto::check::{CheckContext, Lists as Known, spoken_date};
use dto::facility::FacilityOut;
use dto::profile::ProfileOut;
use dto::room::RoomBoardOut;
use dto::stay::{ReturningGuest, check_stay};
use dto::{FieldCode, FieldError, Timestamp, Warning, WarningCode};
use leptos::prelude::*;
use rules::country::CountryKind;
use rules::overlap::meet;
use rules::person::{Identity, Sameness, compare};
use uuid::Uuid;

/// Data that the check reads. A list that is not loaded yet refuses nothing: the server decides.
struct Shelf<'a> {
    lists: Lists,
    facility: Option<&'a FacilityOut>,
    board: Option<&'a RoomBoardOut>,
}

impl Shelf<'_> {
    fn has(&self, list: &'static str, code: &str) -> bool {
        let entries = self.lists.list(list);
        entries.is_empty() || entries.iter().any(|entry| entry.code == code)
    }
}

impl Known for Shelf<'_> {
    fn country(&self, code: &str) -> Option<CountryKind> {
        let entries = self.lists.list("nationalities");
        if entries.is_empty() {
            return Some(CountryKind::State);
        }
        let entry = entries.iter().find(|entry| entry.code == code)?;
        Some(CountryKind::from_attribute(
            entry.attributes.get("kind").map(String::as_str),
        ))
    }

    fn visa_symbol(&self, symbol: &str) -> bool {
        self.has("visa_symbols", symbol)
    }

    fn reason(&self, code: &str) -> bool {
        self.has("stay_reasons", code)
    }

    fn room(&self, id: Uuid) -> bool {
        self.facility
            .is_none_or(|facility| facility.rooms.iter().any(|room| room.id == id))
    }

    fn out_of_service(&self, room: Uuid) -> Option<(String, String)> {
        let room = self.board?.rooms.iter().find(|known| known.id == room)?;
        let note = room.note.clone().unwrap_or_default();
        room.out_of_service.then(|| (room.name.clone(), note))
    }

    fn needs_room(&self) -> bool {
        self.facility.is_some_and(|facility| facility.setup.needs_rooms)
    }
}

/// An error of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The question.
    pub ask: Ask,
    /// Text of the error.
    pub text: String,
    /// Position of the wrong character in the number, counted from 1.
    pub position: Option<usize>,
}

/// A warning about a question.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownWarning {
    /// The question.
    pub ask: Ask,
    /// Its code.
    pub code: WarningCode,
    /// Text of the warning.
    pub text: String,
    /// Label of the box: "Đã hỏi khách, giữ 1978".
    pub keep: String,
    /// Address and label of an alternative.
    pub leads_to: Option<(String, String)>,
}

/// Result of the check.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// Errors, in the order of the form.
    pub errors: Vec<Said>,
    /// Warnings.
    pub warnings: Vec<ShownWarning>,
}

/// Returns the warnings from a comparison with the guests that the facility knows: the same person is already present,
/// or another person with the number is.
pub fn known_warnings(
    content: &Content,
    known: &[ReturningGuest],
    now: Timestamp,
    profile: &ProfileOut,
) -> Vec<ShownWarning> {
    let Some(who) = content
        .identity(&content.document_number)
        .filter(|who| !who.number.is_empty())
    else {
        return Vec::new();
    };
    let arrival = content.arrival_at(now).unwrap_or(now);
    let departure = content
        .departure_at(now, &profile.profile)
        .unwrap_or(arrival.plus_seconds(1));
    let mut warnings: Vec<ShownWarning> = known
        .iter()
        .filter_map(|guest| {
            let here = guest.here.as_ref()?;
            let other = guest.guest.identity();
            let other = Identity {
                number: other.number.to_owned(),
                issuer: other.issuer,
                full_name: other.full_name,
                birth: other.birth,
            };
            // After its planned end a stay continues until its departure is declared.
            let until = here.planned_departure_at.max(now.plus_seconds(1));
            if !meet((here.arrival_at, until), (arrival, departure)) {
                return None;
            }
            let (code, keep) = match compare(&other, &who) {
                Sameness::Same => (WarningCode::AlreadyNotified, t!(notify.keep_notified)),
                Sameness::SameNumber => (WarningCode::SameNumber, t!(notify.keep)),
                Sameness::Different => return None,
            };
            let room = here.room_name.as_deref().unwrap_or("–");
            let day = spoken_date(rules::zone::local_date(here.planned_departure_at.get()));
            let warning = Warning::new("/guest/document_number", code);
            Some(ShownWarning {
                ask: Ask::DocumentNumber,
                code,
                text: warning.with("room", room).with("until", day).localized(lang()).message,
                keep: keep.to_owned(),
                leads_to: Some((format!("/stays/{}", here.id), t!(notify.move_instead).to_owned())),
            })
        })
        .collect();
    // The same person comes before any other, as in the server.
    sort_by(&mut warnings, |warning| warning.code != WarningCode::AlreadyNotified);
    warnings.truncate(1);
    warnings
}

/// Checks the form.
pub fn check(
    content: &Content,
    now: Timestamp,
    profile: &ProfileOut,
    lists: Lists,
    (facility, board): (Option<&FacilityOut>, Option<&RoomBoardOut>),
) -> Findings {
    let request = content.to_request(now, &profile.profile, Vec::new());
    let context = CheckContext {
        now,
        profile: &profile.profile,
    };
    let verdict = check_stay(&request, context, &Shelf { lists, facility, board });
    let mut errors: Vec<Said> = verdict
        .errors
        .into_iter()
        .filter_map(|error| say(error, content))
        .collect();
    if content.must_compare() {
        errors.push(Said {
            ask: Ask::FullName,
            text: t!(notify.name_not_compared).to_owned(),
            position: None,
        });
    }
    sort_by(&mut errors, |said| said.ask);
    errors.dedup_by_key(|said| said.ask);
    // The box "only the year is known" also confirms that warning.
    let warnings = verdict
        .warnings
        .into_iter()
        .filter(|warning| warning.code != WarningCode::BirthYearOnly)
        .filter_map(warning)
        .collect();
    Findings { errors, warnings }
}

/// Returns an error of the check or of the server with a text that fits the form.
pub fn say(error: FieldError, content: &Content) -> Option<Said> {
    let ask = Ask::of_pointer(&error.pointer)?;
    let position = matches!(
        error.code,
        FieldCode::PersonalIdCharacter | FieldCode::DocumentCharacter
    )
    .then(|| error.params.get("position").and_then(|position| position.parse().ok()))
    .flatten();
    let text = match (error.code, ask) {
        (FieldCode::Required, _) => ask.missing().to_owned(),
        (FieldCode::InstantMalformed, Ask::Arrival) => t!(notify.bad_arrival).to_owned(),
        (FieldCode::InstantMalformed, Ask::Departure) => t!(notify.bad_departure).to_owned(),
        (FieldCode::PersonalIdCharacter, _) => wrong_letter(content, position).unwrap_or_else(|| localized(error)),
        (FieldCode::DateNotInCalendar | FieldCode::DateNotIso, Ask::Birth) if content.year_only => {
            t!(field.date_short_year).to_owned()
        }
        (FieldCode::DateNotInCalendar | FieldCode::DateNotIso, _) => date_of(ask, content)
            .and_then(DateText::fault)
            .unwrap_or_else(|| localized(error)),
        _ => localized(error),
    };
    Some(Said { ask, text, position })
}

/// Returns the character and the probably intended one.
fn wrong_letter(content: &Content, position: Option<usize>) -> Option<String> {
    let position = position?;
    let found = content
        .document_number
        .chars()
        .filter(|c| !c.is_whitespace())
        .nth(position.checked_sub(1)?)?;
    let digit = match found {
        'O' | 'o' | 'Q' | 'D' => Some('0'),
        'I' | 'l' | '|' | 'i' => Some('1'),
        'S' | 's' => Some('5'),
        'B' => Some('8'),
        _ => None,
    };
    Some(match digit {
        Some(digit) => t!(
            notify.number_letter_meant,
            found = found,
            position = position,
            digit = digit
        ),
        None => t!(notify.number_letter, found = found, position = position),
    })
}

fn localized(error: FieldError) -> String {
    error.localized(lang()).message
}

fn date_of(ask: Ask, content: &Content) -> Option<&DateText> {
    match ask {
        Ask::Birth => Some(&content.birth),
        Ask::Entered => Some(&content.entered),
        Ask::Permitted => Some(&content.permitted),
        Ask::VisaExpires => Some(&content.visa_expires),
        _ => None,
    }
}

fn warning(warning: Warning) -> Option<ShownWarning> {
    let ask = Ask::of_pointer(&warning.pointer)?;
    let keep = match (warning.code, warning.params.get("typed")) {
        (WarningCode::PersonalIdYearMismatch, Some(typed)) => t!(notify.keep_year, year = typed),
        (WarningCode::RoomOutOfService, _) => t!(notify.keep_room_off).to_owned(),
        (WarningCode::LongStay, _) => t!(notify.keep_long).to_owned(),
        _ => t!(notify.keep).to_owned(),
    };
    let code = warning.code;
    Some(ShownWarning {
        ask,
        code,
        text: warning.localized(lang()).message,
        keep,
        leads_to: None,
    })
}

/// Returns the warnings that the user has cleared.
pub fn confirmed(findings: &Findings, content: &Content) -> Vec<WarningCode> {
    let mut confirmed: Vec<WarningCode> = findings
        .warnings
        .iter()
        .map(|warning| warning.code)
        .filter(|code| content.kept.contains(code.as_str()))
        .collect();
    if content.year_only {
        confirmed.push(WarningCode::BirthYearOnly);
    }
    confirmed
}

/// Returns the data for the check; the caller follows every change.
pub fn ready(lists: Lists) -> Option<(Timestamp, ProfileOut)> {
    let profile = lists.profile()?;
    Some((lists.server_now(), profile))
}

/// Returns the data for the check without following changes.
pub fn ready_now(lists: Lists) -> Option<(Timestamp, ProfileOut)> {
    untrack(|| ready(lists)).map(|(_, profile)| (lists.clock().now_untracked(), profile))
}
