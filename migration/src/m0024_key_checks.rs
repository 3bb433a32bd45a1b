//! What shows whether the keys of a process are those that this database was sealed with.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A row for each key that was ever in use: whoever starts without it, or with another key of the same number, is
/// stopped before it stores anything.
const TABLE: &str = "
CREATE TABLE key_check (
    kind {text} NOT NULL CHECK (kind IN ('sealing', 'index')),
    id {big} NOT NULL,
    -- Made with the key, and says nothing about it: a sealed text for a sealing key, a fingerprint of one for an index key.
    proof {bytes} NOT NULL,
    used_since {instant} NOT NULL,
    -- Since then nothing in the database needs the key.
    retired_at {instant},
    PRIMARY KEY (kind, id)
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["key_check"]).await
    }
}
