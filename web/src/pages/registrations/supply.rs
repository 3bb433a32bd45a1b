//! Answer to a request for data: text, and files that only the requester can download (LC-9.2-2, KH-11.2g).

use super::acts::{follow_words, kept_words, words_fault};
use super::decide::Outcomes;
use super::gather::Gather;
use super::opened::Desk;
use crate::browser;
use crate::form::{Failure, FileAsk, Form, Named, Typed, WordsAsk};
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{ErrorSummary, Note, NoteKind, Picked};
use dto::administration::Delivery;
use dto::dossier::ResolveIn;
use leptos::prelude::*;
use uuid::Uuid;

const FIELDS: &[Named] = &[
    ("/comment", || t!(queue.supply_words)),
    ("/files/0", || t!(queue.supply_file)),
    ("/files/1", || t!(queue.supply_file_2)),
    ("/files/2", || t!(queue.supply_file_3)),
];

/// Renders the dialog before the answer is sent.
#[component]
pub fn Supply(
    /// State of the panel.
    desk: Desk,
    /// The dialog.
    open: RwSignal<bool>,
) -> Markup {
    browser::focus_soon("comment");
    let (first, kept) = kept_words(desk, "supply", Typed::default(), "/comment");
    let form = Form::new(FIELDS, &first, |typed| {
        words_fault(typed, "/comment", 5).into_iter().collect()
    });
    follow_words(&kept, form, "/comment");
    let stays = RwSignal::new(Vec::<Uuid>::new());
    let files = [(); 3].map(|()| RwSignal::new(None::<Picked>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let chosen = files.iter().filter_map(|file| file.get_untracked());
        let request = ResolveIn {
            version: desk.version(),
            comment: form.typed_now().text("/comment").value().cloned(),
            delivery: Delivery::default(),
            login: None,
            files: chosen.map(|file| file.content.as_ref().clone()).collect(),
            stay_ids: stays.get_untracked(),
            contact: None,
        };
        let work = async move { desk.api.resolve_dossier(desk.id, &request).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |answer| {
                kept.drop();
                open.set(false);
                desk.decided(answer.dossier, t!(queue.supplied));
            },
            move |error| desk.failed(error),
        );
    };
    let [first, second, third] = files;
    let has = |file: RwSignal<Option<Picked>>| Memo::new(move |_| file.with(Option::is_some));
    // A further file field is displayed after each chosen file, and stays while it has one.
    let (has_first, has_second, has_third) = (has(first), has(second), has(third));
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <Note kind=NoteKind::Warn icon="lock">{move || t!(queue.supply_text)}</Note>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <WordsAsk form at="/comment" hint=move || t!(queue.supply_words_hint)/>
            <Gather desk chosen=stays/>
            <FileAsk form at="/files/0" file=first hint=move || t!(queue.supply_file_hint)/>
            {when(move || (has_first.get() || has_second.get()).then(|| html! { <FileAsk form at="/files/1" file=second hint=move || t!(queue.supply_file_hint)/> }))}
            {when(move || (has_second.get() || has_third.get()).then(|| html! { <FileAsk form at="/files/2" file=third hint=move || t!(queue.supply_file_hint)/> }))}
            <Outcomes saving=form.saving open label=Signal::derive(|| t!(queue.grant_data).to_owned())/>
        </form>
    }
}
