//! The method by file: download it, import it at the site, confirm the guests that the site accepted.

use super::list::{can_be_exported, state_of};
use super::{Desk, SiteLink, version};
use crate::api::{Api, ApiError, Outcome};
use crate::browser;
use crate::format;
use crate::keys::{Key, use_key};
use crate::listing::Row;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, ToastAction, Toasts};
use dto::problem::ErrorCode;
use dto::stay::{ForeignConfirmIn, ForeignExportIn, ForeignState, StayVersionRef};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use uuid::Uuid;

/// Renders the three steps, each with its act.
#[component]
pub fn Steps(desk: Desk, site: String) -> Markup {
    html! {
        <ol class="foreign-steps" aria-label=move || t!(foreign.steps_label)>
            <li>
                <TakeFile desk/>
                <p class="quiet">{move || t!(foreign.step_file)}</p>
            </li>
            <li>
                <SiteLink site=site/>
                <p class="quiet">{move || t!(foreign.step_site)}</p>
            </li>
            <li>
                <SiteTook desk/>
                <p class="quiet">{move || t!(foreign.step_took)}</p>
            </li>
        </ol>
    }
}

fn count(guests: usize) -> String {
    format::number(i64::try_from(guests).unwrap_or(i64::MAX))
}

/// Renders the download of the file: with the ticked guests, or with all who wait.
#[component]
fn TakeFile(desk: Desk) -> Markup {
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    // Each repeat of the same request carries the same key.
    let sent = StoredValue::new(None::<(ForeignExportIn, String)>);
    let chosen = Memo::new(move |_| {
        let chosen = desk.listing.ticked_rows();
        let fit = chosen.iter().filter(|row| can_be_exported(row));
        (!chosen.is_empty()).then(|| fit.filter_map(version).map(|stay| stay.id).collect::<Vec<Uuid>>())
    });
    let waiting = Memo::new(move |_| desk.count(ForeignState::Waiting) + desk.count(ForeignState::Changed));
    let why_not = Signal::derive(move || match chosen.get() {
        Some(fit) => fit.is_empty().then(|| t!(foreign.none_fit).to_owned()),
        // The server says whether those who wait are complete: not all of them need be displayed.
        None => (waiting.get() == 0).then(|| t!(foreign.nobody_waits).to_owned()),
    });
    let label = move || match chosen.get() {
        Some(fit) if !fit.is_empty() => t!(foreign.take_chosen, count = count(fit.len())),
        _ => t!(foreign.take_all).to_owned(),
    };
    let take = move || {
        if desk.busy.get_untracked() || why_not.get_untracked().is_some() {
            return;
        }
        let wish = ForeignExportIn {
            stays: chosen.get_untracked(),
        };
        let key = match sent.get_value() {
            Some((before, key)) if before == wish => key,
            _ => Uuid::new_v4().to_string(),
        };
        sent.set_value(Some((wish.clone(), key.clone())));
        desk.busy.set(true);
        let now = lists.clock().now_untracked();
        spawn_local(async move {
            match api.export_foreign_guests(desk.facility, &wish, &key).await {
                Ok(file) => {
                    let day = rules::zone::local_date(now.get());
                    browser::save_file(&file, &format!("khach-nuoc-ngoai_{day}.xml"));
                    toasts.ok(t!(foreign.taken), t!(foreign.taken_hint), None);
                    sent.try_set_value(None);
                    desk.refresh();
                }
                Err(error) => refused(toasts, desk, &error),
            }
            desk.busy.try_set(false);
        });
    };
    use_key(Key::Letter("X"), move || t!(foreign.take_all), take);
    html! {
        <Button
            kind=ButtonKind::Primary
            icon="import"
            key_cap="X"
            label
            busy_label=move || t!(foreign.taking)
            busy=desk.busy
            disabled_reason=why_not
            on_press=Callback::new(move |()| take())
        />
    }
}

/// Reports a failure; a list that others changed meanwhile is read again.
fn refused(toasts: Toasts, desk: Desk, error: &ApiError) {
    toasts.failed(error.title(), error.detail(), None);
    let is_stale = matches!(
        error.code(),
        Some(ErrorCode::VersionConflict | ErrorCode::ValidationFailed | ErrorCode::ForeignNothingToExport)
    );
    if is_stale {
        desk.refresh();
    }
}

/// Renders the confirmation of the accepted guests: those ticked, or all who are in a file.
#[component]
fn SiteTook(desk: Desk) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let sent = StoredValue::new(None::<(Vec<StayVersionRef>, String)>);
    let meant = Memo::new(move |_| {
        let chosen = desk.listing.ticked_rows();
        if chosen.is_empty() {
            versions(desk.listing.rows(), |state| state == Some(ForeignState::Exported))
        } else {
            versions(chosen, |state| state != Some(ForeignState::Confirmed))
        }
    });
    let why_not = Signal::derive(move || {
        meant
            .with(Vec::is_empty)
            .then(|| t!(foreign.nothing_to_confirm).to_owned())
    });
    let label = move || match meant.with(Vec::len) {
        0 => t!(foreign.took).to_owned(),
        guests => t!(foreign.took_count, count = count(guests)),
    };
    let confirm = move || {
        if desk.busy.get_untracked() || why_not.get_untracked().is_some() {
            return;
        }
        let stays = meant.get_untracked();
        let key = match sent.get_value() {
            Some((before, key)) if before == stays => key,
            _ => Uuid::new_v4().to_string(),
        };
        sent.set_value(Some((stays.clone(), key.clone())));
        desk.busy.set(true);
        spawn_local(async move {
            match say(api, desk, stays.clone(), true, &key).await {
                Ok(()) => {
                    let undo = ToastAction {
                        label: t!(foreign.undo).to_owned(),
                        act: Arc::new(move || take_back(api, toasts, desk, stays.clone())),
                    };
                    toasts.ok(t!(foreign.noted), t!(foreign.noted_hint), Some(undo));
                    sent.try_set_value(None);
                    desk.refresh();
                }
                Err(error) => refused(toasts, desk, &error),
            }
            desk.busy.try_set(false);
        });
    };
    html! {
        <Button
            icon="double-check"
            label
            busy=desk.busy
            disabled_reason=why_not
            on_press=Callback::new(move |()| confirm())
        />
    }
}

/// Returns the rows with the wanted state, in the displayed versions.
fn versions(rows: Vec<Row>, wanted: fn(Option<ForeignState>) -> bool) -> Vec<StayVersionRef> {
    let rows = rows.iter().filter(|row| wanted(state_of(row)));
    rows.filter_map(version).collect()
}

async fn say(api: Api, desk: Desk, stays: Vec<StayVersionRef>, confirmed: bool, key: &str) -> Outcome<()> {
    let confirmation = ForeignConfirmIn { confirmed, stays };
    api.confirm_foreign_guests(desk.facility, &confirmation, key)
        .await
        .map(|_| ())
}

/// Records that the site has not accepted them after all.
pub fn take_back(api: Api, toasts: Toasts, desk: Desk, stays: Vec<StayVersionRef>) {
    spawn_local(async move {
        match say(api, desk, stays, false, &Uuid::new_v4().to_string()).await {
            Ok(()) => desk.refresh(),
            Err(error) => refused(toasts, desk, &error),
        }
    });
}
