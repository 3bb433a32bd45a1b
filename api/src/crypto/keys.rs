//! The key file.

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use zeroize::Zeroizing;

/// The secrets of an installation. They are in a file outside of the database, so that neither a stolen database nor
/// its backup can be read.
pub struct Keys {
    /// The keys for access tokens: the first one signs, all verify.
    pub signing: Vec<(String, SigningKey)>,
    /// The keys for fields: the first one seals, all open.
    pub sealing: Vec<(u32, Zeroizing<[u8; 32]>)>,
    /// The keys for blind indexes: the first one makes them, all are used in searches.
    pub index: Vec<(u32, Zeroizing<[u8; 32]>)>,
}

/// The key file. It names the key of each kind that is in use. A new key can be distributed to every instance before
/// the first instance uses it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    signing: Vec<FileKey<String>>,
    /// If absent: the first.
    #[serde(default)]
    signs: Option<String>,
    sealing: Vec<FileKey<u32>>,
    /// If absent: the one with the highest id.
    #[serde(default)]
    seals: Option<u32>,
    index: IndexKeys,
    /// If absent: the one with the highest id.
    #[serde(default)]
    indexes: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum IndexKeys {
    /// A single key, as in files of the first version: number 1.
    One(String),
    Several(Vec<FileKey<u32>>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileKey<Id> {
    id: Id,
    secret: String,
}

/// The kind of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum KeyKind {
    /// Signs access tokens.
    Signing,
    /// Seals fields.
    Sealing,
    /// Makes blind indexes.
    Index,
}

impl Keys {
    /// Makes new random keys.
    pub fn generate() -> Self {
        Self {
            signing: vec![("k1".to_owned(), SigningKey::from_bytes(&super::random()))],
            sealing: vec![(1, Zeroizing::new(super::random()))],
            index: vec![(1, Zeroizing::new(super::random()))],
        }
    }

    /// Reads the key file, which only its owner may access.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        check_mode(path)?;
        let text = Zeroizing::new(
            std::fs::read_to_string(path).with_context(|| format!("reading keys from {}", path.display()))?,
        );
        let file: File = serde_json::from_str(&text).with_context(|| format!("in key file {}", path.display()))?;
        Self::from_file(file).with_context(|| format!("in key file {}", path.display()))
    }

    fn from_file(file: File) -> anyhow::Result<Self> {
        let index = match file.index {
            IndexKeys::One(secret) => vec![FileKey { id: 1, secret }],
            IndexKeys::Several(keys) => keys,
        };
        let mut signing = file
            .signing
            .iter()
            .map(|key| Ok((key.id.clone(), SigningKey::from_bytes(&decode(&key.secret)?))))
            .collect::<anyhow::Result<Vec<_>>>()?;
        if let Some(id) = &file.signs {
            put_first(&mut signing, id, "signs")?;
        }
        let (mut sealing, mut index) = (secrets(&file.sealing)?, secrets(&index)?);
        if let Some(id) = &file.seals {
            put_first(&mut sealing, id, "seals")?;
        }
        if let Some(id) = &file.indexes {
            put_first(&mut index, id, "indexes")?;
        }
        ensure!(
            !signing.is_empty() && !sealing.is_empty() && !index.is_empty(),
            "a kind of key is not there"
        );
        each_once(&signing)?;
        each_once(&sealing)?;
        each_once(&index)?;
        Ok(Self {
            signing,
            sealing,
            index,
        })
    }

    /// Adds a new key that is not in use yet; returns its id.
    pub fn add(&mut self, kind: KeyKind) -> String {
        let next = |keys: &[(u32, Zeroizing<[u8; 32]>)]| keys.iter().map(|(id, _)| *id).max().unwrap_or(0) + 1;
        match kind {
            KeyKind::Signing => {
                let id = (1..=u32::MAX)
                    .map(|number| format!("k{number}"))
                    .find(|id| self.signing.iter().all(|(known, _)| known != id))
                    .unwrap_or_default();
                self.signing
                    .push((id.clone(), SigningKey::from_bytes(&super::random())));
                id
            }
            KeyKind::Sealing => {
                let id = next(&self.sealing);
                self.sealing.push((id, Zeroizing::new(super::random())));
                id.to_string()
            }
            KeyKind::Index => {
                let id = next(&self.index);
                self.index.push((id, Zeroizing::new(super::random())));
                id.to_string()
            }
        }
    }

    /// Puts another key of that kind into use.
    pub fn use_key(&mut self, kind: KeyKind, id: &str) -> anyhow::Result<()> {
        let number = || id.parse::<u32>().with_context(|| format!("{id} is no number"));
        match kind {
            KeyKind::Signing => put_first(&mut self.signing, &id.to_owned(), "signing"),
            KeyKind::Sealing => put_first(&mut self.sealing, &number()?, "sealing"),
            KeyKind::Index => put_first(&mut self.index, &number()?, "index"),
        }
    }

    /// Removes a key that is not in use from the file.
    pub fn remove(&mut self, kind: KeyKind, id: &str) -> anyhow::Result<()> {
        fn take<Id: PartialEq + std::fmt::Display, Key>(keys: &mut Vec<(Id, Key)>, id: &str) -> anyhow::Result<()> {
            let at = keys.iter().position(|(known, _)| known.to_string() == id);
            let at = at.with_context(|| format!("there is no key {id}"))?;
            ensure!(at > 0, "key {id} is in use");
            keys.remove(at);
            Ok(())
        }
        match kind {
            KeyKind::Signing => take(&mut self.signing, id),
            KeyKind::Sealing => take(&mut self.sealing, id),
            KeyKind::Index => take(&mut self.index, id),
        }
    }

    /// Writes the key file, readable by its owner alone. An existing file is never overwritten.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        }
        self.write_new(path)
    }

    /// Replaces the file at `path` with these keys, atomically.
    pub fn replace(&self, path: &Path) -> anyhow::Result<()> {
        let mut draft = path.as_os_str().to_owned();
        draft.push(".new");
        let draft = std::path::PathBuf::from(draft);
        self.write_new(&draft)?;
        std::fs::rename(&draft, path).with_context(|| format!("putting {} in its place", path.display()))
    }

    fn write_new(&self, path: &Path) -> anyhow::Result<()> {
        let numbered = |keys: &[(u32, Zeroizing<[u8; 32]>)]| {
            keys.iter()
                .map(|(id, key)| FileKey {
                    id: *id,
                    secret: STANDARD.encode(key.as_slice()),
                })
                .collect::<Vec<_>>()
        };
        let file = File {
            signs: self.signing.first().map(|(id, _)| id.clone()),
            seals: self.sealing.first().map(|(id, _)| *id),
            indexes: self.index.first().map(|(id, _)| *id),
            signing: self
                .signing
                .iter()
                .map(|(id, key)| FileKey {
                    id: id.clone(),
                    secret: STANDARD.encode(key.to_bytes()),
                })
                .collect(),
            sealing: numbered(&self.sealing),
            index: IndexKeys::Several(numbered(&self.index)),
        };
        let text = Zeroizing::new(serde_json::to_string_pretty(&file)?);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options
            .open(path)
            .with_context(|| format!("writing keys to {}", path.display()))?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        Ok(())
    }
}

/// The permissions of everybody except the owner.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// Checks the permissions: a file that others can read is not secret, and one that others can write is not trustworthy.
fn check_mode(path: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        let about = std::fs::metadata(path).with_context(|| format!("reading keys from {}", path.display()))?;
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions());
        ensure!(
            mode & OTHERS == 0,
            "key file {} is open to others than its owner (mode {:04o}): make it 0600 or 0400, owned by the user that runs luutru",
            path.display(),
            mode & 0o7777
        );
    }
    Ok(())
}

/// Returns the keys, highest id first.
fn secrets(keys: &[FileKey<u32>]) -> anyhow::Result<Vec<(u32, Zeroizing<[u8; 32]>)>> {
    let mut secrets = keys
        .iter()
        .map(|key| Ok((key.id, Zeroizing::new(decode(&key.secret)?))))
        .collect::<anyhow::Result<Vec<_>>>()?;
    secrets.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    Ok(secrets)
}

fn put_first<Id: PartialEq + std::fmt::Display, Key>(
    keys: &mut Vec<(Id, Key)>,
    id: &Id,
    field: &str,
) -> anyhow::Result<()> {
    let at = keys.iter().position(|(known, _)| known == id);
    let at = at.with_context(|| format!("`{field}` names key {id}, which is not there"))?;
    let key = keys.remove(at);
    keys.insert(0, key);
    Ok(())
}

fn each_once<Id: PartialEq + std::fmt::Display, Key>(keys: &[(Id, Key)]) -> anyhow::Result<()> {
    for (at, (id, _)) in keys.iter().enumerate() {
        ensure!(
            keys[..at].iter().all(|(other, _)| other != id),
            "there are two keys {id} of one kind"
        );
    }
    Ok(())
}

fn decode(text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = Zeroizing::new(STANDARD.decode(text).context("a key is not base64")?);
    bytes.as_slice().try_into().context("a key has not 32 bytes")
}
