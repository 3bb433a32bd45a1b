//! The user's own open sessions as data.

use super::sessions::EndSession;
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
    label: || t!(profile.sessions),
    class: "stays sessions",
    columns: &[
        Column::name(|| t!(profile.col_device), "at-name", |row, _| cell::words(device(row))),
        Column::new(
            || t!(profile.col_since),
            "at-time",
            |row, _| row.moment("/signed_in_at").map(format::instant).into_markup(),
        ),
        Column::new(|| t!(profile.col_used), "at-facility", used),
        Column::new(
            || t!(profile.col_until),
            "less",
            |row, _| row.moment("/expires_at").map(format::instant).into_markup(),
        ),
        Column::acts(|| t!(profile.end_session), "at-status", act),
    ],
    filters: &[],
    order: "",
    opens: Opens::Nothing,
    id: "/id",
    prefix: "session-",
    opener_class: "",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "user",
        title: || t!(profile.sessions),
        hint: || t!(profile.sessions_hint),
    },
    none_filtered: Nothing {
        icon: "user",
        title: || t!(profile.sessions),
        hint: || t!(profile.sessions_hint),
    },
    reads_again: true,
};

fn device(row: &Row) -> String {
    match row.text("/device") {
        "" => t!(profile.device_unknown).to_owned(),
        device => device.to_owned(),
    }
}

fn used(row: &Row, _: Here) -> Markup {
    let at = row.moment("/last_used_at").map(format::instant);
    cell::with_word(|| t!(profile.col_used), at.into_markup())
}

/// Renders the button that ends it; the current session is marked instead.
fn act(row: &Row, _: Here) -> Markup {
    if row.is("/is_current") {
        return cell::tag("check-circle", "tag tag-ok", t!(profile.this_one));
    }
    let EndSession(end) = expect_context();
    let (id, name) = (row.uuid("/id"), t!(profile.end_of, device = device(row)));
    let press = Callback::new(move |()| id.into_iter().for_each(|id| end.run(id)));
    html! {
        <Button small=true id=format!("end-{}", row.id()) label=move || t!(profile.end_session) name=name on_press=press/>
    }
}
