//! What the police and a facility say to each other about a stay (LC-10.6).

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE stay_acknowledgement (
    -- The first officer who has seen it; one for each stay.
    stay_id {uuid} PRIMARY KEY REFERENCES stay (id),
    at {instant} NOT NULL,
    by {uuid} NOT NULL REFERENCES account (id),
    by_operator {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL
) {table}
--
CREATE TABLE stay_message (
    id {uuid} PRIMARY KEY,
    stay_id {uuid} NOT NULL REFERENCES stay (id),
    kind {text} NOT NULL CHECK (kind IN ('question', 'answer')),
    at {instant} NOT NULL,
    by {uuid} NOT NULL REFERENCES account (id),
    by_operator {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL,
    -- It speaks of a guest.
    text_sealed {bytes} NOT NULL
) {table}
--
CREATE INDEX stay_message_stay ON stay_message (stay_id, id)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::protect(manager, "stay_acknowledgement", "stay_id", true).await?;
        ddl::protect(manager, "stay_message", "id", true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["stay_message", "stay_acknowledgement"]).await?;
        ddl::unprotect(manager, "stay_message", true).await?;
        ddl::unprotect(manager, "stay_acknowledgement", true).await
    }
}
