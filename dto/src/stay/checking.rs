//! The check of a notification: by the browser during input, by the server before anything is stored.

mod document;
mod guest;

use super::input::{Notification, StayIn};
use crate::check::{CheckContext, Findings, Lists, Verdict, is_no_text, spoken_date};
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, WarningCode};
use crate::timestamp::Timestamp;
use guest::check_guest;
use rules::name::{shown, vietnamese_letters};
use rules::nights::StayKind;
use uuid::Uuid;

/// Maximum length of an address, in characters.
pub const MAX_ADDRESS: usize = 250;
/// Maximum length of a note or reason in free text, in characters.
pub const MAX_NOTE: usize = 500;
const MAX_SHORT: usize = 80;
const MAX_EXTERNAL_ID: usize = 64;
const MAX_CONFIRMED: usize = 20;

/// Checks a notification: returns all errors and all warnings at once.
///
/// The browser calls it during input, the server before it stores anything.
pub fn check_stay(stay: &StayIn, context: CheckContext<'_>, lists: &dyn Lists) -> Verdict<Notification> {
    let mut found = Findings::default();
    let kind = found.required("/kind", &stay.kind, FieldCode::UnknownValue);
    let (arrival_at, planned_departure_at) = check_times(stay, kind, context, &mut found);
    let mut guest = check_guest(&stay.guest, arrival_at, context, lists, &mut found);
    let room_id = check_room(stay, lists, &mut found);
    let reason = found.required_text("/reason", &stay.reason, MAX_SHORT);
    if reason.as_ref().is_some_and(|code| !lists.reason(code)) {
        found.error("/reason", FieldCode::ReasonUnknown);
    }
    let mut reason_note = found.optional_text("/reason_note", &stay.reason_note, MAX_NOTE);
    if reason.as_deref() == Some("other")
        && reason_note.is_none()
        && stay.reason_note.value().is_none_or(|t| rules::name::trim(t).is_empty())
    {
        found.error("/reason_note", FieldCode::Required);
    }
    let mut note = found.optional_text("/note", &stay.note, MAX_NOTE);
    refuse_old_fonts(stay, &mut found);
    // Ð and Ɖ are letters of other languages: only in texts of a Vietnamese guest are they a mistyped Đ.
    if let Some(guest) = guest.as_mut().filter(|guest| guest.nationality == "VN") {
        guest.full_name = vietnamese_letters(&guest.full_name);
        for text in [&mut guest.address, &mut reason_note, &mut note].into_iter().flatten() {
            *text = vietnamese_letters(text);
        }
    }
    let external_id = found.optional_text("/external_id", &stay.external_id, MAX_EXTERNAL_ID);
    if stay.confirmed.len() > MAX_CONFIRMED {
        let error = found.error("/confirmed", FieldCode::TooMany);
        error.params.insert("max".into(), MAX_CONFIRMED.to_string());
    }
    let Findings { errors, mut warnings } = found;
    for warning in &mut warnings {
        warning.confirmed = stay.confirmed.contains(&warning.code);
    }
    let value = (|| {
        Some(Notification {
            guest: guest?,
            kind: kind?,
            arrival_at: arrival_at?,
            planned_departure_at: planned_departure_at?,
            room_id,
            reason: reason?,
            reason_note,
            note,
            external_id,
        })
    })();
    Verdict {
        value: value.filter(|_| errors.is_empty()),
        errors,
        warnings,
    }
}

fn check_room(stay: &StayIn, lists: &dyn Lists, found: &mut Findings) -> Option<Uuid> {
    const AT: &str = "/room_id";
    if let Given::Bad(typed) = &stay.room_id {
        found.errors.push(unknown_room(AT, typed));
    }
    let room = stay.room_id.value().copied();
    if stay.room_id.is_absent() && lists.needs_room() {
        found.error("/room_id", FieldCode::Required);
    }
    if room.is_some_and(|id| !lists.room(id)) {
        found.error("/room_id", FieldCode::RoomUnknown);
    }
    // The guest is present, so the notification is accepted, whatever the board says about the room.
    if let Some((name, note)) = room.and_then(|id| lists.out_of_service(id)) {
        let warning = found.warn("/room_id", WarningCode::RoomOutOfService);
        warning.params.insert("room".into(), name);
        warning.params.insert("note".into(), note);
    }
    room
}

/// Maximum length of a room name that a message repeats, in characters.
const MOST_ROOM_NAME: usize = 20;

/// The error for a room that is not in the plan; the message repeats the typed text if it can be a room name.
pub fn unknown_room(pointer: &str, typed: &str) -> FieldError {
    let mistake = FieldError::new(pointer, FieldCode::RoomUnknown);
    let typed = typed.trim();
    let is_name = (1..=MOST_ROOM_NAME).contains(&typed.chars().count()) && !typed.chars().any(is_no_text);
    if is_name { mistake.with("room", typed) } else { mistake }
}

fn check_times(
    stay: &StayIn,
    kind: Option<StayKind>,
    context: CheckContext<'_>,
    found: &mut Findings,
) -> (Option<Timestamp>, Option<Timestamp>) {
    use rules::arrival::{ArrivalFault, DepartureFault, check_arrival, check_departure};
    use rules::length::{LengthVerdict, check_length};

    let arrival = found.required_instant("/arrival_at", &stay.arrival_at);
    let departure = found.required_instant("/planned_departure_at", &stay.planned_departure_at);
    if let Some(arrival) = arrival {
        match check_arrival(arrival.get(), context.now.get(), &context.profile.notification) {
            // Before the earliest year of birth, the guest cannot have been born either.
            Ok(()) if rules::zone::local_date(arrival.get()).year() < context.profile.birth.earliest_year => {
                found.error("/arrival_at", FieldCode::OutOfRange);
            }
            Ok(()) => {}
            Err(ArrivalFault::TooFarAhead { hours }) => {
                found
                    .error("/arrival_at", FieldCode::ArrivalTooFarAhead)
                    .params
                    .insert("hours".into(), hours.to_string());
            }
        }
    }
    if let (Some(arrival), Some(departure), Some(kind)) = (arrival, departure, kind) {
        let (from, to) = (
            rules::zone::local_date(arrival.get()),
            rules::zone::local_date(departure.get()),
        );
        match check_departure(arrival.get(), departure.get(), kind) {
            Ok(()) => match check_length(from, to, &context.profile.length) {
                LengthVerdict::Fine => {}
                LengthVerdict::Long { days } => {
                    found
                        .warn("/planned_departure_at", WarningCode::LongStay)
                        .params
                        .insert("days".into(), days.to_string());
                }
                LengthVerdict::TooLong { days } => {
                    let error = found.error("/planned_departure_at", FieldCode::StayTooLong);
                    error.params.insert("days".into(), days.to_string());
                    error
                        .params
                        .insert("max".into(), context.profile.length.max_days.to_string());
                }
            },
            Err(DepartureFault::NotAfterArrival) => {
                let error = found.error("/planned_departure_at", FieldCode::DepartureBeforeArrival);
                error.params.insert("departure".into(), spoken_date(to));
                error.params.insert("arrival".into(), spoken_date(from));
            }
            Err(DepartureFault::DayUseTooLong { .. } | DepartureFault::InFuture) => {
                found.error("/planned_departure_at", FieldCode::DayUseTooLong);
            }
        }
    }
    (arrival, departure)
}

/// Refuses a text of a Vietnamese guest in a legacy font encoding, because no search would find it. Names of foreigners
/// contain the same letters. The answer does not contain the conversion to Unicode: it is personal data.
fn refuse_old_fonts(stay: &StayIn, found: &mut Findings) {
    let nationality = stay.guest.nationality.value().map(|code| code.trim().to_uppercase());
    if !matches!(nationality.as_deref(), Some("VN" | "VNM")) {
        return;
    }
    for (at, given) in [
        ("/guest/full_name", &stay.guest.full_name),
        ("/guest/address", &stay.guest.address),
        ("/note", &stay.note),
        ("/reason_note", &stay.reason_note),
    ] {
        let Some(text) = given.value() else { continue };
        if let Some((font, _)) = rules::old_font::recognise(text) {
            // In a legacy font, characters that do not occur in texts are letters: the font is the mistake.
            found.errors.retain(|error| error.pointer != at);
            let error = found.error(at, FieldCode::OldFont);
            error.params.insert("font".into(), font.name().to_owned());
        }
    }
    if let Some(letter) = stay
        .guest
        .full_name
        .value()
        .and_then(|name| rules::old_font::odd_letter(name).or_else(|| rules::old_font::typed_tone(name)))
        && found.errors.iter().all(|error| error.pointer != "/guest/full_name")
        && !"ÐðØ".contains(letter)
    {
        let warning = found.warn("/guest/full_name", WarningCode::NameOddLetter);
        warning.params.insert("found".into(), shown(letter));
    }
}
