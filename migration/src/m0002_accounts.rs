//! Accounts, sessions and what slows down guessing.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE account (
    id {uuid} PRIMARY KEY,
    -- Fixed, unique and never used again (LC-6.1b-2, KH-8c-2): accounts are closed, never deleted.
    login {text} NOT NULL UNIQUE,
    role {text} NOT NULL,
    level {small},
    unit_id {uuid} REFERENCES unit (id),
    facility_id {uuid} REFERENCES facility (id),
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    holder_name {text} NOT NULL,
    holder_position {text} NOT NULL,
    email {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('active', 'locked', 'closed')),
    password_hash {text} NOT NULL,
    password_is_initial {bool} NOT NULL,
    password_changed_at {instant} NOT NULL,
    created_at {instant} NOT NULL,
    CHECK (unit_id IS NULL OR facility_id IS NULL)
) {table}
--
CREATE INDEX account_facility ON account (facility_id)
--
CREATE TABLE session (
    -- Also the family of its refresh tokens.
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    created_at {instant} NOT NULL,
    last_used_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant},
    end_reason {text}
) {table}
--
CREATE INDEX session_account ON session (account_id, ended_at)
--
CREATE INDEX session_expiry ON session (expires_at)
--
CREATE TABLE refresh_token (
    -- SHA-256 of the token: who reads the table cannot use it.
    token_hash {bytes} PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES session (id),
    issued_at {instant} NOT NULL,
    used_at {instant}
) {table}
--
CREATE INDEX refresh_token_session ON refresh_token (session_id)
--
CREATE TABLE login_throttle (
    -- 'account' or 'address', and the keyed hash of the login name or address typed: unknown names count too.
    kind {text} NOT NULL,
    key_hash {bytes} NOT NULL,
    failures {int} NOT NULL,
    last_failure_at {instant} NOT NULL,
    blocked_until {instant},
    PRIMARY KEY (kind, key_hash)
) {table}
--
CREATE INDEX login_throttle_age ON login_throttle (last_failure_at)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, "account", "id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["login_throttle", "refresh_token", "session", "account"]).await?;
        ddl::unprotect(manager, "account", false).await
    }
}
