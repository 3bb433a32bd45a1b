//! The history of a stay in words.

use crate::format;
use crate::lists::Lists;
use crate::reactive::sort_by;
use crate::t;
use crate::ui::version_line::{Changed, Stop, VersionStop};
use crate::words;
use dto::Timestamp;
use dto::change::FieldChange;
use dto::stay::{StayAct, StayEvent, StayEventKind, StayVersionOut, StayVersionsOut};
use std::collections::HashMap;

/// Returns the words for the act of a version.
pub fn act_words(act: StayAct) -> &'static str {
    match act {
        StayAct::Notified => t!(stay.act_notified),
        StayAct::Corrected => t!(stay.act_corrected),
        StayAct::Extended => t!(stay.act_extended),
        StayAct::Moved => t!(stay.act_moved),
        StayAct::Departed => t!(stay.act_departed),
        StayAct::DepartureCorrected => t!(stay.act_departure_corrected),
        StayAct::Cancelled => t!(stay.act_cancelled),
    }
}

/// Returns versions and events, newest first.
pub fn stops(history: &StayVersionsOut, lists: Lists) -> Vec<Stop> {
    let in_use = history.versions.iter().map(|version| version.version).max();
    let versions = history
        .versions
        .iter()
        .map(|version| (version.at, Stop::Version(version_stop(version, in_use, lists))));
    let events = history.events.iter().map(|event| (event.at, event_stop(*event)));
    let mut stops: Vec<(Timestamp, Stop)> = versions.chain(events).collect();
    // A departure of the same second is listed below the night that it removes.
    sort_by(&mut stops, |stop| std::cmp::Reverse(rank(stop)));
    stops.into_iter().map(|(_, stop)| stop).collect()
}

fn rank((at, stop): &(Timestamp, Stop)) -> (Timestamp, i32) {
    match stop {
        Stop::Version(version) => (*at, version.number),
        Stop::Event { .. } => (*at, i32::MAX),
    }
}

fn version_stop(version: &StayVersionOut, in_use: Option<i32>, lists: Lists) -> VersionStop {
    let who = match (version.by_name.as_str(), version.by_unit.as_str()) {
        (name, "") => name.to_owned(),
        ("", unit) => unit.to_owned(),
        (name, unit) => t!(stay.by, name = name, unit = unit),
    };
    VersionStop {
        number: version.version,
        in_use: Some(version.version) == in_use,
        what: what(version).to_owned(),
        at: format::instant(version.at),
        who,
        changes: worth_telling(&version.changes)
            .filter_map(|change| changed(change, lists))
            .collect(),
        why: version
            .change_reason
            .as_ref()
            .map(|reason| t!(stay.why, reason = reason)),
        punctuality: (version.act == StayAct::Notified).then(|| punctuality(version)),
    }
}

/// Returns the changes to display: a changed year of birth is left out beside a changed date.
fn worth_telling(changes: &[FieldChange]) -> impl Iterator<Item = &FieldChange> {
    let has_date = changes
        .iter()
        .any(|change| change.pointer == "/guest/birth_date" && change.after.is_some());
    changes
        .iter()
        .filter(move |change| !(has_date && change.pointer == "/guest/birth_year"))
}

/// Returns the words; only a later departure is called an extension, an earlier one is not.
fn what(version: &StayVersionOut) -> &'static str {
    let later = version.changes.iter().any(|change| {
        let at = |value: &Option<String>| value.as_deref().and_then(Timestamp::parse);
        change.pointer == "/planned_departure_at" && at(&change.after) > at(&change.before)
    });
    if version.act == StayAct::Extended && later {
        t!(stay.extend)
    } else {
        act_words(version.act)
    }
}

fn changed(change: &FieldChange, lists: Lists) -> Option<Changed> {
    Some(Changed {
        field: words::stay::label(&change.pointer)?.to_owned(),
        before: words::stay::words(&change.pointer, change.before.as_deref(), lists),
        after: words::stay::words(&change.pointer, change.after.as_deref(), lists),
    })
}

/// Returns whether the first notification was in time, and by how much.
fn punctuality(version: &StayVersionOut) -> (bool, String) {
    let stay = &version.stay;
    let day = |at: Timestamp| rules::zone::local_date(at.get());
    let due = if day(stay.due_at) == day(stay.notified_at) {
        format::time(stay.due_at)
    } else {
        format::instant(stay.due_at)
    };
    match stay.late_seconds {
        Some(late) => (
            false,
            t!(stay.after_due, length = format::duration_words(late), due = due),
        ),
        None => {
            let early = stay.due_at.unix() - stay.notified_at.unix();
            (
                true,
                t!(stay.before_due, length = format::duration_words(early), due = due),
            )
        }
    }
}

fn event_stop(event: StayEvent) -> Stop {
    let (icon, what) = match event.kind {
        StayEventKind::GrewByOneNight => ("growing-clock", t!(stay.event_grew)),
        StayEventKind::GrowthUndone => ("history", t!(stay.event_growth_undone)),
    };
    Stop::Event {
        icon,
        what: what.to_owned(),
        at: format::instant(event.at),
    }
}

/// Returns for each field the number of the latest version that changed it.
pub fn marks(history: &StayVersionsOut) -> HashMap<String, i32> {
    let mut marks = HashMap::new();
    for version in &history.versions {
        for change in &version.changes {
            let latest = marks
                .entry(canonical(&change.pointer).to_owned())
                .or_insert(version.version);
            *latest = (*latest).max(version.version);
        }
    }
    marks
}

/// Returns one name for a member that a stay and its patch name differently.
fn canonical(pointer: &str) -> &str {
    match pointer {
        "/room" | "/room/id" | "/room_id" => "/room/name",
        "/reason" => "/reason/code",
        "/reason_note" => "/reason/note",
        "/guest/birth_year" => "/guest/birth_date",
        other => other,
    }
}
