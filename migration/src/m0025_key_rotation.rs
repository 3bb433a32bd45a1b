//! Exchanging the sealing of values that otherwise never change.
//!
//! What was sealed with a key that has to go is opened and sealed anew by `luutru keys rotate`. The guards of history let
//! that pass and nothing else: while a rotation is open, only columns that are sealed (and the blind indexes made from
//! them), and only to values that carry the number of the new key. The database cannot see that the text inside is the same; that is
//! why a rotation is a row that only the owner of the schema may write, and why each of its parts is in the audit log.
//!
//! SQLite knows no rows as a whole and no owners: there the same command takes the guard away and puts it back within
//! its transaction.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "
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

const ONLY_RESEALED: &str = r"
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

/// The guard, a condition that is quick to fail, the sealed columns, the indexes.
const GUARDS: [(&str, &str, &str, &str); 5] = [
    (
        "stay_keeps_versions",
        "NEW.version = OLD.version AND ",
        "document_number_sealed,phone_sealed,visa_number_sealed,notifier_phone_sealed",
        "document_number_index,phone_index",
    ),
    ("stay_version_no_update", "", "snapshot_sealed", ""),
    ("stay_message_no_update", "", "text_sealed", ""),
    ("dossier_event_no_update", "", "content_sealed", ""),
    ("dossier_attachment_no_update", "", "name_sealed,content_sealed", ""),
];

/// The exception, as it stands behind the first BEGIN of a guard.
fn exception((_, quick, sealed, indexes): (&str, &str, &str, &str)) -> String {
    format!(
        " IF {quick}only_resealed(to_jsonb(OLD), to_jsonb(NEW), '{{{sealed}}}', '{{{indexes}}}') THEN RETURN NEW; END IF;"
    )
}

/// Rewrites the body of a guard, whatever a later step has made of it.
async fn rewrite(manager: &SchemaManager<'_>, guard: &str, from: &str, to: &str) -> Result<(), DbErr> {
    let (from, to) = (from.replace('\'', "''"), to.replace('\'', "''"));
    let script = format!(
        "DO $do$
DECLARE
    body text;
BEGIN
    SELECT prosrc INTO STRICT body FROM pg_proc WHERE oid = '{guard}()'::regprocedure;
    EXECUTE format('CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS %L',
        overlay(body PLACING '{to}' FROM position('{from}' IN body) FOR length('{from}')));
END $do$"
    );
    ddl::run_for_engine(manager, &script, "").await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLE).await?;
        ddl::protect(manager, "key_rotation", "id", false).await?;
        ddl::run_for_engine(manager, ONLY_RESEALED, "").await?;
        for guard in GUARDS {
            rewrite(manager, guard.0, "BEGIN", &format!("BEGIN{}", exception(guard))).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for guard in GUARDS {
            rewrite(manager, guard.0, &exception(guard), "").await?;
        }
        ddl::run_for_engine(manager, "DROP FUNCTION only_resealed(jsonb, jsonb, text[], text[])", "").await?;
        ddl::drop_tables(manager, &["key_rotation"]).await?;
        ddl::unprotect(manager, "key_rotation", false).await
    }
}
