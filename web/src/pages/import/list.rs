//! The rows of the preview as data: their content, errors, and possible acts.

use super::preview::Decided;
use super::words;
use crate::listing::{Column, Filter, Here, Kind, ListPage, Nothing, Opens, Row, Wanted, cell, items};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use dto::import::{ImportColumn, RowOutcome};
use leptos::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// List in the order of the file.
pub static LIST: ListPage = ListPage {
    path: "/import",
    is_addressed: false,
    items: lines,
    label: || t!(import.table_label),
    class: "stays import-table",
    columns: &[
        Column::new(
            || t!(import.col_line),
            "number at-line",
            |row, _| cell::words(line(row).to_string()),
        ),
        Column::name(
            || t!(import.col_name),
            "at-name",
            |row, _| written(row, ImportColumn::FullName),
        ),
        Column::new(
            || t!(import.col_birth),
            "at-cell",
            |row, _| written(row, ImportColumn::BirthDate),
        ),
        Column::new(
            || t!(import.col_document),
            "at-document mono",
            |row, _| written(row, ImportColumn::DocumentNumber),
        ),
        Column::new(
            || t!(import.col_nationality),
            "at-cell",
            |row, _| written(row, ImportColumn::Nationality),
        ),
        Column::new(
            || t!(import.col_room),
            "at-room",
            |row, _| written(row, ImportColumn::Room),
        ),
        Column::new(
            || t!(import.col_arrival),
            "at-cell",
            |row, _| written(row, ImportColumn::ArrivalOn),
        ),
        Column::new(
            || t!(import.col_kind),
            "at-cell",
            |row, _| row.code("/kind").map(words::kind).into_markup(),
        ),
        Column::new(|| t!(import.col_outcome), "at-status", state),
        Column::new(|| t!(import.col_todo), "at-todo", to_do),
    ],
    filters: &[Filter {
        shown: |_| false,
        ..Filter::new(
            OUTCOME,
            || t!(import.chips_label),
            Kind::OneOf {
                any: || t!(import.all),
                values: &[
                    (RowOutcome::Right.as_str(), || words::word(RowOutcome::Right)),
                    (RowOutcome::Mendable.as_str(), || words::word(RowOutcome::Mendable)),
                    (RowOutcome::Warned.as_str(), || words::word(RowOutcome::Warned)),
                    (RowOutcome::Wrong.as_str(), || words::word(RowOutcome::Wrong)),
                    (RowOutcome::Duplicate.as_str(), || words::word(RowOutcome::Duplicate)),
                ],
            },
            |value, _, query| query.push((OUTCOME, value.to_owned())),
        )
    }],
    order: "",
    opens: Opens::Nothing,
    id: "/id",
    prefix: "import-row-",
    opener_class: "",
    row_class: |row| match outcome(row) {
        Some(RowOutcome::Wrong) => "import-row wrong",
        Some(RowOutcome::Duplicate) => "import-row quiet",
        _ => "import-row",
    },
    group: None,
    ticks: None,
    none: NOTHING,
    none_filtered: NOTHING,
    reads_again: true,
};

/// Filter of the outcome of a row; rendered as buttons with numbers.
pub const OUTCOME: &str = "outcome";

const NOTHING: Nothing = Nothing {
    icon: "search",
    title: || t!(import.none_of_these),
    hint: || t!(guests.none_filtered_hint),
};

/// Returns the rows, each with its line as its id.
fn lines(answer: &mut Value, wanted: &Wanted) -> Vec<Value> {
    let mut rows = items(answer, wanted);
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        let line = row.get("line").and_then(Value::as_u64).unwrap_or_default();
        row.insert("id".to_owned(), line.to_string().into());
    }
    rows
}

/// The columns of the table; errors in other columns are displayed with the name of their column.
const SHOWN: [ImportColumn; 6] = [
    ImportColumn::FullName,
    ImportColumn::BirthDate,
    ImportColumn::DocumentNumber,
    ImportColumn::Nationality,
    ImportColumn::Room,
    ImportColumn::ArrivalOn,
];

/// Returns the outcome of a row.
pub fn outcome(row: &Row) -> Option<RowOutcome> {
    row.code("/outcome")
}

/// Returns its line in the file.
pub fn line(row: &Row) -> u32 {
    u32::try_from(row.count("/line")).unwrap_or_default()
}

fn column(part: &Row) -> Option<ImportColumn> {
    part.code("/column")
}

fn state(row: &Row, _: Here) -> Markup {
    let Some(outcome) = outcome(row) else {
        return Markup::nothing();
    };
    let (icon, class) = words::look(outcome);
    cell::tag(icon, class, words::word(outcome))
}

/// Renders a cell of the file: original and corrected value, or the error.
fn written(row: &Row, shown: ImportColumn) -> Markup {
    let cells = row.items("/cells");
    let text = cells.iter().find(|cell| column(cell) == Some(shown));
    let text = text.map(|cell| cell.text("/text")).unwrap_or_default();
    let mends = row.items("/mends");
    if let Some(mend) = mends.iter().find(|mend| column(mend) == Some(shown)) {
        let (line, Decided { left, .. }) = (line(row), expect_context());
        return html! {
            <span class="import-mend" class:left=move || left.with(|left| left.contains(&line))>
                <del>{mend.text("/before").to_owned()}</del> " " <ins>{mend.text("/after").to_owned()}</ins>
            </span>
        };
    }
    let pointer = format!("/{}", shown.as_str());
    let errors = row.items("/errors");
    let error = errors.iter().find(|error| error.text("/pointer") == pointer);
    match error.filter(|_| outcome(row) == Some(RowOutcome::Wrong)) {
        Some(error) => {
            let position = error
                .at("/params")
                .and_then(|params| params.get("position")?.as_str()?.parse().ok());
            html! { <span class="import-wrong">{marked(text, position)}</span> }
        }
        None => cell::words(text),
    }
}

/// Renders the errors of the row, and the decisions about it.
fn to_do(row: &Row, _: Here) -> Markup {
    let decided: Decided = expect_context();
    let act = match outcome(row) {
        Some(RowOutcome::Mendable) => mends(row, decided.left),
        Some(RowOutcome::Duplicate) => duplicate(line(row), decided.taken),
        _ => Markup::nothing(),
    };
    html! { {said(row)} " " {act} }
}

/// Marks the wrong character alone: O and 0 look alike in any font.
fn marked(text: &str, position: Option<usize>) -> Markup {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let wrong = position.and_then(|position| Some((position, *characters.get(position.checked_sub(1)?)?)));
    let Some((position, wrong)) = wrong else {
        return if text.is_empty() {
            t!(import.empty_cell).into_markup()
        } else {
            text.to_owned().into_markup()
        };
    };
    let before: String = characters[..position - 1].iter().collect();
    let after: String = characters[position..].iter().collect();
    html! { {before}<mark>{wrong}</mark>{after} }
}

/// Returns all errors and warnings, each with its column where the table does not display it.
fn said(row: &Row) -> String {
    let said = [row.items("/errors"), row.items("/warnings")].concat();
    let line = |one: &Row| {
        let column = ImportColumn::from_name(one.text("/pointer").trim_start_matches('/'));
        match column.filter(|column| !SHOWN.contains(column)) {
            Some(column) => format!("{}: {}", words::column(column), one.text("/message")),
            None => one.text("/message").to_owned(),
        }
    };
    said.iter().map(line).collect::<Vec<_>>().join(" ")
}

/// Renders the corrections offered, to be accepted or declined.
fn mends(row: &Row, left: RwSignal<BTreeSet<u32>>) -> Markup {
    let line = line(row);
    let message = |mend: &Row| match column(mend).filter(|column| !SHOWN.contains(column)) {
        Some(column) => {
            let (before, after) = (mend.text("/before"), mend.text("/after"));
            format!("{}: {before} → {after}.", words::column(column))
        }
        None => mend.text("/message").to_owned(),
    };
    let mut messages: Vec<String> = row.items("/mends").iter().map(message).collect();
    messages.dedup();
    let is_left = Memo::new(move |_| left.with(|left| left.contains(&line)));
    html! {
        <span class="import-offer">{messages.join(" ")}</span>
        <span class="import-decide" role="group" aria-label=move || t!(import.decide_label, line = line)>
            <button
                type="button"
                class="link"
                aria-pressed=move || (!is_left.get()).to_string()
                on:click=move |_| left.update(|left| { left.remove(&line); })
            >{move || t!(import.take)}</button>
            " · "
            <button
                type="button"
                class="link"
                aria-pressed=move || is_left.get().to_string()
                on:click=move |_| left.update(|left| { left.insert(line); })
            >{move || t!(import.leave)}</button>
        </span>
    }
}

/// Renders the choice about a duplicate. It is left out by default: two stays of one guest at one time are mostly an
/// error.
fn duplicate(line: u32, taken: RwSignal<BTreeSet<u32>>) -> Markup {
    let is_taken = Memo::new(move |_| taken.with(|taken| taken.contains(&line)));
    html! {
        <span class="import-decide" role="group" aria-label=move || t!(import.duplicate_label, line = line)>
            <button
                type="button"
                class="link"
                aria-pressed=move || (!is_taken.get()).to_string()
                on:click=move |_| taken.update(|taken| { taken.remove(&line); })
            >{move || t!(import.leave_out)}</button>
            " · "
            <button
                type="button"
                class="link"
                aria-pressed=move || is_taken.get().to_string()
                on:click=move |_| taken.update(|taken| { taken.insert(line); })
            >{move || t!(import.take_anyway)}</button>
        </span>
    }
}
