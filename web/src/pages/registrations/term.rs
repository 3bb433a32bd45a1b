//! The time limit of a dossier: the time left, and the current step.

use crate::format;
use crate::listing::{Here, Row};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::Icon;
use crate::words::dossier::{Left, state_word};
use dto::Timestamp;
use dto::dossier::{DossierState, DossierSummary};
use leptos::prelude::*;
use time::Date;

/// Returns the instant as 19/11, 15:10.
pub fn short_instant(at: Timestamp, today: Date) -> String {
    let day = rules::zone::local_date(at.get());
    format!("{}, {}", format::short_date(day, today.year()), format::time(at))
}

/// Returns the subject of a dossier: for a report of a loss the facility of the account, not only a login name.
pub fn name_of(row: &DossierSummary) -> String {
    let facility = row
        .account_name
        .clone()
        .filter(|_| row.procedure.code == "credential_loss");
    facility.unwrap_or_else(|| row.title.clone())
}

/// Returns whether it waits for the opinion of another unit.
pub fn is_asked(row: &DossierSummary) -> bool {
    row.state.clock_runs() && row.asked_units.iter().any(|asked| asked.opinion.is_none())
}

/// Returns the step, with the same word in the list and in the panel.
pub fn step_word(state: DossierState, is_asked: bool) -> &'static str {
    if is_asked {
        t!(queue.step_asked)
    } else {
        state_word(state)
    }
}

/// Returns the subject of the dossier of a row, as [`name_of`].
pub fn name_in(row: &Row) -> String {
    let is_loss = row.text("/procedure/code") == "credential_loss";
    let facility = Some(row.text("/account_name")).filter(|name| is_loss && !name.is_empty());
    facility.unwrap_or_else(|| row.text("/title")).to_owned()
}

/// Returns the state of a row.
pub fn state_in(row: &Row) -> Option<DossierState> {
    row.code("/state")
}

/// Returns whether the clock of a row runs.
pub fn clock_runs(row: &Row) -> bool {
    state_in(row).is_some_and(DossierState::clock_runs)
}

/// Renders text and bar of the time used: indigo, the lamp colour under 8 hours, red when over.
pub fn time_left(row: &Row, here: Here) -> Markup {
    let tag = |icon: &'static str, class: &'static str, word: String| {
        html! { <span class=class><Icon name=icon/><span>{word}</span></span> }
    };
    // The time limit of another unit: nobody here is late for it.
    if row.has("/decider") {
        return tag("user", "tag", t!(queue.decided_by_administrator).to_owned());
    }
    if row.is("/urgent") {
        return tag("triangle", "tag tag-bad", t!(queue.urgent).to_owned());
    }
    // A decided dossier has no time left, however long the decision took.
    let due_at = row.moment("/due_at").filter(|_| !row.has("/decided_at"));
    let (term, state, late) = (row.number("/term_seconds"), state_in(row), row.number("/late_seconds"));
    let waits_since = row.moment("/sent_back_at");
    let lists = here.lists;
    let left = Memo::new(move |_| Left::at(due_at, lists.server_now()));
    (move || match left.get() {
        Left::None => {
            let word = match (late, state) {
                (Some(late), _) => t!(queue.was_late, length = format::length(late)),
                (None, Some(DossierState::SupplementRequested)) => waits_since.map_or_else(
                    || t!(queue.stands).to_owned(),
                    |at| t!(queue.waits_since, at = short_instant(at, here.day())),
                ),
                (None, Some(state)) if state.clock_runs() => t!(queue.no_term).to_owned(),
                (None, _) => t!(queue.in_time).to_owned(),
            };
            if late.is_some() {
                tag("growing-clock", "tag tag-bad", word)
            } else {
                tag("clock", "tag", word)
            }
        }
        standing => {
            let (class, bar, icon) = match standing {
                Left::Over(_) => ("tag tag-bad", "left-bar left-over", "growing-clock"),
                _ if standing.is_short() => ("tag tag-warn", "left-bar left-short", "clock"),
                _ => ("tag", "left-bar", "clock"),
            };
            let width = format!("{}%", used(standing, term));
            html! {
                {tag(icon, class, standing.words().unwrap_or_default())}
                <span class=bar aria-hidden="true"><span style:inline-size=width></span></span>
            }
        }
    })
    .into_markup()
}

/// Returns the used part of the time limit, in per cent.
pub fn used(left: Left, term: Option<i64>) -> i64 {
    match (left, term) {
        (Left::Running(left), Some(term)) if term > 0 => ((term - left) * 100 / term).clamp(0, 100),
        (Left::Over(_), _) => 100,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_shows_how_much_of_the_term_is_used() {
        let term = Some(48 * 3600);
        assert_eq!(used(Left::Running(48 * 3600), term), 0);
        assert_eq!(used(Left::Running(12 * 3600), term), 75);
        assert_eq!(used(Left::Over(1), term), 100);
        assert_eq!(used(Left::None, term), 0);
    }
}
