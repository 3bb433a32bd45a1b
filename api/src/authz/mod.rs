//! Who may do what: one table. `accounts::admission` finds out who calls.

mod grant;
pub mod policy;

pub use grant::{ACTING_FOR, Acting, Caller, Grant, Principal};
pub use policy::{Operation, POLICY, Reach, Row, Who};

use dto::account::Post;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr};
use uuid::Uuid;

/// What of a kind of thing is within reach. There is no way to a query but through one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Nothing but one's own account.
    OwnAccount,
    /// One facility.
    Facility(Uuid),
    /// An area and everything below it.
    Area {
        /// The code of the area.
        code: String,
        /// Its path from the top.
        path: String,
        /// Whether nothing lies below it.
        leaf: bool,
    },
    /// The accounts that one account may know of: itself and those of lower posts in its area.
    Tier {
        /// The post of the account.
        post: Post,
        /// The account.
        account_id: Uuid,
        /// The path of its area.
        area_path: String,
    },
    /// What a unit was asked about.
    Consulted(Uuid),
    /// Everything.
    Everything,
}

impl Scope {
    /// The rows of a table with these columns that are within reach.
    pub fn condition<C: ColumnTrait>(&self, facility_id: C, area_code: C, area_path: C) -> Condition {
        match self {
            // An empty condition would mean "all rows"; accounts and dossiers have conditions of their own.
            Self::OwnAccount | Self::Tier { .. } | Self::Consulted(_) => Condition::all().add(Expr::val(false)),
            Self::Facility(id) => Condition::all().add(facility_id.eq(*id)),
            // Equality lets the index on the area give the rows in order.
            Self::Area { code, leaf: true, .. } => Condition::all().add(area_code.eq(code)),
            Self::Area { path, .. } => at_or_below(area_path, path),
            Self::Everything => Condition::all(),
        }
    }

    /// Whether an area of that path lies within reach.
    pub fn covers(&self, area_path: &str) -> bool {
        match self {
            Self::Area { path, .. } => area_path
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
            Self::Everything => true,
            Self::OwnAccount | Self::Tier { .. } | Self::Consulted(_) | Self::Facility(_) => false,
        }
    }

    /// The part of the reach that lies in an area; nothing, where the area is not within reach.
    pub fn narrowed(&self, code: &str, path: &str, leaf: bool) -> Option<Self> {
        self.covers(path).then(|| Self::Area {
            code: code.to_owned(),
            path: path.to_owned(),
            leaf,
        })
    }
}

/// The rows whose area is `path` or lies below it, which is a range of paths: '/' comes right after '.'.
pub fn at_or_below<C: ColumnTrait>(area_path: C, path: &str) -> Condition {
    Condition::any().add(area_path.eq(path)).add(
        Condition::all()
            .add(area_path.gte(format!("{path}.")))
            .add(area_path.lt(format!("{path}/"))),
    )
}
