//! Slowing down whoever guesses passwords: counted in the database, by login name and by address.
//!
//! Each attempt is counted *before* the password is looked at, and taken back when it was right: a hundred attempts at
//! once get no more tries than a hundred in a row. Names that nobody has are counted all the same.

use super::entity::login_throttle;
use crate::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::problem::ErrorCode;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect};

/// The two things that an attempt is counted under.
pub struct Attempt {
    account: (&'static str, Vec<u8>),
    address: (&'static str, Vec<u8>),
}

impl Attempt {
    /// An attempt with `login` from `address`; both are kept as keyed hashes only.
    pub fn new(app: &App, login: &str, address: &str) -> Self {
        Self {
            account: (
                "account",
                app.sealer.index("login_throttle.account", &login.trim().to_lowercase()),
            ),
            address: ("address", app.sealer.index("login_throttle.address", address)),
        }
    }

    /// Counts the attempt, or refuses it.
    pub async fn count(&self, app: &App, now: Timestamp) -> Result<()> {
        let terms = &app.profile.sign_in;
        let wait = i64::from(terms.wait_minutes) * 60;
        app.db
            .keep_house(async |tx| {
                for ((kind, key), limit) in [
                    (&self.account, terms.account_failures),
                    (&self.address, terms.address_failures),
                ] {
                    count_one(tx, kind, key, i32::from(limit), wait, now).await?;
                }
                Ok(())
            })
            .await
    }

    /// Takes the attempt back: the password was right. The name starts afresh, the address has one failure less.
    pub async fn forgive(&self, tx: &Tx) -> Result<()> {
        login_throttle::Entity::delete_by_id((self.account.0.to_owned(), self.account.1.clone()))
            .exec(tx)
            .await?;
        take_back_one(tx, &self.address).await
    }

    /// Takes back this attempt and nothing more: the password was right and did not suffice. Whoever knows it must not
    /// be able to clear the failures of guessing the second factor.
    pub async fn take_back(&self, tx: &Tx) -> Result<()> {
        take_back_one(tx, &self.account).await?;
        take_back_one(tx, &self.address).await
    }
}

/// An attempt is only made where there is no block: if there is one now, this attempt has set it.
async fn take_back_one(tx: &Tx, (kind, key): &(&'static str, Vec<u8>)) -> Result<()> {
    if let Some(row) = held(tx, ((*kind).to_owned(), key.clone())).await? {
        let failures = (row.failures - 1).max(0);
        let without = login_throttle::Model {
            failures,
            blocked_until: None,
            ..row
        };
        save(tx, without).await?;
    }
    Ok(())
}

/// What anybody may do without signing in, counted by address.
pub struct PublicAttempt {
    kind: &'static str,
    address: Vec<u8>,
    limit: u16,
    wait_minutes: u16,
}

impl PublicAttempt {
    /// A code that is tried, from `address`.
    pub fn code(app: &App, address: &str) -> Self {
        Self::new(app, "code", app.profile.public_access.wrong_codes, address)
    }

    /// Something that is filed, from `address`.
    pub fn filing(app: &App, address: &str) -> Self {
        Self::new(app, "filing", app.profile.public_access.filings, address)
    }

    fn new(app: &App, kind: &'static str, limit: u16, address: &str) -> Self {
        Self {
            kind,
            address: app.sealer.index("login_throttle.address", address),
            limit,
            wait_minutes: app.profile.public_access.wait_minutes,
        }
    }

    /// Counts the attempt, or refuses it.
    pub async fn count(&self, app: &App, now: Timestamp) -> Result<()> {
        let wait = i64::from(self.wait_minutes) * 60;
        app.db
            .keep_house(async |tx| count_one(tx, self.kind, &self.address, i32::from(self.limit), wait, now).await)
            .await
    }

    /// Takes the attempt back: it was no guess.
    pub async fn forgive(&self, app: &App) -> Result<()> {
        app.db
            .keep_house(async |tx| take_back_one(tx, &(self.kind, self.address.clone())).await)
            .await
    }
}

/// The row is made where there is none, then held: without that, attempts at the same time on PostgreSQL would all read
/// the same count.
async fn count_one(tx: &Tx, kind: &str, key: &[u8], limit: i32, wait: i64, now: Timestamp) -> Result<()> {
    use login_throttle::Column;
    let fresh = login_throttle::ActiveModel {
        kind: Set(kind.to_owned()),
        key_hash: Set(key.to_vec()),
        failures: Set(0),
        last_failure_at: Set(now.get()),
        blocked_until: Set(None),
    };
    login_throttle::Entity::insert(fresh)
        .on_conflict(
            OnConflict::columns([Column::Kind, Column::KeyHash])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let known = held(tx, (kind.to_owned(), key.to_vec())).await?;
    let mut failures = 1;
    if let Some(row) = known {
        if let Some(until) = row.blocked_until.map(Timestamp::from).filter(|until| *until > now) {
            let seconds = until.unix() - now.unix();
            return Err(Error::new(ErrorCode::TooManyAttempts)
                .with("minutes", (seconds + 59) / 60)
                .retry_after(seconds.unsigned_abs()));
        }
        // After a pause as long as the block the count starts again.
        let is_recent = row.blocked_until.is_none() && Timestamp::from(row.last_failure_at).plus_seconds(wait) > now;
        failures = if is_recent { row.failures + 1 } else { 1 };
    }
    let blocked_until = (failures >= limit).then(|| now.plus_seconds(wait).get());
    save(
        tx,
        login_throttle::Model {
            kind: kind.to_owned(),
            key_hash: key.to_vec(),
            failures,
            last_failure_at: now.get(),
            blocked_until,
        },
    )
    .await
}

async fn held(tx: &Tx, key: (String, Vec<u8>)) -> Result<Option<login_throttle::Model>> {
    Ok(login_throttle::Entity::find_by_id(key).lock_exclusive().one(tx).await?)
}

async fn save(tx: &Tx, row: login_throttle::Model) -> Result<()> {
    use login_throttle::Column;
    let row = login_throttle::ActiveModel {
        kind: Set(row.kind),
        key_hash: Set(row.key_hash),
        failures: Set(row.failures),
        last_failure_at: Set(row.last_failure_at),
        blocked_until: Set(row.blocked_until),
    };
    login_throttle::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::Kind, Column::KeyHash])
                .update_columns([Column::Failures, Column::LastFailureAt, Column::BlockedUntil])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
