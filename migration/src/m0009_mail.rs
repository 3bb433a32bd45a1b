//! When a mail was tried last, for whoever watches over the queue.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            "ALTER TABLE outbox ADD COLUMN attempted_at {instant}
--
CREATE INDEX outbox_delivered ON outbox (delivered_at)",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            "DROP INDEX outbox_delivered
--
ALTER TABLE outbox DROP COLUMN attempted_at",
        )
        .await
    }
}
