//! The contents of an import record.

use super::cells;
use super::content::About;
use crate::App;
use crate::error::Result;
use crate::stays::entity::stay_import;
use dto::problem::FieldError;
use guest_lists::heading::Heading;

/// Returns the data of the file, unless they were deleted.
pub fn about(app: &App, import: &stay_import::Model) -> Result<Option<About>> {
    let sealed = import.about_sealed.as_deref();
    sealed
        .map(|sealed| About::open(&app.sealer, import.id, sealed))
        .transpose()
}

/// Converts a count for the database.
pub fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Returns the text of errors for the file of refused rows.
pub fn said(errors: &[FieldError], headings: &[Heading], lang: dto::Lang) -> String {
    let said = errors.iter().map(|error| {
        let heading = headings.iter().find(|heading| {
            heading
                .column
                .is_some_and(|column| cells::pointer(column) == error.pointer)
        });
        let message = error.clone().localized(lang).message;
        match heading {
            Some(heading) => format!("{}: {message}", heading.text),
            None => message,
        }
    });
    said.collect::<Vec<_>>().join(" ")
}
