//! Whose account a dossier is about, so that whoever cannot decide on it is not counted late for it; which one cannot wait;
//! when a unit was last reminded of its question.

use crate::ddl;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A dossier from before that is about an account learns its post from there. An application for an account has it in its
/// sealed form only, and keeps it there.
const UP: &str = "
ALTER TABLE dossier ADD COLUMN subject_post {text}
--
ALTER TABLE dossier_draft ADD COLUMN subject_post {text}
--
ALTER TABLE dossier ADD COLUMN urgent {bool} NOT NULL DEFAULT {false}
--
ALTER TABLE dossier_consultation ADD COLUMN reminded_at {instant}
--
UPDATE dossier SET subject_post = (
    SELECT account.role || CASE WHEN account.level IS NULL THEN '' ELSE '_' || account.level END
    FROM account WHERE account.id = dossier.account_id)
WHERE account_id IS NOT NULL AND procedure_type IN ('holder_change', 'credential_loss')
";

const DOWN: &str = "
ALTER TABLE dossier_consultation DROP COLUMN reminded_at
--
ALTER TABLE dossier_draft DROP COLUMN subject_post
--
ALTER TABLE dossier DROP COLUMN urgent
--
ALTER TABLE dossier DROP COLUMN subject_post
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let no = if manager.get_database_backend() == DbBackend::Postgres {
            "false"
        } else {
            "0"
        };
        ddl::run(manager, &UP.replace("{false}", no)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
