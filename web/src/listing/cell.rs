//! Content of list cells: a few kinds, each defined once in the program.

use crate::format;
use crate::listing::filter::Words;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::{Icon, Status, StatusTag};
use dto::Timestamp;
use time::Date;

/// Renders a text.
pub fn words(text: impl Into<String>) -> Markup {
    text.into().into_markup()
}

/// Renders a text in Vietnamese, marked as such also where the page is in another language (WCAG 3.1.2).
pub fn vietnamese(text: impl Into<String>) -> Markup {
    html! { <span lang="vi">{text.into()}</span> }
}

/// Renders a text, or a dash if it is empty.
pub fn words_or_none(text: &str) -> Markup {
    if text.is_empty() {
        t!(stay.nothing).into_markup()
    } else {
        text.to_owned().into_markup()
    }
}

/// Renders a number, grouped by the rules of the language.
pub fn number(value: i64) -> Markup {
    format::number(value).into_markup()
}

/// Renders a value with a word before it, for telephones, where the column head is not displayed.
pub fn with_word(word: Words, value: Markup) -> Markup {
    html! {
        <span class="word-narrow quiet">{word()} " "</span>
        {value}
    }
}

/// Renders a value with a quieter line below.
pub fn with_line(value: Markup, below: Option<String>) -> Markup {
    match below {
        Some(below) => html! { {value} <span class="under quiet">{below}</span> },
        None => value,
    }
}

/// Renders several states, one after the other.
pub fn tags(states: Vec<Status>) -> Markup {
    let tags: Vec<Markup> = states
        .into_iter()
        .map(|status| html! { <StatusTag status/> " " })
        .collect();
    html! { <span class="tags">{tags}</span> }
}

/// Renders a state that is not in the status set: icon, class and word.
pub fn tag(icon: &'static str, class: &'static str, word: impl Into<String>) -> Markup {
    html! { <span class=class><Icon name=icon/><span>{word.into()}</span></span> }
}

/// Returns the time, with its day where that differs from `usual`.
pub fn time_of(at: Timestamp, usual: Date) -> String {
    let day = rules::zone::local_date(at.get());
    if day == usual {
        format::time(at)
    } else {
        format!("{} {}", format::short_date(day, usual.year()), format::time(at))
    }
}

/// Renders an instant as [`time_of`], or a dash.
pub fn moment(at: Option<Timestamp>, today: Date) -> Markup {
    at.map_or_else(|| t!(stay.nothing).to_owned(), |at| time_of(at, today))
        .into_markup()
}

/// Renders a day in this year without its year, or a dash.
pub fn day(day: Option<Date>, today: Date) -> Markup {
    day.map_or_else(
        || t!(stay.nothing).to_owned(),
        |day| format::short_date(day, today.year()),
    )
    .into_markup()
}
