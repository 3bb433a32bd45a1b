//! Searching for accounts.

use super::AccountStatus;
use crate::account::{Level, Role};
use crate::sort::AccountSort;
use serde::{Deserialize, Serialize};

/// Search for accounts. The method is POST, so that names of people never appear in a URL.
#[derive(Clone, Default, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountSearchIn {
    /// Words of the login name, of the holder's name or of the unit's name, in any order, with or without accents; or
    /// at least six digits of the registered telephone, which also finds accounts by the telephones of their operators.
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
    /// Only in this area and the areas below it.
    #[validate(length(max = 20), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 20, example = "22366"))]
    pub area_code: Option<String>,
    /// The order, as in `listAccounts`.
    pub sort: Option<AccountSort>,
    /// The cursor of the previous page, in the same order.
    #[validate(length(max = 1000), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100; default 50.
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

/// The words of a search, for an export: they may be a name, so that no URL has them.
#[derive(Clone, Default, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountExportIn {
    /// Only accounts that `searchAccounts` finds with these words or digits; without it, all that match the filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 2, max = 120), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 120, example = "cong an nha trang")
    )]
    pub q: Option<String>,
}

impl std::fmt::Debug for AccountExportIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountExportIn(…)")
    }
}

crate::check::checked_by_validator!(AccountExportIn);
