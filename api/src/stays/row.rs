//! Between a notification and its row: sealing, opening, and what is computed.

use super::entity::stay;
use super::number::{self, Number};
use super::open_acts;
use crate::App;
use crate::authz::{Caller, Principal};
use crate::crypto::Sealer;
use crate::db::Coded;
use crate::error::{Error, Result};
use crate::references::References;
use dto::problem::Warning;
use dto::stay::{
    FacilityRef, Guest, GuestIn, GuestOut, ImmigrationOut, Notification, ReasonRef, Received, RoomRef, StayIn,
    StayNights, StayOut, StayState, StaySummary, StayThread, Told,
};
use dto::{Given, Lang, Timestamp};
use rules::birth::Birth;
use rules::correction::{correctable_until, facility_correctable_until};
use rules::country::usual_issuer;
use rules::nights::{Course, Departure, DepartureTerms, current_night, is_overdue, nights};
use rules::person::Identity;
use rules::profile::Profile;
use rules::zone::local_date;
use uuid::Uuid;

const PHONE: &str = "stay.phone";
const VISA_NUMBER: &str = "stay.visa_number";
const NOTIFIER_PHONE: &str = "stay.notifier_phone";

/// Writes what was notified into a new row; who, when and which version is the caller's to set.
pub fn fill_new(
    row: &mut stay::Model,
    app: &App,
    references: &References,
    notification: Notification,
    room_name: Option<String>,
    warnings: &[Warning],
) -> Result<()> {
    fill(row, app, references, notification, room_name, warnings)?;
    // The first arrival is judged, even at the moment that stood in the blank row.
    judge_lateness(row, &app.profile);
    Ok(())
}

/// Writes what was notified into a row; who, when and which version is the caller's to set.
pub fn fill(
    row: &mut stay::Model,
    app: &App,
    references: &References,
    notification: Notification,
    room_name: Option<String>,
    warnings: &[Warning],
) -> Result<()> {
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
    let arrival_changed = row.arrival_at != arrival_at.get();
    row.kind = Coded(kind);
    row.arrival_at = arrival_at.get();
    row.planned_departure_at = planned_departure_at.get();
    row.room_id = room_id;
    row.room_name = room_name;
    // A record keeps the label it was filed with.
    if row.reason != reason {
        row.reason_label = label(references, "stay_reasons", &reason);
    }
    row.reason = reason;
    row.reason_note = reason_note;
    row.note = note;
    row.warnings = serde_json::to_value(warnings).map_err(Error::internal)?;
    // Only an arrival judges lateness, the first as well as a corrected one (docs/rules.md 10).
    if arrival_changed {
        judge_lateness(row, &app.profile);
    }
    Ok(())
}

fn judge_lateness(row: &mut stay::Model, profile: &Profile) {
    row.due_at = rules::deadline::due_at(row.arrival_at, &profile.notification);
    row.late_seconds = match rules::deadline::punctuality(row.notified_at, row.due_at) {
        rules::deadline::Punctuality::InTime { .. } => None,
        // What was before the regulation is not judged by it (LC-D2, KH-D2).
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
    // Nobody is searched for by telephone: no index of it is kept.
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

/// Who issued the document; of rows that do not say, the usual one.
fn issuer(row: &stay::Model) -> Option<&str> {
    if let Some(issuer) = &row.issuing_state {
        return Some(issuer);
    }
    usual_issuer(*row.document_type, &row.nationality)
}

/// What tells the guest of a row from others.
pub fn identity<'a>(row: &'a stay::Model, sealer: &Sealer) -> Result<Identity<'a, Number>> {
    Ok(Identity {
        number: Number::of(row, sealer)?,
        issuer: issuer(row),
        full_name: &row.full_name,
        birth: row.birth_date.map_or(Birth::Year(row.birth_year), Birth::Day),
    })
}

/// The number of the document, as numbers are compared.
pub fn document_number(row: &stay::Model, sealer: &Sealer) -> Result<String> {
    let number = sealer.open_text(number::COLUMN, row.id, &row.document_number_sealed);
    Ok(rules::document::normalise(&number.map_err(Error::internal)?))
}

/// The sealed fields of a row, opened.
struct Opened {
    document_number: String,
    phone: Option<String>,
    visa_number: Option<String>,
}

fn open(row: &stay::Model, sealer: &Sealer) -> Result<Opened> {
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

/// The row as the notification that would make it, to lay a patch over.
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

fn stored_warnings(row: &stay::Model) -> Result<Vec<Warning>> {
    serde_json::from_value(row.warnings.clone()).map_err(Error::internal)
}

/// The course of a stay, for the rules on nights.
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

/// Keeps the nights that have grown so far when the planned departure is about to change. Those of the day itself are
/// forgiven, as by a departure declared the same day (S-10): so ask what a departure declared now would leave.
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

/// The terms of departure that judge this stay: a stay that began before the regulation did does not grow by it
/// (LC-D2, KH-D2).
pub fn departure_terms(row: &stay::Model, profile: &Profile) -> DepartureTerms {
    let cutoff = profile.departure.cutoff.filter(|_| profile.applies_at(row.arrival_at));
    DepartureTerms {
        cutoff,
        ..profile.departure
    }
}

/// Where a stay stands at `now`, and its nights.
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

/// Nobody stayed.
fn no_nights(row: &stay::Model) -> StayNights {
    StayNights {
        total: 0,
        grown: 0,
        current: 0,
        ends_on: local_date(row.arrival_at),
    }
}

/// Puts down who told the police of a stay, and by when it is judged: they were told before they entered it.
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

fn received_out(row: &stay::Model, sealer: &Sealer) -> Result<Option<Received>> {
    let (Some(channel), Some(kind), Some(entered_at)) = (row.received_channel, row.notifier_kind, row.entered_at)
    else {
        return Ok(None);
    };
    let phone = |sealed: &[u8]| {
        sealer
            .open_text(NOTIFIER_PHONE, row.id, sealed)
            .map_err(Error::internal)
    };
    Ok(Some(Received {
        channel: *channel,
        notifier_kind: *kind,
        notifier_name: row.notified_by_name.clone(),
        notifier_phone: row.notifier_phone_sealed.as_deref().map(phone).transpose()?,
        at: row.notified_at.into(),
        entered_at: entered_at.into(),
        entered_by: row.entered_by_name.clone().unwrap_or_default(),
    }))
}

/// What is needed besides the row to tell about a stay.
pub struct Telling<'a> {
    pub app: &'a App,
    pub references: &'a References,
    pub principal: &'a Principal,
    pub lang: Lang,
    pub now: Timestamp,
    pub facility_name: String,
}

impl<'a> Telling<'a> {
    /// To this caller.
    pub fn to(caller: &'a Caller, app: &'a App, references: &'a References, facility_name: String) -> Self {
        Self {
            app,
            references,
            principal: caller.principal(),
            lang: caller.lang,
            now: caller.now,
            facility_name,
        }
    }
}

/// The guest, whole.
pub fn guest_out(row: &stay::Model, sealer: &Sealer) -> Result<GuestOut> {
    Ok(guest_of(row, open(row, sealer)?))
}

fn guest_of(row: &stay::Model, opened: Opened) -> GuestOut {
    GuestOut {
        full_name: row.full_name.clone(),
        birth_date: row.birth_date,
        birth_year: row.birth_year,
        sex: *row.sex,
        nationality: row.nationality.clone(),
        nationality_name: row.nationality_name.clone(),
        document_type: *row.document_type,
        issuing_state: issuer(row).map(str::to_owned),
        document_number: opened.document_number,
        document_name: row.document_name.clone(),
        phone: opened.phone,
        address: row.address.clone(),
        visa_symbol: row.visa_symbol.clone(),
        visa_number: opened.visa_number,
        visa_expires_on: row.visa_expires_on,
        permit_expires_on: row.permitted_until,
        entered_on: row.entered_on,
        entry_gate: row.entry_gate.clone(),
    }
}

/// What stands beside a stay in tables of its own; nothing of it for a stay that is new, or a version of the history.
#[derive(Default)]
pub struct Beside {
    /// What was said about it.
    pub thread: StayThread,
    /// How it stands with the immigration site.
    pub immigration: Option<ImmigrationOut>,
}

/// A stay, whole.
pub fn stay_out(row: &stay::Model, telling: &Telling<'_>, beside: Beside) -> Result<StayOut> {
    let Telling {
        app,
        references,
        principal,
        lang,
        now,
        ..
    } = telling;
    let opened = open(row, &app.sealer)?;
    let (state, nights) = standing(row, &app.profile, *now);
    let area = references.area_ref(&row.area_code);
    Ok(StayOut {
        id: row.id,
        stay_code: row.code.clone(),
        external_id: row.external_id.clone(),
        facility: FacilityRef {
            id: row.facility_id,
            name: telling.facility_name.clone(),
            area,
        },
        guest: guest_of(row, opened),
        kind: *row.kind,
        arrival_at: row.arrival_at.into(),
        planned_departure_at: row.planned_departure_at.into(),
        departed_at: row.departed_at.map(Timestamp::from),
        departure_declared_at: row.departure_declared_at.map(Timestamp::from),
        room: row
            .room_id
            .zip(row.room_name.clone())
            .map(|(id, name)| RoomRef { id, name }),
        group_id: row.group_id,
        reason: ReasonRef {
            code: row.reason.clone(),
            label: row.reason_label.clone(),
            note: row.reason_note.clone(),
        },
        note: row.note.clone(),
        notified_at: row.notified_at.into(),
        notified_by: row.notified_by_name.clone(),
        due_at: row.due_at.into(),
        late_seconds: row.late_seconds,
        correction_ends_at: facility_correctable_until(row.notified_at, &app.profile.correction).map(Into::into),
        departure_correction_ends_at: row
            .departure_declared_at
            .map(|declared| correctable_until(declared).into()),
        state,
        nights,
        warnings: stored_warnings(row)?
            .into_iter()
            .map(|warning| warning.localized(*lang))
            .collect(),
        version: row.version,
        can: open_acts::of(row, &app.profile, *now).told(principal, &app.profile, beside.thread.is_open()),
        police_unit: references.police_unit(&row.area_code),
        cancelled_at: row.cancelled_at.map(Timestamp::from),
        received: received_out(row, &app.sealer)?,
        thread: beside.thread,
        immigration: beside.immigration,
    })
}

/// A stay for a list, its document number masked.
pub fn summary(row: &stay::Model, app: &App, now: Timestamp, facility_name: &str) -> Result<StaySummary> {
    let (state, nights) = standing(row, &app.profile, now);
    let number = app
        .sealer
        .open_text(number::COLUMN, row.id, &row.document_number_sealed)
        .map_err(Error::internal)?;
    let open_warnings = stored_warnings(row)?
        .iter()
        .filter(|warning| !warning.confirmed)
        .count();
    Ok(StaySummary {
        id: row.id,
        stay_code: row.code.clone(),
        facility_id: row.facility_id,
        facility_name: facility_name.to_owned(),
        full_name: row.full_name.clone(),
        birth_year: row.birth_year,
        sex: *row.sex,
        nationality: row.nationality.clone(),
        document_type: *row.document_type,
        document_masked: rules::document::mask(&number),
        room_name: row.room_name.clone(),
        group_id: row.group_id,
        kind: *row.kind,
        arrival_at: row.arrival_at.into(),
        planned_departure_at: row.planned_departure_at.into(),
        departed_at: row.departed_at.map(Timestamp::from),
        notified_at: row.notified_at.into(),
        late_seconds: row.late_seconds,
        entered_at: row.entered_at.map(Timestamp::from),
        state,
        nights,
        open_warnings: u32::try_from(open_warnings).unwrap_or(u32::MAX),
        // Known by their own tables, for a whole list at once.
        acknowledged: false,
        asked: false,
        answered: false,
        updated_at: row.act_at.into(),
        version: row.version,
    })
}

/// A code to quote by telephone: the day and ten characters that are not mistaken for one another (Crockford's
/// alphabet). Fifty random bits: at 150,000 a day a clash is due every hundred years.
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

/// The ids that a row speaks of, for maps of names.
pub fn facility_ids(rows: &[stay::Model]) -> std::collections::HashSet<Uuid> {
    rows.iter().map(|row| row.facility_id).collect()
}
