//! The columns of `stay` that an import reads.

use crate::db::Coded;
use rules::document::DocumentType;
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime};

/// The columns of a stay with which guests are compared.
#[derive(FromQueryResult)]
pub struct Known {
    /// Its code.
    pub code: String,
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Year of birth.
    pub birth_year: i32,
    /// Nationality.
    pub nationality: String,
    /// Kind of document.
    pub document_type: Coded<DocumentType>,
    /// The blind index of its number.
    pub document_number_index: Vec<u8>,
    /// The time of arrival.
    pub arrival_at: OffsetDateTime,
    /// The planned time of departure.
    pub planned_departure_at: OffsetDateTime,
    /// The actual time of departure.
    pub departed_at: Option<OffsetDateTime>,
}
