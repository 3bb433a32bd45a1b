//! The second step: every row with its errors and warnings, before anything is stored.

use super::left_out::LeftOut;
use super::list::{LIST, OUTCOME, line, outcome};
use super::{Steps, words};
use crate::api::{Api, Call};
use crate::browser;
use crate::form::{Failure, Saving};
use crate::format;
use crate::keys::{Key, use_key};
use crate::listing::{Listing, rows};
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Icon, Load, Note, NoteKind, PageTitle};
use dto::import::{CommitImportIn, ImportOut, RowDecision, RowOutcome};
use dto::operations::stays::GetImport;
use leptos::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Returns the storage key of the lines with another decision: declined corrections, accepted duplicates.
fn kept_under(import: Uuid) -> String {
    format!("luutru.import.{import}")
}

/// Reads the lines with another decision: those kept as they came, and the accepted duplicates (`+12`).
fn kept(import: Uuid) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let text = browser::stored(&kept_under(import)).unwrap_or_default();
    let lines = |taken: bool| {
        let told = text.split(',').filter(|line| line.starts_with('+') == taken);
        told.filter_map(|line| line.trim_start_matches('+').parse().ok())
            .collect()
    };
    (lines(false), lines(true))
}

/// Decisions about rows.
#[derive(Clone, Copy)]
pub struct Decided {
    /// Rows whose corrections are declined.
    pub left: RwSignal<BTreeSet<u32>>,
    /// Duplicates that are accepted.
    pub taken: RwSignal<BTreeSet<u32>>,
}

/// Renders the preview.
#[component]
pub fn Preview(facility: Uuid, shown: Signal<ImportOut>, about: Load<ImportOut>) -> Markup {
    let id = shown.with_untracked(|import| import.id);
    let (left, taken) = kept(id);
    let decided = Decided {
        left: RwSignal::new(left),
        taken: RwSignal::new(taken),
    };
    let left = decided.left;
    effect(move || {
        let mut lines: Vec<String> = left.with(|left| left.iter().map(u32::to_string).collect());
        lines.extend(
            decided
                .taken
                .with(|taken| taken.iter().map(|line| format!("+{line}")).collect::<Vec<_>>()),
        );
        browser::store(&kept_under(id), &lines.join(","));
    });
    provide_context(decided);
    let listing = Listing::new(&LIST, move |wanted| {
        Some(Call::of(GetImport::at(facility, id)).query(&wanted.query()).ask)
    });
    html! {
        <Steps at=2/>
        <div class="import-head">
            <PageTitle text=move || shown.with(|import| t!(import.preview_title, count = count(import.counts.total)))/>
            <p class="import-about"><Icon name="notify"/><span>{move || shown.with(words::about)}</span></p>
            <p class="import-nothing">{move || t!(import.nothing_stored)}</p>
        </div>
        <LeftOut facility shown/>
        {move || shown.with(|import| import.notes.clone()).into_iter().map(|note| html! {
            <Note kind=NoteKind::Info>{words::note(note)}</Note>
        }).collect::<Vec<_>>()}
        <Bar shown/>
        <div class="import-tools">
            <Chips shown listing/>
            <div class="import-acts">
                {when(move || left.with(|left| !left.is_empty()).then(|| html! {
                    <button type="button" class="link" on:click=move |_| left.set(BTreeSet::new())>
                        {move || t!(import.take_all, count = shown.with(|import| import.counts.mendable))}
                    </button>
                }))}
                <NextError listing shown/>
            </div>
        </div>
        {rows(listing, ViewFn::default())}
        <Commit facility shown about decided/>
    }
}

fn count(rows: u32) -> String {
    format::number(i64::from(rows))
}

/// Renders the proportions of the outcomes; the chips below have them in words.
#[component]
fn Bar(shown: Signal<ImportOut>) -> Markup {
    let part = move |outcome: RowOutcome| {
        let rows = shown.with(|import| words::count(&import.counts, outcome));
        (rows > 0).then(|| {
            let class = format!("import-part import-part-{}", outcome.as_str());
            html! { <span class=class style:flex-grow=rows.to_string()></span> }
        })
    };
    html! { <div class="import-bar" aria-hidden="true">{move || words::OUTCOMES.map(part).into_iter().collect::<Vec<_>>()}</div> }
}

/// Renders the number of rows with each outcome; pressing one displays only those.
#[component]
fn Chips(shown: Signal<ImportOut>, listing: Listing) -> Markup {
    let Some((filter, _)) = listing.choices(OUTCOME) else {
        return Markup::nothing();
    };
    let chip = move |outcome: Option<RowOutcome>| {
        let rows = move || {
            shown.with(|import| outcome.map_or(import.counts.total, |outcome| words::count(&import.counts, outcome)))
        };
        let class = outcome.map_or("import-chip".to_owned(), |outcome| {
            format!("import-chip import-chip-{}", outcome.as_str())
        });
        let value = outcome.map_or("", RowOutcome::as_str);
        let is_chosen = Memo::new(move |_| listing.chosen().with(|chosen| chosen.value(filter) == value));
        let icon = outcome.map(|outcome| words::look(outcome).0);
        html! {
            <button
                type="button"
                class=class
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| listing.choose(filter, value)
            >
                {icon.map(|icon| html! { <Icon name=icon/> })}
                <span>{move || outcome.map_or(t!(import.all), words::word)}</span>
                " "
                <strong>{move || count(rows())}</strong>
            </button>
        }
    };
    let outcomes = words::OUTCOMES.into_iter().map(Some);
    html! {
        <div class="import-chips" role="group" aria-label=move || t!(import.chips_label)>
            {std::iter::once(None).chain(outcomes).map(chip).collect::<Vec<_>>()}
        </div>
    }
}

/// Renders the button to the next row that cannot be stored; it reads further rows where none is displayed.
#[component]
fn NextError(listing: Listing, shown: Signal<ImportOut>) -> Markup {
    let at = RwSignal::new(0_u32);
    let wrong = move |after: u32| {
        let rows = untrack(|| listing.rows());
        let wrong = rows.iter().filter(|row| outcome(row) == Some(RowOutcome::Wrong));
        wrong.map(line).find(|line| *line > after)
    };
    let go = move |line: u32| {
        let id = listing.element_id(&line.to_string());
        at.set(line);
        browser::focus(&id);
        browser::show(&id);
    };
    let next = move || match wrong(at.get_untracked()) {
        Some(line) => go(line),
        None if untrack(|| listing.has_more()) => listing.more(),
        // Continues from the beginning.
        None => wrong(0).into_iter().for_each(go),
    };
    use_key(Key::Named("F8"), move || t!(import.next_error), next);
    IntoMarkup::into_markup(move || {
        (shown.with(|import| import.counts.wrong) > 0).then(|| {
            html! { <Button label=move || t!(import.next_error) key_cap="F8" small=true on_press=move |()| next()/> }
        })
    })
}

/// Renders the consequences of the confirmation, and its button.
#[component]
fn Commit(facility: Uuid, shown: Signal<ImportOut>, about: Load<ImportOut>, decided: Decided) -> Markup {
    let (api, saving) = (Api::here(), Saving::new());
    let key = StoredValue::new(Uuid::new_v4().simple().to_string());
    let good = Memo::new(move |_| {
        let taken = decided
            .taken
            .with(|taken| u32::try_from(taken.len()).unwrap_or(u32::MAX));
        shown.with(|import| import.counts.right + import.counts.mendable + import.counts.warned) + taken
    });
    let label = move || {
        let wrong = shown.with(|import| import.counts.wrong);
        match wrong {
            0 => t!(import.commit_all, good = count(good.get())),
            _ => t!(import.commit, good = count(good.get()), wrong = count(wrong)),
        }
    };
    let nothing = Signal::derive(move || (good.get() == 0).then(|| t!(import.nothing_to_store).to_owned()));
    let press = move |()| {
        let id = shown.with_untracked(|import| import.id);
        let decide = |lines: RwSignal<BTreeSet<u32>>, accept: bool| {
            lines.with_untracked(|lines| {
                let told = lines.iter().map(|line| RowDecision { line: *line, accept });
                told.collect::<Vec<_>>()
            })
        };
        let decided = CommitImportIn {
            accept_mends: true,
            decisions: [decide(decided.left, false), decide(decided.taken, true)].concat(),
        };
        let about = about.clone();
        saving.send(
            async move { api.commit_import(facility, id, &decided, &key.get_value()).await },
            move |import| {
                browser::forget(&kept_under(id));
                about.put(import);
            },
        );
    };
    html! {
        <Failure saving/>
        <div class="import-foot">
            <p>{move || t!(import.foot)}</p>
            <ButtonLink href="/import" label=move || t!(import.other_file)/>
            <Button
                kind=ButtonKind::Primary
                label=label
                busy_label=move || t!(import.committing)
                busy=saving.busy
                disabled_reason=nothing
                on_press=press
            />
        </div>
    }
}
