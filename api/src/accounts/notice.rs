//! Mails about what happened to an account.

use super::entity::account;
use crate::notice::Notice;
use crate::outbox::Mail;
use dto::Lang;

/// Whoever did not do it has to learn of it.
pub(in crate::accounts) fn notice(notice: Notice, account: &account::Model, lang: Lang) -> Mail {
    notice.to(lang, &account.login, &account.email)
}
