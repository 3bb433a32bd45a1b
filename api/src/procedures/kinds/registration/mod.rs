//! The application for an account, Mẫu số 1, and its effects: facility or unit, account, first holder (LC-6.1, KH-8).

mod hints;
pub mod http;
mod place;
mod sheet;

pub use hints::hints;
pub use sheet::{sheet, sheet_before_filing};

use self::place::{Place, place};
use super::arrival::{Arrival, arrive};
use super::form::{Filing, read, resent, signed_form, stored, under_form};
use super::link::{self, Followed};
use super::{Asked, Kind};
use crate::App;
use crate::accounts::administration::{Issue, Opening, choose_login, open_and_tell, propose_login};
use crate::accounts::handover::Recipient;
use crate::accounts::throttle::PublicAttempt;
use crate::audit::Event;
use crate::authz::Caller;
use crate::db::Tx;
use crate::directory;
use crate::directory::Facility;
use crate::directory::places::Declared;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::once::{Answer, Effect, Stranger};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};
use crate::outbox::{self, Mail};
use crate::procedures::Dossier;
use crate::procedures::events::Author;
use crate::procedures::files::ProvenFile;
use crate::procedures::kind::{Issued, NewForm, Outcome};
use crate::procedures::service::{self, Filed, NewDossier};
use crate::references::{self, References};
use dto::account::Role;
use dto::administration::{Delivery, Holder};
use dto::dossier::{DossierApplicant, Resolution};
use dto::filing::{Applicant, FilingReceipt, NewFacility, Registration, RegistrationIn};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::{CheckContext, Lang, Timestamp, say};
use rules::tiers;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

/// The type of procedure.
pub const TYPE: &str = Kind::Registration.as_str();

/// Returns the contact for mails and for calls by officers.
fn applicant(says: &Registration) -> DossierApplicant {
    DossierApplicant {
        name: says.user_name.clone(),
        email: Some(says.email.clone()),
        phone: Some(says.phone.clone()),
    }
}

/// Files an application; it is pending until the link in the mail is followed.
pub async fn submit(visitor: &Visitor, asked: Asked, body: LargeBody<RegistrationIn, FILING_BODY>) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    let stranger = Stranger::new(visitor, &asked.address);
    let attempt = PublicAttempt::filing(app, &asked.address);
    let sent = match arrive(&stranger, attempt, &asked.key, body, Whose::Stranger).await? {
        Arrival::Repeat(answer) => return Ok(answer),
        Arrival::First(sent) => sent,
    };
    let mut asks = Application::read(app, sent.reading, visitor.check_context()).await?;
    // Counted by mail address too, so that a mailbox cannot be flooded from many network addresses.
    PublicAttempt::filing(app, &asks.says.email.to_lowercase())
        .count(app, now)
        .await?;
    let files = signed_form(app, &stranger, asks.says.signed_form.take()).await?;
    let references = app.references(now).await?;
    sent.once
        .write(&stranger, Effect::Accepted, async |tx| {
            let (filed, event) = file(tx, app, &references, asks, files, visitor.lang, now).await?;
            Ok((filed.receipt, event.into()))
        })
        .await
}

/// An application after its check and lookups.
pub struct Application {
    form: Value,
    says: Registration,
    place: Place,
}

impl Application {
    /// Checks the application, and looks up its area and lists.
    ///
    /// # Errors
    /// Returns what is wrong with it.
    pub async fn read(app: &App, sent: Reading<RegistrationIn>, context: CheckContext<'_>) -> Result<Self> {
        let Filing { form, says } = read(sent, context)?;
        let place = place(app, &says, context.now).await?;
        Ok(Self { form, says, place })
    }

    /// Makes its Mẫu số 1 for signing.
    ///
    /// # Errors
    /// Returns an error if it cannot be typeset.
    pub async fn sheet(&self, app: &App, at: Timestamp) -> Result<Vec<u8>> {
        sheet_before_filing(app, self.says.clone(), &self.place, at).await
    }
}

/// Files it with its signed form, if present, and mails the link that confirms it.
///
/// # Errors
/// Returns an error of the daily quota for filings without an account, or of the database.
pub async fn file(
    tx: &Tx,
    app: &App,
    references: &References,
    asks: Application,
    files: Vec<ProvenFile>,
    lang: Lang,
    now: Timestamp,
) -> Result<(Filed, Event)> {
    let Application { form, says, place } = asks;
    let new = NewDossier {
        procedure: TYPE,
        title: place.title,
        summary: place.summary,
        area_code: place.area_code,
        account_id: None,
        filed_by: None,
        subject_tier: Some(place.tier),
        urgent: false,
        applicant: applicant(&says),
        form,
        form_missing: files.is_empty(),
        files,
        lang,
    };
    let author = Author::applicant(&says.user_name);
    let filed = service::file(tx, app, references, new, &author, now).await?;
    let token = filed.confirmation.as_deref().unwrap_or_default();
    // The mail has no words of the applicant, because the address is not confirmed yet.
    let letter = say!(
        lang,
        mail.registration_confirm,
        number = filed.receipt.number,
        code = filed.receipt.dossier_code,
        link = format!("{}/apply/confirm#{token}", app.config.public_url),
        days = service::CONFIRMATION / 86_400
    );
    outbox::send_mail(tx, app, Mail::new(says.email, letter), now).await?;
    let event = Event::new("registration_submitted", "dossier")
        .on(filed.dossier.id)
        .in_area(&filed.dossier.area_code)
        .with("form_missing", filed.dossier.form_missing);
    Ok((filed, event))
}

/// Confirms the application by the link in the mail: from now on it is received and its 48 hours run. A link works
/// once.
pub async fn confirm(visitor: &Visitor, token: &str, address: &str) -> Result<FilingReceipt> {
    let (app, now) = (&visitor.app, visitor.now);
    let link = Followed {
        token,
        address,
        procedure: TYPE,
        event: "registration_confirmed",
    };
    let dossier = link::confirm(app, &visitor.actor, link, now).await?;
    Ok(FilingReceipt {
        dossier_code: dossier.code(app)?,
        number: dossier.number,
        to_be_confirmed: false,
        filed_at: now,
    })
}

/// Checks the form of a supplement. The mail address does not change: it was confirmed by mail, and receives the
/// password.
///
/// # Errors
/// Returns what is wrong with it.
pub async fn check_again(app: &App, row: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
    let sent: Reading<RegistrationIn> = resent(form, |sent: &RegistrationIn| sent.signed_form.as_ref())?;
    let Filing { form, says } = read(sent, context).map_err(under_form)?;
    let applicant = applicant(&says);
    if applicant.email != row.applicant(app)?.email {
        return Err(Error::field("/form/email", FieldCode::Locked));
    }
    let place = place(app, &says, context.now).await.map_err(under_form)?;
    Ok(NewForm {
        form,
        title: place.title,
        summary: place.summary,
        area: Some((place.area_code, place.area_path)),
        subject_tier: Some(place.tier),
        applicant: Some(applicant),
    })
}

/// Makes the summary in that language from the form.
pub fn summary_of(form: &Value, references: &References, lang: Lang) -> Option<String> {
    let word = |at: &str| form.pointer(at).and_then(Value::as_str);
    let Some(kind) = word("/facility/kind") else {
        let role = Role::from_name(word("/agency/role")?)?;
        return Some(place::sector(lang, role)?.to_owned());
    };
    let kind = references.entry("facility_kinds", kind)?.label_en.as_deref()?;
    let count = |at: &str| form.pointer(at).and_then(Value::as_u64);
    Some(place::size(
        lang,
        kind,
        count("/facility/rooms")?,
        count("/facility/beds"),
    ))
}

/// A prepared new account.
pub struct NewClient {
    says: Registration,
    place: Place,
    login: String,
    issue: Issue,
    lang: Lang,
    tells_all: bool,
}

/// Chooses the login name and makes the password. Both are slow.
pub async fn prepare(app: &App, caller: &Caller, row: &Dossier, body: &Resolution) -> Result<NewClient> {
    let says = stored::<RegistrationIn>(app, row)?;
    let place = place::of_dossier(app, row, &says, caller.now).await?;
    if !tiers::may_create(caller.account()?.tier(), place.tier, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    let asked = body.login.as_deref().map(|typed| typed.trim().to_lowercase());
    if asked.as_deref().is_some_and(|login| !rules::login::is_login(login)) {
        return Err(Error::fields(vec![
            FieldError::new("/login", FieldCode::LoginMalformed).with("min", rules::login::MIN),
        ]));
    }
    let references = app.references(caller.now).await?;
    let (tier, area) = (place.tier, place.area_code.as_str());
    let login = choose_login(app, &references, tier, area, &place.title, asked.as_deref()).await?;
    let recipient = Recipient {
        tier,
        name: &place.title,
        holder: &says.user_name,
        login: &login,
    };
    let issue = Issue::prepare(app, caller, body.delivery, &recipient).await?;
    Ok(NewClient {
        lang: row.lang,
        tells_all: body.delivery == Delivery::Email && body.comment.is_none(),
        says,
        place,
        login,
        issue,
    })
}

/// Returns the login name that would be proposed now, and the address for its password.
pub async fn would_make(db: &impl ConnectionTrait, app: &App, row: &Dossier, now: Timestamp) -> Result<Issued> {
    let says = stored::<RegistrationIn>(app, row)?;
    let place = place::of_dossier(app, row, &says, now).await?;
    let references = app.references(now).await?;
    Ok(Issued {
        login: propose_login(db, app, &references, place.tier, &place.area_code, &place.title).await?,
        address: Some(says.email),
    })
}

/// Creates facility or unit, account and first holder, and sends or returns the initial password.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, row: &Dossier, new: NewClient) -> Result<Outcome> {
    let (now, tier, says) = (caller.now, new.place.tier, &new.says);
    let (unit_id, facility_id) = match &says.applicant {
        Applicant::Facility(facility) => (None, Some(add_facility(tx, facility, &new, now).await?)),
        Applicant::Agency(agency) => {
            let unit = directory::units::find_or_add(tx, tier, &agency.area_code, &agency.unit_name, now);
            (Some(unit.await?), None)
        }
    };
    let holder = Holder {
        name: says.user_name.clone(),
        position: says.user_position.clone().unwrap_or_default(),
        email: says.email.clone(),
        phone: says.phone.clone(),
    };
    let opening = Opening {
        login: &new.login,
        tier,
        unit_id,
        facility_id,
        area_code: &new.place.area_code,
        area_path: &new.place.area_path,
        holder: &holder,
        operator_of: None,
    };
    let made = open_and_tell(tx, app, &opening, &new.issue, new.lang, now).await?;
    let account_id = made.id;
    let mut event = Event::new("account_created", "account")
        .on(account_id)
        .in_area(&new.place.area_code)
        .for_purpose(None, Some(row.number.clone()))
        .with("tier", tier.to_string())
        .with("delivery", new.issue.delivery().as_str());
    if let Some(id) = facility_id {
        event = event.with("facility", id.to_string());
    }
    Ok(Outcome {
        result: Some(json!({ "login": new.login, "account_id": account_id, "facility_id": facility_id })),
        account_id: Some(account_id),
        handover: made.told.handover,
        events: vec![event],
        applicant_told: new.tells_all,
    })
}

/// Adds the facility. It completes its own set-up (LC-7.1b): rooms and prices are declared by the facility itself.
async fn add_facility(tx: &Tx, facility: &NewFacility, new: &NewClient, now: Timestamp) -> Result<Uuid> {
    // The area is locked: of two concurrent requests for one place the second finds the first one's row.
    references::hold_area(tx, &new.place.area_code).await?;
    let known = place_without_account(tx, facility).await?;
    let declared = Declared {
        name: &facility.name,
        kind: &facility.kind,
        tourist: new.place.tourist,
        area_code: &new.place.area_code,
        area_path: &new.place.area_path,
        address: &facility.address,
        phone: &new.says.phone,
        email: &new.says.email,
        representative: &facility.representative,
        tax_code: facility.tax_code.as_deref(),
        started_on: new.says.started_on,
        rooms: i16::try_from(facility.rooms).ok(),
        beds: facility.beds.and_then(|beds| i16::try_from(beds).ok()),
    };
    directory::places::take_up(tx, known.as_ref(), declared, now).await
}

/// Returns the place that applies, if the police have entered stays for it so far: those stays belong to it
/// (LC-10.9-1). A facility that has or had an account is a different one, even with the same name.
async fn place_without_account(db: &impl ConnectionTrait, asked: &NewFacility) -> Result<Option<Facility>> {
    let same = directory::places::same(db, &asked.area_code, &asked.name, &asked.address).await?;
    let Some(same) = same else { return Ok(None) };
    let is_taken = crate::accounts::service::facility_has_account(db, same.id).await?;
    Ok((!is_taken).then_some(same))
}
