//! Notifying a group: one arrival, one reason, many guests, rooms given afterwards (Residence Law 68/2020/QH14, Article 30).

pub mod desk;
mod known;
mod receipt;
mod rooms;
mod row;
mod row_view;
mod sending;

use crate::api::{Api, ApiError};
use crate::browser;
use crate::entry::sections::{StaySection, document_choices, nationality_choices, room_choices};
use crate::entry::side::TimeLeft;
use crate::format;
use crate::keys::{Key, use_key};
use crate::markup::{Markup, html};
use crate::reactive::{each, effect_after, when};
use crate::session::Session;
use crate::t;
use crate::ui::load::Failed;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, ButtonKind, ErrorSummary, Icon, Note, NoteKind, PageTitle, Region, load};
use desk::GroupDesk;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use receipt::GroupReceipt;
use rooms::GiveRooms;
use row_view::{GuestRow, Offered, WholeGuest};

/// Interval at which the draft is stored while the user types.
const KEEP_EVERY: std::time::Duration = std::time::Duration::from_secs(2);

/// Renders the page.
#[component]
pub fn Group() -> Markup {
    let (session, api) = (Session::here(), Api::here());
    let own = session
        .account_now()
        .and_then(|account| account.facility)
        .map(|facility| facility.id);
    let facility = load(move || async move {
        match own {
            Some(id) => api.get_facility(id).await,
            None => Err(ApiError::Silent),
        }
    });
    let desk = GroupDesk::open(facility);
    provide_context(desk);
    // The common fields are those of the form of one guest.
    provide_context(desk.stay);
    keep_drafts(&desk);
    known::look_up(&desk);
    html! {
        {move || match desk.received.get() {
            Some(group) => html! { <GroupReceipt group/> },
            None => html! { <GroupForm/> },
        }}
    }
}

/// Stores the draft every 2 s while something changes, and once more when the page is left or hidden.
fn keep_drafts(desk: &GroupDesk) {
    let desk = *desk;
    let changed = StoredValue::new(false);
    effect_after(move |before: Option<()>| {
        let _ = desk.content();
        if before.is_some() {
            changed.set_value(true);
        }
    });
    let keep = move || {
        if changed.try_get_value() == Some(true) {
            changed.set_value(false);
            desk.keep();
        }
    };
    if let Ok(timer) = set_interval_with_handle(keep, KEEP_EVERY) {
        on_cleanup(move || timer.clear());
    }
    let hidden = window_event_listener(leptos::ev::visibilitychange, move |_| keep());
    let gone = window_event_listener(leptos::ev::pagehide, move |_| keep());
    on_cleanup(move || {
        hidden.remove();
        gone.remove();
        keep();
    });
}

#[component]
fn GroupForm() -> Markup {
    let desk = GroupDesk::here();
    use_key(Key::Ctrl("Enter"), || t!(group.send), move || desk.send());
    use_key(
        Key::Named("F2"),
        || t!(notify.key_scan),
        move || {
            let last = desk.rows.with_untracked(|rows| rows.last().copied());
            if let Some(row) = last {
                browser::focus(&row.id("full_name"));
                browser::select_soon(row.id("full_name"));
            }
        },
    );
    desk.scans.take_here(move |text| desk.take_scan(text));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.send();
    };
    // Enter in one of many fields does not send an incomplete form.
    let key = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.meta_key();
        if event.key() == "Enter" && !held && event_target::<web_sys::Element>(&event).tag_name() == "INPUT" {
            event.prevent_default();
        }
    };
    let offered = Offered {
        nationalities: nationality_choices(desk.lists),
        documents: document_choices(desk.lists),
        rooms: room_choices(&desk.stay),
    };
    let count = Memo::new(move |_| {
        let guests = desk.guests();
        let roomless = guests.iter().filter(|row| row.form.room.with(String::is_empty)).count();
        (guests.len(), roomless)
    });
    let counted = move || match count.get() {
        (all, 0) => t!(group.count, count = all),
        (all, roomless) => t!(group.count_rooms, count = all, roomless = roomless),
    };
    let add = Callback::new(move |()| {
        if let Some(last) = desk.rows.with_untracked(|rows| rows.last().copied()) {
            desk.go_on(last.key);
        }
    });
    html! {
        <form class="group" novalidate on:submit=submit on:keydown=key>
            <div class="notify-head">
                <PageTitle text=move || t!(group.title)/>
                <p class="notify-nth"><a href="/notify" class="link">{move || t!(group.one)}</a></p>
            </div>
            <ErrorSummary errors=Signal::derive(move || desk.summary()) asked=desk.asked/>
            <Notes/>
            <div class="group-all">
                <StaySection without_room=true/>
                <TimeLeft/>
            </div>
            <section aria-labelledby="group-guests">
                <div class="ledger-head">
                    <h2 id="group-guests">{move || t!(group.guests)}</h2>
                    <span class="ledger-count">{counted}</span>
                    <span class="ledger-hint">{move || t!(group.guests_hint)}</span>
                </div>
                <ol class="group-rows">
                    {each(move || desk.rows.get(), |row| row.key.to_string(), move |row| html! { <GuestRow row offered/> })}
                </ol>
                <Button label=move || t!(group.add) icon="plus" small=true id="add-guest" on_press=add/>
            </section>
            <GiveRooms/>
            <Acts/>
        </form>
        {when(move || desk.opened.get().and_then(|key| desk.find(key)).map(|(number, row)| {
            let close = Callback::new(move |()| {
                desk.opened.set(None);
                desk.keep();
            });
            html! {
                <SidePanel id="group-guest" unsaved=false title=Signal::derive(move || t!(group.whole_title, number = number)) on_close=close wide=true>
                    <WholeGuest row/>
                    <div class="panel-foot"><Button kind=ButtonKind::Primary label=move || t!(group.whole_done) on_press=close/></div>
                </SidePanel>
            }
        }))}
    }
}

#[component]
fn Acts() -> Markup {
    let desk = GroupDesk::here();
    // A draft is kept while somebody presses the button: it stays the same button.
    let is_kept = Memo::new(move |_| desk.kept_at.get().is_some());
    html! {
        <div class="group-send">
            <Button
                kind=ButtonKind::Primary
                label=move || t!(group.send)
                busy_label=move || t!(notify.sending)
                key_cap="Ctrl Enter"
                busy=desk.sending
                submit=true
                id="send"
            />
            <p class="quiet">{move || t!(group.all_or_nothing)}</p>
            <p class="draft-note" role="status">
                {move || match (desk.keeps_nothing.get(), desk.kept_at.get()) {
                    (true, _) => html! { <span class="draft-lost"><Icon name="triangle"/>{t!(notify.draft_lost)}</span> },
                    (false, Some(at)) => html! { <span><Icon name="lock"/>{t!(notify.draft_kept, time = format::time(at))}</span> },
                    (false, None) => Markup::nothing(),
                }}
            </p>
            {when(move || is_kept.get().then(|| html! {
                <button type="button" class="link" on:click=move |_| desk.start_anew()>{t!(notify.give_up)}</button>
            }))}
        </div>
    }
}

/// Renders the rules that apply to this group before it is sent.
#[component]
fn Notes() -> Markup {
    let desk = GroupDesk::here();
    let load = desk.facility_load();
    let failed = {
        let load = load.clone();
        move || load.error().filter(|_| load.value().is_none())
    };
    let retry = Callback::new(move |()| load.reload());
    html! {
        {when(move || failed().map(|error| html! { <Failed error retry/> }))}
        <Region>{when(move || desk.reopened.get().map(|at| html! {
            <Note icon="history">{t!(notify.reopened, at = format::instant(at))}</Note>
        }))}</Region>
        {when(move || desk.came_before.get().then(|| html! {
            <div id="came-before" tabindex="-1" role="alert">
                <Note kind=NoteKind::Warn>
                    <p>{t!(group.came_before)}" "<a href="/today">{t!(notify.came_before_look)}</a></p>
                    <p class="note-acts"><Button small=true label=move || t!(group.send_as_new) on_press=move |()| desk.send_as_new()/></p>
                </Note>
            </div>
        }))}
    }
}
