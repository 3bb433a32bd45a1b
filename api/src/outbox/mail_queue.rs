//! The mail that waits, counted.

use super::entity::{Column, Entity};
use super::kind::Kind;
use crate::App;
use crate::error::Result;
use dto::Timestamp;
use dto::mail::{MailFault, MailFaultCount, MailQueueOut};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;
use time::OffsetDateTime;

#[derive(FromQueryResult)]
struct Waiting {
    last_error: Option<String>,
    mails: i64,
    oldest: Option<OffsetDateTime>,
    latest: Option<OffsetDateTime>,
    attempts: i32,
}

/// What waits and why, and what left today. There is nothing personal in it, so nothing is audited.
pub async fn read(app: &App, now: Timestamp) -> Result<MailQueueOut> {
    let db = app.db.read();
    let waiting: Vec<Waiting> = Entity::find()
        .select_only()
        .column(Column::LastError)
        .column_as(Column::Id.count(), "mails")
        .column_as(Column::CreatedAt.min(), "oldest")
        .column_as(Column::AttemptedAt.max(), "latest")
        .column_as(Column::Attempts.max(), "attempts")
        .filter(Column::Kind.eq(Kind::Mail.as_str()))
        .filter(Column::DeliveredAt.is_null())
        .filter(Column::GivenUpAt.is_null())
        .group_by(Column::LastError)
        .into_model()
        .all(db)
        .await?;
    let today = rules::zone::local_date(now.get());
    let delivered_today = Entity::find()
        .filter(Column::Kind.eq(Kind::Mail.as_str()))
        .filter(Column::DeliveredAt.gte(rules::zone::start_of_day(today)))
        .count(db)
        .await?;
    let mut faults: BTreeMap<MailFault, i64> = BTreeMap::new();
    let mut last: Option<(OffsetDateTime, MailFault)> = None;
    for group in &waiting {
        let Some(fault) = group.last_error.as_deref().and_then(MailFault::from_name) else {
            continue;
        };
        *faults.entry(fault).or_default() += group.mails;
        last = last.max(group.latest.map(|latest| (latest, fault)));
    }
    Ok(MailQueueOut {
        transport: app.mailer.transport(),
        waiting: waiting.iter().map(|group| group.mails).sum(),
        oldest_queued_at: waiting
            .iter()
            .filter_map(|group| group.oldest)
            .min()
            .map(Timestamp::from),
        attempts: waiting.iter().map(|group| group.attempts).max().unwrap_or_default(),
        last_fault: last.map(|(_, fault)| fault),
        last_fault_at: last.map(|(at, _)| at.into()),
        faults: faults
            .into_iter()
            .map(|(fault, mails)| MailFaultCount { fault, mails })
            .collect(),
        delivered_today: i64::try_from(delivered_today).unwrap_or(i64::MAX),
    })
}
