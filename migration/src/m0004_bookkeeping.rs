//! What the service keeps about its own work: audit, idempotency keys, outbox, jobs, the probe of readiness, the keys in use and their
//! exchange.

use crate::ddl::{self, Protected};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE audit_event (
    id {uuid} PRIMARY KEY,
    at {instant} NOT NULL,
    -- Who: none for the system itself and for a sign-in that failed.
    account_id {uuid},
    -- The person, where an operator acted: account_id is the unit account in whose right it happened.
    operator_id {uuid},
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
CREATE INDEX audit_event_operator ON audit_event (operator_id, at) WHERE operator_id IS NOT NULL
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
    -- Where it goes: what is away holds up nothing that goes elsewhere.
    destination {text} NOT NULL,
    payload_sealed {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    due_at {instant} NOT NULL,
    attempts {int} NOT NULL,
    -- When it was tried last, for whoever watches over the queue.
    attempted_at {instant},
    leased_by {uuid},
    leased_until {instant},
    delivered_at {instant},
    last_error {text},
    -- Since when it is no longer tried by itself: only of what cannot be read.
    given_up_at {instant}
) {table}
--
CREATE INDEX outbox_due ON outbox (destination, due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL
--
CREATE INDEX outbox_delivered ON outbox (delivered_at)
--
CREATE TABLE outbox_destination (
    name {text} PRIMARY KEY,
    -- Which instance delivers there, and until when that is believed.
    leased_by {uuid},
    leased_until {instant},
    -- Failures in a row of the destination itself, and until when it rests for them.
    failures {int} NOT NULL,
    paused_until {instant}
) {table}
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
--
CREATE TABLE job_state (
    -- One row a job: what came of its last run, on whichever instance, for whoever watches over them.
    name {text} PRIMARY KEY,
    began_at {instant} NOT NULL,
    ended_at {instant} NOT NULL,
    -- Failures in a row; and the last one, however long ago.
    failures {int} NOT NULL,
    last_error {text},
    failed_at {instant}
) {table}
--
CREATE TABLE probe (
    -- What readiness writes and takes away again, to know whether anything can be stored.
    id {uuid} PRIMARY KEY,
    at {instant} NOT NULL,
    -- Random, so that it takes the room that it says.
    payload {bytes} NOT NULL
) {table}
";

/// `key_check` has a row for each key that was ever in use: whoever starts without it, or with another key of the same number, is
/// stopped before it stores anything.
///
/// `key_rotation` opens the guards of history to `luutru keys rotate`, which opens what was sealed with a key that has to go and seals it
/// anew. While a rotation is open, they let pass columns that are sealed (and the blind indexes made from them), and only to values that
/// carry the number of the new key (`only_resealed`). The database cannot see that the text inside is the same; that is why a rotation is a
/// row that only the owner of the schema may write, and why each of its parts is in the audit log.
const KEYS: &str = "
CREATE TABLE key_check (
    kind {text} NOT NULL CHECK (kind IN ('sealing', 'index')),
    id {big} NOT NULL,
    -- Made with the key, and says nothing about it: a sealed text for a sealing key, a fingerprint of one for an index key.
    proof {bytes} NOT NULL,
    used_since {instant} NOT NULL,
    -- Since then nothing in the database needs the key.
    retired_at {instant},
    PRIMARY KEY (kind, id)
) {table}
--
CREATE TABLE key_rotation (
    id {uuid} PRIMARY KEY,
    -- The keys that everything has afterwards.
    seals {big} NOT NULL,
    indexes {big} NOT NULL,
    started_at {instant} NOT NULL,
    finished_at {instant},
    -- How far it is, for whoever goes on after a crash.
    at_table {text},
    after_key {text},
    changed {big} NOT NULL
) {table}
--
CREATE UNIQUE INDEX key_rotation_open ON key_rotation ((finished_at IS NULL)) WHERE finished_at IS NULL
";

/// SQLite knows no rows as a whole and no owners: there the same command takes the guard away and puts it back within its transaction.
const ONLY_RESEALED_POSTGRES: &str = r"
CREATE FUNCTION only_resealed(before jsonb, after jsonb, sealed text[], indexes text[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    target text;
BEGIN
    SELECT '\x01' || lpad(to_hex(seals), 8, '0') INTO target FROM key_rotation WHERE finished_at IS NULL;
    IF target IS NULL OR (before - sealed - indexes) IS DISTINCT FROM (after - sealed - indexes) THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (
        SELECT 1 FROM unnest(sealed) AS c
        WHERE before ->> c IS DISTINCT FROM after ->> c
            AND (before ->> c IS NULL OR after ->> c IS NULL OR left(after ->> c, 12) <> target)
    );
END $$
";

const PROTECTED: [Protected; 2] = [
    Protected::frozen("audit_event", "id"),
    Protected::kept("key_rotation", "id"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::run(manager, KEYS).await?;
        ddl::run_for_engine(manager, ONLY_RESEALED_POSTGRES, "").await?;
        ddl::protect(manager, &PROTECTED).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run_for_engine(manager, "DROP FUNCTION only_resealed(jsonb, jsonb, text[], text[])", "").await?;
        ddl::drop_tables(
            manager,
            &[
                "key_rotation",
                "key_check",
                "probe",
                "job_state",
                "job_run",
                "outbox_destination",
                "outbox",
                "idempotency_key",
                "audit_event",
            ],
        )
        .await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
