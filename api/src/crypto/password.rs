//! Password hashing: Argon2id.

use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

type Job = Box<dyn FnOnce() + Send>;

/// The same for every service in the process: its salt hides nothing.
fn hash_of_nobody() -> anyhow::Result<Arc<str>> {
    static HASH: OnceLock<Arc<str>> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(Arc::clone(hash));
    }
    let hash = hash_now(b"nobody has this password")?;
    Ok(Arc::clone(HASH.get_or_init(|| hash.into())))
}

/// Hashes and verifies passwords on threads of its own, as many as there are cores. Each hash takes 19 MiB and some
/// 20 ms: a flood of sign-ins must take neither all cores nor, as on the shared pool of blocking threads, whose
/// allocator keeps that memory for every thread that ever hashed, all memory.
#[derive(Clone)]
pub struct PasswordHasher {
    jobs: Sender<Job>,
    /// Verified when there is no such account, so that a wrong name takes as long as a wrong password.
    nobody: Arc<str>,
}

impl PasswordHasher {
    /// With its threads.
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

    /// The hash to store: Argon2id, m = 19 MiB, t = 2, p = 1 (OWASP), as a PHC string with its salt.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = Zeroizing::new(rules::password::canonical(password).into_bytes());
        self.run(move || hash_now(&password)).await?.map_err(Error::internal)
    }

    /// Whether `password` is the one behind `stored`; with `None` it takes as long and is never right.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let password = Zeroizing::new(rules::password::canonical(password).into_bytes());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        // The tests count these: one for each attempt, whether there is such an account or not.
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
            // Whoever has gone away meanwhile needs no answer.
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

/// Takes jobs until nobody can send any more.
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
