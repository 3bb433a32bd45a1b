//! The operators of the account as data.

use super::{Desk, Open};
use crate::format;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, cell, items};
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind};
use crate::words::account::status_tag;
use leptos::prelude::*;

/// List in the order of the operation.
pub static LIST: ListPage = ListPage {
    path: "/operators",
    is_addressed: true,
    items,
    label: || t!(operators.title),
    class: "stays operators",
    columns: &[
        Column::name(|| t!(operators.col_person), "at-name", person),
        Column::new(
            || t!(agency.login),
            "at-time mono",
            |row, _| cell::words(row.text("/login")),
        ),
        Column::new(
            || t!(agency.position),
            "at-facility",
            |row, _| cell::words(row.text("/holder_position")),
        ),
        Column::new(|| t!(accounts.col_status), "at-status", status),
        Column::acts(|| t!(accounts.acts_label), "at-acts", acts),
    ],
    filters: &[],
    order: "",
    opens: Opens::Nothing,
    id: "/id",
    prefix: "operator-",
    opener_class: "",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "user",
        title: || t!(operators.none),
        hint: || t!(operators.none_hint),
    },
    none_filtered: Nothing {
        icon: "user",
        title: || t!(operators.none),
        hint: || t!(operators.none_hint),
    },
    reads_again: true,
};

/// Returns the name.
pub fn name(row: &Row) -> String {
    row.text("/holder_name").to_owned()
}

fn person(row: &Row, _: Here) -> Markup {
    let before = row
        .is("/made_before_holder")
        .then(|| html! { <span class="quiet">{t!(operators.made_before)}</span> });
    html! { {name(row)} " " {before} }
}

fn status(row: &Row, _: Here) -> Markup {
    let since = row.moment("/status_changed_at").map(format::instant);
    let since = since.map(|at| t!(operators.since, at = at));
    html! { {row.code("/status").map(status_tag)} " " <span class="quiet">{since}</span> }
}

/// Renders the acts: confirm or a new password, and disable.
fn acts(row: &Row, _: Here) -> Markup {
    if !row.can(dto::operations::accounts::DisableOperator) {
        return Markup::nothing();
    }
    let desk: Desk = expect_context();
    let (id, name, kept) = (row.id(), name(row), StoredValue::new(row.clone()));
    let first = if row.can(dto::operations::accounts::ConfirmOperator) {
        let confirm = Callback::new(move |()| desk.confirm.run(kept.get_value()));
        html! {
            <Button small=true id=format!("confirm-{id}") label=move || t!(operators.confirm) name=t!(operators.confirm_of, name = name.clone()) busy=desk.saving.busy on_press=confirm/>
        }
    } else {
        let reset = Callback::new(move |()| desk.open.set(Some(Open::Reset(kept.get_value()))));
        html! {
            <Button small=true id=format!("reset-{id}") label=move || t!(accounts.reset) name=t!(operators.reset_of, name = name.clone()) on_press=reset/>
        }
    };
    let disable = Callback::new(move |()| desk.asking.set(Some(kept.get_value())));
    html! {
        {first}
        <Button small=true id=format!("disable-{id}") kind=ButtonKind::Danger label=move || t!(operators.disable) name=t!(operators.disable_of, name = name) on_press=disable/>
    }
}
