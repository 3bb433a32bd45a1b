//! How many guests each sign-in has read in an hour, and what its pages seal their drafts with.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE reading_hour (
    -- The account, or the operator, that signed in.
    credential_id {uuid} NOT NULL,
    -- The beginning of the hour, in seconds since 1970.
    hour {big} NOT NULL,
    guests {big} NOT NULL,
    PRIMARY KEY (credential_id, hour)
) {table}
--
CREATE TABLE draft_key (
    credential_id {uuid} PRIMARY KEY,
    -- What the pages seal drafts with in the browser.
    key_sealed {bytes} NOT NULL,
    -- The end of the last session that was given it.
    until {instant} NOT NULL
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["draft_key", "reading_hour"]).await
    }
}
