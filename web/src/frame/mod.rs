//! The frame around every page of a signed-in account: top bar, rail, bottom bar, idle notice, list of keys.

pub mod act_for;
pub mod bottom_bar;
mod counts;
mod go;
pub mod help;
pub mod idle;
pub mod menu;
mod messages;
pub mod password_soon;
mod print_head;
pub mod rail;
pub mod search;
pub mod time_chip;
pub mod top_bar;
mod waiting;

use self::act_for::{ActFor, act_for};
use crate::browser;
use crate::format;
use crate::keys::{Key, Keys, ScanTaker, use_key};
use crate::markup::{Children, IntoMarkup, Markup, html};
use crate::reactive::{online, when};
use crate::scans::Scans;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, Note, NoteKind};
use bottom_bar::BottomBar;
use dto::operations::stays::NotifyStay;
use go::GoAnywhere;
use help::KeyHelp;
use idle::IdleNotice;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use messages::PastMessages;
use print_head::PrintHead;
use rail::Rail;
use top_bar::TopBar;
use waiting::WaitingBand;

/// Counters of the rail: red for work that can become late, indigo for things merely new. The frame counts, and pages set
/// what they know better.
#[derive(Clone, Copy)]
pub struct Counters {
    /// Number of tasks today.
    pub today: RwSignal<u32>,
    /// Number of today's notifications not yet seen.
    pub notifications: RwSignal<u32>,
    /// Number of all of today's notifications.
    pub notified_today: RwSignal<u32>,
    /// Number of dossiers that wait for a decision or an opinion.
    pub registrations: RwSignal<u32>,
    /// Number of these past their time limit.
    pub registrations_overdue: RwSignal<u32>,
}

/// Which parts of the frame are open.
#[derive(Clone, Copy)]
pub struct FrameState {
    /// The list of keys.
    pub help: RwSignal<bool>,
    /// "Thêm", under 720.
    pub more: RwSignal<bool>,
    /// The messages of this session.
    pub messages: RwSignal<bool>,
    /// The dialog for navigation by keyboard.
    pub go: RwSignal<bool>,
}

/// Renders the frame around a page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> Markup {
    let session = Session::here();
    let state = FrameState {
        help: RwSignal::new(false),
        more: RwSignal::new(false),
        messages: RwSignal::new(false),
        go: RwSignal::new(false),
    };
    provide_context(state);
    provide_context(act_for());
    let counters = Counters {
        today: RwSignal::new(0),
        notifications: RwSignal::new(0),
        notified_today: RwSignal::new(0),
        registrations: RwSignal::new(0),
        registrations_overdue: RwSignal::new(0),
    };
    provide_context(counters);
    counts::keep_counting(counters);
    let navigate = use_navigate();
    use_key(Key::Letter("?"), || t!(frame.key_help), move || state.help.set(true));
    let notify = StoredValue::new_local(navigate);
    if untrack(|| session.may(NotifyStay)) {
        use_key(
            Key::Letter("n"),
            || t!(frame.key_notify),
            move || {
                notify.with_value(|navigate| navigate("/notify", NavigateOptions::default()));
            },
        );
    }
    let scans = Scans::here();
    Keys::here().catch_scans(ScanTaker {
        wanted: Callback::new(move |()| scans.are_taken() || untrack(|| session.may(NotifyStay))),
        take: Callback::new(move |text: String| {
            browser::close_dialogs();
            if !scans.hand_over(text) {
                notify.with_value(|navigate| navigate("/notify", NavigateOptions::default()));
            }
        }),
    });
    html! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); browser::focus("main"); }>{move || t!(app.skip)}</a>
        <TopBar/>
        <Rail/>
        <main class="main" id="main" tabindex="-1">
            <PrintHead/>
            <ActingBand/>
            <OfflineBand/>
            <WaitingBand/>
            <PasswordBand/>
            {children()}
        </main>
        <BottomBar/>
        <KeyHelp/>
        <PastMessages/>
        <GoAnywhere/>
        <IdleNotice/>
    }
}

/// Renders the band of acting for another account, with a button back to the user's own (LCH20-16.3-3).
#[component]
fn ActingBand() -> Markup {
    let session = Session::here();
    let ActFor(act_for) = expect_context();
    let acting = Memo::new(move |_| session.account().get().and_then(|account| account.acting_for));
    html! {
        <div role="status">
            {when(move || acting.get().map(|acting| html! {
                <div class="acting-band">
                    <Note kind=NoteKind::Warn icon="user">
                        <strong>{t!(delegation.acting_for, name = acting.holder_name, login = acting.login)}</strong>
                        " "
                        {t!(delegation.acting_until, at = format::instant(acting.ends_at))}
                        " "
                        <Button small=true id="stop-acting" label=move || t!(delegation.stop) on_press=Callback::new(move |()| act_for.run(None))/>
                    </Note>
                </div>
            }))}
        </div>
    }
}

/// Renders the band about a password that expires soon, except on the pages about it.
#[component]
fn PasswordBand() -> Markup {
    let session = Session::here();
    let path = use_location().pathname;
    let due = Memo::new(move |_| session.account().get().and_then(|account| account.password_due_at));
    IntoMarkup::into_markup(move || {
        let is_about_it = path.with(|path| matches!(path.as_str(), "/profile" | "/password"));
        (!is_about_it)
            .then(|| html! { <div class="password-band no-print">{password_soon::soon(due.get(), true)}</div> })
    })
}

/// Renders the band about a missing network.
#[component]
fn OfflineBand() -> Markup {
    let online = online();
    html! {
        <div role="status">
            {when(move || (!online.get()).then(|| html! { <div class="offline-band"><Note kind=NoteKind::Warn>{t!(frame.offline_band)}</Note></div> }))}
        </div>
    }
}
