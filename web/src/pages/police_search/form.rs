//! What is searched for, and what for.

use crate::frame::search::SearchText;
use crate::lists::{Lists, label_of};
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Field, SelectInput, TextInput};
use dto::problem::FieldError;
use dto::stay::{StaySearchIn, parse_search_text};
use leptos::prelude::*;
use rules::date_parts::parse_vn_date;
use std::sync::Arc;
use time::{Date, Duration};

/// The period asked for when the page opens.
const USUAL_PERIOD: &str = "60";
const OWN_PERIOD: &str = "own";

/// What the form found wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Wrong {
    text: bool,
    purpose: bool,
    period: bool,
}

impl Wrong {
    fn any(self) -> bool {
        self.text || self.purpose || self.period
    }
}

/// First and last day of arrival for a choice of the list.
fn period(choice: &str, (from, to): (&str, &str), today: Date) -> Result<(Option<Date>, Option<Date>), ()> {
    if choice == OWN_PERIOD {
        let day = |text: &str| if text.trim().is_empty() { Ok(None) } else { parse_vn_date(text).map(Some).map_err(drop) };
        let (from, to) = (day(from)?, day(to)?);
        let backwards = matches!((from, to), (Some(from), Some(to)) if from > to);
        return if backwards || (from.is_none() && to.is_none()) { Err(()) } else { Ok((from, to)) };
    }
    Ok((choice.parse().ok().map(|days| today.saturating_sub(Duration::days(days))), None))
}

/// The form: one line for everything that is known of a person.
#[component]
pub fn SearchForm(
    /// Searches.
    on_search: Callback<StaySearchIn>,
    /// What the server found wrong.
    refused: RwSignal<Vec<FieldError>>,
    /// Whether a search is on its way.
    busy: Memo<bool>,
) -> impl IntoView {
    let (lists, handed) = (Lists::here(), SearchText::here());
    let text = RwSignal::new(String::new());
    let purpose = RwSignal::new(String::new());
    let reference = RwSignal::new(String::new());
    let chosen_period = RwSignal::new(USUAL_PERIOD.to_owned());
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(Wrong::default());
    // What was typed in the top bar; the purpose still has to be said before anything is searched.
    Effect::new(move || {
        let typed = handed.asked();
        if !typed.is_empty() {
            text.set(typed);
        }
    });
    let is_own = Memo::new(move |_| chosen_period.with(|period| period == OWN_PERIOD));
    let build = move || {
        let mut search = parse_search_text(&text.get_untracked());
        let days = period(&chosen_period.get_untracked(), (&from.get_untracked(), &to.get_untracked()), lists.clock().today());
        let by_name = search.name.as_ref().is_some_and(|name| rules::name::fold(name).chars().count() >= 2);
        let by_number = search.document_number.as_ref().is_some_and(|number| number.chars().count() >= 4);
        let found = Wrong {
            text: !(by_name || by_number || search.birth_date.is_some()),
            purpose: purpose.with_untracked(String::is_empty),
            period: days.is_err(),
        };
        wrong.set(found);
        if found.any() {
            return None;
        }
        (search.from, search.to) = days.ok()?;
        search.purpose = Some(purpose.get_untracked());
        search.reference = Some(reference.get_untracked().trim().to_owned()).filter(|reference| !reference.is_empty());
        Some(search)
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        refused.set(Vec::new());
        match untrack(build) {
            Some(search) => on_search.run(search),
            None => {
                let wrong = wrong.get_untracked();
                let first = [(wrong.text, "search-text"), (wrong.purpose, "search-purpose"), (wrong.period, "search-from")];
                if let Some((_, id)) = first.into_iter().find(|(is_wrong, _)| *is_wrong) {
                    crate::ui::focus_field(id);
                }
            }
        }
    };
    // An error goes as soon as its field is touched.
    Effect::new(move || {
        text.track();
        wrong.update(|wrong| wrong.text = false);
    });
    Effect::new(move || {
        purpose.track();
        wrong.update(|wrong| wrong.purpose = false);
    });
    Effect::new(move || {
        (from.track(), to.track(), chosen_period.track());
        wrong.update(|wrong| wrong.period = false);
    });
    let said = move |pointers: &'static [&'static str]| {
        refused.with(|refused| refused.iter().find(|error| pointers.contains(&error.pointer.as_str())).map(|error| error.message.clone()))
    };
    let text_error = Signal::derive(move || {
        let here = wrong.get().text.then(|| t!(police.search_text_needed).to_owned());
        here.or_else(|| said(&["/name", "/document_number", "/birth_date", "/birth_year"]))
    });
    let purpose_error = Signal::derive(move || {
        wrong.get().purpose.then(|| t!(police.search_purpose_needed).to_owned()).or_else(|| said(&["/purpose"]))
    });
    let period_error = Signal::derive(move || {
        wrong.get().period.then(|| t!(police.period_wrong).to_owned()).or_else(|| said(&["/from", "/to"]))
    });
    let purposes = Signal::derive(move || {
        Arc::new(lists.search_purposes().iter().map(|entry| Choice::new(entry.code.clone(), label_of(entry))).collect::<Vec<_>>())
    });
    let periods = Signal::derive(move || {
        Arc::new(vec![
            Choice::new("30", t!(police.period_30)),
            Choice::new("60", t!(police.period_60)),
            Choice::new("365", t!(police.period_365)),
            Choice::new("all", t!(police.period_all)),
            Choice::new(OWN_PERIOD, t!(police.period_own)),
        ])
    });
    view! {
        <form class="search-form" role="search" novalidate on:submit=submit>
            <Field id="search-text" label=move || t!(police.search_text) error=text_error class="search-wide">
                <TextInput value=text/>
            </Field>
            <Field id="search-purpose" label=move || t!(police.search_purpose) error=purpose_error class="search-purpose">
                <SelectInput value=purpose options=purposes empty=move || t!(police.search_purpose_none)/>
            </Field>
            <Field
                id="search-reference"
                label=move || t!(police.search_reference)
                optional=true
                error=Signal::derive(move || said(&["/reference"]))
            >
                <TextInput value=reference mono=true/>
            </Field>
            <Field id="search-period" label=move || t!(police.search_period)>
                <SelectInput value=chosen_period options=periods/>
            </Field>
            {move || is_own.get().then(|| view! {
                <Field id="search-from" label=move || t!(police.from) error=period_error>
                    <TextInput value=from placeholder=move || t!(police.date_shape)/>
                </Field>
                <Field id="search-to" label=move || t!(police.to)>
                    <TextInput value=to placeholder=move || t!(police.date_shape)/>
                </Field>
            })}
            <div class="search-go">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(police.search_go)
                    busy_label=move || t!(police.search_busy)
                    key_cap="Enter"
                    submit=true
                    busy=busy
                />
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_period_is_counted_back_from_today_or_typed() {
        let today = date!(2026 - 11 - 21);
        assert_eq!(period("60", ("", ""), today), Ok((Some(date!(2026 - 09 - 22)), None)));
        assert_eq!(period("all", ("", ""), today), Ok((None, None)));
        let own = |from, to| period(OWN_PERIOD, (from, to), today);
        assert_eq!(own("01/11/2026", ""), Ok((Some(date!(2026 - 11 - 01)), None)));
        assert_eq!(own("21/11/2026", "01/11/2026"), Err(()));
        assert_eq!(own("31/02/2026", ""), Err(()));
        assert_eq!(own("", ""), Err(()));
    }
}
