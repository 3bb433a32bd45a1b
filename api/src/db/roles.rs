//! The rights of the service in a database that another role owns (PostgreSQL).
//!
//! The owner migrates and exchanges keys. The service reads and inserts in every table; it updates and deletes only
//! where no trigger refuses it. Unlike the owner it cannot drop the triggers, so that history and audit log are
//! protected even if the service is compromised.

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

/// Tables that only the owner writes; the service reads them.
const OWNERS: [&str; 2] = ["seaql_migrations", "key_rotation"];
/// Tables to which the service only inserts, although no trigger enforces it.
const ADDED_TO: [&str; 1] = ["key_check"];

/// Columns that the service never updates. Two mechanisms protect decided data: guards, where it depends on the row
/// (`decided::guard` in `migration`), on both engines and for every role; and this list, for data that the owner may
/// have to correct by hand one day, for example when communes are merged.
const WITHHELD: [(&str, &[&str]); 2] = [
    (
        "account",
        &[
            "id",
            "login",
            "role",
            "level",
            "unit_id",
            "facility_id",
            "operator_of",
            "area_code",
            "area_path",
            "created_at",
        ],
    ),
    ("unit", &["id", "role", "level", "area_code", "created_at"]),
];

/// Grants `role` the rights that the service needs, and no others; again after each migration, because migrations
/// create and drop tables.
pub async fn grant(db: &DatabaseConnection, role: &str) -> anyhow::Result<()> {
    ensure!(
        db.get_database_backend() == DbBackend::Postgres,
        "LUUTRU_DATABASE_ROLE is for PostgreSQL"
    );
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    ensure!(
        !role.is_empty() && role.chars().all(is_name),
        "LUUTRU_DATABASE_ROLE={role} is no name of a role"
    );
    let tx = db.begin().await?;
    let mut orders = vec![
        format!("GRANT USAGE ON SCHEMA public TO {role}"),
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
        format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"),
        format!("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    ];
    // The service has no right to what `ddl::protect` refuses to every role.
    let sql = "SELECT c.relname::text AS name, \
               EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = c.relname || '_no_update') AS frozen, \
               EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = c.relname || '_no_delete') AS kept \
               FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1";
    let tables = tx
        .query_all_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await?;
    for table in tables {
        let name: String = table.try_get("", "name")?;
        if OWNERS.contains(&name.as_str()) {
            continue;
        }
        let mut rights = vec!["INSERT"];
        let is_added_to = ADDED_TO.contains(&name.as_str());
        let update = update_right(&tx, &name).await?;
        if !is_added_to && !table.try_get::<bool>("", "frozen")? {
            rights.push(&update);
        }
        if !is_added_to && !table.try_get::<bool>("", "kept")? {
            rights.push("DELETE");
        }
        orders.push(format!("GRANT {} ON \"{name}\" TO {role}", rights.join(", ")));
    }
    for order in orders {
        tx.execute_unprepared(&order)
            .await
            .with_context(|| format!("granting {role} its rights"))?;
    }
    tx.commit().await?;
    Ok(())
}

/// Returns the right to update a table, or those of its columns that the service may update.
async fn update_right(tx: &DatabaseTransaction, table: &str) -> anyhow::Result<String> {
    let Some((_, withheld)) = WITHHELD.iter().find(|(name, _)| *name == table) else {
        return Ok("UPDATE".to_owned());
    };
    let sql = "SELECT attname::text AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped";
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [table.into()]))
        .await?;
    let mut columns = Vec::new();
    for row in rows {
        let column: String = row.try_get("", "name")?;
        if !withheld.contains(&column.as_str()) {
            columns.push(format!("\"{column}\""));
        }
    }
    Ok(format!("UPDATE ({})", columns.join(", ")))
}
