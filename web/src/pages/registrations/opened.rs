//! A dossier opened beside the queue.

use super::acts::{Comment, GiveOpinion, Opinions};
use super::decide::Decide;
use super::facts::{Filed, granted_login};
use super::hints::Hints;
use super::next_waiting;
use super::term::{is_asked, name_of, step_word, used};
use crate::api::{Api, ApiError, Outcome};
use crate::browser;
use crate::dossier::changed::{self, files_in_words};
use crate::format;
use crate::listing::Listing;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Button, EventLine, Happened, Icon, Loaded, Note, NoteKind, Region, Toasts, load};
use crate::words::dossier::{Left, channel_word, check_word, event_icon, event_word, state_word};
use dto::OperationId;
use dto::account::Role;
use dto::dossier::{CheckCode, CheckDossierIn, DossierEventOut, DossierOut, DossierState, Visibility};
use dto::operations::procedures::{CheckDossier, CommentOnDossier};
use dto::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::unicode;
use uuid::Uuid;

/// Id of the message that somebody else was first.
const OVERTAKEN: &str = "was-first";

/// Id of the link after a decision: the next dossier, or the message that none waits.
const NEXT: &str = "next-dossier";

/// Shared state of the parts of the panel.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Id of the dossier.
    pub id: Uuid,
    /// Dossier as it was last read.
    pub dossier: Signal<DossierOut>,
    /// The API.
    pub api: Api,
    put: Callback<DossierOut>,
    first: RwSignal<Option<String>>,
    toasts: Toasts,
    listing: Listing,
    next: RwSignal<Option<Next>>,
}

/// The decision just made, and the next waiting dossier.
#[derive(Clone, PartialEq, Eq)]
struct Next {
    said: String,
    dossier: Option<(Uuid, String)>,
}

impl Desk {
    /// Returns that of the opened dossier, for the fields of its forms.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the name of a draft of one of its forms.
    pub fn draft(self, form: &str) -> String {
        format!("dossier.{}.{form}", self.id)
    }

    /// Returns the code of the procedure.
    pub fn procedure(self) -> String {
        self.dossier
            .with_untracked(|dossier| dossier.summary.procedure.code.clone())
    }

    /// Waits for an act; where somebody else was first, it displays that.
    pub async fn watched<T>(self, act: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let outcome = act.await;
        if let Err(error) = &outcome {
            self.failed(error);
        }
        outcome
    }

    /// Returns whether its state and the user's permissions allow an operation now.
    pub fn can(self, operation: impl Into<OperationId>) -> bool {
        self.dossier.with(|dossier| dossier.can.has(operation))
    }

    /// Returns the displayed version.
    pub fn version(self) -> i32 {
        self.dossier.with_untracked(|dossier| dossier.summary.version)
    }

    /// Opens another dossier in its place.
    pub fn open(self, id: Uuid) {
        self.listing.show(&id.to_string());
    }

    /// Handles the answer to a decision: reports it with the name of the dossier, and offers the next one that waits.
    /// Focus moves there, so that no search is needed to work through a queue.
    pub fn decided(self, dossier: DossierOut, what: &str) {
        let next = next_waiting(self.listing, self.id);
        let row = &dossier.summary;
        let login = granted_login(&dossier).filter(|login| *login != row.title);
        let subject = match login {
            Some(login) => t!(queue.of_login, name = name_of(row), login = login),
            None => name_of(row),
        };
        let said = t!(queue.decided, what = what, number = row.number, subject = subject);
        self.first.set(None);
        self.put.run(dossier);
        self.listing.reload();
        self.next.set(Some(Next { said, dossier: next }));
        browser::focus_soon(NEXT);
    }

    /// Handles the answer to an act, and reports the act.
    pub fn done(self, dossier: DossierOut, said: String) {
        self.first.set(None);
        self.next.set(None);
        let row = &dossier.summary;
        let whose = format!("{}, {}", row.number, name_of(row));
        self.put.run(dossier);
        self.listing.reload();
        self.toasts.ok(said, whose, None);
    }

    /// Returns whether somebody else was first with the intended act.
    pub fn was_overtaken(self) -> bool {
        self.first.with(Option::is_some)
    }

    /// Handles a conflict with somebody else's act: displays the newer dossier and who changed it.
    pub fn failed(self, error: &ApiError) {
        if !matches!(error.code(), Some(ErrorCode::VersionConflict | ErrorCode::WrongState)) {
            return;
        }
        spawn_local(async move {
            let Ok(newer) = self.api.get_dossier(self.id).await else {
                return;
            };
            let said = newer.events.last().map(|event| {
                t!(
                    queue.was_first,
                    what = unicode::small(&event_word(&event.kind)),
                    who = if event.by_name.is_empty() {
                        &event.by_unit
                    } else {
                        &event.by_name
                    },
                    time = format::time(event.at)
                )
            });
            if self.first.is_disposed() {
                return;
            }
            self.first.set(said);
            browser::focus_soon(OVERTAKEN);
            self.put.run(newer);
            self.listing.reload();
        });
    }
}

/// Renders the opened dossier. The server records each reading, so it is read once for each time it is opened.
#[component]
pub fn Opened(
    /// Id of the dossier.
    id: Uuid,
    /// List that contains it.
    listing: Listing,
    /// The heading of the panel.
    heading: RwSignal<String>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let dossier = load(move || api.get_dossier(id));
    let first = RwSignal::new(None::<String>);
    let next = RwSignal::new(None::<Next>);
    let content = {
        let dossier = dossier.clone();
        move |shown: Signal<DossierOut>| {
            let dossier = dossier.clone();
            let desk = Desk {
                id,
                dossier: shown,
                api,
                put: Callback::new(move |newer| dossier.put(newer)),
                first,
                toasts,
                listing,
                next,
            };
            effect(move || heading.set(shown.with(|dossier| name_of(&dossier.summary))));
            html! { <Content desk/> }
        }
    };
    html! { <Loaded load=dossier rows=8 view=content/> }
}

#[component]
fn Content(desk: Desk) -> Markup {
    provide_context(desk);
    let dossier = desk.dossier;
    let identity = Memo::new(move |_| {
        dossier.with(|dossier| (dossier.summary.number.clone(), dossier.summary.procedure.title.clone()))
    });
    html! {
        <p class="queue-number">
            {move || identity.get().1}
            " "
            <span class="mono nowrap">{move || identity.get().0}</span>
        </p>
        <div role="alert" id=OVERTAKEN tabindex="-1">{when(move || desk.first.get().map(|text| html! { <Note kind=NoteKind::Warn>{text}</Note> }))}</div>
        <Onward desk/>
        <Ring desk/>
        <Elsewhere desk/>
        <ToCheck desk/>
        <Filed desk/>
        <Hints desk/>
        <Opinions desk/>
        {when(move || desk.can(dto::operations::procedures::GiveOpinion).then(|| html! { <GiveOpinion desk/> }))}
        <History desk/>
        {when(move || desk.can(CommentOnDossier).then(|| html! { <Comment desk/> }))}
        <p class="panel-note"><Icon name="shield" size=14/> " " {move || t!(police.panel_logged)}</p>
        <Decide desk/>
    }
}

/// Renders the decision just made, and the link to the next dossier.
#[component]
fn Onward(desk: Desk) -> Markup {
    IntoMarkup::into_markup(move || {
        desk.next.get().map(|next| {
            let on = match next.dossier {
                Some((id, name)) => html! {
                    <Button id=NEXT label=move || t!(queue.next_dossier, name = name) on_press=Callback::new(move |()| desk.open(id))/>
                }
                ,
                None => html! { <p id=NEXT tabindex="-1">{t!(queue.next_none)}</p> },
            };
            let said = StoredValue::new(next.said);
            html! {
                <div class="onward">
                    <Region><Note kind=NoteKind::Ok>{said.get_value()}</Note></Region>
                    {on}
                </div>
            }
        })
    })
}

/// Renders who decides it, where that is somebody else, and which account is in somebody else's hands.
#[component]
fn Elsewhere(desk: Desk) -> Markup {
    let lists = Lists::here();
    let said = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let row = &dossier.summary;
            (row.decider, row.urgent, dossier.applicant_remindable_at)
        })
    });
    IntoMarkup::into_markup(move || {
        let (decider, urgent, remind_from) = said.get();
        let later = remind_from.filter(|from| *from > lists.clock().now_untracked());
        html! {
            {(decider == Some(Role::Administrator)).then(|| html! {
                <Note kind=NoteKind::Info icon="user">
                    <strong>{t!(queue.decided_by_administrator)}</strong>
                    ". "
                    {t!(queue.decided_elsewhere_text)}
                </Note>
            })}
            {urgent.then(|| html! { <Note kind=NoteKind::Bad icon="triangle">{t!(queue.urgent_text)}</Note> })}
            {later.map(|at| html! { <p class="quiet">{t!(queue.applicant_remind_from, at = format::instant(at))}</p> })}
        }
    })
}

/// Renders the time left, large, with a ring that shows it.
#[component]
fn Ring(desk: Desk) -> Markup {
    let lists = Lists::here();
    let standing = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let row = &dossier.summary;
            (
                row.state,
                row.due_at,
                row.term_seconds,
                row.decided_at,
                row.late_seconds,
                row.refusal_due_at,
                row.sent_back_at,
                is_asked(row),
            )
        })
    });
    IntoMarkup::into_markup(move || {
        let (state, due_at, term, decided_at, late, refuse_by, waits_since, is_asked) = standing.get();
        let left = Left::at(due_at.filter(|_| decided_at.is_none()), lists.server_now());
        let Some(words) = left.words() else {
            let (kind, icon) = match state {
                DossierState::SupplementRequested => (NoteKind::Warn, "swap"),
                DossierState::Refused | DossierState::Withdrawn => (NoteKind::Info, "cross"),
                DossierState::Draft => (NoteKind::Info, "clock"),
                state if state.clock_runs() => (NoteKind::Info, "clock"),
                _ => (NoteKind::Ok, "check-circle"),
            };
            return html! {
                <Note kind=kind icon=icon>
                    <strong>{state_word(state)}</strong>
                    {state.clock_runs().then(|| format!(", {}", unicode::small(t!(queue.no_term))))}
                    {decided_at.map(|at| format!(", {}", format::instant(at)))}
                    {waits_since.map(|at| format!(", {}", unicode::small(&t!(queue.waits_since, at = format::instant(at)))))}
                    {late.map(|late| html! { <p class="said-bad">{t!(queue.was_late, length = format::length(late))}</p> })}
                </Note>
            };
        };
        let class = match left {
            Left::Over(_) => "ring ring-over",
            _ if left.is_short() => "ring ring-short",
            _ => "ring",
        };
        // 2π · 27 = 169.6: the circle of the drawing.
        #[expect(clippy::cast_precision_loss, reason = "a per cent")]
        let dash = format::measure(169.65 * used(left, term) as f64 / 100.0) + " 169.7";
        html! {
            <div class="ring-row">
                <svg class=class viewBox="0 0 60 60" width="60" height="60" aria-hidden="true" focusable="false">
                    <circle class="ring-track" cx="30" cy="30" r="27"></circle>
                    <circle class="ring-used" cx="30" cy="30" r="27" stroke-dasharray=dash transform="rotate(-90 30 30)"></circle>
                </svg>
                <div>
                    <p class="ring-words">{words}</p>
                    <p class="quiet">
                        {due_at.map(|at| t!(queue.ends, at = format::end_instant(at)))}
                        ", "
                        {unicode::small(step_word(state, is_asked))}
                    </p>
                    {refuse_by.map(|at| {
                        let is_over = at <= lists.server_now();
                        let text = t!(queue.refuse_by, at = format::end_instant(at));
                        html! { <p class=if is_over { "said-bad" } else { "quiet" }>{text}</p> }
                    })}
                </div>
            </div>
        }
    })
}

/// Renders the points to check before the decision; a tick is stored with its author, for everybody who opens the
/// dossier.
#[component]
fn ToCheck(desk: Desk) -> Markup {
    let codes = Memo::new(move |_| {
        desk.dossier
            .with(|dossier| dossier.checks.iter().map(|check| check.code).collect::<Vec<_>>())
    });
    IntoMarkup::into_markup(move || {
        let codes = codes.get();
        (!codes.is_empty()).then(|| {
            let rows = codes
                .into_iter()
                .map(|code| html! { <Check desk code/> })
                .collect::<Vec<_>>();
            html! {
                <section>
                    <div class="ledger-head"><h3>{move || t!(queue.to_check)}</h3></div>
                    <ul class="panel-rows">{rows}</ul>
                </section>
            }
        })
    })
}

#[component]
fn Check(desk: Desk, code: CheckCode) -> Markup {
    let by = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let check = dossier.checks.iter().find(|check| check.code == code)?;
            check.by_name.clone().zip(check.done_at)
        })
    });
    // The pressed state until the server has answered; then the stored one.
    let shown = RwSignal::new(by.with_untracked(Option::is_some));
    effect(move || shown.set(by.with(Option::is_some)));
    let press = move |event| {
        let done = event_target_checked(&event);
        shown.set(done);
        spawn_local(async move {
            match desk
                .api
                .check_dossier(desk.id, &CheckDossierIn { check: code, done })
                .await
            {
                Ok(dossier) => desk.put.run(dossier),
                Err(error) => {
                    shown.try_set(by.with_untracked(Option::is_some));
                    desk.failed(&error);
                    desk.toasts.failed(error.title(), error.detail(), None);
                }
            }
        });
    };
    html! {
        <li>
            <label class="check">
                <input
                    type="checkbox"
                    id=format!("check-{}", code.as_str())
                    prop:checked=shown
                    prop:disabled=move || !desk.can(CheckDossier)
                    on:change=press
                />
                <span>
                    {move || check_word(code)}
                    {when(move || by.get().map(|(who, at)| html! {
                        " " <span class="quiet">{t!(queue.checked_by, who = who, at = format::instant(at))}</span>
                    }))}
                </span>
            </label>
        </li>
    }
}

/// Renders the events, newest first.
#[component]
fn History(desk: Desk) -> Markup {
    let lists = Lists::here();
    let happened = move || {
        desk.dossier.with(|dossier| {
            dossier
                .events
                .iter()
                .rev()
                .map(|event| in_words(event, lists))
                .collect::<Vec<_>>()
        })
    };
    html! {
        <section>
            <div class="ledger-head"><h3>{move || t!(dossier.steps)}</h3></div>
            {move || html! { <EventLine events=happened()/> }}
        </section>
    }
}

fn in_words(event: &DossierEventOut, lists: Lists) -> Happened {
    let mut what = event_word(&event.kind);
    if event.kind == "comment" {
        what = match event.visibility {
            Visibility::Inside => t!(queue.comment_inside).to_owned(),
            Visibility::Outside => t!(queue.comment_outside).to_owned(),
        };
    }
    let who = [event.by_name.as_str(), event.by_unit.as_str()];
    Happened {
        icon: event_icon(&event.kind),
        what,
        at: format::instant(event.at),
        who: who
            .into_iter()
            .filter(|who| !who.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        text: event.text.clone(),
        changes: changed::in_words(&event.changes, lists),
        more: files_in_words(&event.files).or_else(|| {
            event.contact.as_ref().map(|contact| {
                t!(
                    queue.contacted,
                    channel = channel_word(contact.channel),
                    with = contact.with,
                    at = format::instant(contact.at)
                )
            })
        }),
    }
}
