//! The third step: progress of the storing, and its result.

use super::{Steps, words};
use crate::api::Api;
use crate::browser;
use crate::format;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, Icon, Load, Note, NoteKind, PageTitle, Toasts};
use dto::import::{ImportOut, ImportState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Interval at which the progress is read.
const ASK_EVERY_MS: i32 = 700;

fn number(rows: u32) -> String {
    format::number(i64::from(rows))
}

/// Renders the progress while guests are being notified; the page may be left.
#[component]
pub fn Storing(facility: Uuid, shown: Signal<ImportOut>, about: Load<ImportOut>) -> Markup {
    let api = Api::here();
    let here = StoredValue::new(());
    let id = shown.with_untracked(|import| import.id);
    spawn_local(async move {
        loop {
            browser::pause(ASK_EVERY_MS).await;
            // The page was left.
            if here.try_get_value().is_none() {
                return;
            }
            // A failed request is repeated.
            if let Ok(import) = api.get_import(facility, id, &[("limit", "0".to_owned())]).await {
                let is_over = import.state != ImportState::Storing;
                if here.try_get_value().is_some() {
                    about.put(import);
                }
                if is_over {
                    return;
                }
            }
        }
    });
    let done = move || shown.with(|import| (import.progress.done, import.counts.total.max(1)));
    let percent = move || {
        let (done, total) = done();
        u64::from(done) * 100 / u64::from(total)
    };
    html! {
        <Steps at=3/>
        <div class="page-head"><PageTitle text=move || t!(import.storing_title)/></div>
        <p class="import-about"><Icon name="notify"/><span>{move || shown.with(words::about)}</span></p>
        <div
            class="import-progress"
            role="progressbar"
            aria-label=move || t!(import.storing_title)
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent() / 10 * 10
        >
            <span style:inline-size=move || format!("{}%", percent())></span>
        </div>
        <p>{move || { let (done, total) = done(); t!(import.progress, done = number(done), total = number(total), percent = percent()) }}</p>
        <p class="quiet">{move || t!(import.may_leave)}</p>
    }
}

/// Renders the result.
#[component]
pub fn Stored(facility: Uuid, shown: Signal<ImportOut>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let returned = move || shown.with(|import| import.progress.returned);
    let skipped = move || shown.with(|import| import.progress.skipped);
    let fetch = Callback::new(move |()| {
        busy.set(true);
        let id = shown.with_untracked(|import| import.id);
        spawn_local(async move {
            match api.download_import_errors(facility, id).await {
                Ok(file) => browser::save_file(&file, t!(import.returned_file)),
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    });
    let until = move || shown.with(|import| import.expires_at).map(format::instant);
    html! {
        <Steps at=3/>
        <div class="page-head">
            <PageTitle text=move || shown.with(|import| t!(import.stored_title, count = number(import.progress.stored)))/>
        </div>
        <p class="import-about"><Icon name="notify"/><span>{move || shown.with(words::about)}</span></p>
        <Note kind=NoteKind::Ok>{move || shown.with(|import| t!(import.stored_text, count = number(import.progress.stored)))}</Note>
        {when(move || (skipped() > 0).then(|| html! { <Note kind=NoteKind::Info>{t!(import.skipped_text, count = number(skipped()))}</Note> }))}
        {when(move || (returned() > 0).then(|| html! {
            <Note kind=NoteKind::Warn>{t!(import.returned_text, count = number(returned()), until = until().unwrap_or_default())}</Note>
        }))}
        <div class="import-result-acts">
            {when(move || (returned() + skipped() > 0).then(|| html! {
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(import.fetch_returned, count = number(returned() + skipped()))
                    icon="import"
                    busy=busy
                    on_press=fetch
                />
            }))}
            <ButtonLink href="/guests" label=move || t!(import.see_guests)/>
            <ButtonLink href="/import" label=move || t!(import.other_file)/>
        </div>
    }
}

/// Renders a failed import: the notified guests, and how to continue.
#[component]
pub fn Failed(shown: Signal<ImportOut>) -> Markup {
    let stored = move || shown.with(|import| (number(import.progress.stored), number(import.counts.total)));
    html! {
        <Steps at=3/>
        <div class="page-head"><PageTitle text=move || t!(import.failed_title)/></div>
        <p class="import-about"><Icon name="notify"/><span>{move || shown.with(words::about)}</span></p>
        <Note kind=NoteKind::Bad>{move || { let (stored, total) = stored(); t!(import.failed_text, stored = stored, total = total) }}</Note>
        <p>{move || t!(import.failed_next)}</p>
        <div class="import-result-acts">
            <ButtonLink kind=ButtonKind::Primary href="/import" label=move || t!(import.upload_again)/>
            <ButtonLink href="/guests" label=move || t!(import.see_guests)/>
        </div>
    }
}

/// Renders an import that was not confirmed in time, or was confirmed long ago.
#[component]
pub fn Expired() -> Markup {
    html! {
        <div class="page-head"><PageTitle text=move || t!(import.title)/></div>
        <Empty icon="clock" title=move || t!(import.expired) detail=move || t!(import.expired_hint)>
            <ButtonLink href="/import" label=move || t!(import.other_file)/>
        </Empty>
    }
}
