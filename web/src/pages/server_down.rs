//! State without an answer of the server, before there is any page to display it.

use crate::api::Api;
use crate::app::begin;
use crate::browser;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::outbox::{Outbox, waiting_words};
use crate::reactive::{effect_after, online, when};
use crate::session::Session;
use crate::t;
use crate::ui::outside::LangSwitch;
use crate::ui::{Button, ButtonKind, Icon, Mark, PageTitle};
use leptos::prelude::*;

const PATIENCE_MS: i32 = 300;
const AGAIN_SECONDS: u32 = 15;

/// Renders the start, while the session is opened: nothing for 300 ms, then one line.
#[component]
pub fn Opening() -> Markup {
    let waited = ArcRwSignal::new(false);
    let set = waited.clone();
    leptos::task::spawn_local(async move {
        browser::pause(PATIENCE_MS).await;
        set.set(true);
    });
    html! { <main class="opening" aria-busy="true"><p role="status">{when(move || waited.get().then(|| t!(app.opening)))}</p></main> }
}

/// Renders what is lost (nothing), and tries again: after some time, or as soon as the network is back. Without a
/// session only the number of items encrypted on the device is displayed.
#[component]
pub fn ServerDown() -> Markup {
    let (session, api, lists) = (Session::here(), Api::here(), Lists::here());
    let left = RwSignal::new(AGAIN_SECONDS);
    let online = online();
    let waiting = Outbox::count_sealed();
    let again = move || {
        lists.load_profile();
        begin(session, api);
    };
    if let Ok(timer) = set_interval_with_handle(
        move || match left.get_untracked() {
            _ if !online.get_untracked() => {}
            0 | 1 => again(),
            seconds => left.set(seconds - 1),
        },
        std::time::Duration::from_secs(1),
    ) {
        on_cleanup(move || timer.clear());
    }
    effect_after(move |before: Option<bool>| {
        let now = online.get();
        if before == Some(false) && now {
            again();
        }
        now
    });
    let title = move || {
        if online.get() {
            t!(app.server_down_title)
        } else {
            t!(app.offline_title)
        }
    };
    let text = move || {
        if online.get() {
            t!(app.server_down_text)
        } else {
            t!(app.offline_text)
        }
    };
    html! {
        <div class="lone-page">
            <header class="lone-head">
                <p class="sign-in-brand"><Mark/><span>{move || t!(app.name)}</span></p>
                <LangSwitch/>
            </header>
            <main class="dead-end" id="main">
                <Icon name="triangle" size=26/>
                <PageTitle text=title/>
                <p>{text}</p>
                {(waiting > 0).then(|| html! { <p><strong>{move || waiting_words(waiting)}</strong></p> })}
                {when(move || online.get().then(|| html! { <p aria-hidden="true">{move || t!(app.server_down_again, seconds = left.get())}</p> }))}
                {when(move || lists.profile().and_then(|profile| profile.help).map(|help| html! { <p>{t!(app.call, phone = format::phone(&help.phone))}</p> }))}
                <Button kind=ButtonKind::Primary label=move || t!(app.try_again) on_press=move |()| again()/>
            </main>
        </div>
    }
}
