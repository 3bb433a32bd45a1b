//! Nhập hộ: notifications that households, guests and hamlet heads without an account report to the police (LC-10.9,
//! LC-11.7b). Place and notifier stay for the next guest, so that a call can be entered during the call.

use crate::api::Api;
use crate::entry::check;
use crate::entry::desk::Desk;
use crate::entry::scan::ScanField;
use crate::entry::sections::{ForeignerSection, GuestSection, StaySection};
use crate::form::facility_pick::FacilityPick;
use crate::form::{BackNote, Failure, Field, Form, Kept, Other, Part, Place, Typed, parts};
use crate::format;
use crate::keys::{Key, use_key};
use crate::lists::{Lists, label_of};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::near_date::{read_moment, write_moment};
use crate::ui::{Button, ButtonKind, Choice, ErrorSummary, NearDateTime, PageTitle, SummaryItem, Toasts};
use crate::words::stay::{channel_word, notifier_word};
use dto::check::{CheckContext, Lists as Known};
use dto::given::Text as _;
use dto::problem::FieldError;
use dto::stay::{
    Channel, NotifierIn, NotifierKind, OnBehalfIn, PlaceIn, StayIn, StayOut, check_on_behalf, check_where,
};
use dto::{Given, Timestamp};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use rules::country::CountryKind;
use rules::unicode;
use uuid::Uuid;

const KNOWN: &str = "known";
const NEW: &str = "new";

const PLACE: Part = Part {
    fields: &[
        Field::segments(
            "/where",
            || t!(behalf.place),
            |_, _| {
                vec![
                    Choice::new(NEW, t!(behalf.place_new)),
                    Choice::new(KNOWN, t!(behalf.place_known)),
                ]
            },
        )
        .class("col-6"),
        Field::framed("/facility_id", || t!(behalf.known_place), known_place).when(is_known),
        Field::pick(
            "/place/kind",
            || t!(behalf.place_kind),
            |_, lists| {
                let entries = lists.list("facility_kinds");
                let choices = entries
                    .iter()
                    .map(|entry| Choice::new(entry.code.clone(), label_of(entry)));
                choices.collect()
            },
        )
        .class("col-6")
        .when(is_new),
        Field::line("/place/name", || t!(behalf.place_name))
            .class("col-6")
            .when(is_new),
        Field::line("/place/address", || t!(behalf.place_address))
            .class("col-6")
            .when(is_new),
        Field::find(
            "/place/area_code",
            || t!(behalf.place_area),
            |_, lists| lists.commune_choices(),
        )
        .class("col-6")
        .when(is_new),
        Field::line("/place/phone", || t!(behalf.place_phone))
            .phone()
            .optional()
            .class("col-6")
            .when(is_new),
    ],
    ..Part::PLAIN
};

const NOTIFIER: Part = Part {
    fields: &[
        Field::segments(
            "/channel",
            || t!(behalf.channel),
            |_, _| {
                let all = [Channel::Phone, Channel::Counter, Channel::HamletHead];
                all.map(|channel| Choice::new(channel.to_text().into_owned(), channel_word(channel)))
                    .to_vec()
            },
        )
        .class("col-12"),
        Field::pick(
            "/notifier/kind",
            || t!(behalf.notifier_kind),
            |_, _| {
                let all = [
                    NotifierKind::Household,
                    NotifierKind::CollectiveHousing,
                    NotifierKind::Guest,
                    NotifierKind::Facility,
                ];
                let choice = |kind: NotifierKind| {
                    Choice::new(kind.to_text().into_owned(), unicode::with_capital(notifier_word(kind)))
                };
                all.map(choice).to_vec()
            },
        )
        .class("col-3"),
        Field::line("/notifier/name", || t!(behalf.notifier_name)).class("col-3"),
        Field::line("/notifier/phone", || t!(behalf.notifier_phone))
            .phone()
            .optional()
            .class("col-3"),
        Field::framed("/received_at", || t!(behalf.received_at), received),
    ],
    ..Part::PLAIN
};

const PARTS: &[Part] = &[PLACE, NOTIFIER];

fn is_known(form: Form, _: Lists) -> bool {
    form.text("/where").with(|at| at == KNOWN)
}

fn is_new(form: Form, lists: Lists) -> bool {
    !is_known(form, lists)
}

fn known_place(form: Form) -> Markup {
    html! { <div class="col-6"><FacilityPick form/></div> }
}

/// Renders the moment at which the notification came; without one, it is now.
fn received(form: Form) -> Markup {
    let (lists, at) = (Lists::here(), "/received_at");
    let reading = Signal::derive(move || match received_at(&form.typed(), lists.server_now()) {
        Given::Value(at) => Some(write_moment(at)),
        _ => None,
    });
    html! {
        <Other form at class="col-3" optional=true>
            <NearDateTime text=form.text(at) reading=reading on_leave=form.leave(at) placeholder=move || t!(behalf.received_now)/>
        </Other>
    }
}

/// Place and lists for the check here: only the notifier is checked, the stay has its own check.
struct Anything;

impl Known for Anything {
    fn country(&self, _: &str) -> Option<CountryKind> {
        Some(CountryKind::State)
    }

    fn visa_symbol(&self, _: &str) -> bool {
        true
    }

    fn reason(&self, _: &str) -> bool {
        true
    }

    fn room(&self, _: Uuid) -> bool {
        true
    }

    fn needs_room(&self) -> bool {
        false
    }
}

/// Returns the initial values: a call at the counter about a household, in the officer's own commune.
fn blank(area: &str) -> Typed {
    Typed::default()
        .with("/where", NEW)
        .with("/place/kind", "household")
        .with("/place/area_code", area)
        .with("/channel", "phone")
        .with("/notifier/kind", "household")
}

fn received_at(typed: &Typed, now: Timestamp) -> Given<Timestamp> {
    let text = typed.raw("/received_at").trim();
    let local = rules::zone::local(now.get());
    match (text, read_moment(text, local.date(), local.time())) {
        ("", _) => Given::Missing,
        (_, Some(at)) => Given::Value(at),
        (text, None) => Given::Bad(text.to_owned()),
    }
}

/// Builds the request from the typed values.
fn request(typed: &Typed, stay: StayIn, now: Timestamp) -> OnBehalfIn {
    let is_known = typed.raw("/where") == KNOWN;
    let place = PlaceIn {
        name: typed.text("/place/name"),
        kind: typed.text("/place/kind"),
        area_code: typed.text("/place/area_code"),
        address: typed.text("/place/address"),
        phone: typed.text("/place/phone"),
    };
    OnBehalfIn {
        facility_id: Uuid::parse_str(typed.raw("/facility_id"))
            .ok()
            .filter(|_| is_known)
            .map_or(Given::Missing, Given::Value),
        place: (!is_known).then_some(place),
        notifier: NotifierIn {
            kind: NotifierKind::from_text(typed.raw("/notifier/kind")).map_or(Given::Missing, Given::Value),
            name: typed.text("/notifier/name"),
            phone: typed.text("/notifier/phone"),
        },
        channel: Channel::from_text(typed.raw("/channel")).map_or(Given::Missing, Given::Value),
        received_at: received_at(typed, now),
        stay,
    }
}

/// Returns the errors of place and notifier.
fn faults(typed: &Typed, lists: Lists) -> Vec<FieldError> {
    let Some((now, profile)) = check::ready_now(lists) else {
        return Vec::new();
    };
    let told = request(typed, StayIn::default(), now);
    let context = CheckContext {
        now,
        profile: &profile.profile,
    };
    let mut found = check_where(&told).err().unwrap_or_default();
    let rest = check_on_behalf(&told, context, &Anything).err().unwrap_or_default();
    found.extend(rest.into_iter().filter(|error| !error.pointer.starts_with("/stay")));
    found
}

/// Renders the page.
#[component]
pub fn Behalf() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    let first = blank("");
    let (kept, draft) = Kept::open::<Typed>("behalf.place");
    let form = Form::of(PARTS, &draft.unwrap_or_else(|| first.clone()), move |typed| {
        faults(typed, lists)
    });
    kept.follow(move || Some(form.typed()).filter(|typed| !typed.raw("/place/name").is_empty()));
    propose_own_commune(form, session, lists);
    let desk = Desk::told("behalf.stay");
    provide_context(desk);
    let entered = RwSignal::new(Vec::<StayOut>::new());
    request_animation_frame(|| crate::ui::focus_field("place-name"));
    say_what_is_of_the_stay(form, &desk);
    let send = sender(form, &desk, entered);
    use_key(Key::Ctrl("Enter"), || t!(behalf.send), move || send.run(()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    // Enter in one of many fields does not send an incomplete form.
    let key = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.meta_key();
        if event.key() == "Enter" && !held && event_target::<web_sys::Element>(&event).tag_name() == "INPUT" {
            event.prevent_default();
        }
    };
    let summary = Signal::derive(move || {
        let mut all: Vec<SummaryItem> = form.summary().get();
        all.extend(desk.summary());
        all
    });
    let asked = Signal::derive(move || form.saving.asked.get().wrapping_add(desk.asked.get()));
    let drop = Callback::new(move |()| form.fill(&first));
    html! {
        <form class="notify" novalidate on:submit=submit on:keydown=key>
            <div class="notify-form">
                <div class="notify-head"><PageTitle text=move || t!(behalf.title)/></div>
                <p class="lead">{move || t!(behalf.lead)}</p>
                <BackNote kept on_drop=drop/>
                <Failure saving=form.saving/>
                <ErrorSummary errors=summary asked=asked/>
                <Told form/>
                <ScanField/>
                <GuestSection/>
                <ForeignerSection/>
                <StaySection without_room=true/>
            </div>
            <aside class="notify-side">
                <Entered entered/>
                <div class="notify-acts">
                    <Button
                        kind=ButtonKind::Primary
                        label=move || t!(behalf.send)
                        busy_label=move || t!(notify.sending)
                        key_cap="Ctrl Enter"
                        wide=true
                        busy=form.saving.busy
                        submit=true
                        id="send"
                    />
                    <Button label=move || t!(behalf.next_place) wide=true on_press=Callback::new(move |()| {
                        form.fill(&blank(form.typed_now().raw("/place/area_code")));
                        crate::ui::focus_field("place-name");
                    })/>
                </div>
            </aside>
        </form>
    }
}

/// Proposes the commune of the officer.
fn propose_own_commune(form: Form, session: Session, lists: Lists) {
    let own = session
        .account_now()
        .map(|account| account.area.code)
        .unwrap_or_default();
    let area = form.text("/place/area_code");
    effect(move || {
        let is_commune = lists.communes().iter().any(|area| area.code == own);
        if is_commune && area.with_untracked(String::is_empty) {
            area.set(own.clone());
        }
    });
}

/// Displays the server's errors about the stay at the fields of the stay.
fn say_what_is_of_the_stay(form: Form, desk: &Desk) {
    let desk = *desk;
    effect(move || {
        let mut of_stay: Vec<FieldError> = form.saving.errors.get();
        of_stay.retain_mut(|error| match error.pointer.strip_prefix("/stay") {
            Some(rest) => {
                error.pointer = rest.to_owned();
                true
            }
            None => false,
        });
        if !of_stay.is_empty() {
            form.saving
                .errors
                .update(|errors| errors.retain(|error| !error.pointer.starts_with("/stay")));
            desk.refuse(of_stay, &desk.content.get_untracked());
        }
    });
}

/// Returns the act that sends a valid form; errors are displayed at their fields.
fn sender(form: Form, desk: &Desk, entered: RwSignal<Vec<StayOut>>) -> Callback<()> {
    let desk = *desk;
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    Callback::new(move |()| {
        if form.saving.busy.get_untracked() {
            return;
        }
        let told_right = form.is_right();
        let Some(content) = desk.ready().filter(|_| told_right) else {
            return;
        };
        let Some((now, profile)) = check::ready_now(lists) else {
            toasts.failed(t!(app.server_silent), t!(app.nothing_stored), None);
            return;
        };
        let confirmed = desk
            .findings
            .with_untracked(|findings| check::confirmed(findings, &content));
        let stay = content.to_request(now, &profile.profile, confirmed);
        let body = request(&form.typed_now(), stay, now);
        let key = content.key.clone();
        let work = async move { api.notify_on_behalf(&body, &key).await };
        let done = move |stay: StayOut| {
            toasts.ok(
                t!(notify.received_one, name = stay.guest.full_name),
                t!(
                    notify.received_detail,
                    time = format::time(stay.notified_at),
                    code = stay.stay_code
                ),
                None,
            );
            entered.update(|all| all.push(stay));
            desk.next_guest();
        };
        form.send(work, done);
    })
}

/// Renders the place, the notifier and the channel.
#[component]
fn Told(form: Form) -> Markup {
    let fields = |part: &'static [Part]| html! { <div class="form-grid">{parts(form, part, Place::Panel, &[])}</div> };
    html! {
        <section class="form-section">
            <div class="section-head"><h2 class="section-title">{move || t!(behalf.place)}</h2></div>
            {fields(&[PLACE])}
        </section>
        <section class="form-section">
            <div class="section-head"><h2 class="section-title">{move || t!(behalf.notifier)}</h2></div>
            {fields(&[NOTIFIER])}
        </section>
    }
}

/// Renders what was entered since the page was opened.
#[component]
fn Entered(entered: RwSignal<Vec<StayOut>>) -> Markup {
    IntoMarkup::into_markup(move || {
        let all = entered.get();
        (!all.is_empty()).then(|| {
            let rows = all
                .into_iter()
                .rev()
                .map(|stay| {
                    html! {
                        <li>
                            <a href=format!("/stays/{}", stay.id) class="text-link">{stay.guest.full_name}</a>
                            " "
                            <span class="quiet">{stay.facility.name}</span>
                        </li>
                    }
                })
                .collect::<Vec<_>>();
            html! {
                <section class="side-block">
                    <h2 class="section-title">{t!(behalf.entered)}</h2>
                    <ul class="plain-list">{rows}</ul>
                </section>
            }
        })
    })
}
