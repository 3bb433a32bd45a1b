//! Orders in which lists are read page by page, and when a place, an account or a dossier was changed last: who keeps a
//! copy asks for what is new.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// What was never changed counts from when it came to be. The area stands behind the order of stays, so that a commune
// passes over what is not its own without looking into the table.
const UP: &str = "
CREATE INDEX unit_order ON unit (role, (COALESCE(level, 0)), name, id)
--
CREATE INDEX dossier_filed ON dossier (account_id, procedure_type, created_at, id)
--
CREATE INDEX session_open ON session (account_id, created_at, id) WHERE ended_at IS NULL
--
CREATE INDEX delegation_requested ON delegation (requested_at, id)
--
CREATE INDEX stay_updated ON stay (act_at, id, area_code)
--
CREATE INDEX stay_facility_updated ON stay (facility_id, act_at, id)
--
ALTER TABLE facility ADD COLUMN updated_at {instant}
--
CREATE INDEX facility_updated ON facility ((COALESCE(updated_at, created_at)), id)
--
ALTER TABLE account ADD COLUMN updated_at {instant}
--
CREATE INDEX account_updated ON account ((COALESCE(updated_at, created_at)), id)
--
ALTER TABLE dossier ADD COLUMN updated_at {instant}
--
UPDATE dossier SET updated_at = (SELECT MAX(dossier_event.at) FROM dossier_event WHERE dossier_event.dossier_id = dossier.id)
--
CREATE INDEX dossier_updated ON dossier ((COALESCE(updated_at, created_at)), id)
";

const DOWN: &str = "
DROP INDEX dossier_updated
--
ALTER TABLE dossier DROP COLUMN updated_at
--
DROP INDEX account_updated
--
ALTER TABLE account DROP COLUMN updated_at
--
DROP INDEX facility_updated
--
ALTER TABLE facility DROP COLUMN updated_at
--
DROP INDEX stay_facility_updated
--
DROP INDEX stay_updated
--
DROP INDEX delegation_requested
--
DROP INDEX session_open
--
DROP INDEX dossier_filed
--
DROP INDEX unit_order
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
