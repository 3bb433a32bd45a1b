//! One schema text for two engines.
//!
//! What these functions write is part of each step that calls them. So this file is frozen together with the first step that is
//! released (`released.txt`); a later step that needs something else brings a file of its own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Placeholder, what PostgreSQL calls it, what SQLite calls it.
const TYPES: &[(&str, &str, &str)] = &[
    ("{uuid}", "uuid", "BLOB"),
    ("{bytes}", "bytea", "BLOB"),
    ("{text}", "text", "TEXT"),
    // Whole seconds in UTC, always: SQLite compares instants as text.
    ("{instant}", "timestamptz(0)", "TEXT"),
    ("{date}", "date", "TEXT"),
    ("{json}", "jsonb", "TEXT"),
    ("{bool}", "boolean", "INTEGER"),
    ("{small}", "smallint", "INTEGER"),
    ("{int}", "integer", "INTEGER"),
    ("{big}", "bigint", "INTEGER"),
    // SQLite checks types only when asked.
    ("{table}", "", "STRICT"),
];

/// Runs `script` (statements separated by lines of `--`) with the types of the engine at hand.
pub async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    let mut text = script.to_owned();
    for (placeholder, on_postgres, on_sqlite) in TYPES {
        text = text.replace(placeholder, if postgres { on_postgres } else { on_sqlite });
    }
    for statement in text
        .split("\n--\n")
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
    {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Runs the script of the engine at hand.
pub async fn run_for_engine(manager: &SchemaManager<'_>, on_postgres: &str, on_sqlite: &str) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    run(manager, if postgres { on_postgres } else { on_sqlite }).await
}

/// Drops `tables` in the order given.
pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager
            .get_connection()
            .execute_unprepared(&format!("DROP TABLE {table}"))
            .await?;
    }
    Ok(())
}

/// A table from which the database itself refuses to delete, whoever asks.
pub struct Protected {
    table: &'static str,
    /// The columns of its primary key.
    key: &'static str,
    /// Whether it refuses to change a row too.
    is_frozen: bool,
    /// The columns of a frozen row that an exchange of keys seals anew (`only_resealed` in `m0004_bookkeeping`).
    sealed: &'static str,
}

impl Protected {
    /// Rows are never deleted.
    pub const fn kept(table: &'static str, key: &'static str) -> Self {
        Self {
            table,
            key,
            is_frozen: false,
            sealed: "",
        }
    }

    /// Rows are never deleted and never change.
    pub const fn frozen(table: &'static str, key: &'static str) -> Self {
        Self::frozen_but_sealed(table, key, "")
    }

    /// Rows are never deleted and never change, except that an exchange of keys seals the columns `sealed` anew.
    pub const fn frozen_but_sealed(table: &'static str, key: &'static str, sealed: &'static str) -> Self {
        Self {
            table,
            key,
            is_frozen: true,
            sealed,
        }
    }

    fn refuses(&self, act: &str) -> String {
        format!(
            "{}: {act} is refused, nothing of it is ever deleted or rewritten",
            self.table
        )
    }

    async fn refuse(&self, manager: &SchemaManager<'_>, act: &str, exception: &str) -> Result<(), DbErr> {
        let table = self.table;
        let name = format!("{table}_no_{}", act.to_lowercase());
        let message = self.refuses(act);
        run_for_engine(
            manager,
            &format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {exception}RAISE EXCEPTION '{message}'; END $$
--
CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            ),
            &format!("CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"),
        )
        .await
    }

    /// On SQLite, INSERT OR REPLACE deletes without firing the trigger on DELETE.
    async fn refuse_replacement(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let table = self.table;
        let message = self.refuses("REPLACE");
        let same = self
            .key
            .split(", ")
            .map(|column| format!("{column} = NEW.{column}"))
            .collect::<Vec<_>>()
            .join(" AND ");
        run_for_engine(
            manager,
            "",
            &format!(
                "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) \
                 BEGIN SELECT RAISE(ABORT, '{message}'); END"
            ),
        )
        .await
    }

    /// TRUNCATE exists on PostgreSQL only, and passes row triggers by.
    async fn refuse_truncation(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let table = self.table;
        let message = self.refuses("TRUNCATE");
        run_for_engine(
            manager,
            &format!(
                "CREATE FUNCTION {table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$
--
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_no_truncate()"
            ),
            "",
        )
        .await
    }
}

/// Makes the database itself refuse what is never done to these tables.
pub async fn protect(manager: &SchemaManager<'_>, tables: &[Protected]) -> Result<(), DbErr> {
    for protected in tables {
        protected.refuse(manager, "DELETE", "").await?;
        if protected.is_frozen {
            let exception = if protected.sealed.is_empty() {
                String::new()
            } else {
                resealing(protected.sealed, "") + " "
            };
            protected.refuse(manager, "UPDATE", &exception).await?;
        }
        protected.refuse_replacement(manager).await?;
        protected.refuse_truncation(manager).await?;
    }
    Ok(())
}

/// Takes back what [`protect`] made, where dropping the table does not.
pub async fn unprotect(manager: &SchemaManager<'_>, tables: &[Protected]) -> Result<(), DbErr> {
    for Protected { table, is_frozen, .. } in tables {
        let mut script = format!("DROP FUNCTION {table}_no_delete()\n--\nDROP FUNCTION {table}_no_truncate()");
        if *is_frozen {
            script.push_str(&format!("\n--\nDROP FUNCTION {table}_no_update()"));
        }
        run_for_engine(manager, &script, "").await?;
    }
    Ok(())
}

/// What a guard of PostgreSQL lets pass: an exchange of keys that changes nothing but columns that are sealed (`sealed`) and the
/// blind indexes made from them (`indexes`).
pub fn resealing(sealed: &str, indexes: &str) -> String {
    format!("IF only_resealed(to_jsonb(OLD), to_jsonb(NEW), '{{{sealed}}}', '{{{indexes}}}') THEN RETURN NEW; END IF;")
}
