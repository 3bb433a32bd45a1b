//! Passwords issued by another person.

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

/// A generated password: initial, valid for one sign-in and for the hours of the profile.
///
/// It is made before the transaction, because hashing is slow, and stored inside of it. Its text is shown to one
/// person. It is stored sealed while the answer or mail that contains it may have to be repeated. The type has no
/// `Debug`.
pub struct IssuedPassword {
    text: Zeroizing<String>,
    hash: String,
}

/// Makes a password for `login`: for a new account put it into the row with [`IssuedPassword::put_into`], for an
/// existing account [`IssuedPassword::replace`] the old one; get its text with [`IssuedPassword::reveal`].
pub async fn issue_password(app: &App, login: &str) -> Result<IssuedPassword> {
    let text = Zeroizing::new(random_password(login, &app.profile.password)?);
    let hash = app.passwords.hash(&text).await?;
    Ok(IssuedPassword { text, hash })
}

impl IssuedPassword {
    /// Writes the password into the row of a new account.
    pub fn put_into(&self, row: &mut account::ActiveModel) {
        row.password_hash = Set(self.hash.clone());
        row.password_is_initial = Set(true);
        row.password_once = Set(true);
        row.password_spent = Set(false);
    }

    /// Replaces the current password and ends every session of the account; returns their number. The second factor is
    /// kept: if it is lost too, use [`second_factor::forget`].
    ///
    /// The operators of the account are locked until its holder confirms each, because an earlier holder, or somebody
    /// who had stolen the account, may have created them.
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

    /// Replaces the password of a holder who only forgot it and has proven to be the holder: nobody else had the
    /// account in the meantime, so its operators remain active.
    pub async fn replace_own(&self, tx: &Tx, app: &App, account_id: Uuid, now: Timestamp) -> Result<u64> {
        let held = hold(tx, account_id).await?.ok_or_else(Error::not_found)?;
        remember(tx, app, &held, now).await?;
        set_password(tx, &held, Password::issued(self.hash.clone()), now).await?;
        second_factor::forget_wrong_codes(tx, account_id).await?;
        draft_key::forget(tx, account_id).await?;
        sessions::store::end_other_sessions(tx, account_id, None, SessionEnd::PasswordIssued, now).await
    }

    /// Returns the text of the password, for the one place that delivers it.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

/// Makes a password of groups of six letters and a number without similar characters, `hjkmnA-qrstuv-48`, with the
/// length and the characters that the profile requires.
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
