//! Notifies the deciding officers once of each term that is about to end, and once of each that has ended.

use super::entity::dossier;
use super::{clock, row, store};
use crate::App;
use crate::accounts;
use crate::audit::{Actor, Event};
use crate::error::Result;
use crate::outbox::{self, Mail};
use dto::{Lang, Timestamp, say};
use rules::tiers;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The largest number of dossiers of one procedure in one round; the next round continues.
const ROUND: u64 = 200;

/// Carries out one round. An officer who decides on several dossiers gets one mail with their number; mails contain no
/// names.
pub async fn run(app: &App, now: Timestamp) -> Result<()> {
    let mut due = Vec::new();
    for procedure in store::procedures(app.db.read()).await?.values() {
        let soon = now.plus_seconds(i64::from(clock::terms(app, procedure)?.remind_hours) * 3_600);
        due.extend(store::to_remind(app.db.read(), &procedure.id, soon, now, ROUND).await?);
    }
    if due.is_empty() {
        return Ok(());
    }
    let (over, ending): (Vec<_>, Vec<_>) = due.iter().partition(|row| is_over(row, now));
    app.db
        .write(&Actor::system("reminders"), now, async |tx| {
            let mut letters: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for row in &due {
                // An officer who cannot decide on a dossier gets no mail about its term.
                let (handler, about) = (row::handled_by(row)?, row::subject_tier(row)?);
                let decides = about.is_none_or(|tier| tiers::may_manage(handler, tier, &app.profile));
                let handler = Some(handler).filter(|_| decides);
                let addresses = accounts::service::addresses_of_deciders(tx, &row.area_path, handler).await?;
                for address in addresses {
                    let (ending, over) = letters.entry(address).or_default();
                    *(if is_over(row, now) { over } else { ending }) += 1;
                }
            }
            store::mark_told(tx, ids(&ending), dossier::Column::RemindedAt, now).await?;
            store::mark_told(tx, ids(&over), dossier::Column::OverdueToldAt, now).await?;
            for (to, (ending, over)) in letters {
                let letter = say!(
                    Lang::Vi,
                    mail.dossiers_due,
                    ending = ending,
                    over = over,
                    address = format!("{}/dossiers", app.config.public_url)
                );
                outbox::send_mail(tx, app, Mail::new(to, letter), now).await?;
            }
            let event = Event::new("deciders_reminded", "dossier")
                .with("ending", ending.len())
                .with("over", over.len());
            Ok(((), event.into()))
        })
        .await
}

fn is_over(row: &dossier::Model, now: Timestamp) -> bool {
    row.due_at.is_some_and(|due| Timestamp::from(due) <= now)
}

fn ids(rows: &[&dossier::Model]) -> Vec<Uuid> {
    rows.iter().map(|row| row.id).collect()
}
