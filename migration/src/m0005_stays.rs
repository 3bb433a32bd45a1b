//! Stays and their versions, what is said about them, what the immigration site was told, and guest lists that were uploaded.
//!
//! The row of `stay` is the version in use; a change first copies it to `stay_version`. So a notification
//! that is never corrected writes one row, and the database can insist that no change loses the old version.

use crate::ddl::{self, Protected};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const STAYS: &str = "
CREATE TABLE stay (
    {row_number}
    id {uuid} {stay_key},
    code {text} NOT NULL UNIQUE,
    external_id {text},
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,

    full_name {text} NOT NULL,
    name_search {text} NOT NULL,
    -- The key of the name in the order of lists.
    name_order {text} NOT NULL,
    birth_date {date},
    birth_year {int} NOT NULL,
    sex {text} NOT NULL,
    nationality {text} NOT NULL,
    nationality_name {text} NOT NULL,
    document_type {text} NOT NULL,
    document_name {text},
    -- Who issued the document; where it is empty, whoever usually does for this kind of document and nationality.
    issuing_state {text},
    document_number_sealed {bytes} NOT NULL,
    document_number_index {bytes} NOT NULL,
    phone_sealed {bytes},
    address {text},
    visa_symbol {text},
    visa_number_sealed {bytes},
    visa_expires_on {date},
    permitted_until {date},
    entered_on {date},
    entry_gate {text},

    kind {text} NOT NULL CHECK (kind IN ('overnight', 'day_use')),
    room_id {uuid} REFERENCES room (id),
    room_name {text},
    -- Which stays were notified together.
    group_id {uuid},
    reason {text} NOT NULL,
    reason_label {text} NOT NULL,
    reason_note {text},
    note {text},
    arrival_at {instant} NOT NULL,
    planned_departure_at {instant} NOT NULL,
    departed_at {instant},
    departure_declared_at {instant},
    -- Nights that had grown when the stay was extended: they stay, whatever is declared later (KH-11.2e-2).
    frozen_until {date},
    frozen_nights {int} NOT NULL,
    -- When the notification was cancelled (LC-10.9).
    cancelled_at {instant},

    notified_at {instant} NOT NULL,
    notified_by {uuid} NOT NULL REFERENCES account (id),
    notified_by_operator {uuid},
    notified_by_name {text} NOT NULL,
    due_at {instant} NOT NULL,
    late_seconds {big},
    warnings {json} NOT NULL,
    -- Only where the police entered the stay for others (LC-11.7b): by which way they were told, by whom, and when and by whom it was
    -- entered; `notified_at` is then when they were told.
    received_channel {text},
    notifier_kind {text},
    notifier_phone_sealed {bytes},
    entered_at {instant},
    entered_by_name {text},

    version {int} NOT NULL,
    act {text} NOT NULL,
    act_at {instant} NOT NULL,
    act_by {uuid} NOT NULL REFERENCES account (id),
    act_by_operator {uuid},
    act_by_name {text} NOT NULL,
    act_by_unit {text} NOT NULL,
    act_reason {text},
    CHECK (planned_departure_at > arrival_at),
    CHECK (departed_at IS NULL OR departed_at >= arrival_at),
    CHECK ((departed_at IS NULL) = (departure_declared_at IS NULL))
) {table}
--
CREATE TABLE stay_version (
    stay_id {uuid} NOT NULL REFERENCES stay (id),
    version {int} NOT NULL,
    act {text} NOT NULL,
    act_at {instant} NOT NULL,
    act_by {uuid} NOT NULL REFERENCES account (id),
    act_by_operator {uuid},
    act_by_name {text} NOT NULL,
    act_by_unit {text} NOT NULL,
    act_reason {text},
    -- The whole stay as it was, sealed: it holds personal data. What is sealed names its form.
    snapshot_sealed {bytes} NOT NULL,
    PRIMARY KEY (stay_id, version)
) {table}
";

/// The indexes of what is rare (cancelled, day use, foreign), of years of birth and of what was changed last have the order of a list with the
/// area behind it: a province reads on, a commune passes over what is not its own without looking into the table. Without them PostgreSQL
/// reads the whole table.
const INDEXES: &str = "
CREATE INDEX stay_facility_notified ON stay (facility_id, notified_at, id)
--
CREATE INDEX stay_facility_arrival ON stay (facility_id, arrival_at, id)
--
CREATE INDEX stay_facility_open ON stay (facility_id, planned_departure_at) WHERE departed_at IS NULL
--
CREATE INDEX stay_facility_departed ON stay (facility_id, departed_at) WHERE departed_at IS NOT NULL
--
CREATE INDEX stay_area_notified ON stay (area_code, notified_at, id)
--
CREATE INDEX stay_area_late ON stay (area_code, notified_at, id) WHERE late_seconds IS NOT NULL
--
CREATE INDEX stay_notified ON stay (notified_at, id)
--
CREATE INDEX stay_document ON stay (document_number_index)
--
CREATE INDEX stay_birth_date ON stay (birth_date)
--
CREATE INDEX stay_room_open ON stay (room_id) WHERE departed_at IS NULL
--
CREATE UNIQUE INDEX stay_external_id ON stay (facility_id, external_id) WHERE external_id IS NOT NULL
--
CREATE INDEX stay_group ON stay (group_id) WHERE group_id IS NOT NULL
--
CREATE INDEX stay_cancelled ON stay (notified_at, id, area_code) WHERE cancelled_at IS NOT NULL
--
CREATE INDEX stay_day_use ON stay (notified_at, id, area_code) WHERE kind = 'day_use'
--
CREATE INDEX stay_foreign ON stay (nationality, notified_at, id, area_code) WHERE nationality <> 'VN'
--
CREATE INDEX stay_birth_year ON stay (birth_year, area_code, notified_at, id)
--
CREATE INDEX stay_updated ON stay (act_at, id, area_code)
--
CREATE INDEX stay_facility_updated ON stay (facility_id, act_at, id)
";

/// What the police and a facility say to each other about a stay (LC-10.6), and what the immigration site was told of it.
const TALK: &str = "
CREATE TABLE stay_acknowledgement (
    -- The first officer who has seen it; one for each stay.
    stay_id {uuid} PRIMARY KEY REFERENCES stay (id),
    at {instant} NOT NULL,
    by {uuid} NOT NULL REFERENCES account (id),
    by_operator {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL
) {table}
--
CREATE TABLE stay_message (
    id {uuid} PRIMARY KEY,
    stay_id {uuid} NOT NULL REFERENCES stay (id),
    kind {text} NOT NULL CHECK (kind IN ('question', 'answer')),
    at {instant} NOT NULL,
    by {uuid} NOT NULL REFERENCES account (id),
    by_operator {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL,
    -- It speaks of a guest.
    text_sealed {bytes} NOT NULL
) {table}
--
CREATE INDEX stay_message_stay ON stay_message (stay_id, id)
--
CREATE TABLE stay_thread (
    -- Where the talk stands, so that open questions and fresh answers are found without reading all messages.
    stay_id {uuid} PRIMARY KEY REFERENCES stay (id),
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    -- By the latest message: a question that is open, or its answer.
    state {text} NOT NULL CHECK (state IN ('asked', 'answered')),
    at {instant} NOT NULL
) {table}
--
CREATE INDEX stay_thread_facility ON stay_thread (facility_id, state)
--
CREATE TABLE foreign_guest_mark (
    stay_id {uuid} PRIMARY KEY REFERENCES stay (id),
    -- The version of the stay that was put into a file last; a version that tells the site nothing new counts as that.
    exported_version {int},
    exported_at {instant},
    exported_by {uuid} REFERENCES account (id),
    exported_by_operator {uuid},
    exported_by_name {text},
    -- The version that the site is said to have.
    confirmed_version {int},
    confirmed_at {instant},
    confirmed_by {uuid} REFERENCES account (id),
    confirmed_by_operator {uuid},
    confirmed_by_name {text},
    CHECK ((exported_version IS NULL) = (exported_at IS NULL)),
    CHECK ((confirmed_version IS NULL) = (confirmed_at IS NULL))
) {table}
";

/// Guest lists that were uploaded, and their rows until they are notified or given up. Nothing of them is evidence.
const IMPORTS: &str = "
CREATE TABLE stay_import (
    id {uuid} PRIMARY KEY,
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    account_id {uuid} NOT NULL REFERENCES account (id),
    operator_id {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL,
    created_at {instant} NOT NULL,
    format {text} NOT NULL CHECK (format IN ('xlsx', 'csv', 'xml')),
    layout {text} NOT NULL CHECK (layout IN ('portal', 'template')),
    notes {json} NOT NULL,
    -- Name of the file, sheet and headings: people write anything there.
    about_sealed {bytes},
    state {text} NOT NULL CHECK (state IN ('previewed', 'storing', 'stored', 'expired')),
    total {int} NOT NULL,
    right_rows {int} NOT NULL,
    mendable {int} NOT NULL,
    warned {int} NOT NULL,
    wrong {int} NOT NULL,
    duplicate {int} NOT NULL,
    accept_mends {bool} NOT NULL,
    committed_at {instant},
    session_id {uuid},
    finished_at {instant},
    stored {int} NOT NULL,
    returned {int} NOT NULL,
    skipped {int} NOT NULL,
    -- Which instance is storing it, and until when that is believed.
    leased_by {uuid},
    leased_until {instant},
    -- How often a job failed on it, with what, and from when on it may try again; since when it no longer does by itself.
    attempts {int} NOT NULL DEFAULT 0,
    last_error {text},
    due_at {instant},
    given_up_at {instant}
) {table}
--
CREATE INDEX stay_import_facility ON stay_import (facility_id, created_at)
--
CREATE INDEX stay_import_storing ON stay_import (id) WHERE state = 'storing'
--
CREATE INDEX stay_import_state ON stay_import (state, created_at)
--
CREATE TABLE stay_import_row (
    -- The id of the stay that the row becomes: so the database itself refuses to store a row twice.
    id {uuid} PRIMARY KEY,
    import_id {uuid} NOT NULL REFERENCES stay_import (id),
    position {int} NOT NULL,
    line {int} NOT NULL,
    outcome {text} NOT NULL CHECK (outcome IN ('right', 'mendable', 'warned', 'wrong', 'duplicate')),
    accepted {bool},
    state {text} NOT NULL CHECK (state IN ('waiting', 'stored', 'returned', 'skipped')),
    -- The cells as they came, and what was found about them.
    content_sealed {bytes} NOT NULL
) {table}
--
CREATE UNIQUE INDEX stay_import_row_position ON stay_import_row (import_id, position)
--
CREATE INDEX stay_import_row_outcome ON stay_import_row (import_id, outcome, position)
--
CREATE INDEX stay_import_row_state ON stay_import_row (import_id, state, position)
";

const PROTECTED: [Protected; 6] = [
    Protected::kept("stay", "id"),
    Protected::frozen_but_sealed("stay_version", "stay_id, version", "snapshot_sealed"),
    Protected::frozen("stay_acknowledgement", "stay_id"),
    Protected::frozen_but_sealed("stay_message", "id", "text_sealed"),
    Protected::kept("stay_thread", "stay_id"),
    Protected::kept("foreign_guest_mark", "stay_id"),
];

/// A change of a stay is refused unless the version it replaces has been kept and the number goes up by one
/// (KH-11.2d-2). What says when and by whom it was notified never changes at all.
///
/// An exchange of keys (`only_resealed`) makes no version; the condition before it is quick to fail.
const GUARD_POSTGRES: &str = "
CREATE FUNCTION stay_keeps_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version = OLD.version AND only_resealed(to_jsonb(OLD), to_jsonb(NEW),
        '{document_number_sealed,phone_sealed,visa_number_sealed,notifier_phone_sealed}',
        '{document_number_index}') THEN
        RETURN NEW;
    END IF;
    IF NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM stay_version v WHERE v.stay_id = OLD.id AND v.version = OLD.version) THEN
        RAISE EXCEPTION 'stay: a change must keep the version that it replaces';
    END IF;
    IF (NEW.id, NEW.code, NEW.facility_id, NEW.notified_at, NEW.notified_by, NEW.notified_by_operator)
        IS DISTINCT FROM (OLD.id, OLD.code, OLD.facility_id, OLD.notified_at, OLD.notified_by, OLD.notified_by_operator) THEN
        RAISE EXCEPTION 'stay: where, when and by whom it was notified cannot change';
    END IF;
    RETURN NEW;
END $$
--
CREATE TRIGGER stay_keeps_versions BEFORE UPDATE ON stay FOR EACH ROW EXECUTE FUNCTION stay_keeps_versions()
";

const GUARD_SQLITE: &str = "
CREATE TRIGGER stay_keeps_versions BEFORE UPDATE ON stay BEGIN
    SELECT RAISE(ABORT, 'stay: a change must keep the version that it replaces')
    WHERE NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM stay_version v WHERE v.stay_id = OLD.id AND v.version = OLD.version);
    SELECT RAISE(ABORT, 'stay: where, when and by whom it was notified cannot change')
    WHERE NEW.id IS NOT OLD.id OR NEW.code IS NOT OLD.code OR NEW.facility_id IS NOT OLD.facility_id
        OR NEW.notified_at IS NOT OLD.notified_at OR NEW.notified_by IS NOT OLD.notified_by
        OR NEW.notified_by_operator IS NOT OLD.notified_by_operator;
END
";

/// Words of folded names by their beginning. PostgreSQL: trigrams over the name with a leading space, so that
/// `% lam%` uses the index. SQLite: an FTS5 table beside `stay`, kept by triggers; it points to `row_number`,
/// because VACUUM may renumber the rows of a table whose key is not an integer.
const NAMES_POSTGRES: &str = "
CREATE EXTENSION IF NOT EXISTS pg_trgm
--
CREATE INDEX stay_name ON stay USING gin ((' ' || name_search) gin_trgm_ops)
";

const NAMES_SQLITE: &str = "
CREATE VIRTUAL TABLE stay_name USING fts5 (name_search, content = 'stay', content_rowid = 'row_number', tokenize = 'unicode61', prefix = '2 3')
--
CREATE TRIGGER stay_name_insert AFTER INSERT ON stay BEGIN
    INSERT INTO stay_name (rowid, name_search) VALUES (NEW.row_number, NEW.name_search);
END
--
CREATE TRIGGER stay_name_update AFTER UPDATE OF name_search ON stay BEGIN
    INSERT INTO stay_name (stay_name, rowid, name_search) VALUES ('delete', OLD.row_number, OLD.name_search);
    INSERT INTO stay_name (rowid, name_search) VALUES (NEW.row_number, NEW.name_search);
END
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run_for_engine(
            manager,
            &STAYS.replace("{row_number}", "").replace("{stay_key}", "PRIMARY KEY"),
            &STAYS
                .replace("{row_number}", "row_number INTEGER PRIMARY KEY,")
                .replace("{stay_key}", "NOT NULL UNIQUE"),
        )
        .await?;
        for script in [INDEXES, TALK, IMPORTS] {
            ddl::run(manager, script).await?;
        }
        ddl::protect(manager, &PROTECTED).await?;
        ddl::run_for_engine(manager, GUARD_POSTGRES, GUARD_SQLITE).await?;
        ddl::run_for_engine(manager, NAMES_POSTGRES, NAMES_SQLITE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run_for_engine(manager, "", "DROP TABLE stay_name").await?;
        ddl::drop_tables(
            manager,
            &[
                "stay_import_row",
                "stay_import",
                "foreign_guest_mark",
                "stay_thread",
                "stay_message",
                "stay_acknowledgement",
                "stay_version",
                "stay",
            ],
        )
        .await?;
        // The extension stays: another schema of the database may use it.
        ddl::run_for_engine(manager, "DROP FUNCTION stay_keeps_versions()", "").await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
