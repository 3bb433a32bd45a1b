//! Delegations and the marks of rooms have a version: of two who act on one at once, the second is told.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
ALTER TABLE delegation ADD COLUMN version {int} NOT NULL DEFAULT 1
--
-- Of the mark alone: the room itself changes with the plan, under the version of the facility.
ALTER TABLE room ADD COLUMN mark_version {int} NOT NULL DEFAULT 1
";

const DOWN: &str = "
ALTER TABLE room DROP COLUMN mark_version
--
ALTER TABLE delegation DROP COLUMN version
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
