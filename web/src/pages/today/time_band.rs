//! The time left to notify, in large type.

use crate::format;
use crate::lists::Lists;
use crate::markup::{ChildrenFn, IntoMarkup, Markup, html};
use crate::outbox::Outbox;
use crate::reactive::{effect_after, when};
use crate::session::Session;
use crate::t;
use crate::ui::day_line::{DayLine, Standing};
use crate::ui::{ButtonKind, ButtonLink, Icon};
use dto::operations::stays::NotifyStay;
use leptos::prelude::*;
use rules::profile::Profile;

/// Renders the band above the day.
#[component]
pub fn TimeBand(
    /// Number of guests who have moved in and are not notified, once the day has been read.
    unnotified: Memo<Option<u32>>,
    /// The other deadlines.
    children: ChildrenFn,
) -> Markup {
    let lists = Lists::here();
    // Nothing is rendered before the profile is loaded: its hours are never guessed.
    IntoMarkup::into_markup(move || {
        let children = children.clone();
        lists
            .profile()
            .map(|profile| html! { <Band profile=profile.profile unnotified children/> })
    })
}

#[component]
fn Band(profile: Profile, unnotified: Memo<Option<u32>>, children: ChildrenFn) -> Markup {
    let (lists, session) = (Lists::here(), Session::here());
    let now = Signal::derive(move || lists.server_now());
    let hours = StoredValue::new(profile.clone());
    let standing = Memo::new(move |_| hours.with_value(|profile| Standing::at(now.get(), profile)));
    let said = RwSignal::new(String::new());
    effect_after(move |before: Option<Standing>| {
        let reached = standing.get();
        if before.is_some_and(|before| reached.is_said_aloud(before)) {
            said.set(hours.with_value(|profile| reached.announcement(profile)));
        }
        reached
    });
    let caption = move || match standing.get() {
        Standing::Left { .. } => t!(today.until_due),
        Standing::Over { .. } => t!(today.past_due),
    };
    let large = move || match standing.get() {
        reached @ Standing::Left { .. } => reached.length(),
        reached @ Standing::Over { .. } => t!(today.over_by, length = reached.length()),
    };
    let clock = move || {
        let now = now.get();
        let day = format::weekday_date(rules::zone::local_date(now.get()));
        t!(today.clock, date = day, time = format::time(now))
    };
    let waiting = Outbox::here().waiting();
    let drafts = move || {
        session
            .account()
            .get()
            .map_or(0, |account| super::drafts::count(account.id))
    };
    html! {
        <section class="band" aria-label=caption>
            <div>
                <p class="band-caption">{caption}</p>
                <p class="band-left" class:band-left-urgent=move || standing.get().is_urgent()>{large}</p>
                <p class="band-clock">{clock}</p>
            </div>
            <DayLine now profile/>
            {when(move || session.may(NotifyStay).then(|| html! {
                <div class="band-act">
                    <ButtonLink kind=ButtonKind::Primary href="/notify" label=move || t!(today.notify) icon="notify" key_cap="N"/>
                    {move || match unnotified.get().unwrap_or(0) {
                        0 => None,
                        count => Some(t!(today.unnotified, count = count)),
                    }.map(|text| html! { <p class="band-waiting"><Icon name="triangle"/><a href="/board">{text}</a></p> })}
                    {move || match drafts() {
                        0 if unnotified.get() != Some(0) || waiting.with(|waiting| !waiting.is_empty()) => Markup::nothing(),
                        0 => html! { <p class="band-waiting band-waiting-none">{t!(today.all_sent)}</p> },
                        count => html! {
                            <p class="band-waiting">
                                <Icon name="triangle"/>
                                {t!(today.drafts_waiting, count = count)}
                            </p>
                        },
                    }}
                </div>
            }))}
            {children()}
            <p class="hidden" role="status">{said}</p>
        </section>
    }
}
