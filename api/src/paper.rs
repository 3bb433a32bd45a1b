//! Forms and sheets as PDF.

use crate::error::{Error, Result};
use print::Form;

/// Typesetting computes for some ten milliseconds: not on a thread that answers requests.
pub async fn render(form: Form) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || print::render(&form))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)
}
