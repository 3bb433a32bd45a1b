//! Sending of a group, and its results: all of it is stored, or nothing.

use super::desk::GroupDesk;
use super::row::Row;
use crate::api::ApiError;
use crate::browser;
use crate::entry::ask::Ask;
use crate::entry::check::{self, Findings};
use crate::entry::form::Content;
use crate::entry::group::{OF_ALL, of_guest, request};
use crate::i18n::lang;
use crate::t;
use crate::ui::ToastAction;
use dto::WarningCode;
use dto::problem::{ErrorCode, FieldError};
use dto::stay::GroupOut;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use uuid::Uuid;

impl GroupDesk {
    /// Sends, unless there is an error: then the summary receives focus.
    pub fn send(self) {
        if self.sending.is_disposed() || self.sending.get_untracked() {
            return;
        }
        let Some((now, profile)) = check::ready_now(self.lists) else {
            self.toasts.failed(t!(app.server_silent), t!(app.nothing_stored), None);
            return;
        };
        self.stay.settle(Ask::Arrival);
        self.stay.settle(Ask::Departure);
        self.keep();
        if !self.is_right() {
            return;
        }
        let stay = self.stay.content.get_untracked();
        // A warning cleared for the common fields is cleared for each guest.
        let of_all = self.stay.findings.with_untracked(|findings| {
            let warnings = findings.warnings.iter().filter(|warning| OF_ALL.contains(&warning.ask));
            let of_all = Findings {
                warnings: warnings.cloned().collect(),
                ..Findings::default()
            };
            cleared(&of_all, &stay)
        });
        let rows = untrack(|| self.guests());
        let guests: Vec<(Content, Vec<WarningCode>)> = rows
            .iter()
            .map(|row| {
                let content = row.content.get_untracked();
                let own = row.findings.with_untracked(|findings| cleared(findings, &content));
                let confirmed = own.into_iter().chain(of_all.iter().copied()).collect();
                (content, confirmed)
            })
            .collect();
        let group = request(&stay, &guests, now, &profile.profile);
        let key = self.key.get_untracked();
        self.sending.set(true);
        spawn_local(async move {
            let outcome = self.api.notify_group(&group, &key).await;
            if self.sending.try_set(false).is_some() {
                // The page was left meanwhile; the draft has the key, so that a repeat is no second notification.
                if outcome.is_ok() {
                    self.forget_draft();
                }
                return;
            }
            match outcome {
                Ok(group) => self.receive(group),
                Err(error) => self.be_refused(error, &rows, &guests),
            }
        });
    }

    fn receive(self, group: GroupOut) {
        self.forget_draft();
        self.kept_at.set(None);
        self.received.set(Some(group));
    }

    fn be_refused(self, error: ApiError, rows: &[Row], sent: &[(Content, Vec<WarningCode>)]) {
        let again = ToastAction {
            label: t!(app.try_again).to_owned(),
            act: Arc::new(move || self.send()),
        };
        match error {
            ApiError::Problem(problem) if !problem.errors.is_empty() => {
                let elsewhere = self.refuse(problem.errors, rows, sent);
                if !elsewhere.is_empty() {
                    self.toasts.failed(problem.title, elsewhere.join(" "), None);
                }
            }
            ApiError::Problem(problem) if problem.code == ErrorCode::IdempotencyKeyReused => {
                self.came_before.set(true);
                browser::focus_soon("came-before");
            }
            ApiError::Problem(problem) if problem.status == 401 => {}
            ApiError::Problem(problem) => {
                let passing = problem.status >= 500;
                self.toasts
                    .failed(problem.title, problem.detail, passing.then_some(again));
            }
            ApiError::Offline => {
                self.toasts.failed(t!(app.offline), t!(app.nothing_stored), Some(again));
            }
            ApiError::Silent | ApiError::Stopped => {
                self.toasts
                    .failed(t!(app.server_silent), t!(app.nothing_stored), Some(again));
            }
        }
    }

    /// Displays the server's errors at the guests; returns those that belong to no guest.
    fn refuse(self, errors: Vec<FieldError>, rows: &[Row], sent: &[(Content, Vec<WarningCode>)]) -> Vec<String> {
        for row in rows {
            row.refused.set(Vec::new());
        }
        let mut of_all = Vec::new();
        let mut elsewhere = Vec::new();
        for error in errors {
            let guest = of_guest(&error.pointer).map(|(at, rest)| (at, rest.to_owned()));
            let Some((at, pointer)) = guest else {
                of_all.push(error);
                continue;
            };
            let error = FieldError { pointer, ..error };
            let row = rows.get(at).zip(sent.get(at));
            match row.filter(|_| Ask::of_pointer(&error.pointer).is_some()) {
                Some((row, (content, _))) => row.refused.update(|refused| refused.push((error, content.clone()))),
                None => elsewhere.push(error.said(lang())),
            }
        }
        let stay = self.stay.content.get_untracked();
        elsewhere.extend(self.stay.refuse(of_all, &stay));
        self.ask();
        elsewhere
    }

    /// Sends as a new group, after the user has looked up the group received before.
    pub fn send_as_new(self) {
        self.key.set(Uuid::new_v4().to_string());
        self.came_before.set(false);
        self.keep();
    }
}

fn cleared(findings: &Findings, content: &Content) -> Vec<WarningCode> {
    check::confirmed(findings, content)
}
