//! A demo province: its database, its keys and who may sign in.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::command;
use crate::machine::random_word;

/// The files of one demo province.
pub struct Site {
    folder: PathBuf,
    password: String,
}

/// An account that `luutru demo --json` made.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// The name to sign in with.
    pub login: String,
    /// `facility`, `police` and the like.
    pub role: String,
    /// Level of an officer.
    pub level: Option<Value>,
    /// The area of the tier or the facility.
    pub area_code: Option<String>,
    /// Whose account it is, for a facility.
    pub facility_id: Option<String>,
    /// It still has its initial password, and its facility is not set up.
    #[serde(default)]
    pub first_login: bool,
}

impl Site {
    /// The site in that folder; its password is kept there, so that the next run prints the same.
    pub fn new(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let password = password(&folder.join("demo-password"))?;
        Ok(Self {
            folder: folder.to_owned(),
            password,
        })
    }

    /// The password of every account.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Whether the database is there.
    pub fn exists(&self) -> bool {
        self.database().exists()
    }

    /// `luutru` with the settings of this site.
    pub fn luutru(&self, binary: &Path) -> Command {
        let mut command = command::new(binary);
        command.env("LUUTRU_DATABASE_URL", format!("sqlite://{}", self.database().display()));
        command.env("LUUTRU_KEYS", self.folder.join("keys.json"));
        command.env("LUUTRU_MAIL_DIR", self.folder.join("mail"));
        command.env("LUUTRU_DEMO_PASSWORD", &self.password);
        command
    }

    /// Fills a new database with the demo province.
    pub fn create(&self, binary: &Path) -> Result<()> {
        let made = command::capture(self.luutru(binary).args(["demo", "--json"]));
        let list = match made {
            Ok(list) => list,
            Err(error) => {
                self.remove_database()?;
                return Err(error);
            }
        };
        let file = self.accounts_file();
        std::fs::write(&file, list).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Who may sign in.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        let file = self.accounts_file();
        let list = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}; `--fresh` makes the demo province anew", file.display()))?;
        serde_json::from_str(&list).with_context(|| format!("{} is not a list of accounts", file.display()))
    }

    /// Removes the database; keys and password stay.
    pub fn remove_database(&self) -> Result<()> {
        for name in ["demo.db", "demo.db-wal", "demo.db-shm", "demo-accounts.json"] {
            let file = self.folder.join(name);
            if file.exists() {
                std::fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
            }
        }
        Ok(())
    }

    fn database(&self) -> PathBuf {
        self.folder.join("demo.db")
    }

    fn accounts_file(&self) -> PathBuf {
        self.folder.join("demo-accounts.json")
    }
}

/// The one in the file, else `LUUTRU_DEMO_PASSWORD`, else a random one; kept in the file.
fn password(file: &Path) -> Result<String> {
    if file.exists() {
        let kept = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let kept = kept.trim();
        if kept.is_empty() {
            bail!("{} is empty; remove it and the database beside it", file.display());
        }
        return Ok(kept.to_owned());
    }
    let password = match std::env::var("LUUTRU_DEMO_PASSWORD") {
        Ok(password) if !password.is_empty() => password,
        // Capital, small letter, digit and sign, as every profile asks (LC-7.1a-2).
        _ => format!("Demo-7-{}", random_word()?.get(..12).unwrap_or_default()),
    };
    write_for_us_alone(file, &password)?;
    Ok(password)
}

fn write_for_us_alone(file: &Path, content: &str) -> Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options
        .open(file)
        .with_context(|| format!("cannot make {}", file.display()))?;
    writeln!(opened, "{content}").with_context(|| format!("cannot write {}", file.display()))
}

/// The accounts as a table, one a line.
pub fn table(accounts: &[Account]) -> String {
    let header = ["login", "role", "level", "area", ""].map(str::to_owned);
    let rows = accounts.iter().map(|account| {
        let level = match &account.level {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(level)) => level.clone(),
            Some(level) => level.to_string(),
        };
        let note = if account.first_login {
            "initial password, facility not set up yet"
        } else {
            ""
        };
        let area = account.area_code.clone().unwrap_or_default();
        [
            account.login.clone(),
            account.role.clone(),
            level,
            area,
            note.to_owned(),
        ]
    });
    let rows: Vec<[String; 5]> = std::iter::once(header).chain(rows).collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Account, Site, table};

    #[test]
    fn the_password_is_made_once_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let first = Site::new(folder.path()).unwrap().password().to_owned();
        assert!(first.len() >= 12, "{first}");
        assert_eq!(Site::new(folder.path()).unwrap().password(), first);
        let other = tempfile::tempdir().unwrap();
        assert_ne!(Site::new(other.path()).unwrap().password(), first);
    }

    #[test]
    fn the_list_of_the_binary_becomes_a_table_with_aligned_columns() {
        let json = r#"[
            {"login":"le.tan","role":"facility","level":null,"area_code":"22366","facility_id":"x","first_login":true},
            {"login":"ca","role":"police","level":3,"area_code":"22366","facility_id":null}
        ]"#;
        let accounts: Vec<Account> = serde_json::from_str(json).unwrap();
        let expected = "login   role      level  area\n\
                        le.tan  facility         22366  initial password, facility not set up yet\n\
                        ca      police    3      22366";
        assert_eq!(table(&accounts), expected);
    }
}
