//! A forgotten password or a stolen account (LC-7.4, KH-9d; D-01): anybody can report it, the account is locked when
//! the reporter has given a proof, and the unit that manages the account resolves it.

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

/// Accepts a report. It does not look at accounts, so that its work and its duration are the same whether or not the
/// login name exists ([`job`] does the rest).
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
                // Users type passwords into the wrong field: a text that cannot be a login name is not shown.
                title: Some(&says.login)
                    .filter(|login| rules::login::is_login(login))
                    .cloned()
                    .unwrap_or_else(nameless),
                summary: summary(Lang::Vi, says.kind).to_owned(),
                // The area of the account would disclose whether it exists.
                area_code: app.profile.province_code.clone(),
                account_id: None,
                filed_by: None,
                // The account is looked up later.
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

/// Confirms a report by the link sent to the registered address. For a stolen account it locks the account and ends its
/// sessions; for a forgotten password it is only the proof.
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
            // The dossier is locked first, as in all other places.
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
            // A forgotten password needs only the proof; existing sessions of the account continue.
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

/// Locks the account of a report. Returns whether this call locked it.
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

/// Returns whether the account is reported as stolen; a forgotten password is no reason to lock it.
fn is_stolen(app: &App, dossier: &Dossier) -> Result<bool> {
    Ok(stored::<CredentialLossIn>(app, dossier)?.kind == LossKind::Stolen)
}

/// Locks a stolen account at once for an officer, on the report alone: the officer is responsible. The facility
/// receives a mail.
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

/// Returns the audit event of a lock caused by a report.
fn locked_by_report(account: Uuid, dossier: &Dossier) -> Event {
    Event::new("account_locked", "account")
        .on(account)
        .in_area(&dossier.area_code)
        .for_purpose(Some("credential_lost".to_owned()), Some(dossier.number.clone()))
}

/// Looks up the account of a report that an officer handles before the job has run. Nobody outside learns from it
/// whether the account exists.
pub async fn get_ready(app: &App, dossier_id: Uuid, now: Timestamp) -> Result<()> {
    if store::of(app.db.read(), dossier_id).await?.looked_up_at.is_some() {
        return Ok(());
    }
    match job::look_up(app, dossier_id, now).await {
        // The job was first.
        Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
        other => other,
    }
}

/// Records a call by an officer. Reaching the reporter at the registered number is a sufficient proof (KH-9d-2,
/// KH-M2-2), with any act; after the decision it has no effect.
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

/// Returns whether an officer's note about the call contains the registered number, with any spacing.
fn has_number(written: &str, registered: &str) -> bool {
    let digits = |text: &str| -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // +84 258 … is the same as 0258 ….
        digits
            .strip_prefix("84")
            .map_or(digits.clone(), |rest| format!("0{rest}"))
    };
    let registered = digits(registered);
    registered.len() >= 8 && (digits(written).contains(&registered))
}

/// Returns the login name and the address for a new password, once the account is known.
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

/// Checks the form of a supplement. It cannot name another account, because the proof may already be given for this
/// one.
///
/// # Errors
/// Returns what is wrong with it.
pub fn check_again(app: &App, dossier: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
    let sent: Reading<CredentialLossIn> = resent(form, |sent: &CredentialLossIn| sent.signed_form.as_ref())?;
    let filing = read(sent, context).map_err(under_form)?;
    if stored::<CredentialLossIn>(app, dossier)?.login != filing.says.login {
        return Err(Error::field("/form/login", FieldCode::Locked));
    }
    Ok(same_title(dossier, filing.form))
}

/// Makes the summary in that language from the form.
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

/// A prepared new password for a report.
pub struct Reissue {
    account_id: Uuid,
    issue: Issue,
}

/// Prepares a new password. It requires a proof: a report alone must not lock anybody out. The call may be recorded
/// with the grant itself.
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

/// Issues the new password, and removes the lock if this report has set it.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier, new: Reissue) -> Result<Outcome> {
    let (id, now) = (new.account_id, caller.now);
    strangers::vouch(tx, dossier.id).await?;
    let mut report = store::hold(tx, dossier.id).await?;
    // With a stolen password somebody may have created operators; with a forgotten one nobody has.
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
    // A pending link must not lock the account again.
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
        // The reporter may not be the holder, so the mail reports the grant and not the password.
        applicant_told: false,
    })
}
