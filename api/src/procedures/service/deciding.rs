//! The officer who decides on a dossier, and the points that are open before the decision. Both are reported in
//! advance, so that a page offers no button that the server would refuse.

use crate::App;
use crate::authz::Caller;
use crate::error::Result;
use crate::procedures::entity::{dossier, dossier_consultation};
use crate::procedures::kind::ProcedureKind;
use crate::procedures::{Dossier, row};
use dto::account::{AccountTier, Role};
use dto::dossier::{
    DecisionPreview, DossierCheck, DossierHint, DossierSummary, HintCode, OpenPoint, OpenPointCode, Opinion,
};
use rules::account_tier::ACCOUNT_TIERS;
use rules::profile::Profile;
use rules::tiers;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// Returns whether the caller may decide: not on an account of the same or a higher tier, and not on the own account
/// (table 8.1).
pub fn may_decide(app: &App, caller: &Caller, row: &dossier::Model) -> Result<bool> {
    let own = caller.account()?;
    if row.account_id == Some(own.account_id) {
        return Ok(false);
    }
    Ok(row::subject_tier(row)?.is_none_or(|tier| tiers::may_manage(own.tier(), tier, &app.profile)))
}

/// Returns the tiers on which `own` does not decide, in their stored form.
pub fn foreign_tiers(own: AccountTier, profile: &Profile) -> Vec<String> {
    let tiers = ACCOUNT_TIERS.iter().map(|row| row.tier);
    tiers
        .filter(|tier| !tiers::may_manage(own, *tier, profile))
        .map(|tier| tier.to_string())
        .collect()
}

/// Returns the role that decides instead: the administrator may decide in every case (KH-10.1-3).
pub fn decider(may_decide: bool, row: &dossier::Model) -> Option<Role> {
    (!may_decide && row.decided_at.is_none()).then_some(Role::Administrator)
}

/// Returns the effects of a grant, and the open points.
pub async fn preview<K: ProcedureKind>(
    db: &impl ConnectionTrait,
    app: &App,
    caller: &Caller,
    row: &dossier::Model,
    known: Known<'_>,
) -> Result<DecisionPreview> {
    let issued = K::from(*row.kind)
        .would_issue(db, app, caller, &Dossier::of(row)?)
        .await?;
    let (login, password_to) = issued.map_or((None, None), |issued| (Some(issued.login), issued.address));
    Ok(DecisionPreview {
        login,
        password_to,
        open_points: known.open_points(),
    })
}

/// The data of a dossier from which its open points follow.
pub struct Known<'a> {
    /// Its line of the list.
    pub summary: &'a DossierSummary,
    /// Its checks.
    pub checks: &'a [DossierCheck],
    /// Its hints.
    pub hints: &'a [DossierHint],
    /// The consulted units.
    pub asked: &'a [dossier_consultation::Model],
    /// The names of the units.
    pub units: &'a HashMap<Uuid, String>,
}

impl Known<'_> {
    fn open_points(&self) -> Vec<OpenPoint> {
        let point = |code, subject| OpenPoint {
            code,
            check: None,
            subject,
            guest_count: None,
        };
        let mut points = Vec::new();
        if self.summary.form_missing {
            points.push(point(OpenPointCode::FormMissing, None));
        }
        for check in self.checks.iter().filter(|check| check.done_at.is_none()) {
            points.push(OpenPoint {
                check: Some(check.code),
                ..point(OpenPointCode::CheckOpen, None)
            });
        }
        // For a unit that was asked again, only the last question counts.
        let latest: HashMap<Uuid, &dossier_consultation::Model> =
            self.asked.iter().map(|asked| (asked.unit_id, asked)).collect();
        for asked in self.asked.iter().filter(|asked| latest[&asked.unit_id].id == asked.id) {
            let code = match row::opinion(asked) {
                None => OpenPointCode::OpinionOpen,
                Some(Opinion::Object) => OpenPointCode::OpinionAgainst,
                Some(Opinion::Agree | Opinion::NoOpinion) => continue,
            };
            points.push(point(code, self.units.get(&asked.unit_id).cloned()));
        }
        for hint in self.hints {
            let code = match hint.code {
                HintCode::SameTaxCode => OpenPointCode::SameTaxCode,
                HintCode::SameName => OpenPointCode::SameName,
                HintCode::SameAddress => OpenPointCode::SameAddress,
                HintCode::FiledTwice => OpenPointCode::FiledTwice,
                HintCode::GuestsGoAlong => OpenPointCode::GuestsGoAlong,
                HintCode::NotProven => OpenPointCode::NotProven,
                HintCode::AccountUnknown => OpenPointCode::AccountUnknown,
                HintCode::ReportedLate
                | HintCode::ChannelMissing
                | HintCode::RegisteredNumber
                | HintCode::ProvenByLink
                | HintCode::ProvenByCall
                | HintCode::AccountLocked => continue,
            };
            points.push(OpenPoint {
                guest_count: hint.guest_count,
                ..point(code, hint.subject.clone())
            });
        }
        points
    }
}
