//! Hints for an officer before the decision on an application: existing duplicates, and guests that the new account
//! will see.

use super::place_without_account;
use crate::App;
use crate::accounts;
use crate::directory;
use crate::directory::Facility;
use crate::error::Result;
use crate::procedures::Dossier;
use crate::procedures::kinds::form::{hint, stored};
use crate::procedures::service;
use crate::stays;
use dto::dossier::{DossierHint, HintCode};
use dto::filing::{Applicant, NewFacility, RegistrationIn};
use sea_orm::ConnectionTrait;

/// Returns the hints for an application; none once it is decided.
pub async fn hints(db: &impl ConnectionTrait, app: &App, row: &Dossier) -> Result<Vec<DossierHint>> {
    let mut hints = Vec::new();
    if row.decided_at.is_some() {
        return Ok(hints);
    }
    if let Applicant::Facility(facility) = stored::<RegistrationIn>(app, row)?.applicant {
        duplicates(db, &facility, &mut hints).await?;
        hints.extend(who_goes_along(db, &facility).await?);
    }
    for other in service::same_application(db, row).await? {
        hints.push(DossierHint {
            dossier_id: Some(other.id),
            ..hint(HintCode::FiledTwice, Some(other.number))
        });
    }
    Ok(hints)
}

/// Finds existing facilities with the same tax code, or in the commune with the same name or address.
async fn duplicates(db: &impl ConnectionTrait, asked: &NewFacility, hints: &mut Vec<DossierHint>) -> Result<()> {
    let (name, address) = (rules::name::fold(&asked.name), rules::name::fold(&asked.address));
    let near = directory::service::facilities_near(db, &asked.area_code, asked.tax_code.as_deref()).await?;
    let alike = |known: &Facility| {
        let in_commune = known.area_code == asked.area_code;
        [
            (
                HintCode::SameTaxCode,
                asked.tax_code.is_some() && known.declared_tax_code == asked.tax_code,
            ),
            (HintCode::SameName, in_commune && rules::name::fold(&known.name) == name),
            (
                HintCode::SameAddress,
                in_commune && rules::name::fold(&known.address) == address,
            ),
        ]
    };
    let found: Vec<_> = near
        .into_iter()
        .flat_map(|known| {
            let codes = alike(&known).into_iter().filter(|(_, is_so)| *is_so);
            codes
                .map(|(code, _)| (code, known.id, known.name.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    let accounts = accounts::service::accounts_of_facilities(db, found.iter().map(|(_, id, _)| *id).collect()).await?;
    hints.extend(found.into_iter().map(|(code, id, name)| DossierHint {
        account_id: accounts.get(&id).copied(),
        ..hint(code, Some(name))
    }));
    Ok(())
}

/// Returns the hint about guests whom the police have entered for this place: after a grant the new account can read
/// them.
async fn who_goes_along(db: &impl ConnectionTrait, asked: &NewFacility) -> Result<Option<DossierHint>> {
    let Some(place) = place_without_account(db, asked).await? else {
        return Ok(None);
    };
    let guests = stays::read::service::notified_in_all(db, place.id).await?;
    Ok((guests > 0).then(|| DossierHint {
        guest_count: Some(guests),
        ..hint(HintCode::GuestsGoAlong, Some(place.name))
    }))
}
