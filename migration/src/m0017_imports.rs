//! Guest lists that were uploaded, and their rows until they are notified or given up.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
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
    doubtful {int} NOT NULL,
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
    leased_until {instant}
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
    outcome {text} NOT NULL CHECK (outcome IN ('right', 'mendable', 'doubtful', 'wrong', 'duplicate')),
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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["stay_import_row", "stay_import"]).await
    }
}
