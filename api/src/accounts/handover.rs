//! The handover sheet of an account: the same for every password that one person passes to another.

use crate::App;
use crate::authz::Caller;
use crate::error::Result;
use crate::paper::render;
use base64::{Engine, engine::general_purpose::STANDARD};
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use print::{Form, Handover, Requester};
use rules::zone;

/// The recipient of an account.
pub struct Recipient<'a> {
    /// The tier of the account.
    pub tier: AccountTier,
    /// The unit or facility.
    pub name: &'a str,
    /// The person.
    pub holder: &'a str,
    /// The login name.
    pub login: &'a str,
}

/// Makes the handover sheet of an account, in Base64 for the answer. It is stored only sealed, with an answer that may
/// have to be repeated.
pub async fn handover_sheet(app: &App, caller: &Caller, to: &Recipient<'_>, password: &str) -> Result<String> {
    let sheet = Form::Handover(Handover {
        issuer: caller.account()?.unit_name.clone(),
        issuer_parent: String::new(),
        province: app.profile.name.clone(),
        place: app.profile.name.clone(),
        on: zone::local_date(caller.now.get()),
        recipient: if to.tier.role == Role::Facility {
            Requester::Facility
        } else {
            Requester::Agency
        },
        recipient_name: to.name.to_owned(),
        holder_name: to.holder.to_owned(),
        address: app.config.public_url.clone(),
        login: to.login.to_owned(),
        password: password.to_owned(),
        valid_until: zone::local(valid_until(app, caller.now).get()),
        min_length: app.profile.password.min_length,
        hotline: app.profile.hotline.clone(),
    });
    Ok(STANDARD.encode(render(sheet).await?))
}

/// Returns the end of the validity of a password issued now (docs/rules.md 5).
pub fn valid_until(app: &App, now: Timestamp) -> Timestamp {
    rules::password::initial_expires_at(now.get(), app.profile.password.initial_valid_hours).into()
}
