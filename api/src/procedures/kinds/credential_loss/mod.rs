//! A forgotten password, a stolen account (LC-7.4, KH-9d; D-01): reported by anybody, locked once the reporter has proven
//! something, set right by whoever manages the account.

mod entity;
mod hints;
pub mod http;
mod job;
mod sheet;
mod store;

pub use hints::hints;
pub use job::{NOT_LOOKED_UP, look_up_waiting};
pub(super) use sheet::sheet;

use self::entity as loss;
use self::entity::Proof;
use super::arrival::{Arrival, arrive};
use super::form::{Filing, read, resent, same_title, signed_form, stored, under_form};
use super::link::{confirmed_at, invalid_link};
use super::{Asked, Kind, manage};
use crate::App;
use crate::accounts;
use crate::accounts::Account;
use crate::accounts::administration::{Issue, Reset, lock_for_loss, reissue, unlock_after_loss};
use crate::accounts::handover::Recipient;
use crate::accounts::throttle::PublicAttempt;
use crate::audit::{Event, Events};
use crate::authz::Caller;
use crate::crypto;
use crate::db::{Coded, Tx};
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::once::{Answer, Effect, Stranger};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};
use crate::procedures::Dossier;
use crate::procedures::events::{Author, Entry};
use crate::procedures::kind::{Issued, NewForm, Outcome};
use crate::procedures::service::{self, NewDossier};
use crate::procedures::strangers;
use dto::administration::AccountStatus;
use dto::dossier::{ApplicantContactIn, ContactChannel, DossierApplicant, Resolution, Visibility};
use dto::filing::{CredentialLossIn, LossKind};
use dto::problem::{ErrorCode, FieldCode};
use dto::{CheckContext, Lang, Timestamp, say};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// The type of procedure.
pub const TYPE: &str = Kind::CredentialLoss.as_str();

/// Takes a report. Nothing here looks at accounts: what there is to do, and so the time it takes, is the same whether the
/// name is anybody's ([`job`] does the rest).
pub async fn report(visitor: &Visitor, asked: Asked, body: LargeBody<CredentialLossIn, FILING_BODY>) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    let stranger = Stranger::new(visitor, &asked.address);
    let attempt = PublicAttempt::filing(app, &asked.address);
    let sent = match arrive(&stranger, attempt, &asked.key, body, Whose::Stranger).await? {
        Arrival::Repeat(answer) => return Ok(answer),
        Arrival::First(sent) => sent,
    };
    let Filing { form, mut says } = read(sent.reading, visitor.check_context())?;
    let files = signed_form(app, &stranger, says.signed_form.take()).await?;
    let references = app.references(now).await?;
    let late = app.profile.credential_loss.late_by(says.discovered_at.get(), now.get());
    let kind = match says.kind {
        LossKind::Forgotten => "forgotten",
        LossKind::Stolen => "stolen",
    };
    sent.once
        .write(&stranger, Effect::Accepted, async |tx| {
            let nameless = || say!(Lang::Vi, dossier.title.no_login).to_owned();
            let new = NewDossier {
                procedure: TYPE,
                // People type passwords into the wrong field: what cannot be a name is not shown as one.
                title: Some(&says.login)
                    .filter(|login| rules::login::is_login(login))
                    .cloned()
                    .unwrap_or_else(nameless),
                summary: summary(Lang::Vi, says.kind).to_owned(),
                // Where the account lies would tell whether there is one.
                area_code: app.profile.province_code.clone(),
                account_id: None,
                filed_by: None,
                // Whose account it is, if anybody's, is looked up later.
                subject_tier: None,
                urgent: says.kind == LossKind::Stolen,
                applicant: DossierApplicant {
                    name: says.reporter_name.clone(),
                    email: says.email.clone(),
                    phone: Some(says.phone.clone()),
                },
                form,
                form_missing: files.is_empty(),
                files,
                lang: visitor.lang,
            };
            let author = Author::applicant(&says.reporter_name);
            let filed = service::file(tx, app, &references, new, &author, now).await?;
            let report = loss::Model {
                dossier_id: filed.dossier.id,
                late_seconds: late.map(time::Duration::whole_seconds),
                looked_up_at: None,
                account_id: None,
                mailed_at: None,
                link_hash: None,
                link_until: None,
                proven_at: None,
                proven_by: None,
                locked: false,
                attempts: 0,
                last_error: None,
                due_at: None,
                given_up_at: None,
            };
            store::insert(tx, report).await?;
            let event = Event::new("loss_reported", "dossier")
                .on(filed.dossier.id)
                .with("kind", kind)
                .with("late", late.is_some());
            Ok((filed.receipt, event.into()))
        })
        .await
}

/// Follows the link that was sent to the registered address. Of a stolen account it locks that account, and ends its
/// sessions; of a forgotten password it is the proof and nothing else.
pub async fn confirm(visitor: &Visitor, token: &str, address: &str) -> Result<()> {
    let (app, now) = (&visitor.app, visitor.now);
    let attempt = PublicAttempt::code(app, address);
    attempt.count(app, now).await?;
    app.db
        .write(&visitor.actor, now, async |tx| {
            let invalid = || Error::new(ErrorCode::LinkInvalid);
            let id = store::by_link(tx, crypto::hash(token.as_bytes()))
                .await?
                .ok_or_else(invalid)?;
            // In the order of all others: the dossier first.
            let dossier = service::hold_by_id(tx, id).await?.ok_or_else(invalid)?;
            let mut report = store::hold(tx, id).await?;
            let is_over = report.link_until.is_none_or(|until| Timestamp::from(until) <= now);
            if report.proven_by == Some(Coded(Proof::Link)) {
                return Err(confirmed_at(report.proven_at.map(Timestamp::from)));
            }
            if is_over || dossier.state.is_decided() {
                return Err(invalid());
            }
            strangers::vouch(tx, id).await?;
            report.proven_by = Some(Coded(Proof::Link));
            report.proven_at = report.proven_at.or(Some(now.get()));
            // Who merely forgot has proven enough for a new password, and may go on where somebody is signed in.
            let locked = if is_stolen(app, &dossier)? {
                stop_use(tx, app, &dossier, &mut report, None, now)
                    .await
                    .map_err(invalid_link)?
            } else {
                false
            };
            let report_account = report.account_id;
            store::update(tx, report).await?;
            let author = Author::applicant(&dossier.applicant(app)?.name);
            let entry = Entry::note("proven_by_link", Visibility::Inside);
            service::note(tx, app, &dossier, &author, entry, now).await?;
            let mut events: Events = Event::new("loss_confirmed", "dossier")
                .on(id)
                .with("locked", locked)
                .into();
            if let Some(account) = report_account.filter(|_| locked) {
                events = events.and(locked_by_report(account, &dossier));
            }
            Ok(((), events))
        })
        .await?;
    attempt.forgive(app).await
}

/// Stops the use of the account of a report; whether it is locked by this.
async fn stop_use(
    tx: &Tx,
    app: &App,
    dossier: &Dossier,
    report: &mut loss::Model,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<bool> {
    let id = report.account_id.ok_or_else(Error::not_found)?;
    let locked = lock_for_loss(tx, app, id, &dossier.number, by, now).await?;
    report.locked |= locked;
    Ok(locked)
}

/// Whether an account is said to be in somebody else's hands; a password that was forgotten is no reason to stop its use.
fn is_stolen(app: &App, dossier: &Dossier) -> Result<bool> {
    Ok(stored::<CredentialLossIn>(app, dossier)?.kind == LossKind::Stolen)
}

/// An officer locks a stolen account at once, on the report alone: whoever decides answers for it. The facility is written to.
pub async fn lock_now(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier) -> Result<Event> {
    if dossier.state.is_decided() || !is_stolen(app, dossier)? {
        return Err(Error::new(ErrorCode::WrongState));
    }
    strangers::vouch(tx, dossier.id).await?;
    let mut report = store::hold(tx, dossier.id).await?;
    let account = account_of(tx, &report).await?;
    let account = account.ok_or_else(|| Error::new(ErrorCode::NoAccount))?;
    manage::demand(app, caller, &account)?;
    if account.status != AccountStatus::Active {
        return Err(Error::new(ErrorCode::AccountStatusConflict));
    }
    let by = Some(caller.account()?.account_id);
    let locked = stop_use(tx, app, dossier, &mut report, by, caller.now).await?;
    store::update(tx, report).await?;
    Ok(Event::new("reported_account_locked", "account")
        .on(account.id)
        .in_area(&account.area_code)
        .for_purpose(Some("credential_lost".to_owned()), Some(dossier.number.clone()))
        .with("locked", locked))
}

/// What the log of an account says of a lock that a report has brought about.
fn locked_by_report(account: Uuid, dossier: &Dossier) -> Event {
    Event::new("account_locked", "account")
        .on(account)
        .in_area(&dossier.area_code)
        .for_purpose(Some("credential_lost".to_owned()), Some(dossier.number.clone()))
}

/// Looks for the account of a report that an officer works on before the job has come to it: nobody outside learns from
/// that whether there is one.
pub async fn get_ready(app: &App, dossier_id: Uuid, now: Timestamp) -> Result<()> {
    if store::of(app.db.read(), dossier_id).await?.looked_up_at.is_some() {
        return Ok(());
    }
    match job::look_up(app, dossier_id, now).await {
        // The job was faster.
        Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
        other => other,
    }
}

/// An officer has recorded a call. Who was reached at the registered number has proven enough (KH-9d-2, KH-M2-2), with
/// whichever act it is recorded; after the decision it changes nothing any more.
pub async fn contacted(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    dossier: &Dossier,
    contact: Option<&ApplicantContactIn>,
) -> Result<Option<Event>> {
    strangers::vouch(tx, dossier.id).await?;
    let Some(contact) = contact.filter(|contact| contact.channel == ContactChannel::Phone) else {
        return Ok(None);
    };
    if dossier.state.is_decided() {
        return Ok(None);
    }
    let mut report = store::hold(tx, dossier.id).await?;
    let Some(account) = account_of(tx, &report).await? else {
        return Ok(None);
    };
    if !has_number(&contact.with, &account.phone) {
        return Ok(None);
    }
    manage::demand(app, caller, &account)?;
    if report.proven_at.is_none() {
        (report.proven_at, report.proven_by) = (Some(caller.now.get()), Some(Coded(Proof::Call)));
    }
    let by = Some(caller.account()?.account_id);
    let locked = if is_stolen(app, dossier)? {
        stop_use(tx, app, dossier, &mut report, by, caller.now).await?
    } else {
        false
    };
    store::update(tx, report).await?;
    let event = Event::new("loss_proven_by_call", "account")
        .on(account.id)
        .for_purpose(Some("credential_lost".to_owned()), Some(dossier.number.clone()))
        .with("locked", locked);
    Ok(Some(event))
}

async fn account_of(tx: &Tx, report: &loss::Model) -> Result<Option<Account>> {
    match report.account_id {
        Some(id) => Ok(Some(accounts::service::account(tx, id).await?)),
        None => Ok(None),
    }
}

/// Whether the registered number stands in what an officer wrote about the call, however it is spaced.
fn has_number(written: &str, registered: &str) -> bool {
    let digits = |text: &str| -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // +84 258 … is 0258 ….
        digits
            .strip_prefix("84")
            .map_or(digits.clone(), |rest| format!("0{rest}"))
    };
    let registered = digits(registered);
    registered.len() >= 8 && (digits(written).contains(&registered))
}

/// The login name and where a new password would go, once the account is known.
pub async fn would_reissue(db: &impl ConnectionTrait, dossier: &Dossier) -> Result<Option<Issued>> {
    let Some(id) = store::of(db, dossier.id).await?.account_id else {
        return Ok(None);
    };
    let account = accounts::service::account(db, id).await?;
    Ok(Some(Issued {
        login: account.login,
        address: Some(account.email).filter(|email| !email.is_empty()),
    }))
}

/// Checks the form that a supplement brings. Another account is another report: this one may have been proven already.
///
/// # Errors
/// What is wrong with it.
pub fn check_again(app: &App, dossier: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
    let sent: Reading<CredentialLossIn> = resent(form, |sent: &CredentialLossIn| sent.signed_form.as_ref())?;
    let filing = read(sent, context).map_err(under_form)?;
    if stored::<CredentialLossIn>(app, dossier)?.login != filing.says.login {
        return Err(Error::field("/form/login", FieldCode::Locked));
    }
    Ok(same_title(dossier, filing.form))
}

/// A few words on it in that language, made from the form.
pub fn summary_of(form: &Value, lang: Lang) -> Option<String> {
    let kind = LossKind::deserialize(form.pointer("/kind")?).ok()?;
    Some(summary(lang, kind).to_owned())
}

fn summary(lang: Lang, kind: LossKind) -> &'static str {
    match kind {
        LossKind::Forgotten => say!(lang, dossier.summary.forgotten),
        LossKind::Stolen => say!(lang, dossier.summary.stolen),
    }
}

/// A new password about to be issued for a report.
pub struct Reissue {
    account_id: Uuid,
    issue: Issue,
}

/// Nothing is issued before the reporter has proven something: a report alone must not shut anybody out. The call may be
/// recorded with the grant itself.
pub async fn prepare(app: &App, caller: &Caller, dossier: &Dossier, body: &Resolution) -> Result<Reissue> {
    let report = store::of(app.db.read(), dossier.id).await?;
    let id = report.account_id.ok_or_else(|| Error::new(ErrorCode::NoAccount))?;
    let account = accounts::service::account(app.db.read(), id).await?;
    manage::demand(app, caller, &account)?;
    let is_call = |contact: &ApplicantContactIn| {
        contact.channel == ContactChannel::Phone && has_number(&contact.with, &account.phone)
    };
    if report.proven_at.is_none() && !body.contact.as_ref().is_some_and(is_call) {
        return Err(Error::new(ErrorCode::ProofRequired));
    }
    let name = accounts::service::name_of(app, account.id).await?;
    let recipient = Recipient {
        tier: account.tier,
        name: &name,
        holder: &account.holder_name,
        login: &account.login,
    };
    let issue = Issue::prepare(app, caller, body.delivery, &recipient).await?;
    Ok(Reissue { account_id: id, issue })
}

/// Issues the new password, and takes the lock away where this report has set it.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier, new: Reissue) -> Result<Outcome> {
    let (id, now) = (new.account_id, caller.now);
    strangers::vouch(tx, dossier.id).await?;
    let mut report = store::hold(tx, dossier.id).await?;
    // A stolen password may have made operators; one that its holder forgot has not.
    let reset = Reset {
        is_forgotten: !is_stolen(app, dossier)?,
        forget_second_factor: false,
    };
    let done = reissue(tx, app, id, reset, &new.issue, dossier.lang, now).await?;
    let held = done.account;
    let unlocked = report.locked && held.status == AccountStatus::Locked;
    if unlocked {
        unlock_after_loss(tx, id, &dossier.number, Some(caller.account()?.account_id), now).await?;
        report.locked = false;
    }
    // A link that is still under way must not lock the account anew.
    (report.link_hash, report.link_until) = (None, None);
    store::update(tx, report).await?;
    let event = Event::new("password_reset", "account")
        .on(id)
        .in_area(&held.area_code)
        .for_purpose(Some("credential_lost".to_owned()), Some(dossier.number.clone()))
        .with("sessions_ended", done.sessions_ended)
        .with("delivery", new.issue.delivery().as_str());
    Ok(Outcome {
        result: Some(json!({ "login": held.login, "account_id": id })),
        account_id: Some(id),
        handover: done.told.handover,
        events: unlocked
            .then(|| {
                Event::new("account_unlocked", "account")
                    .on(id)
                    .in_area(&held.area_code)
                    .for_purpose(Some("credential_lost".to_owned()), Some(dossier.number.clone()))
            })
            .into_iter()
            .chain([event])
            .collect(),
        // The reporter may be another than the holder: what is granted, not the password.
        applicant_told: false,
    })
}
