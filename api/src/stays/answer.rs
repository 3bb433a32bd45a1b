//! The answers about a stay: the whole stay, or a line of a list.

use super::entity::stay;
use super::number;
use super::open_acts;
use super::row::{NOTIFIER_PHONE, Opened, issuer, open, standing, stored_warnings};
use crate::App;
use crate::authz::{Caller, Principal};
use crate::crypto::Sealer;
use crate::error::{Error, Result};
use crate::references::References;
use dto::stay::{
    FacilityRef, GuestOut, ImmigrationOut, ReasonRef, Received, RoomRef, StayOut, StaySummary, StayThread,
};
use dto::{Lang, Timestamp};
use rules::correction::{correctable_until, facility_correctable_until};

/// The context, besides the row, from which the answer about a stay is made.
pub struct Telling<'a> {
    pub app: &'a App,
    pub references: &'a References,
    pub principal: &'a Principal,
    pub lang: Lang,
    pub now: Timestamp,
    pub facility_name: String,
}

impl<'a> Telling<'a> {
    /// Returns the context of an answer to this caller.
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

/// Returns all data of the guest.
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

/// The data of a stay that are stored in other tables. Empty for a new stay and for an earlier version.
#[derive(Default)]
pub struct Beside {
    /// The messages about the stay.
    pub thread: StayThread,
    /// The state of the stay at the immigration site.
    pub immigration: Option<ImmigrationOut>,
}

/// Returns all data of a stay.
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

/// Returns a stay as a line of a list, with a masked document number.
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
        // Read from their own tables for the whole list in one query.
        acknowledged: false,
        asked: false,
        answered: false,
        updated_at: row.act_at.into(),
        version: row.version,
    })
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
