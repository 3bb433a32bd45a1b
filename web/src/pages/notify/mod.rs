//! Notifying a stay (Residence Law 68/2020/QH14, Article 30).

mod receipt;

use crate::api::{Api, ApiError};
use crate::browser;
use crate::entry::desk::Desk;
use crate::entry::returning::ReturningGuests;
use crate::entry::scan::ScanField;
use crate::entry::sections::{ForeignerSection, GuestSection, StaySection};
use crate::entry::sending::Then;
use crate::entry::side::{Acts, RoomGuests, TimeLeft, awaited, room_name};
use crate::format;
use crate::keys::{Key, use_key};
use crate::markup::{Markup, html};
use crate::outbox::Outbox;
use crate::reactive::{effect_after, when};
use crate::scans::Scans;
use crate::session::Session;
use crate::t;
use crate::ui::load::Failed;
use crate::ui::{Button, ErrorSummary, Note, NoteKind, PageTitle, Region, load};
use dto::operations::stays::NotifyGroup;
use dto::problem::ErrorCode;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use receipt::ReceiptPage;
use uuid::Uuid;

/// Interval at which the draft is stored while the user types.
const KEEP_EVERY: std::time::Duration = std::time::Duration::from_secs(2);

/// Renders the page.
#[component]
pub fn Notify() -> Markup {
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
    // Only an id is read from the address; any other value is no room.
    let room = use_query_map().with_untracked(|query| {
        query
            .get("room")
            .filter(|room| Uuid::parse_str(room).is_ok())
            .unwrap_or_default()
    });
    let waiting = use_query_map().with_untracked(|query| query.get("waiting"));
    let draft = use_query_map().with_untracked(|query| query.get("draft"));
    let desk = match waiting.and_then(|key| Outbox::here().take_back(&key)) {
        Some(waiting) => Desk::mend(facility, &waiting),
        None => Desk::open(facility, &room, draft.as_deref()),
    };
    provide_context(desk);
    keep_drafts(&desk);
    // After the receipt of one guest another document is a notification of its own.
    let scans = Scans::here();
    scans.take_here(move |text| {
        desk.other_room();
        scans.wait(text);
    });
    html! {
        {move || match desk.shown.get() {
            Some(receipt) => html! { <ReceiptPage receipt/> },
            None => html! { <NotifyForm/> },
        }}
    }
}

/// Stores the draft every 2 s while something changes, and once more when the page is left or hidden.
fn keep_drafts(desk: &Desk) {
    let desk = *desk;
    let changed = StoredValue::new(false);
    effect_after(move |before: Option<()>| {
        desk.content.track();
        if before.is_some() {
            changed.set_value(true);
        }
    });
    let keep = move || {
        if changed.get_value() {
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
        desk.keep_last();
    });
}

#[component]
fn NotifyForm() -> Markup {
    let desk = Desk::here();
    let may_group = Session::here().may(NotifyGroup);
    use_key(Key::Ctrl("Enter"), || t!(notify.send), move || desk.send(Then::Show));
    use_key(
        Key::Ctrl("ArrowDown"),
        || t!(notify.send_next),
        move || desk.send(Then::NextGuest),
    );
    let title = move || match room_name(&desk) {
        Some(room) => t!(notify.title_room, room = room),
        None => t!(notify.title).to_owned(),
    };
    let nth = move || {
        let room = desk.form.room.get();
        let before = desk.received.with(|received| {
            received
                .iter()
                .filter(|receipt| receipt.stay.room.as_ref().is_some_and(|of| of.id.to_string() == room))
                .count()
        });
        match (before, awaited(&desk)) {
            (0, 0 | 1) => None,
            (_, of) if of > before => Some(t!(notify.nth_of, number = before + 1, of = of)),
            _ => Some(t!(notify.nth_guest, number = before + 1)),
        }
    };
    if !browser::is_touch() {
        browser::focus_soon("scan");
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.send(Then::Show);
    };
    // Enter in one of many fields does not send an incomplete form.
    let key = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.meta_key();
        if event.key() == "Enter" && !held && event_target::<web_sys::Element>(&event).tag_name() == "INPUT" {
            event.prevent_default();
        }
    };
    html! {
        <form class="notify" novalidate on:submit=submit on:keydown=key>
            <div class="notify-form">
                <div class="notify-head">
                    // The work here begins with a scan; on a touch screen the keyboard would cover half of the page.
                    <PageTitle text=title still=!browser::is_touch()/>
                    <p class="notify-nth">
                        {nth}
                        {may_group.then(|| html! { <a href="/notify/group" class="link">{move || t!(group.go)}</a> })}
                    </p>
                </div>
                <ErrorSummary errors=Signal::derive(move || desk.summary()) asked=desk.asked/>
                <Notes/>
                <ScanField/>
                <GuestSection/>
                <ReturningGuests/>
                <ForeignerSection/>
                <StaySection/>
            </div>
            <aside class="notify-side">
                <TimeLeft/>
                <RoomGuests/>
                <Acts/>
            </aside>
        </form>
    }
}

/// Renders the rules that apply to this notification before it is sent.
#[component]
fn Notes() -> Markup {
    let desk = Desk::here();
    let load = desk.facility_load();
    let failed = {
        let load = load.clone();
        move || load.error().filter(|_| desk.facility().is_none())
    };
    let retry = Callback::new(move |()| load.reload());
    html! {
        {when(move || failed().map(|error| match error.code() {
            Some(ErrorCode::SetupRequired) => html! { <Note kind=NoteKind::Warn>{error.detail()}</Note> },
            _ => html! { <Failed error retry/> },
        }))}
        {when(move || desk.elsewhere.get().then(|| html! { <Note>{t!(outbox.elsewhere)}</Note> }))}
        {when(move || desk.mending.get().map(|why| html! {
            <div role="alert"><Note kind=NoteKind::Warn><p>{t!(outbox.taken_back)}</p><p>{why}</p></Note></div>
        }))}
        <Region>{when(move || desk.reopened.get().map(|at| html! {
            <Note icon="history">{t!(notify.reopened, at = format::instant(at))}</Note>
        }))}</Region>
        {when(move || desk.came_before.get().then(|| html! {
            <div id="came-before" tabindex="-1" role="alert">
                <Note kind=NoteKind::Warn>
                    <p>{t!(notify.came_before)}" "<a href="/today">{t!(notify.came_before_look)}</a></p>
                    <p class="note-acts"><Button small=true label=move || t!(notify.send_as_new) on_press=move |()| desk.send_as_new()/></p>
                </Note>
            </div>
        }))}
    }
}
