//! Creates an account.

use super::answer::{self, Telling};
use super::lifecycle::{Issue, Opening, open_and_tell};
use super::logins::choose_login;
use super::search::demand_reason;
use crate::App;
use crate::accounts::handover::Recipient;
use crate::audit::Event;
use crate::authz::{Accounts, Area, Caller, ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::references::References;
use dto::Lang;
use dto::administration::{IssuedAccountOut, NewAccount, Place};
use dto::problem::{ErrorCode, FieldCode};
use rules::tiers;
use uuid::Uuid;

/// The number of attempts to find a login name if others are taken in the meantime.
const ATTEMPTS: usize = 5;

/// The place of the new account, as far as it is known before the transaction.
struct Site {
    facility_id: Option<Uuid>,
    unit_id: Option<Uuid>,
    unit_name: String,
    area_code: String,
    area_path: String,
}

/// Creates an account below the caller's own (table 8.1; KH-8c-2, LC-6.1b-2).
pub async fn create(caller: &ScopedCaller<Accounts>, once: Once, new: NewAccount) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?.tier();
    if !tiers::may_create(own, new.tier, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    demand_reason(app, own, new.tier, &new.why)?;
    let references = app.references(caller.now).await?;
    let site = site(app, caller, &references, &new).await?;
    for _ in 0..ATTEMPTS {
        let asked = new.login.as_deref();
        let login = choose_login(app, &references, new.tier, &site.area_code, &site.unit_name, asked).await?;
        let made = store_new(app, caller, &once, &new, &site, &login).await;
        let lost = |error: &Error| error.code() == ErrorCode::ValidationFailed;
        match made {
            // The proposed name was taken in the meantime: try the next number.
            Err(error) if asked.is_none() && lost(&error) => {}
            other => return other,
        }
    }
    Err(Error::new(ErrorCode::Unavailable).retry_after(1))
}

async fn store_new(
    app: &App,
    caller: &Caller,
    once: &Once,
    new: &NewAccount,
    site: &Site,
    login: &str,
) -> Result<Answer> {
    let telling = Telling::to(app, caller).await?;
    let recipient = Recipient {
        tier: new.tier,
        name: &site.unit_name,
        holder: &new.holder.name,
        login,
    };
    let issue = Issue::prepare(app, caller, new.delivery, &recipient).await?;
    let now = caller.now;
    once.write(caller, Effect::Created, async |tx| {
        let unit_id = match (&new.place, site.unit_id) {
            (Place::NewUnit { name, area_code }, _) => {
                Some(directory::units::find_or_add(tx, new.tier, area_code, name, now).await?)
            }
            (_, known) => known,
        };
        let opening = Opening {
            login,
            tier: new.tier,
            unit_id,
            facility_id: site.facility_id,
            area_code: &site.area_code,
            area_path: &site.area_path,
            holder: &new.holder,
            operator_of: None,
        };
        let made = open_and_tell(tx, app, &opening, &issue, Lang::Vi, now).await?;
        let event = Event::new("account_created", "account")
            .on(made.id)
            .in_area(&site.area_code)
            .for_purpose(
                new.why.reason.map(|reason| reason.as_str().to_owned()),
                new.why.reference.clone(),
            )
            .with("tier", new.tier.to_string())
            .with("delivery", new.delivery.as_str());
        let password_expires_at = made.told.expires_at;
        let (initial_password, sheet_pdf_base64) = made.told.shown();
        let out = IssuedAccountOut {
            account: answer::managed(tx, &telling, made.row).await?,
            initial_password,
            sheet_pdf_base64,
            password_expires_at,
        };
        Ok((out, event.into()))
    })
    .await
}

/// Finds the place, and checks that it is in the caller's area and fits the tier.
async fn site(app: &App, caller: &Caller, references: &References, new: &NewAccount) -> Result<Site> {
    let own = caller.account()?;
    let own_path = &own.area_path;
    let is_within = |path: &str| path == own_path || path.starts_with(&format!("{own_path}."));
    let (facility_id, unit_id, unit_name, area_code) = match &new.place {
        Place::Facility(id) => {
            let scope = Territory::Area(Area {
                code: own.area_code.clone(),
                path: own_path.clone(),
                leaf: references.is_leaf(&own.area_code),
            });
            let unknown = |error: Error| match error.code() {
                ErrorCode::NotFound => Error::field("/facility_id", FieldCode::UnknownValue),
                _ => error,
            };
            let facility = directory::service::facility_within(app, &scope, *id)
                .await
                .map_err(unknown)?;
            (Some(*id), None, facility.name, facility.area_code)
        }
        Place::Unit(id) => {
            let unit = directory::units::by_id(app.db.read(), *id).await?.filter(|unit| {
                let area = references.area(&unit.area_code);
                unit.tier == new.tier && area.is_some_and(|area| is_within(&area.path))
            });
            // A unit of another area is treated as unknown.
            let unit = unit.ok_or_else(|| Error::field("/unit_id", FieldCode::UnknownValue))?;
            (None, Some(unit.id), unit.name, unit.area_code)
        }
        Place::NewUnit { name, area_code } => (None, None, name.clone(), area_code.clone()),
    };
    let area = references
        .area(&area_code)
        .ok_or_else(|| Error::field("/area_code", FieldCode::UnknownValue))?;
    if !is_within(&area.path) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    let depth = area.path.split('.').count();
    if facility_id.is_none() && !new.tier.fits_area(depth, references.is_leaf(&area_code)) {
        return Err(Error::field("/area_code", FieldCode::AreaOfOtherTier));
    }
    Ok(Site {
        facility_id,
        unit_id,
        unit_name,
        area_path: area.path.clone(),
        area_code,
    })
}
