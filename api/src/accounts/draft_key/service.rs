//! Makes and opens the key of drafts.

use super::store;
use crate::App;
use crate::crypto;
use crate::error::{Error, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use dto::Timestamp;
use uuid::Uuid;

const COLUMN: &str = "draft_key.key";

/// Returns the key of the account of the session. It does not outlive the session.
pub async fn of(app: &App, credential: Uuid, session: Uuid, now: Timestamp) -> Result<String> {
    let fresh = app
        .sealer
        .seal(COLUMN, credential, &crypto::random::<32>())
        .map_err(Error::internal)?;
    let sealed = app
        .db
        .write_unaudited(async |tx| store::keep(tx, credential, session, fresh, now).await)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("a session that is not there")))?;
    let key = app.sealer.open(COLUMN, credential, &sealed);
    Ok(STANDARD.encode(key.map_err(Error::internal)?))
}
