//! The guests of a facility as data: its list, and the result of a search.

use crate::listing::filter::{between, is_country};
use crate::listing::{Column, Filter, Here, Kind, ListPage, Nothing, Opens, Row, Wanted, cell, items};
use crate::markup::Markup;
use crate::reactive::sort_by;
use crate::t;
use crate::ui::Status;
use crate::words::stay_row;
use serde_json::Value;
use std::cmp::Reverse;

const COLUMNS: &[Column] = &[
    Column::new(|| t!(guests.col_notified), "at-time quiet", stay_row::notified).sorted("notified_at"),
    Column::opener(|| t!(guests.col_guest), "at-name", stay_row::name).sorted("full_name"),
    Column::new(|| t!(guests.col_sex), "less", stay_row::sex),
    Column::new(|| t!(guests.col_birth), "number less", stay_row::birth_year),
    Column::new(|| t!(guests.col_country), "at-country", stay_row::nationality),
    Column::new(|| t!(guests.col_document), "at-document mono", stay_row::document),
    Column::new(|| t!(guests.col_room), "at-room", stay_row::room).sorted("room_name"),
    Column::new(|| t!(guests.col_arrival), "at-arrival", stay_row::arrival).sorted("arrival_at"),
    Column::new(|| t!(guests.col_departure), "at-departure", stay_row::departure).sorted("planned_departure_at"),
    Column::new(|| t!(guests.col_state), "at-status", states),
];

/// List of the stays of the facility, newest first.
pub static LIST: ListPage = list();

const fn list() -> ListPage {
    ListPage {
        path: "/guests",
        is_addressed: true,
        items,
        label: || t!(guests.table_label),
        class: "stays stays-guests",
        columns: COLUMNS,
        filters: FILTERS,
        order: "-notified_at",
        opens: Opens::Page(stay),
        id: "/id",
        prefix: "row-",
        opener_class: "row-open",
        row_class: |_| "",
        group: None,
        ticks: None,
        none: Nothing {
            icon: "guests",
            title: || t!(guests.none),
            hint: || t!(guests.none_hint),
        },
        none_filtered: Nothing {
            icon: "search",
            title: || t!(guests.none_filtered),
            hint: || t!(guests.none_filtered_hint),
        },
        reads_again: true,
    }
}

/// List of search results. Each search is recorded, so that "back" repeats none.
pub static FOUND: ListPage = ListPage {
    is_addressed: false,
    items: stays_of_people,
    class: "stays stays-guests found",
    filters: &[],
    none: Nothing {
        icon: "search",
        title: || t!(guests.found_nobody),
        hint: || t!(guests.found_none_hint),
    },
    none_filtered: Nothing {
        icon: "search",
        title: || t!(guests.found_nobody),
        hint: || t!(guests.found_none_hint),
    },
    reads_again: false,
    ..list()
};

const FILTERS: &[Filter] = &[
    Filter::new(
        "state",
        || t!(guests.filter_state),
        Kind::OneOf {
            any: || t!(guests.any),
            values: &[
                ("expected", || t!(guests.state_expected)),
                ("present", || t!(guests.state_present)),
                ("leaving", || t!(guests.state_leaving)),
                ("overdue", || t!(guests.state_overdue)),
                ("departed", || t!(guests.state_departed)),
                ("cancelled", || t!(guests.state_cancelled)),
            ],
        },
        |value, _, query| query.push(("state", value.to_owned())),
    ),
    Filter {
        usual: "all",
        ..Filter::new(
            "notified",
            || t!(guests.filter_date),
            Kind::Days { any: true, most: 0 },
            |value, today, query| between(value, today, ["notified_from", "notified_to"], query),
        )
    },
    Filter::new(
        "nationality",
        || t!(guests.filter_nationality),
        Kind::Listed {
            any: || t!(police.any),
            search: || t!(police.country_search),
            choices: stay_row::countries,
            accepts: is_country,
        },
        |value, _, query| query.push(("nationality", value.to_owned())),
    ),
];

fn stay(row: &Row) -> String {
    format!("/stays/{}", row.text("/id"))
}

fn states(row: &Row, _: Here) -> Markup {
    let mut states = vec![stay_row::of_facility(row)];
    states.extend(row.number("/late_seconds").map(Status::Late));
    cell::tags(states)
}

/// Returns the stays of all people found, newest first.
fn stays_of_people(answer: &mut Value, _: &Wanted) -> Vec<Value> {
    let people = answer.get_mut("people").and_then(Value::as_array_mut);
    let stays = people
        .into_iter()
        .flatten()
        .filter_map(|person| person.get_mut("stays"));
    let mut stays: Vec<Value> = stays.filter_map(Value::as_array_mut).flat_map(std::mem::take).collect();
    // Instants are texts of one length in UTC: their alphabetical order is that of time.
    let moment = |stay: &Value| stay.get("notified_at").and_then(Value::as_str).map(str::to_owned);
    sort_by(&mut stays, |stay| Reverse(moment(stay)));
    stays
}
