//! The working calendar; procedure types, dossiers and what belongs to them (table 8.4 of the requirements); what strangers send.

use crate::ddl::{self, Protected};
use crate::decided::{self, Guard};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Public holidays and make-up days. A year is replaced as a whole. Every version stays: a deadline that was told to somebody was computed
/// from one of them.
const CALENDAR: &str = "
CREATE TABLE calendar_year (
    year {int} NOT NULL,
    version {int} NOT NULL CHECK (version > 0),
    changed_at {instant} NOT NULL,
    -- None for the calendar that comes with the software.
    changed_by {uuid} REFERENCES account (id),
    PRIMARY KEY (year, version)
) {table}
--
CREATE TABLE calendar_day (
    year {int} NOT NULL,
    version {int} NOT NULL,
    day {date} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('holiday', 'make_up_day')),
    name {text} NOT NULL,
    source {text} NOT NULL,
    PRIMARY KEY (year, version, day),
    FOREIGN KEY (year, version) REFERENCES calendar_year (year, version)
) {table}
";

const DOSSIERS: &str = "
CREATE TABLE procedure_type (
    id {text} PRIMARY KEY,
    -- The code behind it, which says what its form means and what granting brings about. 'decision': none, its form is kept
    -- as it came, and granting it is the decision itself.
    kind {text} NOT NULL
        CHECK (kind IN ('account_registration', 'holder_change', 'credential_loss', 'data_request', 'decision')),
    title {text} NOT NULL,
    title_en {text} NOT NULL,
    -- Role and level of whoever handles its dossiers, in the own area; administrators handle all.
    handled_by {text} NOT NULL,
    -- Who may file: anybody, or a signed-in account.
    filed_by {text} NOT NULL CHECK (filed_by IN ('public', 'account')),
    -- Whether a link in a mail has to be followed before anybody handles it.
    confirmed_by_mail {bool} NOT NULL,
    -- The term of a type that no profile names; of all others the profile says it (table 8.3).
    term_amount {small} CHECK (term_amount > 0),
    term_unit {text} CHECK (term_unit IN ('hours', 'days', 'working_hours', 'working_days')),
    remind_hours {small},
    -- The printed form, where there is one.
    form {text},
    -- Running numbers of its dossiers: DK-0415.
    number_prefix {text} NOT NULL UNIQUE,
    last_number {int} NOT NULL,
    CHECK ((term_amount IS NULL) = (term_unit IS NULL))
) {table}
--
CREATE TABLE dossier (
    id {uuid} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    -- The applicant's key to it. Who reads the table cannot use it.
    code_index {bytes} NOT NULL UNIQUE,
    code_sealed {bytes} NOT NULL,
    procedure_type {text} NOT NULL REFERENCES procedure_type (id),
    -- Kind and handler of the type when it was filed.
    kind {text} NOT NULL,
    handled_by {text} NOT NULL,
    state {text} NOT NULL,
    -- What it is about, for lists: the name of the facility or unit, and a few words more.
    title {text} NOT NULL,
    title_search {text} NOT NULL,
    summary {text} NOT NULL,
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    -- The account that it is about, where there is one already.
    account_id {uuid} REFERENCES account (id),
    -- Role and level of that account, or of the one applied for, so that whoever cannot decide on it is not counted late for it.
    subject_tier {text},
    -- The account that filed it; none for what anybody may file.
    filed_by {uuid} REFERENCES account (id),
    lang {text} NOT NULL CHECK (lang IN ('vi', 'en')),
    applicant_sealed {bytes} NOT NULL,
    form_sealed {bytes} NOT NULL,
    result_sealed {bytes},
    -- The signed form is still to come (KH-M2-2).
    form_missing {bool} NOT NULL,
    confirm_hash {bytes} UNIQUE,
    confirm_until {instant},
    created_at {instant} NOT NULL,
    -- Who keeps a copy asks for what is new: what was never changed counts from when it came to be.
    updated_at {instant},
    -- When it was received: filed, or confirmed by mail.
    filed_at {instant},
    -- It cannot wait.
    urgent {bool} NOT NULL,
    -- The last start and the end of the term while the clock runs; none while it stands.
    clock_from {instant},
    due_at {instant},
    -- The end of the term of a refusal, where it has one of its own (LC-9.2-2, LC-9.2-3, KH-11.2g).
    refuse_by {instant},
    decided_at {instant},
    -- The terms as they were when it was decided.
    term_from {instant},
    term_ends {instant},
    refusal_ends {instant},
    -- How late the officers were, for ever.
    late_seconds {big},
    reminded_at {instant},
    overdue_told_at {instant},
    -- The place in the queue: 0 with the clock running, by its end; 1 while the applicant has to do something; 2 done; 3
    -- not confirmed, which only drafts are.
    queue_rank {small} NOT NULL,
    queue_at {instant} NOT NULL,
    version {int} NOT NULL,
    CHECK ((due_at IS NULL) = (queue_rank <> 0)),
    CHECK ((due_at IS NULL) = (clock_from IS NULL)),
    CHECK ((decided_at IS NULL) = (queue_rank <> 2))
) {table}
--
CREATE INDEX dossier_queue ON dossier (queue_rank, queue_at, id)
--
CREATE INDEX dossier_state ON dossier (state, queue_at, id)
--
CREATE INDEX dossier_account ON dossier (account_id)
--
CREATE INDEX dossier_filed ON dossier (account_id, procedure_type, created_at, id)
--
CREATE INDEX dossier_received ON dossier ((COALESCE(filed_at, created_at)), id)
--
CREATE INDEX dossier_updated ON dossier ((COALESCE(updated_at, created_at)), id)
--
CREATE TABLE dossier_event (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    at {instant} NOT NULL,
    kind {text} NOT NULL,
    -- The state that it led to, where it changed.
    state {text},
    visibility {text} NOT NULL CHECK (visibility IN ('inside', 'outside')),
    -- Text and record of the contact made (LC-6.1b-3), as JSON.
    content_sealed {bytes},
    by_account {uuid},
    by_operator {uuid},
    by_name {text} NOT NULL,
    by_unit {text} NOT NULL
) {table}
--
CREATE INDEX dossier_event_dossier ON dossier_event (dossier_id, id)
--
CREATE TABLE dossier_attachment (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    name_sealed {bytes} NOT NULL,
    -- What the content was proven to be.
    media_type {text} NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size {int} NOT NULL,
    sha256 {bytes} NOT NULL,
    content_sealed {bytes} NOT NULL,
    added_at {instant} NOT NULL,
    -- Attached by officers as the answer; all other files are the applicant's.
    is_result {bool} NOT NULL
) {table}
--
CREATE INDEX dossier_attachment_dossier ON dossier_attachment (dossier_id, id)
--
CREATE TABLE dossier_consultation (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    unit_id {uuid} NOT NULL REFERENCES unit (id),
    question_sealed {bytes} NOT NULL,
    asked_at {instant} NOT NULL,
    asked_by {uuid} NOT NULL REFERENCES account (id),
    asked_by_name {text} NOT NULL,
    -- When the unit was last reminded of its question.
    reminded_at {instant},
    opinion {text} CHECK (opinion IN ('agree', 'object', 'no_opinion')),
    opinion_sealed {bytes},
    answered_at {instant},
    answered_by {uuid} REFERENCES account (id),
    answered_by_name {text},
    CHECK ((opinion IS NULL) = (answered_at IS NULL))
) {table}
--
CREATE UNIQUE INDEX dossier_consultation_open ON dossier_consultation (dossier_id, unit_id) WHERE answered_at IS NULL
--
CREATE INDEX dossier_consultation_unit ON dossier_consultation (unit_id, dossier_id)
--
CREATE TABLE credential_loss (
    -- What a report of a lost credential led to: whose account it is, and what its reporter has proven (KH-9d, LC-7.4).
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
    -- How often a job failed on it, with what, and from when on it may try again; since when it no longer does by itself.
    attempts {int} NOT NULL DEFAULT 0,
    last_error {text},
    due_at {instant},
    given_up_at {instant},
    CHECK ((proven_at IS NULL) = (proven_by IS NULL)),
    CHECK ((link_hash IS NULL) = (link_until IS NULL))
) {table}
--
CREATE INDEX credential_loss_waiting ON credential_loss (dossier_id) WHERE looked_up_at IS NULL
--
CREATE INDEX credential_loss_account ON credential_loss (account_id, mailed_at)
";

/// What strangers send is kept apart from the evidence until somebody has vouched for it: drafts until the link in the mail is followed,
/// files until then or until an officer takes the report up. Both can be deleted.
const STRANGERS: &str = "
CREATE TABLE dossier_draft (
    id {uuid} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    code_index {bytes} NOT NULL UNIQUE,
    code_sealed {bytes} NOT NULL,
    procedure_type {text} NOT NULL REFERENCES procedure_type (id),
    kind {text} NOT NULL,
    handled_by {text} NOT NULL,
    title {text} NOT NULL,
    title_search {text} NOT NULL,
    summary {text} NOT NULL,
    area_code {text} NOT NULL REFERENCES area (code),
    area_path {text} NOT NULL,
    subject_tier {text},
    lang {text} NOT NULL CHECK (lang IN ('vi', 'en')),
    applicant_sealed {bytes} NOT NULL,
    form_sealed {bytes} NOT NULL,
    form_missing {bool} NOT NULL,
    confirm_hash {bytes} NOT NULL UNIQUE,
    confirm_until {instant} NOT NULL,
    created_at {instant} NOT NULL
) {table}
--
CREATE INDEX dossier_draft_until ON dossier_draft (confirm_until)
--
CREATE TABLE unproven_file (
    id {uuid} PRIMARY KEY,
    -- The draft or the dossier that it came with.
    dossier_id {uuid} NOT NULL,
    name_sealed {bytes} NOT NULL,
    media_type {text} NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size {int} NOT NULL,
    sha256 {bytes} NOT NULL,
    content_sealed {bytes} NOT NULL,
    added_at {instant} NOT NULL
) {table}
--
CREATE INDEX unproven_file_dossier ON unproven_file (dossier_id, id)
--
CREATE INDEX unproven_file_added ON unproven_file (added_at)
--
-- How many bytes of files came in on a day without an account.
CREATE TABLE public_intake (
    day {date} PRIMARY KEY,
    bytes {big} NOT NULL
) {table}
";

const PROTECTED: [Protected; 7] = [
    Protected::frozen("calendar_year", "year, version"),
    Protected::frozen("calendar_day", "year, version, day"),
    Protected::kept("dossier", "id"),
    Protected::frozen_but_sealed("dossier_event", "id", "content_sealed"),
    Protected::frozen_but_sealed("dossier_attachment", "id", "name_sealed,content_sealed"),
    Protected::kept("dossier_consultation", "id"),
    Protected::kept("credential_loss", "dossier_id"),
];

const GUARDS: [Guard; 3] = [
    Guard {
        table: "dossier",
        always: "id number procedure_type kind handled_by filed_by lang code_index code_sealed confirm_hash created_at",
        once: "filed_at account_id decided_at",
        decided: "OLD.decided_at IS NOT NULL",
        then: "state title title_search summary area_code area_path applicant_sealed form_sealed result_sealed late_seconds \
               term_from term_ends refusal_ends urgent queue_rank queue_at",
        // A report may be withdrawn before its account is found.
        filled: "subject_tier",
        sealed: "code_sealed,applicant_sealed,form_sealed,result_sealed",
        indexes: "code_index",
    },
    Guard {
        table: "dossier_consultation",
        always: "id dossier_id unit_id question_sealed asked_at asked_by asked_by_name",
        // An opinion is corrected until the dossier is decided.
        decided: "EXISTS (SELECT 1 FROM dossier d WHERE d.id = OLD.dossier_id AND d.decided_at IS NOT NULL)",
        then: "opinion opinion_sealed answered_at answered_by answered_by_name",
        sealed: "question_sealed,opinion_sealed",
        ..Guard::NONE
    },
    Guard {
        table: "credential_loss",
        always: "dossier_id late_seconds",
        once: "looked_up_at account_id proven_at",
        ..Guard::NONE
    },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for tables in [CALENDAR, DOSSIERS, STRANGERS] {
            ddl::run(manager, tables).await?;
        }
        ddl::protect(manager, &PROTECTED).await?;
        decided::guard(manager, &GUARDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(
            manager,
            &[
                "public_intake",
                "unproven_file",
                "dossier_draft",
                "credential_loss",
                "dossier_consultation",
                "dossier_attachment",
                "dossier_event",
                "dossier",
                "procedure_type",
                "calendar_day",
                "calendar_year",
            ],
        )
        .await?;
        decided::unguard(manager, &GUARDS).await?;
        ddl::unprotect(manager, &PROTECTED).await
    }
}
