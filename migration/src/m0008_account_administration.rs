//! Who looks after accounts, who held them, and the persons under a unit account (LC-6.3-2, KH-8d; D-04).

use crate::{ddl, m0003_stays};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::prelude::Uuid;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement, TryGetable, Value};

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
-- The unit account under which this person signs in; kind, tier, area and standing are that account's.
ALTER TABLE account ADD COLUMN operator_of {uuid} REFERENCES account (id)
--
ALTER TABLE account ADD COLUMN phone {text} NOT NULL DEFAULT ''
--
-- Folded, for the search by name.
ALTER TABLE account ADD COLUMN holder_search {text} NOT NULL DEFAULT ''
--
ALTER TABLE account ADD COLUMN status_since {instant}
--
ALTER TABLE account ADD COLUMN status_reason {text}
--
ALTER TABLE account ADD COLUMN status_by {uuid}
--
ALTER TABLE account ADD COLUMN version {int} NOT NULL DEFAULT 1
--
CREATE INDEX account_operator ON account (operator_of, login) WHERE operator_of IS NOT NULL
--
CREATE INDEX account_area ON account (area_path, role, level)
--
CREATE INDEX account_unit ON account (unit_id)
--
ALTER TABLE unit ADD COLUMN name_search {text} NOT NULL DEFAULT ''
--
CREATE TABLE account_holder (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    name {text} NOT NULL,
    position {text} NOT NULL,
    email {text} NOT NULL,
    phone {text} NOT NULL,
    since {instant} NOT NULL,
    reason {text},
    reference {text},
    -- The dossier that led to it (Mẫu số 2), where there is one.
    dossier_id {uuid},
    recorded_by {uuid}
) {table}
--
CREATE INDEX account_holder_account ON account_holder (account_id, since)
--
-- The person, where an operator acted: account_id is the unit account in whose right it happened.
ALTER TABLE audit_event ADD COLUMN operator_id {uuid}
--
CREATE INDEX audit_event_operator ON audit_event (operator_id, at) WHERE operator_id IS NOT NULL
--
ALTER TABLE stay ADD COLUMN notified_by_operator {uuid}
--
ALTER TABLE stay ADD COLUMN act_by_operator {uuid}
--
ALTER TABLE stay_version ADD COLUMN act_by_operator {uuid}
--
-- Whoever holds an account now has held it from its beginning, as far as is known.
INSERT INTO account_holder (id, account_id, name, position, email, phone, since)
SELECT id, id, holder_name, holder_position, email, '', created_at FROM account
";

const DOWN: &str = "
ALTER TABLE stay_version DROP COLUMN act_by_operator
--
ALTER TABLE stay DROP COLUMN act_by_operator
--
ALTER TABLE stay DROP COLUMN notified_by_operator
--
DROP INDEX audit_event_operator
--
ALTER TABLE audit_event DROP COLUMN operator_id
--
ALTER TABLE unit DROP COLUMN name_search
--
DROP INDEX account_unit
--
DROP INDEX account_area
--
DROP INDEX account_operator
--
ALTER TABLE account DROP COLUMN version
--
ALTER TABLE account DROP COLUMN status_by
--
ALTER TABLE account DROP COLUMN status_reason
--
ALTER TABLE account DROP COLUMN status_since
--
ALTER TABLE account DROP COLUMN holder_search
--
ALTER TABLE account DROP COLUMN phone
--
ALTER TABLE account DROP COLUMN operator_of
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::protect(manager, "account_holder", "id", true).await?;
        // Nor can the person change by whom a stay was notified.
        guard_stays(
            manager,
            &m0003_stays::GUARD_POSTGRES
                .replace("NEW.notified_by)", "NEW.notified_by, NEW.notified_by_operator)")
                .replace("OLD.notified_by)", "OLD.notified_by, OLD.notified_by_operator)"),
            &m0003_stays::GUARD_SQLITE.replace(
                "OLD.notified_by;",
                "OLD.notified_by OR NEW.notified_by_operator IS NOT OLD.notified_by_operator;",
            ),
        )
        .await?;
        fold(manager, "account", "holder_name", "holder_search").await?;
        fold(manager, "unit", "name", "name_search").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["account_holder"]).await?;
        ddl::unprotect(manager, "account_holder", true).await?;
        guard_stays(manager, m0003_stays::GUARD_POSTGRES, m0003_stays::GUARD_SQLITE).await?;
        ddl::run(manager, DOWN).await
    }
}

/// Fills the search form of a name: taking accents away is nothing that SQL does alike on both engines.
async fn fold(manager: &SchemaManager<'_>, table: &str, from: &str, to: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let engine = manager.get_database_backend();
    let rows = db
        .query_all_raw(Statement::from_string(
            engine,
            format!("SELECT id, {from} AS name FROM {table}"),
        ))
        .await?;
    let (first, second) = if engine == DbBackend::Postgres {
        ("$1", "$2")
    } else {
        ("?", "?")
    };
    for row in rows {
        let id = Uuid::try_get(&row, "", "id")?;
        let name = String::try_get(&row, "", "name")?;
        let values: [Value; 2] = [rules::name::fold(&name).into(), id.into()];
        let sql = format!("UPDATE {table} SET {to} = {first} WHERE id = {second}");
        db.execute_raw(Statement::from_sql_and_values(engine, sql, values))
            .await?;
    }
    Ok(())
}

/// Puts this guard of stays in the place of the one that is there.
async fn guard_stays(manager: &SchemaManager<'_>, on_postgres: &str, on_sqlite: &str) -> Result<(), DbErr> {
    ddl::run_for_engine(
        manager,
        "DROP TRIGGER stay_keeps_versions ON stay\n--\nDROP FUNCTION stay_keeps_versions()",
        "DROP TRIGGER stay_keeps_versions",
    )
    .await?;
    ddl::run_for_engine(manager, on_postgres, on_sqlite).await
}
