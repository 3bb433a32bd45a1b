//! Who administers whose accounts in a province: table 8.1 ([`crate::post`]) under its profile.
//!
//! The profile sets which tiers exist (docs/rules.md 9): where a province has no districts, the provincial police
//! administer the communes.

use crate::account::Issuer;
use crate::account_tier::{ACCOUNT_TIERS, AccountTier, LEAD_AGENCY, Level, Role};
use crate::profile::Profile;

impl AccountTier {
    /// The administrative level of the tier. The second tier of a sector that has only two is directly below the
    /// province: at the communes, where there are no districts (docs/rules.md 9).
    pub fn level_in(self, profile: &Profile) -> Option<Level> {
        let has_third = || Self::of(self.role, 3).row().is_some();
        let has_districts = || profile.accounts.levels.police.contains(&2);
        Some(match self.level? {
            1 => Level::Province,
            2 if has_third() || has_districts() => Level::District,
            _ => Level::Commune,
        })
    }

    /// The account tier of a role at a level; none where the table has none. `exists` says whether the profile has it.
    pub fn at_level(role: Role, level: Option<Level>, profile: &Profile) -> Option<Self> {
        let mut tiers = ACCOUNT_TIERS.iter().map(|row| row.tier);
        tiers.find(|tier| tier.role == role && tier.level_in(profile) == level)
    }

    /// Whether the profile has it (D-06, docs/rules.md 9).
    pub fn exists(self, profile: &Profile) -> bool {
        profile.accounts.levels.have(self, profile.sectors)
    }
}

/// Who regularly creates accounts of `tier` in this province (D-07). A tier that does not exist is skipped upwards
/// (docs/rules.md 9).
pub fn creators(tier: AccountTier, profile: &Profile) -> Vec<AccountTier> {
    let Some(row) = tier.row() else { return Vec::new() };
    // Nobody may create an account of their own tier or above, whoever the issuer is.
    let is_of_lead_agency = LEAD_AGENCY.contains(&tier);
    if profile.accounts.issuer == Issuer::LeadAgency && !is_of_lead_agency {
        return LEAD_AGENCY.to_vec();
    }
    let mut found = Vec::new();
    for creator in row.created_by {
        if creator.exists(profile) {
            found.push(*creator);
        } else {
            found.extend(creators(*creator, profile));
        }
    }
    found
}

/// Whether an account of `actor` may create accounts of `target`. The areas are checked elsewhere.
pub fn may_create(actor: AccountTier, target: AccountTier, profile: &Profile) -> bool {
    target.exists(profile) && may_manage(actor, target, profile)
}

/// Whether an account of `actor` may change, lock, reset and close accounts of `target`. The caller has to check that
/// the area is the actor's own, and that the account is not the actor's own.
pub fn may_manage(actor: AccountTier, target: AccountTier, profile: &Profile) -> bool {
    actor == AccountTier::ADMINISTRATOR || creators(target, profile).contains(&actor)
}

/// Whether an account of `actor` may see accounts of `target` in its area: every lower tier of its own sector
/// (KH-7.2d-1), and the accounts that it manages.
pub fn may_see(actor: AccountTier, target: AccountTier, profile: &Profile) -> bool {
    let is_below = actor.role == target.role && actor.level.is_some() && target.level > actor.level;
    actor == AccountTier::ADMINISTRATOR || is_below || may_manage(actor, target, profile)
}

/// Whether `actor` has to give a reason for an operation on an account of `target`: the administrator where another
/// tier regularly does it (S-06).
pub fn needs_reason(actor: AccountTier, target: AccountTier, profile: &Profile) -> bool {
    actor == AccountTier::ADMINISTRATOR && !creators(target, profile).contains(&actor)
}
