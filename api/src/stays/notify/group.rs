//! Notifies a group in one request.

use super::super::facility_context::{FacilityContext, hold_room, own_facility};
use super::super::{answer, entity::stay, row, store};
use super::service::{empty_row, name_holders, refuse_what_cannot_notify, stored};
use super::{crowding, known};
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::error::Result;
use crate::http::Reading;
use crate::http::once::{Answer, Effect, Once};
use dto::stay::{GroupIn, GroupOut, check_group};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Stores all guests of a group, or none of them. One audit event covers the whole group.
pub async fn notify_group(caller: &ScopedCaller<Territory>, once: Once, sent: Reading<GroupIn>) -> Result<Answer> {
    let app = &caller.app;
    let body = sent.unproven();
    let wanted = body.guests.iter().filter_map(|member| member.room_id.value().copied());
    let mut context = FacilityContext::load(app, caller, own_facility(caller)?, wanted).await?;
    // Rooms are assigned later, at the desk.
    context.room_optional = true;
    refuse_what_cannot_notify(&context, caller, body.arrival_at.value().copied())?;
    let members = sent.told_with(check_group(body, caller.check_context(), &context))?;
    let group = Uuid::now_v7();
    let confirmed: Vec<_> = body.guests.iter().map(|member| member.confirmed.clone()).collect();
    let rows = members
        .into_iter()
        .map(|member| {
            let mut row = empty_row(&context, caller, &member.notification)?;
            row.group_id = Some(group);
            row.external_id.clone_from(&member.notification.external_id);
            row::fill(&mut row, app, &context, member.notification, &member.warnings)?;
            Ok(row)
        })
        .collect::<Result<Vec<stay::Model>>>()?;
    let answer = once
        .write(caller, Effect::Created, async |tx| {
            let mut rows = rows.clone();
            // Rooms are locked in one order, so that two groups never wait for each other.
            let rooms: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.room_id).collect();
            for room in rooms {
                hold_room(tx, context.facility.id, room).await?;
            }
            crowding::note(tx, &context, &mut rows).await?;
            known::note(tx, app, caller.now, &mut rows, &confirmed).await?;
            store::insert_all(tx, rows.clone()).await.map_err(stored)?;
            let name = &context.facility.name;
            let stays = rows.iter().map(|row| answer::summary(row, app, caller.now, name));
            let out = GroupOut {
                id: group,
                stays: stays.collect::<Result<_>>()?,
            };
            let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
            let event = Event::new("group_notified", "stay_group")
                .on(group)
                .in_area(&context.facility.area_code)
                .with("late", rows.iter().filter(|row| row.late_seconds.is_some()).count())
                .with("stays", ids);
            Ok((out, event.into()))
        })
        .await;
    let ids: Vec<_> = body.guests.iter().map(|member| member.external_id.value()).collect();
    name_holders(app, context.facility.id, &ids, answer).await
}
