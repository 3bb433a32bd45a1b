//! Password hashing: Argon2id.

use crate::error::{Error, Result};
use actix_web::web::block;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use std::sync::Arc;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Hashes and verifies passwords away from the request threads, a few at a time: each takes 19 MiB and some
/// 20 ms of a core, and a flood of sign-ins must not take them all.
#[derive(Clone)]
pub struct PasswordHasher {
    turns: Arc<Semaphore>,
    /// Verified when there is no such account, so that a wrong name takes as long as a wrong password.
    nobody: Arc<str>,
}

impl PasswordHasher {
    /// With as many at a time as there are cores.
    pub fn new() -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let nobody = hash_now(b"nobody has this password")?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(cores)),
            nobody: nobody.into(),
        })
    }

    /// The hash to store: Argon2id, m = 19 MiB, t = 2, p = 1 (OWASP), as a PHC string with its salt.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let _turn = self.turns.acquire().await.map_err(Error::internal)?;
        block(move || hash_now(&password))
            .await
            .map_err(|_| Error::internal(anyhow::anyhow!("hashing was cut off")))?
            .map_err(Error::internal)
    }

    /// Whether `password` is the one behind `stored`; with `None` it takes as long and is never right.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let _turn = self.turns.acquire().await.map_err(Error::internal)?;
        let matches = block(move || {
            PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(&password, &hash).is_ok())
        })
        .await
        .map_err(|_| Error::internal(anyhow::anyhow!("verifying was cut off")))?;
        Ok(matches && known)
    }
}

fn hash_now(password: &[u8]) -> anyhow::Result<String> {
    Ok(Argon2::default()
        .hash_password(password)
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?
        .to_string())
}
