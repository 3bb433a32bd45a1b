//! Applying for an account, Mẫu số 1, and what comes of it: facility or unit, account, first holder (LC-6.1, KH-8).

use super::link::{self, Followed};
use super::{Asked, Filing, REGISTRATION, mail, print, read, signed_form, stored};
use crate::App;
use crate::accounts::administration::{choose_login, deliver, keep_limit, propose_login, valid_until};
use crate::accounts::entity::account;
use crate::accounts::handover::{Recipient, sheet_for};
use crate::accounts::service::create_account;
use crate::accounts::throttle::PublicAttempt;
use crate::accounts::{IssuedPassword, issue_password};
use crate::audit::{Actor, Event};
use crate::authz::{Caller, policy};
use crate::db::Tx;
use crate::directory;
use crate::directory::entity::facility;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::once::Effect;
use crate::http::once::{Answer, Stranger};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};
use crate::outbox;
use crate::procedures::effects::{Issued, Outcome};
use crate::procedures::entity::dossier;
use crate::procedures::events::Author;
use crate::procedures::files::{self, ProvenFile};
use crate::procedures::row;
use crate::procedures::service::{self, Filed, NewDossier};
use crate::references::References;
use dto::account::Post;
use dto::administration::Delivery;
use dto::dossier::{DossierApplicant, HandoverOut, Resolution};
use dto::filing::{Agency, Applicant, File, FilingReceipt, NewFacility, Registration, RegistrationIn};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::text::{Params, text};
use dto::{CheckContext, Lang, Timestamp};
use rules::tiers;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

/// What the lists say of an application.
pub(super) struct Place {
    /// The post that is applied for.
    pub post: Post,
    /// The code of its area.
    pub area_code: String,
    /// The path of its area.
    pub area_path: String,
    /// The name of what applies.
    pub title: String,
    /// What it is, in a few words for officers.
    pub summary: String,
    /// Whether a facility is tourist accommodation (KH-M1.3).
    pub tourist: bool,
}

/// Looks area, kind and tier up: only here is known what the province has.
pub(super) async fn place(app: &App, says: &Registration, now: Timestamp) -> Result<Place> {
    match &says.applicant {
        Applicant::Facility(facility) => facility_place(app, facility, now).await,
        Applicant::Agency(agency) => agency_place(app, agency, now).await,
    }
}

async fn facility_place(app: &App, facility: &NewFacility, now: Timestamp) -> Result<Place> {
    let references = app.references(now).await?;
    let kind = references.entry("facility_kinds", &facility.kind);
    let area = references.area(&facility.area_code).filter(|area| {
        // A house stands in a commune, and in one of this province.
        let depth = area.path.split('.').count();
        is_ours(app, &area.path) && Post::FACILITY.fits_area(depth, references.is_leaf(&area.code))
    });
    let mut errors = Vec::new();
    if kind.is_none() {
        errors.push(FieldError::new("/facility/kind", FieldCode::UnknownValue));
    }
    if area.is_none() {
        errors.push(FieldError::new("/facility/area_code", FieldCode::AreaUnknown));
    }
    let (Some(kind), Some(area)) = (kind, area) else {
        return Err(Error::fields(errors));
    };
    let (key, count) = match (facility.rooms, facility.beds) {
        (0, Some(beds)) => ("dossier.summary.facility_beds", beds),
        (rooms, _) => ("dossier.summary.facility_rooms", rooms),
    };
    let params: Params = [
        ("kind".to_owned(), kind.label.clone()),
        ("count".to_owned(), count.to_string()),
    ]
    .into();
    Ok(Place {
        post: Post::FACILITY,
        area_code: area.code.clone(),
        area_path: area.path.clone(),
        title: facility.name.clone(),
        summary: text(Lang::Vi, key, &params),
        tourist: kind.attributes.get("tourist").is_some_and(|value| value == "yes"),
    })
}

async fn agency_place(app: &App, agency: &Agency, now: Timestamp) -> Result<Place> {
    let references = app.references(now).await?;
    let known = Post::at_level(agency.role, agency.level, &app.profile);
    let wanted = known.filter(|post| post.exists(&app.profile));
    let mut errors = Vec::new();
    if wanted.is_none() {
        // A tier that there is not, or a sector that the province has not.
        errors.push(FieldError::new("/agency/level", FieldCode::UnknownValue));
    }
    let area = references
        .area(&agency.area_code)
        .filter(|area| is_ours(app, &area.path));
    let fits = |path: &str, code: &str| {
        wanted.is_some_and(|post| post.fits_area(path.split('.').count(), references.is_leaf(code)))
    };
    match area {
        None => errors.push(FieldError::new("/agency/area_code", FieldCode::AreaUnknown)),
        Some(area) if errors.is_empty() && !fits(&area.path, &area.code) => {
            errors.push(FieldError::new("/agency/area_code", FieldCode::AreaOfOtherTier));
        }
        Some(_) => {}
    }
    let (Some(area), Some(post), true) = (area, wanted, errors.is_empty()) else {
        return Err(Error::fields(errors));
    };
    Ok(Place {
        post,
        area_code: area.code.clone(),
        area_path: area.path.clone(),
        title: agency.unit_name.clone(),
        summary: text(
            Lang::Vi,
            &format!("dossier.summary.{}", agency.role.as_str()),
            &Params::new(),
        ),
        tourist: false,
    })
}

/// Whether an area lies in the province of the profile.
fn is_ours(app: &App, path: &str) -> bool {
    path.split('.').next() == Some(app.profile.province_code.as_str())
}

/// Whom the mails go to and whom officers call.
pub(super) fn applicant(says: &Registration) -> DossierApplicant {
    DossierApplicant {
        name: says.user_name.clone(),
        email: Some(says.email.clone()),
        phone: Some(says.phone.clone()),
    }
}

/// Files an application; it waits for the link in the mail.
pub async fn submit(
    visitor: &Visitor<policy::SubmitRegistration>,
    asked: Asked,
    body: LargeBody<RegistrationIn, FILING_BODY>,
) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    // Counted before a byte of the body is read: whoever files without end costs no more than that.
    let attempt = PublicAttempt::filing(app, &asked.address);
    attempt.count(app, now).await?;
    let sent = body.arrived(Whose::Stranger).await?;
    let stranger = Stranger::new(visitor, &asked.address);
    if let Some(first) = app.db.replay(app, &stranger, &asked.key, &sent.fingerprint).await? {
        attempt.forgive(app).await?;
        return Ok(first);
    }
    let filing = read(sent.reading, visitor.check_context())?;
    let (form, mut says) = (filing.form, filing.says);
    let place = place(app, &says, now).await?;
    // Nor is anybody's mailbox to be filled from many addresses at once.
    PublicAttempt::filing(app, &says.email.to_lowercase())
        .count(app, now)
        .await?;
    let files = signed_form(app, &stranger, says.signed_form.take()).await?;
    let references = app.references(now).await?;
    app.db
        .write_once(
            app,
            &stranger,
            &asked.key,
            sent.fingerprint,
            Effect::Accepted,
            async |tx| {
                let asks = Application {
                    form,
                    says,
                    place,
                    files,
                };
                let (filed, event) = file(tx, app, &references, asks, visitor.lang, now).await?;
                Ok((filed.receipt, event.into()))
            },
        )
        .await
}

/// An application that has been checked and looked up.
struct Application {
    form: Value,
    says: Registration,
    place: Place,
    files: Vec<ProvenFile>,
}

/// Files it, and mails the link that confirms it.
async fn file(
    tx: &Tx,
    app: &App,
    references: &References,
    asks: Application,
    lang: Lang,
    now: Timestamp,
) -> Result<(Filed, Event)> {
    let Application {
        form,
        says,
        place,
        files,
    } = asks;
    let new = NewDossier {
        procedure: REGISTRATION,
        title: place.title,
        summary: place.summary,
        area_code: place.area_code,
        account_id: None,
        filed_by: None,
        subject_post: Some(place.post),
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
    let params = [
        ("number".to_owned(), filed.receipt.number.clone()),
        // No word of the applicant's: nobody has confirmed this address yet.
        ("code".to_owned(), filed.receipt.dossier_code.clone()),
        (
            "link".to_owned(),
            format!("{}/apply/confirm#{token}", app.config.public_url),
        ),
        ("days".to_owned(), (service::CONFIRMATION / 86_400).to_string()),
    ]
    .into();
    let letter = mail(lang, "registration_confirm", says.email, &params);
    outbox::send_mail(tx, app, letter, now).await?;
    let event = Event::new("registration_submitted", "dossier")
        .on(filed.dossier.id)
        .in_area(&filed.dossier.area_code)
        .with("form_missing", filed.dossier.form_missing);
    Ok((filed, event))
}

/// Files an application of the demo with its own Mẫu số 1, printed, as the scan, and follows the link at once. Limits by
/// address are for requests, and this is none.
pub async fn file_made_up(app: &App, sent: RegistrationIn, at: Timestamp) -> Result<Uuid> {
    let context = CheckContext {
        now: at,
        profile: &app.profile,
    };
    let Filing { form, says } = read(Reading::from(sent), context)?;
    let place = place(app, &says, at).await?;
    let sheet = File {
        name: "Mau-so-1.pdf".to_owned(),
        bytes: print::registration_sheet(app, says.clone(), at).await?,
    };
    let files = files::prove_all(app, vec![sheet], &|_| "/signed_form".to_owned()).await?;
    let references = app.references(at).await?;
    let asks = Application {
        form,
        says,
        place,
        files,
    };
    app.db
        .write(&Actor::system("demo"), at, async |tx| {
            let (filed, event) = file(tx, app, &references, asks, Lang::Vi, at).await?;
            let token = filed.confirmation.unwrap_or_default();
            let (dossier, _) = service::confirm(tx, app, &token, at).await?;
            Ok((dossier.id, event.into()))
        })
        .await
}

/// Follows the link in the mail: from now on the application is received and its 48 hours run. A link is good for once.
pub async fn confirm(
    visitor: &Visitor<policy::ConfirmRegistration>,
    token: &str,
    address: &str,
) -> Result<FilingReceipt> {
    let (app, now) = (&visitor.app, visitor.now);
    let link = Followed {
        token,
        address,
        procedure: REGISTRATION,
        event: "registration_confirmed",
    };
    let dossier = link::confirm(app, &visitor.actor, link, now).await?;
    Ok(FilingReceipt {
        dossier_code: row::code(app, &dossier)?,
        number: dossier.number,
        to_be_confirmed: false,
        filed_at: now,
    })
}

/// An account about to be made.
pub struct NewClient {
    says: Registration,
    place: Place,
    login: String,
    password: IssuedPassword,
    delivery: Delivery,
    sheet: Option<String>,
    lang: Lang,
    tells_all: bool,
}

/// Chooses the login name and makes the password, both of which take their time.
pub async fn prepare(app: &App, caller: &Caller, row: &dossier::Model, body: &Resolution) -> Result<NewClient> {
    let context = CheckContext {
        now: caller.now,
        profile: &app.profile,
    };
    let says = stored::<RegistrationIn>(service::filed_form(app, row)?.1, context)?;
    let place = place(app, &says, caller.now).await?;
    if !tiers::may_create(caller.principal.post(), place.post, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    let asked = body.login.as_deref().map(|typed| typed.trim().to_lowercase());
    if asked.as_deref().is_some_and(|login| !rules::login::is_login(login)) {
        return Err(Error::fields(vec![
            FieldError::new("/login", FieldCode::LoginMalformed).with("min", rules::login::MIN),
        ]));
    }
    let references = app.references(caller.now).await?;
    let (post, area) = (place.post, place.area_code.as_str());
    let login = choose_login(app, &references, post, area, &place.title, asked.as_deref()).await?;
    let password = issue_password(app, &login).await?;
    let recipient = Recipient {
        post,
        name: &place.title,
        holder: &says.user_name,
        login: &login,
        password: password.reveal(),
    };
    let sheet = sheet_for(app, caller, body.delivery, &recipient).await?;
    Ok(NewClient {
        lang: row::lang(row),
        tells_all: body.delivery == Delivery::Email && body.comment.is_none(),
        delivery: body.delivery,
        says,
        place,
        login,
        password,
        sheet,
    })
}

/// The post that an application is for, by its form.
pub fn applied_post(app: &App, row: &dossier::Model, now: Timestamp) -> Result<Option<Post>> {
    let context = CheckContext {
        now,
        profile: &app.profile,
    };
    let says = stored::<RegistrationIn>(service::filed_form(app, row)?.1, context)?;
    Ok(match says.applicant {
        Applicant::Facility(_) => Some(Post::FACILITY),
        Applicant::Agency(agency) => Post::at_level(agency.role, agency.level, &app.profile),
    })
}

/// The login name that would be proposed now, and where its password would go.
pub async fn would_make(db: &impl ConnectionTrait, app: &App, row: &dossier::Model, now: Timestamp) -> Result<Issued> {
    let context = CheckContext {
        now,
        profile: &app.profile,
    };
    let says = stored::<RegistrationIn>(service::filed_form(app, row)?.1, context)?;
    let place = place(app, &says, now).await?;
    let references = app.references(now).await?;
    Ok(Issued {
        login: propose_login(db, app, &references, place.post, &place.area_code, &place.title).await?,
        address: Some(says.email),
    })
}

/// Makes facility or unit, account and first holder, and sends or answers the initial password.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, row: &dossier::Model, new: NewClient) -> Result<Outcome> {
    let (now, post, says) = (caller.now, new.place.post, &new.says);
    let (unit_id, facility_id) = match &says.applicant {
        Applicant::Facility(facility) => (None, Some(add_facility(tx, facility, &new, now).await?)),
        Applicant::Agency(agency) => {
            let unit = directory::units::find_or_add(tx, post, &agency.area_code, &agency.unit_name, now);
            (Some(unit.await?), None)
        }
    };
    keep_limit(tx, app, post, unit_id, facility_id).await?;
    let mut account = account::ActiveModel {
        login: Set(new.login.clone()),
        role: Set(post.role.as_str().to_owned()),
        level: Set(post.level.map(i16::from)),
        unit_id: Set(unit_id),
        facility_id: Set(facility_id),
        area_code: Set(new.place.area_code.clone()),
        area_path: Set(new.place.area_path.clone()),
        holder_name: Set(says.user_name.clone()),
        holder_position: Set(says.user_position.clone().unwrap_or_default()),
        email: Set(says.email.clone()),
        phone: Set(says.phone.clone()),
        second_factor_waived: Set(false),
        ..Default::default()
    };
    new.password.put_into(&mut account);
    let account_id = create_account(tx, account, now).await?;
    let made = crate::accounts::service::account(tx, account_id).await?;
    let shown = deliver(tx, app, &made, &new.password, new.delivery, new.lang, now).await?;
    let mut event = Event::new("account_created", "account")
        .on(account_id)
        .in_area(&new.place.area_code)
        .for_purpose(None, Some(row.number.clone()))
        .with("post", post.to_string())
        .with("delivery", new.delivery.as_str());
    if let Some(id) = facility_id {
        event = event.with("facility", id.to_string());
    }
    Ok(Outcome {
        result: Some(json!({ "login": new.login, "account_id": account_id, "facility_id": facility_id })),
        account_id: Some(account_id),
        handover: shown.map(|initial_password| HandoverOut {
            login: new.login.clone(),
            initial_password,
            password_expires_at: valid_until(app, now),
            sheet_pdf_base64: new.sheet.clone().unwrap_or_default(),
        }),
        events: vec![event],
        applicant_told: new.tells_all,
    })
}

/// The facility, whose set-up is its own to do (LC-7.1b): rooms and prices are declared by whoever knows them.
async fn add_facility(tx: &Tx, facility: &NewFacility, new: &NewClient, now: Timestamp) -> Result<Uuid> {
    // Of two who type a place at once the second finds it.
    directory::service::hold_area(tx, &new.place.area_code).await?;
    let known = place_without_account(tx, facility).await?;
    let id = known.as_ref().map_or_else(Uuid::now_v7, |known| known.id);
    let row = facility::ActiveModel {
        id: Set(id),
        name: Set(facility.name.clone()),
        name_search: Set(rules::name::fold(&facility.name)),
        kind: Set(facility.kind.clone()),
        tourist: Set(new.place.tourist),
        area_code: Set(new.place.area_code.clone()),
        area_path: Set(new.place.area_path.clone()),
        address: Set(facility.address.clone()),
        phone: Set(new.says.phone.clone()),
        email: Set(new.says.email.clone()),
        representative: Set(facility.representative.clone()),
        declared_tax_code: Set(facility.tax_code.clone()),
        started_on: Set(new.says.started_on),
        declared_rooms: Set(i16::try_from(facility.rooms).ok()),
        declared_beds: Set(facility.beds.and_then(|beds| i16::try_from(beds).ok())),
        data_confirmed_at: Set(None),
        setup_completed_at: Set(None),
        suspended_on: Set(None),
        restarts_on: Set(None),
        closes_on: Set(None),
        version: Set(known.as_ref().map_or(1, |known| known.version + 1)),
        created_at: Set(known.as_ref().map_or(now.get(), |known| known.created_at)),
        updated_at: Set(Some(now.get())),
    };
    match known {
        Some(_) => directory::places::take_up(tx, row).await?,
        None => directory::service::add_facility(tx, row).await?,
    }
    Ok(id)
}

/// The place for which the police have entered stays until now, if it is the one that applies: what was entered is its own
/// (LC-10.9-1). One that has or had an account is another house, whatever its name.
pub(super) async fn place_without_account(
    db: &impl ConnectionTrait,
    asked: &NewFacility,
) -> Result<Option<facility::Model>> {
    let same = directory::places::same(db, &asked.area_code, &asked.name, &asked.address).await?;
    let Some(same) = same else { return Ok(None) };
    let is_taken = crate::accounts::service::facility_has_account(db, same.id).await?;
    Ok((!is_taken).then_some(same))
}
