//! The history of a stay: versions made by people, and nights added automatically because no departure was declared.

use super::super::change::service::kept;
use super::super::entity::stay;
use super::super::sight::Sight;
use super::super::{answer, row, store};
use crate::App;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use dto::change::FieldChange;
use dto::stay::{StayEvent, StayEventKind, StayVersionOut, StayVersionsOut};
use dto::{Operations, Timestamp};
use rules::nights::StayKind;
use rules::zone;
use serde_json::Value;
use uuid::Uuid;

/// The largest number of automatic nights that are listed; the number of nights of the stay shows the rest.
const MOST_EVENTS: usize = 60;

/// Returns all versions of a stay, newest first, with their changes.
pub async fn list_versions(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<StayVersionsOut> {
    let app = &caller.app;
    let db = app.db.read();
    let current = store::get(db, Sight::of(app, caller), id)
        .await?
        .ok_or_else(Error::not_found)?;
    let mut rows = store::versions(db, id)
        .await?
        .iter()
        .map(|version| kept(app, version))
        .collect::<Result<Vec<_>>>()?;
    let references = app.references(caller.now).await?;
    let facility_name = directory::service::names(app.db.read(), [current.facility_id].into())
        .await?
        .remove(&current.facility_id);
    let telling = answer::Telling::to(caller, app, &references, facility_name.unwrap_or_default());
    let event = Event::new("stay_history_read", "stay")
        .on(id)
        .in_area(&current.area_code);
    rows.push(current);

    let mut versions: Vec<StayVersionOut> = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut stay = answer::stay_out(row, &telling, answer::Beside::default())?;
        // An earlier version has no operations.
        stay.can = Operations::default();
        let changes = match versions.last() {
            Some(before) => changes(&before.stay, &stay)?,
            None => Vec::new(),
        };
        versions.push(StayVersionOut {
            version: row.version,
            act: *row.act,
            at: row.act_at.into(),
            by_name: row.act_by_name.clone(),
            by_unit: row.act_by_unit.clone(),
            change_reason: row.act_reason.clone(),
            changes,
            stay,
        });
    }
    versions.reverse();
    let events = automatic_nights(app, &rows, caller.now);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(StayVersionsOut { versions, events })
}

/// The fields that a person enters; computed fields are not listed as changes.
const FILED: &[&str] = &[
    "/guest/full_name",
    "/guest/birth_date",
    "/guest/birth_year",
    "/guest/sex",
    "/guest/nationality",
    "/guest/document_type",
    "/guest/issuing_state",
    "/guest/document_number",
    "/guest/document_name",
    "/guest/phone",
    "/guest/address",
    "/guest/visa_symbol",
    "/guest/visa_number",
    "/guest/visa_expires_on",
    "/guest/permit_expires_on",
    "/guest/entered_on",
    "/guest/entry_gate",
    "/kind",
    "/arrival_at",
    "/planned_departure_at",
    "/departed_at",
    "/cancelled_at",
    "/room/name",
    "/reason/code",
    "/reason/note",
    "/note",
];

fn changes(before: &dto::stay::StayOut, after: &dto::stay::StayOut) -> Result<Vec<FieldChange>> {
    let (before, after) = (
        serde_json::to_value(before).map_err(Error::internal)?,
        serde_json::to_value(after).map_err(Error::internal)?,
    );
    let text = |value: Option<&Value>| match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    Ok(FILED
        .iter()
        .filter_map(|pointer| {
            let (old, new) = (text(before.pointer(pointer)), text(after.pointer(pointer)));
            (old != new).then(|| FieldChange {
                pointer: (*pointer).to_owned(),
                before: old,
                after: new,
            })
        })
        .collect())
}

/// Returns when nights were added automatically (KH-11.2e-2). Each version is used for the period in which it was
/// current, so that a later extension does not remove earlier additions from the history.
fn automatic_nights(app: &App, rows: &[stay::Model], now: Timestamp) -> Vec<StayEvent> {
    let mut events = Vec::new();
    for (index, version) in rows.iter().enumerate() {
        let terms = row::departure_terms(version, &app.profile);
        let Some(cutoff) = terms.cutoff else { continue };
        let is_overnight = *version.kind == StayKind::Overnight;
        if !is_overnight || version.departed_at.is_some() || version.cancelled_at.is_some() {
            continue;
        }
        let from = version.act_at;
        let next = rows.get(index + 1);
        let until = next.map_or_else(|| now.get(), |next| next.act_at);
        let mut day = zone::local_date(version.planned_departure_at);
        while events.len() < MOST_EVENTS {
            let at = zone::at(day, cutoff.0);
            if at >= until {
                break;
            }
            if at >= from && at > version.arrival_at {
                events.push(StayEvent {
                    kind: StayEventKind::GrewByOneNight,
                    at: at.into(),
                });
                let undone = next.filter(|next| next.departed_at.is_some() && zone::local_date(next.act_at) == day);
                if let Some(next) = undone {
                    events.push(StayEvent {
                        kind: StayEventKind::GrowthUndone,
                        at: next.act_at.into(),
                    });
                }
            }
            let Some(later) = day.checked_add(time::Duration::days(i64::from(terms.growth_days.max(1)))) else {
                break;
            };
            day = later;
        }
    }
    events.reverse();
    events
}
