//! The accounts of a demo province.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use xtask::demo::Site;

/// An account that `luutru demo --json` made.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// Its login name.
    pub login: String,
    /// Its role: `facility`, `police` and so on.
    pub role: String,
    /// The code of its area.
    pub area_code: Option<String>,
    /// The id of its facility, for a facility account.
    pub facility_id: Option<String>,
    /// Whether it still has its initial password, and its facility is not set up.
    #[serde(default)]
    pub first_login: bool,
}

/// Makes the demo province of that site.
pub fn create(site: &Site, luutru: &Path) -> Result<Vec<Account>> {
    let list = site.create(luutru, &["--json"])?;
    serde_json::from_str(&list).context("`luutru demo` printed no list of accounts")
}
