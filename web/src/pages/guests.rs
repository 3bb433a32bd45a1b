//! The guests of a facility: its own stays, newest first.

use crate::api::{Api, ApiError};
use crate::format;
use crate::frame::search::SearchText;
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::pages::police_list::filter::Received;
use crate::pages::police_list::table::{entered, time_of};
use crate::pages::police_list::{Period, country_choices, country_word, received_choices};
use crate::pages::stay::fields;
use crate::pages::stay::listing::{Listing, focus_neighbour, row_id};
use crate::paging::Patience;
use crate::reactive::{each, effect, sort_by, when};
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter as FilterButton;
use crate::ui::load::Failed;
use crate::ui::note::NoteKind;
use crate::ui::{
    Button, ButtonKind, ButtonLink, Choice, Empty, Field, Icon, Note, PageTitle, Status, StatusTag, TextInput,
};
use dto::given::Text as _;
use dto::operations::stays::SearchStays;
use dto::stay::{SearchOut, StaySearchIn, StayState, StaySummary, parse_search_text};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use rules::nights::StayKind;
use std::sync::Arc;
use time::Date;

const PATH: &str = "/guests";

/// The states by which the list is filtered, as the address and the API name them.
const STATES: [&str; 6] = ["expected", "present", "leaving", "overdue", "departed", "cancelled"];

fn state_word(state: &str) -> &'static str {
    match state {
        "expected" => t!(guests.state_expected),
        "present" => t!(guests.state_present),
        "leaving" => t!(guests.state_leaving),
        "overdue" => t!(guests.state_overdue),
        "departed" => t!(guests.state_departed),
        "cancelled" => t!(guests.state_cancelled),
        _ => t!(guests.any),
    }
}

/// The filter as it stands in the address. Names and numbers never do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Filter {
    state: Option<String>,
    received: Received,
    nationality: Option<String>,
}

impl Filter {
    const NONE: Self = Self {
        state: None,
        received: Received::Any,
        nationality: None,
    };

    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            state: get("state").filter(|state| STATES.contains(&state.as_str())),
            received: get("notified")
                .and_then(|text| Received::from_choice(&text))
                .unwrap_or(Received::Any),
            nationality: get("nationality").filter(|code| code == "foreign" || code.len() == 2),
        }
    }

    fn address(&self) -> String {
        let received = (self.received != Received::Any).then(|| format!("notified={}", self.received.choice()));
        let state = self.state.as_ref().map(|state| format!("state={state}"));
        let nationality = self.nationality.as_ref().map(|code| format!("nationality={code}"));
        let parts: Vec<String> = [state, received, nationality].into_iter().flatten().collect();
        if parts.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{}", parts.join("&"))
        }
    }

    fn query(&self, today: Date) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        if let Some(state) = &self.state {
            query.push(("state", state.clone()));
        }
        if let Some((from, to)) = self.received.days(today) {
            query.push(("notified_from", from.to_text().into_owned()));
            query.push(("notified_to", to.to_text().into_owned()));
        }
        if let Some(code) = &self.nationality {
            query.push(("nationality", code.clone()));
        }
        query
    }
}

/// Fewer characters are no whole number of any document, but the end of one.
const SHORTEST_NUMBER: usize = 7;
/// Fewer characters of an end fit half the facility.
const SHORTEST_ENDING: usize = 4;

/// What is searched for, with all that can be told from the text.
fn sought(text: &str) -> StaySearchIn {
    let mut search = parse_search_text(text);
    let number = search.document_number.take();
    // Nobody is searched for by a year alone: four digits alone are the end of a number.
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

/// Whether it is enough to search by.
fn is_enough(search: &StaySearchIn) -> bool {
    let ending = search.document_ending.as_ref();
    let name = search.name.as_ref();
    ending.is_none_or(|ending| ending.chars().count() >= SHORTEST_ENDING)
        && (search.document_number.is_some()
            || ending.is_some()
            || search.birth_date.is_some()
            || name.is_some_and(|name| name.chars().count() >= 2))
}

/// What a search gave.
#[derive(Clone)]
enum Found {
    Nothing,
    Busy,
    TooLittle,
    People(SearchOut),
    Failed(ApiError),
}

/// The guests of a facility.
#[component]
pub fn Guests() -> impl IntoView {
    let (api, search, session) = (Api::here(), SearchText::here(), Session::here());
    let found = RwSignal::new(Found::Nothing);
    let run = move |text: String| {
        if text.is_empty() {
            return found.set(Found::Nothing);
        }
        let search = sought(&text);
        if !is_enough(&search) {
            return found.set(Found::TooLittle);
        }
        found.set(Found::Busy);
        spawn_local(async move {
            let outcome = api.search_stays(&search).await;
            found.try_set(outcome.map_or_else(Found::Failed, Found::People));
        });
    };
    effect(move || run(search.asked()));
    let is_searching = Memo::new(move |_| !matches!(found.get(), Found::Nothing));
    view! {
        <PageTitle text=move || t!(guests.title)/>
        {when(move || session.may(SearchStays).then(|| view! { <Search/> }))}
        {move || if is_searching.get() {
            view! { <Results found/> }.into_any()
        } else {
            view! { <List/> }.into_any()
        }}
    }
}

#[component]
fn Search() -> impl IntoView {
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
    // Searched for at the top of the page.
    effect(move || text.set(search.asked()));
    effect(move || {
        text.track();
        wrong.set(false);
    });
    let error = Signal::derive(move || wrong.get().then(|| t!(guests.search_empty).to_owned()));
    view! {
        <form class="guests-search" role="search" novalidate on:submit=submit>
            <Field id="guest-search" label=move || t!(guests.search_label) hint=move || t!(guests.search_hint) error>
                <TextInput value=text/>
            </Field>
            <Button kind=ButtonKind::Primary label=move || t!(guests.search_go) icon="search" submit=true/>
        </form>
    }
}

#[component]
fn Results(found: RwSignal<Found>) -> impl IntoView {
    let search = SearchText::here();
    let back = Callback::new(move |()| search.ask(String::new()));
    let stays = Memo::new(move |_| {
        let Found::People(people) = found.get() else {
            return Vec::new();
        };
        let mut stays: Vec<StaySummary> = people.people.into_iter().flat_map(|person| person.stays).collect();
        sort_by(&mut stays, |stay| std::cmp::Reverse((stay.notified_at, stay.id)));
        stays
    });
    let count = move || match found.get() {
        Found::People(people) => t!(
            guests.found_people,
            people = people.people.len(),
            stays = stays.with(Vec::len)
        ),
        _ => String::new(),
    };
    let is_truncated = move || matches!(found.get(), Found::People(people) if people.truncated);
    view! {
        <section class="stays-hold" aria-busy=move || matches!(found.get(), Found::Busy).to_string()>
            <div class="ledger-head ledger-loose">
                <h2>{move || t!(guests.found)}</h2>
                <span class="ledger-hint" role="status">{count}</span>
                <button type="button" class="link ledger-end" on:click=move |_| back.run(())>{move || t!(guests.search_clear)}</button>
            </div>
            {when(move || is_truncated().then(|| view! { <Note kind=NoteKind::Warn>{t!(guests.found_truncated)}</Note> }))}
            {move || match found.get() {
                Found::Nothing => ().into_any(),
                Found::Busy => view! { <Patience/> }.into_any(),
                Found::TooLittle => view! {
                    <Empty icon="search" title=move || t!(guests.too_little, text = search.asked()) detail=move || t!(guests.search_empty)/>
                }.into_any(),
                Found::Failed(error) => {
                    let retry = Callback::new(move |()| search.ask(search.asked()));
                    view! { <Failed error retry/> }.into_any()
                }
                Found::People(people) if people.people.is_empty() => view! {
                    <Empty icon="search" title=move || t!(guests.found_none, text = search.asked()) detail=move || t!(guests.found_none_hint)/>
                }.into_any(),
                Found::People(_) => view! { <GuestTable items=stays/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn List() -> impl IntoView {
    let lists = Lists::here();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| Filter::read(|name| query.get(name))));
    let navigate = use_navigate();
    let set = Callback::new(move |change: Filter| {
        navigate(
            &change.address(),
            NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let today = Memo::new(move |_| lists.clock().today());
    let listing = Listing::new(move || filter.get().query(today.get()));
    let items = listing.items();
    let any = Memo::new(move |_| items.with(|items| !items.is_empty()));
    let is_filtered = Memo::new(move |_| filter.get() != Filter::NONE);
    let more = Callback::new(move |()| listing.more());
    let retry = Callback::new(move |()| listing.reload());
    view! {
        <Filters filter set today/>
        <section class="stays-hold" aria-busy=move || listing.busy().get().to_string()>
            {when(move || any.get().then(|| view! { <GuestTable items=Memo::new(move |_| items.get())/> }))}
            {when(move || (!any.get() && listing.busy().get()).then(|| view! { <Patience/> }))}
            {when(move || listing.error().map(|error| view! { <Failed error retry busy=listing.busy()/> }))}
            {when(move || (!any.get() && listing.is_read() && !listing.busy().get()).then(|| {
                if is_filtered.get() {
                    view! {
                        <Empty icon="search" title=move || t!(guests.none_filtered) detail=move || t!(guests.none_filtered_hint)>
                            <Button label=move || t!(guests.clear_filters) on_press=Callback::new(move |()| set.run(Filter::NONE))/>
                        </Empty>
                    }.into_any()
                } else {
                    view! {
                        <Empty icon="guests" title=move || t!(guests.none) detail=move || t!(guests.none_hint)>
                            <ButtonLink href="/notify" label=move || t!(today.notify) icon="notify"/>
                        </Empty>
                    }.into_any()
                }
            }))}
            {when(move || any.get().then(|| view! {
                <div class="stays-foot">
                    <p role="status">{move || t!(guests.shown, count = items.with(Vec::len))}</p>
                    {when(move || listing.has_more().then(|| view! { <Button label=move || t!(guests.more) small=true busy=listing.busy() on_press=more/> }))}
                </div>
            }))}
        </section>
    }
}

#[component]
fn Filters(filter: Memo<Filter>, set: Callback<Filter>, today: Memo<Date>) -> impl IntoView {
    let lists = Lists::here();
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut changed = filter.get_untracked();
        edit(&mut changed);
        set.run(changed);
    };
    let optional = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let states = Signal::derive(move || {
        let each = STATES.into_iter().map(|state| Choice::new(state, state_word(state)));
        Arc::new(
            std::iter::once(Choice::new("", t!(guests.any)))
                .chain(each)
                .collect::<Vec<_>>(),
        )
    });
    let state = move || filter.with(|filter| filter.state.clone()).unwrap_or_default();
    let period = Callback::new(move |close: Callback<()>| {
        let apply = Callback::new(move |(from, to)| {
            change(&|filter| filter.received = Received::Period(from, to));
            close.run(());
        });
        view! { <Period today apply/> }.into_any()
    });
    let country = move || filter.with(|filter| filter.nationality.clone());
    view! {
        <div class="filters" role="group" aria-label=move || t!(police.filters_label)>
            <FilterButton
                id="state"
                name=move || t!(guests.filter_state)
                shown=Signal::derive(move || state_word(&state()).to_owned())
                is_set=Signal::derive(move || filter.with(|filter| filter.state.is_some()))
                chosen=Signal::derive(state)
                options=states
                on_choose=Callback::new(move |value: String| change(&|filter| filter.state = optional(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.state = None))
            />
            <FilterButton
                id="notified"
                name=move || t!(guests.filter_date)
                shown=Signal::derive(move || filter.with(|filter| filter.received.words(today.get())))
                is_set=Signal::derive(move || filter.with(|filter| filter.received != Received::Any))
                chosen=Signal::derive(move || filter.with(|filter| filter.received.choice()))
                options=Signal::derive(received_choices)
                on_choose=Callback::new(move |value: String| change(&|filter| filter.received = Received::from_choice(&value).unwrap_or(Received::Any)))
                on_clear=Callback::new(move |()| change(&|filter| filter.received = Received::Any))
                more=period
            />
            <FilterButton
                id="nationality"
                name=move || t!(guests.filter_nationality)
                shown=Signal::derive(move || country_word(country().as_deref(), lists))
                is_set=Signal::derive(move || country().is_some())
                chosen=Signal::derive(move || country().unwrap_or_default())
                options=Signal::derive(move || country_choices(lists))
                search=move || t!(police.country_search)
                on_choose=Callback::new(move |value: String| change(&|filter| filter.nationality = optional(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.nationality = None))
            />
            {when(move || (filter.get() != Filter::NONE).then(|| view! {
                <button type="button" class="link" on:click=move |_| set.run(Filter::NONE)>{t!(guests.clear_filters)}</button>
            }))}
        </div>
    }
}

/// The state of a stay for its facility.
pub fn state_status(stay: &StaySummary) -> Status {
    match stay.state {
        StayState::Expected => Status::Expected,
        StayState::Present if stay.kind == StayKind::DayUse => Status::DayUsePlain,
        StayState::Present => Status::Present,
        StayState::Leaving => Status::Leaving,
        StayState::Overdue if stay.nights.grown > 0 => Status::Grown(stay.nights.grown),
        StayState::Overdue => Status::Overdue,
        StayState::Departed => Status::Departed,
        StayState::Cancelled => Status::Cancelled,
    }
}

#[component]
fn GuestTable(
    /// Newest first.
    items: Memo<Vec<StaySummary>>,
) -> impl IntoView {
    let lists = Lists::here();
    use_key(
        Key::Letter("J"),
        move || t!(police.key_next),
        move || focus_neighbour(items.into(), 1),
    );
    use_key(
        Key::Letter("K"),
        move || t!(police.key_previous),
        move || focus_neighbour(items.into(), -1),
    );
    let today = Memo::new(move |_| lists.clock().today());
    view! {
        <table class="stays stays-guests" role="table" aria-label=move || t!(guests.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" aria-sort="descending"><span class="sorted">{move || t!(guests.col_notified)}<Icon name="chevron-down"/></span></th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_guest)}</th>
                    <th role="columnheader" scope="col" class="less">{move || t!(guests.col_sex)}</th>
                    <th role="columnheader" scope="col" class="number less">{move || t!(guests.col_birth)}</th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_country)}</th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_document)}</th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_room)}</th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_arrival)}</th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_departure)}</th>
                    <th role="columnheader" scope="col">{move || t!(guests.col_state)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {each(
                    move || items.get(),
                    |stay| format!("{} {} {}", stay.id, stay.version, stay.state as u8),
                    move |stay| guest_row(stay, today),
                )}
            </tbody>
        </table>
    }
}

fn guest_row(stay: StaySummary, today: Memo<Date>) -> impl IntoView {
    let (notified_at, arrival_at, departed_at, planned_at) = (
        stay.notified_at,
        stay.arrival_at,
        stay.departed_at,
        stay.planned_departure_at,
    );
    let (sex, status, late) = (stay.sex, state_status(&stay), stay.late_seconds);
    let entered = entered(&stay, today);
    let leaves = move || match departed_at {
        Some(at) => time_of(at, today.get()),
        None => t!(
            guests.planned,
            date = format::short_date(rules::zone::local_date(planned_at.get()), today.get().year())
        ),
    };
    view! {
        <tr role="row" class="stay-row">
            <td role="cell" class="at-time quiet">{move || time_of(notified_at, today.get())} {entered}</td>
            <td role="cell" class="at-name">
                <A href=format!("/stays/{}", stay.id) attr:class="row-open" attr:id=row_id(stay.id)>{stay.full_name}</A>
            </td>
            <td role="cell" class="less">{move || fields::sex_word(sex)}</td>
            <td role="cell" class="number less">{stay.birth_year}</td>
            <td role="cell" class="at-country">{stay.nationality}</td>
            <td role="cell" class="at-document mono">{stay.document_masked}</td>
            <td role="cell" class="at-room">
                <span class="word-narrow quiet">{move || t!(stay.room)} " "</span>
                {stay.room_name.unwrap_or_else(|| t!(stay.nothing).to_owned())}
            </td>
            <td role="cell" class="at-arrival">
                <span class="word-narrow quiet">{move || t!(police.arrived)} " "</span>
                {move || time_of(arrival_at, today.get())}
            </td>
            <td role="cell" class="at-departure">{leaves}</td>
            <td role="cell" class="at-status">
                <span class="tags">
                    <StatusTag status/>
                    {late.map(|late| view! { <StatusTag status=Status::Late(late)/> })}
                </span>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

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

    #[test]
    fn the_filter_is_read_back_from_its_address() {
        let read = |address: &str| {
            let query = address
                .split_once('?')
                .map(|(_, query)| query.to_owned())
                .unwrap_or_default();
            Filter::read(|name| {
                query
                    .split('&')
                    .find_map(|part| part.strip_prefix(&format!("{name}=")))
                    .map(str::to_owned)
            })
        };
        for filter in [
            Filter::NONE,
            Filter {
                state: Some("overdue".to_owned()),
                received: Received::Today,
                nationality: Some("foreign".to_owned()),
            },
            Filter {
                received: Received::Period(date!(2026 - 11 - 01), date!(2026 - 11 - 02)),
                ..Filter::NONE
            },
        ] {
            assert_eq!(read(&filter.address()), filter);
        }
        assert_eq!(read("/guests?state=gone&notified=soon&nationality=VNM"), Filter::NONE);
    }
}
