//! The database schema, one numbered step at a time.
//!
//! A step is written once, in SQL, with the few types that differ by engine as placeholders (see [`ddl`]);
//! what truly differs stands side by side in the same file. Every step has a way back, which the tests walk.

pub use sea_orm_migration::prelude::*;

mod ddl;
mod m0001_directory;
mod m0002_accounts;
mod m0003_stays;
mod m0004_bookkeeping;
mod m0005_credentials;
mod m0006_calendar;
mod m0007_procedures;
mod m0008_account_administration;
mod m0009_mail;
mod m0010_facility_changes;
mod m0011_credential_loss;
mod m0012_delegation;
mod m0013_room_marks;
mod m0014_stay_groups;
mod m0015_stay_threads;
mod m0016_stay_acts;
mod m0017_imports;
mod m0018_price_seasons;
mod m0019_foreign_guests;
mod m0020_data_requests;
mod m0021_archives;
mod m0022_probe;
mod m0023_rare_stays;
mod m0024_key_checks;
mod m0025_key_rotation;
mod m0026_identity;
mod m0029_access;
mod m0031_strangers;
mod m0032_reading;
mod m0033_stay_thread_state;
mod m0034_deciding;
mod m0035_versions;
mod m0036_lists;
mod m0037_more_versions;
mod m0038_decisions;

/// All steps, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_directory::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_stays::Migration),
            Box::new(m0004_bookkeeping::Migration),
            Box::new(m0005_credentials::Migration),
            Box::new(m0006_calendar::Migration),
            Box::new(m0007_procedures::Migration),
            Box::new(m0008_account_administration::Migration),
            Box::new(m0009_mail::Migration),
            Box::new(m0010_facility_changes::Migration),
            Box::new(m0011_credential_loss::Migration),
            Box::new(m0012_delegation::Migration),
            Box::new(m0013_room_marks::Migration),
            Box::new(m0014_stay_groups::Migration),
            Box::new(m0015_stay_threads::Migration),
            Box::new(m0016_stay_acts::Migration),
            Box::new(m0017_imports::Migration),
            Box::new(m0018_price_seasons::Migration),
            Box::new(m0019_foreign_guests::Migration),
            Box::new(m0020_data_requests::Migration),
            Box::new(m0021_archives::Migration),
            Box::new(m0022_probe::Migration),
            Box::new(m0023_rare_stays::Migration),
            Box::new(m0024_key_checks::Migration),
            Box::new(m0025_key_rotation::Migration),
            Box::new(m0026_identity::Migration),
            Box::new(m0029_access::Migration),
            Box::new(m0031_strangers::Migration),
            Box::new(m0032_reading::Migration),
            Box::new(m0033_stay_thread_state::Migration),
            Box::new(m0034_deciding::Migration),
            Box::new(m0035_versions::Migration),
            Box::new(m0036_lists::Migration),
            Box::new(m0037_more_versions::Migration),
            Box::new(m0038_decisions::Migration),
        ]
    }
}
