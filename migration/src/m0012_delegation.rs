//! Accounts lent for a time, with the consent of whoever looks after them (LCH20-16.3-3; D-17).

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE delegation (
    id {uuid} PRIMARY KEY,
    -- Whose rights, and who may use them.
    from_account {uuid} NOT NULL REFERENCES account (id),
    to_account {uuid} NOT NULL REFERENCES account (id),
    since {instant} NOT NULL,
    -- The first second in which it holds no more.
    until {instant} NOT NULL,
    requested_at {instant} NOT NULL,
    approved_at {instant},
    approved_by {uuid} REFERENCES account (id),
    -- Before its time; ended_by is empty where no account did it.
    ended_at {instant},
    ended_by {uuid} REFERENCES account (id),
    end_reason {text} CHECK (end_reason IN ('ended', 'account_locked', 'account_closed', 'holder_changed')),
    CHECK (since < until),
    CHECK (from_account <> to_account),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) {table}
--
CREATE INDEX delegation_from ON delegation (from_account, requested_at)
--
CREATE INDEX delegation_to ON delegation (to_account, from_account)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::protect(manager, "delegation", "id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["delegation"]).await?;
        ddl::unprotect(manager, "delegation", false).await
    }
}
