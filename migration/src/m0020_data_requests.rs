//! Requests for data: until when they may be refused, and the files that answer them (LC-9.2-2, LC-9.2-3, KH-11.2g).

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `refuse_by` is the end of the term of a refusal, where it has one of its own. A result is what officers have attached;
/// all other files are the applicant's.
const UP: &str = "
ALTER TABLE dossier ADD COLUMN refuse_by {instant}
--
ALTER TABLE dossier_attachment ADD COLUMN is_result {bool} NOT NULL DEFAULT FALSE
";

const DOWN: &str = "
ALTER TABLE dossier_attachment DROP COLUMN is_result
--
ALTER TABLE dossier DROP COLUMN refuse_by
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
