//! The working calendar: public holidays and make-up days, year by year.
//!
//! A year is replaced as a whole. Every version stays: a deadline that was told to somebody was computed from one of
//! them.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE calendar_year (
    year {int} NOT NULL,
    version {int} NOT NULL CHECK (version > 0),
    changed_at {instant} NOT NULL,
    -- None for the calendar that comes with the software.
    changed_by {uuid} REFERENCES account (id),
    PRIMARY KEY (year, version)
) {table}
--
CREATE TABLE calendar_day (
    year {int} NOT NULL,
    version {int} NOT NULL,
    day {date} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('holiday', 'make_up_day')),
    name {text} NOT NULL,
    source {text} NOT NULL,
    PRIMARY KEY (year, version, day),
    FOREIGN KEY (year, version) REFERENCES calendar_year (year, version)
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, "calendar_year", "year, version", true).await?;
        ddl::protect(manager, "calendar_day", "year, version, day", true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["calendar_day", "calendar_year"]).await?;
        ddl::unprotect(manager, "calendar_day", true).await?;
        ddl::unprotect(manager, "calendar_year", true).await
    }
}
