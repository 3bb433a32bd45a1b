//! The versions of a stay on a line, newest first. Nothing collapses.

use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::Icon;
use leptos::prelude::*;

/// A field that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The field.
    pub field: String,
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
}

/// An item of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A version: a numbered ring.
    Version(VersionStop),
    /// An event without a change by a person: a ring with an icon.
    Event {
        /// Icon.
        icon: &'static str,
        /// What happened.
        what: String,
        /// When it happened.
        at: String,
    },
}

/// A version, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionStop {
    /// Number.
    pub number: i32,
    /// Whether it is the current version.
    pub in_use: bool,
    /// What happened.
    pub what: String,
    /// When it happened.
    pub at: String,
    /// Who made it.
    pub who: String,
    /// Fields that changed.
    pub changes: Vec<Changed>,
    /// Reason.
    pub why: Option<String>,
    /// For the first version: whether it was in time, and by how much.
    pub punctuality: Option<(bool, String)>,
}

/// Renders the line.
#[component]
pub fn VersionLine(
    /// Items, newest first.
    stops: Vec<Stop>,
    /// Opens a complete version.
    on_open: Callback<i32>,
) -> Markup {
    let stops = stops
        .into_iter()
        .map(|stop| match stop {
            Stop::Version(version) => version_view(version, on_open).into_markup(),
            Stop::Event { icon, what, at } => html! {
                <li class="version-line-stop version-line-event">
                    <span class="version-line-ring" aria-hidden="true">
                        <Icon name=icon size=12/>
                    </span>
                    <p class="version-line-head">
                        <span>{what}</span>
                        <span class="version-line-at">{at}</span>
                    </p>
                </li>
            },
        })
        .collect::<Vec<_>>();
    html! { <ol class="version-line" reversed>{stops}</ol> }
}

/// Renders the changed fields, before → after.
pub fn change_rows(changes: Vec<Changed>) -> Markup {
    IntoMarkup::into_markup(
        changes
            .into_iter()
            .map(|Changed { field, before, after }| {
                html! {
                    <p class="version-line-change">
                        <span class="version-line-field">{field}</span>
                        " "
                        <span class="hidden">{t!(stay.was)} " "</span>
                        <del>{before}</del>
                        " "
                        <span aria-hidden="true">"→"</span>
                        " "
                        <span class="hidden">{t!(stay.became)} " "</span>
                        <ins>{after}</ins>
                    </p>
                }
            })
            .collect::<Vec<_>>(),
    )
}

fn version_view(version: VersionStop, on_open: Callback<i32>) -> Markup {
    let VersionStop {
        number,
        in_use,
        what,
        at,
        who,
        changes,
        why,
        punctuality,
    } = version;
    let class = if in_use {
        "version-line-stop version-line-in-use"
    } else {
        "version-line-stop"
    };
    let changes = change_rows(changes);
    let punctuality = punctuality.map(|(in_time, words)| {
        let (icon, class) = if in_time {
            ("check-circle", "version-line-ok")
        } else {
            ("growing-clock", "version-line-bad")
        };
        html! {
            <span class=class>
                <Icon name=icon/>
            </span>
            <span>{words}</span>
        }
    });
    html! {
        <li class=class>
            <span class="version-line-ring" aria-hidden="true">{number}</span>
            <p class="version-line-head">
                <strong>
                    <span class="hidden">{t!(stay.version_title, number = number)} ". "</span>
                    {what}
                </strong>
                {in_use.then(|| html! {
                    <span class="version-line-mark">
                        <Icon name="check-circle" size=14/>
                        {t!(stay.in_use)}
                    </span>
                })}
                <span class="version-line-at">{at}</span>
            </p>
            <p class="version-line-who">{who}</p>
            {changes}
            {why.map(|why| html! { <p class="version-line-why">{why}</p> })}
            <p class="version-line-foot">
                {punctuality}
                <button class="link" type="button" on:click=move |_| on_open.run(number)>
                    {t!(stay.see_original)}
                    <span class="hidden">" " {number}</span>
                </button>
            </p>
        </li>
    }
}
