//! Changes the password that a holder chooses.

use super::history::{remember, was_used_before};
use super::store::{Password, set_password};
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::notice::notice;
use crate::accounts::proof::{self, Asked, Code};
use crate::accounts::store::by_id;
use crate::accounts::{second_factor, sessions};
use crate::audit::Event;
use crate::authz::Caller;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::notice::Notice;
use crate::outbox;
use dto::account::{PasswordChangeIn, new_password_errors_with_names};
use dto::problem::FieldCode;

/// Changes the caller's own password (LC-7.1a-1, KH-9a-1). Every other session of the account ends.
pub async fn change_password(caller: &Caller, once: Once, body: &PasswordChangeIn) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let known = by_id(app.db.read(), own.credential_id)
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
        // The current password was right, so the attempt does not count as a failure.
        proof.drop_it().await?;
        return Err(Error::field("/new_password", FieldCode::PasswordUsedBefore));
    }
    let hash = app.passwords.hash(&body.new_password).await?;
    let keep = own.session_id()?;
    proof
        .write_once(Code::NotAsked, &once, Effect::Empty, async |tx, held| {
            remember(tx, app, held, caller.now).await?;
            set_password(tx, held, Password::chosen(hash), caller.now).await?;
            second_factor::forget_wrong_codes(tx, held.id).await?;
            let ended =
                sessions::store::end_other_sessions(tx, held.id, Some(keep), SessionEnd::PasswordChanged, caller.now)
                    .await?;
            outbox::send_mail(tx, app, notice(Notice::PasswordChanged, held, caller.lang), caller.now).await?;
            let event = Event::new("password_changed", "account")
                .on(held.id)
                .with("sessions_ended", ended);
            Ok(((), event.into()))
        })
        .await
}
