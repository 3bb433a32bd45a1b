//! Indexes for lists of what is rare, and for a search by name and year of birth: without them PostgreSQL reads the
//! whole table.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// In the order of a list, with the area behind it: a province reads on, a commune passes over what is not its own
// without looking into the table.
const UP: &str = "
CREATE INDEX stay_cancelled ON stay (notified_at, id, area_code) WHERE cancelled_at IS NOT NULL
--
CREATE INDEX stay_day_use ON stay (notified_at, id, area_code) WHERE kind = 'day_use'
--
CREATE INDEX stay_foreign ON stay (nationality, notified_at, id, area_code) WHERE nationality <> 'VN'
--
CREATE INDEX stay_birth_year ON stay (birth_year, area_code, notified_at, id)
";

const DOWN: &str = "
DROP INDEX stay_cancelled
--
DROP INDEX stay_day_use
--
DROP INDEX stay_foreign
--
DROP INDEX stay_birth_year
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
