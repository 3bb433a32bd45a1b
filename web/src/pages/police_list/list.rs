//! The list of notifications as data.

use crate::listing::filter::{between, is_country};
use crate::listing::{Column, Filter, Kind, ListPage, Nothing, Opens, Row, cell, items};
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Icon, Status};
use crate::words::stay_row;

const PATH: &str = "/notifications";

/// List of notifications, newest first.
pub static LIST: ListPage = ListPage {
    path: PATH,
    is_addressed: true,
    items,
    label: || t!(police.table_label),
    class: "stays stays-police",
    columns: &[
        Column::new(|| t!(police.col_received), "at-time quiet", received).sorted("notified_at"),
        Column::opener(|| t!(police.col_guest), "at-name", stay_row::name).sorted("full_name"),
        Column::new(|| t!(police.col_sex), "less", stay_row::sex),
        Column::new(|| t!(police.col_birth), "number less", stay_row::birth_year),
        Column::new(|| t!(police.col_country), "at-country", stay_row::nationality),
        Column::new(|| t!(police.col_document), "at-document mono", stay_row::document),
        Column::new(|| t!(police.col_facility), "at-facility", stay_row::facility),
        Column::new(|| t!(police.col_room), "at-room", stay_row::room).sorted("room_name"),
        Column::new(|| t!(police.col_arrival), "at-arrival", stay_row::arrival_for_deadline).sorted("arrival_at"),
        Column::new(|| t!(police.col_departure), "less", stay_row::departure_day).sorted("planned_departure_at"),
        Column::new(|| t!(police.col_due), "at-status", states),
    ],
    filters: FILTERS,
    order: "-notified_at",
    opens: Opens::Panel,
    id: "/id",
    prefix: "row-",
    opener_class: "row-open",
    row_class: |row| if row.is("/acknowledged") { "" } else { "unread" },
    group: None,
    ticks: None,
    none: Nothing {
        icon: "register",
        title: || t!(police.none),
        hint: || t!(police.none_hint),
    },
    none_filtered: Nothing {
        icon: "search",
        title: || t!(police.none_filtered),
        hint: || t!(police.none_filtered_hint),
    },
    reads_again: true,
};

const FILTERS: &[Filter] = &[
    Filter {
        usual: "today",
        ..Filter::new(
            "received",
            || t!(police.filter_received),
            Kind::Days { any: true, most: 0 },
            |value, today, query| between(value, today, ["notified_from", "notified_to"], query),
        )
    },
    Filter::new(
        "facility",
        || t!(police.filter_facility),
        Kind::Facility,
        |value, _, query| {
            query.push(("facility_id", value.to_owned()));
        },
    ),
    Filter::new(
        "nationality",
        || t!(police.filter_nationality),
        Kind::Listed {
            any: || t!(police.any),
            search: || t!(police.country_search),
            choices: stay_row::countries,
            accepts: is_country,
        },
        |value, _, query| query.push(("nationality", value.to_owned())),
    ),
    Filter::new(
        "due",
        || t!(police.filter_due),
        Kind::OneOf {
            any: || t!(police.due_any),
            values: &[("in_time", || t!(police.due_in_time)), ("late", || t!(police.due_late))],
        },
        |value, _, query| query.push(("late", (value == "late").to_string())),
    ),
    Filter::new(
        "kind",
        || t!(police.filter_kind),
        Kind::OneOf {
            any: || t!(police.kind_any),
            values: &[
                ("overnight", || t!(police.kind_overnight)),
                ("day_use", || t!(police.kind_day_use)),
            ],
        },
        |value, _, query| query.push(("kind", value.to_owned())),
    ),
    Filter::new(
        "seen",
        || t!(police.filter_seen),
        Kind::OneOf {
            any: || t!(police.any),
            values: &[("no", || t!(police.seen_no)), ("yes", || t!(police.seen_yes))],
        },
        |value, _, query| query.push(("acknowledged", (value == "yes").to_string())),
    ),
    // A user who searches for answers wants those of any day.
    Filter {
        opens_up: Some(("received", "today", "all")),
        ..Filter::new(
            "talk",
            || t!(police.filter_talk),
            Kind::OneOf {
                any: || t!(police.any),
                values: &[
                    ("asked", || t!(police.talk_asked)),
                    ("answered", || t!(police.talk_answered)),
                ],
            },
            |value, _, query| query.push(("talk", value.to_owned())),
        )
    },
];

fn received(row: &Row, here: crate::listing::Here) -> Markup {
    let mark = (!row.is("/acknowledged")).then(|| {
        html! {
            <span class="unread-mark">
                <Icon name="diamond" size=10/>
                <span class="hidden">{t!(police.unseen_word)} " "</span>
            </span>
        }
    });
    html! { {mark} {stay_row::notified(row, here)} }
}

fn states(row: &Row, _: crate::listing::Here) -> Markup {
    let mut states = vec![stay_row::punctuality(row)];
    if row.is("/asked") {
        states.push(Status::Asked);
    } else if row.is("/answered") {
        states.push(Status::Answered);
    }
    cell::tags(states)
}
