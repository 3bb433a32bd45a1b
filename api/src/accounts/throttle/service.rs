//! Slows down password guessing, in such a way that nobody can lock another person out.
//!
//! An attempt counts under the login name *and* the network it comes from: guesses from another network use their own
//! places. A browser with which the account has signed in before sends a mark (a keyed cookie) and has its own places,
//! independent of other attempts from its network. Under a name alone, and under a network alone, attempts are only
//! slowed down. Proofs of a signed-in holder count under that session.
//!
//! Each attempt takes a place *before* the password is verified and returns it afterwards: a hundred concurrent guesses
//! get no more attempts than a hundred sequential ones, and right passwords wait for a place instead of being refused.
//! Unknown names are counted too. Names and networks are stored only as keyed hashes.

use super::store;
use crate::App;
use crate::accounts::entity::account;
use crate::accounts::entity::login_throttle::{self, Counted};
use crate::accounts::notice::notice;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::notice::Notice;
use crate::outbox;
use dto::problem::ErrorCode;
use dto::{Lang, Timestamp};
use std::time::Duration;
use uuid::Uuid;

/// The age, in seconds, at which a taken place counts as a failure, because its attempt was abandoned.
const ABANDONED_SECONDS: i64 = 60;
/// The time for which a count is kept after its last failure, in seconds.
const KEPT: i64 = 86_400;
/// The number of waits for a place, each a tenth of a second.
const ROUNDS: usize = 100;
/// The factor of the limit for a network of many networks (IPv6 /48).
const WIDE: i32 = 4;

/// The keyed hash of a name, a network, or both.
#[derive(Clone, PartialEq, Eq)]
struct Key {
    kind: Counted,
    hash: Vec<u8>,
}

impl Key {
    fn new(app: &App, kind: Counted, column: &str, value: &str) -> Self {
        Self {
            kind,
            hash: app.sealer.index(column, value),
        }
    }
}

/// A key with the number of failures after which it has to wait.
struct Bucket {
    key: Key,
    limit: i32,
}

/// An attempt to prove something with a password or a code.
pub struct Attempt {
    /// The buckets in which it takes a place. All attempts lock them in this order, the widest first, so that a refusal
    /// there leaves no rows of narrower ones. A right password clears the last one.
    buckets: Vec<Bucket>,
    /// The login name alone: counted to notify the holder and to slow down other callers.
    name: Key,
    /// The keys that slow it down, each with the number of failures from which it does.
    slowed_by: Vec<(Key, i32)>,
}

/// The result of looking for a place.
enum Place {
    Taken,
    /// All remaining places are taken by pending attempts.
    Busy,
    /// Blocked for this number of seconds.
    Blocked(i64),
}

impl Attempt {
    /// Returns the attempt of a sign-in under `login` from `network`; `device` is the mark of a browser with which the
    /// name has signed in.
    pub fn sign_in(app: &App, login: &str, network: &str, device: Option<&str>) -> Self {
        let terms = &app.profile.sign_in;
        let login = login.trim().to_lowercase();
        let name = Key::new(app, Counted::Account, "login_throttle.account", &login);
        let most = i32::from(terms.account_failures);
        if let Some(device) = device {
            let key = Key::new(
                app,
                Counted::Device,
                "login_throttle.device",
                &format!("{device} {login}"),
            );
            return Self {
                buckets: vec![Bucket { key, limit: most }],
                name,
                slowed_by: Vec::new(),
            };
        }
        let pair = Key::new(app, Counted::Pair, "login_throttle.pair", &format!("{network} {login}"));
        let mut buckets = Vec::new();
        let mut slowed_by = vec![(name.clone(), i32::from(terms.name_failures))];
        for (network, times) in networks(network).into_iter().rev() {
            let key = Key::new(app, Counted::Address, "login_throttle.address", &network);
            slowed_by.push((key.clone(), i32::from(terms.address_failures) * times));
            buckets.push(Bucket {
                key,
                limit: i32::from(terms.address_stop) * times,
            });
        }
        buckets.push(Bucket { key: pair, limit: most });
        Self {
            buckets,
            name,
            slowed_by,
        }
    }

    /// Returns the attempt of a further proof by the signed-in holder of `login`.
    pub fn own_act(app: &App, login: &str, session_id: Uuid) -> Self {
        let key = Key::new(app, Counted::Session, "login_throttle.session", &session_id.to_string());
        Self {
            buckets: vec![Bucket {
                key,
                limit: i32::from(app.profile.sign_in.account_failures),
            }],
            name: Key::new(app, Counted::Account, "login_throttle.account", login),
            slowed_by: Vec::new(),
        }
    }

    /// Takes a place, and waits for one if necessary; refuses if none becomes free.
    pub async fn begin(&self, app: &App, now: Timestamp) -> Result<()> {
        for _ in 0..ROUNDS {
            match app.db.write_unaudited(async |tx| self.take(tx, app, now).await).await? {
                (Place::Taken, is_slow) => {
                    if is_slow {
                        let seconds = u64::from(app.profile.sign_in.slow_seconds);
                        app.clock.wait(Duration::from_secs(seconds)).await;
                    }
                    return Ok(());
                }
                (Place::Blocked(seconds), _) => {
                    return Err(Error::new(ErrorCode::TooManyAttempts)
                        .with("minutes", (seconds + 59) / 60)
                        .retry_after(seconds.unsigned_abs()));
                }
                // In real time, even if a test has stopped the clock: the earlier attempts run in real time.
                (Place::Busy, _) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        Err(Error::new(ErrorCode::Unavailable).retry_after(1))
    }

    async fn take(&self, tx: &Tx, app: &App, now: Timestamp) -> Result<(Place, bool)> {
        let wait = wait_seconds(app);
        let mut rows = Vec::with_capacity(self.buckets.len());
        for bucket in &self.buckets {
            let row = settled(held(tx, &bucket.key, now).await?, wait, now);
            if let Some(until) = row.blocked_until {
                return Ok((Place::Blocked(Timestamp::from(until).unix() - now.unix()), false));
            }
            if row.failures >= bucket.limit {
                // The places of a process that died have filled it.
                let blocked = login_throttle::Model {
                    blocked_until: Some(now.plus_seconds(wait).get()),
                    ..row
                };
                store::save(tx, blocked).await?;
                return Ok((Place::Blocked(wait), false));
            }
            if row.failures + row.pending >= bucket.limit {
                return Ok((Place::Busy, false));
            }
            rows.push(row);
        }
        for row in rows {
            let taken = login_throttle::Model {
                pending: row.pending + 1,
                pending_at: Some(now.get()),
                ..row
            };
            store::save(tx, taken).await?;
        }
        Ok((Place::Taken, self.is_slowed(tx, wait, now).await?))
    }

    async fn is_slowed(&self, tx: &Tx, wait: i64, now: Timestamp) -> Result<bool> {
        if self.slowed_by.is_empty() {
            return Ok(false);
        }
        let hashes = self.slowed_by.iter().map(|(key, _)| key.hash.clone());
        let rows = store::of_keys(tx, hashes).await?;
        Ok(rows.into_iter().any(|row| {
            let row = settled(row, wait, now);
            self.slowed_by
                .iter()
                .any(|(key, from)| *row.kind == key.kind && row.key_hash == key.hash && row.failures >= *from)
        }))
    }

    /// Records a wrong proof. The holder, if there is one, is notified after a number of failures.
    pub async fn fail(&self, tx: &Tx, app: &App, holder: Option<&account::Model>, now: Timestamp) -> Result<()> {
        let wait = wait_seconds(app);
        for bucket in &self.buckets {
            let row = held(tx, &bucket.key, now).await?;
            let failures = settled(row.clone(), wait, now).failures + 1;
            let failed = login_throttle::Model {
                failures,
                pending: (row.pending - 1).max(0),
                last_failure_at: now.get(),
                blocked_until: (failures >= bucket.limit).then(|| now.plus_seconds(wait).get()),
                ..row
            };
            store::save(tx, failed).await?;
        }
        let row = settled(held(tx, &self.name, now).await?, wait, now);
        let failures = row.failures + 1;
        let failed = login_throttle::Model {
            failures,
            last_failure_at: now.get(),
            ..row
        };
        store::save(tx, failed).await?;
        if failures == i32::from(app.profile.sign_in.mail_after)
            && let Some(holder) = holder
        {
            outbox::send_mail(tx, app, notice(Notice::SignInFailures, holder, Lang::Vi), now).await?;
        }
        Ok(())
    }

    /// Records a right proof: the narrowest count is cleared, the other ones get this place back.
    pub async fn forgive(&self, tx: &Tx, now: Timestamp) -> Result<()> {
        self.give_back(tx, now, true).await
    }

    /// Returns the place and nothing more: the password was right but not sufficient. A person who knows the password
    /// must not be able to clear the failures of guessing the second factor.
    pub async fn uncount(&self, tx: &Tx, now: Timestamp) -> Result<()> {
        self.give_back(tx, now, false).await
    }

    async fn give_back(&self, tx: &Tx, now: Timestamp, is_cleared: bool) -> Result<()> {
        let narrowest = self.buckets.last().map(|bucket| &bucket.key);
        for bucket in &self.buckets {
            let row = held(tx, &bucket.key, now).await?;
            let is_clear = is_cleared && narrowest == Some(&bucket.key);
            let failures = if is_clear { 0 } else { row.failures };
            let given_back = login_throttle::Model {
                failures,
                pending: (row.pending - 1).max(0),
                ..row
            };
            store::save(tx, given_back).await?;
        }
        Ok(())
    }
}

fn wait_seconds(app: &App) -> i64 {
    i64::from(app.profile.sign_in.wait_minutes) * 60
}

/// Returns a network, and the wider one that contains it if one customer has many, each with the factor of its limit.
fn networks(network: &str) -> Vec<(String, i32)> {
    let wide = network.strip_suffix("/64").and_then(|address| {
        let mut segments = address.parse::<std::net::Ipv6Addr>().ok()?.segments();
        segments[3] = 0;
        Some((format!("{}/48", std::net::Ipv6Addr::from(segments)), WIDE))
    });
    std::iter::once((network.to_owned(), 1)).chain(wide).collect()
}

/// Returns a row with its current values: an expired block, and failures before a pause of the same length, are
/// removed; abandoned places become failures.
fn settled(row: login_throttle::Model, wait: i64, now: Timestamp) -> login_throttle::Model {
    let mut row = row;
    let is_blocked = row.blocked_until.is_some_and(|until| Timestamp::from(until) > now);
    let is_recent = Timestamp::from(row.last_failure_at).plus_seconds(wait) > now;
    if !is_blocked && (row.blocked_until.is_some() || !is_recent) {
        row.blocked_until = None;
        row.failures = 0;
    }
    let is_abandoned = |at: time::OffsetDateTime| Timestamp::from(at).plus_seconds(ABANDONED_SECONDS) <= now;
    if row.pending > 0 && row.pending_at.is_none_or(is_abandoned) {
        row.failures += row.pending;
        row.last_failure_at = row.pending_at.unwrap_or(row.last_failure_at);
        row.pending = 0;
    }
    row
}

/// An attempt without sign-in, counted by network.
pub struct PublicAttempt {
    keys: Vec<(Key, i32)>,
    wait_minutes: u16,
}

impl PublicAttempt {
    /// Returns the attempt to use a code, from `network`.
    pub fn code(app: &App, network: &str) -> Self {
        Self::new(app, Counted::Code, app.profile.public_access.wrong_codes, network)
    }

    /// Returns the attempt to file something, from `network`.
    pub fn filing(app: &App, network: &str) -> Self {
        Self::new(app, Counted::Filing, app.profile.public_access.filings, network)
    }

    fn new(app: &App, kind: Counted, limit: u16, network: &str) -> Self {
        let key = |network: &str| Key::new(app, kind, "login_throttle.address", network);
        Self {
            keys: networks(network)
                .iter()
                .map(|(network, times)| (key(network), i32::from(limit) * times))
                .collect(),
            wait_minutes: app.profile.public_access.wait_minutes,
        }
    }

    /// Counts the attempt, or refuses it.
    pub async fn count(&self, app: &App, now: Timestamp) -> Result<()> {
        let wait = i64::from(self.wait_minutes) * 60;
        app.db
            .write_unaudited(async |tx| {
                for (key, limit) in &self.keys {
                    count_one(tx, key, *limit, wait, now).await?;
                }
                Ok(())
            })
            .await
    }

    /// Undoes the count: the attempt was not a guess.
    pub async fn forgive(&self, app: &App) -> Result<()> {
        app.db
            .write_unaudited(async |tx| {
                for (key, _) in &self.keys {
                    uncount_one(tx, key).await?;
                }
                Ok(())
            })
            .await
    }
}

async fn count_one(tx: &Tx, key: &Key, limit: i32, wait: i64, now: Timestamp) -> Result<()> {
    let row = settled(held(tx, key, now).await?, wait, now);
    if let Some(until) = row.blocked_until {
        let seconds = Timestamp::from(until).unix() - now.unix();
        return Err(Error::new(ErrorCode::TooManyAttempts)
            .with("minutes", (seconds + 59) / 60)
            .retry_after(seconds.unsigned_abs()));
    }
    let failures = row.failures + 1;
    let counted = login_throttle::Model {
        failures,
        last_failure_at: now.get(),
        blocked_until: (failures >= limit).then(|| now.plus_seconds(wait).get()),
        ..row
    };
    store::save(tx, counted).await
}

/// An attempt is only possible without a block: if there is one now, this attempt has caused it.
async fn uncount_one(tx: &Tx, key: &Key) -> Result<()> {
    let known = store::hold(tx, key.kind, key.hash.clone()).await?;
    if let Some(row) = known {
        let without = login_throttle::Model {
            failures: (row.failures - 1).max(0),
            blocked_until: None,
            ..row
        };
        store::save(tx, without).await?;
    }
    Ok(())
}

async fn held(tx: &Tx, key: &Key, now: Timestamp) -> Result<login_throttle::Model> {
    store::hold_or_add(tx, key.kind, key.hash.clone(), now).await
}

/// Deletes counts whose last failure is a day old; rows that are locked at the moment remain until the next run.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    store::delete_before(tx, now.plus_seconds(-KEPT)).await
}

#[cfg(test)]
mod tests {
    use super::networks;

    #[test]
    fn a_network_of_one_customer_lies_in_a_wider_one_where_there_is_one() {
        assert_eq!(networks("203.0.113.9"), [("203.0.113.9".to_owned(), 1)]);
        assert_eq!(
            networks("2001:db8:1:2::/64"),
            [("2001:db8:1:2::/64".to_owned(), 1), ("2001:db8:1::/48".to_owned(), 4)]
        );
        assert_eq!(networks("a@b.vn"), [("a@b.vn".to_owned(), 1)]);
    }
}
