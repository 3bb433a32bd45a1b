//! The account tiers of a province, who issues the accounts and how they are named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account_tier::{ACCOUNT_TIERS, AccountTier, Role};
use crate::login;

/// Tiers, issue and names of accounts (D-04, D-07, D-17; docs/rules.md 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountTerms {
    /// How many people may work with one account besides its holder.
    pub operators: u16,
    /// Who issues them.
    pub issuer: Issuer,
    /// Maximum number of accounts of a unit or facility (LC-6.3-1, LC-6.4-1); none: no limit.
    pub per_unit: Option<u16>,
    /// Whether an account may be delegated for a limited time (LCH20-16.3-3; D-17).
    pub delegation: bool,
    /// Maximum number of days of a delegation.
    pub delegation_days: u16,
    /// The tiers that exist.
    pub levels: TierTerms,
    /// How the login name of each account tier is made (KH-8c-1): a text with `{area}` and `{name}`, by tier, e.g.
    /// `police_3`.
    pub login_patterns: BTreeMap<String, String>,
}

/// Who issues the accounts of agencies (D-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Issuer {
    /// Each tier issues the accounts of the next tier of its sector (KH-10.2a-2 to KH-10.5a-2).
    ParentTier,
    /// The provincial police issue all of them (LC-6.3-1, LC-6.4-1).
    LeadAgency,
}

/// Agencies that use the system in one province and not in another (D-06, S-02; docs/rules.md 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sectors {
    /// The finance department sees declared prices (LC-11.4b).
    pub finance: bool,
    /// The information and communications department sees operation without guest data (LC-11.2d).
    pub operation: bool,
}

/// Which tiers of each sector exist, the province being 1 (docs/rules.md 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TierTerms {
    /// Police.
    pub police: Vec<u8>,
    /// Tax.
    pub tax: Vec<u8>,
    /// Tourism.
    pub tourism: Vec<u8>,
    /// Statistics.
    pub statistics: Vec<u8>,
}

impl AccountTerms {
    /// Whether each account tier that exists has a pattern, and each pattern is valid.
    pub(crate) fn patterns_are_whole(&self, sectors: Sectors) -> bool {
        let named = ACCOUNT_TIERS
            .iter()
            .filter(|row| self.levels.have(row.tier, sectors))
            .all(|row| self.login_patterns.contains_key(&row.tier.to_string()));
        named
            && self
                .login_patterns
                .iter()
                .all(|(tier, pattern)| AccountTier::from_name(tier).is_some() && login::is_pattern(pattern))
    }
}

impl TierTerms {
    /// Whether the levels are in order from the province down, and all of them are in the table.
    pub(crate) fn are_tiers(&self) -> bool {
        let known = |role, level| AccountTier::of(role, level).row().is_some();
        [
            (Role::Police, &self.police),
            (Role::Tax, &self.tax),
            (Role::Tourism, &self.tourism),
            (Role::Statistics, &self.statistics),
        ]
        .into_iter()
        .all(|(role, levels)| {
            levels.first() == Some(&1)
                && levels.is_sorted_by(|a, b| a < b)
                && levels.iter().all(|level| known(role, *level))
        })
    }

    /// Whether an account tier exists in a province with those additional sectors (D-06, docs/rules.md 9).
    pub fn have(&self, tier: AccountTier, sectors: Sectors) -> bool {
        let Some(level) = tier.level else {
            return tier.row().is_some();
        };
        match tier.role {
            Role::Police => self.police.contains(&level),
            Role::Tax => self.tax.contains(&level),
            Role::Tourism => self.tourism.contains(&level),
            Role::Statistics => self.statistics.contains(&level),
            Role::Finance => sectors.finance && level == 1,
            Role::Operation => sectors.operation && level == 1,
            Role::Administrator | Role::Facility => false,
        }
    }
}
