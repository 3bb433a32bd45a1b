//! What stands on all forms on paper. What a form says is its kind's (`sheet`); who prints them is in `printing`.

use crate::App;
use crate::accounts;
use crate::accounts::administration::holder_at;
use crate::authz::Territory;
use crate::directory;
use crate::error::Result;
use crate::procedures::Dossier;
use dto::Timestamp;
use print::{Contact, FacilityClass, Heading, LegalBasis, Requester, Signatory};
use rules::zone;
use uuid::Uuid;

/// For whom a form is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Whoever has the code of the dossier.
    Applicant,
    /// An officer who handles it.
    Officer,
}

/// Of which moment a form is, and the dossier that it belongs to.
pub(super) struct Dated {
    pub at: Timestamp,
    /// The number of the dossier; nothing before it is filed.
    pub number: Option<String>,
}

impl Dated {
    pub fn of(row: &Dossier) -> Self {
        Self {
            at: row.created_at,
            number: Some(row.number.clone()),
        }
    }
}

/// What stands above and below every form (KH-MC.1 to KH-MC.7).
pub(super) fn heading(
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

/// The class of a facility.
pub(super) fn class(tourist: bool) -> FacilityClass {
    if tourist {
        FacilityClass::TouristAccommodation
    } else {
        FacilityClass::Lodging
    }
}

/// The account of a form, as it was when the form was filed: what has been granted since must not change what was asked.
pub(super) struct Before {
    pub login: String,
    pub name: String,
    pub position: String,
    pub contact: Contact,
    pub requester: Requester,
    pub unit: String,
    pub class: Option<FacilityClass>,
    /// Who signs for a facility; for an agency that is written by hand.
    pub representative: String,
}

/// The account as it was at that moment.
pub(super) async fn before(app: &App, id: Uuid, at: Timestamp) -> Result<Before> {
    let account = accounts::service::account(app.db.read(), id).await?;
    let holder = holder_at(app.db.read(), id, at).await?.holder;
    let (class, representative) = match account.facility_id {
        Some(id) => {
            let facility = directory::service::facility_within(app, &Territory::Facility(id), id).await?;
            (Some(class(facility.tourist)), facility.representative)
        }
        None => (None, String::new()),
    };
    Ok(Before {
        unit: accounts::service::name_of(app, id).await?,
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
