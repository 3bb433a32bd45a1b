//! Who issued a document; and names folded by the whole table of ICAO 9303-3, so that those that are stored are found too.

use crate::ddl;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::prelude::Uuid;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement, TryGetable, Value};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Empty in rows from before: it is then the usual one (`rules::country::usual_issuer`).
const UP: &str = "ALTER TABLE stay ADD COLUMN issuing_state {text}";

const DOWN: &str = "ALTER TABLE stay DROP COLUMN issuing_state";

/// So many rows are read at once.
const BATCH: usize = 1_000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        // The name as it is searched for tells nothing new about a stay: no version is made of it.
        let guard = release_guard(manager).await?;
        fold_names(manager).await?;
        set_guard(manager, &guard).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}

/// Lets stays change without a version; answers what puts the guard back.
async fn release_guard(manager: &SchemaManager<'_>) -> Result<String, DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        // A table of many millions of rows is read once.
        db.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        db.execute_unprepared("ALTER TABLE stay DISABLE TRIGGER stay_keeps_versions")
            .await?;
        return Ok("ALTER TABLE stay ENABLE TRIGGER stay_keeps_versions".to_owned());
    }
    let sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'stay_keeps_versions'";
    let row = db
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?
        .ok_or_else(|| DbErr::Custom("the guard of stays is missing".to_owned()))?;
    let guard = String::try_get(&row, "", "sql")?;
    db.execute_unprepared("DROP TRIGGER stay_keeps_versions").await?;
    Ok(guard)
}

async fn set_guard(manager: &SchemaManager<'_>, guard: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(guard).await.map(|_| ())
}

/// Folds anew what is not plain letters already: whatever is, stays what it was.
async fn fold_names(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let engine = manager.get_database_backend();
    let (select, update) = if engine == DbBackend::Postgres {
        (
            "SELECT id, full_name, name_search FROM stay \
             WHERE id > $1 AND octet_length(name_search) <> char_length(name_search) ORDER BY id LIMIT 1000",
            "UPDATE stay SET name_search = $1 WHERE id = $2",
        )
    } else {
        (
            "SELECT id, full_name, name_search FROM stay \
             WHERE id > ? AND length(CAST(name_search AS BLOB)) <> length(name_search) ORDER BY id LIMIT 1000",
            "UPDATE stay SET name_search = ? WHERE id = ?",
        )
    };
    let mut last = Uuid::nil();
    loop {
        let statement = Statement::from_sql_and_values(engine, select, [last.into()]);
        let rows = db.query_all_raw(statement).await?;
        for row in &rows {
            last = Uuid::try_get(row, "", "id")?;
            let folded = rules::name::words(&String::try_get(row, "", "full_name")?).join(" ");
            if folded != String::try_get(row, "", "name_search")? {
                let values: [Value; 2] = [folded.into(), last.into()];
                db.execute_raw(Statement::from_sql_and_values(engine, update, values))
                    .await?;
            }
        }
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}
