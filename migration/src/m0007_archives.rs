//! Which archives of stays were made (KH-11.2f-2). The archives themselves are files, kept apart.

use crate::ddl::{self, Protected};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE archive (
    id {uuid} PRIMARY KEY,
    -- The first day of the month in which its stays were notified.
    month {date} NOT NULL,
    file {text} NOT NULL,
    stays {big} NOT NULL,
    -- SHA-256 of the file.
    digest {bytes} NOT NULL,
    made_at {instant} NOT NULL,
    keep_until {date}
) {table}
--
CREATE INDEX archive_month ON archive (month, made_at)
";

const PROTECTED: [Protected; 1] = [Protected::frozen("archive", "id")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, &PROTECTED).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["archive"]).await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
