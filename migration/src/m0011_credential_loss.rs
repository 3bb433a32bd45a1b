//! What a report of a lost credential led to: whose account it is, and what its reporter has proven (KH-9d, LC-7.4).

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE credential_loss (
    dossier_id {uuid} PRIMARY KEY REFERENCES dossier (id),
    -- By how much the report came after the end of the window of the profile; none where it was in time (D-01).
    late_seconds {big},
    -- When the account was looked for: after the answer, so that the answer cannot tell whether there is one.
    looked_up_at {instant},
    account_id {uuid} REFERENCES account (id),
    -- The link sent to the registered address.
    mailed_at {instant},
    link_hash {bytes} UNIQUE,
    link_until {instant},
    -- When the reporter had proven to be who the account is registered with, and how.
    proven_at {instant},
    proven_by {text} CHECK (proven_by IN ('link', 'call')),
    -- Whether the account was locked for this report, so that it is unlocked with it.
    locked {bool} NOT NULL,
    CHECK ((proven_at IS NULL) = (proven_by IS NULL)),
    CHECK ((link_hash IS NULL) = (link_until IS NULL))
) {table}
--
CREATE INDEX credential_loss_waiting ON credential_loss (dossier_id) WHERE looked_up_at IS NULL
--
CREATE INDEX credential_loss_account ON credential_loss (account_id, mailed_at)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, "credential_loss", "dossier_id", false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["credential_loss"]).await?;
        ddl::unprotect(manager, "credential_loss", false).await
    }
}
