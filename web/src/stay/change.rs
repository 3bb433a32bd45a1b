//! Change of a stay: one procedure for every form. A change that meets a newer version overwrites nothing.

use super::conflict::ConflictView;
use crate::api::{Api, ApiError, Outcome};
use crate::browser;
use crate::form::{Sheet, Typed};
use crate::markup::{Markup, html};
use crate::reactive::when;
use dto::OperationId;
use dto::Timestamp;
use dto::operations::stays::{AmendStay, CancelStay, CheckOutStay, CorrectStay, ExtendStay, MoveStay};
use dto::stay::{CancelIn, CheckOutIn, ExtendIn, MoveIn, StayOut, StayPatch};
use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

/// Minimum time to read the question of a form.
const READ_MS: f64 = 700.0;

/// Renders a form that sends nothing before somebody has looked at it: the letter that opened it and an immediate Enter
/// are no declaration, as nobody has read it yet.
pub fn looked_at(form: Markup) -> Markup {
    let (opened_at, is_looked_at) = (browser::device_millis(), StoredValue::new(false));
    let looked = move || is_looked_at.set_value(true);
    let hold = move |event: leptos::ev::KeyboardEvent| {
        let is_early = browser::device_millis() - opened_at < READ_MS;
        if event.key() != "Enter" {
            looked();
        } else if is_early && !is_looked_at.get_value() {
            event.prevent_default();
        }
    };
    html! { <div on:keydown=hold on:input=move |_| looked() on:pointerdown=move |_| looked()>{form}</div> }
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

    /// Sends the request.
    pub async fn send(&self, api: Api, id: Uuid) -> Outcome<StayOut> {
        match self {
            Self::Amend(patch) => api.amend_stay(id, patch).await,
            Self::CheckOut(departure) => api.check_out_stay(id, departure).await,
            Self::Extend(longer) => api.extend_stay(id, longer).await,
            Self::Move(there) => api.move_stay(id, there).await,
            Self::Cancel(why) => api.cancel_stay(id, why).await,
            Self::Correct(patch) => api.correct_stay(id, patch).await,
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

/// A change of one stay.
#[derive(Clone, Copy)]
pub struct Change {
    id: Uuid,
    version: RwSignal<i32>,
    api: Api,
    conflict: RwSignal<Option<Conflict>>,
    on_saved: Callback<StayOut>,
}

impl Change {
    /// Creates the change of a stay, starting from a version; `on_saved` receives the new one.
    pub fn new(id: Uuid, version: i32, on_saved: Callback<StayOut>) -> Self {
        Self {
            id,
            version: RwSignal::new(version),
            api: Api::here(),
            conflict: RwSignal::new(None),
            on_saved,
        }
    }

    /// Returns the version from which the change starts.
    pub fn version(self) -> i32 {
        self.version.get_untracked()
    }

    /// Sends; where somebody else was first, the newer version is displayed beside this request.
    pub async fn send(self, request: Request) -> Outcome<StayOut> {
        let outcome = request.send(self.api, self.id).await;
        if outcome.as_ref().is_err_and(ApiError::is_stale) {
            let (theirs, as_sent) = self.api.get_stay_as_sent(self.id).await?;
            let by = self.saved_by(theirs.version).await;
            self.conflict.try_set(Some(Conflict {
                theirs,
                as_sent,
                mine: request,
                by,
            }));
        }
        outcome
    }

    async fn saved_by(self, number: i32) -> Option<(String, Timestamp)> {
        let history = self.api.list_stay_versions(self.id).await.ok()?;
        let version = history.versions.into_iter().find(|version| version.version == number)?;
        Some((version.by_name, version.at))
    }

    /// Hands over a version: the new one, or the one in use, for which this change gives way.
    pub fn take(self, stay: StayOut) {
        self.conflict.set(None);
        self.on_saved.run(stay);
    }

    /// Returns the request once more, based on the version in use: this makes a new version, the old ones stay.
    pub fn insist(self, conflict: Conflict) -> Request {
        self.conflict.set(None);
        self.version.set(conflict.theirs.version);
        conflict.mine.starting_from(conflict.theirs.version)
    }

    /// Renders a form, or in its place the conflict with a newer version. `send` sends a request again.
    pub fn or_conflict(self, form: Markup, send: Callback<Request>) -> Markup {
        html! {
            {when(move || self.conflict.get().map(|conflict| html! { <ConflictView conflict change=self send/> }))}
            <div hidden=move || self.conflict.with(Option::is_some)>{looked_at(form)}</div>
        }
    }

    /// Renders a form that makes this change, within an open panel. `compose` makes the request, `told` reports the new
    /// version.
    pub fn form(
        self,
        sheet: Sheet,
        compose: Callback<Typed, Request>,
        told: Callback<StayOut>,
        on_cancel: Callback<()>,
        aside: Markup,
    ) -> Markup {
        // The form may have been closed meanwhile; the answer is reported anyway.
        let saved = move |stay: StayOut| {
            told.run(stay.clone());
            self.on_saved.run(stay);
        };
        let sheet = sheet.sends(move |form| self.send(compose.run(form.typed_now())), saved);
        let again = Callback::new(move |request| sheet.form.send(self.send(request), saved));
        self.or_conflict(sheet.inside(Some(on_cancel), aside), again)
    }
}
