//! The deadlines of the day: what must be done by when, and for how many guests.

use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::{Icon, Load};
use dto::Timestamp;
use dto::stay::{DeadlineKind, ForeignCounts, OwnDeadline, OwnDeadlinesOut};
use leptos::prelude::*;

/// Number of seconds from which on a deadline is red.
const SHORT_SECONDS: i64 = 30 * 60;

/// Renders the deadlines of the facility, the most urgent first.
#[component]
pub fn Deadlines(
    /// The reading of the deadlines.
    deadlines: Load<OwnDeadlinesOut>,
    /// Numbers of foreign guests by state at the immigration site, where files are made for it.
    foreign: Memo<Option<ForeignCounts>>,
) -> Markup {
    let lists = Lists::here();
    IntoMarkup::into_markup(move || {
        let items = deadlines.value().map(|told| gathered(told.items)).unwrap_or_default();
        let foreign = foreign.get().and_then(of_foreigners);
        (!items.is_empty() || foreign.is_some()).then(|| {
            let now = lists.server_now();
            html! {
                <ul class="band-deadlines" aria-label=t!(today.deadlines)>
                    {items.into_iter().map(|item| row(item, now)).collect::<Vec<_>>()}
                    {foreign}
                </ul>
            }
        })
    })
}

/// Merges the overdue deadlines of each kind into one line: they are to be met at once, from whatever day they are.
fn gathered(items: Vec<OwnDeadline>) -> Vec<OwnDeadline> {
    let mut told: Vec<OwnDeadline> = Vec::new();
    for item in items {
        let before = told
            .iter_mut()
            .find(|known| known.kind == item.kind && known.overdue && item.overdue);
        match before {
            Some(known) => {
                known.count += item.count;
                known.due_at = known.due_at.min(item.due_at);
            }
            None => told.push(item),
        }
    }
    told
}

fn row(item: OwnDeadline, now: Timestamp) -> Markup {
    let left = item.due_at.unix() - now.unix();
    let (icon, text, href) = match item.kind {
        DeadlineKind::Notify => ("triangle", t!(today.deadline_notify, count = item.count), "/board"),
        DeadlineKind::Departure => ("out-door", t!(today.deadline_departure, count = item.count), "/guests"),
        DeadlineKind::Correction => ("pen", t!(today.deadline_correction, count = item.count), "/guests"),
    };
    let length = if left > 0 {
        // A begun minute counts as whole, as in the time left above.
        t!(
            today.deadline_left,
            length = format::duration_words((left + 59) / 60 * 60)
        )
    } else {
        t!(today.deadline_over, length = format::duration_words(-left))
    };
    let is_work = item.kind != DeadlineKind::Correction;
    let class = match () {
        () if is_work && left <= SHORT_SECONDS => "deadline deadline-bad",
        () if is_work => "deadline deadline-due",
        () => "deadline",
    };
    html! {
        <li class=class>
            <Icon name=icon/>
            <strong>{moment(item, now)}</strong>
            <a href=href>{text}</a>
            <span class="deadline-left">{length}</span>
        </li>
    }
}

/// Renders the foreign guests who wait for a file; where there are none, those whom the site has still to accept.
fn of_foreigners(counts: ForeignCounts) -> Option<impl IntoMarkup> {
    let (count, text, class) = match (counts.to_export() + counts.withdrawn, counts.exported) {
        (0, 0) => return None,
        (0, 1) => (1, t!(foreign.today_exported_one), "deadline"),
        (1, _) => (1, t!(foreign.today_waiting_one), "deadline deadline-due"),
        (0, exported) => (exported, t!(foreign.today_exported), "deadline"),
        (open, _) => (open, t!(foreign.today_waiting), "deadline deadline-due"),
    };
    Some(html! {
        <li class=class>
            <Icon name="globe"/>
            <strong>{count}</strong>
            <a href="/foreign-guests">{text}</a>
        </li>
    })
}

/// Returns the hour; with its day where that is another one.
fn moment(item: OwnDeadline, now: Timestamp) -> String {
    let day = |at: Timestamp| rules::zone::local_date(at.get());
    match item.kind {
        // 24:00 of today, not 00:00 of tomorrow.
        DeadlineKind::Correction => t!(today.deadline_midnight).to_owned(),
        _ if day(item.due_at) == day(now) => format::time(item.due_at),
        // Of several overdue deadlines the earliest is displayed: not all of them were due then.
        _ if item.overdue && item.count > 1 => t!(today.deadline_since, at = format::instant(item.due_at)),
        _ => format::instant(item.due_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: DeadlineKind, due: i64, count: u32, overdue: bool) -> OwnDeadline {
        OwnDeadline {
            kind,
            due_at: Timestamp::from_unix(due).unwrap(),
            count,
            overdue,
        }
    }

    #[test]
    fn what_is_over_is_told_once_for_each_kind_from_its_earliest_moment() {
        let told = gathered(vec![
            item(DeadlineKind::Departure, 100, 1, true),
            item(DeadlineKind::Departure, 200, 2, true),
            item(DeadlineKind::Notify, 300, 3, false),
            item(DeadlineKind::Departure, 400, 4, false),
        ]);
        let told: Vec<_> = told
            .iter()
            .map(|item| (item.kind, item.due_at.unix(), item.count))
            .collect();
        assert_eq!(
            told,
            [
                (DeadlineKind::Departure, 100, 3),
                (DeadlineKind::Notify, 300, 3),
                (DeadlineKind::Departure, 400, 4)
            ]
        );
    }
}
