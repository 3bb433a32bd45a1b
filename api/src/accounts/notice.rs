//! Mails about what happened to an account.

use super::entity::account;
use crate::letter::{Letter, Notice};
use crate::outbox;
use dto::Lang;

/// Whoever did not do it has to learn of it.
pub(in crate::accounts) fn notice(notice: Notice, account: &account::Model, lang: Lang) -> outbox::Mail {
    let letter = Letter::About {
        notice,
        login: &account.login,
    };
    letter.to(lang, &account.email)
}
