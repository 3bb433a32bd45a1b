//! What the service may do in a database that another role owns (PostgreSQL).
//!
//! The owner migrates and exchanges keys. The service reads and inserts everywhere; it updates and deletes only where no trigger
//! refuses it to everybody. Unlike the owner it cannot take the triggers away, so that history and the audit log hold against
//! whoever gets hold of the service.

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

/// Tables that the service only reads: the owner's own.
const OWNERS: [&str; 2] = ["seaql_migrations", "key_rotation"];
/// Tables that the service adds to and never changes, though no trigger says so.
const ADDED_TO: [&str; 1] = ["key_check"];

/// Columns that the service never writes a second time. Two ways keep what is decided: guards, where it depends on the row
/// (`decided::guard` in `migration`), on both engines and for everybody; and these, for what the owner may have to put right by hand one day, when
/// communes are merged for example.
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

/// Grants `role` what the service needs, and nothing else; again after each migration, since tables come and go.
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
    // What `ddl::protect` refuses to everybody, the service has no right to either.
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

/// The right to change a table, or the columns of it that the service may change.
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
