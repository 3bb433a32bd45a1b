//! Search for a person among the stays in the officer's area. Names and numbers are never in the address.

mod form;
mod person;

use crate::api::{Api, ApiError};
use crate::browser;
use crate::dossier::data_request::OnlineLimit;
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::sort_by;
use crate::session::Session;
use crate::t;
use crate::ui::load::{Failed, Patient};
use crate::ui::note::NoteKind;
use crate::ui::{Empty, Icon, Note, PageTitle, Region};
use dto::stay::{PersonOut, SearchOut, StaySearchIn};
use form::SearchForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use person::Person;
use rules::document::DocumentType;
use time::Date;

/// Result of the search.
#[derive(Clone)]
enum Found {
    Nothing,
    Busy,
    People(SearchOut),
    Failed(ApiError),
}

/// Renders the page.
#[component]
pub fn PoliceSearch() -> Markup {
    let (api, session) = (Api::here(), Session::here());
    let found = RwSignal::new(Found::Nothing);
    let asked = RwSignal::new(None::<StaySearchIn>);
    let refused = RwSignal::new(Vec::new());
    let number = StoredValue::new(0_u32);
    let run = Callback::new(move |search: StaySearchIn| {
        let this = number.get_value().wrapping_add(1);
        number.set_value(this);
        found.set(Found::Busy);
        asked.set(Some(search.clone()));
        spawn_local(async move {
            let outcome = api.search_stays(&search).await;
            if number.try_get_value() != Some(this) {
                return;
            }
            match outcome {
                Ok(people) => found.set(Found::People(people)),
                Err(ApiError::Problem(problem)) if !problem.errors.is_empty() => {
                    found.set(Found::Nothing);
                    refused.set(problem.errors.clone());
                }
                Err(error) => found.set(Found::Failed(error)),
            }
        });
    });
    let scope = move || {
        let area = session
            .account()
            .get()
            .map(|account| account.area.name)
            .unwrap_or_default();
        t!(police.search_scope, area = area)
    };
    let is_busy = Memo::new(move |_| matches!(found.get(), Found::Busy));
    let again = Callback::new(move |()| {
        if let Some(search) = asked.get_untracked() {
            run.run(search);
        }
    });
    html! {
        <div class="page-head search-head">
            <PageTitle text=move || t!(police.search_title)/>
            <p class="search-scope">
                <Icon name="lock"/>
                {scope}
            </p>
        </div>
        <SearchForm on_search=run refused busy=is_busy/>
        <OnlineLimit/>
        <div class="search-body" aria-busy=move || is_busy.get().to_string()>
            {move || match found.get() {
                Found::Nothing => html! {
                    <Empty icon="search" title=move || t!(police.search_start) detail=move || t!(police.search_start_hint)/>
                },
                Found::Busy => html! { <Patient rows=8/> },
                Found::Failed(error) => html! { <Failed error retry=again/> },
                Found::People(people) => html! { <Results people asked=asked.get_untracked().unwrap_or_default()/> },
            }}
        </div>
    }
}

#[component]
fn Results(people: SearchOut, asked: StaySearchIn) -> Markup {
    let count = people.people.len();
    let chosen = RwSignal::new(0_usize);
    let is_cut = people.truncated;
    let doubles = StoredValue::new(maybe_same(&people.people));
    let people = StoredValue::new(people.people);
    let rows = move || {
        people.with_value(|people| {
            people
                .iter()
                .enumerate()
                .map(|(index, person)| result(index, person, chosen))
                .collect::<Vec<_>>()
        })
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => chosen.get_untracked().saturating_add(1).min(count - 1),
            "ArrowUp" => chosen.get_untracked().saturating_sub(1),
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        chosen.set(step);
        browser::focus(&format!("person-{step}"));
    };
    let same = move || {
        doubles.with_value(|doubles| {
            doubles
                .iter()
                .map(|(first, others)| {
                    let others: Vec<String> = others.iter().map(|index| (index + 1).to_string()).collect();
                    let joined = match others.split_last() {
                        Some((last, [])) => last.clone(),
                        Some((last, rest)) => format!("{} {} {last}", rest.join(", "), t!(police.and)),
                        None => String::new(),
                    };
                    html! { <p class="search-same">{t!(police.maybe_same, others = joined, first = first + 1)}</p> }
                })
                .collect::<Vec<_>>()
        })
    };
    let asked = StoredValue::new(asked);
    if count == 0 {
        let none = move || t!(police.results_none, text = asked.with_value(words_of));
        return html! {
            <Region class="hidden">{none}</Region>
            <Empty icon="search" title=none detail=move || t!(police.results_none_hint)/>
        };
    }
    html! {
        <Region class="hidden">{move || t!(police.results_announce, count = count)}</Region>
        <section class="search-results" aria-labelledby="results-title">
            <div class="ledger-head">
                <h2 id="results-title">{move || t!(police.results)}</h2>
                <span class="ledger-count">{count}</span>
                <span class="ledger-hint">{move || t!(police.results_hint)}</span>
            </div>
            {is_cut.then(|| html! { <Note kind=NoteKind::Warn>{move || t!(police.results_truncated, count = count)}</Note> })}
            <ul class="ledger" on:keydown=on_keydown>{rows}</ul>
            {same}
        </section>
        {move || {
            // Its texts are built once, so it is rendered again in another language.
            lang();
            let person = people.with_value(|people| people.get(chosen.get()).cloned());
            person.map(|person| html! { <Person person asked=asked.get_value()/> })
        }}
    }
}

fn result(index: usize, person: &PersonOut, chosen: RwSignal<usize>) -> Markup {
    let is_chosen = Memo::new(move |_| chosen.get() == index);
    let (name, document) = (person.full_name.clone(), person.document_masked.clone());
    let shares_number = person.shares_number;
    let (birth_date, birth_year, stays) = (person.birth_date, person.birth_year, person.stays.len());
    let (kind, address, nationality) = (person.document_type, person.address.clone(), person.nationality.clone());
    let lists = Lists::here();
    let place = move || match (&address, nationality.as_str()) {
        (Some(address), "VN") => last_part(address).to_owned(),
        (_, "VN") => t!(police.address_unknown).to_owned(),
        (_, code) => format!("{} ({code})", lists.label("nationalities", code)),
    };
    html! {
        <li class="person" class:selected=is_chosen>
            <button
                type="button"
                class="person-open"
                id=format!("person-{index}")
                aria-current=move || is_chosen.get().then_some("true")
                // One stop for Tab; arrow keys move through the list.
                tabindex=move || if is_chosen.get() { "0" } else { "-1" }
                on:click=move |_| {
                    chosen.set(index);
                    show_person();
                }
            >
                <span class="person-name">{name}</span>
                <span class="person-count">
                    {move || t!(police.stays_count, count = stays)}
                </span>
                <span class="person-facts">
                    {move || birth(birth_date, birth_year)}
                    " · "
                    {(kind == DocumentType::Cmnd).then_some("CMND ")}
                    <span class="mono">{document}</span>
                    " · "
                    {place}
                    {shares_number.then(|| html! { " · " <strong class="person-shares">{move || t!(police.shares_number)}</strong> })}
                </span>
            </button>
        </li>
    }
}

/// Scrolls the person into view where it is below the list and outside the visible part.
fn show_person() {
    request_animation_frame(|| {
        let height = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64())
            .unwrap_or_default();
        if let Some(panel) = browser::element("person")
            && panel.get_bounding_client_rect().top() > height * 0.7
        {
            panel.scroll_into_view();
            browser::focus("person-name");
        }
    });
}

/// Returns "02/04/1982" or "năm 1982".
fn birth(date: Option<Date>, year: i32) -> String {
    date.map_or_else(|| t!(police.born_year, year = year), format::date)
}

/// Returns the search terms as they were typed.
fn words_of(asked: &StaySearchIn) -> String {
    let date = asked.birth_date.map(format::date);
    let year = asked.birth_year.map(|year| year.to_string());
    let all = [asked.name.clone(), asked.document_number.clone(), date, year];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Returns the province of an address typed as text, normally its last part.
fn last_part(address: &str) -> &str {
    address.rsplit(',').next().unwrap_or(address).trim()
}

/// Returns people who may be the same person: the same words in the name, and births that do not contradict each other.
/// A person decides; the system merges no records.
fn maybe_same(people: &[PersonOut]) -> Vec<(usize, Vec<usize>)> {
    let words = |person: &PersonOut| {
        let folded = rules::name::fold(&person.full_name);
        let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        sort_by(&mut words, Clone::clone);
        words
    };
    let births_agree = |a: &PersonOut, b: &PersonOut| match (a.birth_date, b.birth_date) {
        (Some(a), Some(b)) => a == b,
        _ => a.birth_year == b.birth_year,
    };
    let mut seen = vec![false; people.len()];
    let mut found = Vec::new();
    for (index, person) in people.iter().enumerate() {
        if seen[index] {
            continue;
        }
        let others: Vec<usize> = (index + 1..people.len())
            .filter(|&other| {
                person.sex == people[other].sex
                    && births_agree(person, &people[other])
                    && words(person) == words(&people[other])
            })
            .collect();
        for &other in &others {
            seen[other] = true;
        }
        if !others.is_empty() {
            found.push((index, others));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::person::Sex;
    use time::macros::date;

    fn person(full_name: &str, birth_date: Option<Date>, birth_year: i32) -> PersonOut {
        PersonOut {
            shares_number: false,
            full_name: full_name.to_owned(),
            birth_date,
            birth_year,
            sex: Sex::Male,
            nationality: "VN".to_owned(),
            document_type: DocumentType::Cccd,
            document_masked: String::new(),
            address: None,
            stays: Vec::new(),
            overlaps: Vec::new(),
        }
    }

    #[test]
    fn the_same_words_and_births_that_agree_may_be_one_person() {
        let people = [
            person("Lâm Tấn Phát", Some(date!(1982 - 04 - 02)), 1982),
            person("Lâm Tấn Phát", Some(date!(1982 - 11 - 17)), 1982),
            person("LAM TAN PHAT", None, 1982),
            person("Lâm Tấn Phát", Some(date!(1983 - 04 - 02)), 1983),
            person("Phát Lâm Tấn", Some(date!(1982 - 04 - 02)), 1982),
            person("Lâm Tấn Đạt", Some(date!(1982 - 04 - 02)), 1982),
        ];
        assert_eq!(
            maybe_same(&people),
            [(0, vec![2, 4]), (1, vec![2])],
            "a bare year agrees with both"
        );
    }

    #[test]
    fn a_typed_address_is_shortened_to_its_last_part() {
        assert_eq!(last_part("Tổ 4, Phường Ninh Hòa, tỉnh Khánh Hòa"), "tỉnh Khánh Hòa");
        assert_eq!(last_part("Cần Thơ"), "Cần Thơ");
    }
}
