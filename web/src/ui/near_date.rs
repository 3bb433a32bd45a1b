//! Dates near today, for arrival and departure: one input that accepts `24`, `24/11`, `+3`, with or without a time.

use crate::format;
use crate::markup::{Markup, html};
use crate::ui::FieldContext;
use crate::ui::date_picker::DatePicker;
use crate::ui::field::leave;
use dto::Timestamp;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use rules::date_parts::{near_date, parse_vn_date};
use time::{Date, Time};

/// Length of a displayed date: `24/11/2026`.
const DATE_LENGTH: usize = 10;

/// Reads a moment near today: a date as [`near_date`] reads it, a time `19:31` or `19h31`, or both. A time alone is
/// today's; a date alone has the time `usual`; 24:00 is the end of its day.
pub fn read_moment(text: &str, today: Date, usual: Time) -> Option<Timestamp> {
    read_moment_after(text, today, today, usual)
}

/// Reads the same, where `+3` counts from another day than today.
pub fn read_moment_after(text: &str, today: Date, base: Date, usual: Time) -> Option<Timestamp> {
    let text = text.replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let near = |word: &str| {
        let from = if word.starts_with(['+', '-']) { base } else { today };
        near_date(word, from).ok()
    };
    let usual = Clock(usual, false);
    let (date, Clock(time, is_next_day)) = match words.as_slice() {
        [one] => match clock(one) {
            Some(time) => (today, time),
            None => (near(one)?, usual),
        },
        [date, time] => match (clock(time), near(date)) {
            (Some(time), Some(date)) => (date, time),
            _ => (near(time)?, clock(date)?),
        },
        _ => return None,
    };
    let date = if is_next_day { date.next_day()? } else { date };
    Some(Timestamp::from(rules::zone::at(date, time)))
}

/// Returns the time of day where only a time was typed.
pub fn time_alone(text: &str) -> Option<Time> {
    clock(text.trim()).map(|Clock(time, _)| time)
}

/// A time of day, or the midnight at its end.
struct Clock(Time, bool);

/// Reads `19:31`, `19h31`, `19h`, `9:05`, `24:00`.
fn clock(word: &str) -> Option<Clock> {
    let (hour, minute) = word.split_once([':', 'h', 'H'])?;
    let number = |part: &str| -> Option<u8> {
        (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let minute = if minute.is_empty() { 0 } else { number(minute)? };
    match number(hour)? {
        24 if minute == 0 => Some(Clock(Time::MIDNIGHT, true)),
        hour => Some(Clock(Time::from_hms(hour, minute, 0).ok()?, false)),
    }
}

/// Returns a moment in the typed format: `21/11/2026, 19:31`.
pub fn write_moment(at: Timestamp) -> String {
    format::instant(at)
}

/// Renders one input inside a [`crate::ui::Field`]. With focus it displays the typed text; after that, `reading`, such
/// as "24/11/2026 (3 đêm)".
#[component]
pub fn NearDateTime(
    /// Typed text.
    text: RwSignal<String>,
    /// Interpretation of the typed text.
    #[prop(into)]
    reading: Signal<Option<String>>,
    /// Called when focus leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Shown while nothing was typed.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
) -> Markup {
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
    // The text was read as this day; a time beside it stays.
    let date = Signal::derive(move || {
        let reading = reading.get()?;
        parse_vn_date(reading.get(..DATE_LENGTH)?).ok()
    });
    let on_pick = Callback::new(move |picked: Date| {
        let typed = text.get_untracked();
        let time = typed.split([' ', ',']).find(|word| time_alone(word).is_some());
        let picked = format::date(picked);
        text.set(match time {
            Some(time) => format!("{picked}, {time}"),
            None => picked,
        });
        leave(on_leave);
    });
    html! {
        <span class="date-with-picker">
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
            <DatePicker date on_pick/>
        </span>
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
            ("24:00", "22/11/2026, 00:00"),
            ("30/11 24h", "01/12/2026, 00:00"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn days_more_count_from_the_day_that_they_are_added_to() {
        let more = |text: &str| {
            let at = read_moment_after(text, date!(2026 - 11 - 29), date!(2026 - 12 - 01), time!(12:00));
            at.map(write_moment)
        };
        assert_eq!(more("+1").as_deref(), Some("02/12/2026, 12:00"));
        assert_eq!(more("+2 9h").as_deref(), Some("03/12/2026, 09:00"));
        assert_eq!(more("-1").as_deref(), Some("30/11/2026, 12:00"));
        assert_eq!(more("30").as_deref(), Some("30/11/2026, 12:00"));
    }

    #[test]
    fn what_is_no_moment_is_not_guessed() {
        for typed in ["", "mai", "31/02", "24:01", "25:00", "24 25 26", "9:61", "19:31 19:32"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
