//! What strangers send is kept apart from the evidence until somebody has vouched for it: drafts until the link in the
//! mail is followed, files until then or until an officer takes the report up. Both can be deleted.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE dossier_draft (
    id {uuid} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    code_index {bytes} NOT NULL UNIQUE,
    code_sealed {bytes} NOT NULL,
    procedure_type {text} NOT NULL REFERENCES procedure_type (id),
    title {text} NOT NULL,
    title_search {text} NOT NULL,
    summary {text} NOT NULL,
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    lang {text} NOT NULL CHECK (lang IN ('vi', 'en')),
    applicant_sealed {bytes} NOT NULL,
    form_sealed {bytes} NOT NULL,
    form_missing {bool} NOT NULL,
    confirm_hash {bytes} NOT NULL UNIQUE,
    confirm_until {instant} NOT NULL,
    created_at {instant} NOT NULL
) {table}
--
CREATE INDEX dossier_draft_until ON dossier_draft (confirm_until)
--
CREATE TABLE unproven_file (
    id {uuid} PRIMARY KEY,
    -- The draft or the dossier that it came with.
    dossier_id {uuid} NOT NULL,
    name_sealed {bytes} NOT NULL,
    media_type {text} NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size {int} NOT NULL,
    sha256 {bytes} NOT NULL,
    content_sealed {bytes} NOT NULL,
    added_at {instant} NOT NULL
) {table}
--
CREATE INDEX unproven_file_dossier ON unproven_file (dossier_id, id)
--
CREATE INDEX unproven_file_added ON unproven_file (added_at)
--
-- How many bytes of files came in on a day without an account.
CREATE TABLE public_intake (
    day {date} PRIMARY KEY,
    bytes {big} NOT NULL
) {table}
";

/// What lies in the one, and what in the other.
const DRAFT: &str = "id, number, code_index, code_sealed, procedure_type, title, title_search, summary, area_code, \
    area_path, lang, applicant_sealed, form_sealed, form_missing, confirm_hash, confirm_until, created_at";
const FILE: &str = "id, dossier_id, name_sealed, media_type, size, sha256, content_sealed, added_at";
const GUARDED: [&str; 3] = ["dossier_attachment", "dossier_event", "dossier"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        let drafts = "SELECT id FROM dossier WHERE state = 'draft'";
        ddl::run(
            manager,
            &format!(
                "INSERT INTO dossier_draft ({DRAFT}) SELECT {DRAFT} FROM dossier WHERE state = 'draft'
--
INSERT INTO unproven_file ({FILE}) SELECT {FILE} FROM dossier_attachment WHERE dossier_id IN ({drafts})"
            ),
        )
        .await?;
        let mut script = Vec::new();
        for table in GUARDED {
            script.push((
                format!("ALTER TABLE {table} DISABLE TRIGGER {table}_no_delete"),
                format!("DROP TRIGGER {table}_no_delete"),
            ));
        }
        for table in ["dossier_attachment", "dossier_event"] {
            let delete = format!("DELETE FROM {table} WHERE dossier_id IN ({drafts})");
            script.push((delete.clone(), delete));
        }
        let delete = "DELETE FROM dossier WHERE state = 'draft'".to_owned();
        script.push((delete.clone(), delete));
        for table in GUARDED {
            let message = format!("{table}: DELETE is refused, nothing of it is ever deleted or rewritten");
            script.push((
                format!("ALTER TABLE {table} ENABLE TRIGGER {table}_no_delete"),
                format!(
                    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
                ),
            ));
        }
        let (on_postgres, on_sqlite): (Vec<String>, Vec<String>) = script.into_iter().unzip();
        ddl::run_for_engine(manager, &on_postgres.join("\n--\n"), &on_sqlite.join("\n--\n")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            &format!(
                "INSERT INTO dossier ({DRAFT}, state, queue_rank, queue_at, version) \
                 SELECT {DRAFT}, 'draft', 3, created_at, 1 FROM dossier_draft
--
INSERT INTO dossier_attachment ({FILE}) SELECT {FILE} FROM unproven_file"
            ),
        )
        .await?;
        ddl::drop_tables(manager, &["public_intake", "unproven_file", "dossier_draft"]).await
    }
}
