//! The number that everybody may call.

use super::entity::{contact, unit};
use crate::App;
use crate::error::Result;
use dto::account::Role;
use dto::profile::HelpLine;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Whom everybody may call: the number that the province publishes, else the office telephone of the contact of the lead
/// agency (KH-3d).
pub async fn help_line(db: &impl ConnectionTrait, app: &App) -> Result<Option<HelpLine>> {
    let lead = unit::Entity::find()
        .filter(unit::Column::Role.eq(Role::Police.as_str()))
        .filter(unit::Column::Level.eq(1))
        .order_by_asc(unit::Column::Id)
        .one(db)
        .await?;
    let Some(lead) = lead else { return Ok(None) };
    if let Some(hotline) = &app.profile.hotline {
        return Ok(Some(HelpLine {
            unit_name: lead.name,
            phone: hotline.clone(),
        }));
    }
    let named = contact::Entity::find_by_id(lead.id).one(db).await?;
    Ok(named.filter(|named| !named.phone.is_empty()).map(|named| HelpLine {
        unit_name: lead.name,
        phone: named.phone,
    }))
}
