//! The foreign guests as data, the most urgent first.

use super::steps::take_back;
use super::{Desk, version};
use crate::api::Api;
use crate::format;
use crate::listing::{Column, Filter, Here, Kind, ListPage, Nothing, Opens, Row, Ticks, Wanted, cell, items};
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::Toasts;
use crate::words::{immigration, stay_row};
use dto::OperationId;
use dto::operations::stays::{ConfirmForeignGuests, ExportForeignGuests};
use dto::stay::{ForeignState, StayState};
use leptos::prelude::*;
use serde_json::Value;

/// List with the most urgent state first, within it the latest arrival.
pub static LIST: ListPage = ListPage {
    path: "/foreign-guests",
    is_addressed: true,
    items: guests,
    label: || t!(foreign.table_label),
    class: "stays stays-foreign",
    columns: &[
        Column::opener(|| t!(police.col_guest), "at-name", stay_row::name),
        Column::new(
            || t!(foreign.col_country),
            "at-country head-country",
            |row, _| cell::vietnamese(row.text("/nationality_name")),
        ),
        Column::new(|| t!(police.col_document), "at-document mono", stay_row::document),
        Column::new(|| t!(police.col_room), "at-room", stay_row::room),
        Column::new(|| t!(police.col_arrival), "at-arrival", stay_row::arrival),
        Column::new(|| t!(register.col_leave), "at-leave", stay_row::departure),
        Column::new(|| t!(foreign.col_state), "at-status", state),
        Column::new(|| t!(foreign.col_more), "at-more", more),
    ],
    filters: &[Filter {
        shown: |_| false,
        ..Filter::new(
            STATE,
            || t!(foreign.chips_label),
            Kind::OneOf {
                any: || t!(foreign.all),
                values: &[
                    ("waiting", || t!(foreign.waiting)),
                    ("changed", || t!(foreign.changed)),
                    ("withdrawn", || t!(foreign.withdrawn)),
                    ("exported", || t!(foreign.exported)),
                    ("confirmed", || t!(foreign.confirmed)),
                ],
            },
            |value, _, query| query.push(("state", value.to_owned())),
        )
    }],
    order: "",
    opens: Opens::Page(|row| format!("/stays/{}", row.text("/id"))),
    id: "/id",
    prefix: "row-",
    opener_class: "row-open",
    row_class: |row| {
        if stay_row::state(row) == Some(StayState::Cancelled) {
            "struck"
        } else {
            ""
        }
    },
    group: None,
    ticks: Some(Ticks {
        can: is_ready,
        all: || t!(foreign.tick_all),
        one: |row| t!(foreign.tick, name = stay_row::name(row)),
    }),
    none: Nothing {
        icon: "globe",
        title: || t!(foreign.none),
        hint: || t!(foreign.none_hint),
    },
    none_filtered: Nothing {
        icon: "search",
        title: || t!(foreign.none_of_these),
        hint: || t!(foreign.none_hint),
    },
    reads_again: true,
};

/// Filter of the state; rendered as buttons with numbers.
pub const STATE: &str = "state";

/// Returns the guests, each with the members of its stay beside its own.
fn guests(answer: &mut Value, wanted: &Wanted) -> Vec<Value> {
    stay_row::flat(items(answer, wanted))
}

/// Returns the state at the immigration site.
pub fn state_of(row: &Row) -> Option<ForeignState> {
    row.code("/immigration/state")
}

fn lacks(row: &Row) -> bool {
    !row.items("/gaps").is_empty()
}

/// Returns whether a guest waits for a file and can be put into it.
fn is_ready(row: &Row) -> bool {
    state_of(row).is_some_and(ForeignState::waits_for_export) && !lacks(row)
}

/// Returns whether a guest can be put into a file.
pub fn can_be_exported(row: &Row) -> bool {
    can(row, ExportForeignGuests) && !lacks(row)
}

fn can(row: &Row, operation: impl Into<OperationId>) -> bool {
    row.at("/immigration")
        .is_some_and(|immigration| Row::new(immigration.clone()).can(operation))
}

/// Renders the state; missing data are displayed before it.
fn state(row: &Row, _: Here) -> Markup {
    if lacks(row) {
        return cell::tag("triangle", "tag tag-bad", t!(foreign.incomplete));
    }
    let Some(state) = state_of(row) else {
        return Markup::nothing();
    };
    let (icon, class) = immigration::look(state);
    cell::tag(icon, class, immigration::word(state))
}

/// Returns the act, its time and its author.
fn act(row: &Row, at: &str, by: &str) -> String {
    let moment = row.moment(at).map(format::instant);
    moment.map_or_else(String::new, |moment| t!(foreign.act, at = moment, by = row.text(by)))
}

/// Renders why a guest cannot be put into a file; else the last act with time and author, and the button that undoes
/// it.
fn more(row: &Row, _: Here) -> Markup {
    let gaps = row.items("/gaps");
    if !gaps.is_empty() {
        let gaps: Vec<Markup> = gaps
            .iter()
            .map(|gap| html! { <li>{gap.text("/message").to_owned()}</li> })
            .collect();
        return html! { <ul class="foreign-gaps">{gaps}</ul> };
    }
    let state = state_of(row);
    let words = match state {
        Some(ForeignState::Changed) => t!(foreign.changed_hint).to_owned(),
        Some(ForeignState::Withdrawn) => t!(foreign.withdrawn_hint).to_owned(),
        Some(ForeignState::Exported) => act(row, "/immigration/export/at", "/immigration/export/by_name"),
        Some(ForeignState::Confirmed) => act(row, "/immigration/confirmation/at", "/immigration/confirmation/by_name"),
        Some(ForeignState::Waiting) | None => String::new(),
    };
    let can_undo = state == Some(ForeignState::Confirmed) && can(row, ConfirmForeignGuests);
    let undo = can_undo.then(|| {
        let (api, toasts, desk) = (Api::here(), Toasts::here(), expect_context::<Desk>());
        let (stay, name) = (version(row), stay_row::name(row));
        html! {
            <button
                type="button"
                class="link foreign-undo"
                aria-label=t!(foreign.undo_of, name = name)
                on:click=move |_| take_back(api, toasts, desk, stay.into_iter().collect())
            >
                {t!(foreign.undo)}
            </button>
        }
    });
    html! { <span class="quiet">{words}</span> " " {undo} }
}
