//! The acts on a whole account: open, hand over, issue a new password, lock for a loss. Each is one act with its limit,
//! its rows, its password and its mail, in the transaction of the decision. Account management, procedures and the
//! set-up of an installation all use these acts.

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

/// An initial password before its delivery: by mail to the registered address, or on a sheet that is handed over.
pub struct Issue {
    password: IssuedPassword,
    delivery: Delivery,
    sheet: Option<String>,
}

/// The delivery of an initial password.
pub struct Told {
    /// The data to hand over, shown once; none if the password was mailed.
    pub handover: Option<HandoverOut>,
    /// The end of the validity of the password.
    pub expires_at: Timestamp,
}

impl Issue {
    /// Makes the password, and the sheet if it is handed over. Both are slow, so call it before the transaction.
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

    /// Returns the way of delivery.
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
    /// Returns password and sheet, if they are handed over.
    pub fn shown(self) -> (Option<String>, Option<String>) {
        let parts = self
            .handover
            .map(|handover| (handover.initial_password, handover.sheet_pdf_base64));
        parts.unzip()
    }
}

/// An account to be opened.
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
    /// Its first holder.
    pub holder: &'a Holder,
    /// The account whose operator it is (D-04).
    pub operator_of: Option<Uuid>,
}

/// Opens an account with its first holder and its initial password, which is not delivered yet.
///
/// # Errors
/// Returns `account_limit_reached`, or a field error if the login name is or was in use.
pub async fn open(tx: &Tx, app: &App, new: &Opening<'_>, password: &IssuedPassword, now: Timestamp) -> Result<Uuid> {
    Ok(store_new(tx, app, new, |row| password.put_into(row), now).await?.id)
}

/// A password that the holder of a new account already has.
pub struct GivenPassword<'a> {
    /// Its hash.
    pub hash: &'a str,
    /// Whether it has to be changed at the first sign-in.
    pub is_initial: bool,
    /// Whether the account needs no second factor.
    pub waives_second_factor: bool,
}

/// Opens an account whose holder already has the password: for a trial installation.
///
/// # Errors
/// Returns the errors of [`open`].
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

/// An opened account.
pub struct Opened {
    /// Its id.
    pub id: Uuid,
    /// The delivery of its initial password.
    pub told: Told,
    pub(super) row: account::Model,
}

/// Opens an account and delivers its initial password.
///
/// # Errors
/// Returns the errors of [`open`]; `email_malformed` if there is no mail address.
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

/// Checks the number of operators of an account, which the profile limits (D-04).
async fn keep_operators(tx: &Tx, app: &App, unit: Uuid) -> Result<()> {
    // The account is locked, so that two concurrent creations cannot both be within the limit.
    hold(tx, unit).await?.ok_or_else(Error::not_found)?;
    let max = app.profile.accounts.operators;
    if store::count_operators(tx, unit).await? >= u64::from(max) {
        return Err(Error::new(ErrorCode::AccountLimitReached).with("max", max));
    }
    Ok(())
}

/// The result of issuing a new password.
pub struct Reissued {
    /// The account before.
    pub before: Account,
    /// The account after.
    pub account: Account,
    /// The number of ended sessions.
    pub sessions_ended: u64,
    /// The delivery of the password.
    pub told: Told,
    pub(super) row: account::Model,
}

/// The new holder of an account, with the reason.
pub struct Successor<'a> {
    /// The person.
    pub holder: &'a Holder,
    /// The reason.
    pub why: &'a Why,
    /// The dossier that requested it.
    pub dossier_id: Option<Uuid>,
    /// The account that decides.
    pub by: Option<Uuid>,
}

/// Transfers an account to another person: history, contact, a new password; it removes the second factor and the
/// sessions of the previous holder (LC-6.3-2, KH-8d).
///
/// # Errors
/// Returns `account_status_conflict` if it is closed; `email_malformed` if there is no mail address.
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

/// The scope of a password reset, besides the old password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// Whether the holder only forgot the password and has proven to be the holder; then the operators remain active.
    pub is_forgotten: bool,
    /// Whether the second factor is lost too.
    pub forget_second_factor: bool,
}

/// Issues a new initial password for an account and ends its sessions.
///
/// # Errors
/// Returns `account_status_conflict` if it is closed; `email_malformed` if there is no mail address.
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

/// Locks an account that a report names as stolen, ends its sessions and sends a mail to its facility. Returns whether
/// this call locked it. An account that was already locked keeps its reason. The last administrator, whom nobody could
/// unlock, is not locked and only loses the sessions.
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

/// Removes the lock that a report has set.
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

/// Checks the number of accounts of a unit, which the profile limits (LC-6.3-1, LC-6.4-1). There are several
/// administrators (KH-13.2a).
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
    // The unit is locked, so that two concurrent creations cannot both be within the limit.
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

/// Makes the mail with an initial password.
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
