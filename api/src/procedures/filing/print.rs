//! The forms on paper: Mẫu số 1, Mẫu số 2, Mẫu số 4 and the sheet that hands an account over.

use super::data_request::{self, OwnAccount};
use super::registration::{Place, place};
use super::{CREDENTIAL_LOSS, DATA_REQUEST, HOLDER_CHANGE, REGISTRATION, stored};
use crate::App;
use crate::accounts;
use crate::accounts::administration::holder_at;
use crate::audit::Event;
use crate::authz::{Dossiers, ScopedCaller, policy};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::paper::render;
use crate::procedures::entity::dossier;
use crate::procedures::{service, store};
use dto::account::AreaRef;
use dto::dossier::LookupIn;
use dto::filing::{Applicant, CredentialLossIn, HolderChangeIn, LossKind, Registration, RegistrationIn, RequesterKind};
use dto::text::{Params, text};
use dto::{CheckContext, Lang, Timestamp};
use print::{
    AgencyData, Contact, FacilityClass, FacilityData, Form, Heading, HolderChange, LegalBasis, RegistrationRequest,
    Requester, ResetReason, Signatory,
};
use rules::zone;
use uuid::Uuid;

/// A form as PDF.
pub struct Paper {
    /// The number of its dossier.
    pub number: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// The form of a dossier, for whoever has its code.
pub async fn of_code(visitor: &Visitor<policy::DownloadDossierForm>, body: &LookupIn, address: &str) -> Result<Paper> {
    let (app, now) = (&visitor.app, visitor.now);
    let row = service::by_code(app, &body.dossier_code, address, now).await?;
    let event = Event::new("form_printed", "dossier").on(row.id).in_area(&row.area_code);
    let paper = paper(app, &row, now, Reader::Applicant).await?;
    app.db.record(&visitor.actor, now, event).await?;
    Ok(paper)
}

/// The form of a dossier, for whoever handles it.
pub async fn of_dossier(caller: &ScopedCaller<Dossiers>, id: Uuid) -> Result<Paper> {
    let app = &caller.app;
    let row = store::dossier(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let event = Event::new("form_printed", "dossier").on(row.id).in_area(&row.area_code);
    let paper = paper(app, &row, caller.now, Reader::Officer).await?;
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(paper)
}

/// For whom a form is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Whoever has the code of the dossier.
    Applicant,
    /// An officer who handles it.
    Officer,
}

async fn paper(app: &App, row: &dossier::Model, now: Timestamp, reader: Reader) -> Result<Paper> {
    let context = CheckContext {
        now,
        profile: &app.profile,
    };
    let (_, form) = service::filed_form(app, row)?;
    let form = match row.procedure_type.as_str() {
        REGISTRATION => {
            let says = stored::<RegistrationIn>(form, context)?;
            registration(app, Dated::of(row), says, now).await?
        }
        HOLDER_CHANGE => holder_change(app, row, form, context).await?,
        DATA_REQUEST => data_request(app, row, form, context)?,
        CREDENTIAL_LOSS => loss(app, row, form, context, reader).await?,
        _ => return Err(Error::not_found()),
    };
    Ok(Paper {
        number: row.number.clone(),
        bytes: render(form).await?,
    })
}

/// Mẫu số 1 of an application of that moment.
pub async fn registration_sheet(app: &App, says: Registration, at: Timestamp) -> Result<Vec<u8>> {
    let dated = Dated { at, number: None };
    render(registration(app, dated, says, at).await?).await
}

/// Of which moment a form is, and the dossier that it belongs to.
struct Dated {
    at: Timestamp,
    /// The number of the dossier; nothing before it is filed.
    number: Option<String>,
}

impl Dated {
    fn of(row: &dossier::Model) -> Self {
        Self {
            at: row.created_at.into(),
            number: Some(row.number.clone()),
        }
    }
}

/// What stands above and below every form (KH-MC.1 to KH-MC.7).
fn heading(
    app: &App,
    dated: Dated,
    requester: Requester,
    governing_body: Option<String>,
    name: &str,
    signatory: &str,
) -> Heading {
    let forms = &app.profile.forms;
    Heading {
        governing_body: governing_body.unwrap_or_default(),
        requester,
        requester_name: name.to_owned(),
        place: app.profile.name.clone(),
        on: zone::local_date(dated.at.get()),
        addressee: forms.addressee.clone(),
        basis: LegalBasis {
            regulation: forms.regulation.clone(),
            decision_number: forms.decision_number.clone(),
            decision_date: Some(forms.decision_date),
            issuer: forms.issuer.clone(),
        },
        distribution: forms.distribution.clone(),
        signatory: Signatory {
            name: signatory.to_owned(),
            title: String::new(),
        },
        number: dated.number,
    }
}

fn class(tourist: bool) -> FacilityClass {
    if tourist {
        FacilityClass::TouristAccommodation
    } else {
        FacilityClass::Lodging
    }
}

async fn registration(app: &App, dated: Dated, says: Registration, now: Timestamp) -> Result<Form> {
    let place = place(app, &says, now).await?;
    let references = app.references(now).await?;
    let (requester, facility, agency) = match &says.applicant {
        Applicant::Agency(agency) => {
            let area = references.area_ref(&agency.area_code);
            let data = AgencyData {
                // What a post is called stands in the summary too.
                sector: place.summary.clone(),
                tier: tier_name(&place),
                area: whole_area(&area),
            };
            (Requester::Agency, None, Some(data))
        }
        Applicant::Facility(facility) => {
            let area = references.area_ref(&facility.area_code);
            let data = FacilityData {
                kind: references
                    .entry("facility_kinds", &facility.kind)
                    .map(|kind| kind.label.clone())
                    .unwrap_or_default(),
                address: [facility.address.as_str(), &area.name, &area.province_name].join(", "),
                rooms: Some(facility.rooms.into()),
                beds: facility.beds.map(Into::into),
                representative: facility.representative.clone(),
                tax_code: facility.tax_code.clone().unwrap_or_default(),
            };
            (Requester::Facility, Some(data), None)
        }
    };
    let signatory = facility
        .as_ref()
        .map_or("", |facility| facility.representative.as_str());
    Ok(Form::RegistrationRequest(RegistrationRequest {
        heading: heading(app, dated, requester, says.governing_body, &place.title, signatory),
        user_name: says.user_name,
        user_position: says.user_position.unwrap_or_default(),
        facility_class: facility.is_some().then(|| class(place.tourist)),
        contact: Contact {
            email: says.email,
            phone: says.phone,
        },
        started_on: says.started_on,
        facility,
        agency,
    }))
}

/// The tier by name: people know "cấp tỉnh" and "cấp xã", and no numbers.
fn tier_name(place: &Place) -> String {
    let key = if place.area_path.contains('.') {
        "dossier.tier.commune"
    } else {
        "dossier.tier.province"
    };
    text(Lang::Vi, key, &Params::new())
}

/// A commune with its province; a province alone.
fn whole_area(area: &AreaRef) -> String {
    if area.province_name.is_empty() || area.province_name == area.name {
        area.name.clone()
    } else {
        format!("{}, {}", area.name, area.province_name)
    }
}

/// The account of a form, as it was when the form was filed: what has been granted since must not change what was asked.
struct Before {
    login: String,
    name: String,
    position: String,
    contact: Contact,
    requester: Requester,
    unit: String,
    class: Option<FacilityClass>,
    /// Who signs for a facility; for an agency that is written by hand.
    representative: String,
}

async fn before(app: &App, id: Uuid, at: Timestamp) -> Result<Before> {
    let account = accounts::service::account(app.db.read(), id).await?;
    let holder = holder_at(app.db.read(), id, at).await?;
    let (class, representative) = match account.facility_id {
        Some(id) => {
            let facility = directory::service::facility_within(app, &crate::authz::Territory::Facility(id), id).await?;
            (Some(class(facility.tourist)), facility.representative)
        }
        None => (None, String::new()),
    };
    Ok(Before {
        unit: accounts::service::name_of(app, &account).await?,
        login: account.login,
        name: holder.name,
        position: holder.position,
        contact: Contact {
            email: holder.email,
            phone: holder.phone,
        },
        requester: if class.is_some() {
            Requester::Facility
        } else {
            Requester::Agency
        },
        class,
        representative,
    })
}

async fn holder_change(
    app: &App,
    row: &dossier::Model,
    form: serde_json::Value,
    context: CheckContext<'_>,
) -> Result<Form> {
    let says = stored::<HolderChangeIn>(form, context)?;
    let id = row.account_id.ok_or_else(Error::not_found)?;
    let old = before(app, id, row.created_at.into()).await?;
    Ok(Form::HolderChange(HolderChange {
        heading: heading(
            app,
            Dated::of(row),
            old.requester,
            says.governing_body,
            &old.unit,
            &old.representative,
        ),
        login: old.login,
        old_user_name: old.name,
        old_user_position: old.position,
        old_contact: old.contact,
        reason: ResetReason::HolderChanged,
        new_user_name: says.new_name,
        new_user_position: says.new_position.unwrap_or_default(),
        new_contact: Contact {
            email: says.new_email,
            phone: says.new_phone,
        },
        facility_class: old.class,
    }))
}

/// Mẫu số 2 for a loss: nobody else takes the account over. Whoever has the code of the report finds dots where the
/// register knows more: the code proves nothing about the account. An officer reads whose account it is.
async fn loss(
    app: &App,
    row: &dossier::Model,
    form: serde_json::Value,
    context: CheckContext<'_>,
    reader: Reader,
) -> Result<Form> {
    let says = stored::<CredentialLossIn>(form, context)?;
    let known = match row.account_id.filter(|_| reader == Reader::Officer) {
        Some(id) => Some(before(app, id, row.created_at.into()).await?),
        None => None,
    };
    let (requester, unit, representative, class) = match known {
        Some(known) => (known.requester, known.unit, known.representative, known.class),
        None => (Requester::Facility, String::new(), String::new(), None),
    };
    Ok(Form::HolderChange(HolderChange {
        heading: heading(app, Dated::of(row), requester, None, &unit, &representative),
        login: says.login,
        old_user_name: says.reporter_name,
        old_user_position: String::new(),
        old_contact: Contact {
            email: says.email.unwrap_or_default(),
            phone: says.phone,
        },
        reason: match says.kind {
            LossKind::Forgotten => ResetReason::Forgotten,
            LossKind::Stolen => ResetReason::Stolen,
        },
        new_user_name: String::new(),
        new_user_position: String::new(),
        new_contact: Contact::default(),
        facility_class: class,
    }))
}

/// Mẫu số 4. Whoever has no account leaves the place of it empty (S-13).
fn data_request(app: &App, row: &dossier::Model, form: serde_json::Value, context: CheckContext<'_>) -> Result<Form> {
    let (says, requester) = data_request::stored_request(form, context)?;
    let kind = match &requester {
        data_request::Requester::Holder(own) if own.is_facility => Requester::Facility,
        data_request::Requester::Holder(_) => Requester::Agency,
        data_request::Requester::Other(other) => match other.kind {
            RequesterKind::Agency => Requester::Agency,
            RequesterKind::Facility => Requester::Facility,
            RequesterKind::Organisation => Requester::Organisation,
            RequesterKind::Person => Requester::Person,
        },
    };
    let own = match requester {
        data_request::Requester::Holder(own) => own,
        data_request::Requester::Other(other) => OwnAccount {
            login: String::new(),
            holder_name: other.speaker().to_owned(),
            unit_name: other.name,
            is_facility: false,
            representative: String::new(),
            holder_position: other.contact_position.unwrap_or_default(),
            email: other.email,
            phone: other.phone,
        },
    };
    let signatory = if kind == Requester::Person {
        own.holder_name.as_str()
    } else {
        own.representative.as_str()
    };
    Ok(Form::DataRequest(print::DataRequest {
        heading: heading(
            app,
            Dated::of(row),
            kind,
            says.governing_body,
            &own.unit_name,
            signatory,
        ),
        login: own.login,
        user_name: own.holder_name,
        user_position: own.holder_position,
        contact: Contact {
            email: own.email,
            phone: own.phone,
        },
        guest_details: says.guest_details,
        guest_name: says.guest_name.unwrap_or_default(),
        guest_born_on: says.guest_birth_date,
        guest_document: says.guest_document_number.unwrap_or_default(),
        stay_from: says.stay_from,
        stay_to: says.stay_to,
        reason: says.reason,
    }))
}
