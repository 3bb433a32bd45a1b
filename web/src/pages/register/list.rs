//! The register as data: its facility or area and its days are in the address.

use crate::listing::filter::between;
use crate::listing::{Column, Filter, Here, Kind, ListPage, Listing, Nothing, Opens, Row, Wanted, cell, items};
use crate::markup::Markup;
use crate::session::Session;
use crate::t;
use crate::ui::Status;
use crate::words::{area, stay_row};
use dto::stay::MOST_DAYS;
use leptos::prelude::*;
use serde_json::Value;

/// List in the order of receipt.
pub static LIST: ListPage = ListPage {
    path: "/register",
    is_addressed: true,
    items: lines,
    label: || t!(register.table_label),
    class: "stays stays-register",
    columns: &[
        Column::new(|| t!(register.col_number), "number at-number quiet", number),
        Column::new(|| t!(register.col_received), "at-time quiet", received),
        Column::opener(|| t!(police.col_guest), "at-name", stay_row::name),
        Column::new(|| t!(register.col_birth), "at-birth", birth),
        Column::new(|| t!(police.col_country), "at-country", stay_row::nationality),
        Column::new(|| t!(police.col_document), "at-document mono", stay_row::document),
        Column {
            when: of_area,
            ..Column::new(|| t!(police.col_facility), "at-facility", facility)
        },
        Column::new(|| t!(police.col_room), "at-room", stay_row::room),
        Column::new(|| t!(police.col_arrival), "at-arrival", stay_row::arrival),
        Column::new(|| t!(register.col_leave), "at-leave", stay_row::departure),
        Column::new(
            || t!(register.col_reason),
            "less",
            |row, _| cell::vietnamese(row.text("/reason_label")),
        ),
        Column::new(
            || t!(register.col_by),
            "less",
            |row, _| cell::words(row.text("/notified_by")),
        ),
        Column::new(|| t!(register.col_state), "at-status", states),
    ],
    filters: FILTERS,
    order: "",
    opens: Opens::Page(|row| format!("/stays/{}", row.text("/id"))),
    id: "/id",
    prefix: "row-",
    opener_class: "row-open",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "register",
        title: || t!(register.none),
        hint: || t!(register.none_hint),
    },
    none_filtered: Nothing {
        icon: "register",
        title: || t!(register.none),
        hint: || t!(register.none_hint),
    },
    reads_again: true,
};

const FILTERS: &[Filter] = &[
    Filter {
        usual: "today",
        ..Filter::new(
            "days",
            || t!(register.filter_days),
            Kind::Days {
                any: false,
                most: MOST_DAYS,
            },
            |value, today, query| between(value, today, ["from", "to"], query),
        )
    },
    // One of the two: a facility is in its area anyway.
    Filter {
        instead_of: &["facility"],
        shown: Session::reaches_communes,
        ..area::filter()
    },
    Filter {
        instead_of: &["area"],
        shown: |session| session.may(dto::operations::directory::ListFacilities),
        ..Filter::new(
            "facility",
            || t!(police.filter_facility),
            Kind::Facility,
            |value, _, query| {
                query.push(("facility_id", value.to_owned()));
            },
        )
    },
];

/// Returns whether it contains more than one facility.
pub fn of_area(listing: Listing) -> bool {
    !Session::here().is_facility() && listing.chosen().with(|chosen| chosen.named("facility").is_none())
}

/// Returns the lines, each with the members of its stay beside its own.
fn lines(answer: &mut Value, wanted: &Wanted) -> Vec<Value> {
    stay_row::flat(items(answer, wanted))
}

fn number(row: &Row, _: Here) -> Markup {
    cell::number(row.count("/line_number"))
}

fn received(row: &Row, here: Here) -> Markup {
    cell::moment(row.moment("/notified_at"), here.day())
}

fn birth(row: &Row, here: Here) -> Markup {
    match row.day("/birth_date") {
        Some(day) => cell::words(crate::format::date(day)),
        None => stay_row::birth_year(row, here),
    }
}

fn facility(row: &Row, here: Here) -> Markup {
    cell::with_line(
        stay_row::facility(row, here),
        Some(row.text("/facility_address").to_owned()),
    )
}

fn states(row: &Row, _: Here) -> Markup {
    let mut states = vec![stay_row::of_facility(row)];
    states.extend(row.number("/late_seconds").map(Status::Late));
    cell::tags(states)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Chosen;
    use serde_json::json;
    use time::macros::date;

    fn read(address: &str) -> Chosen {
        Chosen::read(FILTERS, |name| {
            let parts = address.split('&').filter_map(|part| part.split_once('='));
            parts
                .clone()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn a_register_always_has_its_days() {
        let query = |address: &str| read(address).query(FILTERS, date!(2026 - 11 - 21));
        let day = |name, day: &str| (name, day.to_owned());
        assert_eq!(query("days=all"), [day("from", "2026-11-21"), day("to", "2026-11-21")]);
        assert_eq!(query("days=yesterday")[0], day("from", "2026-11-20"));
        assert_eq!(
            query("days=2026-01-01..2026-03-01")[0],
            day("from", "2026-11-21"),
            "more than a month"
        );
    }

    #[test]
    fn a_line_has_the_members_of_its_stay() {
        let mut answer = json!({"items": [{"line_number": 3, "stay": {"id": "7", "full_name": "Hoàng"}}]});
        let row = Row::new(lines(&mut answer, &Wanted::default()).remove(0));
        assert_eq!(
            (row.count("/line_number"), row.text("/full_name"), row.text("/id")),
            (3, "Hoàng", "7")
        );
    }
}
