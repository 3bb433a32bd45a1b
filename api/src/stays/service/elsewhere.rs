//! Where else a guest is notified for the same nights: for the police to look at, never told to a facility.

use super::super::entity::stay;
use super::super::{row, store};
use crate::App;
use crate::authz::{Caller, Scope};
use crate::directory;
use crate::directory::references::References;
use crate::error::Result;
use dto::stay::Elsewhere;
use rules::overlap::{Span, overlapping};
use rules::person::{Sameness, compare};
use rules::zone::local_date;
use std::collections::HashSet;
use time::{Date, Duration};
use uuid::Uuid;

/// Longest stay that the law takes for one, in days: what arrived earlier has ended.
const LONGEST: i64 = 366;
/// Most other stays that are looked at: nobody sleeps in more places.
const MOST: u64 = 50;

/// The other places, in the whole province. Of one outside the reader's area only where and when: enough to ask the
/// police there, and no more than that.
pub(super) async fn places(
    app: &App,
    caller: &Caller,
    references: &References,
    this: &stay::Model,
) -> Result<Vec<Elsewhere>> {
    let is_officer = matches!(caller.scope, Scope::Area { .. } | Scope::Everything);
    if !is_officer || this.cancelled_at.is_some() {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let (from, until) = nights(app, caller, this)?;
    let since = this.arrival_at.saturating_sub(Duration::days(LONGEST));
    let mut others = store::elsewhere(db, this, since, until, MOST).await?;
    let who = row::identity(this)?;
    let same = others
        .iter()
        .map(|other| Ok(compare(&who, &row::identity(other)?) == Sameness::Same))
        .collect::<Result<Vec<bool>>>()?;
    let mut same = same.into_iter();
    others.retain(|_| same.next().unwrap_or(false));
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let ids = others.iter().map(|other| other.id).collect();
    let reached: HashSet<Uuid> = store::reached(db, &caller.scope, ids).await?;
    let names = directory::service::names(db, row::facility_ids(&others)).await?;
    let mut spans = vec![span(0, this.facility_id, (from, until))];
    for (at, other) in others.iter().enumerate() {
        spans.push(span(at + 1, other.facility_id, nights(app, caller, other)?));
    }
    let found = overlapping(&spans)
        .into_iter()
        .filter(|(first, second, ..)| *first == 0 || *second == 0)
        .map(|(first, second, from, until)| {
            let other = &others[first.max(second) - 1];
            let is_reached = reached.contains(&other.id);
            Elsewhere {
                stay_id: is_reached.then_some(other.id),
                facility: names.get(&other.facility_id).filter(|_| is_reached).cloned(),
                area: references.area_ref(&other.area_code),
                from,
                until,
            }
        });
    Ok(found.collect())
}

/// The local day of arrival, and the day after the last night.
fn nights(app: &App, caller: &Caller, stay: &stay::Model) -> Result<(Date, Date)> {
    let summary = row::summary(stay, app, caller.now, "")?;
    Ok((local_date(stay.arrival_at), summary.nights.ends_on))
}

fn span(id: usize, facility: Uuid, (from, until): (Date, Date)) -> Span<Uuid> {
    Span {
        id,
        facility,
        from,
        until,
    }
}
