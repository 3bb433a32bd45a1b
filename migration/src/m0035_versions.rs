//! Contacts have a version: of two who change one at once, the second is told. The term of a decided dossier stays.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
ALTER TABLE contact ADD COLUMN version {int} NOT NULL DEFAULT 1
--
ALTER TABLE dossier ADD COLUMN term_from {instant}
--
ALTER TABLE dossier ADD COLUMN term_ends {instant}
--
ALTER TABLE dossier ADD COLUMN refusal_ends {instant}
";

const DOWN: &str = "
ALTER TABLE dossier DROP COLUMN refusal_ends
--
ALTER TABLE dossier DROP COLUMN term_ends
--
ALTER TABLE dossier DROP COLUMN term_from
--
ALTER TABLE contact DROP COLUMN version
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
