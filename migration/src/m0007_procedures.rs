//! Procedure types, dossiers and what belongs to them (table 8.4 of the requirements).

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE procedure_type (
    id {text} PRIMARY KEY,
    title {text} NOT NULL,
    title_en {text} NOT NULL,
    -- Who may file: anybody, or a signed-in account.
    filed_by {text} NOT NULL CHECK (filed_by IN ('public', 'account')),
    -- Whether a link in a mail has to be followed before anybody handles it.
    confirmed_by_mail {bool} NOT NULL,
    -- The term where the profile sets none (table 8.3).
    term_amount {small} NOT NULL CHECK (term_amount > 0),
    term_unit {text} NOT NULL CHECK (term_unit IN ('hours', 'days', 'working_hours', 'working_days')),
    remind_hours {small} NOT NULL,
    -- The printed form, where there is one.
    form {text},
    -- Running numbers of its dossiers: DK-0415.
    number_prefix {text} NOT NULL UNIQUE,
    last_number {int} NOT NULL
) {table}
--
CREATE TABLE dossier (
    id {uuid} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    -- The applicant's key to it. Who reads the table cannot use it.
    code_index {bytes} NOT NULL UNIQUE,
    code_sealed {bytes} NOT NULL,
    procedure_type {text} NOT NULL REFERENCES procedure_type (id),
    state {text} NOT NULL,
    -- What it is about, for lists: the name of the facility or unit, and a few words more.
    title {text} NOT NULL,
    title_search {text} NOT NULL,
    summary {text} NOT NULL,
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    -- The account that it is about, where there is one already.
    account_id {uuid} REFERENCES account (id),
    -- The account that filed it; none for what anybody may file.
    filed_by {uuid} REFERENCES account (id),
    lang {text} NOT NULL CHECK (lang IN ('vi', 'en')),
    applicant_sealed {bytes} NOT NULL,
    form_sealed {bytes} NOT NULL,
    result_sealed {bytes},
    -- The signed form is still to come (KH-M2-2).
    form_missing {bool} NOT NULL,
    confirm_hash {bytes} UNIQUE,
    confirm_until {instant},
    created_at {instant} NOT NULL,
    -- When it was received: filed, or confirmed by mail.
    filed_at {instant},
    -- The last start and the end of the term while the clock runs; none while it stands.
    clock_from {instant},
    due_at {instant},
    decided_at {instant},
    -- How late the officers were, for ever.
    late_seconds {big},
    reminded_at {instant},
    overdue_told_at {instant},
    -- The place in the queue: 0 with the clock running, by its end; 1 while the applicant has to do something; 2 done; 3
    -- not confirmed.
    queue_rank {small} NOT NULL,
    queue_at {instant} NOT NULL,
    version {int} NOT NULL,
    CHECK ((due_at IS NULL) = (queue_rank <> 0)),
    CHECK ((due_at IS NULL) = (clock_from IS NULL)),
    CHECK ((decided_at IS NULL) = (queue_rank <> 2))
) {table}
--
CREATE INDEX dossier_queue ON dossier (queue_rank, queue_at, id)
--
CREATE INDEX dossier_state ON dossier (state, queue_at, id)
--
CREATE INDEX dossier_account ON dossier (account_id)
--
CREATE TABLE dossier_event (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    at {instant} NOT NULL,
    kind {text} NOT NULL,
    -- The state that it led to, where it changed.
    state {text},
    visibility {text} NOT NULL CHECK (visibility IN ('inside', 'outside')),
    -- Text and record of the contact made (LC-6.1b-3), as JSON.
    content_sealed {bytes},
    by_account {uuid},
    by_operator {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL
) {table}
--
CREATE INDEX dossier_event_dossier ON dossier_event (dossier_id, id)
--
CREATE TABLE dossier_attachment (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    name_sealed {bytes} NOT NULL,
    -- What the content was proven to be.
    media_type {text} NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size {int} NOT NULL,
    sha256 {bytes} NOT NULL,
    content_sealed {bytes} NOT NULL,
    added_at {instant} NOT NULL
) {table}
--
CREATE INDEX dossier_attachment_dossier ON dossier_attachment (dossier_id, id)
--
CREATE TABLE dossier_consultation (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    unit_id {uuid} NOT NULL REFERENCES unit (id),
    question_sealed {bytes} NOT NULL,
    asked_at {instant} NOT NULL,
    asked_by {uuid} NOT NULL REFERENCES account (id),
    asked_by_name {text} NOT NULL,
    opinion {text} CHECK (opinion IN ('agree', 'object', 'no_opinion')),
    opinion_sealed {bytes},
    answered_at {instant},
    answered_by {uuid} REFERENCES account (id),
    answered_by_name {text},
    CHECK ((opinion IS NULL) = (answered_at IS NULL))
) {table}
--
CREATE UNIQUE INDEX dossier_consultation_open ON dossier_consultation (dossier_id, unit_id) WHERE answered_at IS NULL
--
CREATE INDEX dossier_consultation_unit ON dossier_consultation (unit_id, dossier_id)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, "dossier", "id", false).await?;
        ddl::protect(manager, "dossier_event", "id", true).await?;
        ddl::protect(manager, "dossier_attachment", "id", true).await?;
        ddl::protect(manager, "dossier_consultation", "id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(
            manager,
            &[
                "dossier_consultation",
                "dossier_attachment",
                "dossier_event",
                "dossier",
                "procedure_type",
            ],
        )
        .await?;
        ddl::unprotect(manager, "dossier_consultation", false).await?;
        ddl::unprotect(manager, "dossier_attachment", true).await?;
        ddl::unprotect(manager, "dossier_event", true).await?;
        ddl::unprotect(manager, "dossier", false).await
    }
}
