//! What a receptionist marks on the room board.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
-- 'arrived': guests moved in who are not notified yet; 'out_of_service': not let.
ALTER TABLE room ADD COLUMN mark {text} CHECK (mark IN ('arrived', 'out_of_service'))
--
ALTER TABLE room ADD COLUMN mark_guests {small}
--
ALTER TABLE room ADD COLUMN mark_note {text}
--
ALTER TABLE room ADD COLUMN marked_at {instant}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(
            manager,
            "ALTER TABLE room DROP COLUMN marked_at
--
ALTER TABLE room DROP COLUMN mark_note
--
ALTER TABLE room DROP COLUMN mark_guests
--
ALTER TABLE room DROP COLUMN mark",
        )
        .await
    }
}
