//! The announced changes as data.

use super::kind_word;
use crate::format;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, cell, items};
use crate::markup::{IntoMarkup, Markup};
use crate::session::Session;
use crate::t;
use leptos::prelude::*;
use rules::facility_change::FacilityChangeKind;

/// List of changes, the last announced first.
pub static LIST: ListPage = ListPage {
    path: "/facility-changes",
    is_addressed: true,
    items,
    label: || t!(changes.title),
    class: "stays changes",
    columns: &[
        Column::name(|| t!(changes.col_facility), "at-name", facility),
        Column::new(|| t!(changes.col_kind), "at-facility", kind),
        Column::new(|| t!(changes.effective_on), "at-room nowrap", effective).sorted("effective_on"),
        Column::new(|| t!(changes.col_announced), "at-time nowrap quiet", announced).sorted("announced_at"),
        Column::new(|| t!(accounts.col_status), "at-status", state),
    ],
    filters: &[],
    order: "-announced_at",
    opens: Opens::Nothing,
    id: "/id",
    prefix: "change-",
    opener_class: "",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "house",
        title: || t!(changes.none),
        hint: none_hint,
    },
    none_filtered: Nothing {
        icon: "house",
        title: || t!(changes.none),
        hint: none_hint,
    },
    reads_again: true,
};

fn none_hint() -> &'static str {
    let session = Session::here();
    let is_own = session
        .account()
        .get()
        .is_some_and(|account| account.facility.is_some());
    match (is_own, session.may(dto::operations::directory::AnnounceFacilityChange)) {
        (true, true) => t!(changes.none_own),
        (true, false) => t!(changes.none_operator),
        (false, _) => t!(changes.none_hint),
    }
}

fn facility(row: &Row, _: Here) -> Markup {
    cell::with_line(
        cell::words(row.text("/facility_name")),
        Some(row.text("/area/name").to_owned()),
    )
}

fn kind(row: &Row, _: Here) -> Markup {
    let kind = row.code::<FacilityChangeKind>("/kind").map(kind_word);
    let note = row.has("/note").then(|| row.text("/note").to_owned());
    cell::with_line(kind.into_markup(), note)
}

fn effective(row: &Row, _: Here) -> Markup {
    row.day("/effective_on").map(format::date).into_markup()
}

fn announced(row: &Row, _: Here) -> Markup {
    row.moment("/announced_at").map(format::instant).into_markup()
}

fn state(row: &Row, _: Here) -> Markup {
    if row.has("/withdrawn_at") {
        cell::tag("cross", "tag tag-off-plain", t!(changes.withdrawn))
    } else if row.has("/applied_at") {
        cell::tag("check-circle", "tag tag-ok", t!(changes.applied))
    } else {
        cell::tag("clock", "tag", t!(changes.ahead))
    }
}
