//! Setup of a facility (LC-7.1b): its data, its rooms, its listed prices. Later the same page displays and changes
//! them.

mod data;
mod price_history;
mod price_list;
mod price_rows;
mod prices;
mod quick_entry;
mod room_range;
mod rooms;

use crate::api::Api;
use crate::browser;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::t;
use crate::ui::note::NoteKind;
use crate::ui::{ButtonKind, ButtonLink, Empty, Icon, Loaded, Note, PageTitle, load};
use data::DataPart;
use dto::facility::{FacilityOut, SetupOut};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use prices::PricesPart;
use rooms::RoomsPart;
use uuid::Uuid;

/// A part of the setup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Name, address, telephone.
    Data,
    /// The room plan.
    Rooms,
    /// Listed prices.
    Prices,
}

impl Part {
    const ALL: [Self; 3] = [Self::Data, Self::Rooms, Self::Prices];

    /// Returns its name in the address.
    fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Rooms => "rooms",
            Self::Prices => "prices",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Data => t!(set_up.step_data),
            Self::Rooms => t!(set_up.step_rooms),
            Self::Prices => t!(set_up.step_prices),
        }
    }

    fn is_done(self, setup: &SetupOut) -> bool {
        match self {
            Self::Data => setup.data_done,
            Self::Rooms => setup.rooms_done,
            Self::Prices => setup.prices_done,
        }
    }

    fn is_needed(self, setup: &SetupOut) -> bool {
        match self {
            Self::Data => true,
            Self::Rooms => setup.needs_rooms,
            Self::Prices => setup.needs_prices,
        }
    }

    /// Returns the first missing part; prices are asked by kind of room, so rooms are first.
    fn first_missing(setup: &SetupOut) -> Option<Self> {
        Self::ALL.into_iter().find(|part| !part.is_done(setup))
    }

    /// Returns the next missing part after this one, or before it.
    fn next_missing(self, setup: &SetupOut) -> Option<Self> {
        let at = Self::ALL.iter().position(|part| *part == self).unwrap_or(0);
        let after = Self::ALL.iter().cycle().skip(at + 1).take(Self::ALL.len() - 1);
        after.copied().find(|part| !part.is_done(setup))
    }
}

/// Renders the page.
#[component]
pub fn SetUp() -> Markup {
    let session = Session::here();
    let facility = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .map(|facility| facility.id)
    });
    IntoMarkup::into_markup(move || match facility.get() {
        Some(id) => html! { <Facility id/> },
        None => html! {
            <PageTitle text=move || t!(set_up.title_done)/>
            <Empty icon="house" title=move || t!(set_up.no_facility)/>
        },
    })
}

#[component]
fn Facility(id: Uuid) -> Markup {
    let api = Api::here();
    let facility = load(move || api.get_facility(id));
    let content = {
        let facility = facility.clone();
        move |shown: Signal<FacilityOut>| {
            let facility = facility.clone();
            let saved = Callback::new(move |mut changed: FacilityOut| {
                // Only a reading has the declared rooms; they are kept until there is a plan.
                if changed.rooms.is_empty() {
                    changed.setup.declared_rooms =
                        untrack(|| facility.value()).and_then(|before| before.setup.declared_rooms);
                }
                facility.put(changed);
            });
            html! { <Content facility=shown saved/> }
        }
    };
    html! { <Loaded load=facility rows=8 view=content/> }
}

#[component]
fn Content(facility: Signal<FacilityOut>, saved: Callback<FacilityOut>) -> Markup {
    let (session, api) = (Session::here(), Api::here());
    let setup = Memo::new(move |_| facility.with(|facility| facility.setup.clone()));
    let was_complete = setup.with_untracked(|setup| setup.complete);
    let query = use_query_map();
    // Without a part in the address, the first missing one.
    let usual = setup.with_untracked(Part::first_missing).unwrap_or(Part::Data);
    let part = Memo::new(move |_| {
        let name = query.with(|query| query.get("part"));
        Part::ALL
            .into_iter()
            .find(|part| Some(part.name()) == name.as_deref())
            .unwrap_or(usual)
    });
    let knows = Memo::new(move |_| {
        let facility = session.account().get().and_then(|account| account.facility);
        facility.is_some_and(|facility| facility.setup_complete)
    });
    // Not before the account is read again: a user who continued earlier would be redirected here.
    let is_just_done = Memo::new(move |_| !was_complete && knows.get() && setup.with(|setup| setup.complete));
    // The account has the permission of its facility to notify: it is read again once that has changed.
    effect(move || {
        if setup.with(|setup| setup.complete) && !knows.get_untracked() {
            spawn_local(async move {
                let _ = api.get_current_account().await;
            });
        }
    });
    // The part saved last is far below the link to the next page.
    effect(move || {
        if is_just_done.get() {
            browser::focus_soon("go-notify");
        }
    });
    let title = move || {
        if was_complete {
            t!(set_up.title_done)
        } else {
            t!(set_up.title)
        }
    };
    let intro = move || {
        if was_complete {
            t!(set_up.intro_done)
        } else {
            t!(set_up.intro)
        }
    };
    html! {
        <div class="set-up">
            <PageTitle text=title/>
            <p class="set-up-intro">{intro}</p>
            <Steps facility part/>
            <div class="set-up-part">
                {when(move || is_just_done.get().then(|| html! {
                    <Note kind=NoteKind::Ok>
                        <strong>{t!(set_up.all_done)}</strong>
                        ". "
                        {t!(set_up.all_done_hint)}
                        <p class="set-up-go">
                            <ButtonLink kind=ButtonKind::Primary id="go-notify" href="/notify" label=move || t!(set_up.go_notify) icon="notify"/>
                        </p>
                    </Note>
                }))}
                {move || match part.get() {
                    Part::Data => html! { <DataPart facility saved/> },
                    Part::Rooms => html! { <RoomsPart facility saved/> },
                    Part::Prices => html! { <PricesPart facility saved/> },
                }}
            </div>
        </div>
    }
}

/// Returns whether the data are complete.
fn is_full(facility: &FacilityOut) -> bool {
    let needed = [
        &facility.name,
        &facility.address,
        &facility.phone,
        &facility.representative,
    ];
    needed.into_iter().all(|text| !text.trim().is_empty())
}

/// Renders the parts with what is missing.
#[component]
fn Steps(facility: Signal<FacilityOut>, part: Memo<Part>) -> Markup {
    let state = move |of: Part| {
        facility.with(|facility| {
            let setup = &facility.setup;
            let (done, needed) = (of.is_done(setup), of.is_needed(setup));
            match of {
                Part::Rooms if !facility.rooms.is_empty() => {
                    (true, t!(set_up.rooms_done, count = facility.rooms.len()))
                }
                Part::Prices if !facility.prices.is_empty() => {
                    (true, t!(set_up.prices_done, count = facility.prices.len()))
                }
                _ if !needed => (false, t!(set_up.step_optional).to_owned()),
                _ if done => (true, t!(set_up.step_done).to_owned()),
                Part::Prices if facility.rooms.is_empty() && setup.needs_rooms => {
                    (false, t!(set_up.step_waiting).to_owned())
                }
                // The data came with the application: only a check by the facility is missing.
                Part::Data if is_full(facility) => (false, t!(set_up.step_unread).to_owned()),
                _ => (false, t!(set_up.step_missing).to_owned()),
            }
        })
    };
    let step = move |index: usize, of: Part| {
        let done = Memo::new(move |_| state(of).0);
        let is_here = Memo::new(move |_| part.get() == of);
        html! {
            <li class="step" class:step-done=done class:selected=is_here>
                <a
                    href=format!("/set-up?part={}", of.name())
                    class="step-open"
                    aria-current=move || is_here.get().then_some("step")
                    scroll=false
                >
                    <span class="step-ring" aria-hidden="true">
                        {move || if done.get() { html! { <Icon name="check" size=14/> } } else { (index + 1).into_markup() }}
                    </span>
                    <span class="step-name">{move || of.words()}</span>
                    <span class="step-state">{move || state(of).1}</span>
                </a>
            </li>
        }
    };
    html! {
        <nav class="steps" aria-label=move || t!(set_up.steps_label)>
            <ol>{Part::ALL.into_iter().enumerate().map(|(index, of)| step(index, of)).collect::<Vec<_>>()}</ol>
        </nav>
    }
}

/// The facility as the server has it, for the fields of a form as data.
#[derive(Clone, Copy)]
struct Here(Signal<FacilityOut>);

impl Here {
    /// Provides the facility to the form that is created next.
    fn provide(facility: Signal<FacilityOut>) {
        provide_context(Self(facility));
    }

    /// Returns the facility of this part.
    fn facility() -> Signal<FacilityOut> {
        let Self(facility) = expect_context();
        facility
    }
}

/// Reads the facility again after somebody else has changed it: saving once more starts from the newer version.
fn newer(facility: Signal<FacilityOut>, saved: Callback<FacilityOut>) -> Callback<()> {
    let api = Api::here();
    Callback::new(move |()| {
        let id = facility.with_untracked(|facility| facility.id);
        spawn_local(async move {
            if let Ok(newer) = api.get_facility(id).await {
                saved.try_run(newer);
            }
        });
    })
}

/// Renders the link to the next part, once a part is saved and another is missing.
#[component]
pub fn NextPart(
    /// The facility.
    facility: Signal<FacilityOut>,
    /// Current part.
    part: Part,
) -> Markup {
    IntoMarkup::into_markup(move || {
        let next = facility.with(|facility| {
            part.is_done(&facility.setup)
                .then(|| part.next_missing(&facility.setup))
                .flatten()
        });
        next.map(|next| {
            let label = t!(set_up.next_step, name = next.words());
            html! { <ButtonLink kind=ButtonKind::Primary href=format!("/set-up?part={}", next.name()) label icon="arrow-right-bar"/> }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(data: bool, rooms: bool, prices: bool) -> SetupOut {
        SetupOut {
            data_done: data,
            rooms_done: rooms,
            prices_done: prices,
            complete: data && rooms && prices,
            needs_rooms: true,
            needs_prices: true,
            declared_rooms: None,
        }
    }

    #[test]
    fn what_is_missing_comes_first_and_next() {
        assert_eq!(Part::first_missing(&setup(false, false, false)), Some(Part::Data));
        assert_eq!(Part::first_missing(&setup(true, true, false)), Some(Part::Prices));
        assert_eq!(Part::first_missing(&setup(true, true, true)), None);
        assert_eq!(Part::Data.next_missing(&setup(true, false, false)), Some(Part::Rooms));
        assert_eq!(Part::Rooms.next_missing(&setup(false, true, true)), Some(Part::Data));
        assert_eq!(Part::Prices.next_missing(&setup(true, true, true)), None);
    }
}
