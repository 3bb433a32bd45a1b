//! Accounts and who held them, what proves who somebody is, sessions, what slows down guessing, and accounts that are lent.

use crate::ddl::{self, Protected};
use crate::decided::{self, Guard};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const ACCOUNTS: &str = "
CREATE TABLE account (
    id {uuid} PRIMARY KEY,
    -- Fixed, unique and never used again (LC-6.1b-2, KH-8c-2): accounts are closed, never deleted.
    login {text} NOT NULL UNIQUE,
    role {text} NOT NULL,
    level {small},
    unit_id {uuid} REFERENCES unit (id),
    facility_id {uuid} REFERENCES facility (id),
    -- The unit account under which this person signs in (LC-6.3-2, KH-8d; D-04); kind, tier, area and standing are that account's.
    operator_of {uuid} REFERENCES account (id),
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    holder_name {text} NOT NULL,
    -- Folded, for the search by name.
    holder_search {text} NOT NULL,
    -- The key of the name in the order of lists.
    holder_order {text} NOT NULL,
    holder_position {text} NOT NULL,
    email {text} NOT NULL,
    phone {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('active', 'locked', 'closed')),
    status_since {instant},
    status_reason {text},
    status_by {uuid},
    password_hash {text} NOT NULL,
    password_is_initial {bool} NOT NULL,
    password_changed_at {instant} NOT NULL,
    -- Issued by somebody else: good for one sign-in, which spends it.
    password_once {bool} NOT NULL,
    password_spent {bool} NOT NULL,
    -- When the holder was told that this password has to be changed.
    password_reminded_at {instant},
    -- Only made-up accounts, to try the system out without a telephone.
    second_factor_waived {bool} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    -- Who keeps a copy asks for what is new: what was never changed counts from when it came to be.
    updated_at {instant},
    CHECK (unit_id IS NULL OR facility_id IS NULL)
) {table}
--
CREATE INDEX account_facility ON account (facility_id)
--
CREATE INDEX account_password_age ON account (password_changed_at) WHERE password_reminded_at IS NULL
--
CREATE INDEX account_operator ON account (operator_of, login) WHERE operator_of IS NOT NULL
--
CREATE INDEX account_area ON account (area_path, role, level)
--
CREATE INDEX account_unit ON account (unit_id)
--
CREATE INDEX account_holder_order ON account (holder_order, id) WHERE operator_of IS NULL
--
CREATE INDEX account_updated ON account ((COALESCE(updated_at, created_at)), id)
--
CREATE TABLE account_holder (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    name {text} NOT NULL,
    position {text} NOT NULL,
    email {text} NOT NULL,
    phone {text} NOT NULL,
    since {instant} NOT NULL,
    reason {text},
    reference {text},
    -- The dossier that led to it (Mẫu số 2), where there is one.
    dossier_id {uuid},
    recorded_by {uuid}
) {table}
--
CREATE INDEX account_holder_account ON account_holder (account_id, since)
--
CREATE TABLE delegation (
    id {uuid} PRIMARY KEY,
    -- An account is lent for a time, with the consent of whoever looks after it (LCH20-16.3-3; D-17): whose rights, and who may
    -- use them.
    from_account {uuid} NOT NULL REFERENCES account (id),
    to_account {uuid} NOT NULL REFERENCES account (id),
    since {instant} NOT NULL,
    -- The first second in which it holds no more.
    until {instant} NOT NULL,
    requested_at {instant} NOT NULL,
    approved_at {instant},
    approved_by {uuid} REFERENCES account (id),
    -- Before its time; ended_by is empty where no account did it.
    ended_at {instant},
    ended_by {uuid} REFERENCES account (id),
    end_reason {text} CHECK (end_reason IN ('ended', 'account_locked', 'account_closed', 'holder_changed')),
    -- Of two who act on one at once, the second is told.
    version {int} NOT NULL,
    CHECK (since < until),
    CHECK (from_account <> to_account),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) {table}
--
CREATE INDEX delegation_from ON delegation (from_account, requested_at)
--
CREATE INDEX delegation_to ON delegation (to_account, from_account)
--
CREATE INDEX delegation_requested ON delegation (requested_at, id)
";

const PROOFS: &str = "
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
    wrong_codes {int} NOT NULL,
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
--
CREATE TABLE login_throttle (
    -- 'account' or 'address', and the keyed hash of the login name or address typed: unknown names count too.
    kind {text} NOT NULL,
    key_hash {bytes} NOT NULL,
    failures {int} NOT NULL,
    last_failure_at {instant} NOT NULL,
    blocked_until {instant},
    -- An attempt under way takes a place until it is judged. `pending_at` is when the last one began, so that places of a process
    -- that died come back.
    pending {int} NOT NULL,
    pending_at {instant},
    PRIMARY KEY (kind, key_hash)
) {table}
--
CREATE INDEX login_throttle_age ON login_throttle (last_failure_at)
";

const SESSIONS: &str = "
CREATE TABLE session (
    -- Also the family of its refresh tokens.
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    -- Browser and system in a few words, never the header that they were told from.
    device {text},
    -- An access token that the holder made is a session with a name and the hash of its token, and without refresh tokens.
    name {text},
    token_hash {bytes},
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
CREATE UNIQUE INDEX session_token ON session (token_hash) WHERE token_hash IS NOT NULL
--
CREATE INDEX session_open ON session (account_id, created_at, id) WHERE ended_at IS NULL
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
CREATE TABLE reading_hour (
    -- How many guests the account, or the operator, that signed in has read within an hour.
    credential_id {uuid} NOT NULL,
    -- The beginning of the hour, in seconds since 1970.
    hour {big} NOT NULL,
    guests {big} NOT NULL,
    PRIMARY KEY (credential_id, hour)
) {table}
--
CREATE TABLE draft_key (
    credential_id {uuid} PRIMARY KEY,
    -- What the pages seal drafts with in the browser.
    key_sealed {bytes} NOT NULL,
    -- The end of the last session that was given it.
    until {instant} NOT NULL
) {table}
";

const PROTECTED: [Protected; 3] = [
    Protected::kept("account", "id"),
    Protected::frozen("account_holder", "id"),
    Protected::kept("delegation", "id"),
];

const GUARDS: [Guard; 2] = [
    Guard {
        table: "account",
        always: "id login unit_id facility_id operator_of created_at",
        // Closed for ever (LC-6.1b-2, KH-8c-2).
        decided: "OLD.status = 'closed'",
        then: "status status_since status_reason status_by",
        ..Guard::NONE
    },
    Guard {
        table: "delegation",
        always: "id from_account to_account since until requested_at",
        once: "approved_at approved_by ended_at",
        decided: "OLD.ended_at IS NOT NULL",
        then: "approved_at approved_by ended_by end_reason",
        ..Guard::NONE
    },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for tables in [ACCOUNTS, PROOFS, SESSIONS] {
            ddl::run(manager, tables).await?;
        }
        ddl::protect(manager, &PROTECTED).await?;
        decided::guard(manager, &GUARDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(
            manager,
            &[
                "draft_key",
                "reading_hour",
                "refresh_token",
                "session",
                "login_throttle",
                "recovery_code",
                "second_factor",
                "password_history",
                "delegation",
                "account_holder",
                "account",
            ],
        )
        .await?;
        decided::unguard(manager, &GUARDS).await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
