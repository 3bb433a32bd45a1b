//! Which stays were notified together.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
ALTER TABLE stay ADD COLUMN group_id {uuid}
--
CREATE INDEX stay_group ON stay (group_id) WHERE group_id IS NOT NULL
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            "DROP INDEX stay_group
--
ALTER TABLE stay DROP COLUMN group_id",
        )
        .await
    }
}
