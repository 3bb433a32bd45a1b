//! The guests of a facility: its own stays, newest first.

mod list;

use crate::api::Call;
use crate::frame::search::SearchText;
use crate::listing::{Listing, filters, rows_or, table, tools};
use crate::markup::{Markup, ViewFn, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::note::NoteKind;
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, Field, Note, PageTitle, TextInput};
use dto::operations::stays::{ListStays, SearchStays};
use dto::stay::{StaySearchIn, parse_search_text};
use leptos::prelude::*;
use list::{FOUND, LIST};

/// Minimum length of a complete document number; fewer characters are the end of one.
const SHORTEST_NUMBER: usize = 7;
/// Minimum length of an end; fewer characters match half of the guests.
const SHORTEST_ENDING: usize = 4;

/// Returns the search, with everything that can be read from the text.
fn sought(text: &str) -> StaySearchIn {
    let mut search = parse_search_text(text);
    let number = search.document_number.take();
    // A year alone is not a search: four digits alone are the end of a number.
    let number = number.or_else(|| {
        let is_alone = search.name.is_none() && search.birth_date.is_none();
        let year = is_alone.then(|| search.birth_year.take()).flatten();
        year.map(|year| year.to_string())
    });
    if number
        .as_ref()
        .is_some_and(|number| number.chars().count() < SHORTEST_NUMBER)
    {
        search.document_ending = number;
    } else {
        search.document_number = number;
    }
    search
}

/// Returns whether the search is specific enough.
fn is_enough(search: &StaySearchIn) -> bool {
    let ending = search.document_ending.as_ref();
    let name = search.name.as_ref();
    ending.is_none_or(|ending| ending.chars().count() >= SHORTEST_ENDING)
        && (search.document_number.is_some()
            || ending.is_some()
            || search.birth_date.is_some()
            || name.is_some_and(|name| name.chars().count() >= 2))
}

/// Renders the guests of a facility.
#[component]
pub fn Guests() -> Markup {
    let (search, session) = (SearchText::here(), Session::here());
    let is_searching = Memo::new(move |_| !search.asked().is_empty());
    html! {
        <PageTitle text=move || t!(guests.title)/>
        {move || session.may(dto::operations::stays::SearchStays).then(|| html! { <Search/> })}
        {move || if is_searching.get() {
            html! { <Results/> }
        } else {
            html! { <List/> }
        }}
    }
}

#[component]
fn Search() -> Markup {
    let search = SearchText::here();
    let text = RwSignal::new(untrack(|| search.asked()));
    let wrong = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked().trim().to_owned();
        let enough = is_enough(&sought(&typed));
        wrong.set(!enough);
        if enough {
            search.ask(typed);
        }
    };
    // The text is entered at the top of the page.
    effect(move || text.set(search.asked()));
    effect(move || {
        text.track();
        wrong.set(false);
    });
    let error = Signal::derive(move || wrong.get().then(|| t!(guests.search_empty).to_owned()));
    html! {
        <form class="guests-search" role="search" novalidate on:submit=submit>
            <Field id="guest-search" label=move || t!(guests.search_label) hint=move || t!(guests.search_hint) error>
                <TextInput value=text/>
            </Field>
            <Button kind=ButtonKind::Primary label=move || t!(guests.search_go) icon="search" submit=true/>
        </form>
    }
}

/// Renders the results for the search text.
#[component]
fn Results() -> Markup {
    let search = SearchText::here();
    let is_enough = Memo::new(move |_| is_enough(&sought(&search.asked())));
    let listing = Listing::searching(&FOUND, search.text(), move |_| {
        let search = sought(&search.asked());
        self::is_enough(&search).then(|| Call::with(SearchStays::at(), &search).ask)
    });
    let count = move || {
        listing.about().filter(|_| listing.count() > 0).map(|about| {
            t!(
                guests.found_people,
                people = about.items("/people").len(),
                stays = listing.count()
            )
        })
    };
    let is_truncated = move || listing.about().is_some_and(|about| about.is("/truncated"));
    html! {
        <section>
            <div class="ledger-head ledger-loose">
                <h2>{move || t!(guests.found)}</h2>
                <span class="ledger-hint" role="status">{count}</span>
                <button type="button" class="link ledger-end" on:click=move |_| search.ask(String::new())>{move || t!(guests.search_clear)}</button>
            </div>
            {move || is_truncated().then(|| html! { <Note kind=NoteKind::Warn>{t!(guests.found_truncated)}</Note> })}
            {move || if is_enough.get() {
                rows_or(listing, table, None, ViewFn::default())
            } else {
                html! {
                    <Empty icon="search" title=move || t!(guests.too_little, text = search.asked()) detail=move || t!(guests.search_empty)/>
                }
            }}
        </section>
    }
}

#[component]
fn List() -> Markup {
    let listing = Listing::new(&LIST, |wanted| {
        Some(Call::of(ListStays::at()).query(&wanted.query()).ask)
    });
    let notify = || html! { <ButtonLink href="/notify" label=move || t!(today.notify) icon="notify"/> };
    let foot = move || html! { <p role="status">{move || t!(guests.shown, count = listing.count())}</p> };
    html! {
        {filters(listing, tools(listing, true, Markup::nothing()))}
        {rows_or(listing, table, Some(notify.into()), foot.into())}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_is_the_end_of_one() {
        let ending = |text: &str| sought(text).document_ending;
        assert_eq!(ending("4731").as_deref(), Some("4731"));
        assert_eq!(ending("1987").as_deref(), Some("1987"));
        assert_eq!(ending("056082004731"), None);
        assert_eq!(sought("lam tan phat 1987").birth_year, Some(1987));
        for (text, enough) in [
            ("212", false),
            ("4731", true),
            ("lam", true),
            ("l", false),
            ("02/04/1982", true),
        ] {
            assert_eq!(is_enough(&sought(text)), enough, "{text}");
        }
    }
}
