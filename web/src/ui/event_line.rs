//! What happened to something, newest first. Nothing collapses.

use crate::ui::Icon;
use crate::ui::version_line::{Changed, change_rows};
use leptos::prelude::*;

/// Something that happened, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Which icon.
    pub icon: &'static str,
    /// What.
    pub what: String,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was said with it.
    pub text: Option<String>,
    /// The fields that it changed.
    pub changes: Vec<Changed>,
    /// More about it.
    pub more: Option<String>,
}

/// The line.
#[component]
pub fn EventLine(
    /// Newest first.
    events: Vec<Happened>,
) -> impl IntoView {
    let stops = events
        .into_iter()
        .map(|event| {
            view! {
                <li class="version-line-stop version-line-event">
                    <span class="version-line-ring" aria-hidden="true"><Icon name=event.icon size=12/></span>
                    <p class="version-line-head">
                        <strong>{event.what}</strong>
                        <span class="version-line-at">{event.at}</span>
                    </p>
                    {(!event.who.is_empty()).then(|| view! { <p class="version-line-who">{event.who}</p> })}
                    {event.text.map(|text| view! { <p class="said-text" lang="vi">{text}</p> })}
                    {change_rows(event.changes)}
                    {event.more.map(|more| view! { <p class="version-line-why">{more}</p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="version-line" reversed>{stops}</ol> }
}
