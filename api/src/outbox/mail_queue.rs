//! The counts of pending mail.

use super::kind::Kind;
use super::store;
use crate::App;
use crate::error::Result;
use dto::Timestamp;
use dto::mail::{MailFault, MailFaultCount, MailQueueOut};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// Returns the numbers of pending mails by failure, and of mails sent today. They contain no personal data, so the
/// reading is not recorded.
pub async fn read(app: &App, now: Timestamp) -> Result<MailQueueOut> {
    let db = app.db.read();
    let waiting = store::waiting(db, Kind::Mail.as_str()).await?;
    let today = rules::zone::start_of_day(rules::zone::local_date(now.get()));
    let delivered_today = store::delivered_since(db, Kind::Mail.as_str(), today).await?;
    let mut faults: BTreeMap<MailFault, i64> = BTreeMap::new();
    let mut last: Option<(OffsetDateTime, MailFault)> = None;
    for group in &waiting {
        let Some(fault) = group.last_error.as_deref().and_then(MailFault::from_name) else {
            continue;
        };
        *faults.entry(fault).or_default() += group.deliveries;
        last = last.max(group.latest.map(|latest| (latest, fault)));
    }
    Ok(MailQueueOut {
        transport: app.mailer.transport(),
        waiting: waiting.iter().map(|group| group.deliveries).sum(),
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
