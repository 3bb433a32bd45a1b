//! The calendar of the device beside a typed date: on a telephone it is quicker than typing.

use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::Icon;
use crate::{browser, format};
use leptos::prelude::*;
use time::Date;
use time::Month;

/// Renders a button that opens the calendar on touch screens. It follows the fields, which do not change.
#[component]
pub fn DatePicker(
    /// The typed date, if it is valid.
    #[prop(into)]
    date: Signal<Option<Date>>,
    /// Called with the picked date.
    on_pick: Callback<Date>,
) -> Markup {
    let input = NodeRef::<leptos::html::Input>::new();
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.set_value(&date.get_untracked().map(written).unwrap_or_default());
            let _ = input.show_picker();
        }
    };
    let pick = move |event| {
        if let Some(date) = read(&event_target_value(&event)) {
            on_pick.run(date);
        }
    };
    IntoMarkup::into_markup(browser::is_touch().then(|| {
        html! {
            <span class="date-picker">
                <button type="button" class="icon-btn" aria-label=move || match date.get() {
                    Some(date) => t!(field.pick_other_date, date = format::date(date)),
                    None => t!(field.pick_date).to_owned(),
                } on:click=open><Icon name="calendar"/></button>
                <input type="date" tabindex="-1" aria-hidden="true" node_ref=input on:change=pick/>
            </span>
        }
    }))
}

/// Returns the date in the format of such an input.
fn written(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

fn read(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, parts.next()?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{read, written};
    use time::macros::date;

    #[test]
    fn what_is_picked_is_read_as_it_is_written() {
        assert_eq!(read(&written(date!(2026 - 02 - 28))), Some(date!(2026 - 02 - 28)));
        assert_eq!(read(""), None);
        assert_eq!(read("2026-02-31"), None);
    }
}
