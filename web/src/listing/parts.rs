//! The rows of a list with everything that can replace them, and the panel beside them.

use super::reading::Listing;
use super::{Nothing, Opens, table};
use crate::format;
use crate::keys::{Key, use_key};
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::t;
use crate::ui::load::{Failed, Patient};
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, Empty};
use leptos::prelude::*;

/// Renders the rows, or a skeleton, the failure or the empty state; below them `foot` and the button for more. J and K
/// move through the rows that open something, ↑ and ↓ through the opened ones.
pub fn rows(listing: Listing, foot: ViewFn) -> Markup {
    rows_or(listing, table, None, foot)
}

/// Renders the same with another view of the rows, or another act in the empty state.
pub fn rows_or(listing: Listing, shown: fn(Listing) -> Markup, empty_act: Option<ViewFn>, foot: ViewFn) -> Markup {
    if !matches!(listing.page.opens, Opens::Nothing) {
        use_key(Key::Letter("J"), || t!(police.key_next), move || listing.step(1));
        use_key(Key::Letter("K"), || t!(police.key_previous), move || listing.step(-1));
    }
    let any = Memo::new(move |_| listing.count() > 0);
    let busy = listing.busy();
    let retry = Callback::new(move |()| listing.reload());
    let more = Callback::new(move |()| listing.more());
    let is_empty = Memo::new(move |_| !any.get() && listing.is_read() && !busy.get());
    html! {
        <div class="stays-hold" aria-busy=move || busy.get().to_string()>
            {move || any.get().then(|| shown(listing))}
            {move || (!any.get() && busy.get()).then(|| html! { <Patient rows=8/> })}
            {move || listing.error.get().map(|error| html! { <Failed error retry busy/> })}
            {move || is_empty.get().then(|| nothing(listing, empty_act.clone()))}
            {move || any.get().then(|| html! {
                {move || listing.has_more().then(|| html! {
                    <p class="print-only">{move || t!(police.printed_part, count = listing.count())}</p>
                })}
                <div class="stays-foot">
                    {foot.run()}
                    {move || listing.has_more().then(|| html! { <Button label=move || t!(police.more) small=true busy on_press=more/> })}
                </div>
            })}
        </div>
    }
}

fn nothing(listing: Listing, act: Option<ViewFn>) -> Markup {
    let is_filtered = listing.narrows();
    let Nothing { icon, title, hint } = if is_filtered {
        &listing.page.none_filtered
    } else {
        &listing.page.none
    };
    let (title, hint) = (*title, *hint);
    let clear = Callback::new(move |()| listing.clear());
    html! {
        <Empty icon=*icon title=move || title() detail=move || hint()>
            {if is_filtered && !listing.page.filters.is_empty() {
                html! { <Button label=move || t!(police.clear_filters) on_press=clear/> }
            } else {
                act.as_ref().map(ViewFn::run).into_markup()
            }}
        </Empty>
    }
}

/// Returns "50 of 312", where the answer counts the whole list; else the number of rows displayed.
pub fn shown_of(listing: Listing, total: &'static str) -> Markup {
    let words = move || {
        let shown = format::number(i64::try_from(listing.count()).unwrap_or(i64::MAX));
        match listing.about().and_then(|about| about.number(total)) {
            Some(total) => t!(police.shown_of, shown = shown, total = format::number(total)),
            None => t!(police.shown, shown = shown),
        }
    };
    html! { <p>{words}</p> }
}

/// Panel beside the list, which a row opens.
#[derive(Clone, Copy)]
pub struct Panel {
    /// Id of the panel.
    pub id: &'static str,
    /// Its heading.
    pub title: Signal<String>,
    /// Content, for the id of a row.
    pub body: Callback<String, Markup>,
    /// Whether drafts keep the typed text, so that the panel closes without a question.
    pub keeps_words: bool,
}

impl Panel {
    /// Renders the panel, while a row is open.
    pub fn view(self, listing: Listing) -> Markup {
        debug_assert!(matches!(listing.page.opens, Opens::Panel));
        let is_open = Memo::new(move |_| listing.open().with(Option::is_some));
        let close = Callback::new(move |()| listing.close());
        let step = Callback::new(move |by: i32| listing.step(by));
        let body = move || listing.open().get().map(|id| self.body.run(id));
        (move || {
            is_open.get().then(|| {
                if self.keeps_words {
                    html! {
                        <SidePanel id=self.id unsaved=false title=self.title on_close=close on_step=step>{body}</SidePanel>
                    }

                } else {
                    html! { <SidePanel id=self.id title=self.title on_close=close on_step=step>{body}</SidePanel> }

                }
            })
        })
        .into_markup()
    }
}
