//! The events of a thing, newest first. Nothing collapses.

use crate::markup::{Markup, html};
use crate::ui::Icon;
use crate::ui::version_line::{Changed, change_rows};
use leptos::prelude::*;

/// An event, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Icon.
    pub icon: &'static str,
    /// What happened.
    pub what: String,
    /// When it happened.
    pub at: String,
    /// Who did it.
    pub who: String,
    /// Message sent with it.
    pub text: Option<String>,
    /// Fields that it changed.
    pub changes: Vec<Changed>,
    /// Further text.
    pub more: Option<String>,
}

/// Renders the line of events.
#[component]
pub fn EventLine(
    /// Events, newest first.
    events: Vec<Happened>,
) -> Markup {
    let stops = events
        .into_iter()
        .map(|event| {
            html! {
                <li class="version-line-stop version-line-event">
                    <span class="version-line-ring" aria-hidden="true"><Icon name=event.icon size=12/></span>
                    <p class="version-line-head">
                        <strong>{event.what}</strong>
                        <span class="version-line-at">{event.at}</span>
                    </p>
                    {(!event.who.is_empty()).then(|| html! { <p class="version-line-who">{event.who}</p> })}
                    {event.text.map(|text| html! { <p class="said-text" lang="vi">{text}</p> })}
                    {change_rows(event.changes)}
                    {event.more.map(|more| html! { <p class="version-line-why">{more}</p> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    html! { <ol class="version-line" reversed>{stops}</ol> }
}
