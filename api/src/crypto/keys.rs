//! The key file.

use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use zeroize::Zeroizing;

/// The secrets of an installation. They live in a file outside the database, so that neither a stolen database
/// nor its backup can be read.
pub struct Keys {
    /// Signs access tokens; the first one signs, all verify.
    pub signing: Vec<(String, SigningKey)>,
    /// Seals fields; the one with the highest id seals, all open.
    pub sealing: Vec<(u32, Zeroizing<[u8; 32]>)>,
    /// Makes blind indexes. It cannot be rotated without indexing anew.
    pub index: Zeroizing<[u8; 32]>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    signing: Vec<FileKey<String>>,
    sealing: Vec<FileKey<u32>>,
    index: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileKey<Id> {
    id: Id,
    secret: String,
}

impl Keys {
    /// New random keys.
    pub fn generate() -> Self {
        Self {
            signing: vec![("k1".to_owned(), SigningKey::from_bytes(&super::random()))],
            sealing: vec![(1, Zeroizing::new(super::random()))],
            index: Zeroizing::new(super::random()),
        }
    }

    /// Reads the key file.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = Zeroizing::new(
            std::fs::read_to_string(path).with_context(|| format!("reading keys from {}", path.display()))?,
        );
        let file: File = serde_json::from_str(&text).with_context(|| format!("in key file {}", path.display()))?;
        ensure!(
            !file.signing.is_empty() && !file.sealing.is_empty(),
            "key file {} lacks keys",
            path.display()
        );
        let mut sealing = file
            .sealing
            .iter()
            .map(|key| Ok((key.id, Zeroizing::new(decode(&key.secret)?))))
            .collect::<anyhow::Result<Vec<_>>>()?;
        sealing.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
        Ok(Self {
            signing: file
                .signing
                .iter()
                .map(|key| Ok((key.id.clone(), SigningKey::from_bytes(&decode(&key.secret)?))))
                .collect::<anyhow::Result<_>>()?,
            sealing,
            index: Zeroizing::new(decode(&file.index)?),
        })
    }

    /// Writes the key file, readable by its owner alone. An existing file is never overwritten.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let file = File {
            signing: self
                .signing
                .iter()
                .map(|(id, key)| FileKey {
                    id: id.clone(),
                    secret: STANDARD.encode(key.to_bytes()),
                })
                .collect(),
            sealing: self
                .sealing
                .iter()
                .map(|(id, key)| FileKey {
                    id: *id,
                    secret: STANDARD.encode(key.as_slice()),
                })
                .collect(),
            index: STANDARD.encode(self.index.as_slice()),
        };
        let text = Zeroizing::new(serde_json::to_string_pretty(&file)?);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        }
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

    /// Reads the key file; for SQLite, which is for development and small houses, makes it on first start.
    pub fn load(path: Option<&Path>, may_generate: bool) -> anyhow::Result<Self> {
        let Some(path) = path else {
            if may_generate {
                return Self::load(Some(Path::new("luutru-keys.json")), true);
            }
            bail!("LUUTRU_KEYS must name the key file; `luutru bootstrap` makes one");
        };
        if !path.exists() && may_generate {
            Self::generate().write(path)?;
        }
        Self::read(path)
    }
}

fn decode(text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = Zeroizing::new(STANDARD.decode(text).context("a key is not base64")?);
    bytes.as_slice().try_into().context("a key has not 32 bytes")
}
