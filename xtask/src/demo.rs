//! A demo province: its database, its keys and its password.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::machine::random_word;

/// The files of one demo province.
pub struct Site {
    folder: PathBuf,
    password: String,
}

impl Site {
    /// Opens the site in that folder; its password is stored there, so that the next run prints the same one.
    pub fn new(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let password = password(&folder.join("demo-password"))?;
        Ok(Self {
            folder: folder.to_owned(),
            password,
        })
    }

    /// Returns the password of every account.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Returns whether the database exists.
    pub fn exists(&self) -> bool {
        self.database().exists()
    }

    /// Returns `luutru` with the settings of this site.
    pub fn luutru(&self, binary: &Path) -> Command {
        let mut command = command::new(binary);
        command.env("LUUTRU_DATABASE_URL", format!("sqlite://{}", self.database().display()));
        command.env("LUUTRU_KEYS", self.folder.join("keys.json"));
        command.env("LUUTRU_MAIL_DIR", self.folder.join("mail"));
        command.env("LUUTRU_DEMO_PASSWORD", &self.password);
        command
    }

    /// Fills a new database with the demo province; returns the output of `luutru demo` about its accounts.
    pub fn create(&self, binary: &Path, options: &[&str]) -> Result<String> {
        let made = command::capture(self.luutru(binary).arg("demo").args(options));
        if made.is_err() {
            self.remove_database()?;
        }
        made
    }

    /// Removes the database; keys and password are kept.
    pub fn remove_database(&self) -> Result<()> {
        for name in ["demo.db", "demo.db-wal", "demo.db-shm", "demo-accounts.txt"] {
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
}

/// Returns the password in the file, otherwise `LUUTRU_DEMO_PASSWORD`, otherwise a random one; stores it in the file.
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
        // Capital, small letter, digit and sign, as every profile requires (LC-7.1a-2).
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

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn the_password_is_made_once_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let first = Site::new(folder.path()).unwrap().password().to_owned();
        assert!(first.len() >= 12, "{first}");
        assert_eq!(Site::new(folder.path()).unwrap().password(), first);
        let other = tempfile::tempdir().unwrap();
        assert_ne!(Site::new(other.path()).unwrap().password(), first);
    }
}
