//! A whole group: its guests, and one act for those who are still present.

use super::{Act, Together};
use crate::api::{Api, Outcome};
use crate::format;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{sort_by_text, when};
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, Loaded, load};
use dto::stay::{MOST_TOGETHER, StayState, StaySummary};
use leptos::prelude::*;
use uuid::Uuid;

/// Page size: the maximum of the server.
const PAGE: usize = 100;

async fn read(api: Api, group: Uuid) -> Outcome<Vec<StaySummary>> {
    let mut stays: Vec<StaySummary> = Vec::new();
    let mut cursor = None::<String>;
    loop {
        let mut query = vec![("group_id", group.to_string()), ("limit", PAGE.to_string())];
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let page = api.list_stays(&query).await?;
        stays.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() || stays.len() >= MOST_TOGETHER {
            break;
        }
    }
    sort_by_text(&mut stays, |stay| stay.full_name.clone());
    sort_by_text(&mut stays, |stay| stay.room_name.clone().unwrap_or_default());
    Ok(stays)
}

/// Renders a button that opens the group, and the group.
#[component]
pub fn WholeGroup(
    /// Id of the group.
    group: Uuid,
    /// Called after an act: the data behind are read again.
    done: Callback<()>,
) -> Markup {
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |()| is_open.set(false));
    let finished = Callback::new(move |()| {
        is_open.try_set(false);
        done.try_run(());
    });
    html! {
        <Button label=move || t!(together.group) icon="user" on_press=move |()| is_open.set(true)/>
        {when(move || is_open.get().then(|| html! {
            <SidePanel id="group-panel" title=Signal::derive(|| t!(together.group).to_owned()) on_close=close>
                <Members group done=finished/>
            </SidePanel>
        }))}
    }
}

#[component]
fn Members(group: Uuid, done: Callback<()>) -> Markup {
    let api = Api::here();
    let members = load(move || read(api, group));
    let act = RwSignal::new(None::<Act>);
    let close = Callback::new(move |()| act.set(None));
    let content = move |members: Signal<Vec<StaySummary>>| {
        let is_there = |stay: &StaySummary| !matches!(stay.state, StayState::Departed | StayState::Cancelled);
        (move || {
            let members = members.get();
            let about = t!(together.group_of, count = members.len());
            let there: Vec<StaySummary> = members.iter().filter(|stay| is_there(stay)).cloned().collect();
            match act.get() {
                Some(act) => html! { <Together act stays=there about done close/> },
                None => html! {
                    <p class="dialog-text">{t!(together.group_text, count = members.len(), there = there.len())}</p>
                    <ul class="panel-rows">{members.into_iter().map(member).collect::<Vec<_>>()}</ul>
                    {(!there.is_empty()).then(|| html! { <Choose act/> })}
                },
            }
        })
        .into_markup()
    };
    html! { <Loaded load=members rows=6 view=content/> }
}

fn member(stay: StaySummary) -> Markup {
    let href = format!("/stays/{}", stay.id);
    let about = match stay.state {
        StayState::Departed => t!(stay.act_departed).to_owned(),
        StayState::Cancelled => t!(stay.act_cancelled).to_owned(),
        _ => t!(together.planned, at = format::instant(stay.planned_departure_at)),
    };
    let room = stay.room_name.map(|room| t!(board.room_title, name = room));
    html! {
        <li class="leave-row">
            <a href=href class="text-link">{stay.full_name}</a>
            <span class="quiet">{room.map(|room| format!("{room}, "))} {about}</span>
        </li>
    }
}

/// Renders the three acts for all who are present.
#[component]
fn Choose(act: RwSignal<Option<Act>>) -> Markup {
    let button = move |what: Act| Callback::new(move |()| act.set(Some(what)));
    html! {
        <div class="board-acts" role="group" aria-label=move || t!(together.group)>
            <Button label=move || t!(together.extend_group) icon="arrow-right-bar" on_press=button(Act::Extend)/>
            <Button label=move || t!(together.move_group) icon="swap" on_press=button(Act::Move)/>
            <Button label=move || t!(together.leave_group) icon="out-door" on_press=button(Act::CheckOut)/>
        </div>
    }
}
