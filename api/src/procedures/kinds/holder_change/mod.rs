//! A change of the holder of an account, Mẫu số 2 (KH-M2, LC-6.3-2, KH-8d).

pub mod http;
mod sheet;

pub use sheet::sheet;

use super::form::{Filing, read, resent, same_title, signed_form, stored, under_form};
use super::{Asked, Kind, manage};
use crate::App;
use crate::accounts;
use crate::accounts::administration::{Issue, Successor, hand_over, holder_at};
use crate::accounts::handover::Recipient;
use crate::audit::Event;
use crate::authz::Caller;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::paging::{Moment, Wanted};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};
use crate::outbox::{self, Mail};
use crate::procedures::Dossier;
use crate::procedures::events::Author;
use crate::procedures::kind::{Issued, NewForm, Outcome};
use crate::procedures::service::{self, NewDossier};
use dto::administration::{AccountReason, Holder, Why};
use dto::dossier::{DossierApplicant, Resolution};
use dto::filing::{HolderChange, HolderChangeIn, HolderChangeOut, HolderChangesOut};
use dto::problem::ErrorCode;
use dto::{CheckContext, Timestamp, say};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

/// The type of procedure.
pub const TYPE: &str = Kind::HolderChange.as_str();

/// The latest dossiers of an account; an undecided one is always among them.
const LATEST: Wanted<Moment> = Wanted { after: None, limit: 5 };

/// Files a change of holder of the caller's own account. The printed part of the form gets the old holder's current
/// data.
pub async fn submit(caller: &Caller, asked: Asked, body: LargeBody<HolderChangeIn, FILING_BODY>) -> Result<Answer> {
    let app = &caller.app;
    let sent = body.arrived(Whose::Account).await?;
    let once = Once::marked(&asked.key, sent.fingerprint);
    if let Some(first) = once.stored(caller).await? {
        return Ok(first);
    }
    let Filing { form, mut says } = read(sent.reading, caller.check_context())?;
    let files = signed_form(app, caller, says.signed_form.take()).await?;
    let references = app.references(caller.now).await?;
    let own = caller.account()?;
    let account = accounts::service::account(app.db.read(), own.account_id).await?;
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    once.write(caller, Effect::Created, async |tx| {
        // The account is locked: of two concurrent filings the second sees the first one.
        accounts::service::hold(tx, own.account_id).await?;
        for filed in filed_by_holder(tx, own.account_id, caller.now, LATEST).await? {
            if !filed.state.is_decided() {
                return Err(Error::new(ErrorCode::HolderChangeOpen));
            }
        }
        let new = NewDossier {
            procedure: TYPE,
            title: own.unit_name.clone(),
            summary: account.login.clone(),
            area_code: own.area_code.clone(),
            account_id: Some(own.account_id),
            filed_by: Some(own.account_id),
            subject_tier: Some(own.tier()),
            urgent: false,
            applicant: DossierApplicant {
                name: account.holder_name.clone(),
                email: some(account.email.clone()),
                phone: some(account.phone.clone()),
            },
            form,
            form_missing: files.is_empty(),
            files,
            lang: caller.lang,
        };
        let filed = service::file(tx, app, &references, new, &Author::of(caller), caller.now).await?;
        let event = Event::new("holder_change_submitted", "dossier")
            .on(filed.dossier.id)
            .in_area(&filed.dossier.area_code)
            .with("form_missing", filed.dossier.form_missing);
        Ok((filed.receipt, event.into()))
    })
    .await
}

/// Returns the changes that the present holder has filed. Those of an earlier holder are not visible to the next one.
pub async fn list(caller: &Caller, wanted: Wanted<Moment>) -> Result<HolderChangesOut> {
    let app = &caller.app;
    let id = caller.account()?.account_id;
    let mut rows = filed_by_holder(app.db.read(), id, caller.now, wanted).await?;
    let next_cursor = wanted.cut(&mut rows, Dossier::place_filed);
    let items = rows.into_iter().map(|dossier| {
        let state = dossier.state;
        Ok(HolderChangeOut {
            dossier_code: (!state.is_decided()).then(|| dossier.code(app)).transpose()?,
            state,
            filed_at: dossier.created_at,
            due_at: dossier.due_at,
            decided_at: dossier.decided_at,
            form_missing: dossier.form_missing,
            number: dossier.number,
        })
    });
    let items = items.collect::<Result<_>>()?;
    let event = Event::new("own_dossiers_listed", "account").on(id);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(HolderChangesOut { items, next_cursor })
}

async fn filed_by_holder(
    db: &impl ConnectionTrait,
    account: Uuid,
    now: Timestamp,
    wanted: Wanted<Moment>,
) -> Result<Vec<Dossier>> {
    let held = holder_at(db, account, now).await?;
    service::filed_by(db, account, TYPE, held.since, wanted).await
}

/// Checks the form of a supplement.
///
/// # Errors
/// Returns what is wrong with it.
pub fn check_again(dossier: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
    let sent: Reading<HolderChangeIn> = resent(form, |sent: &HolderChangeIn| sent.signed_form.as_ref())?;
    let filing = read(sent, context).map_err(under_form)?;
    Ok(same_title(dossier, filing.form))
}

/// A prepared change of holder.
pub struct Change {
    says: HolderChange,
    account_id: Uuid,
    issue: Issue,
}

/// Returns the unchanged login name, and the address for the new holder's password.
pub async fn would_hand_over(db: &impl ConnectionTrait, app: &App, dossier: &Dossier) -> Result<Option<Issued>> {
    let says = stored::<HolderChangeIn>(app, dossier)?;
    let Some(id) = dossier.account_id else { return Ok(None) };
    Ok(Some(Issued {
        login: accounts::service::account(db, id).await?.login,
        address: Some(says.new_email),
    }))
}

/// Prepares the password of the new holder.
pub async fn prepare(app: &App, caller: &Caller, dossier: &Dossier, body: &Resolution) -> Result<Change> {
    let says = stored::<HolderChangeIn>(app, dossier)?;
    let id = dossier.account_id.ok_or_else(|| Error::new(ErrorCode::NoAccount))?;
    let account = accounts::service::account(app.db.read(), id).await?;
    manage::demand(app, caller, &account)?;
    let name = accounts::service::name_of(app, account.id).await?;
    let recipient = Recipient {
        tier: account.tier,
        name: &name,
        holder: &says.new_name,
        login: &account.login,
    };
    let issue = Issue::prepare(app, caller, body.delivery, &recipient).await?;
    Ok(Change {
        says,
        account_id: id,
        issue,
    })
}

/// Sets the new holder: history, contact, a password to the new address; it removes the second factor and the sessions
/// of the old holder.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier, change: Change) -> Result<Outcome> {
    let (id, now, says) = (change.account_id, caller.now, &change.says);
    let holder = Holder {
        name: says.new_name.clone(),
        position: says.new_position.clone().unwrap_or_default(),
        email: says.new_email.clone(),
        phone: says.new_phone.clone(),
    };
    let why = Why {
        reason: Some(AccountReason::HolderChanged),
        reference: Some(dossier.number.clone()),
        ..Why::default()
    };
    let to = Successor {
        holder: &holder,
        why: &why,
        dossier_id: Some(dossier.id),
        by: Some(caller.account()?.account_id),
    };
    let done = hand_over(tx, app, id, &to, &change.issue, dossier.lang, now).await?;
    let (before, after) = (done.before, done.account);
    if !before.email.is_empty() {
        // The old holder may not have asked for it, and has to be notified.
        let letter = say!(
            dossier.lang,
            mail.holder_changed,
            login = before.login,
            number = dossier.number
        );
        outbox::send_mail(tx, app, Mail::new(&before.email, letter), now).await?;
    }
    let event = Event::new("holder_changed", "account")
        .on(id)
        .in_area(&after.area_code)
        .for_purpose(Some("holder_changed".to_owned()), Some(dossier.number.clone()))
        .with("sessions_ended", done.sessions_ended)
        .with("delivery", change.issue.delivery().as_str());
    Ok(Outcome {
        result: Some(json!({ "login": after.login, "account_id": id })),
        account_id: Some(id),
        handover: done.told.handover,
        events: vec![event],
        // The mail to the old address reports it.
        applicant_told: !before.email.is_empty(),
    })
}
