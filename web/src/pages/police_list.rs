//! The notifications of a commune, newest first.

mod export;
pub mod filter;
pub mod opened;
pub mod table;

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::keys::{Key, use_key};
use crate::lists::{Lists, label_of};
use crate::pages::stay::listing::{Listing, focus_neighbour, focused_row, neighbour, row_id};
use crate::pages::stay::thread::OnTalk;
use crate::paging::Patience;
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter as FilterButton;
use crate::ui::load::Failed;
use crate::ui::near_date::read_moment;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, Choice, Empty, Field, Icon, PageTitle, TextInput, Toasts};
use dto::given::Text as _;
use dto::operations::directory::GetFacility;
use dto::operations::stays::AcknowledgeStays;
use dto::stay::{MOST_ACKNOWLEDGED, StayThread};
use export::Export;
use filter::{Filter, Received, talk_of};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use opened::Opened;
use rules::nights::StayKind;
use std::sync::Arc;
use table::StayTable;
use time::{Date, Time};
use uuid::Uuid;

const PATH: &str = "/notifications";

/// The notifications of a commune.
#[component]
pub fn PoliceList() -> impl IntoView {
    let lists = Lists::here();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| Filter::read(|name| query.get(name))));
    let navigate = use_navigate();
    let set = Callback::new(move |change: Filter| {
        navigate(
            &change.address(PATH),
            NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let today = Memo::new(move |_| lists.clock().today());
    let listing = Listing::new(move || filter.get().query(today.get()));
    let open = RwSignal::new(None::<Uuid>);
    let step = row_keys(listing, open);
    let title = Signal::derive(move || {
        let id = open.get();
        listing
            .items()
            .with(|items| {
                items
                    .iter()
                    .find(|stay| Some(stay.id) == id)
                    .map(|stay| stay.full_name.clone())
            })
            .unwrap_or_default()
    });
    let is_open = Memo::new(move |_| open.get().is_some());
    provide_context(OnTalk(Callback::new(move |(stay, thread): (Uuid, StayThread)| {
        listing.note(stay, &thread);
    })));
    let marking = Marking::new(listing);
    use_key(
        Key::Letter("X"),
        || t!(police.key_seen),
        move || marking.one(open.get_untracked()),
    );
    view! {
        <div class="page-police" class:with-panel=is_open>
            <div class="page-head">
                <PageTitle text=move || t!(police.title)/>
                <Sums listing filter today/>
                <MarkAll listing marking/>
                <Export listing filter today/>
            </div>
            <Filters filter set today/>
            <Rows listing filter set open/>
            {when(move || is_open.get().then(|| view! {
                <SidePanel id="opened-stay" title=title on_close=Callback::new(move |()| open.set(None)) on_step=step>
                    {when(move || open.get().map(|id| view! { <Opened id/> }))}
                </SidePanel>
            }))}
        </div>
    }
}

/// J and K go through the rows, ↑ and ↓ through the opened ones.
fn row_keys(listing: Listing, open: RwSignal<Option<Uuid>>) -> Callback<i32> {
    let step = Callback::new(move |by: i32| {
        let here = open.get_untracked();
        let next = listing.items().with_untracked(|items| neighbour(items, here, by));
        if let Some(next) = next {
            open.set(Some(next));
            browser::show(&row_id(next));
        }
    });
    let go = move |by: i32| {
        if open.get_untracked().is_some() {
            step.run(by);
        } else {
            focus_neighbour(listing.items(), by);
        }
    };
    use_key(Key::Letter("J"), move || t!(police.key_next), move || go(1));
    use_key(Key::Letter("K"), move || t!(police.key_previous), move || go(-1));
    step
}

#[component]
fn Sums(listing: Listing, filter: Memo<Filter>, today: Memo<Date>) -> impl IntoView {
    let number = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX));
    view! {
        <p class="sums" role="status">
            {when(move || listing.counts().map(|summary| {
                let is_today = filter.with(|filter| filter.received.days(today.get()) == Some((today.get(), today.get())));
                view! {
                    <span>
                        <strong>{number(summary.total)}</strong>
                        " "
                        {if is_today { t!(police.sum_unit_today) } else { t!(police.sum_unit) }}
                    </span>
                    {(summary.unseen > 0).then(|| view! {
                        <span class="sum-unseen"><Icon name="diamond"/>{t!(police.sum_unseen, count = number(summary.unseen))}</span>
                    })}
                    {(summary.late > 0).then(|| view! {
                        <span class="sum-late">
                            <Icon name="growing-clock"/>
                            {t!(police.sum_late, count = number(summary.late))}
                        </span>
                    })}
                }
            }))}
            {when(move || (listing.is_read() && listing.counts().is_none()).then(|| view! { <span class="quiet">{t!(police.sum_none_long)}</span> }))}
        </p>
    }
}

/// Marking notifications as seen.
#[derive(Clone, Copy)]
struct Marking {
    api: Api,
    toasts: Toasts,
    listing: Listing,
    busy: RwSignal<bool>,
}

impl Marking {
    fn new(listing: Listing) -> Self {
        Self {
            api: Api::here(),
            toasts: Toasts::here(),
            listing,
            busy: RwSignal::new(false),
        }
    }

    /// The one that is open, or whose row has focus.
    fn one(self, open: Option<Uuid>) {
        if let Some(stay) = open.or_else(focused_row) {
            self.mark(vec![stay]);
        }
    }

    /// All that are shown and were not seen.
    fn all(self) {
        let unseen = self.listing.items().with_untracked(|items| {
            let unseen = items.iter().filter(|stay| !stay.acknowledged);
            unseen.map(|stay| stay.id).take(MOST_ACKNOWLEDGED).collect::<Vec<_>>()
        });
        self.mark(unseen);
    }

    fn mark(self, stays: Vec<Uuid>) {
        if stays.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match self.api.acknowledge_stays(stays.clone()).await {
                Ok(done) => {
                    if self.busy.try_get_untracked().is_some() {
                        self.listing.note_seen(&stays, done.marked);
                    }
                    if stays.len() > 1 {
                        let title = t!(police.marked, count = done.marked);
                        self.toasts.ok(title, String::new(), None);
                    }
                }
                Err(error) => drop(self.toasts.failed(error.title(), error.detail(), None)),
            }
            self.busy.try_set(false);
        });
    }
}

#[component]
fn MarkAll(listing: Listing, marking: Marking) -> impl IntoView {
    let may = Session::here().may(AcknowledgeStays);
    let unseen = Memo::new(move |_| {
        let items = listing.items();
        items.with(|items| items.iter().filter(|stay| !stay.acknowledged).count())
    });
    move || {
        (may && unseen.get() > 0).then(|| {
            view! {
                <Button
                    small=true
                    icon="double-check"
                    label=move || t!(police.mark_all, count = unseen.get().min(MOST_ACKNOWLEDGED))
                    busy=marking.busy
                    on_press=Callback::new(move |()| marking.all())
                />
            }
        })
    }
}

/// The days to choose from.
pub fn received_choices() -> Arc<Vec<Choice>> {
    Arc::new(vec![
        Choice::new("today", t!(police.received_today)),
        Choice::new("yesterday", t!(police.received_yesterday)),
        Choice::new("7d", t!(police.received_week)),
        Choice::new("31d", t!(police.received_month)),
        Choice::new("all", t!(police.received_all)),
    ])
}

/// The nationalities to choose from, all foreign ones together among them.
pub fn country_choices(lists: Lists) -> Arc<Vec<Choice>> {
    let together = [
        Choice::new("", t!(police.any)),
        Choice::new("foreign", t!(police.foreign)),
    ];
    let all = lists.nationalities();
    let each = all
        .iter()
        // Nobody is a national of an organisation.
        .filter(|entry| entry.attributes.get("kind").is_none_or(|kind| kind != "organisation"))
        .map(|entry| Choice::with_code(entry.code.clone(), label_of(entry), entry.code.clone()));
    Arc::new(together.into_iter().chain(each).collect())
}

/// The chosen nationality in words.
pub fn country_word(code: Option<&str>, lists: Lists) -> String {
    match code {
        None => t!(police.any).to_owned(),
        Some("foreign") => t!(police.foreign).to_owned(),
        Some(code) => lists.label("nationalities", code),
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

    let received_options = Signal::derive(received_choices);
    let period = Callback::new(move |close: Callback<()>| {
        let apply = Callback::new(move |(from, to)| {
            change(&|filter| filter.received = Received::Period(from, to));
            close.run(());
        });
        view! { <Period today apply/> }.into_any()
    });
    let countries = Signal::derive(move || country_choices(lists));
    let country_words = move || country_word(filter.with(|filter| filter.nationality.clone()).as_deref(), lists);
    let due_options = Signal::derive(move || {
        Arc::new(vec![
            Choice::new("", t!(police.due_any)),
            Choice::new("in_time", t!(police.due_in_time)),
            Choice::new("late", t!(police.due_late)),
        ])
    });
    let due = move || {
        filter.with(|filter| {
            filter
                .late
                .map_or("", |late| if late { "late" } else { "in_time" })
                .to_owned()
        })
    };
    let kind_options = Signal::derive(move || {
        Arc::new(vec![
            Choice::new("", t!(police.kind_any)),
            Choice::new("overnight", t!(police.kind_overnight)),
            Choice::new("day_use", t!(police.kind_day_use)),
        ])
    });
    let kind = move || filter.with(|filter| filter.kind.map(|kind| kind.to_text().into_owned()).unwrap_or_default());
    let seen_options = Signal::derive(move || {
        Arc::new(vec![
            Choice::new("", t!(police.any)),
            Choice::new("no", t!(police.seen_no)),
            Choice::new("yes", t!(police.seen_yes)),
        ])
    });
    let seen = move || {
        let seen = filter.with(|filter| filter.seen);
        seen.map_or("", |seen| if seen { "yes" } else { "no" }).to_owned()
    };
    let talk_options = Signal::derive(move || {
        Arc::new(vec![
            Choice::new("", t!(police.any)),
            Choice::new("asked", t!(police.talk_asked)),
            Choice::new("answered", t!(police.talk_answered)),
        ])
    });
    let talk = move || filter.with(|filter| filter.talk.unwrap_or_default().to_owned());
    let word_of = |options: Signal<Arc<Vec<Choice>>>, value: String| {
        options
            .with(|options| {
                options
                    .iter()
                    .find(|choice| choice.value == value)
                    .map(|choice| choice.label.clone())
            })
            .unwrap_or_default()
    };
    let is_cleared = Memo::new(move |_| filter.with(|filter| *filter == Filter::cleared()));
    let facility = Memo::new(move |_| filter.with(|filter| filter.facility));
    let choose_facility = Callback::new(move |id: Option<Uuid>| change(&|filter| filter.facility = id));
    view! {
        <div class="filters" role="group" aria-label=move || t!(police.filters_label)>
            <FilterButton
                id="received"
                name=move || t!(police.filter_received)
                shown=Signal::derive(move || filter.with(|filter| filter.received.words(today.get())))
                is_set=Signal::derive(move || filter.with(|filter| filter.received != Received::Any))
                chosen=Signal::derive(move || filter.with(|filter| filter.received.choice()))
                options=received_options
                on_choose=Callback::new(move |value: String| change(&|filter| filter.received = Received::from_choice(&value).unwrap_or_default()))
                on_clear=Callback::new(move |()| change(&|filter| filter.received = Received::Any))
                more=period
            />
            <FacilityFilter chosen=facility choose=choose_facility/>
            <FilterButton
                id="nationality"
                name=move || t!(police.filter_nationality)
                shown=Signal::derive(country_words)
                is_set=Signal::derive(move || filter.with(|filter| filter.nationality.is_some()))
                chosen=Signal::derive(move || filter.with(|filter| filter.nationality.clone()).unwrap_or_default())
                options=countries
                search=move || t!(police.country_search)
                on_choose=Callback::new(move |value: String| change(&|filter| filter.nationality = optional(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.nationality = None))
            />
            <FilterButton
                id="due"
                name=move || t!(police.filter_due)
                shown=Signal::derive(move || word_of(due_options, due()))
                is_set=Signal::derive(move || filter.with(|filter| filter.late.is_some()))
                chosen=Signal::derive(due)
                options=due_options
                on_choose=Callback::new(move |value: String| change(&|filter| filter.late = optional(&value).map(|value| value == "late")))
                on_clear=Callback::new(move |()| change(&|filter| filter.late = None))
            />
            <FilterButton
                id="kind"
                name=move || t!(police.filter_kind)
                shown=Signal::derive(move || word_of(kind_options, kind()))
                is_set=Signal::derive(move || filter.with(|filter| filter.kind.is_some()))
                chosen=Signal::derive(kind)
                options=kind_options
                on_choose=Callback::new(move |value: String| change(&|filter| filter.kind = StayKind::from_text(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.kind = None))
            />
            <FilterButton
                id="seen"
                name=move || t!(police.filter_seen)
                shown=Signal::derive(move || word_of(seen_options, seen()))
                is_set=Signal::derive(move || filter.with(|filter| filter.seen.is_some()))
                chosen=Signal::derive(seen)
                options=seen_options
                on_choose=Callback::new(move |value: String| change(&|filter| filter.seen = optional(&value).map(|value| value == "yes")))
                on_clear=Callback::new(move |()| change(&|filter| filter.seen = None))
            />
            <FilterButton
                id="talk"
                name=move || t!(police.filter_talk)
                shown=Signal::derive(move || word_of(talk_options, talk()))
                is_set=Signal::derive(move || filter.with(|filter| filter.talk.is_some()))
                chosen=Signal::derive(talk)
                options=talk_options
                on_choose=Callback::new(move |value: String| change(&|filter| {
                    filter.talk = talk_of(&value);
                    // Whoever looks for answers looks for those of any day.
                    if filter.talk.is_some() && filter.received == Received::Today {
                        filter.received = Received::Any;
                    }
                }))
                on_clear=Callback::new(move |()| change(&|filter| filter.talk = None))
            />
            {when(move || (!is_cleared.get()).then(|| view! {
                <button type="button" class="link filters-clear" on:click=move |_| set.run(Filter::cleared())>{t!(police.clear_filters)}</button>
            }))}
            <p class="filters-keys" aria-hidden="true">
                <kbd class="cap">"J"</kbd>
                <kbd class="cap">"K"</kbd>
                " "
                {move || t!(police.key_move)}
                " "
                <kbd class="cap">"Enter"</kbd>
                " "
                {move || t!(police.key_open)}
                " "
                <kbd class="cap">"X"</kbd>
                " "
                {move || t!(police.key_seen)}
            </p>
        </div>
    }
}

/// Facilities are found by the server: a province has thousands.
#[component]
pub fn FacilityFilter(
    /// Which one is chosen.
    chosen: Memo<Option<Uuid>>,
    /// Chooses one, or all.
    choose: Callback<Option<Uuid>>,
) -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let found = RwSignal::new(Vec::<Choice>::new());
    let name = RwSignal::new(None::<(Uuid, String)>);
    let asked = StoredValue::new(0_u32);
    let search = Callback::new(move |text: String| {
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        spawn_local(async move {
            let mut query = vec![("limit", "50".to_owned())];
            if !text.trim().is_empty() {
                query.push(("q", text.trim().to_owned()));
            }
            if let Ok(page) = api.list_facilities(&query).await
                && asked.try_get_value() == Some(number)
            {
                found.set(
                    page.items
                        .into_iter()
                        .map(|facility| Choice::new(facility.id.to_string(), facility.name))
                        .collect(),
                );
            }
        });
    });
    search.run(String::new());
    // The address holds the id only; its name is asked for once.
    effect(move || {
        let Some(id) = chosen.get() else {
            return;
        };
        let known = name.with_untracked(|name| name.as_ref().is_some_and(|(known, _)| *known == id));
        if !known && session.may(GetFacility) {
            spawn_local(async move {
                if let Ok(facility) = api.get_facility(id).await {
                    name.try_set(Some((id, facility.name)));
                }
            });
        }
    });
    let shown = move || {
        let Some(id) = chosen.get() else {
            return t!(police.any).to_owned();
        };
        let listed = found.with(|found| {
            found
                .iter()
                .find(|choice| choice.value == id.to_string())
                .map(|choice| choice.label.clone())
        });
        let asked = name.with(|name| {
            name.as_ref()
                .filter(|(known, _)| *known == id)
                .map(|(_, name)| name.clone())
        });
        listed.or(asked).unwrap_or_else(|| "…".to_owned())
    };
    let options = Signal::derive(move || {
        Arc::new(
            std::iter::once(Choice::new("", t!(police.any)))
                .chain(found.get())
                .collect::<Vec<_>>(),
        )
    });
    view! {
        <FilterButton
            id="facility"
            name=move || t!(police.filter_facility)
            shown=Signal::derive(shown)
            is_set=Signal::derive(move || chosen.get().is_some())
            chosen=Signal::derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default())
            options
            search=move || t!(police.facility_search)
            on_search=search
            on_choose=Callback::new(move |value: String| choose.run(Uuid::parse_str(&value).ok()))
            on_clear=Callback::new(move |()| choose.run(None))
        />
    }
}

/// From one day to another.
#[component]
pub fn Period(
    /// The local day.
    today: Memo<Date>,
    /// Takes the period.
    apply: Callback<(Date, Date)>,
) -> impl IntoView {
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(false);
    let day = move |text: RwSignal<String>| {
        let today = today.get_untracked();
        // Days of the past: `near_date` would take 24/12 for the next one.
        let text = text.get_untracked();
        rules::date_parts::parse_vn_date(&text)
            .ok()
            .or_else(|| read_moment(&text, today, Time::MIDNIGHT).map(|at| rules::zone::local_date(at.get())))
            .map(|day| {
                if day > today {
                    day.replace_year(day.year() - 1).unwrap_or(day)
                } else {
                    day
                }
            })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (first, last) = (day(from), day(to));
        match (
            first,
            last.or_else(|| {
                to.with_untracked(|to| to.trim().is_empty())
                    .then(|| today.get_untracked())
            }),
        ) {
            (Some(first), Some(last)) if first <= last => apply.run((first, last)),
            _ => wrong.set(true),
        }
    };
    let error = Signal::derive(move || wrong.get().then(|| t!(police.period_wrong).to_owned()));
    view! {
        <form class="filter-period" on:submit=submit>
            <Field id="period-from" label=move || t!(police.from) error>
                <TextInput value=from/>
            </Field>
            <Field id="period-to" label=move || t!(police.to)>
                <TextInput value=to/>
            </Field>
            <div class="wide-cell">
                <Button label=move || t!(police.apply) submit=true small=true/>
            </div>
        </form>
    }
}

#[component]
fn Rows(listing: Listing, filter: Memo<Filter>, set: Callback<Filter>, open: RwSignal<Option<Uuid>>) -> impl IntoView {
    let items = listing.items();
    let any = Memo::new(move |_| items.with(|items| !items.is_empty()));
    let more = Callback::new(move |()| listing.more());
    let foot = move || {
        let shown = format::number(i64::try_from(items.with(Vec::len)).unwrap_or(i64::MAX));
        match listing.counts() {
            Some(summary) => {
                let total = format::number(i64::try_from(summary.total).unwrap_or(i64::MAX));
                t!(police.shown_of, shown = shown, total = total)
            }
            None => t!(police.shown, shown = shown),
        }
    };
    let retry = Callback::new(move |()| listing.reload());
    view! {
        <div class="stays-hold" aria-busy=move || listing.busy().get().to_string()>
            {when(move || any.get().then(|| view! { <StayTable items open/> }))}
            {when(move || (!any.get() && listing.busy().get()).then(|| view! { <Patience/> }))}
            {when(move || listing.error().map(|error| view! { <Failed error retry busy=listing.busy()/> }))}
            {when(move || (!any.get() && listing.is_read() && !listing.busy().get()).then(|| {
                if filter.with(Filter::narrows) {
                    view! {
                        <Empty icon="search" title=move || t!(police.none_filtered) detail=move || t!(police.none_filtered_hint)>
                            <Button label=move || t!(police.clear_filters) on_press=Callback::new(move |()| set.run(Filter::cleared()))/>
                        </Empty>
                    }.into_any()
                } else {
                    view! { <Empty icon="register" title=move || t!(police.none) detail=move || t!(police.none_hint)/> }.into_any()
                }
            }))}
            {when(move || any.get().then(|| view! {
                <div class="stays-foot">
                    <p>{foot}</p>
                    <p class="quiet">{move || t!(police.opening_logged)}</p>
                    {when(move || listing.has_more().then(|| view! { <Button label=move || t!(police.more) small=true busy=listing.busy() on_press=more/> }))}
                </div>
            }))}
        </div>
    }
}
