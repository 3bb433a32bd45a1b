//! Areas, reference lists, units, facilities, rooms and listed prices.

use crate::ddl::{self, Protected};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE area (
    code {text} PRIMARY KEY,
    name {text} NOT NULL,
    name_search {text} NOT NULL,
    kind {text} NOT NULL,
    parent_code {text} REFERENCES area (code),
    -- Codes from the top down, joined by dots: '56.22366'. A subtree is a range of paths.
    path {text} NOT NULL UNIQUE,
    valid_from {date} NOT NULL,
    valid_to {date}
) {table}
--
CREATE INDEX area_parent ON area (parent_code, code)
--
CREATE TABLE reference_list (
    name {text} PRIMARY KEY,
    version {text} NOT NULL,
    source {text} NOT NULL
) {table}
--
CREATE TABLE reference_entry (
    list {text} NOT NULL REFERENCES reference_list (name),
    position {int} NOT NULL,
    code {text} NOT NULL,
    label {text} NOT NULL,
    label_en {text},
    attributes {json} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date},
    -- The official lists hold one code twice (anomaly A-09): the running number tells rows apart.
    PRIMARY KEY (list, position)
) {table}
--
CREATE TABLE unit (
    id {uuid} PRIMARY KEY,
    name {text} NOT NULL,
    name_search {text} NOT NULL,
    role {text} NOT NULL,
    level {small},
    area_code {text} NOT NULL REFERENCES area (code),
    created_at {instant} NOT NULL
) {table}
--
CREATE INDEX unit_area ON unit (area_code, role)
--
CREATE INDEX unit_order ON unit (role, (COALESCE(level, 0)), name, id)
--
CREATE TABLE facility (
    id {uuid} PRIMARY KEY,
    name {text} NOT NULL,
    name_search {text} NOT NULL,
    -- The key of the name in the order of lists.
    name_order {text} NOT NULL,
    kind {text} NOT NULL,
    tourist {bool} NOT NULL,
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    address {text} NOT NULL,
    phone {text} NOT NULL,
    email {text} NOT NULL,
    representative {text} NOT NULL,
    declared_tax_code {text},
    started_on {date},
    -- As the application for the account counted them: the room plan begins with them.
    declared_rooms {small},
    declared_beds {small},
    -- The stop in force or ahead, and the day on which it ends; judged by the day, so that no job has to be on time.
    suspended_on {date},
    restarts_on {date},
    closes_on {date},
    data_confirmed_at {instant},
    setup_completed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    -- Who keeps a copy asks for what is new: what was never changed counts from when it came to be.
    updated_at {instant}
) {table}
--
CREATE INDEX facility_area ON facility (area_path, name_order, id)
--
CREATE INDEX facility_name ON facility (name_order, id)
--
CREATE INDEX facility_updated ON facility ((COALESCE(updated_at, created_at)), id)
--
CREATE TABLE room (
    id {uuid} PRIMARY KEY,
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    floor {small} NOT NULL,
    name {text} NOT NULL,
    kind {text} NOT NULL,
    beds {small} NOT NULL,
    created_at {instant} NOT NULL,
    -- A room with a past is retired, not removed (KH-11.2a-2).
    retired_at {instant},
    -- What a receptionist marks on the board. 'arrived': guests moved in who are not notified yet; 'out_of_service': not let.
    mark {text} CHECK (mark IN ('arrived', 'out_of_service')),
    mark_guests {small},
    mark_note {text},
    marked_at {instant},
    -- Of the mark alone: the room itself changes with the plan, under the version of the facility.
    mark_version {int} NOT NULL
) {table}
--
CREATE UNIQUE INDEX room_name ON room (facility_id, name) WHERE retired_at IS NULL
--
CREATE TABLE listed_price (
    id {uuid} PRIMARY KEY,
    facility_id {uuid} NOT NULL REFERENCES facility (id),
    room_kind {text} NOT NULL,
    unit {text} NOT NULL,
    amount_vnd {big} NOT NULL CHECK (amount_vnd >= 0),
    effective_from {date} NOT NULL,
    -- Of a price for a season: its last day, and what the season is called.
    effective_to {date},
    season {text},
    declared_at {instant} NOT NULL,
    declared_by {uuid} NOT NULL
) {table}
--
CREATE INDEX listed_price_facility ON listed_price (facility_id, room_kind, unit, effective_from)
";

const PROTECTED: [Protected; 1] = [Protected::frozen("listed_price", "id")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        ddl::protect(manager, &PROTECTED).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(
            manager,
            &[
                "listed_price",
                "room",
                "facility",
                "unit",
                "reference_entry",
                "reference_list",
                "area",
            ],
        )
        .await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
