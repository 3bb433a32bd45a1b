//! Queries on the calendar.

use crate::db::Tx;
use crate::error::Result;
use crate::procedures::entity::{calendar_day, calendar_year};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Returns the current version of a year.
pub async fn year(db: &impl ConnectionTrait, year: i32) -> Result<Option<calendar_year::Model>> {
    Ok(calendar_year::Entity::find()
        .filter(calendar_year::Column::Year.eq(year))
        .order_by_desc(calendar_year::Column::Version)
        .one(db)
        .await?)
}

/// Returns every version of every year, oldest first.
pub async fn versions(db: &impl ConnectionTrait) -> Result<Vec<calendar_year::Model>> {
    Ok(calendar_year::Entity::find()
        .order_by_asc(calendar_year::Column::Year)
        .order_by_asc(calendar_year::Column::Version)
        .all(db)
        .await?)
}

/// Returns the days of a version, in order.
pub async fn days(db: &impl ConnectionTrait, year: i32, version: i32) -> Result<Vec<calendar_day::Model>> {
    Ok(calendar_day::Entity::find()
        .filter(calendar_day::Column::Year.eq(year))
        .filter(calendar_day::Column::Version.eq(version))
        .order_by_asc(calendar_day::Column::Day)
        .all(db)
        .await?)
}

/// Adds a version.
pub async fn add(tx: &Tx, year: calendar_year::ActiveModel, days: Vec<calendar_day::ActiveModel>) -> Result<()> {
    calendar_year::Entity::insert(year).exec_without_returning(tx).await?;
    if !days.is_empty() {
        calendar_day::Entity::insert_many(days)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
