//! The facility, as other domains see it.

use super::entity::facility;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A place of lodging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facility {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind, a code of the list `facility_kinds`.
    pub kind: String,
    /// Whether it is tourist accommodation.
    pub tourist: bool,
    /// The code of its commune.
    pub area_code: String,
    /// The path of its commune.
    pub area_path: String,
    /// House number and street.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// Its mail address.
    pub email: String,
    /// Its representative.
    pub representative: String,
    /// The tax code that it declared.
    pub declared_tax_code: Option<String>,
    /// The time at which its set-up was completed.
    pub setup_completed_at: Option<OffsetDateTime>,
    /// The time at which it was added.
    pub created_at: OffsetDateTime,
    /// The first day of a suspension.
    pub suspended_on: Option<Date>,
    /// The day on which it operates again.
    pub restarts_on: Option<Date>,
    /// The day of its closure.
    pub closes_on: Option<Date>,
    /// The version of its data.
    pub(super) version: i32,
}

impl From<facility::Model> for Facility {
    fn from(row: facility::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            tourist: row.tourist,
            area_code: row.area_code,
            area_path: row.area_path,
            address: row.address,
            phone: row.phone,
            email: row.email,
            representative: row.representative,
            declared_tax_code: row.declared_tax_code,
            setup_completed_at: row.setup_completed_at,
            created_at: row.created_at,
            suspended_on: row.suspended_on,
            restarts_on: row.restarts_on,
            closes_on: row.closes_on,
            version: row.version,
        }
    }
}
