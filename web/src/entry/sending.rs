//! Sending of a notification, and its results.

use crate::api::{ApiError, to_json};
use crate::browser;
use crate::entry::ask::Ask;
use crate::entry::check;
use crate::entry::desk::Desk;
use crate::entry::form::Content;
use crate::i18n::lang;
use crate::outbox::Waiting;
use crate::t;
use crate::ui::ToastAction;
use dto::problem::{ErrorCode, FieldError};
use dto::stay::{StayIn, StayOut};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use uuid::Uuid;

/// A notification that the server has received.
#[derive(Clone, PartialEq)]
pub struct Receipt {
    /// Answer of the server.
    pub stay: StayOut,
}

/// Next step after the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Show the receipt.
    Show,
    /// Enter the next guest of the same room at once.
    NextGuest,
}

impl Desk {
    /// Sends, unless there is an error: then the summary receives focus.
    pub fn send(self, then: Then) {
        if !self.is_open() || self.sending.get_untracked() || self.shown.with_untracked(Option::is_some) {
            return;
        }
        let Some((now, profile)) = check::ready_now(self.lists) else {
            self.toasts.failed(t!(app.server_silent), t!(app.nothing_stored), None);
            return;
        };
        self.settle(Ask::Arrival);
        self.settle(Ask::Departure);
        self.keep();
        self.refused.set(Vec::new());
        let content = self.content.get_untracked();
        let findings = self.findings.get_untracked();
        if !findings.errors.is_empty() {
            self.asked.update(|asked| *asked += 1);
            return;
        }
        let request = content.to_request(now, &profile.profile, check::confirmed(&findings, &content));
        self.sending.set(true);
        if let Some(waiting) = self.waiting.get_value() {
            self.toasts.dismiss(waiting);
            self.waiting.set_value(None);
        }
        // The page may be left before the answer comes.
        let (draft, room) = (self.draft.get_value(), self.name_of_room(&content));
        spawn_local(async move {
            let outcome = self.api.notify_stay(&request, &content.key).await;
            let is_left = self.sending.try_set(false).is_some();
            let waits = matches!(outcome, Err(ApiError::Offline)) && self.put_aside(&request, &content, room);
            if is_left {
                // A notification that was not stored stays a draft; it has the key, so that a repeat is no second
                // notification.
                if let Some(draft) = draft.filter(|_| waits || outcome.is_ok()) {
                    draft.drop();
                }
                return;
            }
            match outcome {
                Ok(stay) => self.receive(stay, then),
                Err(_) if waits => self.go_on(then),
                Err(error) => self.be_refused(error, &content, then),
            }
        });
    }

    fn receive(self, stay: StayOut, then: Then) {
        let receipt = Receipt { stay };
        self.received.update(|received| {
            // A repeat after a lost answer returns the same stay again.
            received.retain(|known| known.stay.id != receipt.stay.id);
            received.push(receipt.clone());
        });
        match then {
            Then::Show => {
                self.shown.set(Some(receipt));
                self.asked.set(0);
                self.keep();
            }
            Then::NextGuest => {
                let title = receipt.stay.room.as_ref().map_or_else(
                    || t!(notify.received_one, name = receipt.stay.guest.full_name),
                    |room| {
                        t!(
                            notify.received_room,
                            name = receipt.stay.guest.full_name,
                            room = room.name
                        )
                    },
                );
                let time = crate::format::time(receipt.stay.notified_at);
                self.toasts.ok(
                    title,
                    t!(notify.received_detail, time = time, code = receipt.stay.stay_code),
                    None,
                );
                self.next_guest();
            }
        }
    }

    fn be_refused(self, error: ApiError, content: &Content, then: Then) {
        let again = ToastAction {
            label: t!(app.try_again).to_owned(),
            act: Arc::new(move || self.send(then)),
        };
        match error {
            ApiError::Problem(problem) if !problem.errors.is_empty() => {
                let elsewhere = self.refuse(problem.errors, content);
                if !elsewhere.is_empty() {
                    self.toasts.failed(problem.title, elsewhere.join(" "), None);
                }
            }
            ApiError::Problem(problem) if problem.code == ErrorCode::IdempotencyKeyReused => {
                // An attempt whose answer was lost was received, and the content has been changed here since.
                self.came_before.set(true);
                browser::focus_soon("came-before");
            }
            ApiError::Problem(problem) if problem.status == 401 => {}
            ApiError::Problem(problem) => {
                let passing = problem.status >= 500;
                self.fail(problem.title, problem.detail, passing.then_some(again));
            }
            ApiError::Offline => self.fail(t!(app.offline).to_owned(), t!(outbox.not_kept).to_owned(), Some(again)),
            ApiError::Silent | ApiError::Stopped => self.fail(
                t!(app.server_silent).to_owned(),
                t!(app.nothing_stored).to_owned(),
                Some(again),
            ),
        }
    }

    /// Displays the server's errors about `content` at the fields; returns those of no field.
    pub fn refuse(self, errors: Vec<FieldError>, content: &Content) -> Vec<String> {
        let mut said: Vec<(FieldError, Content)> = Vec::new();
        let mut elsewhere = Vec::new();
        for error in errors {
            if Ask::of_pointer(&error.pointer).is_some() {
                said.push((error, content.clone()));
            } else {
                elsewhere.push(error.said(lang()));
            }
        }
        self.refused.set(said);
        self.asked.update(|asked| *asked += 1);
        elsewhere
    }

    /// Returns the content to send, unless there is an error: then the summary receives focus.
    pub fn ready(self) -> Option<Content> {
        self.settle(Ask::Arrival);
        self.settle(Ask::Departure);
        self.refused.set(Vec::new());
        if self.findings.with_untracked(|findings| findings.errors.is_empty()) {
            Some(self.content.get_untracked())
        } else {
            self.asked.update(|asked| *asked += 1);
            None
        }
    }

    fn fail(self, title: String, detail: String, again: Option<ToastAction>) {
        let id = self.toasts.failed(title, detail, again);
        self.waiting.set_value(Some(id));
    }

    fn name_of_room(self, content: &Content) -> Option<String> {
        let rooms = untrack(|| self.facility())?.rooms;
        rooms
            .into_iter()
            .find(|room| room.id.to_string() == content.room)
            .map(|room| room.name)
    }

    /// Puts the notification into the outbox, which sends it once the network is back; returns whether it could be
    /// stored.
    fn put_aside(self, request: &StayIn, content: &Content, room: Option<String>) -> bool {
        let waiting = Waiting {
            key: content.key.clone(),
            name: content.full_name.trim().to_owned(),
            room,
            request: to_json(request),
            form: to_json(content),
            since: self.lists.clock().now_untracked().unix(),
            refused: None,
        };
        self.outbox.put(&waiting)
    }

    /// Sends as a new notification, after the user has looked up the one received before.
    pub fn send_as_new(self) {
        self.form.key.set(Uuid::new_v4().to_string());
        self.came_before.set(false);
    }
}
