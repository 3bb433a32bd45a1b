//! Mails about acts on an account.

use super::entity::account;
use crate::notice::Notice;
use crate::outbox::Mail;
use dto::Lang;

/// Makes a mail that notifies the holder, who may not have caused the act.
pub(in crate::accounts) fn notice(notice: Notice, account: &account::Model, lang: Lang) -> Mail {
    notice.to(lang, &account.login, &account.email)
}
