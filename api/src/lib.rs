//! The REST service of Lưu Trú.
//!
//! The code is divided by domain, one folder for each: `http` (route, extractors, OpenAPI) → `service` (rules, one
//! transaction, audit) → `store` (queries, always within a scope) → `entity`. Store and entity are private: a service
//! returns types of its own domain, never rows. Code that all domains share is in the other modules.
//! `docs/architecture.md` has a diagram.

pub mod accounts;
pub mod audit;
pub mod authz;
pub mod background;
pub mod body_budget;
pub mod bootstrap;
pub mod clock;
pub mod config;
pub mod counts;
pub mod crypto;
pub mod db;
pub mod demo;
pub mod directory;
pub mod error;
pub mod facility_changes;
pub mod hosts;
pub mod http;
pub mod jobs;
pub mod keyring;
pub mod mail;
pub mod notice;
pub mod openapi;
pub mod outbox;
pub mod paper;
pub mod procedures;
pub mod references;
pub mod refusals;
mod routes;
pub mod scanner;
pub mod schedule;
mod spreadsheet;
pub mod startup;
pub mod stays;
pub mod telemetry;
pub mod turns;
pub mod work;

use crate::background::Background;
use crate::body_budget::BodyBudget;
use crate::clock::Clock;
use crate::config::Config;
use crate::crypto::token::Tokens;
use crate::crypto::{Keys, PasswordHasher, Sealer};
use crate::db::Db;
use crate::error::Result;
use crate::mail::Mailer;
use crate::references::References;
use crate::work::Works;
use dto::Timestamp;
use rules::profile::Profile;
use std::sync::Arc;
use tokio::sync::{OnceCell, RwLock};

/// The state that every request needs: one for the whole process.
pub struct App {
    /// The settings of the operator.
    pub config: Config,
    /// The regulation profile.
    pub profile: Profile,
    /// The clock.
    pub clock: Clock,
    /// The database.
    pub db: Db,
    /// Field encryption.
    pub sealer: Sealer,
    /// Access tokens.
    pub tokens: Tokens,
    /// Mail.
    pub mailer: Mailer,
    /// Password hashing.
    pub passwords: PasswordHasher,
    /// The scanner for malware.
    pub scanner: scanner::Scanner,
    /// Background work.
    pub background: Background,
    /// Set once the keys are known to be those of the database ([`keyring::check`]).
    keys_fit: OnceCell<()>,
    /// Refusals of this hour.
    pub refusals: refusals::Refusals,
    /// The budget of request bodies.
    pub bodies: BodyBudget,
    /// Expensive work.
    pub works: Works,
    /// The facilities whose guest lists are being read.
    pub import_turns: turns::Turns,
    references: RwLock<Option<Arc<References>>>,
}

impl App {
    /// Builds the service.
    pub async fn build(config: Config, keys: &Keys, clock: Clock) -> anyhow::Result<Self> {
        let mut profile = config.load_profile()?;
        if config.hotline.is_some() {
            profile.hotline.clone_from(&config.hotline);
        }
        Ok(Self {
            profile,
            clock,
            db: Db::connect(&config).await?,
            sealer: Sealer::new(keys),
            tokens: Tokens::new(keys)?,
            mailer: Mailer::new(&config)?,
            passwords: PasswordHasher::new()?,
            scanner: scanner::Scanner::new(config.clamav.clone()),
            background: Background::default(),
            keys_fit: OnceCell::new(),
            refusals: refusals::Refusals::default(),
            bodies: BodyBudget::default(),
            works: Works::default(),
            import_turns: turns::Turns::default(),
            references: RwLock::new(None),
            config,
        })
    }

    /// Returns the reference lists and areas, read from the database at most once a minute: they change when an
    /// administrator loads a new version, and every instance has to notice it.
    pub async fn references(&self, now: Timestamp) -> Result<Arc<References>> {
        if let Some(references) = self
            .references
            .read()
            .await
            .as_ref()
            .filter(|known| known.is_fresh(now))
        {
            return Ok(Arc::clone(references));
        }
        let mut slot = self.references.write().await;
        if let Some(references) = slot.as_ref().filter(|known| known.is_fresh(now)) {
            return Ok(Arc::clone(references));
        }
        let references = Arc::new(References::load(self.db.read(), now).await?);
        *slot = Some(Arc::clone(&references));
        Ok(references)
    }
}
