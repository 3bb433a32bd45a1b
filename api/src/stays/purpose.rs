//! The purpose that whoever looks for guests states.

use crate::App;
use crate::authz::{ScopedCaller, Territory};
use crate::error::{Error, Result};
use dto::problem::FieldCode;

/// What an officer looks for guests for: a purpose of the list.
pub async fn check_purpose(app: &App, caller: &ScopedCaller<Territory>, purpose: Option<&str>) -> Result<()> {
    match purpose {
        // A facility looks among its own guests; everybody else has to say what for.
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
