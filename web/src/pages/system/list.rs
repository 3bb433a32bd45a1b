//! The background jobs, and the tasks that they have given up, as data.

use super::Retry;
use crate::format;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, Words, cell};
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::Button;
use dto::Timestamp;
use dto::jobs::{JobState, RowKind};
use leptos::prelude::*;
use serde_json::Value;

/// List of all jobs.
pub static JOBS: ListPage = ListPage {
    items: |answer, _| taken(answer, "jobs"),
    id: "/name",
    prefix: "job-",
    ..list(
        || t!(system.jobs),
        &[
            Column::name(
                || t!(system.job),
                "at-name",
                |row, _| cell::words(job_words(row.text("/name"))),
            ),
            Column::new(
                || t!(system.ended),
                "at-time",
                |row, _| cell::words(instant_or_none(row.moment("/ended_at"))),
            ),
            Column::new(|| t!(system.rows), "at-facility", waiting),
            Column::new(|| t!(system.state), "at-status", state),
        ],
    )
};

/// List of the tasks that are no longer retried automatically.
pub static GIVEN_UP: ListPage = list(
    || t!(system.given_up),
    &[
        Column::name(|| t!(system.what), "at-name", what),
        Column::new(
            || t!(system.given_up_at),
            "at-time",
            |row, _| cell::words(instant_or_none(row.moment("/given_up_at"))),
        ),
        Column::new(
            || t!(system.last_fault),
            "at-facility mono",
            |row, _| cell::words(row.text("/last_error")),
        ),
        Column::acts(|| t!(app.try_again), "at-status", again),
    ],
);

const fn list(label: Words, columns: &'static [Column]) -> ListPage {
    ListPage {
        path: "/system",
        is_addressed: false,
        items: |answer, _| taken(answer, "given_up"),
        label,
        class: "stays sessions",
        columns,
        filters: &[],
        order: "",
        opens: Opens::Nothing,
        id: "/id",
        prefix: "given-up-",
        opener_class: "",
        row_class: |_| "",
        group: None,
        ticks: None,
        none: NOTHING,
        none_filtered: NOTHING,
        reads_again: true,
    }
}

/// There are always jobs, and the section of given-up tasks is hidden while there are none.
const NOTHING: Nothing = Nothing {
    icon: "clock",
    title: || t!(system.not_yet),
    hint: || t!(app.try_again_soon),
};

fn taken(answer: &mut Value, member: &str) -> Vec<Value> {
    match answer.get_mut(member).map(Value::take) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    }
}

fn instant_or_none(at: Option<Timestamp>) -> String {
    at.map_or_else(|| t!(stay.nothing).to_owned(), format::instant)
}

fn job_words(name: &str) -> String {
    let words = match name {
        "outbox" => t!(system.job_outbox),
        "imports" => t!(system.job_imports),
        "facility_changes" => t!(system.job_facility_changes),
        "loss_reports" => t!(system.job_loss_reports),
        "dossier_reminders" => t!(system.job_dossier_reminders),
        "password_reminders" => t!(system.job_password_reminders),
        "housekeeping" => t!(system.job_housekeeping),
        // Of a newer version than this page.
        other => other,
    };
    words.to_owned()
}

fn waiting(row: &Row, _: Here) -> Markup {
    let count = row.number("/rows_waiting");
    let words = count.map_or_else(|| t!(stay.nothing).to_owned(), format::number);
    cell::with_word(|| t!(system.rows), cell::words(words))
}

fn state(row: &Row, _: Here) -> Markup {
    let tag = row.code("/state").map(|state| match state {
        JobState::NotYet => cell::tag("clock", "tag", t!(system.not_yet)),
        JobState::Fine => cell::tag("check-circle", "tag tag-ok", t!(system.fine)),
        JobState::Failing => cell::tag("triangle", "tag tag-bad", t!(system.failing)),
        JobState::Late => cell::tag("triangle", "tag tag-bad", t!(system.late)),
    });
    let failures = row.count("/failures");
    let failing = (failures > 0).then(|| {
        let words = t!(
            system.failures,
            code = row.text("/last_error"),
            count = format::number(failures)
        );
        html! { " "<span class="quiet">{words}</span> }
    });
    html! { {tag} {failing} }
}

fn kind_words(row: &Row) -> &'static str {
    match row.code("/kind") {
        Some(RowKind::LossReport) => t!(system.kind_loss_report),
        Some(RowKind::FacilityChange) => t!(system.kind_facility_change),
        Some(RowKind::Import) => t!(system.kind_import),
        Some(RowKind::Delivery) => t!(system.kind_delivery),
        None => "",
    }
}

fn what(row: &Row, _: Here) -> Markup {
    html! { {kind_words(row)} " " <span class="mono quiet">{row.id()}</span> }
}

fn again(row: &Row, _: Here) -> Markup {
    let Some(id) = row
        .uuid("/id")
        .filter(|_| Session::here().may(dto::operations::platform::RetryGivenUp))
    else {
        return Markup::nothing();
    };
    let Retry(retry) = expect_context();
    let name = format!("{}: {} {id}", t!(app.try_again), kind_words(row));
    html! { <Button small=true label=move || t!(app.try_again) name=name on_press=Callback::new(move |()| retry.run(id))/> }
}
