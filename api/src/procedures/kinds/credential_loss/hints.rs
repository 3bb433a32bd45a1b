//! Hints for an officer before the decision on a report: missing data and existing proof.

use super::entity::Proof;
use super::store;
use crate::App;
use crate::accounts;
use crate::error::Result;
use crate::procedures::Dossier;
use crate::procedures::kinds::form::{hint, stored};
use dto::dossier::{DossierHint, HintCode};
use dto::filing::CredentialLossIn;
use sea_orm::ConnectionTrait;

/// Returns the hints for a report.
pub async fn hints(db: &impl ConnectionTrait, app: &App, row: &Dossier) -> Result<Vec<DossierHint>> {
    let says = stored::<CredentialLossIn>(app, row)?;
    let report = store::of(db, row.id).await?;
    let mut hints = Vec::new();
    if let Some(seconds) = report.late_seconds {
        hints.push(DossierHint {
            seconds: Some(seconds),
            ..hint(HintCode::ReportedLate, None)
        });
    }
    let proof = report.proven_by.map(|proof| proof.0);
    let by_phone = says.called_at.is_some() || proof == Some(Proof::Call);
    let by_email = says.email.is_some() || proof == Some(Proof::Link);
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
            Some(Proof::Link) => HintCode::ProvenByLink,
            Some(Proof::Call) => HintCode::ProvenByCall,
            None => HintCode::NotProven,
        },
        None,
    ));
    Ok(hints)
}
