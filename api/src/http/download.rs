//! Answers with a file to download.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};

/// The media type of a spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to download.
pub struct File {
    /// Its name, without the name of a person, because a household is a person.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Returns the answer with a file of that media type; no cache keeps it.
pub fn download(file: File, kind: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)))
        .body(file.bytes)
}
