//! The contact people of the agencies, and who sees whose (KH-14.2, KH-15.2, KH-16.2; S-18).

use crate::App;
use crate::accounts;
use crate::audit::Event;
use crate::authz::{Caller, Contacts, Operation, Scope, ScopedCaller, Territory, policy};
use crate::db::hold::Hold;
use crate::db::is_lost_race;
use crate::directory::entity::{contact, unit};
use crate::directory::units;
use crate::error::{Error, Result};
use crate::http::paging::Wanted;
use crate::outbox::{Mail, send_mail};
use dto::account::Role;
use dto::contact::{AgencyContactOut, AgencyContactsOut, Contact};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, say};
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// Those who are told when a contact changes: administrators and the coordinating agencies. Facilities find the day of
/// the change in the list; a province has thousands of them.
const TOLD: [Role; 6] = [
    Role::Administrator,
    Role::Police,
    Role::Tax,
    Role::Tourism,
    Role::Statistics,
    Role::Finance,
];

/// The contacts that the account may know of: a facility those of the sectors that the profile shows to it.
pub async fn list(caller: &ScopedCaller<Territory>, wanted: Wanted<Uuid>) -> Result<AgencyContactsOut> {
    let app = &caller.app;
    let named = contact::Entity::find().select_only().column(contact::Column::UnitId);
    let mut among = Condition::all().add(unit::Column::Id.in_subquery(named.into_query()));
    if matches!(caller.scope, Territory::Facility(_)) {
        let shown = app.profile.contacts.shown_to_facilities.iter();
        among = among.add(unit::Column::Role.is_in(shown.map(|role| role.as_str())));
    }
    let (units, next_cursor) = units::page(app.db.read(), among, wanted).await?;
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.id).collect();
    let rows = contact::Entity::find().filter(contact::Column::UnitId.is_in(ids));
    let rows = rows.all(app.db.read()).await?.into_iter();
    let mut rows: HashMap<Uuid, contact::Model> = rows.map(|row| (row.unit_id, row)).collect();
    let items = units
        .iter()
        .filter_map(|unit| rows.remove(&unit.id).map(|row| out(app, caller, row, unit)))
        .collect::<Result<Vec<_>>>()?;
    let event = Event::new("contacts_listed", "contact").with("contacts", items.len());
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(AgencyContactsOut { items, next_cursor })
}

/// Names the contact of a unit, or another one, and tells administrators and agencies.
pub async fn update(caller: &ScopedCaller<Contacts>, unit_id: Uuid, contact: Contact) -> Result<AgencyContactOut> {
    let app = &caller.app;
    if !caller.scope.covers(unit_id) {
        return Err(Error::not_found());
    }
    let province = &app.references(caller.now).await?;
    let province = province
        .area(&app.profile.province_code)
        .map_or_else(String::new, |area| area.path.clone());
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let unit = units::by_id(tx, unit_id).await?.ok_or_else(Error::not_found)?;
            let known = contact::Entity::find_by_id(unit_id).held().one(tx).await?;
            let version = match (&known, contact.version) {
                (None, None) => 0,
                (Some(known), Some(version)) if version == known.version => version,
                (Some(_), None) => return Err(Error::field("/version", FieldCode::Required)),
                _ => return Err(Error::new(ErrorCode::VersionConflict)),
            };
            let row = contact::Model {
                version: version + 1,
                unit_id,
                name: contact.name.clone(),
                position: contact.position.clone(),
                phone: contact.phone.clone(),
                email: contact.email.clone(),
                changed_at: caller.now.get(),
                changed_by: caller.account()?.account_id,
            };
            let active = contact::ActiveModel {
                version: Set(row.version),
                unit_id: Set(row.unit_id),
                name: Set(row.name.clone()),
                position: Set(row.position.clone()),
                phone: Set(row.phone.clone()),
                email: Set(row.email.clone()),
                changed_at: Set(row.changed_at),
                changed_by: Set(row.changed_by),
            };
            if known.is_some() {
                contact::Entity::update(active).exec(tx).await?;
            } else {
                // Of two who name the first one at once, the second is told as any other.
                let named = contact::Entity::insert(active).exec_without_returning(tx).await;
                named.map_err(|error| {
                    if is_lost_race(&error) {
                        Error::new(ErrorCode::VersionConflict)
                    } else {
                        error.into()
                    }
                })?;
            }
            // Names and numbers stay inside: the mail says only that there is somebody new, and where to look.
            let letter = say!(Lang::Vi, mail.contact_changed, unit = unit.name);
            let addresses = accounts::service::addresses_over(tx, &TOLD, &province).await?;
            let told = addresses.len();
            for to in addresses {
                send_mail(tx, app, Mail::new(to, letter.clone()), caller.now).await?;
            }
            let event = Event::new("contact_changed", "contact")
                .on(unit_id)
                .in_area(&unit.area_code)
                .with("told", told);
            Ok((out(app, caller, row, &unit)?, event.into()))
        })
        .await
}

fn out(app: &App, caller: &Caller, row: contact::Model, unit: &unit::Model) -> Result<AgencyContactOut> {
    let sector = Role::from_name(&unit.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("unit {} has an unknown role", unit.id)))?;
    let account = caller.account()?;
    let named = account.reach(policy::UpdateContact::ROW);
    let named = named.and_then(|reach| Contacts::of(reach, account, true).ok());
    let can = account.can(&app.profile, |operation| {
        operation == "updateContact" && named.is_some_and(|named| named.covers(row.unit_id))
    });
    Ok(AgencyContactOut {
        can,
        unit_id: row.unit_id,
        unit_name: unit.name.clone(),
        sector,
        name: row.name,
        position: row.position,
        phone: row.phone,
        email: row.email,
        changed_at: row.changed_at.into(),
        version: row.version,
        shown_to_facilities: app.profile.contacts.shown_to_facilities.contains(&sector),
    })
}
