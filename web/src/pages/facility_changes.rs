//! What facilities announce: another legal entity, other data, a stop, going on, closing (LC-11.9d, KH-17.2).

use crate::api::Api;
use crate::form::{DateAsk, Failure, Form, Named, Pick, Typed, WordsAsk};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::pages::kept::{BackNote, Kept};
use crate::paging::{PAGE, Paged, Paging};
use crate::session::Session;
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, ButtonKind, Choice, Empty, ErrorSummary, Icon, Note, NoteKind, PageTitle, Toasts};
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut};
use dto::{Checked, Given, Page};
use leptos::prelude::*;
use rules::profile::FacilityChangeKind;
use std::sync::Arc;
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
        Some((facility.id, session.may("announceFacilityChange")))
    });
    let announcing = RwSignal::new(false);
    let close = Callback::new(move |()| announcing.set(false));
    let done = Callback::new(move |()| {
        announcing.set(false);
        paging.reload();
    });
    let items = paging.items();
    let empty = move || {
        let hint = if own.get().is_some() {
            t!(changes.none_own)
        } else {
            t!(changes.none_hint)
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
            {move || own.get().filter(|_| announcing.get()).map(|(facility, _)| view! {
                <SidePanel id="announce-change" title on_close=close takes_focus=false>
                    <Announce facility done close/>
                </SidePanel>
            })}
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
];

fn request(typed: &Typed) -> FacilityChangeIn {
    FacilityChangeIn {
        kind: FacilityChangeKind::from_name(typed.raw("/kind")).map_or(Given::Missing, Given::Value),
        effective_on: typed.date("/effective_on"),
        note: typed.text("/note"),
    }
}

#[component]
fn Announce(facility: Uuid, done: Callback<()>, close: Callback<()>) -> impl IntoView {
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    let (kept, draft) = Kept::open::<Typed>("facility-change");
    let check = move |typed: &Typed| lists.judged(|context| request(typed).check(context).err().unwrap_or_default());
    let form = Form::new(FIELDS, &draft.unwrap_or_default(), check);
    kept.follow(move || Some(form.typed()).filter(|typed| *typed != Typed::default()));
    let put_back = Callback::new(move |()| form.fill(&Typed::default()));
    request_animation_frame(|| crate::ui::focus_field("kind"));
    let kinds = Signal::derive(move || {
        lang();
        let offered = lists
            .profile()
            .map(|profile| profile.profile.facility_changes.kinds)
            .unwrap_or_default();
        let choices = offered
            .into_iter()
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
            {move || chosen.get().map(|kind| {
                let look = if kind.ends_accounts() { NoteKind::Warn } else { NoteKind::Info };
                view! { <Note kind=look><strong>{t!(changes.follows)}</strong>" "{consequence(kind)}</Note> }
            })}
            <DateAsk form at="/effective_on" hint=move || t!(changes.effective_hint)/>
            <WordsAsk form at="/note" optional=true hint=move || t!(changes.note_hint)/>
            <p class="change-text">{move || t!(changes.told)}</p>
            <div class="panel-foot">
                <Button label=move || t!(stay.cancel) on_press=close/>
                <Button kind=ButtonKind::Primary label=move || t!(changes.send) busy_label=move || t!(changes.sending) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
}
