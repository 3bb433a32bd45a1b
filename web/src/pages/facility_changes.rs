//! What facilities announce: another legal entity, other data, a stop, going on, closing (LC-11.9d, KH-17.2).

use crate::api::Api;
use crate::form::{Field, Form, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::paging::{PAGE, Paged, Paging};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Empty, Icon, Load, Note, NoteKind, PageTitle, Toasts, load};
use dto::facility::FacilityOut;
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut};
use dto::operations::directory::AnnounceFacilityChange;
use dto::{Checked, Given, Page};
use leptos::prelude::*;
use rules::facility_change::FacilityChangeKind;
use time::Date;
use uuid::Uuid;

/// The page: of a facility its own, of agencies those that they are told of.
#[component]
pub fn FacilityChanges() -> impl IntoView {
    let (session, api) = (Session::here(), Api::here());
    let paging = Paging::new(
        |change: &FacilityChangeOut| format!("change-{}", change.id),
        move |cursor| {
            let mut query = vec![("limit", PAGE.to_string())];
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            async move {
                let page = api.list_facility_changes(&query).await?;
                Ok(Page {
                    items: page.items,
                    next_cursor: page.next_cursor,
                })
            }
        },
    );
    let own = Memo::new(move |_| {
        let facility = session.account().get()?.facility?;
        Some((facility.id, session.may(AnnounceFacilityChange)))
    });
    let announcing = RwSignal::new(false);
    let close = Callback::new(move |()| announcing.set(false));
    let done = Callback::new(move |()| {
        announcing.set(false);
        paging.reload();
    });
    let items = paging.items();
    let empty = move || {
        let hint = match own.get() {
            Some((_, true)) => t!(changes.none_own),
            Some((_, false)) => t!(changes.none_operator),
            None => t!(changes.none_hint),
        };
        view! { <Empty icon="house" title=move || t!(changes.none) detail=hint/> }
    };
    let lead = move || {
        if own.get().is_some() {
            t!(changes.lead_own)
        } else {
            t!(changes.lead)
        }
    };
    view! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(changes.title)/>
                {move || own.get().is_some_and(|(_, may)| may).then(|| view! {
                    <span class="head-end"><Button id="announce" kind=ButtonKind::Primary label=move || t!(changes.announce) on_press=Callback::new(move |()| announcing.set(true))/></span>
                })}
            </div>
            <p class="lead">{lead}</p>
            <Paged
                paging
                rows=ViewFn::from(move || view! { <Changes items/> })
                empty=ViewFn::from(empty)
            />
            {move || own.get().filter(|_| announcing.get()).map(|(facility, _)| view! { <Announce facility done close/> })}
        </div>
    }
}

/// What a change is called.
fn kind_word(kind: FacilityChangeKind) -> &'static str {
    match kind {
        FacilityChangeKind::LegalEntity => t!(changes.legal_entity),
        FacilityChangeKind::Data => t!(changes.data),
        FacilityChangeKind::Suspension => t!(changes.suspension),
        FacilityChangeKind::Restart => t!(changes.restart),
        FacilityChangeKind::Closing => t!(changes.closing),
    }
}

/// What follows from it.
fn consequence(kind: FacilityChangeKind) -> &'static str {
    match kind {
        FacilityChangeKind::LegalEntity => t!(changes.after_legal_entity),
        FacilityChangeKind::Data => t!(changes.after_data),
        FacilityChangeKind::Suspension => t!(changes.after_suspension),
        FacilityChangeKind::Restart => t!(changes.after_restart),
        FacilityChangeKind::Closing => t!(changes.after_closing),
    }
}

#[component]
fn Changes(items: Signal<Vec<FacilityChangeOut>>) -> impl IntoView {
    let rows = move || items.get().into_iter().map(row).collect_view();
    view! {
        <table class="stays changes" role="table" aria-label=move || t!(changes.title)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{move || t!(changes.col_facility)}</th>
                    <th role="columnheader" scope="col">{move || t!(changes.col_kind)}</th>
                    <th role="columnheader" scope="col">{move || t!(changes.effective_on)}</th>
                    <th role="columnheader" scope="col">{move || t!(changes.col_announced)}</th>
                    <th role="columnheader" scope="col">{move || t!(accounts.col_status)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn row(change: FacilityChangeOut) -> impl IntoView {
    let (icon, class, word) = match (change.withdrawn_at, change.applied_at) {
        (Some(_), _) => ("cross", "tag tag-off-plain", t!(changes.withdrawn)),
        (None, Some(_)) => ("check-circle", "tag tag-ok", t!(changes.applied)),
        (None, None) => ("clock", "tag", t!(changes.ahead)),
    };
    let kind = change.kind;
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">
                <span id=format!("change-{}", change.id) tabindex="-1">{change.facility_name}</span>
                " "
                <span class="quiet contact-sector">{change.area.name}</span>
            </th>
            <td role="cell" class="at-facility">
                {move || kind_word(kind)}
                {change.note.map(|note| view! { " " <span class="quiet contact-sector">{note}</span> })}
            </td>
            <td role="cell" class="at-room nowrap">{format::date(change.effective_on)}</td>
            <td role="cell" class="at-time nowrap quiet">{format::instant(change.announced_at)}</td>
            <td role="cell" class="at-status"><span class=class><Icon name=icon/><span>{word}</span></span></td>
        </tr>
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
        shows: Some(|_| view! { <p class="change-text">{move || t!(changes.told)}</p> }.into_any()),
        ..Part::PLAIN
    },
];

fn chosen(form: Form) -> Option<FacilityChangeKind> {
    form.text("/kind").with(|name| FacilityChangeKind::from_name(name))
}

/// How the facility stands now, for the choice of what it can announce.
#[derive(Clone)]
struct Standing(Load<FacilityOut>);

/// What the province takes and what fits.
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

/// What follows from what is chosen.
fn follows(form: Form) -> AnyView {
    let note = move || {
        chosen(form).map(|kind| {
            let look = if kind.ends_accounts() {
                NoteKind::Warn
            } else {
                NoteKind::Info
            };
            view! { <Note kind=look><strong>{t!(changes.follows)}</strong>" "{consequence(kind)}</Note> }
        })
    };
    note.into_any()
}

fn request(typed: &Typed) -> FacilityChangeIn {
    let kind = FacilityChangeKind::from_name(typed.raw("/kind"));
    let password = typed.raw("/password");
    FacilityChangeIn {
        kind: kind.map_or(Given::Missing, Given::Value),
        effective_on: typed.date("/effective_on"),
        note: typed.text("/note"),
        // As it was typed: blanks at its edge may belong to it.
        password: match kind {
            Some(kind) if kind.ends_accounts() && !password.is_empty() => Given::Value(password.to_owned()),
            _ => Given::Missing,
        },
    }
}

/// Whether a facility that stands so can announce that: what is stopped or closing goes on, and only that does.
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
fn Announce(facility: Uuid, done: Callback<()>, close: Callback<()>) -> impl IntoView {
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
