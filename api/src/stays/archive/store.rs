//! Queries for archives.

use super::entity::{self, Entity, Model};
use super::kept::Kept;
use crate::db::Tx;
use crate::error::Result;
use crate::stays::entity::{foreign_guest_mark, stay, stay_acknowledgement, stay_message, stay_version};
use rules::zone::start_of_day;
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use std::hash::Hash;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The largest number of archives that are listed: one a month for eighty years.
const MOST: u64 = 1_000;

/// Returns the next stays of a month in the order of notification, with all their related rows.
pub async fn page(
    db: &impl ConnectionTrait,
    month: Date,
    after: Option<(OffsetDateTime, Uuid)>,
    limit: u64,
) -> Result<Vec<Kept>> {
    use stay::Column::{Id, NotifiedAt};
    let next = month
        .saturating_add(time::Duration::days(31))
        .replace_day(1)
        .unwrap_or(Date::MAX);
    let mut rows = stay::Entity::find()
        .filter(NotifiedAt.gte(start_of_day(month)))
        .filter(NotifiedAt.lt(start_of_day(next)));
    if let Some((at, id)) = after {
        let later = Condition::any()
            .add(NotifiedAt.gt(at))
            .add(Condition::all().add(NotifiedAt.eq(at)).add(Id.gt(id)));
        rows = rows.filter(later);
    }
    let stays = rows
        .order_by_asc(NotifiedAt)
        .order_by_asc(Id)
        .limit(limit)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = stays.iter().map(|stay| stay.id).collect();
    let versions = stay_version::Entity::find()
        .filter(stay_version::Column::StayId.is_in(ids.clone()))
        .order_by_asc(stay_version::Column::Version)
        .all(db)
        .await?;
    let messages = stay_message::Entity::find()
        .filter(stay_message::Column::StayId.is_in(ids.clone()))
        .order_by_asc(stay_message::Column::Id)
        .all(db)
        .await?;
    let notes = stay_acknowledgement::Entity::find()
        .filter(stay_acknowledgement::Column::StayId.is_in(ids.clone()))
        .all(db)
        .await?;
    let marks = foreign_guest_mark::Entity::find()
        .filter(foreign_guest_mark::Column::StayId.is_in(ids))
        .all(db)
        .await?;
    let mut versions = grouped(versions, |version| version.stay_id);
    let mut messages = grouped(messages, |message| message.stay_id);
    let mut notes = grouped(notes, |note| note.stay_id);
    let mut marks = grouped(marks, |mark| mark.stay_id);
    let with_all = stays.into_iter().map(|stay| Kept {
        versions: versions.remove(&stay.id).unwrap_or_default(),
        messages: messages.remove(&stay.id).unwrap_or_default(),
        acknowledgement: notes.remove(&stay.id).and_then(|mut notes| notes.pop()),
        mark: marks.remove(&stay.id).and_then(|mut marks| marks.pop()),
        stay,
    });
    Ok(with_all.collect())
}

fn grouped<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    rows.into_iter().fold(HashMap::new(), |mut groups, row| {
        groups.entry(key(&row)).or_insert_with(Vec::new).push(row);
        groups
    })
}

/// Stores the row of an archive.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Returns every archive, by month.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .order_by_asc(entity::Column::Month)
        .order_by_asc(entity::Column::MadeAt)
        .order_by_asc(entity::Column::Id)
        .limit(MOST)
        .all(db)
        .await?)
}

/// Returns the newest archive of a month.
pub async fn newest(db: &impl ConnectionTrait, month: Date) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(entity::Column::Month.eq(month))
        .order_by_desc(entity::Column::MadeAt)
        .order_by_desc(entity::Column::Id)
        .one(db)
        .await?)
}
