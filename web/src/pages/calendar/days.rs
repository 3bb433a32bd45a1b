//! The days that differ from their weekday, as a list that administrators edit and save as a whole.

use crate::api::Api;
use crate::browser;
use crate::form::{BackNote, Failure, Field, Kept, Part, Saving, Sheet, Typed};
use crate::format;
use crate::i18n::lang;
use crate::markup::{Markup, html};
use crate::reactive::{sort_by, when};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Empty, Icon, Toasts};
use dto::calendar::{CalendarDay, CalendarDayKind, CalendarIn, CalendarOut};
use dto::operations::procedures::UpdateCalendar;
use dto::problem::{FieldCode, FieldError};
use dto::{Checked, Given};
use leptos::prelude::*;

/// Renders the list.
#[component]
pub fn Days(
    /// Calendar as the server has it.
    calendar: Signal<CalendarOut>,
    /// Edited days, sorted by date.
    days: RwSignal<Vec<CalendarDay>>,
    /// Called with the saved calendar.
    saved: Callback<CalendarOut>,
) -> Markup {
    let (api, session, toasts) = (Api::here(), Session::here(), Toasts::here());
    let year = calendar.with_untracked(|calendar| calendar.year);
    let (kept, draft) = Kept::open::<Vec<CalendarDay>>(&format!("calendar.{year}"));
    let may_edit = Memo::new(move |_| session.may(UpdateCalendar));
    if let Some(draft) = draft.filter(|_| may_edit.get_untracked()) {
        days.set(draft);
    }
    let is_changed = Memo::new(move |_| calendar.with(|calendar| days.with(|days| calendar.days != *days)));
    kept.follow(move || (may_edit.get() && is_changed.get()).then(|| days.get()));
    let put_back = Callback::new(move |()| days.set(calendar.with_untracked(|calendar| calendar.days.clone())));
    let (saving, said) = (Saving::new(), RwSignal::new(String::new()));
    let save = Callback::new(move |()| {
        let request = CalendarIn {
            version: calendar.with_untracked(|calendar| calendar.version),
            days: days.get_untracked(),
        };
        let work = async move { api.update_calendar(year, &request).await };
        let done = move |changed: CalendarOut| {
            days.set(changed.days.clone());
            saved.run(changed);
            said.set(String::new());
            toasts.ok(t!(calendar.saved, year = year), String::new(), None);
        };
        // Somebody else saved first: saving once more starts from that version, with the days edited here.
        let newer = move |error: &crate::api::ApiError| {
            if error.code() == Some(dto::problem::ErrorCode::VersionConflict) {
                leptos::task::spawn_local(async move {
                    if let Ok(newer) = api.list_calendar(year).await {
                        saved.run(newer);
                    }
                });
            }
        };
        saving.send_or(work, done, newer);
    });
    let count = move |kind: CalendarDayKind| days.with(|days| days.iter().filter(|day| day.kind == kind).count());
    let remove = Callback::new(move |date: time::Date| {
        days.update(|days| days.retain(|day| day.date != date));
        said.set(t!(calendar.removed, date = format::date(date)));
        browser::focus("calendar-said");
    });
    html! {
        <section class="calendar-days">
            <div class="ledger-head">
                <h2>{move || t!(calendar.days)}</h2>
                <span class="ledger-hint">{move || t!(calendar.days_count, holidays = count(CalendarDayKind::Holiday), worked = count(CalendarDayKind::MakeUpDay))}</span>
            </div>
            <BackNote kept on_drop=put_back/>
            <Failure saving conflict=move || t!(calendar.conflict)/>
            {move || saving.errors.get().into_iter().map(|error| html! { <p class="field-said bad-line"><Icon name="triangle"/><span>{error.said(lang())}</span></p> }).collect::<Vec<_>>()}
            {move || if days.with(Vec::is_empty) {
                html! { <Empty icon="clock" title=move || t!(calendar.not_entered, year = year) detail=move || t!(calendar.not_entered_hint)/> }
            } else {
                html! { <DayTable days may_edit remove/> }
            }}
            <p class="quick-said" id="calendar-said" role="status" tabindex="-1">{said}</p>
            {when(move || may_edit.get().then(|| html! {
                <AddDay year days said/>
                <div class="set-up-acts">
                    <Button
                        kind=ButtonKind::Primary
                        label=move || t!(calendar.save, year = year)
                        busy_label=move || t!(stay.saving)
                        busy=saving.busy
                        on_press=save
                        disabled_reason=Signal::derive(move || (!is_changed.get()).then(|| t!(stay.unchanged).to_owned()))
                    />
                    {when(move || is_changed.get().then(|| html! {
                        <Button label=move || t!(calendar.undo) on_press=put_back/>
                        <p class="panel-note" role="status">{t!(calendar.unsaved)}</p>
                    }))}
                </div>
            }))}
            {when(move || calendar.with(|calendar| calendar.changed_at.map(|at| html! {
                <p class="panel-note">{t!(calendar.changed_at, at = format::instant(at), version = calendar.version)}</p>
            })))}
        </section>
    }
}

fn kind_words(kind: CalendarDayKind) -> &'static str {
    match kind {
        CalendarDayKind::Holiday => t!(calendar.holiday),
        CalendarDayKind::MakeUpDay => t!(calendar.make_up_day),
    }
}

#[component]
fn DayTable(days: RwSignal<Vec<CalendarDay>>, may_edit: Memo<bool>, remove: Callback<time::Date>) -> Markup {
    let row = move |day: CalendarDay| {
        let date = day.date;
        html! {
            <tr role="row" class="stay-row">
                <th role="rowheader" scope="row" class="at-name nowrap">{format::weekday_date(date)}</th>
                <td role="cell" class="at-time">{kind_words(day.kind)}</td>
                <td role="cell" class="at-facility">{day.name}</td>
                <td role="cell" class="at-status quiet">{day.source}</td>
                {when(move || may_edit.get().then(|| html! {
                    <td role="cell" class="at-arrival">
                        <button type="button" class="icon-btn" aria-label=t!(calendar.remove, date = format::date(date)) on:click=move |_| remove.run(date)><Icon name="cross"/></button>
                    </td>
                }))}
            </tr>
        }
    };
    html! {
        <table class="stays calendar-table" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{move || t!(calendar.col_date)}</th>
                    <th role="columnheader" scope="col">{move || t!(calendar.col_kind)}</th>
                    <th role="columnheader" scope="col">{move || t!(calendar.col_name)}</th>
                    <th role="columnheader" scope="col">{move || t!(calendar.col_source)}</th>
                    {when(move || may_edit.get().then(|| html! { <th role="columnheader" scope="col"><span class="hidden">{t!(calendar.col_act)}</span></th> }))}
                </tr>
            </thead>
            <tbody role="rowgroup">{move || days.get().into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
}

const PARTS: &[Part] = &[Part {
    fields: &[
        Field::date("/date", || t!(calendar.date)),
        Field::pick(
            "/kind",
            || t!(calendar.kind),
            |_, _| {
                let kinds = [CalendarDayKind::Holiday, CalendarDayKind::MakeUpDay];
                kinds.map(|kind| Choice::new(kind.as_str(), kind_words(kind))).to_vec()
            },
        ),
        Field::line("/name", || t!(calendar.name)),
        Field::line("/source", || t!(calendar.source)).hint(|| t!(calendar.source_hint)),
    ],
    ..Part::PLAIN
}];

fn blank() -> Typed {
    Typed::default().with("/kind", CalendarDayKind::Holiday.as_str())
}

/// Returns the typed day, or the error of its date.
fn day_of(typed: &Typed, year: i32) -> Result<CalendarDay, Vec<FieldError>> {
    let mut errors = Vec::new();
    let date = match typed.date("/date") {
        Given::Value(date) => Some(date),
        Given::Bad(_) => {
            errors.push(FieldError::new("/date", FieldCode::DateNotInCalendar));
            None
        }
        _ => {
            errors.push(FieldError::new("/date", FieldCode::Required));
            None
        }
    };
    let day = CalendarDay {
        date: date.unwrap_or(time::Date::MIN),
        kind: CalendarDayKind::from_name(typed.raw("/kind")).unwrap_or(CalendarDayKind::Holiday),
        name: typed.raw("/name").trim().to_owned(),
        source: typed.raw("/source").trim().to_owned(),
    };
    let request = CalendarIn {
        version: 0,
        days: vec![day.clone()],
    };
    if date.is_some() {
        errors.extend(request.outside(year));
    }
    for error in &mut errors {
        error.pointer = error.pointer.replace("/days/0", "");
    }
    if errors.is_empty() { Ok(day) } else { Err(errors) }
}

#[component]
fn AddDay(year: i32, days: RwSignal<Vec<CalendarDay>>, said: RwSignal<String>) -> Markup {
    let sheet =
        Sheet::new(
            PARTS,
            || t!(calendar.add),
            blank(),
            move |typed, context| {
                let mut errors = day_of(typed, year).err().unwrap_or_default();
                if let Ok(day) = day_of(typed, year) {
                    let others = days.get_untracked();
                    // Last in the list, so that an error about it has its index.
                    let index = others.len();
                    let whole = CalendarIn {
                        version: 0,
                        days: others.into_iter().chain([day]).collect(),
                    };
                    let own = format!("/days/{index}");
                    errors.extend(whole.check(context).err().unwrap_or_default().into_iter().filter_map(
                        |mut error| {
                            error.pointer = error.pointer.strip_prefix(&own)?.to_owned();
                            Some(error)
                        },
                    ));
                }
                errors
            },
        );
    sheet
        .adds()
        .sends(
            move |form| {
                let day = day_of(&form.typed_now(), year);
                async move { Ok(day) }
            },
            move |day| {
                let Ok(day) = day else { return };
                said.set(t!(calendar.added, date = format::date(day.date)));
                days.update(|days| {
                    days.push(day);
                    sort_by(days, |day| day.date);
                });
                sheet.begin_anew(blank());
            },
        )
        .page_of("add-box", html! { <h3>{move || t!(calendar.add_title)}</h3> }, ())
}
