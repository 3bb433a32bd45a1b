//! Passwords: chosen by the holder, issued by somebody else, and running out.

use super::entity::session::SessionEnd;
use super::entity::{account, password_history};
use super::notice::notice;
use super::proof::{self, Asked, Code};
use super::{draft_key, password_store, second_factor, store};
use crate::App;
use crate::audit::{Actor, Event};
use crate::authz::Caller;
use crate::crypto;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::jobs::Failures;
use crate::notice::Notice;
use crate::outbox::{self, Mail};
use dto::account::{PasswordChangeIn, new_password_errors_with_names};
use dto::problem::FieldCode;
use dto::{Lang, Timestamp, say};
use rules::password::PasswordTerms;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;
use zeroize::Zeroizing;

/// When the password has to be changed, where the profile rotates (KH-9a-2).
pub(super) fn due_at(app: &App, changed_at: time::OffsetDateTime) -> Option<Timestamp> {
    let months = app.profile.password.rotation_months?;
    Some(rules::password::rotation_due(changed_at, months).into())
}

/// Changes one's own password (LC-7.1a-1, KH-9a-1). Every other session of the account ends.
pub async fn change_password(caller: &Caller, once: Once, body: &PasswordChangeIn) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let known = store::by_id(app.db.read(), own.credential_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let names = [own.unit_name.as_str(), known.holder_name.as_str()];
    let errors = new_password_errors_with_names(&body.new_password, &known.login, &names, caller.check_context());
    if !errors.is_empty() {
        return Err(Error::fields(errors));
    }
    let asked = Asked {
        pointer: "/current_password",
        refusal: "password_change_refused",
    };
    let proof = proof::by_password(app, caller, &body.current_password, asked).await?;
    if was_used_before(app, known.id, &body.new_password).await? {
        // The present password was right: no failure of whoever knows it.
        proof.drop_it().await?;
        return Err(Error::field("/new_password", FieldCode::PasswordUsedBefore));
    }
    let hash = app.passwords.hash(&body.new_password).await?;
    let keep = own.session_id()?;
    proof
        .write_once(Code::NotAsked, &once, Effect::Empty, async |tx, held| {
            remember(tx, app, held, caller.now).await?;
            store::set_password(tx, held, store::Password::chosen(hash), caller.now).await?;
            second_factor::forget_wrong_codes(tx, held.id).await?;
            let ended =
                store::end_other_sessions(tx, held.id, Some(keep), SessionEnd::PasswordChanged, caller.now).await?;
            outbox::send_mail(tx, app, notice(Notice::PasswordChanged, held, caller.lang), caller.now).await?;
            let event = Event::new("password_changed", "account")
                .on(held.id)
                .with("sessions_ended", ended);
            Ok(((), event.into()))
        })
        .await
}

/// Whether the password is one of those before the present one that the profile bars.
async fn was_used_before(app: &App, account_id: Uuid, password: &str) -> Result<bool> {
    let history = u64::from(app.profile.password.history);
    let earlier = password_store::earlier(app.db.read(), account_id, history).await?;
    for known in earlier {
        if app.passwords.verify(password, Some(&known.password_hash)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts the present password among the earlier ones, and takes those away that nobody compares with any more.
async fn remember(tx: &Tx, app: &App, account: &account::Model, now: Timestamp) -> Result<()> {
    let row = password_history::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(account.id),
        password_hash: Set(account.password_hash.clone()),
        replaced_at: Set(now.get()),
    };
    password_store::remember(tx, row, account.id, u64::from(app.profile.password.history)).await
}

/// A password that nobody chose: initial, good for one sign-in and for the hours of the profile.
///
/// It is made before the transaction, because hashing takes its time, and stored inside of it. The text is told to one
/// person; it is kept sealed for as long as the answer or the mail that tells it may have to be repeated, and good for one
/// sign-in. There is no `Debug`.
pub struct IssuedPassword {
    text: Zeroizing<String>,
    hash: String,
}

/// Makes a password for `login`: for a new account put it into the row with [`IssuedPassword::put_into`], for an
/// account that is there [`IssuedPassword::replace`] the old one; tell it with [`IssuedPassword::reveal`].
pub async fn issue_password(app: &App, login: &str) -> Result<IssuedPassword> {
    let text = Zeroizing::new(random_password(login, &app.profile.password)?);
    let hash = app.passwords.hash(&text).await?;
    Ok(IssuedPassword { text, hash })
}

impl IssuedPassword {
    /// Into the row of a new account.
    pub fn put_into(&self, row: &mut account::ActiveModel) {
        row.password_hash = Set(self.hash.clone());
        row.password_is_initial = Set(true);
        row.password_once = Set(true);
        row.password_spent = Set(false);
    }

    /// In place of the present password; every session of the account ends. Answers how many. The second factor stays:
    /// for whoever has lost that too there is [`super::second_factor::forget`].
    ///
    /// The operators of the account are locked until its holder confirms each: whoever held it before, or had taken it
    /// over, may have made them.
    pub async fn replace(&self, tx: &Tx, app: &App, account_id: Uuid, now: Timestamp) -> Result<u64> {
        let ended = self.replace_own(tx, app, account_id, now).await?;
        let held = store::hold(tx, account_id).await?.ok_or_else(Error::not_found)?;
        let (locked, ended_below) = store::lock_operators(tx, account_id, now).await?;
        if locked > 0 && !held.email.is_empty() {
            let letter = say!(Lang::Vi, mail.operators_locked, login = held.login, operators = locked);
            outbox::send_mail(tx, app, Mail::new(&held.email, letter), now).await?;
        }
        Ok(ended + ended_below)
    }

    /// The same where the holder has only forgotten the password and has proven to be the holder: nobody else held the
    /// account meanwhile, and its operators go on working.
    pub async fn replace_own(&self, tx: &Tx, app: &App, account_id: Uuid, now: Timestamp) -> Result<u64> {
        let held = store::hold(tx, account_id).await?.ok_or_else(Error::not_found)?;
        remember(tx, app, &held, now).await?;
        store::set_password(tx, &held, store::Password::issued(self.hash.clone()), now).await?;
        second_factor::forget_wrong_codes(tx, account_id).await?;
        draft_key::forget(tx, account_id).await?;
        store::end_other_sessions(tx, account_id, None, SessionEnd::PasswordIssued, now).await
    }

    /// The password, for the one place where it is told.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

/// Groups of six letters without lookalikes and a number, `hjkmnA-qrstuv-48`, as long as the profile wants it and with
/// whatever it demands.
pub fn random_password(login: &str, terms: &PasswordTerms) -> Result<String> {
    (0..100)
        .map(|_| candidate(terms))
        .find(|password| rules::password::check_password(password, login, terms).is_empty())
        .ok_or_else(|| Error::internal(anyhow::anyhow!("the profile allows no password that can be made")))
}

fn candidate(terms: &PasswordTerms) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyzACDEFGHJK";
    const NUMBER: usize = 2;
    let groups = usize::from(terms.min_length).saturating_sub(NUMBER).div_ceil(7).max(2);
    let mut text = String::new();
    for _ in 0..groups {
        text.extend(
            crypto::random::<6>()
                .iter()
                .map(|byte| char::from(LETTERS[usize::from(byte % 32)])),
        );
        text.push('-');
    }
    text + &(u32::from_be_bytes(crypto::random()) % 90 + 10).to_string()
}

/// Tells holders once, some days before, that their password has to be changed. Safe to run again and on several
/// instances: whoever marks the account sends the mail.
pub async fn remind(app: &App, now: Timestamp) -> Result<()> {
    let terms = &app.profile.password;
    let Some(months) = terms.rotation_months else {
        return Ok(());
    };
    let days = |days: i64| now.plus_seconds(-days * 86_400).get();
    let (months, warn_days) = (i64::from(months), i64::from(terms.warn_days));
    // A month has 28 to 31 days: the range holds everybody who may be due, the rule decides.
    let from = days(31 * months + 1);
    let until = days(28 * months - warn_days - 1);
    let candidates = password_store::not_reminded(app.db.read(), from, until).await?;
    let mut failures = Failures::default();
    for account in candidates {
        let Some(due) = due_at(app, account.password_changed_at) else {
            continue;
        };
        let from = rules::password::warn_from(due.get(), terms.warn_days);
        if from <= now.get() && now < due {
            failures.note("password_reminder", remind_one(app, &account, due, now).await)?;
        }
    }
    failures.first()
}

async fn remind_one(app: &App, account: &account::Model, due: Timestamp, now: Timestamp) -> Result<()> {
    // It ends at 24:00 of its last day.
    let last_day = rules::zone::local_date(due.plus_seconds(-1).get());
    let letter = say!(
        Lang::Vi,
        mail.password_due,
        login = account.login,
        day = rules::date_parts::format_vn_date(last_day)
    );
    let mail = Mail::new(&account.email, letter);
    let actor = Actor::system("remindOfPasswords");
    let told = app
        .db
        .write(&actor, now, async |tx| {
            if !store::mark_reminded(tx, account.id, account.password_changed_at, now).await? {
                // Another instance was faster, or the password is a new one: nothing to commit.
                return Err(Error::not_found());
            }
            outbox::send_mail(tx, app, mail, now).await?;
            Ok(((), Event::new("password_reminded", "account").on(account.id).into()))
        })
        .await;
    match told {
        Err(error) if error.code() == dto::ErrorCode::NotFound => Ok(()),
        other => other,
    }
}
