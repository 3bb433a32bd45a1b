//! Taking a notification back, and what the police enter for others (LC-10.9, LC-11.7b).

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `received_channel` and the columns of the notifier are set where the police entered the stay; `entered_at` is then
/// when, and `notified_at` when they were told.
const UP: &str = "
ALTER TABLE stay ADD COLUMN cancelled_at {instant}
--
ALTER TABLE stay ADD COLUMN received_channel {text}
--
ALTER TABLE stay ADD COLUMN notifier_kind {text}
--
ALTER TABLE stay ADD COLUMN notifier_phone_sealed {bytes}
--
ALTER TABLE stay ADD COLUMN entered_at {instant}
--
ALTER TABLE stay ADD COLUMN entered_by_name {text}
";

const DOWN: &str = "
ALTER TABLE stay DROP COLUMN entered_by_name
--
ALTER TABLE stay DROP COLUMN entered_at
--
ALTER TABLE stay DROP COLUMN notifier_phone_sealed
--
ALTER TABLE stay DROP COLUMN notifier_kind
--
ALTER TABLE stay DROP COLUMN received_channel
--
ALTER TABLE stay DROP COLUMN cancelled_at
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
