//! Converts between a notification and its row: seals, opens, and computes fields.

use super::entity::stay;
use super::facility_context::FacilityContext;
use super::number::{self, Number};
use crate::App;
use crate::crypto::Sealer;
use crate::db::Coded;
use crate::error::{Error, Result};
use crate::references::References;
use dto::problem::Warning;
use dto::stay::{Guest, GuestIn, Notification, StayIn, StayNights, StayState, Told};
use dto::{Given, Timestamp};
use rules::birth::Birth;
use rules::country::usual_issuer;
use rules::nights::{Course, Departure, DepartureTerms, current_night, is_overdue, nights};
use rules::person::Identity;
use rules::profile::Profile;
use rules::zone::local_date;
use uuid::Uuid;

const PHONE: &str = "stay.phone";
const VISA_NUMBER: &str = "stay.visa_number";
pub(super) const NOTIFIER_PHONE: &str = "stay.notifier_phone";

/// Writes a notification into a row; the caller sets account, time and version.
pub fn fill(
    row: &mut stay::Model,
    app: &App,
    context: &FacilityContext,
    notification: Notification,
    warnings: &[Warning],
) -> Result<()> {
    let references = &context.references;
    let room_name = context.room_name(notification.room_id, row);
    // The first arrival is always judged, even if it equals the time in the blank row; a blank row has no document yet.
    let is_first = row.document_number_sealed.is_empty();
    let Notification {
        guest,
        kind,
        arrival_at,
        planned_departure_at,
        room_id,
        reason,
        reason_note,
        note,
        ..
    } = notification;
    fill_guest(row, app, references, guest)?;
    let arrival_changed = is_first || row.arrival_at != arrival_at.get();
    row.kind = Coded(kind);
    row.arrival_at = arrival_at.get();
    row.planned_departure_at = planned_departure_at.get();
    row.room_id = room_id;
    row.room_name = room_name;
    // A record keeps the label with which it was filed.
    if row.reason != reason {
        row.reason_label = label(references, "stay_reasons", &reason);
    }
    row.reason = reason;
    row.reason_note = reason_note;
    row.note = note;
    row.warnings = serde_json::to_value(warnings).map_err(Error::internal)?;
    // Lateness is computed only when the arrival is set: at first and when it is corrected (docs/rules.md 10).
    if arrival_changed {
        judge_lateness(row, &app.profile);
    }
    Ok(())
}

fn judge_lateness(row: &mut stay::Model, profile: &Profile) {
    row.due_at = rules::deadline::due_at(row.arrival_at, &profile.notification);
    row.late_seconds = match rules::deadline::punctuality(row.notified_at, row.due_at) {
        rules::deadline::Punctuality::InTime { .. } => None,
        // A stay before the regulation is not judged by it (LC-D2, KH-D2).
        rules::deadline::Punctuality::Late { .. } if !profile.applies_at(row.arrival_at) => None,
        rules::deadline::Punctuality::Late { by } => Some(by.whole_seconds()),
    };
}

fn label(references: &References, list: &str, code: &str) -> String {
    references
        .entry(list, code)
        .map(|entry| entry.label.clone())
        .unwrap_or_default()
}

fn fill_guest(row: &mut stay::Model, app: &App, references: &References, guest: Guest) -> Result<()> {
    let id = row.id;
    let seal = |column, text: &str| app.sealer.seal(column, id, text.as_bytes()).map_err(Error::internal);
    row.name_search = dto::stay::name_words(&guest.full_name).join(" ");
    row.name_order = rules::name_order::key(&guest.full_name);
    row.full_name = guest.full_name;
    (row.birth_date, row.birth_year) = match guest.birth {
        Birth::Day(date) => (Some(date), date.year()),
        Birth::Year(year) => (None, year),
    };
    row.sex = Coded(guest.sex);
    if row.nationality != guest.nationality {
        row.nationality_name = label(references, "nationalities", &guest.nationality);
    }
    row.nationality = guest.nationality;
    row.document_type = Coded(guest.document_type);
    row.issuing_state = guest.issuing_state;
    row.document_name = guest.document_name;
    row.document_number_sealed = seal(number::COLUMN, &guest.document_number)?;
    row.document_number_index = number::index(&app.sealer, &guest.document_number);
    // No search uses the telephone number, so it has no index.
    row.phone_sealed = guest.phone.as_deref().map(|phone| seal(PHONE, phone)).transpose()?;
    row.address = guest.address;
    row.visa_symbol = guest.visa_symbol;
    row.visa_number_sealed = guest
        .visa_number
        .as_deref()
        .map(|number| seal(VISA_NUMBER, number))
        .transpose()?;
    row.visa_expires_on = guest.visa_expires_on;
    row.permitted_until = guest.permit_expires_on;
    row.entered_on = guest.entered_on;
    row.entry_gate = guest.entry_gate;
    Ok(())
}

/// Returns the issuer of the document; for a row without one, the usual issuer.
pub(super) fn issuer(row: &stay::Model) -> Option<&str> {
    if let Some(issuer) = &row.issuing_state {
        return Some(issuer);
    }
    usual_issuer(*row.document_type, &row.nationality)
}

/// Returns the data that distinguish the guest of a row from others.
pub fn identity<'a>(row: &'a stay::Model, sealer: &Sealer) -> Result<Identity<'a, Number>> {
    Ok(Identity {
        number: Number::of(row, sealer)?,
        issuer: issuer(row),
        full_name: &row.full_name,
        birth: row.birth_date.map_or(Birth::Year(row.birth_year), Birth::Day),
    })
}

/// Returns the document number in its normal form for comparison.
pub fn document_number(row: &stay::Model, sealer: &Sealer) -> Result<String> {
    let number = sealer.open_text(number::COLUMN, row.id, &row.document_number_sealed);
    Ok(rules::document::normalise(&number.map_err(Error::internal)?))
}

/// The sealed fields of a row, opened.
pub(super) struct Opened {
    pub document_number: String,
    pub phone: Option<String>,
    pub visa_number: Option<String>,
}

pub(super) fn open(row: &stay::Model, sealer: &Sealer) -> Result<Opened> {
    let text = |column, sealed: &[u8]| sealer.open_text(column, row.id, sealed).map_err(Error::internal);
    Ok(Opened {
        document_number: text(number::COLUMN, &row.document_number_sealed)?,
        phone: row
            .phone_sealed
            .as_deref()
            .map(|sealed| text(PHONE, sealed))
            .transpose()?,
        visa_number: row
            .visa_number_sealed
            .as_deref()
            .map(|sealed| text(VISA_NUMBER, sealed))
            .transpose()?,
    })
}

/// Returns the row as the notification that would make it, as the base for a patch.
pub fn as_notification(row: &stay::Model, sealer: &Sealer) -> Result<StayIn> {
    let opened = open(row, sealer)?;
    let read = |text: &Option<String>| Given::from_option(text.clone());
    Ok(StayIn {
        guest: GuestIn {
            full_name: row.full_name.clone().into(),
            birth_date: row.birth_date.map_or(Given::Missing, Given::Value),
            birth_year: row.birth_date.is_none().then_some(row.birth_year),
            sex: row.sex.0.into(),
            nationality: row.nationality.clone().into(),
            document_type: row.document_type.0.into(),
            issuing_state: Given::from_option(issuer(row).map(str::to_owned)),
            document_number: opened.document_number.into(),
            document_name: read(&row.document_name),
            phone: Given::from_option(opened.phone),
            address: read(&row.address),
            visa_symbol: read(&row.visa_symbol),
            visa_number: Given::from_option(opened.visa_number),
            visa_expires_on: Given::from_option(row.visa_expires_on),
            permit_expires_on: Given::from_option(row.permitted_until),
            entered_on: Given::from_option(row.entered_on),
            entry_gate: read(&row.entry_gate),
        },
        kind: row.kind.0.into(),
        arrival_at: Timestamp::from(row.arrival_at).into(),
        planned_departure_at: Timestamp::from(row.planned_departure_at).into(),
        room_id: Given::from_option(row.room_id),
        reason: row.reason.clone().into(),
        reason_note: read(&row.reason_note),
        note: read(&row.note),
        external_id: read(&row.external_id),
        confirmed: stored_warnings(row)?
            .iter()
            .filter(|warning| warning.confirmed)
            .map(|warning| warning.code)
            .collect(),
    })
}

pub(super) fn stored_warnings(row: &stay::Model) -> Result<Vec<Warning>> {
    serde_json::from_value(row.warnings.clone()).map_err(Error::internal)
}

/// Returns the course of a stay, for the rules on nights.
pub fn course(row: &stay::Model) -> Course {
    let declared = row.departed_at.zip(row.departure_declared_at);
    Course {
        kind: *row.kind,
        arrival: row.arrival_at,
        notified: row.notified_at,
        planned_departure: row.planned_departure_at,
        departure: declared.map(|(at, declared_at)| Departure { at, declared_at }),
    }
}

/// Stores the nights added so far before the planned departure changes. The nights of the current day are not counted,
/// as for a departure declared on the same day (S-10): so it stores what a departure declared now would leave.
pub fn freeze_growth(row: &mut stay::Model, profile: &Profile, now: Timestamp) {
    if row.departed_at.is_some() {
        return;
    }
    let left_at_once = Departure {
        at: row.arrival_at,
        declared_at: now.get(),
    };
    let course = Course {
        departure: Some(left_at_once),
        ..course(row)
    };
    let counted = nights(&course, now.get(), &departure_terms(row, profile));
    if counted.grown > 0 {
        row.frozen_until = row.frozen_until.max(Some(counted.ends_on));
        row.frozen_nights = row
            .frozen_nights
            .saturating_add(i32::try_from(counted.grown).unwrap_or(i32::MAX));
    }
}

/// Returns the departure terms for this stay: a stay that began before the regulation does not grow by it (LC-D2,
/// KH-D2).
pub fn departure_terms(row: &stay::Model, profile: &Profile) -> DepartureTerms {
    let cutoff = profile.departure.cutoff.filter(|_| profile.applies_at(row.arrival_at));
    DepartureTerms {
        cutoff,
        ..profile.departure
    }
}

/// Returns the state of a stay at `now`, and its nights.
pub fn standing(row: &stay::Model, profile: &Profile, now: Timestamp) -> (StayState, StayNights) {
    let course = course(row);
    if row.cancelled_at.is_some() {
        return (StayState::Cancelled, no_nights(row));
    }
    let terms = &departure_terms(row, profile);
    let mut counted = nights(&course, now.get(), terms);
    if let Some(frozen) = row.frozen_until {
        counted.ends_on = counted.ends_on.max(frozen);
        counted.grown = counted.grown.saturating_add(row.frozen_nights.unsigned_abs());
        let days = (counted.ends_on - local_date(row.arrival_at)).whole_days();
        counted.total = u32::try_from(days).unwrap_or(0).max(1);
    }
    let state = if row.departed_at.is_some() {
        StayState::Departed
    } else if row.arrival_at > now.get() {
        StayState::Expected
    } else if is_overdue(&course, now.get(), terms) {
        StayState::Overdue
    } else if local_date(row.planned_departure_at) == local_date(now.get()) {
        StayState::Leaving
    } else {
        StayState::Present
    };
    let current = if row.departed_at.is_some() {
        0
    } else {
        current_night(&course, now.get())
    };
    (
        state,
        StayNights {
            total: counted.total,
            grown: counted.grown,
            current,
            ends_on: counted.ends_on,
        },
    )
}

/// Returns zero nights.
fn no_nights(row: &stay::Model) -> StayNights {
    StayNights {
        total: 0,
        grown: 0,
        current: 0,
        ends_on: local_date(row.arrival_at),
    }
}

/// Records who reported a stay to the police, and by which time it is judged: the report was before the entry.
pub fn received(row: &mut stay::Model, sealer: &Sealer, told: &Told) -> Result<()> {
    let phone = |phone: &String| {
        sealer
            .seal(NOTIFIER_PHONE, row.id, phone.as_bytes())
            .map_err(Error::internal)
    };
    row.notifier_phone_sealed = told.notifier_phone.as_ref().map(phone).transpose()?;
    row.received_channel = Some(Coded(told.channel));
    row.notifier_kind = Some(Coded(told.notifier_kind));
    row.entered_by_name = Some(std::mem::replace(&mut row.notified_by_name, told.notifier_name.clone()));
    row.entered_at = Some(row.notified_at);
    row.notified_at = told.received_at.get();
    Ok(())
}

/// Makes a code for use by telephone: the day and ten characters of Crockford's alphabet, which has no characters that
/// are easily confused. The code has fifty random bits: at 150,000 stays a day a collision is expected every hundred
/// years.
pub fn new_code(now: Timestamp) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let day = local_date(now.get());
    let random: String = crate::crypto::random::<10>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    format!(
        "LT-{:02}{:02}{:02}-{random}",
        day.year() % 100,
        u8::from(day.month()),
        day.day()
    )
}

/// Returns the facility ids of the rows, for maps of names.
pub fn facility_ids(rows: &[stay::Model]) -> std::collections::HashSet<Uuid> {
    rows.iter().map(|row| row.facility_id).collect()
}
