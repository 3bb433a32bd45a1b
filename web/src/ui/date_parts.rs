//! Dates copied from a document: day, month, year in three inputs.

use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::FieldContext;
use crate::ui::date_picker::DatePicker;
use crate::ui::field::leave;
use dto::Given;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use rules::date_parts::{DatePart, faulty_part, parse_compact, parse_parts, parse_vn_date};
use serde::{Deserialize, Serialize};
use time::Date;

/// The typed text of a date in the three inputs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DateText {
    /// Ngày.
    pub day: String,
    /// Tháng.
    pub month: String,
    /// Năm.
    pub year: String,
}

impl DateText {
    /// Returns the parts of a date.
    pub fn of(date: Date) -> Self {
        Self {
            day: format!("{:02}", date.day()),
            month: format!("{:02}", u8::from(date.month())),
            year: format!("{:04}", date.year()),
        }
    }

    fn part(&self, part: DatePart) -> &str {
        match part {
            DatePart::Day => &self.day,
            DatePart::Month => &self.month,
            DatePart::Year => &self.year,
        }
    }

    fn part_mut(&mut self, part: DatePart) -> &mut String {
        match part {
            DatePart::Day => &mut self.day,
            DatePart::Month => &mut self.month,
            DatePart::Year => &mut self.year,
        }
    }

    /// Returns whether all three are empty.
    pub fn is_empty(&self) -> bool {
        self.day.trim().is_empty() && self.month.trim().is_empty() && self.year.trim().is_empty()
    }

    /// Returns the date, if it is valid.
    pub fn date(&self) -> Option<Date> {
        parse_parts(&self.day, &self.month, &self.year).ok()
    }

    /// Returns the value for a request: an invalid date stays recognisable as such.
    pub fn given(&self) -> Given<Date> {
        match self.date() {
            Some(date) => Given::Value(date),
            None if self.is_empty() => Given::Missing,
            None => Given::Bad(format!("{}/{}/{}", self.day, self.month, self.year)),
        }
    }

    /// Returns the error of the date, in words.
    pub fn fault(&self) -> Option<String> {
        use rules::date_parts::DatePartsFault as Fault;
        if self.is_empty() {
            return None;
        }
        let fault = parse_parts(&self.day, &self.month, &self.year).err()?;
        Some(match fault {
            Fault::Missing => match faulty_part(&self.day, &self.month, &self.year) {
                Some(DatePart::Day) => t!(field.date_day_missing).to_owned(),
                Some(DatePart::Month) => t!(field.date_month_missing).to_owned(),
                _ => t!(field.date_year_missing).to_owned(),
            },
            Fault::NotANumber => t!(field.date_not_a_number).to_owned(),
            Fault::ShortYear => t!(field.date_short_year).to_owned(),
            Fault::NotInCalendar { day, month, year } => {
                t!(
                    field.date_not_in_calendar,
                    date = format!("{day:02}/{month:02}/{year:04}")
                )
            }
        })
    }
}

/// Renders three inputs inside a [`crate::ui::Field`] with `group`. Focus moves on after two digits while the next part
/// is empty; a pasted or scanned 21/11/2026 or 21112026 fills all three.
#[component]
pub fn DateParts(
    /// Content of the three inputs.
    value: RwSignal<DateText>,
    /// Called when focus leaves all three.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Whether only the year is known: day and month are then not asked.
    #[prop(optional, into)]
    year_only: Signal<bool>,
) -> Markup {
    let field = FieldContext::here();
    let invalid = field.invalid;
    let described_by = field.described_by;
    let id = StoredValue::new(field.id);
    let part_id = move |part: &str| id.with_value(|id| format!("{id}-{part}"));
    // The whole date is marked as wrong, unless the error is in one part alone.
    let faulty = Memo::new(move |_| value.with(|text| faulty_part(&text.day, &text.month, &text.year)));
    let alone = move |part: DatePart| year_only.get() || faulty.get().is_none_or(|faulty| faulty == part);
    let marked = move |part: DatePart| invalid.get() && alone(part);

    let spread = move |typed: &str| -> bool {
        let Ok(date) = parse_vn_date(typed).or_else(|_| parse_compact(typed.trim())) else {
            return false;
        };
        value.set(DateText::of(date));
        browser::focus(&part_id("year"));
        true
    };
    let type_into = move |part: DatePart, typed: String| {
        if spread(&typed) {
            return;
        }
        // A separator moves focus to the next part, as on paper.
        let moves_on = typed.ends_with(['/', '.', '-', ' ']);
        let digits: String = typed.chars().filter(|c| !matches!(c, '/' | '.' | '-' | ' ')).collect();
        let full = digits.chars().count() >= 2;
        value.update(|text| *text.part_mut(part) = digits);
        // A user who corrects a part of a complete date stays in that part.
        let on_to = |next: DatePart, name: &str| {
            let is_open = value.with_untracked(|text| text.part(next).is_empty());
            (moves_on || full && is_open) && browser::focus(&part_id(name))
        };
        match part {
            DatePart::Day => on_to(DatePart::Month, "month"),
            DatePart::Month => on_to(DatePart::Year, "year"),
            DatePart::Year => false,
        };
    };
    let back = move |part: DatePart, event: &KeyboardEvent| {
        let is_empty = event_target::<web_sys::HtmlInputElement>(event).value().is_empty();
        if event.key() == "Backspace" && is_empty {
            event.prevent_default();
            match part {
                DatePart::Month => browser::focus(&part_id("day")),
                DatePart::Year if !year_only.get_untracked() => browser::focus(&part_id("month")),
                _ => false,
            };
        }
    };
    let left = move |event: leptos::ev::FocusEvent| {
        if id.is_disposed() {
            return;
        }
        let to = event
            .related_target()
            .and_then(|to| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(to).ok());
        let inside = to.is_some_and(|to| ["day", "month", "year"].iter().any(|part| to.id() == part_id(part)));
        if !inside {
            leave(on_leave);
        }
    };
    let select_all = move |event: leptos::ev::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let part = move |part: DatePart, name: &'static str| {
        html! {
            <input
                id=part_id(name)
                class="input date-part"
                class:date-year=part == DatePart::Year
                type="text"
                inputmode="numeric"
                autocomplete="off"
                placeholder=move || words(part).1
                aria-label=move || words(part).0
                aria-describedby=described_by
                aria-invalid=move || marked(part).then_some("true")
                prop:value=move || value.with(|text| text.part(part).to_owned())
                on:input=move |event| type_into(part, event_target_value(&event))
                on:keydown=move |event| back(part, &event)
                on:focus=select_all
                on:blur=left
            />
        }
    };
    html! {
        <span class="date-parts">
            {when(move || (!year_only.get()).then(|| html! {
                {part(DatePart::Day, "day")}
                {part(DatePart::Month, "month")}
            }))}
            {part(DatePart::Year, "year")}
            {move || (!year_only.get()).then(|| html! {
                <DatePicker date=Signal::derive(move || value.with(DateText::date)) on_pick=Callback::new(move |date| value.set(DateText::of(date)))/>
            })}
        </span>
    }
}

/// Returns the name of a part and its format.
fn words(part: DatePart) -> (&'static str, &'static str) {
    match part {
        DatePart::Day => (t!(field.day), t!(field.day_shape)),
        DatePart::Month => (t!(field.month), t!(field.month_shape)),
        DatePart::Year => (t!(field.year), t!(field.year_shape)),
    }
}
