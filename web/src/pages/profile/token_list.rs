//! The user's own access tokens as data.

use super::tokens::EndToken;
use crate::format;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, cell, items};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::Button;
use leptos::prelude::*;

/// List in the order of the operation.
pub static LIST: ListPage = ListPage {
    path: "/profile",
    is_addressed: false,
    items,
    label: || t!(profile.tokens),
    class: "stays sessions",
    columns: &[
        Column::name(
            || t!(profile.token_name),
            "at-name",
            |row, _| cell::words(row.text("/name")),
        ),
        Column::new(
            || t!(profile.token_since),
            "at-time",
            |row, _| row.moment("/created_at").map(format::instant).into_markup(),
        ),
        Column::new(|| t!(profile.col_used), "at-facility", used),
        Column::new(
            || t!(profile.col_until),
            "less",
            |row, _| row.moment("/expires_at").map(format::instant).into_markup(),
        ),
        Column::acts(|| t!(profile.token_end), "at-status", act),
    ],
    filters: &[],
    order: "",
    opens: Opens::Nothing,
    id: "/id",
    prefix: "token-",
    opener_class: "",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "lock",
        title: || t!(profile.tokens_none),
        hint: || t!(profile.tokens_none_hint),
    },
    none_filtered: Nothing {
        icon: "lock",
        title: || t!(profile.tokens_none),
        hint: || t!(profile.tokens_none_hint),
    },
    reads_again: true,
};

fn used(row: &Row, _: Here) -> Markup {
    let at = row.moment("/last_used_at").map(format::instant);
    cell::with_word(|| t!(profile.col_used), at.into_markup())
}

fn act(row: &Row, _: Here) -> Markup {
    let EndToken(end) = expect_context();
    let (id, name) = (row.uuid("/id"), t!(profile.token_end_of, name = row.text("/name")));
    let press = Callback::new(move |()| id.into_iter().for_each(|id| end.run(id)));
    html! {
        <Button small=true id=format!("end-token-{}", row.id()) label=move || t!(profile.token_end) name=name on_press=press/>
    }
}
