//! The contact persons of the agencies, and the rules on who can see them (KH-14.2, KH-15.2, KH-16.2; S-18).

use crate::App;
use crate::accounts;
use crate::audit::Event;
use crate::authz::{Caller, Contacts, Operation, Scope, ScopedCaller, Territory, policy};
use crate::directory::contacts::{self, UnitContact};
use crate::directory::{Unit, units};
use crate::error::{Error, Result};
use crate::http::paging::Wanted;
use crate::outbox::{Mail, send_mail};
use dto::account::Role;
use dto::contact::{AgencyContactOut, AgencyContactsOut, Contact};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, say};
use uuid::Uuid;

/// The roles that are notified of a changed contact: administrators and the coordinating agencies. Facilities see the
/// day of the change in the list, because a province has thousands of them.
const TOLD: [Role; 6] = [
    Role::Administrator,
    Role::Police,
    Role::Tax,
    Role::Tourism,
    Role::Statistics,
    Role::Finance,
];

/// Returns the contacts that the account may see: a facility sees those of the sectors that the profile names.
pub async fn list(caller: &ScopedCaller<Territory>, wanted: Wanted<Uuid>) -> Result<AgencyContactsOut> {
    let app = &caller.app;
    let shown = matches!(caller.scope, Territory::Facility(_)).then_some(&app.profile.contacts.shown_to_facilities);
    let (found, next_cursor) = contacts::page(app.db.read(), shown.map(Vec::as_slice), wanted).await?;
    let items = found
        .into_iter()
        .map(|(unit, contact)| out(app, caller, contact, &unit))
        .collect::<Result<Vec<_>>>()?;
    let event = Event::new("contacts_listed", "contact").with("contacts", items.len());
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(AgencyContactsOut { items, next_cursor })
}

/// Sets or replaces the contact of a unit, and notifies administrators and agencies.
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
            let known = contacts::hold_version(tx, unit_id).await?;
            match (known, contact.version) {
                (None, None) => {}
                (Some(known), Some(version)) if version == known => {}
                (Some(_), None) => return Err(Error::field("/version", FieldCode::Required)),
                _ => return Err(Error::new(ErrorCode::VersionConflict)),
            }
            let by = caller.account()?.account_id;
            let named = contacts::name(tx, unit_id, known, &contact, (by, caller.now)).await?;
            // The mail contains no names or numbers: it says only that the contact has changed, and where to look.
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
            Ok((out(app, caller, named, &unit)?, event.into()))
        })
        .await
}

fn out(app: &App, caller: &Caller, row: UnitContact, unit: &Unit) -> Result<AgencyContactOut> {
    let sector = unit.tier.role;
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
        changed_at: row.changed_at,
        version: row.version,
        shown_to_facilities: app.profile.contacts.shown_to_facilities.contains(&sector),
    })
}
