//! What facilities announce of themselves, and the contact people of the agencies.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE facility_change (
    id {uuid} PRIMARY KEY,
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    area_code {text} NOT NULL,
    area_path {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('legal_entity', 'data', 'suspension', 'restart', 'closing')),
    -- A day of the local calendar; it takes effect at 00:00.
    effective_on {date} NOT NULL,
    note {text},
    -- Whether the coordinating agencies were told, by the profile of that day (D-31).
    told_agencies {bool} NOT NULL,
    announced_at {instant} NOT NULL,
    announced_by {uuid} NOT NULL REFERENCES account (id),
    announced_by_operator {uuid},
    applied_at {instant},
    withdrawn_at {instant}
) {table}
--
CREATE INDEX facility_change_facility ON facility_change (facility_id, id)
--
CREATE INDEX facility_change_area ON facility_change (area_path, id)
--
CREATE INDEX facility_change_due ON facility_change (effective_on) WHERE applied_at IS NULL AND withdrawn_at IS NULL
--
-- The stop in force or ahead, and the day on which it ends; judged by the day, so that no job has to be on time.
ALTER TABLE facility ADD COLUMN suspended_on {date}
--
ALTER TABLE facility ADD COLUMN restarts_on {date}
--
ALTER TABLE facility ADD COLUMN closes_on {date}
--
CREATE TABLE contact (
    -- One for each unit.
    unit_id {uuid} PRIMARY KEY REFERENCES unit (id),
    name {text} NOT NULL,
    position {text} NOT NULL,
    phone {text} NOT NULL,
    email {text} NOT NULL,
    changed_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL REFERENCES account (id)
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::protect(manager, "facility_change", "id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["contact", "facility_change"]).await?;
        ddl::unprotect(manager, "facility_change", false).await?;
        ddl::run(
            manager,
            "ALTER TABLE facility DROP COLUMN suspended_on
--
ALTER TABLE facility DROP COLUMN restarts_on
--
ALTER TABLE facility DROP COLUMN closes_on",
        )
        .await
    }
}
