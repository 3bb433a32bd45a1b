//! Notifies a stay.

use super::super::facility_context::{FacilityContext, hold_room, own_facility};
use super::super::foreign::service as foreign;
use super::super::{answer, entity::stay, row, store};
use super::{crowding, known};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result, is_duplicate};
use crate::http::Reading;
use crate::http::once::{Answer, Effect, Once};
use dto::problem::{ErrorCode, FieldCode, FieldError, WarningCode};
use dto::stay::{Notification, StayAct, StayIn, check_stay};
use dto::{CheckContext, Timestamp};
use rules::zone::local_date;
use uuid::Uuid;

/// Stores a notification. A late notification is marked and never refused; a warning is stored with it and is never a
/// reason to refuse.
pub async fn notify(caller: &ScopedCaller<Territory>, once: Once, sent: Reading<StayIn>) -> Result<Answer> {
    let app = &caller.app;
    let (context, row) = prepare(app, caller, &sent).await?;
    let body = sent.whole()?;
    let answer = once
        .write(caller, Effect::Created, async |tx| {
            let mut row = row.clone();
            let event = store_new(tx, app, &context, &mut row, &body.confirmed).await?;
            let beside = answer::Beside {
                immigration: foreign::immigration_of_new(app, &row, caller),
                ..answer::Beside::default()
            };
            let telling = answer::Telling::to(caller, app, &context.references, context.facility.name.clone());
            Ok((answer::stay_out(&row, &telling, beside)?, event.into()))
        })
        .await;
    name_holders(app, context.facility.id, &[body.external_id.value()], answer).await
}

/// If an id of the client is already used, adds the code of the stay that has it, because that stay belongs to the
/// client. `ids` are in the order of the guests.
pub(super) async fn name_holders<T>(
    app: &App,
    facility: Uuid,
    ids: &[Option<&String>],
    answer: Result<T>,
) -> Result<T> {
    let error = match answer {
        Err(error) if error.code() == ErrorCode::ExternalIdTaken => error,
        other => return other,
    };
    let ids: Vec<Option<String>> = ids.iter().map(|id| id.map(|id| rules::name::normalise(id))).collect();
    let wanted = ids.iter().flatten().cloned().collect();
    let holders = store::with_external_ids(app.db.read(), facility, wanted).await?;
    let is_group = ids.len() > 1;
    let mistakes = ids.iter().enumerate().filter_map(|(at, id)| {
        let holder = holders.iter().find(|stay| id.is_some() && stay.external_id == *id)?;
        let pointer = if is_group {
            format!("/guests/{at}/external_id")
        } else {
            "/external_id".to_owned()
        };
        let mistake = FieldError::new(pointer, FieldCode::Duplicate);
        Some(mistake.with("stay_id", holder.id).with("code", &holder.code))
    });
    Err(error.about(mistakes.collect()))
}

/// Checks a notification and makes its row.
async fn prepare(
    app: &App,
    caller: &ScopedCaller<Territory>,
    sent: &Reading<StayIn>,
) -> Result<(FacilityContext, stay::Model)> {
    let body = sent.unproven();
    let context = FacilityContext::load(app, caller, own_facility(caller)?, body.room_id.value().copied()).await?;
    refuse_what_cannot_notify(&context, caller, body.arrival_at.value().copied())?;
    let verdict = check_stay(
        body,
        CheckContext {
            now: caller.now,
            profile: &app.profile,
        },
        &context,
    );
    let notification = sent.told_with(verdict.value.ok_or(verdict.errors))?;
    let mut row = empty_row(&context, caller, &notification)?;
    row.external_id.clone_from(&notification.external_id);
    row::fill(&mut row, app, &context, notification, &verdict.warnings)?;
    Ok((context, row))
}

/// Refuses notifications of a facility that is not set up or has stopped operating.
pub(super) fn refuse_what_cannot_notify(
    context: &FacilityContext,
    caller: &Caller,
    arrival: Option<Timestamp>,
) -> Result<()> {
    if context.facility.setup_completed_at.is_none() {
        return Err(Error::new(ErrorCode::SetupRequired));
    }
    // An arrival before the stop is not refused: a late notification is always possible.
    if let Some(since) = directory::service::stopped_since(&context.facility, local_date(caller.now.get()))
        && arrival.is_none_or(|arrival| local_date(arrival.get()) >= since)
    {
        return Err(Error::new(ErrorCode::FacilityNotOperating).with("since", dto::check::spoken_date(since)));
    }
    Ok(())
}

/// Returns the error for a new stay that could not be stored.
pub(super) fn stored(error: sea_orm::DbErr) -> Error {
    if is_duplicate(&error, "stay_external_id", "stay.external_id") {
        return Error::new(ErrorCode::ExternalIdTaken);
    }
    error.into()
}

async fn store_new(
    tx: &Tx,
    app: &App,
    context: &FacilityContext,
    row: &mut stay::Model,
    confirmed: &[WarningCode],
) -> Result<Event> {
    if let Some(room) = row.room_id {
        hold_room(tx, row.facility_id, room).await?;
    }
    crowding::note(tx, context, std::slice::from_mut(row)).await?;
    known::note(
        tx,
        app,
        row.act_at.into(),
        std::slice::from_mut(row),
        &[confirmed.to_vec()],
    )
    .await?;
    store::insert(tx, row.clone()).await.map_err(stored)?;
    Ok(Event::new("stay_notified", "stay")
        .on(row.id)
        .in_area(&row.area_code)
        .with("late_seconds", row.late_seconds)
        .with("warnings", row.warnings.as_array().map_or(0, Vec::len)))
}

/// The account that notifies.
pub(in crate::stays) struct Notifier {
    pub account_id: Uuid,
    pub operator_id: Option<Uuid>,
    pub name: String,
    pub unit_name: String,
}

/// Makes a row with all data except the guest's, and with the codes of the notification, because a code is never empty.
pub(super) fn empty_row(
    context: &FacilityContext,
    caller: &Caller,
    notification: &Notification,
) -> Result<stay::Model> {
    let own = caller.account()?;
    let by = Notifier {
        account_id: own.account_id,
        operator_id: own.operator_id,
        name: own.holder_name.clone(),
        unit_name: own.unit_name.clone(),
    };
    Ok(blank_row(context, &by, caller.now, notification))
}

/// Makes the same row outside of a request.
pub(in crate::stays) fn blank_row(
    context: &FacilityContext,
    by: &Notifier,
    now: Timestamp,
    notification: &Notification,
) -> stay::Model {
    stay::Model {
        id: Uuid::now_v7(),
        code: row::new_code(now),
        external_id: None,
        facility_id: context.facility.id,
        area_code: context.facility.area_code.clone(),
        area_path: context.facility.area_path.clone(),
        full_name: String::new(),
        name_search: String::new(),
        name_order: String::new(),
        birth_date: None,
        birth_year: local_date(now.get()).year(),
        sex: Coded(notification.guest.sex),
        nationality: String::new(),
        nationality_name: String::new(),
        document_type: Coded(notification.guest.document_type),
        document_name: None,
        document_number_sealed: Vec::new(),
        document_number_index: Vec::new(),
        phone_sealed: None,
        address: None,
        visa_symbol: None,
        visa_number_sealed: None,
        visa_expires_on: None,
        permitted_until: None,
        entered_on: None,
        entry_gate: None,
        kind: Coded(notification.kind),
        room_id: None,
        room_name: None,
        reason: String::new(),
        reason_label: String::new(),
        reason_note: None,
        note: None,
        arrival_at: now.get(),
        planned_departure_at: now.get(),
        departed_at: None,
        departure_declared_at: None,
        frozen_until: None,
        frozen_nights: 0,
        notified_at: now.get(),
        notified_by: by.account_id,
        notified_by_name: by.name.clone(),
        due_at: now.get(),
        late_seconds: None,
        warnings: serde_json::Value::Array(Vec::new()),
        version: 1,
        act: Coded(StayAct::Notified),
        act_at: now.get(),
        act_by: by.account_id,
        act_by_name: by.name.clone(),
        act_by_unit: by.unit_name.clone(),
        act_reason: None,
        notified_by_operator: by.operator_id,
        act_by_operator: by.operator_id,
        group_id: None,
        cancelled_at: None,
        received_channel: None,
        notifier_kind: None,
        notifier_phone_sealed: None,
        entered_at: None,
        entered_by_name: None,
        issuing_state: None,
    }
}
