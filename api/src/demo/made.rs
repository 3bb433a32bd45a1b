//! An account of the demo.

use dto::account::{Level, Role};
use serde::Serialize;
use uuid::Uuid;

/// An account of the demo.
#[derive(Debug, Clone, Serialize)]
pub struct DemoAccount {
    /// The login name.
    pub login: String,
    /// The role.
    pub role: Role,
    /// The level of its tier.
    pub level: Option<Level>,
    /// The code of its area.
    pub area_code: String,
    /// The facility of a facility account.
    pub facility_id: Option<Uuid>,
    /// Whether it still has its initial password and no set-up.
    pub first_login: bool,
    #[serde(skip)]
    pub(super) unit_name: String,
    #[serde(skip)]
    pub(super) account_id: Uuid,
    #[serde(skip)]
    pub(super) unit_id: Option<Uuid>,
}
