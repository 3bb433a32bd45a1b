//! The queue of dossiers: whoever decides them sees all of its area, whoever was asked sees those.

mod acts;
mod consult;
mod decide;
mod facts;
mod gather;
mod handover;
mod hints;
mod opened;
mod queue;
mod supply;
mod table;

use crate::browser;
use crate::form::Named;
use crate::format;
use crate::frame::Counters;
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::pages::data_request;
use crate::pages::lookup::words::{refusal_term_of, term_of};
use crate::paging::Patience;
use crate::reactive::{effect, when};
use crate::routes::use_id;
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter;
use crate::ui::load::Failed;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, Choice, Empty, Icon, PageTitle};
use dto::operations::procedures::ResolveDossier;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use opened::Opened;
use queue::{Part, Queue, Wanted, row_id};
use std::sync::Arc;
use table::{Table, name_of};
use uuid::Uuid;

const PATH: &str = "/registrations";

/// The page. A link in a mail opens one dossier of it.
#[component]
pub fn Registrations() -> impl IntoView {
    let session = Session::here();
    let (query, id) = (use_query_map(), use_id());
    let text = RwSignal::new(String::new());
    let wanted = Memo::new(move |_| {
        query.with(|query| Wanted {
            part: query
                .get("show")
                .and_then(|name| Part::from_name(&name))
                .unwrap_or_default(),
            procedure: query.get("procedure").filter(|procedure| !procedure.is_empty()),
            text: text.get(),
        })
    });
    let queue = Queue::new(wanted);
    if let Some(counters) = use_context::<Counters>() {
        effect(move || {
            // Of one procedure alone it would be another number than that of all.
            let of_all = wanted.with(|wanted| wanted.procedure.is_none());
            if let Some(counts) = queue.counts.get().filter(|_| of_all) {
                counters.take_dossiers(counts);
            }
        });
    }
    let linked = id.with_untracked(|id| Uuid::parse_str(id.as_deref()?).ok());
    let open = RwSignal::new(linked);
    let is_open = Memo::new(move |_| open.get().is_some());
    let step = row_keys(queue, open);
    let heading = RwSignal::new(String::new());
    // The title of the row stands in until the dossier itself has come.
    effect(move || {
        let id = open.get();
        let known = queue
            .items
            .with(|items| items.iter().find(|row| Some(row.id) == id).map(name_of));
        if let Some(title) = known {
            heading.set(title);
        }
    });
    let decides = untrack(|| session.may(ResolveDossier));
    let title = move || {
        if decides {
            t!(queue.title)
        } else {
            t!(queue.title_asked)
        }
    };
    view! {
        <div class="page-queue" class:with-panel=is_open>
            <div class="page-head">
                <div class="page-head-text">
                    <PageTitle text=title/>
                    <Sum queue wanted/>
                </div>
                <Parts queue wanted text/>
            </div>
            <div class="queue-search">
                <Search text/>
                <Procedures wanted/>
            </div>
            <Rows queue wanted text open/>
            {when(move || is_open.get().then(|| view! {
                <SidePanel id="opened-dossier" title=heading on_close=Callback::new(move |()| open.set(None)) on_step=step>
                    {when(move || open.get().map(|id| view! { <Opened id queue heading open/> }))}
                </SidePanel>
            }))}
        </div>
    }
}

/// J and K go through the rows, ↑ and ↓ through the opened ones.
fn row_keys(queue: Queue, open: RwSignal<Option<Uuid>>) -> Callback<i32> {
    let neighbour = move |here: Option<Uuid>, by: i32| {
        queue.items.with_untracked(|items| {
            let at = here.and_then(|here| items.iter().position(|row| row.id == here));
            let next = match at {
                None => 0,
                Some(at) if by > 0 => at + 1,
                Some(at) => at.checked_sub(1)?,
            };
            items.get(next).map(|row| row.id)
        })
    };
    let step = Callback::new(move |by: i32| {
        if let Some(next) = neighbour(open.get_untracked(), by) {
            open.set(Some(next));
            browser::show(&row_id(next));
        }
    });
    let go = move |by: i32| {
        if open.get_untracked().is_some() {
            return step.run(by);
        }
        let focused = document().active_element().map(|element| element.id());
        let here = focused.and_then(|id| Uuid::parse_str(id.strip_prefix("row-")?).ok());
        if let Some(next) = neighbour(here, by) {
            browser::focus(&row_id(next));
        }
    };
    use_key(Key::Letter("J"), || t!(police.key_next), move || go(1));
    use_key(Key::Letter("K"), || t!(police.key_previous), move || go(-1));
    step
}

/// How many wait, and within which term.
#[component]
fn Sum(queue: Queue, wanted: Memo<Wanted>) -> impl IntoView {
    let lists = Lists::here();
    let only = move || wanted.with(|wanted| wanted.procedure.clone());
    let terms = move || {
        let profile = lists.profile()?.profile;
        let procedure = only();
        let procedure = procedure.as_deref().unwrap_or("account_registration");
        Some((term_of(&profile, procedure)?, refusal_term_of(&profile, procedure)))
    };
    view! {
        <p class="queue-sum" role="status">
            {move || queue.counts.get().map(|counts| {
                let count = number(counts.waiting);
                match terms() {
                    // Of all procedures together only the applications have the term that is named.
                    Some((term, _)) if only().is_none() && counts.registrations < counts.waiting => {
                        t!(queue.sum_mixed, count = count, registrations = number(counts.registrations), term = term)
                    }
                    Some((term, Some(refusal))) => t!(queue.sum_terms, count = count, term = term, refusal = refusal),
                    Some((term, None)) => t!(queue.sum_term, count = count, term = term),
                    None => t!(queue.sum, count = count),
                }
            })}
        </p>
    }
}

fn number(count: u64) -> String {
    format::number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Waiting => t!(queue.part_waiting),
        Part::Overdue => t!(queue.part_overdue),
        Part::SentBack => t!(queue.part_sent_back),
        Part::Done => t!(queue.part_done),
    }
}

/// The parts of the queue with their counts.
#[component]
fn Parts(queue: Queue, wanted: Memo<Wanted>, text: RwSignal<String>) -> impl IntoView {
    let go = go();
    // What was sought in one part would empty another, whose count says that something is there.
    let enter = Callback::new(move |part: Part| {
        text.set(String::new());
        go.run((part, wanted.with_untracked(|wanted| wanted.procedure.clone())));
    });
    let button = move |part: Part| {
        let is_here = Memo::new(move |_| wanted.with(|wanted| wanted.part == part));
        let count = Memo::new(move |_| queue.counts.get().map(|counts| part.count(counts)));
        let is_bad = move || part == Part::Overdue && count.get().is_some_and(|count| count > 0);
        view! {
            <button
                type="button"
                class="part"
                class:part-bad=is_bad
                aria-pressed=move || is_here.get().to_string()
                on:click=move |_| enter.run(part)
            >
                {when(move || is_bad().then(|| view! { <Icon name="growing-clock"/> }))}
                <span>{move || if queue.asked_only && part == Part::Done { t!(queue.part_answered) } else { part_name(part) }}</span>
                " "
                <strong>{move || count.get().map(number)}</strong>
            </button>
        }
    };
    view! {
        <div class="parts" role="group" aria-label=move || t!(queue.parts_label)>
            {Part::ALL.into_iter().filter(|part| !queue.asked_only || part.is_of_asked()).map(button).collect_view()}
        </div>
    }
}

/// Finds by name or number; asked a moment after the last key.
#[component]
fn Search(text: RwSignal<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let asked = StoredValue::new(0_u32);
    let on_input = move |event| {
        typed.set(event_target_value(&event));
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        leptos::task::spawn_local(async move {
            browser::pause(300).await;
            if asked.try_get_value() == Some(number) {
                text.try_set(typed.get_untracked().trim().to_owned());
            }
        });
    };
    // "Bỏ lọc" empties it.
    effect(move || {
        if text.with(String::is_empty) {
            typed.set(String::new());
        }
    });
    view! {
            <label class="hidden" for="queue-search">{move || t!(queue.search)}</label>
            <span class="queue-search-hold">
                <Icon name="search"/>
                <input
                    class="input"
                    id="queue-search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=move || t!(queue.search)
                    prop:value=typed
                    on:input=on_input
                />
            </span>
    }
}

const PROCEDURES: [Named; 4] = [
    ("account_registration", || t!(queue.procedure_registration)),
    ("holder_change", || t!(queue.procedure_holder)),
    ("credential_loss", || t!(queue.procedure_loss)),
    (data_request::PROCEDURE, || t!(queue.procedure_data)),
];

/// Only one procedure.
#[component]
fn Procedures(wanted: Memo<Wanted>) -> impl IntoView {
    let chosen = Memo::new(move |_| wanted.with(|wanted| wanted.procedure.clone().unwrap_or_default()));
    let go = go();
    let options = Signal::derive(move || {
        let choices = PROCEDURES.iter().map(|(id, name)| Choice::new(*id, name()));
        Arc::new(choices.collect::<Vec<_>>())
    });
    let shown = move || {
        let chosen = chosen.get();
        let known = PROCEDURES.iter().find(|(id, _)| *id == chosen);
        known
            .map_or_else(|| t!(queue.any_procedure), |(_, name)| name())
            .to_owned()
    };
    let to = move |procedure: Option<String>| go.run((wanted.with_untracked(|wanted| wanted.part), procedure));
    view! {
        <Filter
            id="procedure"
            name=move || t!(queue.procedure)
            shown=Signal::derive(shown)
            is_set=Signal::derive(move || chosen.with(|chosen| !chosen.is_empty()))
            chosen=chosen
            options=options
            on_choose=Callback::new(move |id: String| to(Some(id)))
            on_clear=Callback::new(move |()| to(None))
        />
    }
}

/// Goes to a part of the queue, of one procedure or of all.
fn go() -> Callback<(Part, Option<String>)> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |(part, procedure): (Part, Option<String>)| {
        let show = (part != Part::Waiting).then(|| format!("show={}", part.name()));
        let procedure = procedure.map(|procedure| format!("procedure={procedure}"));
        let query: Vec<String> = [show, procedure].into_iter().flatten().collect();
        let to = if query.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{}", query.join("&"))
        };
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&to, options));
    })
}

#[component]
fn Rows(queue: Queue, wanted: Memo<Wanted>, text: RwSignal<String>, open: RwSignal<Option<Uuid>>) -> impl IntoView {
    let any = Memo::new(move |_| queue.items.with(|items| !items.is_empty()));
    let retry = Callback::new(move |()| queue.reload());
    let go = go();
    let clear = Callback::new(move |()| {
        text.set(String::new());
        go.run((wanted.with_untracked(|wanted| wanted.part), None));
    });
    let more = Callback::new(move |()| queue.more());
    view! {
        <div class="stays-hold" aria-busy=move || queue.busy.get().to_string()>
            {when(move || any.get().then(|| view! { <Table queue open/> }))}
            {when(move || (!any.get() && queue.busy.get()).then(|| view! { <Patience/> }))}
            {when(move || queue.error.get().map(|error| view! { <Failed error retry busy=queue.busy/> }))}
            {when(move || (!any.get() && queue.is_read.get() && !queue.busy.get()).then(|| {
                if wanted.with(Wanted::narrows) {
                    view! {
                        <Empty icon="search" title=move || t!(queue.none_found) detail=move || t!(queue.none_found_hint)>
                            <Button label=move || t!(police.clear_filters) on_press=clear/>
                        </Empty>
                    }.into_any()
                } else {
                    view! { <Empty icon="stamp" title=move || t!(queue.none) detail=move || if queue.asked_only { t!(queue.none_asked_hint) } else { t!(queue.none_hint) }/> }.into_any()
                }
            }))}
            {when(move || queue.has_more().then(|| view! {
                <div class="stays-foot"><Button label=move || t!(police.more) small=true busy=queue.busy on_press=more/></div>
            }))}
        </div>
    }
}
