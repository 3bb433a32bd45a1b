//! Icons of our own, drawn on a grid of 20, as strokes.

use crate::markup::{Markup, html};
use leptos::prelude::*;

/// Renders an icon. It is never the only sign: the text beside it has the same meaning.
#[component]
pub fn Icon(
    /// Name of the icon.
    #[prop(into)]
    name: String,
    /// Width and height in px.
    #[prop(default = 16)]
    size: u32,
) -> Markup {
    html! {
        <svg class="icon" viewBox="0 0 20 20" width=size height=size aria-hidden="true" focusable="false" inner_html=drawing(&name)></svg>
    }
}

/// Returns the strokes of an icon; colour and width come from the style sheet. An unknown name gives a dotted ring,
/// which is noticed at once and breaks nothing.
fn drawing(name: &str) -> &'static str {
    match name {
        "arrow-right-bar" => r#"<path d="M3 10h10M9.5 6l4 4-4 4M17 4v12"/>"#,
        "bed" => r#"<path d="M2.5 5v11M2.5 13h15M17.5 16v-5a2 2 0 0 0-2-2h-7v4"/><circle cx="5.5" cy="9.8" r="1.4"/>"#,
        "board" => {
            r#"<path d="M4 17V5l6-2.5L16 5v12M2.5 17h15"/><path d="M7.5 8h1M11.5 8h1M7.5 11.5h1M11.5 11.5h1M9 17v-2.5h2V17"/>"#
        }
        "bubble" => r#"<path d="M3 4h14v10H9l-4 3v-3H3z"/>"#,
        "bubble-question" => {
            r#"<circle cx="10" cy="10" r="7.5"/><path d="M7.8 7.8a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.6"/><path d="M10 14.1v.1"/>"#
        }
        "calendar" => r#"<path d="M3 5h14v12H3zM3 8.5h14M6.5 3v3M13.5 3v3"/>"#,
        "check" => r#"<path d="M4 10.5l4 4 8-9"/>"#,
        "check-circle" => r#"<circle cx="10" cy="10" r="7.5"/><path d="M6.5 10.2l2.5 2.5 4.6-5"/>"#,
        "chevron-down" => r#"<path d="M5 7.5l5 5 5-5"/>"#,
        "chevron-left" => r#"<path d="M12.5 5l-5 5 5 5"/>"#,
        "chevron-right" => r#"<path d="M7.5 5l5 5-5 5"/>"#,
        "chevron-up" => r#"<path d="M5 12.5l5-5 5 5"/>"#,
        "clock" => r#"<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>"#,
        "columns" => r#"<path d="M3 3.500h14v13H3zM7.700 3.500v13M12.300 3.500v13"/>"#,
        "cross" => r#"<path d="M5 5l10 10M15 5L5 15"/>"#,
        "diamond" => r#"<path class="solid" d="M10 4.5l5.5 5.5-5.5 5.5L4.5 10z"/>"#,
        "double-arrow" => r#"<path d="M3 10h14M6 7l-3 3 3 3M14 7l3 3-3 3"/>"#,
        "double-check" => r#"<path d="M2 10.8l3.4 3.4 7-8M9.6 14.2L17.5 6"/>"#,
        "eye" => {
            r#"<path d="M1.8 10S4.8 4.8 10 4.8 18.2 10 18.2 10 15.2 15.2 10 15.2 1.8 10 1.8 10z"/><circle cx="10" cy="10" r="2.4"/>"#
        }
        "globe" => {
            r#"<circle cx="10" cy="10" r="7.5"/><path d="M2.5 10h15M10 2.5c2.2 2 3.3 4.500 3.3 7.500s-1.100 5.500-3.300 7.500c-2.200-2-3.300-4.500-3.300-7.500s1.100-5.500 3.300-7.500z"/>"#
        }
        "growing-clock" => {
            r#"<path d="M16.6 13.6A7.5 7.5 0 1 1 13.8 3.5"/><path d="M10 5.5V10l3 2M17.5 3v4h-4M17.3 6.8A7.5 7.5 0 0 1 17.5 10"/>"#
        }
        "guests" => {
            r#"<circle cx="7.5" cy="6.8" r="3"/><path d="M2 16.5c0-3 2.3-5 5.5-5s5.5 2 5.5 5zM13 4.2a3 3 0 0 1 0 5.2M14.8 12c2 .7 3.2 2.3 3.2 4.5"/>"#
        }
        "half-sun" => r#"<path d="M2.5 15.5h15M5.5 15.5a4.5 4.5 0 0 1 9 0M10 5v2.5M4 8.2l1.7 1.7M16 8.2l-1.7 1.7"/>"#,
        "help" => {
            r#"<circle cx="10" cy="10" r="7.5"/><path d="M7.8 7.8a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.6M10 14v.2"/>"#
        }
        "history" => r#"<path d="M3.3 7A7.5 7.5 0 1 1 2.6 11M3 3.5V7h3.5M10 6v4.2l2.8 1.6"/>"#,
        "house" => r#"<path d="M2.5 9.5L10 3l7.5 6.5M4.5 8v9h11V8M8.3 17v-5h3.4v5"/>"#,
        "import" => r#"<path d="M10 3v9M6.2 8.5L10 12.3l3.8-3.8M3 13.5V17h14v-3.5"/>"#,
        "lock" => r#"<path d="M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9"/>"#,
        "logout" => r#"<path d="M8 3.5H3.5v13H8M7.5 10h9.5M13.5 6.2l3.7 3.8-3.7 3.8"/>"#,
        "minus" => r#"<path d="M4 10h12"/>"#,
        "moon" => r#"<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z"/>"#,
        "more" => r#"<path class="dots" d="M4.5 10h.01M10 10h.01M15.5 10h.01"/>"#,
        "notify" => r#"<path d="M11.5 2.5H4.5v15h11V6.5zM11.5 2.5v4h4M10 9v5M7.5 11.5h5"/>"#,
        "out-door" => r#"<path d="M8 4H4v12h4M8 10h9M13.8 6.8L17 10l-3.2 3.2"/>"#,
        "in-door" => r#"<path d="M12 4h4v12h-4M3 10h9M8.8 6.8L12 10l-3.2 3.2"/>"#,
        "pen" => r#"<path d="M3.5 16.5l.8-3.6L13.5 3.7l2.8 2.8-9.2 9.2zM11.6 5.6l2.8 2.8"/>"#,
        "phone" => {
            r#"<path d="M4 3h3l1.5 4-2 1.5a10 10 0 0 0 5 5L13 11.500l4 1.5v3c0 1-.7 1.500-1.500 1.500C9 17 3 11 2.500 4.500 2.500 3.700 3.200 3 4 3z"/>"#
        }
        "plus" => r#"<path d="M10 4v12M4 10h12"/>"#,
        "price" => r#"<path d="M3 3h6.500l8 8-6.500 6.500-8-8z"/><circle cx="6.800" cy="6.800" r="1.100"/>"#,
        "print" => r#"<path d="M6 7V3h8v4M4 14H2.500V7h15v7H16M6 11.500h8V17H6z"/>"#,
        "register" => r#"<path d="M4.500 3h11v14h-11zM7.500 6.500h5M4.500 14h11"/>"#,
        "ring-dashed" => r#"<circle cx="10" cy="10" r="7.500" stroke-dasharray="3 2.900"/>"#,
        "scan" => {
            r#"<path d="M2.500 6.500v-3h3M14.500 3.500h3v3M17.500 13.500v3h-3M5.500 16.500h-3v-3M6 7v6M8.500 7v6M11 7v6M14 7v6"/>"#
        }
        "search" => r#"<circle cx="8.500" cy="8.500" r="5.500"/><path d="M12.700 12.700L17.500 17.500"/>"#,
        "shield" => {
            r#"<path d="M10 2.500l6.500 2.300v5c0 3.700-2.700 6.500-6.500 7.700-3.800-1.200-6.500-4-6.500-7.700v-5z"/>"#
        }
        "stamp" => {
            r#"<path d="M8 9.5c0-1.500-1.200-2.300-1.200-4a3.200 3.200 0 0 1 6.400 0c0 1.700-1.200 2.500-1.200 4M4 13.500v-2.500a1.500 1.500 0 0 1 1.500-1.500h9a1.500 1.500 0 0 1 1.500 1.500v2.500zM4 17h12"/>"#
        }
        "sun" => {
            r#"<circle cx="10" cy="10" r="3.500"/><path d="M10 1.800v2M10 16.200v2M1.800 10h2M16.200 10h2M4.200 4.200l1.400 1.400M14.400 14.400l1.400 1.400M15.800 4.200l-1.400 1.400M5.600 14.400l-1.400 1.400"/>"#
        }
        "swap" => r#"<path d="M3 6.500h13M12.500 3l3.500 3.500L12.500 10M17 13.500H4M7.500 10L4 13.500 7.500 17"/>"#,
        "triangle" => r#"<path d="M10 3L18 16.500H2zM10 8v4.200M10 14.300v.1"/>"#,
        "user" => {
            r#"<circle cx="10" cy="6.500" r="3.500"/><path d="M3.500 17c.3-3.700 2.800-5.500 6.500-5.500s6.200 1.800 6.500 5.500z"/>"#
        }
        "wand" => {
            r#"<path d="M3.500 16.500L12 8M14.500 2.500v3M13 4h3M16.500 9v2.500M15.200 10.200h2.600M7.500 3v2.500M6.200 4.200h2.600M11 7l2 2"/>"#
        }
        "wrench" => {
            r#"<path d="M12.200 7.800a3.800 3.800 0 0 1 4.700-4.600l-2.300 2.300.9 2 2 .9 0 0a3.800 3.800 0 0 1-4.800 1.800L6 16.900a2 2 0 0 1-2.900-2.900l6.700-6.700"/>"#
        }
        _ => r#"<circle cx="10" cy="10" r="7.500" stroke-dasharray="1 2.900"/>"#,
    }
}
