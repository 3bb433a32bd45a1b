//! The working calendar (docs/rules.md 5), one year at a time: displayed as a whole, changed by administrators.

mod days;
mod year;

use crate::api::Api;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Loaded, PageTitle, load};
use days::Days;
use dto::calendar::CalendarOut;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use year::YearView;

/// Years that can be displayed.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Renders the page.
#[component]
pub fn Calendar() -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let query = use_query_map();
    let year = Memo::new(move |_| {
        let asked = query.with(|query| query.get("year").and_then(|year| year.parse().ok()));
        asked
            .filter(|year| YEARS.contains(year))
            .unwrap_or_else(|| lists.clock().today().year())
    });
    let link = |year: i32, next: bool| {
        let label = move || {
            if next {
                t!(calendar.next, year = year)
            } else {
                t!(calendar.previous, year = year)
            }
        };
        YEARS
            .contains(&year)
            .then(|| html! { <a href=format!("/calendar?year={year}") class="btn btn-small">{label}</a> })
    };
    html! {
        <div class="calendar-page">
            <div class="page-head">
                <PageTitle text=move || format!("{} {}", t!(calendar.title), year.get())/>
                <nav class="calendar-years" aria-label=move || t!(calendar.years)>
                    {move || link(year.get() - 1, false)}
                    {move || link(year.get() + 1, true)}
                </nav>
            </div>
            <p class="lead">{move || t!(calendar.lead)}</p>
            // Unsaved changes belong to their year.
            {move || {
                let year = year.get();
                let calendar = load(move || api.list_calendar(year));
                let saved = {
                    let calendar = calendar.clone();
                    Callback::new(move |changed: CalendarOut| calendar.put(changed))
                };
                let content = move |shown: Signal<CalendarOut>| html! { <Content calendar=shown saved/> };
                html! { <Loaded load=calendar rows=8 view=content/> }
            }}
        </div>
    }
}

#[component]
fn Content(calendar: Signal<CalendarOut>, saved: Callback<CalendarOut>) -> Markup {
    let days = RwSignal::new(calendar.with_untracked(|calendar| calendar.days.clone()));
    let year = calendar.with_untracked(|calendar| calendar.year);
    let hours = move || {
        calendar.with(|calendar| {
            let spans: Vec<String> = calendar
                .office_hours
                .iter()
                .map(|shift| format!("{}{}–{}{}", shift.opens, format::NBSP, format::NBSP, shift.closes))
                .collect();
            t!(calendar.office_hours, hours = spans.join(", "))
        })
    };
    html! {
        <p class="calendar-hours">{hours}</p>
        <div class="calendar-columns">
            <YearView year days/>
            <Days calendar days saved/>
        </div>
    }
}
