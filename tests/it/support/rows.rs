//! Looking into the database, past the service.

use super::{Engine, TestApp};
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};
use std::collections::BTreeMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// Everything that a refused request must leave as it was. Attempts, sessions and the audit log are not among it.
const KEPT: &[&str] = &[
    "account",
    "account_holder",
    "archive",
    "calendar_day",
    "calendar_year",
    "contact",
    "dossier",
    "dossier_attachment",
    "dossier_consultation",
    "dossier_event",
    "contact",
    "facility",
    "facility_change",
    "foreign_guest_mark",
    "idempotency_key",
    "listed_price",
    "outbox",
    "room",
    "stay",
    "stay_acknowledgement",
    "stay_import",
    "stay_import_row",
    "stay_message",
    "stay_version",
    "unit",
];

fn statement(t: &TestApp, sql: &str) -> Statement {
    Statement::from_string(t.app.db.writer().get_database_backend(), sql)
}

/// Runs a statement.
pub async fn execute(t: &TestApp, sql: &str) -> Result<u64, DbErr> {
    let done = t.app.db.writer().execute_raw(statement(t, sql)).await?;
    Ok(done.rows_affected())
}

/// The first column of every row, as texts.
pub async fn texts(t: &TestApp, sql: &str) -> Vec<String> {
    let rows = t.app.db.writer().query_all_raw(statement(t, sql)).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a text"))
        .collect()
}

/// The first column of the one row, as a number.
pub async fn number(t: &TestApp, sql: &str) -> i64 {
    let row = t.app.db.writer().query_one_raw(statement(t, sql)).await;
    let row = row.unwrap_or_else(|error| panic!("{sql}: {error}")).expect("a row");
    row.try_get_by_index(0).expect("a number")
}

/// The first column of the one row, as bytes.
pub async fn bytes(t: &TestApp, sql: &str) -> Vec<u8> {
    let row = t.app.db.writer().query_one_raw(statement(t, sql)).await;
    let row = row.unwrap_or_else(|error| panic!("{sql}: {error}")).expect("a row");
    row.try_get_by_index(0).expect("bytes")
}

/// How many rows a table has.
pub async fn count(t: &TestApp, table: &str) -> i64 {
    number(t, &format!("SELECT COUNT(*) FROM {table}")).await
}

/// An id as the engine writes it.
pub fn id(t: &TestApp, id: Uuid) -> String {
    match t.engine {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    }
}

/// The tables of the schema, without those of the engine and of the migrations.
pub async fn tables(t: &TestApp) -> Vec<String> {
    let sql = match t.engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND name NOT LIKE 'stay_name%' AND name <> 'seaql_migrations' ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' \
             AND table_name <> 'seaql_migrations' ORDER BY table_name"
        }
    };
    texts(t, sql).await
}

/// Whether there is such a table.
pub async fn has_table(t: &TestApp, table: &str) -> bool {
    tables(t).await.iter().any(|name| name == table)
}

/// The columns of a table.
pub async fn columns(t: &TestApp, table: &str) -> Vec<String> {
    let sql = match t.engine {
        Engine::Sqlite => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"),
        Engine::Postgres => format!(
            "SELECT column_name::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY column_name"
        ),
    };
    texts(t, &sql).await
}

/// Every row of a table as a text.
pub async fn all(t: &TestApp, table: &str) -> Vec<String> {
    let sql = match t.engine {
        Engine::Sqlite => {
            let quoted: Vec<String> = columns(t, table)
                .await
                .iter()
                .map(|column| {
                    // `quote` writes blobs in hex, which would hide what they hold; texts it leaves readable.
                    format!("'{column}=' || quote({column})")
                })
                .collect();
            format!("SELECT {} AS row FROM {table} ORDER BY row", quoted.join(" || ' ' || "))
        }
        Engine::Postgres => format!("SELECT row_to_json({table})::text AS row FROM {table} ORDER BY row"),
    };
    texts(t, &sql).await
}

/// Everything that a refused request must not change.
pub async fn everything(t: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let mut everything = BTreeMap::new();
    for table in KEPT {
        everything.insert(*table, all(t, table).await);
    }
    everything
}

/// Runs a statement with values, each in the place of a `?`; how many rows it changed.
pub async fn change(t: &TestApp, sql: &str, values: impl IntoIterator<Item = Value>) -> u64 {
    let db = t.app.db.writer();
    let text = api::db::engine::placeholders(db, sql);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    let done = db.execute_raw(statement).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected()
}

/// The rows that a query finds.
pub async fn found<T: FromQueryResult>(t: &TestApp, sql: &str) -> Vec<T> {
    let found = T::find_by_statement(statement(t, sql)).all(t.app.db.writer()).await;
    found.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Adds a row; the columns that are not named are empty.
pub async fn add<const N: usize>(db: &impl ConnectionTrait, table: &'static str, row: [(&'static str, Value); N]) {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    let mut insert = Query::insert();
    insert
        .into_table(table)
        .columns(columns)
        .values_panic(values.into_iter().map(Into::into));
    let statement = db.get_database_backend().build(&insert);
    let added = db.execute_raw(statement).await;
    added.unwrap_or_else(|error| panic!("{table}: {error}"));
}

/// Something that the service delivers or has delivered.
#[derive(FromQueryResult)]
pub struct Delivery {
    pub id: Uuid,
    pub payload_sealed: Vec<u8>,
    pub due_at: OffsetDateTime,
    pub attempts: i32,
    pub leased_by: Option<Uuid>,
    pub leased_until: Option<OffsetDateTime>,
    pub attempted_at: Option<OffsetDateTime>,
    pub delivered_at: Option<OffsetDateTime>,
    pub last_error: Option<String>,
    pub given_up_at: Option<OffsetDateTime>,
}

/// What is in the outbox, oldest first.
pub async fn outbox(t: &TestApp) -> Vec<Delivery> {
    found(t, "SELECT * FROM outbox ORDER BY id").await
}

/// An event of the audit log.
#[derive(FromQueryResult)]
pub struct Recorded {
    pub at: OffsetDateTime,
    pub account_id: Option<Uuid>,
    pub operator_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub operation: String,
    pub subject_kind: String,
    pub subject_id: Option<String>,
    pub area_code: Option<String>,
    pub purpose: Option<String>,
    pub reference: Option<String>,
    pub details: serde_json::Value,
    pub trace_id: String,
}

/// The audit events of an act, oldest first.
pub async fn audit(t: &TestApp, act: &str) -> Vec<Recorded> {
    found(t, &format!("SELECT * FROM audit_event WHERE act = '{act}' ORDER BY id")).await
}

/// Ends the connections of the service, as a restart of PostgreSQL does.
pub async fn end_connections(t: &TestApp) {
    let own = sea_orm::Database::connect(t.database_url())
        .await
        .expect("a connection of its own");
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    own.execute_unprepared(sql).await.expect("ending connections");
    own.close().await.expect("closing");
}
