//! Audit, outbox, jobs and idempotency keys.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE audit_event (
    id {uuid} PRIMARY KEY,
    at {instant} NOT NULL,
    -- Who: none for the system itself and for a sign-in that failed.
    account_id {uuid},
    session_id {uuid},
    operation {text} NOT NULL,
    act {text} NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text},
    area_code {text},
    purpose {text},
    reference {text},
    -- Names of fields, counts and ids; never a value of a personal field.
    details {json} NOT NULL,
    trace_id {text} NOT NULL
) {table}
--
CREATE INDEX audit_event_at ON audit_event (at)
--
CREATE INDEX audit_event_subject ON audit_event (subject_kind, subject_id, at)
--
CREATE INDEX audit_event_account ON audit_event (account_id, at)
--
CREATE TABLE idempotency_key (
    account_id {uuid} NOT NULL,
    key {text} NOT NULL,
    operation {text} NOT NULL,
    request_hash {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    -- Both are written at the end of the transaction that claims the key.
    status {small},
    -- The first answer, sealed: it may hold personal data.
    answer_sealed {bytes},
    PRIMARY KEY (account_id, key)
) {table}
--
CREATE INDEX idempotency_key_age ON idempotency_key (created_at)
--
CREATE TABLE outbox (
    id {uuid} PRIMARY KEY,
    kind {text} NOT NULL,
    payload_sealed {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    due_at {instant} NOT NULL,
    attempts {int} NOT NULL,
    leased_by {uuid},
    leased_until {instant},
    delivered_at {instant},
    last_error {text}
) {table}
--
CREATE INDEX outbox_due ON outbox (due_at) WHERE delivered_at IS NULL
--
CREATE TABLE job_run (
    -- One row a job and a slot of time: whoever inserts it first runs it, on however many instances.
    name {text} NOT NULL,
    slot {instant} NOT NULL,
    leased_by {uuid} NOT NULL,
    leased_until {instant} NOT NULL,
    attempts {int} NOT NULL,
    finished_at {instant},
    last_error {text},
    PRIMARY KEY (name, slot)
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, "audit_event", "id", true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["job_run", "outbox", "idempotency_key", "audit_event"]).await?;
        ddl::unprotect(manager, "audit_event", true).await
    }
}
