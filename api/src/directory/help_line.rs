//! The public telephone number for help.

use super::store::units as store;
use crate::App;
use crate::error::Result;
use dto::account::Role;
use dto::profile::HelpLine;
use sea_orm::ConnectionTrait;

/// Returns the public number: the number that the province publishes, otherwise the office telephone of the contact of
/// the lead agency (KH-3d).
pub async fn help_line(db: &impl ConnectionTrait, app: &App) -> Result<Option<HelpLine>> {
    let Some(lead) = store::first(db, Role::Police, 1).await? else {
        return Ok(None);
    };
    if let Some(hotline) = &app.profile.hotline {
        return Ok(Some(HelpLine {
            unit_name: lead.name,
            phone: hotline.clone(),
        }));
    }
    let named = store::contact(db, lead.id).await?;
    Ok(named.filter(|named| !named.phone.is_empty()).map(|named| HelpLine {
        unit_name: lead.name,
        phone: named.phone,
    }))
}
