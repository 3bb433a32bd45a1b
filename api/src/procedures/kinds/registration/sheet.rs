//! Mẫu số 1.

use super::place::{self, Place};
use crate::App;
use crate::error::Result;
use crate::paper::render;
use crate::procedures::Dossier;
use crate::procedures::kinds::form::stored;
use crate::procedures::kinds::paper::{Dated, class, heading};
use dto::account::AreaRef;
use dto::filing::{Applicant, Registration, RegistrationIn};
use dto::{Lang, Timestamp, say};
use print::{AgencyData, Contact, FacilityData, Form, RegistrationRequest, Requester};

/// Makes the form of a dossier.
pub async fn sheet(app: &App, row: &Dossier, now: Timestamp) -> Result<Form> {
    let says = stored::<RegistrationIn>(app, row)?;
    let place = place::of_dossier(app, row, &says, now).await?;
    filled(app, Dated::of(row), says, &place, now).await
}

/// Makes Mẫu số 1 of an application before it is filed, with this time.
pub async fn sheet_before_filing(app: &App, says: Registration, place: &Place, at: Timestamp) -> Result<Vec<u8>> {
    let dated = Dated { at, number: None };
    render(filled(app, dated, says, place, at).await?).await
}

async fn filled(app: &App, dated: Dated, says: Registration, place: &Place, now: Timestamp) -> Result<Form> {
    let references = app.references(now).await?;
    let (requester, facility, agency) = match &says.applicant {
        Applicant::Agency(agency) => {
            let area = references.area_ref(&agency.area_code);
            let data = AgencyData {
                // The summary contains the name of the tier too.
                sector: place.summary.clone(),
                tier: tier_name(place),
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

/// Returns the name of the tier: users know "cấp tỉnh" and "cấp xã", not tier numbers.
fn tier_name(place: &Place) -> String {
    let name = if place.area_path.contains('.') {
        say!(Lang::Vi, dossier.tier.commune)
    } else {
        say!(Lang::Vi, dossier.tier.province)
    };
    name.to_owned()
}

/// Returns a commune with its province, or a province alone.
fn whole_area(area: &AreaRef) -> String {
    if area.province_name.is_empty() || area.province_name == area.name {
        area.name.clone()
    } else {
        format!("{}, {}", area.name, area.province_name)
    }
}
