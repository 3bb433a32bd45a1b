//! The common parts of all printed forms. The content of a form is in its kind (`sheet`); access to it is in
//! `printing`.

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

/// The reader for whom a form is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// A reader with the code of the dossier.
    Applicant,
    /// An officer who handles the dossier.
    Officer,
}

/// The date of a form, and its dossier.
pub(super) struct Dated {
    pub at: Timestamp,
    /// The number of the dossier; none before it is filed.
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

/// Makes the text above and below every form (KH-MC.1 to KH-MC.7).
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

/// Returns the class of a facility.
pub(super) fn class(tourist: bool) -> FacilityClass {
    if tourist {
        FacilityClass::TouristAccommodation
    } else {
        FacilityClass::Lodging
    }
}

/// The account at the time of filing: a later change must not alter the form.
pub(super) struct Before {
    pub login: String,
    pub name: String,
    pub position: String,
    pub contact: Contact,
    pub requester: Requester,
    pub unit: String,
    pub class: Option<FacilityClass>,
    /// The person who signs for a facility; for an agency it is written by hand.
    pub representative: String,
}

/// Returns the account at that time.
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
