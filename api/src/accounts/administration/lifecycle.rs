//! What happens to an account as a whole: it is opened, handed over, gets a new password, is locked for a loss. Each is one
//! act with its limit, its rows, its password and its mail, in the transaction of whoever decides. Looking after accounts,
//! procedures and the set-up of an installation all act through these.

use super::status::{give_to, lock, tell_locked, unlock};
use super::store;
use crate::App;
use crate::accounts::entity::account;
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::handover::{Recipient, handover_sheet, valid_until};
use crate::accounts::service::create_account;
use crate::accounts::store::{by_id, hold};
use crate::accounts::{Account, IssuedPassword, issue_password, second_factor};
use crate::authz::Caller;
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::outbox;
use dto::account::{AccountTier, Role};
use dto::administration::{AccountReason, AccountStatus, Delivery, Holder, Why};
use dto::check::spoken_instant;
use dto::dossier::HandoverOut;
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp, say};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// An initial password that is about to be told: by mail to the registered address, or on a sheet that is handed over.
pub struct Issue {
    password: IssuedPassword,
    delivery: Delivery,
    sheet: Option<String>,
}

/// What was told of an initial password.
pub struct Told {
    /// What is to be handed over, once; nothing where it was mailed.
    pub handover: Option<HandoverOut>,
    /// Until when the password can be used.
    pub expires_at: Timestamp,
}

impl Issue {
    /// Makes the password, and the sheet where it is handed over. Both take their time: before the transaction.
    pub async fn prepare(app: &App, caller: &Caller, delivery: Delivery, to: &Recipient<'_>) -> Result<Self> {
        let password = issue_password(app, to.login).await?;
        let sheet = match delivery {
            Delivery::Email => None,
            Delivery::Handover => Some(handover_sheet(app, caller, to, password.reveal()).await?),
        };
        Ok(Self {
            password,
            delivery,
            sheet,
        })
    }

    /// How it is told.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    async fn tell(&self, tx: &Tx, app: &App, account: &account::Model, lang: Lang, now: Timestamp) -> Result<Told> {
        let expires_at = valid_until(app, now);
        let handover = match self.delivery {
            Delivery::Handover => Some(HandoverOut {
                login: account.login.clone(),
                initial_password: self.password.reveal().to_owned(),
                password_expires_at: expires_at,
                sheet_pdf_base64: self.sheet.clone().unwrap_or_default(),
            }),
            Delivery::Email if account.email.is_empty() => {
                return Err(Error::field("/delivery", FieldCode::EmailMalformed));
            }
            Delivery::Email => {
                outbox::send_mail(tx, app, issued_mail(app, account, &self.password, lang, now), now).await?;
                None
            }
        };
        Ok(Told { handover, expires_at })
    }
}

impl Told {
    /// Password and sheet, where they are handed over.
    pub fn shown(self) -> (Option<String>, Option<String>) {
        let parts = self
            .handover
            .map(|handover| (handover.initial_password, handover.sheet_pdf_base64));
        parts.unzip()
    }
}

/// An account about to be opened.
pub struct Opening<'a> {
    /// Its login name.
    pub login: &'a str,
    /// Its tier.
    pub tier: AccountTier,
    /// Its unit.
    pub unit_id: Option<Uuid>,
    /// Its facility.
    pub facility_id: Option<Uuid>,
    /// The code of its area.
    pub area_code: &'a str,
    /// The path of its area.
    pub area_path: &'a str,
    /// Who holds it first.
    pub holder: &'a Holder,
    /// The account whose operator it is (D-04).
    pub operator_of: Option<Uuid>,
}

/// Opens an account with its first holder and its initial password, which nobody is told yet.
///
/// # Errors
/// `account_limit_reached`, or a field error where somebody has or had the login name.
pub async fn open(tx: &Tx, app: &App, new: &Opening<'_>, password: &IssuedPassword, now: Timestamp) -> Result<Uuid> {
    Ok(store_new(tx, app, new, |row| password.put_into(row), now).await?.id)
}

/// A password that the holder of a new account has already.
pub struct GivenPassword<'a> {
    /// Its hash.
    pub hash: &'a str,
    /// Whether it has to be changed at the first sign-in.
    pub is_initial: bool,
    /// Whether the account goes without a second factor.
    pub waives_second_factor: bool,
}

/// Opens an account whose holder has the password already: for a province to try out.
///
/// # Errors
/// Those of [`open`].
pub async fn open_given(
    tx: &Tx,
    app: &App,
    new: &Opening<'_>,
    password: &GivenPassword<'_>,
    now: Timestamp,
) -> Result<Uuid> {
    let put_into = |row: &mut account::ActiveModel| {
        row.password_hash = Set(password.hash.to_owned());
        row.password_is_initial = Set(password.is_initial);
        row.password_once = Set(false);
        row.password_spent = Set(false);
        row.second_factor_waived = Set(password.waives_second_factor);
    };
    Ok(store_new(tx, app, new, put_into, now).await?.id)
}

async fn store_new(
    tx: &Tx,
    app: &App,
    new: &Opening<'_>,
    put_password: impl FnOnce(&mut account::ActiveModel),
    now: Timestamp,
) -> Result<account::Model> {
    match new.operator_of {
        Some(unit) => keep_operators(tx, app, unit).await?,
        None => keep_limit(tx, app, new.tier, new.unit_id, new.facility_id).await?,
    }
    let mut row = account::ActiveModel {
        login: Set(new.login.to_owned()),
        operator_of: Set(new.operator_of),
        role: Set(Coded(new.tier.role)),
        level: Set(new.tier.level.map(i16::from)),
        unit_id: Set(new.unit_id),
        facility_id: Set(new.facility_id),
        area_code: Set(new.area_code.to_owned()),
        area_path: Set(new.area_path.to_owned()),
        holder_name: Set(new.holder.name.clone()),
        holder_position: Set(new.holder.position.clone()),
        email: Set(new.holder.email.clone()),
        phone: Set(new.holder.phone.clone()),
        second_factor_waived: Set(false),
        ..Default::default()
    };
    put_password(&mut row);
    let id = create_account(tx, row, now).await?;
    by_id(tx, id).await?.ok_or_else(Error::not_found)
}

/// An account that was opened.
pub struct Opened {
    /// Its id.
    pub id: Uuid,
    /// What was told of its initial password.
    pub told: Told,
    pub(super) row: account::Model,
}

/// Opens an account and tells its initial password.
///
/// # Errors
/// Those of [`open`]; `email_malformed` where there is no address to write to.
pub async fn open_and_tell(
    tx: &Tx,
    app: &App,
    new: &Opening<'_>,
    issue: &Issue,
    lang: Lang,
    now: Timestamp,
) -> Result<Opened> {
    let row = store_new(tx, app, new, |row| issue.password.put_into(row), now).await?;
    let told = issue.tell(tx, app, &row, lang, now).await?;
    Ok(Opened { id: row.id, told, row })
}

/// As many operators as the profile gives each account (D-04).
async fn keep_operators(tx: &Tx, app: &App, unit: Uuid) -> Result<()> {
    // Two made at once must not both find room.
    hold(tx, unit).await?.ok_or_else(Error::not_found)?;
    let max = app.profile.accounts.operators;
    if store::count_operators(tx, unit).await? >= u64::from(max) {
        return Err(Error::new(ErrorCode::AccountLimitReached).with("max", max));
    }
    Ok(())
}

/// What became of an account that got a new password.
pub struct Reissued {
    /// As it was before.
    pub before: Account,
    /// As it is now.
    pub account: Account,
    /// How many sessions have ended.
    pub sessions_ended: u64,
    /// What was told of the password.
    pub told: Told,
    pub(super) row: account::Model,
}

/// Who takes an account over, and why.
pub struct Successor<'a> {
    /// The person.
    pub holder: &'a Holder,
    /// Why.
    pub why: &'a Why,
    /// The dossier in which it was asked for.
    pub dossier_id: Option<Uuid>,
    /// Who decides it.
    pub by: Option<Uuid>,
}

/// Gives an account to another person: history, contact, a new password, no second factor and no session of the one before
/// (LC-6.3-2, KH-8d).
///
/// # Errors
/// `account_status_conflict` where it is closed; `email_malformed` where there is no address to write to.
pub async fn hand_over(
    tx: &Tx,
    app: &App,
    id: Uuid,
    to: &Successor<'_>,
    issue: &Issue,
    lang: Lang,
    now: Timestamp,
) -> Result<Reissued> {
    let before = still_open(tx, id).await?;
    give_to(tx, id, to.holder, to.why, to.dossier_id, to.by, now).await?;
    let sessions_ended = issue.password.replace(tx, app, id, now).await?;
    second_factor::forget(tx, id).await?;
    let row = hold(tx, id).await?.ok_or_else(Error::not_found)?;
    let told = issue.tell(tx, app, &row, lang, now).await?;
    Ok(Reissued {
        before,
        account: Account::of(&row),
        sessions_ended,
        told,
        row,
    })
}

/// What a new password replaces besides the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// Whether its holder has merely forgotten the old one and has proven to be the holder, so that its operators go on.
    pub is_forgotten: bool,
    /// Whether the second factor is lost as well.
    pub forget_second_factor: bool,
}

/// Gives an account a new initial password; its sessions end.
///
/// # Errors
/// `account_status_conflict` where it is closed; `email_malformed` where there is no address to write to.
pub async fn reissue(
    tx: &Tx,
    app: &App,
    id: Uuid,
    reset: Reset,
    issue: &Issue,
    lang: Lang,
    now: Timestamp,
) -> Result<Reissued> {
    let before = still_open(tx, id).await?;
    let sessions_ended = if reset.is_forgotten {
        issue.password.replace_own(tx, app, id, now).await?
    } else {
        issue.password.replace(tx, app, id, now).await?
    };
    if reset.forget_second_factor {
        second_factor::forget(tx, id).await?;
    }
    let row = hold(tx, id).await?.ok_or_else(Error::not_found)?;
    let told = issue.tell(tx, app, &row, lang, now).await?;
    Ok(Reissued {
        before,
        account: Account::of(&row),
        sessions_ended,
        told,
        row,
    })
}

async fn still_open(tx: &Tx, id: Uuid) -> Result<Account> {
    let known = by_id(tx, id).await?.ok_or_else(Error::not_found)?;
    if *known.status == AccountStatus::Closed {
        return Err(Error::new(ErrorCode::AccountStatusConflict));
    }
    Ok(Account::of(&known))
}

/// Locks an account that a report says is in somebody else's hands, ends its sessions and writes to its facility; whether this
/// has locked it. One that was locked before stays so for its own reason, and the last administrator, whom nobody could
/// unlock, only loses the sessions.
pub async fn lock_for_loss(
    tx: &Tx,
    app: &App,
    id: Uuid,
    number: &str,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<bool> {
    match lock(tx, id, &lost(number), by, now).await {
        Ok(()) => {
            tell_locked(tx, app, id, number, now).await?;
            Ok(true)
        }
        Err(error)
            if matches!(
                error.code(),
                ErrorCode::AccountStatusConflict | ErrorCode::LastAdministrator
            ) =>
        {
            store::end_sessions(tx, id, SessionEnd::CredentialLost, now).await?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Takes the lock away that a report has set.
pub async fn unlock_after_loss(tx: &Tx, id: Uuid, number: &str, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    unlock(tx, id, &lost(number), by, now).await
}

fn lost(number: &str) -> Why {
    Why {
        reason: Some(AccountReason::CredentialLost),
        reference: Some(number.to_owned()),
        ..Why::default()
    }
}

/// LC-6.3-1, LC-6.4-1: as many accounts as the profile gives each unit. Administrators are several (KH-13.2a).
async fn keep_limit(
    tx: &Tx,
    app: &App,
    tier: AccountTier,
    unit_id: Option<Uuid>,
    facility_id: Option<Uuid>,
) -> Result<()> {
    let Some(max) = app
        .profile
        .accounts
        .per_unit
        .filter(|_| tier.role != Role::Administrator)
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
fn issued_mail(
    app: &App,
    account: &account::Model,
    password: &IssuedPassword,
    lang: Lang,
    now: Timestamp,
) -> outbox::Mail {
    let letter = say!(
        lang,
        mail.password_issued,
        login = account.login,
        password = password.reveal(),
        until = spoken_instant(valid_until(app, now)),
        address = app.config.public_url
    );
    outbox::Mail::new(&account.email, letter)
}
