//! The declared prices as data.

use crate::format;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, cell};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use dto::price::PriceUnit;
use serde_json::Value;

/// List of the prices on the chosen day.
pub static APPLYING: ListPage = ListPage {
    items: |answer, _| numbered(answer, "applying"),
    label: || t!(set_up.price_on),
    prefix: "price-applying-",
    ..list()
};

/// List of all declarations.
pub static DECLARED: ListPage = list();

const COLUMNS: &[Column] = &[
    Column::name(
        || t!(set_up.quick_kind),
        "at-name",
        |row, _| cell::words(row.text("/room_kind")),
    ),
    Column::new(|| t!(set_up.price_amount), "at-room nowrap", amount),
    Column::new(|| t!(set_up.price_days), "at-status", days),
    Column::new(
        || t!(set_up.price_declared_at),
        "at-time quiet nowrap",
        |row, _| row.moment("/declared_at").map(format::instant).into_markup(),
    ),
];

const fn list() -> ListPage {
    ListPage {
        path: "/set-up",
        is_addressed: false,
        items: |answer, _| numbered(answer, "declared"),
        label: || t!(set_up.price_declared),
        class: "stays price-table",
        columns: COLUMNS,
        filters: &[],
        order: "",
        opens: Opens::Nothing,
        id: "/id",
        prefix: "price-declared-",
        opener_class: "",
        row_class: |_| "",
        group: None,
        ticks: None,
        none: NOTHING,
        none_filtered: NOTHING,
        reads_again: true,
    }
}

const NOTHING: Nothing = Nothing {
    icon: "house",
    title: || t!(set_up.prices_none),
    hint: || t!(set_up.prices_none_hint),
};

/// Returns the prices in a member of the answer, with their index as id, because they have none.
fn numbered(answer: &mut Value, member: &str) -> Vec<Value> {
    let Some(Value::Array(mut prices)) = answer.get_mut(member).map(Value::take) else {
        return Vec::new();
    };
    for (place, price) in prices.iter_mut().enumerate() {
        if let Some(price) = price.as_object_mut() {
            price.insert("id".to_owned(), place.to_string().into());
        }
    }
    prices
}

fn amount(row: &Row, _: Here) -> Markup {
    let unit = match row.code("/unit") {
        Some(PriceUnit::Night) => t!(set_up.price_night),
        Some(PriceUnit::Hour) => t!(set_up.price_hour),
        None => "",
    };
    html! { {format::money(row.count("/amount_vnd"))} " · " {unit} }
}

fn days(row: &Row, _: Here) -> Markup {
    let Some(from) = row.day("/effective_from").map(format::date) else {
        return Markup::nothing();
    };
    let days = match row.day("/effective_to") {
        Some(to) => t!(set_up.price_from_to, from = from, to = format::date(to)),
        None => t!(set_up.price_since, from = from),
    };
    let season = row.has("/season").then(|| format!(" ({})", row.text("/season")));
    html! { {days} {season} }
}
