//! One schema text for two engines.

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

/// Makes the database itself refuse to delete from `table`, whose key is `key`, and to change a row of it when `frozen`.
pub async fn protect(manager: &SchemaManager<'_>, table: &str, key: &str, frozen: bool) -> Result<(), DbErr> {
    let refused = |act: &str| format!("{table}: {act} is refused, nothing of it is ever deleted or rewritten");
    let mut acts = vec!["DELETE"];
    if frozen {
        acts.push("UPDATE");
    }
    for act in acts {
        let name = format!("{table}_no_{}", act.to_lowercase());
        let message = refused(act);
        run_for_engine(
            manager,
            &format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$
--
CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            ),
            &format!("CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"),
        )
        .await?;
    }
    // On SQLite, INSERT OR REPLACE deletes without firing the trigger on DELETE.
    let message = refused("REPLACE");
    let same = key
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
    .await?;
    // TRUNCATE exists on PostgreSQL only, and passes row triggers by.
    let message = refused("TRUNCATE");
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

/// Takes back what [`protect`] made, where dropping the table does not.
pub async fn unprotect(manager: &SchemaManager<'_>, table: &str, frozen: bool) -> Result<(), DbErr> {
    let mut script = format!("DROP FUNCTION {table}_no_delete()\n--\nDROP FUNCTION {table}_no_truncate()");
    if frozen {
        script.push_str(&format!("\n--\nDROP FUNCTION {table}_no_update()"));
    }
    run_for_engine(manager, &script, "").await
}
