//! Rows of stays, as far as an import reads them.

use crate::db::Coded;
use rules::document::DocumentType;
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime};

/// A stay as far as guests are compared with it.
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
    /// When the guest came.
    pub arrival_at: OffsetDateTime,
    /// When the guest means to leave.
    pub planned_departure_at: OffsetDateTime,
    /// When the guest left.
    pub departed_at: Option<OffsetDateTime>,
}
