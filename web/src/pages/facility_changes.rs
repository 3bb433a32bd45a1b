//! What facilities announce: another legal entity, other data, a stop, going on, closing (LC-11.9d, KH-17.2).

use crate::api::Api;
use crate::form::{DateAsk, Failure, Form, Named, Other, Pick, Typed, WordsAsk};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::pages::kept::{BackNote, Kept};
use crate::paging::{PAGE, Paged, Paging};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{
    Button, ButtonKind, Choice, Empty, ErrorSummary, Icon, Note, NoteKind, PageTitle, TextInput, Toasts, load,
};
use dto::facility::FacilityOut;
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut};
use dto::operations::directory::AnnounceFacilityChange;
use dto::{Checked, Given, Page};
use leptos::prelude::*;
use rules::facility_change::FacilityChangeKind;
use std::sync::Arc;
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
    let title = Signal::derive(|| t!(changes.announce).to_owned());
    view! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(changes.title)/>
                {when(move || own.get().is_some_and(|(_, may)| may).then(|| view! {
                    <span class="head-end"><Button id="announce" kind=ButtonKind::Primary label=move || t!(changes.announce) on_press=Callback::new(move |()| announcing.set(true))/></span>
                }))}
            </div>
            <p class="lead">{lead}</p>
            <Paged
                paging
                rows=ViewFn::from(move || view! { <Changes items/> })
                empty=ViewFn::from(empty)
            />
            {when(move || own.get().filter(|_| announcing.get()).map(|(facility, _)| view! {
                <SidePanel id="announce-change" title on_close=close takes_focus=false>
                    <Announce facility done close/>
                </SidePanel>
            }))}
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
            <td role="cell" class="at-name">
                <span id=format!("change-{}", change.id) tabindex="-1">{change.facility_name}</span>
                " "
                <span class="quiet contact-sector">{change.area.name}</span>
            </td>
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

const FIELDS: &[Named] = &[
    ("/kind", || t!(changes.col_kind)),
    ("/effective_on", || t!(changes.effective_on)),
    ("/note", || t!(changes.note)),
    ("/password", || t!(factor.password)),
];

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
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    let (kept, draft) = Kept::open::<Typed>("facility-change");
    let check = move |typed: &Typed| lists.judged(|context| request(typed).check(context).err().unwrap_or_default());
    let form = Form::new(FIELDS, &draft.unwrap_or_default(), check);
    kept.follow(move || Some(form.typed().without("/password")).filter(|typed| *typed != Typed::default()));
    let put_back = Callback::new(move |()| form.fill(&Typed::default()));
    request_animation_frame(|| crate::ui::focus_field("kind"));
    let standing = load(move || api.get_facility(facility));
    let kinds = Signal::derive(move || {
        lang();
        let offered = lists
            .profile()
            .map(|profile| profile.profile.facility_changes.kinds)
            .unwrap_or_default();
        let (standing, today) = (standing.value(), lists.clock().today());
        let choices = offered
            .into_iter()
            .filter(|kind| fits(*kind, standing.as_ref(), today))
            .map(|kind| Choice::new(kind.as_str(), kind_word(kind)));
        Arc::new(choices.collect::<Vec<_>>())
    });
    let chosen = Memo::new(move |_| form.text("/kind").with(|name| FacilityChangeKind::from_name(name)));
    let attempt = StoredValue::new((String::new(), String::new()));
    let kept_until_sent = kept.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = request(&form.typed_now());
        let content = crate::api::to_json(&request);
        let key = attempt
            .with_value(|(before, key)| (*before == content).then(|| key.clone()))
            .unwrap_or_else(|| Uuid::new_v4().to_string());
        attempt.set_value((content, key.clone()));
        let kept = kept_until_sent.clone();
        let work = async move { api.announce_facility_change(facility, &request, &key).await };
        form.send(work, move |change: FacilityChangeOut| {
            kept.drop();
            toasts.ok(
                t!(changes.announced, day = format::date(change.effective_on)),
                String::new(),
                None,
            );
            done.run(());
        });
    };
    view! {
        <form class="change-form" novalidate on:submit=submit>
            <BackNote kept on_drop=put_back/>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Pick form at="/kind" options=kinds empty=move || t!(changes.kind_none)/>
            {when(move || chosen.get().map(|kind| {
                let look = if kind.ends_accounts() { NoteKind::Warn } else { NoteKind::Info };
                view! { <Note kind=look><strong>{t!(changes.follows)}</strong>" "{consequence(kind)}</Note> }
            }))}
            <DateAsk form at="/effective_on" hint=move || t!(changes.effective_hint)/>
            <WordsAsk form at="/note" optional=true hint=move || t!(changes.note_hint)/>
            {when(move || chosen.get().is_some_and(FacilityChangeKind::ends_accounts).then(|| view! {
                <Other form at="/password" hint=move || t!(changes.password_hint)>
                    <TextInput value=form.text("/password") kind=Signal::stored("password") name="password" autocomplete="current-password"/>
                </Other>
            }))}
            <p class="change-text">{move || t!(changes.told)}</p>
            <div class="panel-foot">
                <Button label=move || t!(accounts.leave) on_press=close/>
                <Button kind=ButtonKind::Primary label=move || t!(changes.send) busy_label=move || t!(changes.sending) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
}
