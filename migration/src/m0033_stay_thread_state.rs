//! Where the talk about a stay stands, so that open questions and fresh answers are found without reading all messages.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE stay_thread (
    stay_id {uuid} PRIMARY KEY REFERENCES stay (id),
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    -- By the latest message: a question that is open, or its answer.
    state {text} NOT NULL CHECK (state IN ('asked', 'answered')),
    at {instant} NOT NULL
) {table}
--
CREATE INDEX stay_thread_facility ON stay_thread (facility_id, state)
--
INSERT INTO stay_thread (stay_id, facility_id, state, at)
SELECT said.stay_id, stay.facility_id, CASE said.kind WHEN 'question' THEN 'asked' ELSE 'answered' END, said.at
FROM stay_message said JOIN stay ON stay.id = said.stay_id
WHERE NOT EXISTS (SELECT 1 FROM stay_message later WHERE later.stay_id = said.stay_id AND later.id > said.id)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::protect(manager, "stay_thread", "stay_id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["stay_thread"]).await?;
        ddl::unprotect(manager, "stay_thread", false).await
    }
}
