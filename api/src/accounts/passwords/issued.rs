//! Passwords that somebody else issues.

use super::history::remember;
use super::store::{Password, set_password};
use crate::App;
use crate::accounts::entity::account;
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::store::{hold, lock_operators};
use crate::accounts::{draft_key, second_factor, sessions};
use crate::crypto;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::outbox::{self, Mail};
use dto::{Lang, Timestamp, say};
use rules::password::PasswordTerms;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;
use zeroize::Zeroizing;

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
    /// for whoever has lost that too there is [`second_factor::forget`].
    ///
    /// The operators of the account are locked until its holder confirms each: whoever held it before, or had taken it
    /// over, may have made them.
    pub async fn replace(&self, tx: &Tx, app: &App, account_id: Uuid, now: Timestamp) -> Result<u64> {
        let ended = self.replace_own(tx, app, account_id, now).await?;
        let held = hold(tx, account_id).await?.ok_or_else(Error::not_found)?;
        let (locked, ended_below) = lock_operators(tx, account_id, now).await?;
        if locked > 0 && !held.email.is_empty() {
            let letter = say!(Lang::Vi, mail.operators_locked, login = held.login, operators = locked);
            outbox::send_mail(tx, app, Mail::new(&held.email, letter), now).await?;
        }
        Ok(ended + ended_below)
    }

    /// The same where the holder has only forgotten the password and has proven to be the holder: nobody else held the
    /// account meanwhile, and its operators go on working.
    pub async fn replace_own(&self, tx: &Tx, app: &App, account_id: Uuid, now: Timestamp) -> Result<u64> {
        let held = hold(tx, account_id).await?.ok_or_else(Error::not_found)?;
        remember(tx, app, &held, now).await?;
        set_password(tx, &held, Password::issued(self.hash.clone()), now).await?;
        second_factor::forget_wrong_codes(tx, account_id).await?;
        draft_key::forget(tx, account_id).await?;
        sessions::store::end_other_sessions(tx, account_id, None, SessionEnd::PasswordIssued, now).await
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
