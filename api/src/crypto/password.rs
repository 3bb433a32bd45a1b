//! Password hashing: Argon2id.

use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

type Job = Box<dyn FnOnce() + Send>;

/// Returns a hash that is the same for every service in the process: its salt is not a secret.
fn hash_of_nobody() -> anyhow::Result<Arc<str>> {
    static HASH: OnceLock<Arc<str>> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(Arc::clone(hash));
    }
    let hash = hash_now(b"nobody has this password")?;
    Ok(Arc::clone(HASH.get_or_init(|| hash.into())))
}

/// Hashes and verifies passwords on its own threads, one for each core. Each hash takes 19 MiB and about 20 ms. Many
/// concurrent sign-ins must not use all cores; and they must not use all memory, as they would on the shared pool of
/// blocking threads, where the allocator keeps that memory for every thread that ever hashed.
#[derive(Clone)]
pub struct PasswordHasher {
    jobs: Sender<Job>,
    /// The hash that is verified if the account does not exist, so that a wrong name takes as long as a wrong password.
    nobody: Arc<str>,
}

impl PasswordHasher {
    /// Starts the threads.
    pub fn new() -> anyhow::Result<Self> {
        let nobody = hash_of_nobody()?;
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..std::thread::available_parallelism().map_or(2, std::num::NonZero::get) {
            let queue = Arc::clone(&queue);
            std::thread::Builder::new()
                .name("passwords".to_owned())
                .spawn(move || work(&queue))?;
        }
        Ok(Self { jobs, nobody })
    }

    /// Returns the hash to store: Argon2id, m = 19 MiB, t = 2, p = 1 (OWASP), as a PHC string with its salt.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = Zeroizing::new(rules::password::canonical(password).into_bytes());
        self.run(move || hash_now(&password)).await?.map_err(Error::internal)
    }

    /// Returns whether `password` matches `stored`; with `None` it takes the same time and is always false.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let password = Zeroizing::new(rules::password::canonical(password).into_bytes());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        // The tests count these events: one for each attempt, whether or not the account exists.
        tracing::debug!("checking a password");
        let matches = self
            .run(move || {
                PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(&password, &hash).is_ok())
            })
            .await?;
        Ok(matches && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let job = move || {
            // If the caller has gone, no answer is needed.
            if !answer.is_closed() {
                let _ = answer.send(work());
            }
        };
        let stopped = |_| Error::internal(anyhow::anyhow!("the password threads have stopped"));
        self.jobs
            .send(Box::new(job))
            .map_err(|_| Error::internal(anyhow::anyhow!("no password threads")))?;
        answered.await.map_err(stopped)
    }
}

/// Processes jobs until all senders are closed.
fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        job();
    }
}

fn hash_now(password: &[u8]) -> anyhow::Result<String> {
    Ok(Argon2::default()
        .hash_password(password)
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?
        .to_string())
}
