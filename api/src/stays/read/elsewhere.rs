//! Other places where a guest is notified for the same nights: for the police only, never shown to a facility.

use super::super::entity::stay;
use super::super::purpose::check_purpose;
use super::super::sight::Sight;
use super::super::{answer, budget, row, store};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use crate::references::References;
use dto::problem::ErrorCode;
use dto::stay::{Elsewhere, ElsewhereOut, PurposeIn, StayAct};
use rules::overlap::{Span, overlapping};
use rules::person::{Sameness, compare};
use rules::zone::local_date;
use std::collections::HashSet;
use time::{Date, Duration};
use uuid::Uuid;

/// The longest stay, in days, that the law treats as one stay: an earlier arrival has ended.
const LONGEST: i64 = 366;
/// The largest number of other stays that are read: nobody stays in more places.
const MOST: u64 = 50;

/// The distance from today within which nights concern present guests; older nights require a search.
const AROUND: Duration = Duration::days(7);
/// The time, in seconds, during which a stay that the police have entered or corrected cannot be used for this query.
const SETTLED: i64 = 86_400;

/// Returns the other places where the guest of a stay is notified, for an officer who states a purpose. An invented
/// stay gives no answer.
pub async fn find(caller: &ScopedCaller<Territory>, id: Uuid, body: PurposeIn) -> Result<ElsewhereOut> {
    let app = &caller.app;
    check_purpose(app, caller, Some(&body.purpose)).await?;
    let found = store::get(app.db.read(), Sight::of(app, caller), id)
        .await?
        .ok_or_else(Error::not_found)?;
    if found.cancelled_at.is_some() || !is_settled(app, caller, &found).await? {
        return Err(Error::new(ErrorCode::ElsewhereClosed));
    }
    let references = app.references(caller.now).await?;
    let mut places = places(app, caller, &references, &found).await?;
    let today = local_date(caller.now.get());
    places.retain(|place| {
        let left_on = place.to.saturating_add(Duration::DAY);
        left_on >= today.saturating_sub(AROUND) && place.from <= today.saturating_add(AROUND)
    });
    budget::take(app, caller, places.len()).await?;
    let reference = body.reference.as_deref().map(str::trim);
    let event = Event::new("stay_sought_elsewhere", "stay")
        .on(id)
        .in_area(&found.area_code)
        .for_purpose(
            Some(body.purpose),
            reference.filter(|text| !text.is_empty()).map(str::to_owned),
        )
        .with("places", places.len());
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(ElsewhereOut { places })
}

/// Returns whether the police have not entered or corrected the stay recently. A correction for others has a reason, so
/// a correction without a reason was made by the facility.
async fn is_settled(app: &App, caller: &Caller, stay: &stay::Model) -> Result<bool> {
    let since = caller.now.plus_seconds(-SETTLED).get();
    let is_correction = |act: StayAct, at: time::OffsetDateTime, reason: Option<&String>| {
        act == StayAct::Corrected && at > since && reason.is_some()
    };
    if stay.entered_at.is_some_and(|at| at > since) || is_correction(*stay.act, stay.act_at, stay.act_reason.as_ref()) {
        return Ok(false);
    }
    let versions = store::versions(app.db.read(), stay.id).await?;
    Ok(!versions
        .iter()
        .any(|version| is_correction(*version.act, version.act_at, version.act_reason.as_ref())))
}

/// Returns the other places in the whole province. For a place outside the reader's area only place and time are
/// returned: enough to ask the police there.
async fn places(
    app: &App,
    caller: &ScopedCaller<Territory>,
    references: &References,
    this: &stay::Model,
) -> Result<Vec<Elsewhere>> {
    let is_officer = matches!(caller.scope, Territory::Area(_) | Territory::Everything);
    if !is_officer || this.cancelled_at.is_some() {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let (from, until) = nights(app, caller, this)?;
    let since = this.arrival_at.saturating_sub(Duration::days(LONGEST));
    let who = row::identity(this, &app.sealer)?;
    let mut others = store::elsewhere(db, this, &who.number, (since, until), MOST).await?;
    let same = others
        .iter()
        .map(|other| Ok(compare(&who, &row::identity(other, &app.sealer)?) == Sameness::Same))
        .collect::<Result<Vec<bool>>>()?;
    let mut same = same.into_iter();
    others.retain(|_| same.next().unwrap_or(false));
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let ids = others.iter().map(|other| other.id).collect();
    let reached: HashSet<Uuid> = store::reached(db, Sight::of(app, caller), ids).await?;
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
                facility_name: names.get(&other.facility_id).filter(|_| is_reached).cloned(),
                area: references.area_ref(&other.area_code),
                from,
                to: until.saturating_sub(Duration::DAY),
            }
        });
    Ok(found.collect())
}

/// Returns the local day of arrival, and the day after the last night.
fn nights(app: &App, caller: &Caller, stay: &stay::Model) -> Result<(Date, Date)> {
    let summary = answer::summary(stay, app, caller.now, "")?;
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
