//! Written requests for data of guests: Mẫu số 4 for data that are no longer online (KH-11.2g, KH-18.3, KH-M4), and
//! requests of bodies and persons without an account (LC-9.2). Both are in one register; the form has the kind of
//! request (D-13).

pub mod http;
mod sheet;

pub use sheet::sheet;

use super::arrival::{Arrival, arrive};
use super::form::{Filing, read, resent, signed_form, taken, under_form};
use super::link::{self, Followed};
use super::{Asked, Kind};
use crate::App;
use crate::accounts;
use crate::accounts::Account;
use crate::accounts::administration::holder_at;
use crate::accounts::throttle::PublicAttempt;
use crate::audit::Event;
use crate::authz::{Caller, Dossiers, Operation, Scope, ScopedCaller, Territory, policy};
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::once::{Answer, Effect, Stranger};
use crate::http::paging::{Moment, Wanted};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};
use crate::outbox::{self, Mail};
use crate::procedures::Dossier;
use crate::procedures::events::Author;
use crate::procedures::files::{self, ProvenFile};
use crate::procedures::kind::{NewForm, Outcome};
use crate::procedures::service::{self, NewDossier};
use crate::stays::register::supply::{Named, sheet as sheet_of};
use dto::account::Role;
use dto::check::spoken_date;
use dto::dossier::{DossierApplicant, Resolution};
use dto::filing::{
    DataRequest, DataRequestIn, DataRequestKind, DataRequestOut, DataRequester, DataRequestsOut, RequesterIn,
};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::{CheckContext, Checked, Lang, say};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::Date;
use time::macros::format_description;
use uploads::FileKind;
use uuid::Uuid;

/// The type of procedure.
pub const TYPE: &str = Kind::DataRequest.as_str();

/// The smallest length, in characters, of the description of what was supplied.
const MIN_WORDS: usize = 5;
/// The key of the account in a stored form.
const ACCOUNT: &str = "account";

/// The account of a requester at the time of the request (KH-M4.1 to KH-M4.5). It comes from the register, never from
/// the request.
#[derive(Clone, Serialize, Deserialize)]
pub struct OwnAccount {
    /// The login name.
    pub login: String,
    /// The unit or facility.
    pub unit_name: String,
    /// Whether it is a facility.
    pub is_facility: bool,
    /// The person who signs for a facility; older requests have none.
    #[serde(default)]
    pub representative: String,
    /// The person who holds it.
    pub holder_name: String,
    /// That person's position.
    pub holder_position: String,
    /// The registered address.
    pub email: String,
    /// The registered number.
    pub phone: String,
}

impl OwnAccount {
    fn of(account: &Account, unit_name: &str, representative: String) -> Self {
        Self {
            login: account.login.clone(),
            unit_name: unit_name.to_owned(),
            is_facility: account.tier.role == Role::Facility,
            representative,
            holder_name: account.holder_name.clone(),
            holder_position: account.holder_position.clone(),
            email: account.email.clone(),
            phone: account.phone.clone(),
        }
    }
}

/// The requester.
pub enum Requester {
    /// The holder of an account.
    Holder(OwnAccount),
    /// A person or body without an account.
    Other(DataRequester),
}

/// Returns the content of a stored form, and the requester.
pub fn stored_request(mut form: Value) -> Result<(DataRequest, Requester)> {
    let account = form.as_object_mut().and_then(|fields| fields.remove(ACCOUNT));
    let mut says = taken::<DataRequestIn>(form)?;
    let requester = match account {
        Some(account) => Requester::Holder(serde_json::from_value(account).map_err(Error::internal)?),
        None => Requester::Other(
            says.requester
                .take()
                .ok_or_else(|| Error::internal(anyhow::anyhow!("a stored request of nobody")))?,
        ),
    };
    Ok((says, requester))
}

/// Returns kind and period, for lists.
fn summary(says: &DataRequest) -> String {
    let days = [says.stay_from, says.stay_to].map(spoken_date);
    summed_up(Lang::Vi, says.kind, &days)
}

fn summed_up(lang: Lang, kind: DataRequestKind, [from, to]: &[String; 2]) -> String {
    match kind {
        DataRequestKind::ArchivedData => say!(lang, dossier.summary.archived_data, from = from, to = to),
        DataRequestKind::NoAccount => say!(lang, dossier.summary.no_account, from = from, to = to),
    }
}

/// Makes the same in that language from the form.
pub fn summary_of(form: &Value, lang: Lang) -> Option<String> {
    let word = |at: &str| form.pointer(at).and_then(Value::as_str);
    let day = |at: &str| {
        let day = Date::parse(word(at)?, format_description!("[year]-[month]-[day]")).ok()?;
        Some(spoken_date(day))
    };
    let days = [day("/stay_from")?, day("/stay_to")?];
    Some(summed_up(lang, DataRequestKind::from_name(word("/kind")?)?, &days))
}

/// Returns the request with a requester: without an account it is required, and its missing fields are reported
/// together with the others.
fn with_requester(sent: DataRequestIn) -> DataRequestIn {
    DataRequestIn {
        requester: Some(sent.requester.unwrap_or_default()),
        ..sent
    }
}

fn applicant(requester: &DataRequester) -> DossierApplicant {
    DossierApplicant {
        name: requester.speaker().to_owned(),
        email: Some(requester.email.clone()),
        phone: Some(requester.phone.clone()),
    }
}

/// Files a request without an account; it is pending until the link in the mail is followed.
pub async fn submit(visitor: &Visitor, asked: Asked, body: LargeBody<DataRequestIn, FILING_BODY>) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    let stranger = Stranger::new(visitor, &asked.address);
    let attempt = PublicAttempt::filing(app, &asked.address);
    let sent = match arrive(&stranger, attempt, &asked.key, body, Whose::Stranger).await? {
        Arrival::Repeat(answer) => return Ok(answer),
        Arrival::First(sent) => sent,
    };
    let Filing { form, mut says } = read(sent.reading.map(with_requester), visitor.check_context())?;
    let Some(requester) = says.requester.take() else {
        return Err(Error::field("/requester", FieldCode::Required));
    };
    // Counted by mail address too, so that a mailbox cannot be flooded from many network addresses.
    PublicAttempt::filing(app, &requester.email.to_lowercase())
        .count(app, now)
        .await?;
    let files = signed_form(app, &stranger, says.signed_form.take()).await?;
    let references = app.references(now).await?;
    let lang = visitor.lang;
    sent.once
        .write(&stranger, Effect::Accepted, async |tx| {
            let new = NewDossier {
                procedure: TYPE,
                title: requester.name.clone(),
                summary: summary(&says),
                area_code: app.profile.province_code.clone(),
                account_id: None,
                filed_by: None,
                subject_tier: None,
                urgent: false,
                applicant: applicant(&requester),
                form,
                form_missing: files.is_empty(),
                files,
                lang,
            };
            let author = Author::applicant(requester.speaker());
            let filed = service::file(tx, app, &references, new, &author, now).await?;
            let token = filed.confirmation.as_deref().unwrap_or_default();
            let link = format!("{}/data-request/confirm#{token}", app.config.public_url);
            let letter = say!(
                lang,
                mail.data_request_confirm,
                number = filed.receipt.number,
                link = link,
                days = service::CONFIRMATION / 86_400
            );
            outbox::send_mail(tx, app, Mail::new(requester.email, letter), now).await?;
            Ok((filed.receipt, submitted(&filed.dossier, says.kind).into()))
        })
        .await
}

fn submitted(dossier: &Dossier, kind: DataRequestKind) -> Event {
    Event::new("data_request_submitted", "dossier")
        .on(dossier.id)
        .in_area(&dossier.area_code)
        .with("kind", kind.as_str())
        .with("form_missing", dossier.form_missing)
}

/// Confirms a request by the link in the mail. The answer does not repeat the code, because other people may read the
/// mailbox.
pub async fn confirm(visitor: &Visitor, token: &str, address: &str) -> Result<()> {
    let link = Followed {
        token,
        address,
        procedure: TYPE,
        event: "data_request_confirmed",
    };
    link::confirm(&visitor.app, &visitor.actor, link, visitor.now)
        .await
        .map(|_| ())
}

/// Files a request of an account holder. Nobody else can file in the name of the account.
pub async fn submit_own(caller: &Caller, asked: Asked, body: LargeBody<DataRequestIn, FILING_BODY>) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let attempt = PublicAttempt::filing(app, &own.account_id.to_string());
    let sent = match arrive(caller, attempt, &asked.key, body, Whose::Account).await? {
        Arrival::Repeat(answer) => return Ok(answer),
        Arrival::First(sent) => sent,
    };
    demand_own(&sent.reading, caller.check_context())?;
    let Filing { mut form, mut says } = read(sent.reading, caller.check_context())?;
    let files = signed_form(app, caller, says.signed_form.take()).await?;
    let references = app.references(caller.now).await?;
    let account = accounts::service::account(app.db.read(), own.account_id).await?;
    let representative = match account.facility_id {
        Some(id) => {
            let facility = directory::service::facility_within(app, &Territory::Facility(id), id).await?;
            facility.representative
        }
        None => String::new(),
    };
    form[ACCOUNT] = json!(OwnAccount::of(&account, &own.unit_name, representative));
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    sent.once
        .write(caller, Effect::Created, async |tx| {
            let new = NewDossier {
                procedure: TYPE,
                title: own.unit_name.clone(),
                summary: summary(&says),
                area_code: app.profile.province_code.clone(),
                account_id: Some(own.account_id),
                filed_by: Some(own.account_id),
                subject_tier: None,
                urgent: false,
                applicant: DossierApplicant {
                    name: account.holder_name,
                    email: some(account.email),
                    phone: some(account.phone),
                },
                form,
                form_missing: files.is_empty(),
                files,
                lang: caller.lang,
            };
            let filed = service::file(tx, app, &references, new, &Author::of(caller), caller.now).await?;
            Ok((filed.receipt, submitted(&filed.dossier, says.kind).into()))
        })
        .await
}

/// Checks rules for account holders: the requester must not be given, and online data have to be looked up. These
/// errors are reported together with all others.
fn demand_own(reading: &Reading<DataRequestIn>, context: CheckContext<'_>) -> Result<()> {
    let (sent, mut errors) = (reading.unproven(), Vec::new());
    if sent.requester.is_some() {
        errors.push(FieldError::new("/requester", FieldCode::Locked));
    }
    if sent.kind == Some(DataRequestKind::NoAccount) {
        errors.push(FieldError::new("/kind", FieldCode::UnknownValue));
    }
    if errors.is_empty() {
        return Ok(());
    }
    errors.extend(sent.clone().check(context).err().unwrap_or_default());
    reading.told_with(Err(errors))
}

/// Returns the requests of the present holder. Requests of an earlier holder are not visible to the next one.
pub async fn list_own(caller: &Caller, wanted: Wanted<Moment>) -> Result<DataRequestsOut> {
    let app = &caller.app;
    let (db, id) = (app.db.read(), caller.account()?.account_id);
    let held = holder_at(db, id, caller.now).await?;
    let mut rows = service::filed_by(db, id, TYPE, held.since, wanted).await?;
    let next_cursor = wanted.cut(&mut rows, Dossier::place_filed);
    let items = rows.into_iter().map(|dossier| {
        Ok(DataRequestOut {
            dossier_code: dossier.code(app)?,
            state: dossier.state,
            filed_at: dossier.created_at,
            due_at: dossier.due_at,
            decided_at: dossier.decided_at,
            form_missing: dossier.form_missing,
            number: dossier.number,
            summary: dossier.summary,
        })
    });
    let items = items.collect::<Result<_>>()?;
    let event = Event::new("own_dossiers_listed", "account").on(id);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(DataRequestsOut { items, next_cursor })
}

/// Checks the form of a supplement. The requester was confirmed by mail or is an account, and does not change.
pub fn check_again(app: &App, dossier: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
    let before = dossier.form(app)?;
    let account = before.get(ACCOUNT).filter(|account| !account.is_null());
    let sent: Reading<DataRequestIn> = resent(form, |sent: &DataRequestIn| sent.signed_form.as_ref())?;
    let sent = if account.is_some() {
        demand_own(&sent, context).map_err(under_form)?;
        sent
    } else {
        sent.map(with_requester)
    };
    let email = |requester: Option<&RequesterIn>| {
        requester.and_then(|requester| requester.email.value().map(|email| email.trim().to_owned()))
    };
    let confirmed: DataRequestIn = match account {
        Some(_) => DataRequestIn::default(),
        None => serde_json::from_value(before.clone()).map_err(Error::internal)?,
    };
    if email(sent.unproven().requester.as_ref()) != email(confirmed.requester.as_ref()) {
        return Err(Error::field("/form/requester/email", FieldCode::Locked));
    }
    let filing = read(sent, context).map_err(under_form)?;
    let mut form = filing.form;
    if let Some(account) = account {
        form[ACCOUNT] = account.clone();
    }
    let requester = filing.says.requester.as_ref();
    Ok(NewForm {
        form,
        title: requester.map_or_else(|| dossier.title.clone(), |requester| requester.name.clone()),
        summary: summary(&filing.says),
        area: None,
        subject_tier: None,
        applicant: requester.map(applicant),
    })
}

/// Returns whether a request for data with that number exists, was accepted by an officer, and was not refused or
/// withdrawn.
pub async fn is_accepted(db: &impl ConnectionTrait, number: &str) -> Result<bool> {
    service::is_accepted(db, number, Kind::DataRequest).await
}

/// A prepared answer: a text, and files that only the requester can download.
pub struct Supply {
    files: Vec<ProvenFile>,
    /// The stays in the sheet.
    stays: Vec<String>,
}

/// Proves the files. A description of what is supplied is required, as part of the record (LC-9.2-1).
pub async fn prepare(
    app: &App,
    caller: &ScopedCaller<Dossiers>,
    dossier: &Dossier,
    body: &Resolution,
) -> Result<Supply> {
    let words = body.comment.as_deref().unwrap_or_default().trim().chars().count();
    if words < MIN_WORDS {
        let code = if words == 0 {
            FieldCode::Required
        } else {
            FieldCode::TooShort
        };
        return Err(Error::fields(vec![
            FieldError::new("/comment", code).with("min", MIN_WORDS),
        ]));
    }
    let mut files = files::take_in(app, caller, body.files.clone(), |index| format!("/files/{index}")).await?;
    if !body.stay_ids.is_empty() {
        files.push(stays_sheet(app, caller, dossier, &body.stay_ids).await?);
    }
    Ok(Supply {
        files,
        stays: body.stay_ids.iter().map(ToString::to_string).collect(),
    })
}

/// Makes the sheet of the chosen stays, which are online.
async fn stays_sheet(
    app: &App,
    caller: &ScopedCaller<Dossiers>,
    dossier: &Dossier,
    stays: &[Uuid],
) -> Result<ProvenFile> {
    let (says, _) = stored_request(dossier.form(app)?)?;
    // An officer can supply only stays within the reach of the own account.
    let own = caller.account()?;
    let reach = own.reach(policy::GetStay::ROW);
    let reach = reach.ok_or_else(|| Error::new(ErrorCode::Forbidden))?;
    let is_leaf = app.references(caller.now).await?.is_leaf(&own.area_code);
    let of_stays = caller.with_scope(Territory::of(reach, own, is_leaf)?);
    let named = Named {
        number: &dossier.number,
        from: says.stay_from,
        to: says.stay_to,
        name: says.guest_name.as_deref(),
        birth_date: says.guest_birth_date,
        document_number: says.guest_document_number.as_deref(),
    };
    Ok(ProvenFile {
        name: format!("tra-loi-{}.pdf", dossier.number),
        kind: FileKind::Pdf,
        bytes: sheet_of(app, &of_stays, &named, stays).await?,
    })
}

/// Attaches the files and sends a mail that the answer exists, without its content.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier, supply: Supply) -> Result<Outcome> {
    let count = supply.files.len();
    for file in supply.files {
        service::attach_result(tx, app, dossier.id, file, caller.now).await?;
    }
    if let Some(to) = dossier.applicant(app)?.email {
        let page = if dossier.filed_by.is_some() {
            "data-requests"
        } else {
            "lookup"
        };
        let letter = say!(
            dossier.lang,
            mail.data_supplied,
            number = dossier.number,
            address = format!("{}/{page}", app.config.public_url)
        );
        outbox::send_mail(tx, app, Mail::new(to, letter), caller.now).await?;
    }
    let event = Event::new("data_supplied", "dossier")
        .on(dossier.id)
        .in_area(&dossier.area_code)
        .for_purpose(Some(TYPE.to_owned()), Some(dossier.number.clone()))
        .with("files", count)
        .with("stays", supply.stays);
    Ok(Outcome {
        result: Some(json!({ "files": count })),
        events: vec![event],
        applicant_told: true,
        ..Outcome::default()
    })
}
