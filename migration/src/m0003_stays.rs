//! Stays and their versions.
//!
//! The row of `stay` is the version in use; a change first copies it to `stay_version`. So a notification
//! that is never corrected writes one row, and the database can insist that no change loses the old version.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
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
    birth_date {date},
    birth_year {int} NOT NULL,
    sex {text} NOT NULL,
    nationality {text} NOT NULL,
    nationality_name {text} NOT NULL,
    document_type {text} NOT NULL,
    document_name {text},
    document_number_sealed {bytes} NOT NULL,
    document_number_index {bytes} NOT NULL,
    phone_sealed {bytes},
    phone_index {bytes},
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

    notified_at {instant} NOT NULL,
    notified_by {uuid} NOT NULL REFERENCES account (id),
    notified_by_name {text} NOT NULL,
    due_at {instant} NOT NULL,
    late_seconds {big},
    warnings {json} NOT NULL,

    version {int} NOT NULL,
    act {text} NOT NULL,
    act_at {instant} NOT NULL,
    act_by {uuid} NOT NULL REFERENCES account (id),
    act_by_name {text} NOT NULL,
    act_by_unit {text} NOT NULL,
    act_reason {text},
    CHECK (planned_departure_at > arrival_at),
    CHECK (departed_at IS NULL OR departed_at >= arrival_at),
    CHECK ((departed_at IS NULL) = (departure_declared_at IS NULL))
) {table}
--
CREATE INDEX stay_facility_notified ON stay (facility_id, notified_at, id)
--
CREATE INDEX stay_facility_arrival ON stay (facility_id, arrival_at)
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
CREATE TABLE stay_version (
    stay_id {uuid} NOT NULL REFERENCES stay (id),
    version {int} NOT NULL,
    act {text} NOT NULL,
    act_at {instant} NOT NULL,
    act_by {uuid} NOT NULL REFERENCES account (id),
    act_by_name {text} NOT NULL,
    act_by_unit {text} NOT NULL,
    act_reason {text},
    -- The whole row as it was, sealed: it holds personal data.
    snapshot_sealed {bytes} NOT NULL,
    PRIMARY KEY (stay_id, version)
) {table}
";

/// A change of a stay is refused unless the version it replaces has been kept and the number goes up by one
/// (KH-11.2d-2). What says when and by whom it was notified never changes at all.
pub(crate) const GUARD_POSTGRES: &str = "
CREATE FUNCTION stay_keeps_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM stay_version v WHERE v.stay_id = OLD.id AND v.version = OLD.version) THEN
        RAISE EXCEPTION 'stay: a change must keep the version that it replaces';
    END IF;
    IF (NEW.id, NEW.code, NEW.facility_id, NEW.notified_at, NEW.notified_by)
        IS DISTINCT FROM (OLD.id, OLD.code, OLD.facility_id, OLD.notified_at, OLD.notified_by) THEN
        RAISE EXCEPTION 'stay: where, when and by whom it was notified cannot change';
    END IF;
    RETURN NEW;
END $$
--
CREATE TRIGGER stay_keeps_versions BEFORE UPDATE ON stay FOR EACH ROW EXECUTE FUNCTION stay_keeps_versions()
";

pub(crate) const GUARD_SQLITE: &str = "
CREATE TRIGGER stay_keeps_versions BEFORE UPDATE ON stay BEGIN
    SELECT RAISE(ABORT, 'stay: a change must keep the version that it replaces')
    WHERE NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM stay_version v WHERE v.stay_id = OLD.id AND v.version = OLD.version);
    SELECT RAISE(ABORT, 'stay: where, when and by whom it was notified cannot change')
    WHERE NEW.id IS NOT OLD.id OR NEW.code IS NOT OLD.code OR NEW.facility_id IS NOT OLD.facility_id
        OR NEW.notified_at IS NOT OLD.notified_at OR NEW.notified_by IS NOT OLD.notified_by;
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
            &TABLES.replace("{row_number}", "").replace("{stay_key}", "PRIMARY KEY"),
            &TABLES
                .replace("{row_number}", "row_number INTEGER PRIMARY KEY,")
                .replace("{stay_key}", "NOT NULL UNIQUE"),
        )
        .await?;
        ddl::protect(manager, "stay", "id", false).await?;
        ddl::protect(manager, "stay_version", "stay_id, version", true).await?;
        ddl::run_for_engine(manager, GUARD_POSTGRES, GUARD_SQLITE).await?;
        ddl::run_for_engine(manager, NAMES_POSTGRES, NAMES_SQLITE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run_for_engine(manager, "", "DROP TABLE stay_name").await?;
        ddl::drop_tables(manager, &["stay_version", "stay"]).await?;
        // The extension stays: another schema of the database may use it.
        ddl::run_for_engine(manager, "DROP FUNCTION stay_keeps_versions()", "").await?;
        ddl::unprotect(manager, "stay_version", true).await?;
        ddl::unprotect(manager, "stay", false).await
    }
}
