//! Row locks: the one helper, and the one order in which rows are locked.
//!
//! Two transactions that each lock a row which the other one needs are a deadlock: PostgreSQL ends one of them, and its user
//! gets a 503 for a correct request. Every transaction therefore locks rows in this order, and rows of one kind by id:
//!
//! 1. the key of the request (`idempotency_key`);
//! 2. the dossier, its report of a loss, its question to a unit; a draft, then its files; an import;
//! 3. the commune, then the unit or facility;
//! 4. the stays, then the rooms;
//! 5. the account of a unit, then those of its operators; the second factor;
//! 6. the counts of attempts; the delegations; the refresh token, then the sessions.
//!
//! A destination of the outbox comes before what goes there; no other transaction holds either.
//!
//! A transaction may skip a step, and never returns to an earlier one. An UPDATE or DELETE of several rows locks them in an
//! order that the engine chooses: where another transaction may change the same rows, [`ids`] locks them first.
//!
//! The lock is `FOR NO KEY UPDATE`. An INSERT of a row with a foreign key takes `FOR KEY SHARE` on the row that it refers to,
//! and `FOR UPDATE` would wait for that. No transaction here deletes a row that others refer to, so none needs `FOR UPDATE`.
//! Clippy refuses the lock methods of the library outside of this file (`clippy.toml`).

use crate::db::Tx;
use crate::error::Result;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// Locks of rows until the transaction ends. On SQLite a writing transaction is the only one.
pub trait Hold: QuerySelect {
    /// Locks rows for a change: other transactions that change them or lock them with [`Hold::shared`] wait; those that
    /// only refer to them do not.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn held(self) -> Self {
        self.lock(LockType::NoKeyUpdate)
    }

    /// Locks rows against changes, together with other such transactions: transactions that change them wait.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn shared(self) -> Self {
        self.lock(LockType::Share)
    }
}

impl<Q: QuerySelect> Hold for Q {}

/// Returns the ids of the rows that a query finds, in order, locked until the transaction ends. `id` is their primary
/// key.
pub async fn ids<E: EntityTrait>(tx: &Tx, query: Select<E>, id: impl ColumnTrait) -> Result<Vec<Uuid>> {
    let held = query.select_only().column(id).order_by_asc(id).held();
    Ok(held.into_tuple().all(tx).await?)
}

/// Returns the end of an SQL statement that locks the rows it reads, as [`Hold::held`] does.
pub fn rows(db: &impl ConnectionTrait) -> &'static str {
    if db.get_database_backend() == DbBackend::Postgres {
        " FOR NO KEY UPDATE"
    } else {
        ""
    }
}

/// Returns the same for rows that no other transaction has locked: PostgreSQL skips locked rows; SQLite has only one
/// writer.
pub fn free_rows(db: &impl ConnectionTrait) -> &'static str {
    if db.get_database_backend() == DbBackend::Postgres {
        " FOR NO KEY UPDATE SKIP LOCKED"
    } else {
        ""
    }
}
