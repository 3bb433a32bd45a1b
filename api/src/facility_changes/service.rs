//! Changes that facilities announce, the notified recipients, and the effects on the effective day (LC-11.9d, KH-17.2;
//! D-31).

use super::entity as facility_change;
use super::store;
use crate::App;
use crate::accounts;
use crate::accounts::proof::{self, Asked, Code};
use crate::audit::{Actor, Event, Events};
use crate::authz::{Announcements, ScopedCaller, Territory};
use crate::db::{Coded, Tx};
use crate::directory::Facility;
use crate::directory::service::{self, OperatingDays};
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use crate::jobs::{Failures, Rows};
use crate::outbox::{Mail, send_mail};
use crate::references::References;
use dto::account::Role;
use dto::facility_change::{FacilityChange, FacilityChangeOut, FacilityChangePage};
use dto::jobs::RowKind;
use dto::problem::ErrorCode;
use dto::sort::FacilityChangeSort;
use dto::{Lang, Timestamp, say};
use rules::facility_change::{FacilityChangeKind as Kind, FacilityChangeRecipient as Recipient};
use rules::zone::local_date;
use sea_orm::ActiveValue::Set;
use std::collections::HashMap;
use uuid::Uuid;

/// The changes whose day has come.
pub(super) static DUE: Rows = Rows {
    kind: RowKind::FacilityChange,
    table: "facility_change",
    id: "id",
    waits: store::is_due,
};

/// The agencies that coordinate with the police (KH-14 to KH-16, LC-11.4).
const AGENCIES: [Role; 4] = [Role::Tax, Role::Tourism, Role::Statistics, Role::Finance];

/// The largest number of changes that take effect in one round of the jobs.
const ROUND: u64 = 100;

/// The field and the audit event of a refused proof.
const ASKED: Asked = Asked {
    pointer: "/password",
    refusal: "facility_change_refused",
};

/// Announces a change. A change that is effective today or earlier takes effect at once. A change that closes the
/// accounts of the facility permanently requires the caller's password.
pub async fn announce(
    caller: &ScopedCaller<Territory>,
    id: Uuid,
    once: Once,
    change: FacilityChange,
) -> Result<Answer> {
    let app = &caller.app;
    let references = app.references(caller.now).await?;
    let Some(password) = &change.password else {
        return once
            .write(caller, Effect::Created, async |tx| {
                carry_out(tx, app, caller, &references, id, &change).await
            })
            .await;
    };
    // A facility out of reach must not be locked.
    service::facility_within(app, &caller.scope, id).await?;
    proof::by_password(app, caller, password, ASKED)
        .await?
        .over_facility(id)
        .write_once(Code::NotAsked, &once, Effect::Created, async |tx, _| {
            carry_out(tx, app, caller, &references, id, &change).await
        })
        .await
}

async fn carry_out(
    tx: &Tx,
    app: &App,
    caller: &ScopedCaller<Territory>,
    references: &References,
    id: Uuid,
    change: &FacilityChange,
) -> Result<(FacilityChangeOut, Events)> {
    service::hold_facility(tx, id).await?;
    let facility = service::facility(tx, &caller.scope, id).await?;
    change_state(tx, &facility, change, caller.now).await?;
    let mut row = insert(tx, app, caller, &facility, change).await?;
    let told = tell(tx, app, &facility, change, caller.now).await?;
    let mut event = Event::new("facility_change_announced", "facility_change")
        .on(row.id)
        .in_area(&facility.area_code)
        .with("facility", id.to_string())
        .with("kind", change.kind.as_str())
        .with("effective_on", row.effective_on.to_string())
        .with("told", told);
    let mut closed = Vec::new();
    if change.effective_on <= local_date(caller.now.get()) {
        closed = apply(tx, &row, caller.now).await?.unwrap_or_default();
        row.applied_at = Some(caller.now.get());
        event = event.with("accounts_closed", closed.len());
    }
    let events = closed.into_iter().fold(Events::from(event), Events::and);
    Ok((out(row, facility.name, references), events))
}

/// Applies the effects on the facility itself. A suspension is computed from its days at each use, so it needs no job.
async fn change_state(tx: &Tx, facility: &Facility, change: &FacilityChange, now: Timestamp) -> Result<()> {
    let (today, day) = (local_date(now.get()), change.effective_on);
    let stops = facility.suspended_on.is_some() && facility.restarts_on.is_none_or(|end| end > today);
    let mut days = OperatingDays {
        suspended_on: facility.suspended_on,
        restarts_on: facility.restarts_on,
        closes_on: facility.closes_on,
    };
    let conflict = || Error::new(ErrorCode::FacilityStateConflict);
    match change.kind {
        Kind::Data => return Ok(()),
        Kind::Suspension if stops => return Err(conflict()),
        Kind::Suspension => {
            store::withdraw(tx, facility.id, &[Kind::Restart], now).await?;
            days.suspended_on = Some(day);
            days.restarts_on = None;
        }
        Kind::LegalEntity | Kind::Closing if facility.closes_on.is_some() => return Err(conflict()),
        Kind::LegalEntity | Kind::Closing => {
            // An earlier announced restart no longer applies.
            store::withdraw(tx, facility.id, &[Kind::Restart], now).await?;
            days.closes_on = Some(day);
        }
        Kind::Restart if !stops && facility.closes_on.is_none() => return Err(conflict()),
        Kind::Restart => {
            // A future suspension is withdrawn, a current one ends on the day.
            store::withdraw(
                tx,
                facility.id,
                &[Kind::LegalEntity, Kind::Suspension, Kind::Closing],
                now,
            )
            .await?;
            days.closes_on = None;
            if facility.suspended_on.is_some_and(|begin| begin > today) {
                days.suspended_on = None;
                days.restarts_on = None;
            } else if stops {
                days.restarts_on = Some(day);
            }
        }
    }
    service::set_operating_days(tx, facility.id, days, now).await
}

async fn insert(
    tx: &Tx,
    app: &App,
    caller: &ScopedCaller<Territory>,
    facility: &Facility,
    change: &FacilityChange,
) -> Result<facility_change::Model> {
    let own = caller.account()?;
    let row = facility_change::ActiveModel {
        id: Set(Uuid::now_v7()),
        facility_id: Set(facility.id),
        area_code: Set(facility.area_code.clone()),
        area_path: Set(facility.area_path.clone()),
        kind: Set(Coded(change.kind)),
        effective_on: Set(change.effective_on),
        note: Set(change.note.clone()),
        told_agencies: Set(app.profile.facility_changes.recipients.contains(&Recipient::Agencies)),
        announced_at: Set(caller.now.get()),
        announced_by: Set(own.account_id),
        announced_by_operator: Set(own.operator_id),
        applied_at: Set(None),
        withdrawn_at: Set(None),
        attempts: Set(0),
        last_error: Set(None),
        due_at: Set(None),
        given_up_at: Set(None),
    };
    store::insert(tx, row).await
}

/// Sends mails to the recipients that the profile names; returns their number. Mails do not contain the note, because
/// it may mention persons.
async fn tell(tx: &Tx, app: &App, facility: &Facility, change: &FacilityChange, now: Timestamp) -> Result<usize> {
    let recipients = &app.profile.facility_changes.recipients;
    let mut roles = Vec::new();
    if recipients.contains(&Recipient::Administrator) {
        roles.push(Role::Administrator);
    }
    if recipients.contains(&Recipient::Police) {
        roles.push(Role::Police);
    }
    if recipients.contains(&Recipient::Agencies) {
        roles.extend(AGENCIES);
    }
    let addresses = accounts::service::addresses_over(tx, &roles, &facility.area_path).await?;
    let letter = say!(
        Lang::Vi,
        mail.facility_change,
        facility = facility.name,
        kind = label(change.kind),
        day = dto::check::spoken_date(change.effective_on)
    );
    let told = addresses.len();
    for to in addresses {
        send_mail(tx, app, Mail::new(to, letter.clone()), now).await?;
    }
    Ok(told)
}

/// Returns the name of a change in mails.
fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::LegalEntity => say!(Lang::Vi, facility_change.legal_entity),
        Kind::Data => say!(Lang::Vi, facility_change.data),
        Kind::Suspension => say!(Lang::Vi, facility_change.suspension),
        Kind::Restart => say!(Lang::Vi, facility_change.restart),
        Kind::Closing => say!(Lang::Vi, facility_change.closing),
    }
}

/// Applies a change; returns the audit events of the accounts that it closed, or none if the change was already applied
/// or withdrawn.
async fn apply(tx: &Tx, change: &facility_change::Model, now: Timestamp) -> Result<Option<Vec<Event>>> {
    if !store::mark_applied(tx, change.id, now).await? {
        return Ok(None);
    }
    if change.kind.ends_accounts() {
        return Ok(Some(
            accounts::administration::close_of_facility(tx, change.facility_id, now).await?,
        ));
    }
    Ok(Some(Vec::new()))
}

/// Applies all due changes: from 00:00 of their day on, once, on any number of instances.
pub async fn apply_due(app: &App, now: Timestamp) -> Result<()> {
    let due = store::by_day(app.db.read(), DUE.open(now), ROUND).await?;
    let mut failures = Failures::default();
    for change in due {
        let applied = app
            .db
            .write(&Actor::system("applyFacilityChanges"), now, async |tx| {
                // A restart that withdraws it locks the facility, too.
                service::hold_facility(tx, change.facility_id).await?;
                // Another instance was first: nothing to commit.
                let closed = apply(tx, &change, now).await?.ok_or_else(Error::not_found)?;
                let event = Event::new("facility_change_applied", "facility_change")
                    .on(change.id)
                    .in_area(&change.area_code)
                    .with("facility", change.facility_id.to_string())
                    .with("kind", change.kind.as_str())
                    .with("accounts_closed", closed.len());
                Ok(((), closed.into_iter().fold(Events::from(event), Events::and)))
            })
            .await;
        match applied {
            Err(error) if error.code() == ErrorCode::NotFound => {}
            other => DUE.settle(app, change.id, other, &mut failures).await?,
        }
    }
    failures.first()
}

/// Returns the order of a list of announced changes.
pub fn order(sort: FacilityChangeSort) -> Order<facility_change::Model> {
    store::order(sort)
}

/// Returns the announced changes within reach; agencies see those of which they were notified.
pub async fn list(
    caller: &ScopedCaller<Announcements>,
    facility_id: Option<Uuid>,
    (order, wanted): (&Order<facility_change::Model>, &Wanted<Place>),
) -> Result<FacilityChangePage> {
    let app = &caller.app;
    let mut rows = store::page(app.db.read(), &caller.scope, facility_id, (order, wanted)).await?;
    let next_cursor = order.cut(app, wanted, &mut rows)?;
    let names: HashMap<Uuid, String> =
        service::names(app.db.read(), rows.iter().map(|row| row.facility_id).collect()).await?;
    let references = app.references(caller.now).await?;
    let event = Event::new("facility_changes_listed", "facility_change").with("changes", rows.len());
    let items = rows.into_iter().map(|row| {
        let name = names.get(&row.facility_id).cloned().unwrap_or_default();
        out(row, name, &references)
    });
    let page = FacilityChangePage {
        items: items.collect(),
        next_cursor,
    };
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(page)
}

fn out(row: facility_change::Model, facility_name: String, references: &References) -> FacilityChangeOut {
    FacilityChangeOut {
        id: row.id,
        facility_id: row.facility_id,
        facility_name,
        area: references.area_ref(&row.area_code),
        kind: *row.kind,
        effective_on: row.effective_on,
        note: row.note,
        announced_at: row.announced_at.into(),
        applied_at: row.applied_at.map(Timestamp::from),
        withdrawn_at: row.withdrawn_at.map(Timestamp::from),
    }
}
