//! The database schema, one numbered step at a time.
//!
//! A step is written once, in SQL, with the few types that differ by engine as placeholders (see `ddl`);
//! what truly differs stands side by side in the same file. Every step has a way back, which the tests walk. A step that was released
//! never changes (`released.txt`), and so a step calls nothing but `ddl` and `decided`, which are frozen with it.

pub use sea_orm_migration::prelude::*;

mod ddl;
mod decided;
mod m0001_directory;
mod m0002_accounts;
mod m0003_announcements;
mod m0004_bookkeeping;
mod m0005_stays;
mod m0006_procedures;
mod m0007_archives;
#[cfg(test)]
mod released;

/// All steps, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_directory::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_announcements::Migration),
            Box::new(m0004_bookkeeping::Migration),
            Box::new(m0005_stays::Migration),
            Box::new(m0006_procedures::Migration),
            Box::new(m0007_archives::Migration),
        ]
    }
}
