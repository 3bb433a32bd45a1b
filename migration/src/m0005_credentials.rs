//! What proves who somebody is, beyond the one password: earlier passwords, the second factor, devices.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
-- Issued by somebody else: good for one sign-in, which spends it.
ALTER TABLE account ADD COLUMN password_once {bool} NOT NULL DEFAULT FALSE
--
ALTER TABLE account ADD COLUMN password_spent {bool} NOT NULL DEFAULT FALSE
--
-- When the holder was told that this password has to be changed.
ALTER TABLE account ADD COLUMN password_reminded_at {instant}
--
-- Only made-up accounts, to try the system out without a telephone.
ALTER TABLE account ADD COLUMN second_factor_waived {bool} NOT NULL DEFAULT FALSE
--
-- Browser and system in a few words, never the header that they were told from.
ALTER TABLE session ADD COLUMN device {text}
--
CREATE INDEX account_password_age ON account (password_changed_at) WHERE password_reminded_at IS NULL
--
CREATE TABLE password_history (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    password_hash {text} NOT NULL,
    replaced_at {instant} NOT NULL
) {table}
--
CREATE INDEX password_history_account ON password_history (account_id, id)
--
CREATE TABLE second_factor (
    account_id {uuid} PRIMARY KEY REFERENCES account (id),
    -- The secret in use; none until the first is confirmed.
    secret_sealed {bytes},
    confirmed_at {instant},
    -- The step of the last code taken: it and what lies before it are refused.
    last_step {big},
    -- A secret that was shown and not confirmed yet.
    pending_sealed {bytes},
    CHECK ((secret_sealed IS NULL) = (confirmed_at IS NULL))
) {table}
--
CREATE TABLE recovery_code (
    account_id {uuid} NOT NULL REFERENCES account (id),
    -- Keyed hash of the code: who reads the table cannot use it.
    code_hash {bytes} NOT NULL,
    used_at {instant},
    PRIMARY KEY (account_id, code_hash)
) {table}
";

const DOWN: &str = "
DROP INDEX account_password_age
--
ALTER TABLE session DROP COLUMN device
--
ALTER TABLE account DROP COLUMN second_factor_waived
--
ALTER TABLE account DROP COLUMN password_reminded_at
--
ALTER TABLE account DROP COLUMN password_spent
--
ALTER TABLE account DROP COLUMN password_once
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["recovery_code", "second_factor", "password_history"]).await?;
        ddl::run(manager, DOWN).await
    }
}
