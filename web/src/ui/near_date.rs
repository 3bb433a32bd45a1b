//! Dates near today, for arrival and departure: one input that takes `24`, `24/11`, `+3`, with or without a time.

use crate::format;
use crate::ui::FieldContext;
use crate::ui::field::leave;
use dto::Timestamp;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use rules::date_parts::near_date;
use time::{Date, Time};

/// Reads a moment near today: a date as [`near_date`] takes it, a time `19:31`, `19h31` or `1931`, or both.
/// A time alone is today's; a date alone gets `usual`.
pub fn read_moment(text: &str, today: Date, usual: Time) -> Option<Timestamp> {
    let text = text.replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let (date, time) = match words.as_slice() {
        [one] => match clock(one) {
            Some(time) => (today, time),
            None => (near_date(one, today).ok()?, usual),
        },
        [date, time] => match (clock(time), near_date(date, today)) {
            (Some(time), Ok(date)) => (date, time),
            _ => (near_date(time, today).ok()?, clock(date)?),
        },
        _ => return None,
    };
    Some(Timestamp::from(rules::zone::at(date, time)))
}

/// `19:31`, `19h31`, `19h`, `9:05`.
fn clock(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once([':', 'h', 'H'])?;
    let number = |part: &str| -> Option<u8> {
        (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let minute = if minute.is_empty() { 0 } else { number(minute)? };
    Time::from_hms(number(hour)?, minute, 0).ok()
}

/// A moment as it is typed: `21/11/2026, 19:31`.
pub fn write_moment(at: Timestamp) -> String {
    format::instant(at)
}

/// One input inside a [`crate::ui::Field`]. While it has focus it shows what was typed; after that, `reading`, such as
/// "24/11/2026 (3 đêm)".
#[component]
pub fn NearDateTime(
    /// What was typed.
    text: RwSignal<String>,
    /// What it was understood as.
    #[prop(into)]
    reading: Signal<Option<String>>,
    /// Called when it is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Shown while nothing was typed.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
) -> impl IntoView {
    let field = FieldContext::here();
    let invalid = field.invalid;
    let focused = RwSignal::new(false);
    let shown = move || {
        if focused.get() {
            text.get()
        } else {
            reading.get().unwrap_or_else(|| text.get())
        }
    };
    view! {
        <input
            id=field.id
            class="input"
            type="text"
            autocomplete="off"
            spellcheck="false"
            placeholder=move || placeholder.as_ref().map(TextProp::get)
            aria-describedby=field.described_by
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=shown
            on:focus=move |event| {
                focused.set(true);
                let input: web_sys::HtmlInputElement = event_target(&event);
                input.set_value(&text.get_untracked());
                input.select();
            }
            on:input=move |event| text.set(event_target_value(&event))
            on:blur=move |_| {
                focused.try_set(false);
                leave(on_leave);
            }
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, time};

    fn read(text: &str) -> Option<String> {
        read_moment(text, date!(2026 - 11 - 21), time!(14:00)).map(write_moment)
    }

    #[test]
    fn a_moment_near_today_is_read_as_people_type_it() {
        for (typed, meant) in [
            ("24", "24/11/2026, 14:00"),
            ("24/11", "24/11/2026, 14:00"),
            ("+3", "24/11/2026, 14:00"),
            ("19:31", "21/11/2026, 19:31"),
            ("19h", "21/11/2026, 19:00"),
            ("+1 9h30", "22/11/2026, 09:30"),
            ("24/11 12:00", "24/11/2026, 12:00"),
            ("21/11/2026, 19:31", "21/11/2026, 19:31"),
            ("19:31 21/11", "21/11/2026, 19:31"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_no_moment_is_not_guessed() {
        for typed in ["", "mai", "31/02", "24:00", "24 25 26", "9:61", "19:31 19:32"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
