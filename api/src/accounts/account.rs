//! The account, as other domains see it.

use super::administration::tier_of;
use super::entity::{account, account_holder};
use dto::Timestamp;
use dto::account::AccountTier;
use dto::administration::{AccountStatus, Holder};
use uuid::Uuid;

/// An account of a unit, a facility or an operator.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Its login name.
    pub login: String,
    /// Its tier.
    pub tier: AccountTier,
    /// The account whose operator it is (D-04).
    pub operator_of: Option<Uuid>,
    /// Its facility.
    pub facility_id: Option<Uuid>,
    /// The code of its area.
    pub area_code: String,
    /// The person who holds it.
    pub holder_name: String,
    /// That person's position.
    pub holder_position: String,
    /// The address for mail.
    pub email: String,
    /// The registered telephone.
    pub phone: String,
    /// Its status.
    pub status: AccountStatus,
}

impl Account {
    pub(super) fn of(row: &account::Model) -> Self {
        Self {
            id: row.id,
            login: row.login.clone(),
            tier: tier_of(row),
            operator_of: row.operator_of,
            facility_id: row.facility_id,
            area_code: row.area_code.clone(),
            holder_name: row.holder_name.clone(),
            holder_position: row.holder_position.clone(),
            email: row.email.clone(),
            phone: row.phone.clone(),
            status: *row.status,
        }
    }
}

/// The holder of an account at a moment.
pub struct Held {
    /// The person.
    pub holder: Holder,
    /// The start of the tenure.
    pub since: Timestamp,
}

impl From<account_holder::Model> for Held {
    fn from(row: account_holder::Model) -> Self {
        Self {
            holder: Holder {
                name: row.name,
                position: row.position,
                email: row.email,
                phone: row.phone,
            },
            since: row.since.into(),
        }
    }
}
