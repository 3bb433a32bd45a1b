//! The holder of an account, and how the initial password reaches that person.

use crate::Given;
use crate::check::Findings;
use crate::filing::{MAX_POSITION, email, person, phone, text};
use crate::problem::FieldCode;
use rules::unicode;

rules::codes! {
    /// How an initial password reaches its holder.
    #[derive(Default)]
    Delivery {
        /// By mail to the address of the account; it is shown to nobody else.
        #[default]
        Email = "email",
        /// In the answer, to be printed and handed over.
        Handover = "handover",
    }
}

/// The holder of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person's name.
    pub name: String,
    /// The position.
    pub position: String,
    /// The e-mail address; empty only where the password is handed over.
    pub email: String,
    /// The registered telephone; empty where there is none.
    pub phone: String,
}

/// The fields of a request about a holder.
#[derive(Clone, Copy)]
pub(super) struct HolderFields<'a> {
    pub(super) name: &'a Given<String>,
    pub(super) position: &'a Given<String>,
    pub(super) email: &'a Given<String>,
    pub(super) phone: &'a Given<String>,
}

/// Checks a holder. A password by mail needs an address.
pub(super) fn holder(findings: &mut Findings, fields: HolderFields<'_>, delivery: Delivery) -> Holder {
    let by_mail = delivery == Delivery::Email;
    Holder {
        name: person(findings, "/holder_name", fields.name).unwrap_or_default(),
        position: text(findings, "/holder_position", fields.position, MAX_POSITION, false).unwrap_or_default(),
        email: email(findings, "/email", fields.email, by_mail).unwrap_or_default(),
        phone: phone(findings, "/phone", fields.phone, false).unwrap_or_default(),
    }
}

/// The login name that the request asks for.
pub(super) fn login(findings: &mut Findings, given: &Given<String>) -> Option<String> {
    let typed = unicode::small(&findings.optional_text("/login", given, rules::login::MAX)?);
    if !rules::login::is_login(&typed) {
        findings
            .error("/login", FieldCode::LoginMalformed)
            .params
            .insert("min".into(), rules::login::MIN.to_string());
        return None;
    }
    Some(typed)
}
