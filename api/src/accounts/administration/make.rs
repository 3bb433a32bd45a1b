//! Making an account, and the mail that tells its initial password.

use super::find::demand_reason;
use super::lifecycle::{Issue, Opening, open_and_tell};
use super::logins::choose_login;
use super::out::{self, Telling};
use super::store;
use crate::App;
use crate::accounts::IssuedPassword;
use crate::accounts::entity::account;
use crate::accounts::handover::Recipient;
use crate::audit::Event;
use crate::authz::{Accounts, Area, Caller, ScopedCaller, Territory};
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::outbox::Mail;
use crate::references::References;
use dto::account::{Post, Role};
use dto::administration::{IssuedAccountOut, NewAccount, Place};
use dto::check::spoken_instant;
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp, say};
use rules::tiers;
use uuid::Uuid;

/// How often a name is looked for when somebody else takes it first.
const ATTEMPTS: usize = 5;

/// Where the account will belong, as far as it is known before the transaction.
struct Site {
    facility_id: Option<Uuid>,
    unit_id: Option<Uuid>,
    unit_name: String,
    area_code: String,
    area_path: String,
}

/// Makes an account below one's own (table 8.1; KH-8c-2, LC-6.1b-2).
pub async fn create(caller: &ScopedCaller<Accounts>, once: Once, new: NewAccount) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?.post();
    if !tiers::may_create(own, new.post, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    demand_reason(app, own, new.post, &new.why)?;
    let references = app.references(caller.now).await?;
    let site = site(app, caller, &references, &new).await?;
    for _ in 0..ATTEMPTS {
        let asked = new.login.as_deref();
        let login = choose_login(app, &references, new.post, &site.area_code, &site.unit_name, asked).await?;
        let made = store_new(app, caller, &once, &new, &site, &login).await;
        let lost = |error: &Error| error.code() == ErrorCode::ValidationFailed;
        match made {
            // Somebody took the proposed name meanwhile: the next number.
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
        post: new.post,
        name: &site.unit_name,
        holder: &new.holder.name,
        login,
    };
    let issue = Issue::prepare(app, caller, new.delivery, &recipient).await?;
    let now = caller.now;
    once.write(caller, Effect::Created, async |tx| {
        let unit_id = match (&new.place, site.unit_id) {
            (Place::NewUnit { name, area_code }, _) => {
                Some(directory::units::find_or_add(tx, new.post, area_code, name, now).await?)
            }
            (_, known) => known,
        };
        let opening = Opening {
            login,
            post: new.post,
            unit_id,
            facility_id: site.facility_id,
            area_code: &site.area_code,
            area_path: &site.area_path,
            holder: &new.holder,
            operator_of: None,
        };
        let (made, told) = open_and_tell(tx, app, &opening, &issue, Lang::Vi, now).await?;
        let event = Event::new("account_created", "account")
            .on(made.id)
            .in_area(&site.area_code)
            .for_purpose(
                new.why.reason.map(|reason| reason.as_str().to_owned()),
                new.why.reference.clone(),
            )
            .with("post", new.post.to_string())
            .with("delivery", new.delivery.as_str());
        let password_expires_at = told.expires_at;
        let (initial_password, sheet_pdf_base64) = told.shown();
        let out = IssuedAccountOut {
            account: out::managed(tx, &telling, made).await?,
            initial_password,
            sheet_pdf_base64,
            password_expires_at,
        };
        Ok((out, event.into()))
    })
    .await
}

/// Finds the place and sees to it that it lies in the caller's area and fits the tier.
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
                unit.role == new.post.role.as_str()
                    && unit.level == new.post.level.map(i16::from)
                    && area.is_some_and(|area| is_within(&area.path))
            });
            // A unit of somebody else's is none.
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
    if facility_id.is_none() && !new.post.fits_area(depth, references.is_leaf(&area_code)) {
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

/// LC-6.3-1, LC-6.4-1: as many accounts as the profile gives each unit. Administrators are several (KH-13.2a).
pub async fn keep_limit(
    tx: &Tx,
    app: &App,
    post: Post,
    unit_id: Option<Uuid>,
    facility_id: Option<Uuid>,
) -> Result<()> {
    let Some(max) = app
        .profile
        .accounts
        .per_unit
        .filter(|_| post.role != Role::Administrator)
    else {
        return Ok(());
    };
    // Two made at once must not both find room.
    if let Some(id) = unit_id {
        directory::units::hold(tx, id).await?;
    }
    if let Some(id) = facility_id {
        directory::service::hold_facility(tx, id).await?;
    }
    if store::count_open(tx, unit_id, facility_id).await? >= u64::from(max) {
        return Err(Error::new(ErrorCode::AccountLimitReached).with("max", max));
    }
    Ok(())
}

/// The mail that tells an initial password.
pub fn issued_mail(app: &App, account: &account::Model, password: &IssuedPassword, lang: Lang, now: Timestamp) -> Mail {
    let letter = say!(
        lang,
        mail.password_issued,
        login = account.login,
        password = password.reveal(),
        until = spoken_instant(valid_until(app, now)),
        address = app.config.public_url
    );
    Mail::new(&account.email, letter)
}

/// Until when a password issued now can be used (docs/rules.md 5).
pub fn valid_until(app: &App, now: Timestamp) -> Timestamp {
    rules::password::initial_expires_at(now.get(), app.profile.password.initial_valid_hours).into()
}
