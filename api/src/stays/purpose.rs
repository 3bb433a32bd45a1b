//! The purpose that a caller states for a search for guests.

use crate::App;
use crate::authz::{ScopedCaller, Territory};
use crate::error::{Error, Result};
use dto::problem::FieldCode;

/// Checks that an officer states a purpose, and that it is in the list.
pub async fn check_purpose(app: &App, caller: &ScopedCaller<Territory>, purpose: Option<&str>) -> Result<()> {
    match purpose {
        // A facility searches its own guests; every other caller has to state a purpose.
        None if caller.scope.is_facility() => Ok(()),
        None => Err(Error::field("/purpose", FieldCode::Required)),
        Some(code) => {
            let references = app.references(caller.now).await?;
            if references.entry("search_purposes", code).is_some() {
                Ok(())
            } else {
                Err(Error::field("/purpose", FieldCode::UnknownValue))
            }
        }
    }
}
