//! The logo: a lit door at night.

use crate::markup::{Markup, html};
use leptos::prelude::*;

/// Renders the logo: the arch has the colour of the text, the lamp in it the colour of time left.
#[component]
pub fn Mark(
    /// Width and height in px.
    #[prop(default = 32)]
    size: u32,
) -> Markup {
    html! {
        <svg class="mark" viewBox="0 0 32 32" width=size height=size aria-hidden="true" focusable="false">
            <path class="mark-door" d="M3 31V15.500a13 13 0 0 1 26 0V31h-7V16a6 6 0 0 0-12 0v15z"></path>
            <circle class="mark-lamp" cx="16" cy="15.800" r="2.600"></circle>
        </svg>
    }
}
