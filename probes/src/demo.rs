//! Who may sign in to a demo province.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use xtask::demo::Site;

/// An account that `luutru demo --json` made.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// The name to sign in with.
    pub login: String,
    /// `facility`, `police` and the like.
    pub role: String,
    /// The area of the tier or the facility.
    pub area_code: Option<String>,
    /// Whose account it is, for a facility.
    pub facility_id: Option<String>,
    /// It still has its initial password, and its facility is not set up.
    #[serde(default)]
    pub first_login: bool,
}

/// Makes the demo province of that site.
pub fn create(site: &Site, luutru: &Path) -> Result<Vec<Account>> {
    let list = site.create(luutru, &["--json"])?;
    serde_json::from_str(&list).context("`luutru demo` printed no list of accounts")
}
