//! The queue as data: the most urgent first.

use super::term::{clock_runs, name_in, short_instant, state_in, step_word, time_left};
use crate::dossier::data_request;
use crate::listing::filter::Words;
use crate::listing::{Column, Filter, Here, Kind, ListPage, Nothing, Opens, Query, Row, cell, items};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use dto::dossier::{DossierState, Opinion};
use time::Date;

/// List for accounts that decide.
pub static QUEUE: ListPage = list(&PARTS, || t!(queue.none_hint));

/// List of the dossiers on which the user's own unit was consulted.
pub static ASKED: ListPage = list(&ASKED_PARTS, || t!(queue.none_asked_hint));

const fn list(filters: &'static [Filter], none_hint: Words) -> ListPage {
    ListPage {
        path: "/registrations",
        is_addressed: true,
        items,
        label: || t!(queue.table_label),
        class: "stays queue",
        columns: COLUMNS,
        filters,
        order: "queue",
        opens: Opens::Panel,
        id: "/id",
        prefix: "row-",
        opener_class: "row-open queue-open",
        row_class: |_| "",
        group: None,
        ticks: None,
        none: Nothing {
            icon: "stamp",
            title: || t!(queue.none),
            hint: none_hint,
        },
        none_filtered: Nothing {
            icon: "search",
            title: || t!(queue.none_found),
            hint: || t!(queue.none_found_hint),
        },
        reads_again: true,
    }
}

const COLUMNS: &[Column] = &[
    Column::new(|| t!(queue.col_left), "at-left", time_left),
    Column {
        below: Some(detail),
        ..Column::opener(|| t!(queue.col_title), "at-name", name_in)
    },
    Column::new(
        || t!(queue.col_area),
        "at-area",
        |row, _| cell::vietnamese(row.text("/area/name")),
    ),
    Column::new(|| t!(queue.col_received), "at-received less nowrap", received).sorted("filed_at"),
    Column::new(|| t!(queue.col_step), "at-step", step),
    Column::new(|| t!(queue.col_opinions), "at-opinions quiet", opinions),
];

/// Filter of the part of the queue; rendered as buttons with numbers.
pub const PART: &str = "show";
const WAITING: (&str, Words) = ("waiting", || t!(queue.part_waiting));
const OVERDUE: (&str, Words) = ("overdue", || t!(queue.part_overdue));
const SENT_BACK: (&str, Words) = ("sent-back", || t!(queue.part_sent_back));
const DONE: (&str, Words) = ("done", || t!(queue.part_done));

static PARTS: [Filter; 2] = [part(&[WAITING, OVERDUE, SENT_BACK, DONE], in_part), PROCEDURE];
static ASKED_PARTS: [Filter; 2] = [
    part(&[WAITING, ("done", || t!(queue.part_answered))], in_asked_part),
    PROCEDURE,
];

const fn part(values: &'static [(&'static str, Words)], query: fn(&str, Date, &mut Query)) -> Filter {
    Filter {
        usual: "waiting",
        is_question: true,
        shown: |_| false,
        ..Filter::new(
            PART,
            || t!(queue.parts_label),
            Kind::OneOf { any: || "", values },
            query,
        )
    }
}

/// What waits for its applicant has a part of its own.
fn in_part(part: &str, today: Date, query: &mut Query) {
    match part {
        "sent-back" => query.push(("state", DossierState::SupplementRequested.as_str().to_owned())),
        "done" => in_asked_part(part, today, query),
        _ => {
            query.push(("waiting", "true".to_owned()));
            if part == "overdue" {
                query.push(("overdue", "true".to_owned()));
            }
        }
    }
}

/// A unit that was asked answers as long as nothing is decided.
fn in_asked_part(part: &str, _: Date, query: &mut Query) {
    if part == "done" {
        query.push(("closed", "true".to_owned()));
    }
}

const PROCEDURE: Filter = Filter::new(
    "procedure",
    || t!(queue.procedure),
    Kind::OneOf {
        any: || t!(queue.any_procedure),
        values: &[
            ("account_registration", || t!(queue.procedure_registration)),
            ("holder_change", || t!(queue.procedure_holder)),
            ("credential_loss", || t!(queue.procedure_loss)),
            (data_request::PROCEDURE, || t!(queue.procedure_data)),
        ],
    },
    |value, _, query| query.push(("procedure", value.to_owned())),
);

/// Returns whether a text is the number of a dossier, which is found in any part.
pub fn is_number(text: &str) -> bool {
    let Some((prefix, number)) = text.split_once('-') else {
        return false;
    };
    let is_all = |text: &str, right: fn(&u8) -> bool| !text.is_empty() && text.as_bytes().iter().all(right);
    is_all(prefix, u8::is_ascii_alphabetic) && is_all(number, u8::is_ascii_digit)
}

fn detail(row: &Row, _: Here) -> Markup {
    let (title, number) = (row.text("/title").to_owned(), row.text("/number").to_owned());
    let is_account = name_in(row) != title;
    html! {
        <span class="queue-detail">
            {row.text("/summary").to_owned()}
            {is_account.then(|| html! { " · " <span class="mono">{title}</span> })}
            <span class="nowrap">" · " <span class="mono">{number}</span></span>
        </span>
    }
}

fn received(row: &Row, here: Here) -> Markup {
    let at = row.moment("/filed_at");
    cell::words(at.map_or_else(
        || t!(queue.not_confirmed).to_owned(),
        |at| short_instant(at, here.day()),
    ))
}

fn marks(row: &Row) -> Vec<Option<Opinion>> {
    row.items("/asked_units")
        .iter()
        .map(|mark| mark.code("/opinion"))
        .collect()
}

fn step(row: &Row, _: Here) -> Markup {
    let is_asked = clock_runs(row) && marks(row).contains(&None);
    state_in(row).map(|state| step_word(state, is_asked)).into_markup()
}

/// Renders the consulted units, and those that have answered.
fn opinions(row: &Row, _: Here) -> Markup {
    let marks = marks(row);
    if marks.is_empty() {
        return t!(queue.opinions_none).into_markup();
    }
    let answered = marks.iter().filter(|opinion| opinion.is_some()).count();
    let objects = marks
        .iter()
        .filter(|opinion| **opinion == Some(Opinion::Object))
        .count();
    let words = t!(queue.opinions_of, answered = answered, asked = marks.len());
    if objects == 0 {
        return words.into_markup();
    }
    html! {
        {words}
        <br/>
        <span class="said-bad">{t!(queue.opinions_object, count = objects)}</span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_from_a_name() {
        for (text, expected) in [
            ("DK-0415", true),
            ("dk-12", true),
            ("Hải Đăng", false),
            ("-12", false),
            ("DK-", false),
        ] {
            assert_eq!(is_number(text), expected, "{text}");
        }
    }
}
