//! A year at a glance. The list beside it has the same content in words, so screen readers skip the grid.

use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use dto::calendar::{CalendarDay, CalendarDayKind};
use leptos::prelude::*;
use std::collections::HashMap;
use time::{Date, Month};

/// Returns the name of a month.
fn month_name(month: Month) -> &'static str {
    match month {
        Month::January => t!(calendar.january),
        Month::February => t!(calendar.february),
        Month::March => t!(calendar.march),
        Month::April => t!(calendar.april),
        Month::May => t!(calendar.may),
        Month::June => t!(calendar.june),
        Month::July => t!(calendar.july),
        Month::August => t!(calendar.august),
        Month::September => t!(calendar.september),
        Month::October => t!(calendar.october),
        Month::November => t!(calendar.november),
        Month::December => t!(calendar.december),
    }
}

/// Returns the classes of a day in the grid.
fn look(date: Date, days: &HashMap<Date, CalendarDayKind>, today: Date) -> String {
    let mark = if date == today { " cal-today" } else { "" };
    format!("{}{mark}", kind(date, days))
}

fn kind(date: Date, days: &HashMap<Date, CalendarDayKind>) -> &'static str {
    match days.get(&date) {
        Some(CalendarDayKind::Holiday) => "cal-day cal-holiday",
        Some(CalendarDayKind::MakeUpDay) => "cal-day cal-worked",
        None if rules::working_time::is_weekend(date) => "cal-day cal-weekend",
        None => "cal-day",
    }
}

/// Renders twelve months.
#[component]
pub fn YearView(
    /// The year.
    year: i32,
    /// Days that differ from their weekday, including unsaved changes.
    days: RwSignal<Vec<CalendarDay>>,
) -> Markup {
    let lists = Lists::here();
    let months = move || {
        let days: HashMap<Date, CalendarDayKind> =
            days.with(|days| days.iter().map(|day| (day.date, day.kind)).collect());
        let today = lists.clock().today();
        (1..=12_u8)
            .filter_map(|number| Month::try_from(number).ok())
            .map(|month| month_view(year, month, &days, today))
            .collect::<Vec<_>>()
    };
    html! {
        <section class="calendar-year" aria-hidden="true">
            <div class="ledger-head"><h2>{move || t!(calendar.year_view, year = year)}</h2></div>
            <div class="cal-months">{months}</div>
            <p class="cal-legend">
                <span><span class="cal-day cal-holiday">"2"</span>{move || t!(calendar.holiday)}</span>
                <span><span class="cal-day cal-worked">"7"</span>{move || t!(calendar.make_up_day)}</span>
                <span><span class="cal-day cal-weekend">"8"</span>{move || t!(calendar.weekend)}</span>
            </p>
        </section>
    }
}

fn month_view(year: i32, month: Month, days: &HashMap<Date, CalendarDayKind>, today: Date) -> Markup {
    let first = Date::from_calendar_date(year, month, 1).ok();
    let before = first.map_or(0, |first| first.weekday().number_days_from_monday());
    let cells: Vec<_> = (1..=month.length(year))
        .filter_map(|day| Date::from_calendar_date(year, month, day).ok())
        .map(|date| html! { <span class=look(date, days, today)>{date.day()}</span> })
        .collect();
    let heads: Vec<_> = t!(calendar.short_days)
        .split(' ')
        .map(|name| html! { <span class="cal-head">{name}</span> })
        .collect();
    html! {
        <div class="cal-month">
            <p class="cal-name">{month_name(month)}</p>
            <div class="cal-grid">
                {heads}
                {(0..before).map(|_| html! { <span></span> }).collect::<Vec<_>>()}
                {cells}
            </div>
        </div>
    }
}
