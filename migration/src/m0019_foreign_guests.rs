//! What the immigration site was told of foreign guests.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE foreign_guest_mark (
    stay_id {uuid} PRIMARY KEY REFERENCES stay (id),
    -- The version of the stay that was put into a file last; a version that tells the site nothing new counts as that.
    exported_version {int},
    exported_at {instant},
    exported_by {uuid} REFERENCES account (id),
    exported_by_operator {uuid},
    exported_by_name {text},
    -- The version that the site is said to have.
    confirmed_version {int},
    confirmed_at {instant},
    confirmed_by {uuid} REFERENCES account (id),
    confirmed_by_operator {uuid},
    confirmed_by_name {text},
    CHECK ((exported_version IS NULL) = (exported_at IS NULL)),
    CHECK ((confirmed_version IS NULL) = (confirmed_at IS NULL))
) {table}
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::protect(manager, "foreign_guest_mark", "stay_id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["foreign_guest_mark"]).await?;
        ddl::unprotect(manager, "foreign_guest_mark", false).await
    }
}
