//! Holding rows until a transaction ends: the one way to it, and the one order.
//!
//! Two transactions that each hold what the other wants wait for each other for ever; PostgreSQL ends one of them, whose user
//! is asked to come again although nothing was wrong. So everybody takes rows in this order, of one kind by id:
//!
//! 1. the key of the request (`idempotency_key`);
//! 2. the dossier, its report of a loss, its question to a unit; a draft, then its files; an import;
//! 3. the commune, then the unit or facility;
//! 4. the stays, then the rooms;
//! 5. the account of a unit, then those of its operators; the second factor;
//! 6. the counts of attempts; what is lent; the refresh token, then the sessions.
//!
//! What is left out is passed by, nothing is gone back for. A statement that changes several rows takes them in whatever
//! order the engine finds them: where others may do the same, they are held by id before.
//!
//! Rows are held against being changed, not against being named: whoever inserts a row that refers to another holds the key of
//! that one already (`FOR KEY SHARE`), in the order of its foreign keys, and `FOR UPDATE` would wait for it. Nothing here
//! deletes what others refer to, so that nobody needs it. Clippy refuses the ways of the library itself (`clippy.toml`).

use sea_orm::sea_query::LockType;
use sea_orm::{ConnectionTrait, DbBackend, QuerySelect};

/// Rows that are held until the transaction ends. On SQLite a transaction that writes is alone anyway.
pub trait Hold: QuerySelect {
    /// To be changed: whoever would change them or [`Hold::shared`] them waits; whoever refers to them does not.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn held(self) -> Self {
        self.lock(LockType::NoKeyUpdate)
    }

    /// To be relied on, by several at a time: whoever would change them waits.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn shared(self) -> Self {
        self.lock(LockType::Share)
    }
}

impl<Q: QuerySelect> Hold for Q {}

/// The rest of a statement in SQL that holds the rows it reads, as [`Hold::held`] does.
pub fn rows(db: &impl ConnectionTrait) -> &'static str {
    if db.get_database_backend() == DbBackend::Postgres {
        " FOR NO KEY UPDATE"
    } else {
        ""
    }
}

/// The same for rows that no other transaction holds: PostgreSQL passes by what is held, SQLite has one writer anyway.
pub fn free_rows(db: &impl ConnectionTrait) -> &'static str {
    if db.get_database_backend() == DbBackend::Postgres {
        " FOR NO KEY UPDATE SKIP LOCKED"
    } else {
        ""
    }
}
