//! The scopes: a type for each kind of resource, so that a query cannot be given the scope of another kind.

use super::policy::Reach;
use super::principal::Account;
use crate::error::{Error, Result};
use dto::account::AccountTier;
use dto::problem::ErrorCode;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

/// The scope of an operation: made from the reach in the policy table, and the account.
pub trait Scope: Sized {
    /// The reaches that have a meaning for this kind of resource; a test compares the policy table with them.
    const REACHES: &'static [Reach];

    /// The scope of `account` with that reach. `is_leaf` says whether there is no area below the account's area.
    ///
    /// # Errors
    /// `forbidden` where the account has no such resource, for example no facility.
    fn of(reach: Reach, account: &Account, is_leaf: bool) -> Result<Self>;
}

fn nothing<T>() -> Result<T> {
    Err(Error::new(ErrorCode::Forbidden))
}

/// An operation without an account has no scope.
impl Scope for () {
    const REACHES: &'static [Reach] = &[];

    fn of(_: Reach, _: &Account, _: bool) -> Result<Self> {
        nothing()
    }
}

/// The installation as a whole: there is no selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation;

impl Scope for Installation {
    const REACHES: &'static [Reach] = &[Reach::Everything];

    fn of(_: Reach, _: &Account, _: bool) -> Result<Self> {
        Ok(Self)
    }
}

/// The caller's own account and its filings: there is no selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own;

impl Scope for Own {
    const REACHES: &'static [Reach] = &[Reach::OwnAccount];

    fn of(_: Reach, _: &Account, _: bool) -> Result<Self> {
        Ok(Self)
    }
}

/// Resources with an area: stays, rooms, facilities and their changes, contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Territory {
    /// One facility.
    Facility(Uuid),
    /// An area and all areas below it.
    Area(Area),
    /// Everything.
    Everything,
}

/// An area and all areas below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The code of the area.
    pub code: String,
    /// Its path from the top.
    pub path: String,
    /// Whether there is no area below it.
    pub leaf: bool,
}

impl Area {
    fn of(account: &Account, leaf: bool) -> Self {
        Self {
            code: account.area_code.clone(),
            path: account.area_path.clone(),
            leaf,
        }
    }

    /// The rows of a table with these columns that are in it.
    pub fn condition<C: ColumnTrait>(&self, area_code: C, area_path: C) -> Condition {
        if self.leaf {
            // Equality lets the index on the area give the rows in order.
            Condition::all().add(area_code.eq(&self.code))
        } else {
            at_or_below(area_path, &self.path)
        }
    }

    /// Whether an area with that path is in it.
    pub fn covers(&self, area_path: &str) -> bool {
        area_path
            .strip_prefix(self.path.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl Scope for Territory {
    const REACHES: &'static [Reach] = &[Reach::OwnFacility, Reach::OwnArea, Reach::Everything];

    fn of(reach: Reach, account: &Account, is_leaf: bool) -> Result<Self> {
        match reach {
            Reach::OwnFacility => account.facility_id.map(Self::Facility).map_or_else(nothing, Ok),
            Reach::OwnArea => Ok(Self::Area(Area::of(account, is_leaf))),
            Reach::Everything => Ok(Self::Everything),
            _ => nothing(),
        }
    }
}

impl Territory {
    /// The rows of a table with these columns that are in scope.
    pub fn condition<C: ColumnTrait>(&self, facility_id: C, area_code: C, area_path: C) -> Condition {
        match self {
            Self::Facility(id) => Condition::all().add(facility_id.eq(*id)),
            Self::Area(area) => area.condition(area_code, area_path),
            Self::Everything => Condition::all(),
        }
    }

    /// Whether it is only the caller's own facility: its guests are read without a purpose and without a budget.
    pub fn is_facility(&self) -> bool {
        matches!(self, Self::Facility(_))
    }

    /// Whether an area with that path is in scope.
    pub fn covers(&self, area_path: &str) -> bool {
        match self {
            Self::Area(area) => area.covers(area_path),
            Self::Everything => true,
            Self::Facility(_) => false,
        }
    }

    /// The part of the scope that is in an area; empty, where the area is not in scope.
    pub fn narrowed(&self, code: &str, path: &str, leaf: bool) -> Option<Self> {
        self.covers(path).then(|| {
            Self::Area(Area {
                code: code.to_owned(),
                path: path.to_owned(),
                leaf,
            })
        })
    }
}

/// Announced changes of facilities: agencies see those for which they are informed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcements {
    /// The facilities.
    pub territory: Territory,
    /// Whether only those for which the agencies are informed.
    pub only_told: bool,
}

impl Scope for Announcements {
    const REACHES: &'static [Reach] = &[
        Reach::OwnFacility,
        Reach::OwnArea,
        Reach::ToldInOwnArea,
        Reach::Everything,
    ];

    fn of(reach: Reach, account: &Account, is_leaf: bool) -> Result<Self> {
        let only_told = reach == Reach::ToldInOwnArea;
        let reach = if only_told { Reach::OwnArea } else { reach };
        Ok(Self {
            territory: Territory::of(reach, account, is_leaf)?,
            only_told,
        })
    }
}

/// The accounts that the caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accounts {
    /// One account and those of lower tiers in its area: `rules::tiers::may_see`.
    Tier {
        /// The tier of the account.
        tier: AccountTier,
        /// The account.
        account_id: Uuid,
        /// The path of its area.
        area_path: String,
    },
    /// Everything.
    Everything,
}

impl Scope for Accounts {
    const REACHES: &'static [Reach] = &[Reach::OwnTier, Reach::Everything];

    fn of(reach: Reach, account: &Account, _: bool) -> Result<Self> {
        match reach {
            Reach::OwnTier => Ok(Self::Tier {
                tier: account.tier(),
                account_id: account.account_id,
                area_path: account.area_path.clone(),
            }),
            Reach::Everything => Ok(Self::Everything),
            _ => nothing(),
        }
    }
}

/// The dossiers that the caller handles or was consulted about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dossiers {
    /// Those that an account handles, and those about which its unit was consulted.
    Own {
        /// The dossiers that it handles, if these are included.
        handled: Option<Handled>,
        /// Its unit, if the dossiers about which it was consulted are included.
        asked: Option<Uuid>,
    },
    /// Everything.
    Everything,
}

/// The dossiers whose type names an account tier as the handler, in an area and all areas below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// The account tier.
    pub by: AccountTier,
    /// The area.
    pub area: Area,
}

impl Scope for Dossiers {
    const REACHES: &'static [Reach] = &[
        Reach::OwnDossiers,
        Reach::OwnConsultations,
        Reach::OwnDossiersAndConsultations,
        Reach::Everything,
    ];

    fn of(reach: Reach, account: &Account, is_leaf: bool) -> Result<Self> {
        let handled = || {
            Some(Handled {
                by: account.tier(),
                area: Area::of(account, is_leaf),
            })
        };
        let (handled, asked) = match reach {
            Reach::Everything => return Ok(Self::Everything),
            Reach::OwnDossiers => (handled(), None),
            Reach::OwnConsultations if account.unit_id.is_some() => (None, account.unit_id),
            Reach::OwnDossiersAndConsultations => (handled(), account.unit_id),
            _ => return nothing(),
        };
        Ok(Self::Own { handled, asked })
    }
}

impl Dossiers {
    /// Whether it handles a dossier of that area whose type names `by`, and was not only consulted about it.
    pub fn handles(&self, by: &str, area_path: &str) -> bool {
        match self {
            Self::Own { handled, .. } => handled
                .as_ref()
                .is_some_and(|handled| handled.by.to_string() == by && handled.area.covers(area_path)),
            Self::Everything => true,
        }
    }

    /// The unit whose consultations are included.
    pub fn asked_unit(&self) -> Option<Uuid> {
        match self {
            Self::Own { asked, .. } => *asked,
            Self::Everything => None,
        }
    }
}

/// The contacts that the caller may set: that of its own unit, or any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contacts {
    /// That of one unit.
    Unit(Uuid),
    /// Everything.
    Everything,
}

impl Scope for Contacts {
    const REACHES: &'static [Reach] = &[Reach::OwnUnit, Reach::Everything];

    fn of(reach: Reach, account: &Account, _: bool) -> Result<Self> {
        match reach {
            Reach::OwnUnit => account.unit_id.map(Self::Unit).map_or_else(nothing, Ok),
            Reach::Everything => Ok(Self::Everything),
            _ => nothing(),
        }
    }
}

impl Contacts {
    /// Whether the contact of that unit is in scope.
    pub fn covers(self, unit_id: Uuid) -> bool {
        match self {
            Self::Unit(own) => own == unit_id,
            Self::Everything => true,
        }
    }
}

/// The rows whose area is `path` or below it, which is a range of paths: '/' is the character after '.'.
pub fn at_or_below<C: ColumnTrait>(area_path: C, path: &str) -> Condition {
    Condition::any().add(area_path.eq(path)).add(
        Condition::all()
            .add(area_path.gte(format!("{path}.")))
            .add(area_path.lt(format!("{path}/"))),
    )
}
