//! Forms and sheets as PDF.

use crate::error::{Error, Result};
use print::Form;

/// Renders a form as PDF. Typesetting takes about ten milliseconds of CPU, so it does not run on a thread that answers
/// requests.
pub async fn render(form: Form) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || print::render(&form))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)
}
