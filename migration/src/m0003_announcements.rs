//! What facilities announce of themselves, and the contact people of the agencies.
//!
//! Both name the account that wrote them, so that they come after accounts.

use crate::ddl::{self, Protected};
use crate::decided::{self, Guard};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
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
    withdrawn_at {instant},
    -- How often a job failed on it, with what, and from when on it may try again; since when it no longer does by itself.
    attempts {int} NOT NULL DEFAULT 0,
    last_error {text},
    due_at {instant},
    given_up_at {instant}
) {table}
--
CREATE INDEX facility_change_facility ON facility_change (facility_id, id)
--
CREATE INDEX facility_change_area ON facility_change (area_path, id)
--
CREATE INDEX facility_change_effective ON facility_change (effective_on, id)
--
CREATE INDEX facility_change_due ON facility_change (effective_on) WHERE applied_at IS NULL AND withdrawn_at IS NULL
--
CREATE TABLE contact (
    -- One for each unit.
    unit_id {uuid} PRIMARY KEY REFERENCES unit (id),
    name {text} NOT NULL,
    position {text} NOT NULL,
    phone {text} NOT NULL,
    email {text} NOT NULL,
    changed_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL REFERENCES account (id),
    -- Of two who change one at once, the second is told.
    version {int} NOT NULL
) {table}
";

const PROTECTED: [Protected; 1] = [Protected::kept("facility_change", "id")];

const GUARDS: [Guard; 1] = [Guard {
    table: "facility_change",
    always: "id facility_id area_code area_path kind effective_on note told_agencies announced_at announced_by \
             announced_by_operator",
    once: "applied_at withdrawn_at",
    ..Guard::NONE
}];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, &PROTECTED).await?;
        decided::guard(manager, &GUARDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["contact", "facility_change"]).await?;
        decided::unguard(manager, &GUARDS).await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
