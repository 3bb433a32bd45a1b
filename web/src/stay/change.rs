//! Change of a stay: one procedure for every form. A change that meets a newer version overwrites nothing.

use super::conflict::ConflictView;
use crate::api::{Api, ApiError, Outcome};
use crate::browser;
use crate::markup::{Children, Markup, ViewFn, html};
use crate::reactive::when;
use crate::t;
use crate::ui::note::NoteKind;
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, SummaryItem};
use dto::OperationId;
use dto::Timestamp;
use dto::operations::stays::{AmendStay, CancelStay, CheckOutStay, CorrectStay, ExtendStay, MoveStay};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::stay::{CancelIn, CheckOutIn, ExtendIn, MoveIn, StayOut, StayPatch};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::text_prop::TextProp;
use serde_json::Value;
use uuid::Uuid;
use wasm_bindgen::JsCast;

/// Minimum time to read the question of a form.
const READ_MS: f64 = 700.0;

/// Whether the user has seen a form: the letter that opened it and an immediate Enter are no declaration, as nobody has
/// read it yet.
#[derive(Clone, Copy)]
pub struct Glance {
    opened_at: f64,
    is_looked_at: StoredValue<bool>,
}

impl Glance {
    /// Creates the state of a form that opens now.
    pub fn new() -> Self {
        Self {
            opened_at: browser::device_millis(),
            is_looked_at: StoredValue::new(false),
        }
    }

    /// Records that the user has typed or pointed.
    pub fn looked(self) {
        self.is_looked_at.set_value(true);
    }

    /// Blocks an Enter that comes too early.
    pub fn hold(self, event: &leptos::ev::KeyboardEvent) {
        let is_early = browser::device_millis() - self.opened_at < READ_MS;
        if event.key() == "Enter" && is_early && !self.is_looked_at.get_value() {
            event.prevent_default();
        } else if event.key() != "Enter" {
            self.looked();
        }
    }
}

/// Moves focus to the first field below `within` of a form that has just opened.
pub fn focus_first(form: &web_sys::HtmlFormElement, within: &'static str) {
    let form = form.clone();
    let kinds = [
        "input:not([type=radio]):not([type=checkbox])",
        "input:checked[type=radio]",
        "select",
        "textarea",
    ];
    let selector = kinds.map(|kind| format!("{within}{kind}")).join(", ");
    request_animation_frame(move || {
        let first = form.query_selector(&selector).ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
}

/// A request to the server.
#[derive(Clone, PartialEq)]
pub enum Request {
    /// `amendStay`.
    Amend(Box<StayPatch>),
    /// `checkOutStay`.
    CheckOut(CheckOutIn),
    /// `extendStay`.
    Extend(ExtendIn),
    /// `moveStay`.
    Move(MoveIn),
    /// `cancelStay`.
    Cancel(CancelIn),
    /// `correctStay`, by the police.
    Correct(Box<StayPatch>),
}

impl Request {
    /// Returns the operation.
    pub fn operation(&self) -> OperationId {
        match self {
            Self::Amend(_) => AmendStay.into(),
            Self::CheckOut(_) => CheckOutStay.into(),
            Self::Extend(_) => ExtendStay.into(),
            Self::Move(_) => MoveStay.into(),
            Self::Cancel(_) => CancelStay.into(),
            Self::Correct(_) => CorrectStay.into(),
        }
    }

    /// Sends the request; each repeat carries the key.
    pub async fn send(&self, api: Api, id: Uuid, key: &str) -> Outcome<StayOut> {
        match self {
            Self::Amend(patch) => api.amend_stay(id, patch).await,
            Self::CheckOut(departure) => api.check_out_stay(id, departure, key).await,
            Self::Extend(longer) => api.extend_stay(id, longer, key).await,
            Self::Move(there) => api.move_stay(id, there, key).await,
            Self::Cancel(why) => api.cancel_stay(id, why, key).await,
            Self::Correct(patch) => api.correct_stay(id, patch, key).await,
        }
    }

    /// Returns the same request, starting from another version.
    fn starting_from(self, version: i32) -> Self {
        match self {
            Self::Amend(patch) => Self::Amend(Box::new(StayPatch { version, ..*patch })),
            Self::CheckOut(departure) => Self::CheckOut(CheckOutIn { version, ..departure }),
            Self::Extend(longer) => Self::Extend(ExtendIn { version, ..longer }),
            Self::Move(there) => Self::Move(MoveIn { version, ..there }),
            Self::Cancel(why) => Self::Cancel(CancelIn { version, ..why }),
            Self::Correct(patch) => Self::Correct(Box::new(StayPatch { version, ..*patch })),
        }
    }
}

/// A conflict with a newer version.
#[derive(Clone, PartialEq)]
pub struct Conflict {
    /// Version in use.
    pub theirs: StayOut,
    /// The same as it was sent, for a comparison field by field.
    pub as_sent: Value,
    /// Request that was not saved.
    pub mine: Request,
    /// Author and time of the version in use; where the history could be read.
    pub by: Option<(String, Timestamp)>,
}

/// State of a change.
#[derive(Clone, Copy)]
pub struct Change {
    id: Uuid,
    version: RwSignal<i32>,
    api: Api,
    busy: RwSignal<bool>,
    errors: RwSignal<Vec<FieldError>>,
    failure: RwSignal<Option<ApiError>>,
    conflict: RwSignal<Option<Conflict>>,
    asked: RwSignal<u32>,
    on_saved: Callback<StayOut>,
    /// Idempotency key for each repeat of the same declaration.
    key: StoredValue<(String, Option<Request>)>,
}

impl Change {
    /// Creates the change of a stay, starting from a version.
    pub fn new(id: Uuid, version: i32, on_saved: Callback<StayOut>) -> Self {
        Self {
            id,
            version: RwSignal::new(version),
            api: Api::here(),
            busy: RwSignal::new(false),
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            conflict: RwSignal::new(None),
            asked: RwSignal::new(0),
            on_saved,
            key: StoredValue::new((String::new(), None)),
        }
    }

    /// Returns the version from which the change starts.
    pub fn version(self) -> i32 {
        self.version.get_untracked()
    }

    /// Returns the error of a field.
    pub fn error(self, pointer: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.pointer == pointer)
                    .map(|error| error.message.clone())
            })
        })
    }

    /// Records errors before anything is sent.
    pub fn refuse(self, errors: Vec<FieldError>) {
        self.errors.set(errors);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Records errors of a field that focus has just left; focus does not move.
    pub fn note(self, errors: Vec<FieldError>) {
        self.errors.update(|known| {
            known.retain(|known| !errors.iter().any(|error| error.pointer == known.pointer));
            known.extend(errors);
        });
    }

    /// Removes the error of a field: it is being corrected.
    pub fn mend(self, pointer: &str) {
        if self
            .errors
            .with_untracked(|errors| errors.iter().any(|error| error.pointer == pointer))
        {
            self.errors
                .update(|errors| errors.retain(|error| error.pointer != pointer));
        }
    }

    /// Sends; further presses while the request is pending are ignored.
    pub fn send(self, request: Request) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.errors.set(Vec::new());
        self.failure.set(None);
        spawn_local(async move {
            let outcome = request.send(self.api, self.id, &self.idempotency_key(&request)).await;
            // The form may have been closed meanwhile; the answer is reported anyway.
            self.busy.try_set(false);
            match outcome {
                Ok(stay) => self.on_saved.run(stay),
                Err(error) => self.fail(error, request).await,
            }
        });
    }

    /// Returns a new key for each new request, the same one for its repeats.
    fn idempotency_key(self, request: &Request) -> String {
        let known = self
            .key
            .try_with_value(|(key, of)| (of.as_ref() == Some(request)).then(|| key.clone()))
            .flatten();
        known.unwrap_or_else(|| {
            let key = Uuid::new_v4().to_string();
            self.key
                .try_update_value(|kept| *kept = (key.clone(), Some(request.clone())));
            key
        })
    }

    async fn fail(self, error: ApiError, request: Request) {
        match error.code() {
            Some(ErrorCode::VersionConflict) => match self.api.get_stay_as_sent(self.id).await {
                Ok((theirs, as_sent)) => {
                    let by = self.saved_by(theirs.version).await;
                    self.conflict.try_set(Some(Conflict {
                        theirs,
                        as_sent,
                        mine: request,
                        by,
                    }));
                }
                Err(error) => drop(self.failure.try_set(Some(error))),
            },
            Some(ErrorCode::ValidationFailed) => {
                if let ApiError::Problem(problem) = &error
                    && !problem.errors.is_empty()
                {
                    self.refuse(problem.errors.clone());
                } else {
                    self.failure.try_set(Some(error));
                }
            }
            _ => drop(self.failure.try_set(Some(error))),
        }
    }

    async fn saved_by(self, number: i32) -> Option<(String, Timestamp)> {
        let history = self.api.list_stay_versions(self.id).await.ok()?;
        let version = history.versions.into_iter().find(|version| version.version == number)?;
        Some((version.by_name, version.at))
    }

    /// Keeps the version in use.
    pub fn give_way(self, theirs: StayOut) {
        self.conflict.set(None);
        self.on_saved.run(theirs);
    }

    /// Sends once more, based on the version in use: this makes a new version, the old ones stay.
    pub fn insist(self, conflict: Conflict) {
        self.conflict.set(None);
        self.version.set(conflict.theirs.version);
        self.send(conflict.mine.starting_from(conflict.theirs.version));
    }

    /// Returns all errors.
    pub fn errors(self) -> Vec<FieldError> {
        self.errors.get()
    }

    /// Returns the failure of the whole request.
    pub fn failure(self) -> Option<ApiError> {
        self.failure.get()
    }

    /// Returns the conflict.
    pub fn conflict(self) -> Option<Conflict> {
        self.conflict.get()
    }

    /// Returns whether a request is pending.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }
}

/// Creates a field error found here, before sending.
pub fn wrong(pointer: &str, code: FieldCode, message: impl Into<String>) -> FieldError {
    FieldError {
        message: message.into(),
        ..FieldError::new(pointer, code)
    }
}

/// Renders the frame of every form that changes a stay: failure, errors, fields, buttons.
#[component]
pub fn ChangeForm(
    /// The change.
    change: Change,
    /// Builds the request, or returns the errors.
    compose: Callback<(), Result<Request, Vec<FieldError>>>,
    /// Label of the main button.
    #[prop(into)]
    save: TextProp,
    /// Icon of the main button.
    icon: &'static str,
    /// Field of each pointer: pointer, id of the field, its label.
    fields: Callback<(), Vec<(&'static str, &'static str, String)>>,
    /// Whether it cannot be undone: then the safe answer is first.
    #[prop(optional)]
    danger: bool,
    /// Called to close without a change.
    on_cancel: Callback<()>,
    /// Another act beside the main one.
    #[prop(optional, into)]
    aside: ViewFn,
    /// The fields.
    children: Children,
) -> Markup {
    let form = NodeRef::<leptos::html::Form>::new();
    // Focus moves to the first field: the heading of the panel names the form.
    form.on_load(|form| focus_first(&form, ""));
    let glance = Glance::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match compose.run(()) {
            Ok(request) => change.send(request),
            Err(errors) => change.refuse(errors),
        }
    };
    let summary = Signal::derive(move || {
        let known = fields.run(());
        change.errors.with(|errors| {
            errors
                .iter()
                .map(|error| {
                    let field = known.iter().find(|(pointer, _, _)| *pointer == error.pointer);
                    SummaryItem {
                        field_id: field.map(|(_, id, _)| (*id).to_owned()).unwrap_or_default(),
                        label: field.map(|(_, _, label)| label.clone()).unwrap_or_default(),
                        text: error.message.clone(),
                    }
                })
                .collect::<Vec<_>>()
        })
    });
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let leave = move || html! { <Button label=move || t!(stay.cancel) on_press=on_cancel/> };
    html! {
        {when(move || change.conflict().map(|conflict| html! { <ConflictView conflict change/> }))}
        <form class="change-form" novalidate node_ref=form hidden=move || change.conflict.with(Option::is_some) on:submit=submit on:keydown=move |event| glance.hold(&event) on:input=move |_| glance.looked() on:pointerdown=move |_| glance.looked()>
            {when(move || change.failure().map(|error| html! {
                <Note kind=NoteKind::Bad>
                    <strong>{error.title()}</strong>
                    " "
                    {error.detail()}
                </Note>
            }))}
            <ErrorSummary errors=summary asked=change.asked/>
            {children()}
            <div class="panel-foot">
                {danger.then(leave)}
                <Button kind label=save icon submit=true busy=change.busy() busy_label=move || t!(stay.saving)/>
                {(!danger).then(leave)}
                {aside.run()}
            </div>
        </form>
    }
}
