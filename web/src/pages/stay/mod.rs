//! A stay and its history.

mod cancel;
mod correct;
mod elsewhere;
mod history;
mod notes;
mod sheet;

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::markup::{Children, IntoMarkup, Markup, html};
use crate::reactive::{effect, when};
use crate::routes::use_id;
use crate::session::Session;
use crate::stay::departure::{CheckOut, CorrectDeparture, Leaver};
use crate::stay::extend::Extend;
use crate::stay::move_room::MoveRoom;
use crate::stay::thread::Thread;
use crate::stay::together::WholeGroup;
use crate::t;
use crate::ui::load::Failed;
use crate::ui::side_panel::SidePanel;
use crate::ui::version_line::VersionLine;
use crate::ui::{Button, ButtonKind, ButtonLink, Dialog, Empty, Icon, Load, Loaded, Status, StatusTag, load};
use crate::words::stay::tags;
use cancel::Cancel;
use correct::Correct;
use dto::OperationId;
use dto::account::Role;
use dto::operations::stays::{CancelStay, CheckOutStay, CorrectStay, ExtendStay, MoveStay};
use dto::problem::ErrorCode;
use dto::stay::{StayOut, StayVersionsOut};
use elsewhere::AskElsewhere;
use leptos::prelude::*;
use notes::Notes;
use sheet::sheet;
use uuid::Uuid;

/// Current act on the stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Correct,
    Extend,
    Move,
    CheckOut,
    CorrectDeparture,
    Cancel,
}

/// Renders a stay and its history.
#[component]
pub fn StayPage() -> Markup {
    let given = use_id();
    let id = Memo::new(move |_| given.with(|id| Uuid::parse_str(id.as_deref()?).ok()));
    // A new address is a new page: no data of one guest may stay visible beside another's.
    IntoMarkup::into_markup(move || match id.get() {
        Some(id) => html! { <Stay id/> },
        None => html! { <NotFound/> },
    })
}

#[component]
fn Stay(id: Uuid) -> Markup {
    let api = Api::here();
    let stay = load(move || api.get_stay(id));
    let versions = load(move || api.list_stay_versions(id));
    let error = {
        let stay = stay.clone();
        Memo::new(move |_| stay.error().filter(|_| stay.value().is_none()))
    };
    let retry = {
        let (stay, versions) = (stay.clone(), versions.clone());
        Callback::new(move |()| {
            stay.reload();
            versions.reload();
        })
    };
    let content = {
        let stay = stay.clone();
        move |shown: Signal<StayOut>| html! { <Content shown stay=stay.clone() versions=versions.clone()/> }
    };
    html! {
        {when(move || error.get().map(|error| {
            if error.code() == Some(ErrorCode::NotFound) {
                html! { <NotFound/> }
            } else {
                html! { <Failed error retry/> }
            }
        }))}
        {when(move || error.with(Option::is_none).then(|| html! { <Loaded load=stay.clone() rows=8 view=content.clone()/> }))}
    }
}

/// Renders the same text for a stay that does not exist and for one that the reader may not see.
#[component]
fn NotFound() -> Markup {
    let session = Session::here();
    let list = move || {
        if session.role() == Some(Role::Facility) {
            "/guests"
        } else {
            "/notifications"
        }
    };
    html! {
        <Heading tab=Signal::derive(|| t!(stay.not_found).to_owned())>{move || t!(stay.not_found)}</Heading>
        <Empty icon="search" title=move || t!(stay.not_found_hint)>
            {move || html! { <ButtonLink href=list() label=move || t!(stay.not_found_go)/> }}
        </Empty>
    }
}

/// Renders the heading, which receives focus like that of every page; the title of the window, which browsers keep in
/// their history, does not name the guest.
#[component]
fn Heading(tab: Signal<String>, children: Children) -> Markup {
    let heading = NodeRef::<leptos::html::H1>::new();
    heading.on_load(|heading| browser::focus_still(&heading));
    effect(move || document().set_title(t!(app.document_title, page = tab.get()).as_str()));
    html! { <h1 class="page-title" tabindex="-1" node_ref=heading>{children()}</h1> }
}

#[component]
fn Content(shown: Signal<StayOut>, stay: Load<StayOut>, versions: Load<StayVersionsOut>) -> Markup {
    let session = Session::here();
    let act = RwSignal::new(None::<Act>);
    let changed = {
        let (stay, versions) = (stay.clone(), versions.clone());
        Callback::new(move |()| {
            stay.reload();
            versions.reload();
        })
    };
    let saved = {
        let versions = versions.clone();
        Callback::new(move |after: StayOut| {
            stay.put(after);
            versions.reload();
            act.set(None);
        })
    };
    let marks = {
        let versions = versions.clone();
        Memo::new(move |_| {
            versions
                .value()
                .map(|versions| history::marks(&versions))
                .unwrap_or_default()
        })
    };
    let is_facility = Memo::new(move |_| session.role() == Some(Role::Facility));
    let room = move || shown.with(|stay| stay.room.as_ref().map(|room| t!(stay.crumb_room, name = room.name)));
    let here = Signal::derive(move || room().unwrap_or_else(|| t!(stay.crumb_stay).to_owned()));
    let list = move || {
        if is_facility.get() {
            ("/guests", t!(stay.crumb_guests))
        } else {
            ("/notifications", t!(stay.crumb_police))
        }
    };
    let lists = Lists::here();
    let is_correctable = Memo::new(move |_| shown.with(|stay| stay.may_amend_guest(lists.server_now())));
    let status = move || {
        let mut status = shown.with(tags);
        if is_correctable.get() {
            status.push(Status::Correctable);
        }
        status
            .into_iter()
            .map(|status| html! { <StatusTag status/> })
            .collect::<Vec<_>>()
    };
    html! {
        <div class="stay-page">
            <div class="stay-head">
              <div class="stay-top">
                <nav class="crumbs" aria-label=move || t!(stay.crumb_label)>
                    {move || {
                        let (path, name) = list();
                        html! { <a href=path class="text-link">{name}</a> }
                    }}
                    " / "
                    <span aria-current="page">{here}</span>
                </nav>
                <div class="stay-title">
                    <Heading tab=here>{move || shown.with(|stay| stay.guest.full_name.clone())}</Heading>
                    <p class="tags">{status}</p>
                </div>
              </div>
              <Acts shown act changed/>
            </div>
            <div class="stay-main">
                <Notes stay=shown is_facility/>
                <AskElsewhere stay=shown/>
                {move || shown.with(|stay| html! { <Thread stay=stay.id thread=stay.thread.clone()/> })}
                {move || shown.with(|stay| marks.with(|marks| sheet(stay, marks, !is_facility.get())))}
                {when(move || (!is_facility.get()).then(|| html! {
                    <p class="version-line-kept">
                        <Icon name="shield"/>
                        {t!(stay.logged)}
                    </p>
                }))}
            </div>
            <History versions/>
            {when(move || act.get().map(|what| html! { <ActPanel what stay=shown.get_untracked() act saved/> }))}
        </div>
    }
}

/// Renders the buttons of the acts that the server allows this reader now.
#[component]
fn Acts(shown: Signal<StayOut>, act: RwSignal<Option<Act>>, changed: Callback<()>) -> Markup {
    let session = Session::here();
    let group = Memo::new(move |_| {
        let group = shown.with(|stay| stay.group_id)?;
        (session.role() == Some(Role::Facility)).then_some(group)
    });
    let lists = Lists::here();
    let can = move |operation: OperationId| Memo::new(move |_| shown.with(|stay| stay.can.has(operation)));
    let (extend, move_room, check_out, cancel) = (
        can(ExtendStay.into()),
        can(MoveStay.into()),
        can(CheckOutStay.into()),
        can(CancelStay.into()),
    );
    let as_police = can(CorrectStay.into());
    let correct = Memo::new(move |_| as_police.get() || shown.with(|stay| stay.may_amend_guest(lists.server_now())));
    let correct_departure =
        Memo::new(move |_| as_police.get() || shown.with(|stay| stay.may_amend_departure(lists.server_now())));
    let has_room = Memo::new(move |_| shown.with(|stay| stay.room.is_some()));
    use_key(
        Key::Letter("L"),
        move || t!(stay.history),
        || {
            browser::focus("history");
        },
    );
    let button = move |what: Act| Callback::new(move |()| act.set(Some(what)));
    html! {
        <div class="stay-acts" role="group" aria-label=move || t!(stay.actions_label)>
            {when(move || extend.get().then(|| {
                use_key(Key::Letter("G"), move || t!(stay.extend), move || act.set(Some(Act::Extend)));
                html! { <Button label=move || t!(stay.extend) icon="arrow-right-bar" key_cap="G" on_press=button(Act::Extend)/> }
            }))}
            {when(move || (move_room.get() && has_room.get()).then(|| {
                use_key(Key::Letter("C"), move || t!(stay.move_room), move || act.set(Some(Act::Move)));
                html! { <Button label=move || t!(stay.move_room) icon="swap" key_cap="C" on_press=button(Act::Move)/> }
            }))}
            {when(move || correct.get().then(|| html! {
                <Button label=move || t!(stay.correct) icon="pen" on_press=button(Act::Correct)/>
            }))}
            {when(move || correct_departure.get().then(|| html! {
                <Button label=move || t!(stay.correct_departure) icon="pen" on_press=button(Act::CorrectDeparture)/>
            }))}
            {when(move || cancel.get().then(|| html! {
                <Button kind=ButtonKind::Danger label=move || t!(stay.cancel_stay) icon="cross" on_press=button(Act::Cancel)/>
            }))}
            {when(move || group.get().map(|group| html! { <WholeGroup group done=changed/> }))}
            {when(move || check_out.get().then(|| {
                use_key(Key::Letter("R"), move || t!(stay.check_out), move || act.set(Some(Act::CheckOut)));
                html! {
                    <Button kind=ButtonKind::Primary label=move || t!(stay.check_out) icon="out-door" key_cap="R" on_press=button(Act::CheckOut)/>
                }
            }))}
        </div>
    }
}

/// Renders the form for an act, beside the sheet.
#[component]
fn ActPanel(what: Act, stay: StayOut, act: RwSignal<Option<Act>>, saved: Callback<StayOut>) -> Markup {
    let close = Callback::new(move |()| act.set(None));
    let name = stay.guest.full_name.clone();
    let title = Signal::derive(move || {
        match what {
            Act::Cancel => return t!(stay.cancel_title, name = name),
            Act::Correct => t!(stay.correct_title),
            Act::Extend => t!(stay.extend_title),
            Act::Move => t!(stay.move_title),
            Act::CheckOut => t!(stay.check_out_title),
            Act::CorrectDeparture => t!(stay.correct_departure_title),
        }
        .to_owned()
    });
    let form = match what {
        Act::Correct => html! { <Correct stay on_saved=saved on_cancel=close/> },
        Act::Extend => html! { <Extend stay on_saved=saved on_cancel=close/> },
        Act::Move => html! { <MoveRoom stay on_saved=saved on_cancel=close/> },
        Act::CheckOut => html! { <CheckOut leaver=Leaver::from(&stay) on_saved=saved on_cancel=close/> },
        Act::CorrectDeparture => html! { <CorrectDeparture stay on_saved=saved on_cancel=close/> },
        Act::Cancel => html! { <Cancel stay on_saved=saved on_cancel=close/> },
    };
    if what == Act::Correct {
        // A draft keeps its text.
        html! { <SidePanel id="act" title on_close=close wide=true unsaved=false>{form}</SidePanel> }
    } else {
        html! { <SidePanel id="act" title on_close=close>{form}</SidePanel> }
    }
}

#[component]
fn History(versions: Load<StayVersionsOut>) -> Markup {
    let lists = Lists::here();
    let chosen = RwSignal::new(None::<i32>);
    let is_open = RwSignal::new(false);
    let all = StoredValue::new(versions.clone());
    let open = Callback::new(move |number: i32| {
        chosen.set(Some(number));
        is_open.set(true);
    });
    let line = move |history: Signal<StayVersionsOut>| {
        (move || history.with(|history| html! { <VersionLine stops=history::stops(history, lists) on_open=open/> }))
            .into_markup()
    };
    let count = {
        let versions = versions.clone();
        move || {
            versions.value().map_or_else(
                || t!(stay.history).to_owned(),
                |all| t!(stay.history_count, count = all.versions.len()),
            )
        }
    };
    let version = move || {
        let number = chosen.get()?;
        all.with_value(Load::value)?
            .versions
            .into_iter()
            .find(|version| version.version == number)
    };
    let title = move || {
        chosen
            .get()
            .map(|number| t!(stay.version_title, number = number))
            .unwrap_or_default()
    };
    html! {
        <section class="stay-history" id="history" tabindex="-1" aria-labelledby="history-title">
            <div class="ledger-head">
                <h2 id="history-title">{count}</h2>
                <span class="ledger-hint ledger-end">{move || t!(stay.history_kept)}</span>
            </div>
            <Loaded load=versions rows=6 view=line/>
        </section>
        <Dialog open=is_open title large=true>
            {when(move || version().map(|version| {
                let said = t!(stay.version_as_of, act = history::act_words(version.act), at = format::instant(version.at));
                html! {
                    <p class="change-text">{said}</p>
                    {sheet(&version.stay, &std::collections::HashMap::new(), false)}
                }
            }))}
            <div class="dialog-acts">
                <Button label=move || t!(stay.close) autofocus=true on_press=Callback::new(move |()| is_open.set(false))/>
            </div>
        </Dialog>
    }
}
