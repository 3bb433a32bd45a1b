//! One row of the preview.

use super::preview::Decided;
use super::words;
use crate::t;
use crate::ui::Icon;
use dto::import::{ImportColumn, ImportMend, ImportRowOut, RowOutcome};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The columns that the table shows; mistakes elsewhere are told with the name of their column.
const SHOWN: [ImportColumn; 6] = [
    ImportColumn::FullName,
    ImportColumn::BirthDate,
    ImportColumn::DocumentNumber,
    ImportColumn::Nationality,
    ImportColumn::Room,
    ImportColumn::ArrivalOn,
];

/// The id of the element of a row.
pub fn row_id(line: u32) -> String {
    format!("import-row-{line}")
}

/// A row: what stands there, what is wrong with it, and what can be done.
#[component]
pub fn Row(
    /// The row.
    row: ImportRowOut,
    /// What was decided otherwise.
    decided: Decided,
) -> impl IntoView {
    let (line, outcome) = (row.line, row.outcome);
    let (icon, tag) = words::look(outcome);
    let class = match outcome {
        RowOutcome::Wrong => "stay-row import-row wrong",
        RowOutcome::Duplicate => "stay-row import-row quiet",
        _ => "stay-row import-row",
    };
    let left = decided.left;
    let cells = SHOWN.map(|column| cell(&row, column, left));
    let said = said(&row);
    let mends = (outcome == RowOutcome::Mendable).then(|| mends(&row, left));
    let duplicate = (outcome == RowOutcome::Duplicate).then(|| duplicate(line, decided.taken));
    let kind = row.kind;
    view! {
        <tr role="row" id=row_id(line) class=class tabindex="-1">
            <td role="cell" class="number at-line"><span class="word-narrow quiet">{move || t!(import.line_short)} " "</span>{line}</td>
            {cells.into_iter().collect_view()}
            <td role="cell" class="at-cell">{move || kind.map(words::kind)}</td>
            <td role="cell" class="at-status"><span class=tag><Icon name=icon/><span>{move || words::word(outcome)}</span></span></td>
            <td role="cell" class="at-todo">{said} " " {mends} {duplicate}</td>
        </tr>
    }
}

fn pointer(column: ImportColumn) -> String {
    format!("/{}", column.as_str())
}

fn cell(row: &ImportRowOut, column: ImportColumn, left: RwSignal<BTreeSet<u32>>) -> impl IntoView + use<> {
    let text = row
        .cells
        .iter()
        .find(|cell| cell.column == column)
        .map(|cell| cell.text.clone())
        .unwrap_or_default();
    let mend = row.mends.iter().find(|mend| mend.column == column).cloned();
    let error = row.errors.iter().find(|error| error.pointer == pointer(column));
    let is_wrong = error.is_some() && row.outcome == RowOutcome::Wrong;
    let position = error
        .and_then(|error| error.params.get("position"))
        .and_then(|position| position.parse::<usize>().ok());
    let line = row.line;
    let class = match column {
        ImportColumn::FullName => "at-name",
        ImportColumn::DocumentNumber => "at-document mono",
        ImportColumn::Room => "at-room",
        _ => "at-cell",
    };
    let shown = match mend {
        Some(ImportMend { before, after, .. }) => view! {
            <span class="import-mend" class:left=move || left.with(|left| left.contains(&line))>
                <del>{before}</del> " " <ins>{after}</ins>
            </span>
        }
        .into_any(),
        None if is_wrong => view! { <span class="import-wrong">{marked(&text, position)}</span> }.into_any(),
        None => text.into_any(),
    };
    view! { <td role="cell" class=class>{shown}</td> }
}

/// The one wrong character is marked alone: O and 0 look alike in any face.
fn marked(text: &str, position: Option<usize>) -> AnyView {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let wrong = position.and_then(|position| Some((position, *characters.get(position.checked_sub(1)?)?)));
    let Some((position, wrong)) = wrong else {
        return if text.is_empty() {
            t!(import.empty_cell).into_any()
        } else {
            text.to_owned().into_any()
        };
    };
    let before: String = characters[..position - 1].iter().collect();
    let after: String = characters[position..].iter().collect();
    view! { {before}<mark>{wrong}</mark>{after} }.into_any()
}

/// Everything that is wrong or warned, each with its column where the table does not show it.
fn said(row: &ImportRowOut) -> impl IntoView + use<> {
    let errors = row.errors.iter().map(|error| (&error.pointer, &error.message));
    let warnings = row.warnings.iter().map(|warning| (&warning.pointer, &warning.message));
    let lines: Vec<String> = errors
        .chain(warnings)
        .map(|(at, message)| {
            let column = ImportColumn::from_name(at.trim_start_matches('/'));
            match column.filter(|column| !SHOWN.contains(column)) {
                Some(column) => format!("{}: {message}", words::column(column)),
                None => message.clone(),
            }
        })
        .collect();
    lines.join(" ")
}

/// What is offered, to be taken or left.
fn mends(row: &ImportRowOut, left: RwSignal<BTreeSet<u32>>) -> impl IntoView + use<> {
    let line = row.line;
    let mut messages: Vec<String> = row
        .mends
        .iter()
        .map(|mend| {
            if SHOWN.contains(&mend.column) {
                mend.message.clone()
            } else {
                format!("{}: {} → {}.", words::column(mend.column), mend.before, mend.after)
            }
        })
        .collect();
    messages.dedup();
    let is_left = Memo::new(move |_| left.with(|left| left.contains(&line)));
    view! {
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

/// A duplicate is left out unless somebody takes it: two stays of one guest at one time are a mistake in most cases.
fn duplicate(line: u32, taken: RwSignal<BTreeSet<u32>>) -> impl IntoView + use<> {
    let is_taken = Memo::new(move |_| taken.with(|taken| taken.contains(&line)));
    view! {
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
