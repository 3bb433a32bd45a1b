//! The facilities of a commune as data: the state of each, and how to reach it.

use super::days_words;
use crate::format;
use crate::listing::cell::{self, time_of};
use crate::listing::{Column, Filter, Here, Kind, ListPage, Nothing, Opens, Row, Words, items};
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Choice, Icon};
use crate::words::area;

/// Number of days without a notification from which on a facility counts as silent, unless another number is chosen.
const SILENT_DAYS: &str = "3";

/// List of facilities, those that need attention first.
pub static LIST: ListPage = ListPage {
    path: "/commune",
    is_addressed: true,
    items,
    label: || t!(commune.table_label),
    class: "stays commune",
    columns: &[
        Column {
            below: Some(place),
            ..Column::opener(
                || t!(commune.col_facility),
                "at-name",
                |row| row.text("/name").to_owned(),
            )
        },
        Column::new(|| t!(commune.col_state), "at-status", state),
        Column::new(
            || t!(commune.col_notified),
            "number at-wide",
            |row, _| cell::number(row.count("/notified")),
        ),
        Column::new(|| t!(commune.col_late), "number at-wide", late),
        Column::new(
            || t!(commune.col_present),
            "number at-wide",
            |row, _| cell::number(row.count("/present")),
        ),
        Column::new(|| t!(commune.col_last), "at-last", last),
        Column {
            is_narrow: true,
            ..Column::new(|| "", "at-counts word-narrow", counts)
        },
        Column::new(|| t!(commune.col_acts), "at-reach", reach),
    ],
    filters: FILTERS,
    order: "",
    opens: Opens::Page(|row| format!("/notifications?received=31d&facility={}", row.text("/id"))),
    id: "/id",
    prefix: "facility-",
    opener_class: "facility-name",
    row_class: |row| {
        if row.is("/operating") {
            "facility-row"
        } else {
            "facility-row idle"
        }
    },
    group: None,
    ticks: None,
    none: Nothing {
        icon: "house",
        title: || t!(commune.none),
        hint: || t!(commune.none_hint),
    },
    none_filtered: Nothing {
        icon: "search",
        title: || t!(commune.none_filtered),
        hint: || t!(commune.none_filtered_hint),
    },
    reads_again: true,
};

const FILTERS: &[Filter] = &[
    // The commune is in the path of the operation.
    Filter {
        shown: Session::reaches_communes,
        is_question: true,
        query: |_, _, _| {},
        ..area::filter()
    },
    Filter::new(
        "only",
        || t!(commune.filter_attention),
        Kind::OneOf {
            any: || t!(commune.all),
            values: &[("late", || t!(commune.late)), ("silent", || t!(commune.silent))],
        },
        |value, _, query| query.push(("only", value.to_owned())),
    ),
    Filter {
        usual: SILENT_DAYS,
        ..Filter::new(
            "silent",
            || t!(commune.filter_silent),
            Kind::Number(|| {
                let choice = |days: i64| Choice::new(days.to_string(), days_words(days));
                [1, 2, 3, 7, 14, 30].map(choice).to_vec()
            }),
            |value, _, query| query.push(("silent_after", value.to_owned())),
        )
    },
];

const LAST: Words = || t!(commune.col_last_narrow);

fn place(row: &Row, here: Here) -> Markup {
    let kind = here.lists.label("facility_kinds", row.text("/kind"));
    let words = match row.text("/address") {
        "" => kind,
        address => format!("{kind} · {address}"),
    };
    html! { <span class="facility-where quiet">{words}</span> }
}

fn late(row: &Row, _: Here) -> Markup {
    let count = row.count("/late");
    html! { <span class:count-late={count > 0}>{format::number(count)}</span> }
}

fn last(row: &Row, here: Here) -> Markup {
    let at = row.moment("/last_notified_at");
    let words = at.map_or_else(|| t!(commune.never).to_owned(), |at| time_of(at, here.day()));
    cell::with_word(LAST, cell::words(words))
}

/// Renders the numbers in a line, for a telephone; on other screens the columns have them.
fn counts(row: &Row, _: Here) -> Markup {
    let count = |at: &str| format::number(row.count(at));
    let words = [
        t!(commune.count_notified, count = count("/notified")),
        t!(commune.count_present, count = count("/present")),
    ];
    cell::words(words.join(" · "))
}

/// Renders the most urgent state, as icon and words; nothing else has a fill.
fn state(row: &Row, _: Here) -> Markup {
    let never = !row.has("/last_notified_at");
    if !row.is("/operating") {
        cell::tag("wrench", "tag tag-off", t!(commune.state_stopped))
    } else if row.count("/late") > 0 {
        cell::tag(
            "growing-clock",
            "tag tag-bad",
            t!(commune.state_late, count = row.count("/late")),
        )
    } else if never {
        let (icon, class) = if row.is("/silent") {
            ("triangle", "tag tag-warn")
        } else {
            ("clock", "tag")
        };
        cell::tag(icon, class, t!(commune.state_never))
    } else if row.is("/silent") {
        let days = days_words(row.count("/silent_days"));
        cell::tag("triangle", "tag tag-warn", t!(commune.state_silent, days = days))
    } else {
        cell::tag("check-circle", "tag tag-ok", t!(commune.state_fine))
    }
}

/// Renders the links to call the facility, or to ask it about its last notification.
fn reach(row: &Row, _: Here) -> Markup {
    let (name, phone) = (row.text("/name"), row.text("/phone"));
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let shown = format::phone(phone);
    let call = if dialled.is_empty() {
        html! { <span class="quiet">{t!(commune.no_phone)}</span> }
    } else {
        html! {
            <a class="btn btn-small" href=format!("tel:{dialled}") aria-label=t!(commune.call_name, facility = name, phone = shown)>
                <Icon name="phone"/>
                <span class="btn-label">{t!(commune.call, phone = shown)}</span>
            </a>
        }
    };
    let ask = row.has("/last_stay_id").then(|| {
        html! {
            <a
                href=format!("/stays/{}", row.text("/last_stay_id"))
                class="btn btn-small"
                title=t!(commune.ask)
                aria-label=t!(commune.ask_name, facility = name)
            >
                <Icon name="bubble-question"/>
                <span class="btn-label">{t!(commune.ask_short)}</span>
            </a>
        }
    });
    html! { <span class="reach">{call}{ask}</span> }
}
