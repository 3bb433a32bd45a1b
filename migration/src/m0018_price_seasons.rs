//! Listed prices for a season: a last day, and what the season is called.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            "ALTER TABLE listed_price ADD COLUMN effective_to {date}
--
ALTER TABLE listed_price ADD COLUMN season {text}",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            "ALTER TABLE listed_price DROP COLUMN season
--
ALTER TABLE listed_price DROP COLUMN effective_to",
        )
        .await
    }
}
