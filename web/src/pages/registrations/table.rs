//! The rows of the queue.

use super::queue::{Queue, row_id};
use crate::format;
use crate::lists::Lists;
use crate::pages::lookup::words::{Left, state_word};
use crate::reactive::each;
use crate::t;
use crate::ui::Icon;
use dto::Timestamp;
use dto::dossier::{ConsultationMark, DossierState, DossierSummary, Opinion};
use leptos::prelude::*;
use time::Date;
use uuid::Uuid;

/// 19/11, 15:10.
pub fn short_instant(at: Timestamp, today: Date) -> String {
    let day = rules::zone::local_date(at.get());
    format!("{}, {}", format::short_date(day, today.year()), format::time(at))
}

/// Whom a dossier is about: a report of a loss by the facility of the account, and not by a bare login name.
pub fn name_of(row: &DossierSummary) -> String {
    let facility = row
        .account_name
        .clone()
        .filter(|_| row.procedure.code == "credential_loss");
    facility.unwrap_or_else(|| row.title.clone())
}

/// The table. Under 720 px each row stands as three lines.
#[component]
pub fn Table(
    /// The rows.
    queue: Queue,
    /// Which one is open in the panel.
    open: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    view! {
        <table class="stays queue" role="table" aria-label=move || t!(queue.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="at-left" aria-sort="ascending">{move || t!(queue.col_left)}</th>
                    <th role="columnheader" scope="col">{move || t!(queue.col_title)}</th>
                    <th role="columnheader" scope="col">{move || t!(queue.col_area)}</th>
                    <th role="columnheader" scope="col" class="less">{move || t!(queue.col_received)}</th>
                    <th role="columnheader" scope="col">{move || t!(queue.col_step)}</th>
                    <th role="columnheader" scope="col">{move || t!(queue.col_opinions)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {each(
                    move || queue.items.get(),
                    |row| format!("{} {} {} {}", row.id, row.version, row.asked_units.len(), answered(&row.asked_units)),
                    move |row| view! { <Row row open/> },
                )}
            </tbody>
        </table>
    }
}

fn answered(marks: &[ConsultationMark]) -> usize {
    marks.iter().filter(|mark| mark.opinion.is_some()).count()
}

/// Whether it waits for the opinion of another unit.
pub fn is_asked(row: &DossierSummary) -> bool {
    row.state.clock_runs() && row.asked_units.iter().any(|asked| asked.opinion.is_none())
}

/// The step, by one name in the list and in the panel.
pub fn step_word(state: DossierState, is_asked: bool) -> &'static str {
    if is_asked {
        t!(queue.step_asked)
    } else {
        state_word(state)
    }
}

#[component]
fn Row(row: DossierSummary, open: RwSignal<Option<Uuid>>) -> impl IntoView {
    let lists = Lists::here();
    let id = row.id;
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let today = Memo::new(move |_| lists.clock().today());
    let (state, filed_at) = (row.state, row.filed_at);
    let opinions = StoredValue::new(row.asked_units.clone());
    let is_account = name_of(&row) != row.title;
    let is_asked = is_asked(&row);
    view! {
        <tr role="row" class="stay-row" class:selected=is_open aria-selected=move || is_open.get().then_some("true")>
            <td role="cell" class="at-left"><TimeLeft row=row.clone()/></td>
            <td role="cell" class="at-name">
                <button
                    type="button"
                    class="row-open queue-open"
                    id=row_id(id)
                    aria-haspopup="dialog"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| open.set(Some(id))
                >
                    {name_of(&row)}
                </button>
                <span class="queue-detail">
                    {row.summary}
                    {is_account.then(|| view! { " · " <span class="mono">{row.title.clone()}</span> })}
                    <span class="nowrap">" · " <span class="mono">{row.number}</span></span>
                </span>
            </td>
            <td role="cell" class="at-area">{row.area.name}</td>
            <td role="cell" class="at-received less nowrap">
                {move || filed_at.map_or_else(|| t!(queue.not_confirmed).to_owned(), |at| short_instant(at, today.get()))}
            </td>
            <td role="cell" class="at-step">{move || step_word(state, is_asked)}</td>
            <td role="cell" class="at-opinions quiet">{move || opinions.with_value(|marks| opinion_words(marks))}</td>
        </tr>
    }
}

/// Who was asked, and who has answered.
fn opinion_words(marks: &[ConsultationMark]) -> AnyView {
    if marks.is_empty() {
        return t!(queue.opinions_none).into_any();
    }
    let objects = marks
        .iter()
        .filter(|mark| mark.opinion == Some(Opinion::Object))
        .count();
    let answered = t!(queue.opinions_of, answered = answered(marks), asked = marks.len());
    if objects == 0 {
        return answered.into_any();
    }
    view! {
        {answered}
        <br/>
        <span class="said-bad">{t!(queue.opinions_object, count = objects)}</span>
    }
    .into_any()
}

/// The words and the bar of the time used: indigo, the lamp under 8 hours, red when over.
#[component]
pub fn TimeLeft(
    /// Of which dossier.
    row: DossierSummary,
) -> impl IntoView {
    let lists = Lists::here();
    // A decided one has no time left, in whatever time it was decided.
    let due_at = row.due_at.filter(|_| row.decided_at.is_none());
    let (term, state) = (row.term_seconds, row.state);
    let late = row.late_seconds;
    let (decider, urgent, waits_since) = (row.decider, row.urgent, row.sent_back_at);
    let left = Memo::new(move |_| Left::at(due_at, lists.server_now()));
    move || match left.get() {
        // Somebody else's term: nobody here is late for it.
        _ if decider.is_some() => {
            view! { <span class="tag"><Icon name="user"/><span>{t!(queue.decided_by_administrator)}</span></span> }
                .into_any()
        }
        _ if urgent => {
            view! { <span class="tag tag-bad"><Icon name="triangle"/><span>{t!(queue.urgent)}</span></span> }.into_any()
        }
        Left::None => {
            let word = match (late, state) {
                (Some(late), _) => t!(queue.was_late, length = format::length(late)),
                (None, DossierState::SupplementRequested) => waits_since.map_or_else(
                    || t!(queue.stands).to_owned(),
                    |at| t!(queue.waits_since, at = short_instant(at, lists.clock().today())),
                ),
                (None, state) if state.clock_runs() => t!(queue.no_term).to_owned(),
                (None, _) => t!(queue.in_time).to_owned(),
            };
            let class = if late.is_some() { "tag tag-bad" } else { "tag" };
            let icon = if late.is_some() { "growing-clock" } else { "clock" };
            view! { <span class=class><Icon name=icon/><span>{word}</span></span> }.into_any()
        }
        standing => {
            let (class, bar, icon) = match standing {
                Left::Over(_) => ("tag tag-bad", "left-bar left-over", "growing-clock"),
                _ if standing.is_short() => ("tag tag-warn", "left-bar left-short", "clock"),
                _ => ("tag", "left-bar", "clock"),
            };
            let width = format!("{}%", used(standing, term));
            view! {
                <span class=class><Icon name=icon/><span>{standing.words()}</span></span>
                <span class=bar aria-hidden="true"><span style:inline-size=width></span></span>
            }
            .into_any()
        }
    }
}

/// How much of the term is used, in per cent.
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
