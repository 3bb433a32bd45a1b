//! A rule that applies here.

use crate::ui::Icon;
use leptos::prelude::*;

/// What the note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoteKind {
    /// For information.
    #[default]
    Info,
    /// Something to look at.
    Warn,
    /// Something that failed or is forbidden.
    Bad,
    /// Something done.
    Ok,
}

/// A note in the page: a bar, a tint, an icon.
#[component]
pub fn Note(
    /// What it is about.
    #[prop(optional)]
    kind: NoteKind,
    /// Another icon than that of its kind.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// The text.
    children: Children,
) -> impl IntoView {
    let (class, usual) = match kind {
        NoteKind::Info => ("note note-info", "bubble"),
        NoteKind::Warn => ("note note-warn", "triangle"),
        NoteKind::Bad => ("note note-bad", "triangle"),
        NoteKind::Ok => ("note note-ok", "check-circle"),
    };
    view! { <div class=class><Icon name=icon.unwrap_or(usual)/><div class="note-text">{children()}</div></div> }
}
