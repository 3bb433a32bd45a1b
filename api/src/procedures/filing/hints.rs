//! What an officer should look at before deciding: duplicates of an application, what a report of a loss lacks.

use super::{CREDENTIAL_LOSS, REGISTRATION, loss_store, registration, stored};
use crate::App;
use crate::accounts;
use crate::directory;
use crate::directory::entity::facility;
use crate::error::Result;
use crate::procedures::entity::dossier;
use crate::procedures::{service, store};
use crate::stays;
use dto::dossier::{DossierHint, HintCode};
use dto::filing::{Applicant, CredentialLossIn, NewFacility, RegistrationIn};
use dto::{CheckContext, Timestamp};
use sea_orm::ConnectionTrait;

/// The hints to a dossier.
pub async fn hints(
    db: &impl ConnectionTrait,
    app: &App,
    row: &dossier::Model,
    now: Timestamp,
) -> Result<Vec<DossierHint>> {
    let context = CheckContext {
        now,
        profile: &app.profile,
    };
    let (_, form) = service::filed_form(app, row)?;
    match row.procedure_type.as_str() {
        REGISTRATION if row.decided_at.is_none() => {
            let mut hints = Vec::new();
            if let Applicant::Facility(facility) = stored::<RegistrationIn>(form, context)?.applicant {
                duplicates(db, &facility, &mut hints).await?;
                hints.extend(who_goes_along(db, &facility).await?);
            }
            for other in store::same_application(db, row).await? {
                hints.push(DossierHint {
                    dossier_id: Some(other.id),
                    ..hint(HintCode::FiledTwice, Some(other.number))
                });
            }
            Ok(hints)
        }
        CREDENTIAL_LOSS => {
            let says = stored::<CredentialLossIn>(form, context)?;
            let report = loss_store::of(db, row.id).await?;
            let mut hints = Vec::new();
            if let Some(seconds) = report.late_seconds {
                hints.push(DossierHint {
                    seconds: Some(seconds),
                    ..hint(HintCode::ReportedLate, None)
                });
            }
            let proof = report.proven_by.as_deref();
            let by_phone = says.called_at.is_some() || proof == Some("call");
            let by_email = says.email.is_some() || proof == Some("link");
            if app.profile.credential_loss.lacks_channel(by_phone, by_email) {
                hints.push(hint(HintCode::ChannelMissing, None));
            }
            if report.looked_up_at.is_some() && report.account_id.is_none() {
                hints.push(hint(HintCode::AccountUnknown, None));
            }
            if let (Some(id), None) = (report.account_id, row.decided_at) {
                let registered = accounts::service::account(db, id).await?.phone;
                if !registered.is_empty() {
                    hints.push(hint(HintCode::RegisteredNumber, Some(registered)));
                }
            }
            if report.locked {
                hints.push(hint(HintCode::AccountLocked, None));
            }
            hints.push(hint(
                match proof {
                    Some("link") => HintCode::ProvenByLink,
                    Some(_) => HintCode::ProvenByCall,
                    None => HintCode::NotProven,
                },
                None,
            ));
            Ok(hints)
        }
        _ => Ok(Vec::new()),
    }
}

/// Houses that are here already with the same tax code, or in the commune with the same name or address.
async fn duplicates(db: &impl ConnectionTrait, asked: &NewFacility, hints: &mut Vec<DossierHint>) -> Result<()> {
    let (name, address) = (rules::name::fold(&asked.name), rules::name::fold(&asked.address));
    let near = directory::service::facilities_near(db, &asked.area_code, asked.tax_code.as_deref()).await?;
    let alike = |known: &facility::Model| {
        let in_commune = known.area_code == asked.area_code;
        [
            (
                HintCode::SameTaxCode,
                asked.tax_code.is_some() && known.declared_tax_code == asked.tax_code,
            ),
            (HintCode::SameName, in_commune && known.name_search == name),
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

/// The guests whom the police have entered for the place that applies: with a grant they are the new account's to read.
async fn who_goes_along(db: &impl ConnectionTrait, asked: &NewFacility) -> Result<Option<DossierHint>> {
    let Some(place) = registration::place_without_account(db, asked).await? else {
        return Ok(None);
    };
    let guests = stays::service::notified_in_all(db, place.id).await?;
    Ok((guests > 0).then(|| DossierHint {
        guest_count: Some(guests),
        ..hint(HintCode::GuestsGoAlong, Some(place.name))
    }))
}

fn hint(code: HintCode, subject: Option<String>) -> DossierHint {
    DossierHint {
        code,
        subject,
        seconds: None,
        guest_count: None,
        account_id: None,
        dossier_id: None,
    }
}
