//! Who holds an account: docs/regulations.md, table 8.1, as data. An account tier is a kind of account at a level.

use std::fmt;

crate::codes! {
    /// The kind of account, by its holder (table 8.1).
    Role {
        /// System administrator, at the provincial police (KH-10.1, LC-4.2).
        Administrator = "administrator",
        /// Police of a province, district or commune (KH-10.2).
        Police = "police",
        /// Tax office (KH-10.3).
        Tax = "tax",
        /// Tourism office (KH-10.4).
        Tourism = "tourism",
        /// Statistics office (KH-10.5).
        Statistics = "statistics",
        /// Finance office (LC-6.4-1), where the profile has the sector.
        Finance = "finance",
        /// Monitoring of the operation without guest data (LC-11.2d), where the profile has it.
        Operation = "operation",
        /// A facility.
        Facility = "facility",
    }
}

crate::codes! {
    /// The name of a tier: the level of administration that it is responsible for.
    Level {
        /// The province.
        Province = "province",
        /// A district, where the province has districts.
        District = "district",
        /// A commune, ward or special zone.
        Commune = "commune",
    }
}

/// An account tier: a kind of account at a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountTier {
    /// Its kind.
    pub role: Role,
    /// Its level, 1 to 3; none for administrators and facilities.
    pub level: Option<u8>,
}

/// The depth of an account tier's area in the tree of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Territory {
    /// The province.
    Province,
    /// Directly below the province: a district, or a commune where there are no districts.
    BelowProvince,
    /// The lowest level: a commune.
    Commune,
}

/// A row of table 8.1.
#[derive(Debug, Clone, Copy)]
pub struct AccountTierRow {
    /// The account tier.
    pub tier: AccountTier,
    /// The provision that defines it.
    pub provision: &'static str,
    /// Who regularly creates its accounts where each tier creates the next. The administrator always may (KH-10.1-3).
    pub created_by: &'static [AccountTier],
    /// The area that it has access to.
    pub territory: Territory,
}

impl AccountTier {
    /// The system administrator.
    pub const ADMINISTRATOR: Self = Self::untiered(Role::Administrator);
    /// The provincial police.
    pub const POLICE_1: Self = Self::of(Role::Police, 1);
    /// A facility.
    pub const FACILITY: Self = Self::untiered(Role::Facility);

    /// An account tier of a role that has tiers.
    pub const fn of(role: Role, level: u8) -> Self {
        Self {
            role,
            level: Some(level),
        }
    }

    /// An account tier of a role without tiers.
    pub const fn untiered(role: Role) -> Self {
        Self { role, level: None }
    }

    /// Its row of the table.
    pub fn row(self) -> Option<&'static AccountTierRow> {
        ACCOUNT_TIERS.iter().find(|row| row.tier == self)
    }

    /// The account tier with that name: `administrator`, `police_1`, …, `finance_1`, `facility`.
    pub fn from_name(name: &str) -> Option<Self> {
        ACCOUNT_TIERS
            .iter()
            .map(|row| row.tier)
            .find(|tier| tier.to_string() == name)
    }

    /// Whether an account of this tier can have an area at that depth (1: the province) of the tree.
    pub fn fits_area(self, depth: usize, is_leaf: bool) -> bool {
        self.row().is_some_and(|row| match row.territory {
            Territory::Province => depth == 1,
            Territory::BelowProvince => depth == 2,
            Territory::Commune => depth > 1 && is_leaf,
        })
    }
}

impl fmt::Display for AccountTier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role.as_str())?;
        self.level.map_or(Ok(()), |level| write!(f, "_{level}"))
    }
}

const ADMINISTRATOR: &[AccountTier] = &[AccountTier::ADMINISTRATOR];
/// The provincial police is the lead agency (KH-3d): as administrator and as police.
pub const LEAD_AGENCY: &[AccountTier] = &[AccountTier::ADMINISTRATOR, AccountTier::POLICE_1];

const fn row(
    tier: AccountTier,
    provision: &'static str,
    created_by: &'static [AccountTier],
    territory: Territory,
) -> AccountTierRow {
    AccountTierRow {
        tier,
        provision,
        created_by,
        territory,
    }
}

/// Table 8.1.
pub const ACCOUNT_TIERS: &[AccountTierRow] = {
    use Role::{Finance, Operation, Police, Statistics, Tax, Tourism};
    use Territory::{BelowProvince, Commune, Province};
    &[
        row(AccountTier::ADMINISTRATOR, "KH-10.1-3", ADMINISTRATOR, Province),
        row(AccountTier::POLICE_1, "KH-10.2a-2", ADMINISTRATOR, Province),
        row(
            AccountTier::of(Police, 2),
            "KH-10.2b-2",
            &[AccountTier::of(Police, 1)],
            BelowProvince,
        ),
        row(
            AccountTier::of(Police, 3),
            "KH-10.2c",
            &[AccountTier::of(Police, 2)],
            Commune,
        ),
        row(AccountTier::of(Tax, 1), "KH-10.3a-2", ADMINISTRATOR, Province),
        row(
            AccountTier::of(Tax, 2),
            "KH-10.3b-2",
            &[AccountTier::of(Tax, 1)],
            BelowProvince,
        ),
        row(AccountTier::of(Tax, 3), "KH-10.3c", &[AccountTier::of(Tax, 2)], Commune),
        row(AccountTier::of(Tourism, 1), "KH-10.4a-2", ADMINISTRATOR, Province),
        row(
            AccountTier::of(Tourism, 2),
            "KH-10.4b",
            &[AccountTier::of(Tourism, 1)],
            BelowProvince,
        ),
        row(AccountTier::of(Statistics, 1), "KH-10.5a-2", ADMINISTRATOR, Province),
        row(
            AccountTier::of(Statistics, 2),
            "KH-10.5b",
            &[AccountTier::of(Statistics, 1)],
            BelowProvince,
        ),
        // LC-6.4-1 has the provincial police issue it; LC-11.2d names no issuer.
        row(AccountTier::of(Finance, 1), "LC-6.4-1", LEAD_AGENCY, Province),
        row(AccountTier::of(Operation, 1), "LC-11.2d", LEAD_AGENCY, Province),
        row(AccountTier::FACILITY, "KH-12.1b", LEAD_AGENCY, Commune),
    ]
};
