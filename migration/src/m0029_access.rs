//! Attempts that are still being looked at, wrong codes of the second factor, and access tokens that a holder makes.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// An attempt under way takes a place until it is judged. `pending_at` tells when the last one began, so that places of
// a process that died come back.
// An access token of the holder's own is a session with a name and the hash of its token, and without refresh tokens.
const UP: &str = "
ALTER TABLE login_throttle ADD COLUMN pending {int} NOT NULL DEFAULT 0
--
ALTER TABLE login_throttle ADD COLUMN pending_at {instant}
--
ALTER TABLE second_factor ADD COLUMN wrong_codes {int} NOT NULL DEFAULT 0
--
ALTER TABLE session ADD COLUMN name {text}
--
ALTER TABLE session ADD COLUMN token_hash {bytes}
--
CREATE UNIQUE INDEX session_token ON session (token_hash) WHERE token_hash IS NOT NULL
";

const DOWN: &str = "
DROP INDEX session_token
--
ALTER TABLE session DROP COLUMN token_hash
--
ALTER TABLE session DROP COLUMN name
--
ALTER TABLE second_factor DROP COLUMN wrong_codes
--
ALTER TABLE login_throttle DROP COLUMN pending_at
--
ALTER TABLE login_throttle DROP COLUMN pending
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
