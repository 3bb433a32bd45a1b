//! Changes that facilities announce: another legal entity, other data, a stop, a resumption, closing (LC-11.9d,
//! KH-17.2).

mod list;

use crate::api::{Api, Call};
use crate::form::{Field, Form, Part, Sheet, Typed};
use crate::format;
use crate::listing::{Listing, rows, tools};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Load, Note, NoteKind, PageTitle, Toasts, load};
use dto::facility::FacilityOut;
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut};
use dto::operations::directory::AnnounceFacilityChange;
use dto::operations::directory::ListFacilityChanges;
use dto::{Checked, Given};
use leptos::prelude::*;
use list::LIST;
use rules::facility_change::FacilityChangeKind;
use time::Date;
use uuid::Uuid;

/// Renders the page: for a facility its own changes, for agencies those of which they are notified.
#[component]
pub fn FacilityChanges() -> Markup {
    let session = Session::here();
    let listing = Listing::new(&LIST, |wanted| {
        Some(Call::of(ListFacilityChanges::at()).query(&wanted.query()).ask)
    });
    let own = Memo::new(move |_| {
        let facility = session.account().get()?.facility?;
        Some((facility.id, session.may(AnnounceFacilityChange)))
    });
    let announcing = RwSignal::new(false);
    let close = Callback::new(move |()| announcing.set(false));
    let done = Callback::new(move |()| {
        announcing.set(false);
        listing.reload();
    });
    let lead = move || {
        if own.get().is_some() {
            t!(changes.lead_own)
        } else {
            t!(changes.lead)
        }
    };
    html! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(changes.title)/>
                {tools(listing, true, Markup::nothing())}
                {move || own.get().is_some_and(|(_, may)| may).then(|| html! {
                    <span class="head-end"><Button id="announce" kind=ButtonKind::Primary label=move || t!(changes.announce) on_press=Callback::new(move |()| announcing.set(true))/></span>
                })}
            </div>
            <p class="lead">{lead}</p>
            {rows(listing, ViewFn::default())}
            {move || own.get().filter(|_| announcing.get()).map(|(facility, _)| html! { <Announce facility done close/> })}
        </div>
    }
}

/// Returns the name of a change.
fn kind_word(kind: FacilityChangeKind) -> &'static str {
    match kind {
        FacilityChangeKind::LegalEntity => t!(changes.legal_entity),
        FacilityChangeKind::Data => t!(changes.data),
        FacilityChangeKind::Suspension => t!(changes.suspension),
        FacilityChangeKind::Restart => t!(changes.restart),
        FacilityChangeKind::Closing => t!(changes.closing),
    }
}

/// Returns the text about its consequences.
fn consequence(kind: FacilityChangeKind) -> &'static str {
    match kind {
        FacilityChangeKind::LegalEntity => t!(changes.after_legal_entity),
        FacilityChangeKind::Data => t!(changes.after_data),
        FacilityChangeKind::Suspension => t!(changes.after_suspension),
        FacilityChangeKind::Restart => t!(changes.after_restart),
        FacilityChangeKind::Closing => t!(changes.after_closing),
    }
}

const ANNOUNCE: &[Part] = &[
    Part {
        fields: &[Field::pick("/kind", || t!(changes.col_kind), offered).empty(|| t!(changes.kind_none))],
        shows: Some(follows),
        ..Part::PLAIN
    },
    Part {
        fields: &[
            Field::date("/effective_on", || t!(changes.effective_on)).hint(|| t!(changes.effective_hint)),
            Field::words("/note", || t!(changes.note))
                .optional()
                .hint(|| t!(changes.note_hint)),
            Field::secret("/password", || t!(factor.password))
                .hint(|| t!(changes.password_hint))
                .when(|form, _| chosen(form).is_some_and(FacilityChangeKind::ends_accounts)),
        ],
        shows: Some(|_| html! { <p class="change-text">{move || t!(changes.told)}</p> }),
        ..Part::PLAIN
    },
];

fn chosen(form: Form) -> Option<FacilityChangeKind> {
    form.text("/kind").with(|name| FacilityChangeKind::from_name(name))
}

/// Current state of the facility, which decides what it can announce.
#[derive(Clone)]
struct Standing(Load<FacilityOut>);

/// Returns the kinds that the province accepts and that fit the facility.
fn offered(_: Form, lists: Lists) -> Vec<Choice> {
    let taken = lists
        .profile()
        .map(|profile| profile.profile.facility_changes.kinds)
        .unwrap_or_default();
    let standing = use_context::<Standing>().and_then(|Standing(facility)| facility.value());
    let today = lists.clock().today();
    let choices = taken
        .into_iter()
        .filter(|kind| fits(*kind, standing.as_ref(), today))
        .map(|kind| Choice::new(kind.as_str(), kind_word(kind)));
    choices.collect()
}

/// Renders the consequences of the chosen kind.
fn follows(form: Form) -> Markup {
    let note = move || {
        chosen(form).map(|kind| {
            let look = if kind.ends_accounts() {
                NoteKind::Warn
            } else {
                NoteKind::Info
            };
            html! { <Note kind=look><strong>{t!(changes.follows)}</strong>" "{consequence(kind)}</Note> }
        })
    };
    note.into_markup()
}

fn request(typed: &Typed) -> FacilityChangeIn {
    let kind = FacilityChangeKind::from_name(typed.raw("/kind"));
    let password = typed.raw("/password");
    FacilityChangeIn {
        kind: kind.map_or(Given::Missing, Given::Value),
        effective_on: typed.date("/effective_on"),
        note: typed.text("/note"),
        // Not trimmed: blanks at its edge may belong to it.
        password: match kind {
            Some(kind) if kind.ends_accounts() && !password.is_empty() => Given::Value(password.to_owned()),
            _ => Given::Missing,
        },
    }
}

/// Returns whether a facility in this state can announce the change: only a stopped or closing one can resume.
fn fits(kind: FacilityChangeKind, facility: Option<&FacilityOut>, today: Date) -> bool {
    let Some(facility) = facility else { return true };
    let stops = facility.suspended_on.is_some() && facility.restarts_on.is_none_or(|end| end > today);
    let closes = facility.closes_on.is_some();
    match kind {
        FacilityChangeKind::Data => true,
        FacilityChangeKind::Restart => stops || closes,
        FacilityChangeKind::Suspension => !stops,
        FacilityChangeKind::LegalEntity | FacilityChangeKind::Closing => !closes,
    }
}

#[component]
fn Announce(facility: Uuid, done: Callback<()>, close: Callback<()>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    provide_context(Standing(load(move || api.get_facility(facility))));
    Sheet::new(
        ANNOUNCE,
        || t!(changes.send),
        Typed::default(),
        |typed, context| request(typed).check(context).err().unwrap_or_default(),
    )
    .kept("facility-change")
    .sends(
        move |form| {
            let request = request(&form.typed_now());
            async move { api.announce_facility_change(facility, &request).await }
        },
        move |change: FacilityChangeOut| {
            let day = format::date(change.effective_on);
            toasts.ok(t!(changes.announced, day = day), String::new(), None);
            done.run(());
        },
    )
    .panel("announce-change", || t!(changes.announce), close, ())
}
