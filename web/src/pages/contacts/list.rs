//! The contact people as data.

use super::{Desk, Editing};
use crate::format;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, cell, items};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::Button;
use crate::words::role::role_name;
use dto::account::Role;
use leptos::prelude::*;

/// List in the order of the operation.
pub static LIST: ListPage = ListPage {
    path: "/contacts",
    is_addressed: true,
    items,
    label: || t!(contacts.title),
    class: "stays contacts",
    columns: &[
        Column::name(|| t!(agency.unit), "at-name", unit),
        Column::new(|| t!(contacts.person), "at-facility", person),
        Column::new(
            || t!(accounts.phone),
            "at-room mono nowrap",
            |row, _| cell::words(format::phone(row.text("/phone"))),
        ),
        Column::new(
            || t!(accounts.email),
            "at-status",
            |row, _| cell::words(row.text("/email")),
        ),
        Column::new(
            || t!(contacts.changed),
            "at-time quiet",
            |row, _| row.moment("/changed_at").map(format::instant).into_markup(),
        ),
        Column::acts(|| t!(accounts.acts_label), "at-acts", acts),
    ],
    filters: &[],
    order: "",
    opens: Opens::Nothing,
    id: "/unit_id",
    prefix: "contact-",
    opener_class: "",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "phone",
        title: || t!(contacts.none),
        hint: || t!(contacts.none_hint),
    },
    none_filtered: Nothing {
        icon: "phone",
        title: || t!(contacts.none),
        hint: || t!(contacts.none_hint),
    },
    reads_again: true,
};

fn unit(row: &Row, _: Here) -> Markup {
    let sector = row.code::<Role>("/sector").map(|sector| role_name(sector).to_owned());
    cell::with_line(cell::words(row.text("/unit_name")), sector)
}

fn person(row: &Row, _: Here) -> Markup {
    cell::with_line(cell::words(row.text("/name")), Some(row.text("/position").to_owned()))
}

fn acts(row: &Row, _: Here) -> Markup {
    if !row.can(dto::operations::directory::UpdateContact) {
        return Markup::nothing();
    }
    let Desk { editing } = expect_context();
    let name = t!(contacts.edit_of, unit = row.text("/unit_name"));
    let what = StoredValue::new(Editing::of(row));
    html! {
        <Button small=true label=move || t!(contacts.edit) name=name on_press=Callback::new(move |()| editing.set(what.get_value()))/>
    }
}
