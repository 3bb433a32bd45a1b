//! Content of a file that is not among the rows: hidden parts, unknown columns, lines that are no guests.

use super::LastFile;
use crate::api::Api;
use crate::form::{Failure, Saving};
use crate::format;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Note, NoteKind};
use dto::import::{ImportHidden, ImportIn, ImportOut};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

/// Maximum number of row numbers in a sentence.
const NAMED: usize = 12;

/// Renders what was left out, and offers to read the file once more with its hidden parts.
#[component]
pub fn LeftOut(facility: Uuid, shown: Signal<ImportOut>) -> Markup {
    let (api, saving) = (Api::here(), Saving::new());
    let navigate = StoredValue::new_local(use_navigate());
    let last = use_context::<LastFile>();
    let held = move || last.and_then(|LastFile(last)| last.get());
    let again = move |_| {
        let Some(import) = held() else { return };
        let import = ImportIn {
            include_hidden: true,
            ..import
        };
        let key = Uuid::new_v4().simple().to_string();
        saving.send(
            async move { api.preview_import(facility, &import, &key).await },
            move |import| {
                navigate.with_value(|navigate| {
                    navigate(&format!("/import?id={}", import.id), NavigateOptions::default());
                });
            },
        );
    };
    let hidden = Memo::new(move |_| shown.with(|import| import.hidden.clone()));
    let counted = move || shown.with(|import| (import.lines, import.counts.total));
    let unread = move || shown.with(|import| import.unread_columns.join(", "));
    html! {
        {move || {
            let (lines, total) = counted();
            (lines != total).then(|| html! {
                <Note kind=NoteKind::Warn>
                    {t!(import.lines_differ, lines = format::number(i64::from(lines)), total = format::number(i64::from(total)))}
                </Note>
            })
        }}
        {move || {
            let hidden = hidden.get();
            let is_read = hidden.included;
            let parts = parts(&hidden).join(" ");
            (!hidden.is_empty()).then(|| html! {
                <Note kind=NoteKind::Warn>
                    <p>{parts}</p>
                    {if is_read {
                        html! { <p>{t!(import.hidden_read)}</p> }
                    } else if held().is_some() {
                        html! {
                            <p>
                                {t!(import.hidden_left)} " "
                                <button type="button" class="link" disabled=move || saving.busy.get() on:click=again>
                                    {move || t!(import.hidden_again)}
                                </button>
                            </p>
                        }

                    } else {
                        html! { <p>{t!(import.hidden_choose)}</p> }
                    }}
                </Note>
            })
        }}
        {when(move || (!unread().is_empty()).then(|| html! {
            <Note kind=NoteKind::Info>{t!(import.unread_columns, columns = unread())}</Note>
        }))}
        <Failure saving/>
    }
}

/// Returns the hidden parts in words.
fn parts(hidden: &ImportHidden) -> Vec<String> {
    let mut parts = Vec::new();
    if hidden.row_count > 0 {
        let named: Vec<String> = hidden.rows.iter().take(NAMED).map(u32::to_string).collect();
        let more = if hidden.rows.len() > NAMED || hidden.row_count as usize > hidden.rows.len() {
            ", …"
        } else {
            ""
        };
        let count = format::number(i64::from(hidden.row_count));
        parts.push(t!(
            import.hidden_rows,
            count = count,
            rows = format!("{}{more}", named.join(", "))
        ));
    }
    if !hidden.columns.is_empty() {
        parts.push(t!(import.hidden_columns, columns = hidden.columns.join(", ")));
    }
    if !hidden.sheets.is_empty() {
        parts.push(t!(import.hidden_sheets, sheets = hidden.sheets.join(", ")));
    }
    parts
}
