//! What readiness writes and takes away again, to know whether anything can be stored.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE probe (
    id {uuid} PRIMARY KEY,
    at {instant} NOT NULL,
    -- Random, so that it takes the room that it says.
    payload {bytes} NOT NULL
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["probe"]).await
    }
}
