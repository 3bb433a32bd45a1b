//! Notifications that the police enter for others (LC-10.9, LC-11.7b, LC-11.10a).

use super::super::facility_context::{FacilityContext, hold_room};
use super::super::foreign::service as foreign;
use super::super::{answer, row, store};
use super::service::{empty_row, stored};
use super::{crowding, known};
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::directory::Facility;
use crate::error::Result;
use crate::http::Reading;
use crate::http::once::{Answer, Effect, Once};
use dto::given::Text;
use dto::stay::{OnBehalfIn, Where, check_on_behalf, check_where};
use std::collections::HashMap;

/// Stores a stay that was reported to the police. Its lateness depends on the time at which they received the report.
pub async fn notify_on_behalf(
    caller: &ScopedCaller<Territory>,
    once: Once,
    sent: Reading<OnBehalfIn>,
) -> Result<Answer> {
    let app = &caller.app;
    let body = sent.unproven();
    let (mut context, is_new) = context(caller, &sent).await?;
    // A person who calls knows the facility, but rarely the number of the room.
    context.room_optional = true;
    let told = sent.told_with(check_on_behalf(body, caller.check_context(), &context))?;
    once.write(caller, Effect::Created, async |tx| {
        if is_new {
            context.facility = directory::places::find_or_add(tx, context.facility.clone()).await?;
        }
        let mut row = empty_row(&context, caller, &told.notification)?;
        row::received(&mut row, &app.sealer, &told)?;
        let notification = told.notification.clone();
        row.external_id.clone_from(&notification.external_id);
        row::fill(&mut row, app, &context, notification, &told.warnings)?;
        if let Some(room) = row.room_id {
            hold_room(tx, row.facility_id, room).await?;
        }
        crowding::note(tx, &context, std::slice::from_mut(&mut row)).await?;
        let confirmed = [body.stay.confirmed.clone()];
        known::note(tx, app, caller.now, std::slice::from_mut(&mut row), &confirmed).await?;
        store::insert(tx, row.clone()).await.map_err(stored)?;
        let name = context.facility.name.clone();
        let beside = answer::Beside {
            immigration: foreign::immigration_of_new(app, &row, caller),
            ..answer::Beside::default()
        };
        let out = answer::stay_out(
            &row,
            &answer::Telling::to(caller, app, &context.references, name),
            beside,
        )?;
        let event = Event::new("stay_notified_on_behalf", "stay")
            .on(row.id)
            .in_area(&row.area_code)
            .with("late_seconds", row.late_seconds)
            .with("channel", told.channel.to_text().into_owned())
            .with("notifier", told.notifier_kind.to_text().into_owned())
            .with("facility", row.facility_id.to_string());
        Ok((out, event.into()))
    })
    .await
}

/// Returns the context of the place, and whether the place would be new.
async fn context(caller: &ScopedCaller<Territory>, sent: &Reading<OnBehalfIn>) -> Result<(FacilityContext, bool)> {
    let (app, body) = (&caller.app, sent.unproven());
    let place = match check_where(body) {
        Ok(place) => place,
        Err(mut errors) => {
            // The other errors are reported together with an unknown place.
            let references = app.references(caller.now).await?;
            let told = check_on_behalf(body, caller.check_context(), &*references);
            errors.extend(told.err().unwrap_or_default());
            return sent.told_with(Err(errors));
        }
    };
    match place {
        Where::Known(id) => {
            let context = FacilityContext::load(app, caller, id, body.stay.room_id.value().copied()).await?;
            Ok((context, false))
        }
        Where::New(place) => {
            let references = app.references(caller.now).await?;
            let facility = directory::places::looked_up(place, &references, &caller.scope, caller.now)?;
            Ok((without_rooms(facility, references), true))
        }
    }
}

fn without_rooms(facility: Facility, references: std::sync::Arc<crate::references::References>) -> FacilityContext {
    FacilityContext {
        facility,
        rooms: HashMap::new(),
        references,
        kept_room: None,
        room_optional: true,
    }
}
