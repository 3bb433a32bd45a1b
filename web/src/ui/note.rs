//! A rule that applies here.

use crate::markup::{Children, Markup, html};
use crate::ui::Icon;
use leptos::prelude::*;

/// Kind of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoteKind {
    /// For information.
    #[default]
    Info,
    /// A warning.
    Warn,
    /// A failure or a prohibition.
    Bad,
    /// A success.
    Ok,
}

/// Renders a note in the page: a bar, a tint, an icon.
#[component]
pub fn Note(
    /// Kind of the note.
    #[prop(optional)]
    kind: NoteKind,
    /// Icon, where it differs from that of the kind.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// The text.
    children: Children,
) -> Markup {
    let (class, usual) = match kind {
        NoteKind::Info => ("note note-info", "bubble"),
        NoteKind::Warn => ("note note-warn", "triangle"),
        NoteKind::Bad => ("note note-bad", "triangle"),
        NoteKind::Ok => ("note note-ok", "check-circle"),
    };
    html! { <div class=class><Icon name=icon.unwrap_or(usual)/><div class="note-text">{children()}</div></div> }
}
