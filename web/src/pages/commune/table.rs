//! The facilities of a commune: how each stands, and how to reach it.

use super::days_words;
use crate::format;
use crate::lists::Lists;
use crate::pages::police_list::table::time_of;
use crate::reactive::each;
use crate::t;
use crate::ui::Icon;
use dto::stay::FacilityToday;
use leptos::prelude::*;
use leptos_router::components::A;
use time::Date;
use uuid::Uuid;

/// Names the row of a facility.
pub fn row_id(id: Uuid) -> String {
    format!("facility-{id}")
}

/// The table. Under 720 px each facility is a card.
#[component]
pub fn FacilityTable(
    /// Those that need attention first.
    items: Signal<Vec<FacilityToday>>,
    /// The local day.
    today: Memo<Date>,
) -> impl IntoView {
    view! {
        <table class="stays commune" role="table" aria-label=move || t!(commune.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{move || t!(commune.col_facility)}</th>
                    <th role="columnheader" scope="col">{move || t!(commune.col_state)}</th>
                    <th role="columnheader" scope="col" class="number">{move || t!(commune.col_notified)}</th>
                    <th role="columnheader" scope="col" class="number">{move || t!(commune.col_late)}</th>
                    <th role="columnheader" scope="col" class="number">{move || t!(commune.col_present)}</th>
                    <th role="columnheader" scope="col">{move || t!(commune.col_last)}</th>
                    <th role="columnheader" scope="col">{move || t!(commune.col_acts)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {each(
                    move || items.get(),
                    |facility| {
                        let counts = (facility.notified, facility.present, facility.silent);
                        format!("{} {:?} {counts:?}", facility.id, facility.last_stay_id)
                    },
                    move |facility| view! { <Row facility today/> },
                )}
            </tbody>
        </table>
    }
}

#[component]
fn Row(facility: FacilityToday, today: Memo<Date>) -> impl IntoView {
    let lists = Lists::here();
    let number = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX));
    let state = state_of(&facility);
    let (id, last) = (facility.id, facility.last_notified_at);
    let operating = facility.operating;
    let (notified, present, late) = (facility.notified, facility.present, facility.late);
    let where_it_is = move || {
        let kind = lists.label("facility_kinds", &facility.kind);
        match facility.address.as_str() {
            "" => kind,
            address => format!("{kind} · {address}"),
        }
    };
    let name = StoredValue::new(facility.name.clone());
    let last_words = move || last.map_or_else(|| t!(commune.never).to_owned(), |at| time_of(at, today.get()));
    view! {
        <tr role="row" class="facility-row" class:idle=!operating>
            <td role="cell" class="at-name">
                <A href=format!("/notifications?received=31d&facility={id}") attr:id=row_id(id) attr:class="facility-name" attr:title=move || t!(commune.list_name, facility = name.get_value())>
                    {facility.name}
                </A>
                <span class="facility-where quiet">{where_it_is}</span>
            </td>
            <td role="cell" class="at-status">{state}</td>
            <td role="cell" class="number at-wide">{number(notified)}</td>
            <td role="cell" class="number at-wide" class:count-late={late > 0}>{number(late)}</td>
            <td role="cell" class="number at-wide">{number(present)}</td>
            <td role="cell" class="at-last">
                <span class="word-narrow quiet">{move || t!(commune.col_last)} ": "</span>
                {last_words}
            </td>
            <td role="cell" class="at-counts word-narrow" aria-hidden="true">
                {move || t!(commune.count_notified, count = number(notified))}
                " · "
                {move || t!(commune.count_present, count = number(present))}
            </td>
            <td role="cell" class="at-reach"><Reach facility=name.get_value() phone=facility.phone stay=facility.last_stay_id/></td>
        </tr>
    }
}

/// What most calls for attention, in icon and words; nothing else has a fill.
fn state_of(facility: &FacilityToday) -> AnyView {
    let (late, days) = (facility.late, facility.silent_days);
    let never = facility.last_notified_at.is_none();
    let (icon, class) = if !facility.operating {
        ("wrench", "tag tag-off")
    } else if late > 0 {
        ("growing-clock", "tag tag-bad")
    } else if facility.silent {
        ("triangle", "tag tag-warn")
    } else if never {
        ("clock", "tag")
    } else {
        ("check-circle", "tag tag-ok")
    };
    let (operating, silent) = (facility.operating, facility.silent);
    let word = move || {
        if !operating {
            t!(commune.state_stopped).to_owned()
        } else if late > 0 {
            t!(commune.state_late, count = late)
        } else if never {
            t!(commune.state_never).to_owned()
        } else if silent {
            t!(commune.state_silent, days = days_words(days))
        } else {
            t!(commune.state_fine).to_owned()
        }
    };
    view! { <span class=class><Icon name=icon/><span>{word}</span></span> }.into_any()
}

/// One press to call the facility, or to ask it about what it notified last.
#[component]
fn Reach(facility: String, phone: String, stay: Option<Uuid>) -> impl IntoView {
    let name = StoredValue::new(facility);
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let shown = StoredValue::new(format::phone(&phone));
    view! {
        <span class="reach">
            {if dialled.is_empty() {
                view! { <span class="quiet">{move || t!(commune.no_phone)}</span> }.into_any()
            } else {
                view! {
                    <a
                        class="btn btn-small"
                        href=format!("tel:{dialled}")
                        aria-label=move || t!(commune.call_name, facility = name.get_value(), phone = shown.get_value())
                    >
                        <Icon name="phone"/>
                        <span class="btn-label">{move || t!(commune.call, phone = shown.get_value())}</span>
                    </a>
                }.into_any()
            }}
            {stay.map(|id| view! {
                <A
                    href=format!("/stays/{id}")
                    attr:class="btn btn-small"
                    attr:title=move || t!(commune.ask)
                    attr:aria-label=move || t!(commune.ask_name, facility = name.get_value())
                >
                    <Icon name="bubble-question"/>
                    <span class="btn-label">{move || t!(commune.ask_short)}</span>
                </A>
            })}
        </span>
    }
}
