//! Searching for accounts.

use super::AccountStatus;
use crate::account::{Level, Role};
use serde::{Deserialize, Serialize};

/// Search for accounts. It is a POST, so that names of people never stand in an address.
#[derive(Clone, Default, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountSearchIn {
    /// Words of the login name, of the holder's name or of the unit's, in any order, accents left out or not; or at least
    /// six digits of the registered telephone, which finds operators by their account as well.
    #[validate(length(min = 2, max = 120), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 120, example = "cong an nha trang")
    )]
    pub q: String,
    /// Only this kind of account.
    pub role: Option<Role>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only with this status.
    pub status: Option<AccountStatus>,
    /// Only in this area and below it.
    #[validate(length(max = 20), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 20, example = "22366"))]
    pub area_code: Option<String>,
    /// Where the last page ended.
    #[validate(length(max = 400), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 400))]
    pub cursor: Option<String>,
    /// How many at most, 1 to 100; 50 without it.
    #[validate(range(min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub limit: Option<u16>,
}

impl std::fmt::Debug for AccountSearchIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountSearchIn(…)")
    }
}

crate::check::checked_by_validator!(AccountSearchIn);
