//! Answer to a request for data: text, and files that only the requester can download (LC-9.2-2, KH-11.2g).

use super::acts::words_fault;
use super::gather::{STAYS, gather};
use super::opened::Desk;
use crate::form::{Act, Field, Form, Part, Sheet, Typed, listed};
use crate::t;
use dto::administration::Delivery;
use dto::dossier::{ResolveIn, ResolveOut};
use leptos::prelude::*;

const FILES: [&str; 3] = ["/files/0", "/files/1", "/files/2"];

const SUPPLY: Act = Act {
    title: || t!(queue.grant_data),
    text: || t!(queue.supply_text),
    parts: &[
        Part {
            fields: &[
                Field::words("/comment", || t!(queue.supply_words)).hint(|| t!(queue.supply_words_hint)),
                Field::held(STAYS).fleeting(),
            ],
            shows: Some(gather),
            ..Part::PLAIN
        },
        // A further file field is displayed after each chosen file, and stays while it has one.
        Part {
            fields: &[
                Field::file(FILES[0], || t!(queue.supply_file)).hint(|| t!(queue.supply_file_hint)),
                Field::file(FILES[1], || t!(queue.supply_file_2))
                    .hint(|| t!(queue.supply_file_hint))
                    .when(|form, _| has(form, 0) || has(form, 1)),
                Field::file(FILES[2], || t!(queue.supply_file_3))
                    .hint(|| t!(queue.supply_file_hint))
                    .when(|form, _| has(form, 1) || has(form, 2)),
            ],
            ..Part::PLAIN
        },
    ],
    label: || t!(queue.grant_data),
    done: || t!(queue.supplied),
    is_danger: false,
};

fn has(form: Form, index: usize) -> bool {
    form.file(FILES[index]).with(Option::is_some)
}

/// Creates the form of the answer.
pub fn supply(desk: Desk, open: RwSignal<bool>) -> Sheet {
    let check = |typed: &Typed, _: dto::CheckContext<'_>| words_fault(typed, "/comment", 5).into_iter().collect();
    let work = move |form: Form| {
        let typed = form.typed_now();
        let request = ResolveIn {
            version: desk.version(),
            comment: typed.text("/comment").value().cloned(),
            delivery: Delivery::default(),
            login: None,
            files: FILES.iter().filter_map(|at| form.file_now(at)).collect(),
            stay_ids: listed(typed.raw(STAYS)).collect(),
            contact: None,
        };
        desk.watched(async move { desk.api.resolve_dossier(desk.id, &request).await })
    };
    let sheet = SUPPLY.sheet(Typed::default(), check).kept(&desk.draft("supply"));
    sheet.sends(work, move |answer: ResolveOut| {
        open.set(false);
        desk.decided(answer.dossier, (SUPPLY.done)());
    })
}
