//! The search, and its purpose.

use crate::form::purpose::purposes;
use crate::frame::search::SearchText;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Field, SelectInput, TextInput};
use dto::problem::FieldError;
use dto::stay::{StaySearchIn, parse_search_text};
use leptos::prelude::*;
use rules::date_parts::parse_vn_date;
use std::sync::Arc;
use time::{Date, Duration};

/// Default period when the page opens.
const USUAL_PERIOD: &str = "60";
const OWN_PERIOD: &str = "own";

/// Errors that the form found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Wrong {
    text: bool,
    purpose: bool,
    period: bool,
}

/// Returns first and last day of arrival for a choice of the list.
fn period(choice: &str, (from, to): (&str, &str), today: Date) -> Result<(Option<Date>, Option<Date>), ()> {
    if choice == OWN_PERIOD {
        let day = |text: &str| {
            if text.trim().is_empty() {
                Ok(None)
            } else {
                parse_vn_date(text).map(Some).map_err(drop)
            }
        };
        let (from, to) = (day(from)?, day(to)?);
        let backwards = matches!((from, to), (Some(from), Some(to)) if from > to);
        return if backwards || (from.is_none() && to.is_none()) {
            Err(())
        } else {
            Ok((from, to))
        };
    }
    Ok((
        choice
            .parse()
            .ok()
            .map(|days| today.saturating_sub(Duration::days(days))),
        None,
    ))
}

/// Values of the form.
#[derive(Clone, Copy)]
struct Fields {
    text: RwSignal<String>,
    purpose: RwSignal<String>,
    reference: RwSignal<String>,
    period: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    wrong: RwSignal<Wrong>,
}

impl Fields {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let fields = Self {
            text: empty(),
            purpose: empty(),
            reference: empty(),
            period: RwSignal::new(USUAL_PERIOD.to_owned()),
            from: empty(),
            to: empty(),
            wrong: RwSignal::new(Wrong::default()),
        };
        fields.forget_what_is_mended();
        fields
    }

    /// Removes an error as soon as its field is changed.
    fn forget_what_is_mended(self) {
        effect(move || {
            self.text.track();
            self.wrong.update(|wrong| wrong.text = false);
        });
        effect(move || {
            self.purpose.track();
            self.wrong.update(|wrong| wrong.purpose = false);
        });
        effect(move || {
            self.from.track();
            self.to.track();
            self.period.track();
            self.wrong.update(|wrong| wrong.period = false);
        });
    }

    /// Returns the search, or its errors.
    fn read(self, today: Date) -> Result<StaySearchIn, Wrong> {
        let mut search = parse_search_text(&self.text.get_untracked());
        let days = period(
            &self.period.get_untracked(),
            (&self.from.get_untracked(), &self.to.get_untracked()),
            today,
        );
        let by_name = search
            .name
            .as_ref()
            .is_some_and(|name| rules::name::fold(name).chars().count() >= 2);
        let by_number = search
            .document_number
            .as_ref()
            .is_some_and(|number| number.chars().count() >= 4);
        let wrong = Wrong {
            text: !(by_name || by_number || search.birth_date.is_some()),
            purpose: self.purpose.with_untracked(String::is_empty),
            period: days.is_err(),
        };
        (search.from, search.to) = match days {
            Ok(days) if wrong == Wrong::default() => days,
            _ => return Err(wrong),
        };
        search.purpose = Some(self.purpose.get_untracked());
        search.reference =
            Some(self.reference.get_untracked().trim().to_owned()).filter(|reference| !reference.is_empty());
        Ok(search)
    }
}

/// Renders the form: one line for everything that is known of a person.
#[component]
pub fn SearchForm(
    /// Called with the search.
    on_search: Callback<StaySearchIn>,
    /// Errors that the server found.
    refused: RwSignal<Vec<FieldError>>,
    /// Whether a search is pending.
    busy: Memo<bool>,
) -> Markup {
    let (lists, handed) = (Lists::here(), SearchText::here());
    let fields = Fields::new();
    // The text typed in the top bar; the purpose must still be given before the search.
    effect(move || {
        let typed = handed.asked();
        if !typed.is_empty() {
            fields.text.set(typed);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        refused.set(Vec::new());
        match fields.read(rules::zone::local_date(lists.clock().now_untracked().get())) {
            Ok(search) => on_search.run(search),
            Err(wrong) => {
                fields.wrong.set(wrong);
                let first = [
                    (wrong.text, "search-text"),
                    (wrong.purpose, "search-purpose"),
                    (wrong.period, "search-from"),
                ];
                if let Some((_, id)) = first.into_iter().find(|(is_wrong, _)| *is_wrong) {
                    crate::ui::focus_field(id);
                }
            }
        }
    };
    html! {
        <form class="search-form" role="search" novalidate on:submit=submit>
            <WhatAndWhy fields refused/>
            <Period fields refused/>
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

/// Returns the error of a field: of the form, else of the server.
fn said(
    here: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
    refused: RwSignal<Vec<FieldError>>,
    pointers: &'static [&'static str],
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let there = || {
            refused.with(|refused| {
                refused
                    .iter()
                    .find(|error| pointers.contains(&error.pointer.as_str()))
                    .map(|error| error.said(lang()))
            })
        };
        here().map(str::to_owned).or_else(there)
    })
}

#[component]
fn WhatAndWhy(fields: Fields, refused: RwSignal<Vec<FieldError>>) -> Markup {
    let purposes = purposes(Lists::here());
    let text_error = said(
        move || fields.wrong.get().text.then(|| t!(police.search_text_needed)),
        refused,
        &["/name", "/document_number", "/birth_date", "/birth_year"],
    );
    let purpose_error = said(
        move || fields.wrong.get().purpose.then(|| t!(police.search_purpose_needed)),
        refused,
        &["/purpose"],
    );
    let reference_error = said(|| None, refused, &["/reference"]);
    html! {
        <Field id="search-text" label=move || t!(police.search_text) error=text_error class="search-wide">
            <TextInput value=fields.text icon="search"/>
        </Field>
        <Field id="search-purpose" label=move || t!(police.search_purpose) error=purpose_error>
            <SelectInput value=fields.purpose options=purposes empty=move || t!(police.search_purpose_none)/>
        </Field>
        <Field id="search-reference" label=move || t!(police.search_reference) optional=true error=reference_error>
            <TextInput value=fields.reference mono=true/>
        </Field>
    }
}

#[component]
fn Period(fields: Fields, refused: RwSignal<Vec<FieldError>>) -> Markup {
    let periods = Signal::derive(move || {
        Arc::new(vec![
            Choice::new("30", t!(police.period_30)),
            Choice::new("60", t!(police.period_60)),
            Choice::new("365", t!(police.period_365)),
            Choice::new("all", t!(police.period_all)),
            Choice::new(OWN_PERIOD, t!(police.period_own)),
        ])
    });
    let is_own = Memo::new(move |_| fields.period.with(|period| period == OWN_PERIOD));
    let error = said(
        move || fields.wrong.get().period.then(|| t!(police.period_wrong)),
        refused,
        &["/from", "/to"],
    );
    html! {
        <Field id="search-period" label=move || t!(police.search_period)>
            <SelectInput value=fields.period options=periods/>
        </Field>
        {when(move || is_own.get().then(|| html! {
            <Field id="search-from" label=move || t!(police.from) error>
                <TextInput value=fields.from placeholder=move || t!(police.date_shape)/>
            </Field>
            <Field id="search-to" label=move || t!(police.to)>
                <TextInput value=fields.to placeholder=move || t!(police.date_shape)/>
            </Field>
        }))}
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
