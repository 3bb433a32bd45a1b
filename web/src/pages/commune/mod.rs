//! The day of an officer: the facilities of a commune, those to call first on top.

mod filter;
mod table;

use crate::api::Api;
use crate::format;
use crate::lists::Lists;
use crate::pages::register::area::AreaFilter;
use crate::paging::{PAGE, Paged, Paging};
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter as FilterButton;
use crate::ui::{Button, Choice, Empty, Icon, Note, NoteKind, PageTitle};
use dto::Page;
use dto::stay::{CommuneCounts, CommuneDayOut, FacilityToday};
use filter::{Attention, Filter, SILENT_DAYS};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;
use table::{FacilityTable, row_id};

/// What is said of the commune beside its facilities.
#[derive(Clone, PartialEq, Eq)]
struct About {
    name: String,
    counts: CommuneCounts,
    truncated: bool,
}

impl About {
    fn of(day: &CommuneDayOut) -> Self {
        Self {
            name: day.area.name.clone(),
            counts: day.counts,
            truncated: day.truncated,
        }
    }
}

/// The day of a commune. Whoever reaches more than one chooses first.
#[component]
pub fn Commune() -> impl IntoView {
    let session = Session::here();
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
    let area = Memo::new(move |_| {
        let chosen = filter.with(|filter| filter.area.clone());
        if session.reaches_communes() {
            chosen
        } else {
            session.account().get().map(|account| account.area.code)
        }
    });
    let about = RwSignal::new(None::<About>);
    view! {
        <div class="page-commune">
            <div class="page-head">
                <PageTitle text=move || t!(commune.title)/>
                <Sums about/>
            </div>
            <Filters filter set/>
            {move || match area.get() {
                Some(code) => view! { <Facilities code filter set about/> }.into_any(),
                None => {
                    about.set(None);
                    view! { <Empty icon="house" title=move || t!(commune.choose) detail=move || t!(commune.choose_hint)/> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Facilities(
    code: String,
    filter: Memo<Filter>,
    set: Callback<Filter>,
    about: RwSignal<Option<About>>,
) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let today = Memo::new(move |_| lists.clock().today());
    let number = StoredValue::new(0_u32);
    let paging = Paging::new(
        |facility: &FacilityToday| row_id(facility.id),
        move |cursor: Option<String>| {
            let mut query = filter.get().query();
            // The next day is another one.
            today.track();
            query.push(("limit", PAGE.to_string()));
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            let own = number.get_value().wrapping_add(1);
            number.set_value(own);
            let code = code.clone();
            async move {
                let outcome = api.get_commune_day(&code, &query).await;
                // A late answer to an earlier filter counts for nothing.
                if number.try_get_value() == Some(own) {
                    about.try_set(outcome.as_ref().ok().map(About::of));
                }
                outcome.map(|day| Page {
                    items: day.items,
                    next_cursor: day.next_cursor,
                })
            }
        },
    );
    let items = paging.items();
    let rows = move || view! { <FacilityTable items today/> };
    let empty = move || {
        if filter.with(|filter| filter.only.is_some()) {
            let clear = Callback::new(move |()| {
                set.run(Filter {
                    only: None,
                    ..filter.get_untracked()
                });
            });
            view! {
                <Empty icon="search" title=move || t!(commune.none_filtered) detail=move || t!(commune.none_filtered_hint)>
                    <Button label=move || t!(police.clear_filters) on_press=clear/>
                </Empty>
            }
            .into_any()
        } else {
            view! { <Empty icon="house" title=move || t!(commune.none) detail=move || t!(commune.none_hint)/> }
                .into_any()
        }
    };
    let foot = move || {
        let shown = format::number(i64::try_from(items.with(Vec::len)).unwrap_or(i64::MAX));
        view! { <p>{t!(commune.shown, shown = shown)}</p> }
    };
    view! {
        {move || about.get().filter(|about| about.truncated).map(|_| view! {
            <Note kind=NoteKind::Warn>{t!(commune.truncated)}</Note>
        })}
        <Paged paging rows=rows.into() empty=empty.into() foot=foot/>
    }
}

#[component]
fn Sums(about: RwSignal<Option<About>>) -> impl IntoView {
    let number = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX));
    view! {
        <p class="sums" role="status">
            {move || about.get().map(|About { name, counts, .. }| view! {
                <strong>{name}</strong>
                <span>{t!(commune.sum_facilities, count = counts.facilities)}</span>
                <span>{t!(commune.sum_notified, count = number(counts.notified))}</span>
                <span>{t!(commune.sum_present, count = number(counts.present))}</span>
                {(counts.late > 0).then(|| view! {
                    <span class="sum-late">
                        <Icon name="growing-clock"/>
                        {t!(commune.sum_late, count = number(counts.late))}
                    </span>
                })}
                {(counts.silent_facilities > 0).then(|| view! {
                    <span class="sum-silent">
                        <Icon name="triangle"/>
                        {t!(commune.sum_silent, count = counts.silent_facilities, never = counts.never_notified)}
                    </span>
                })}
            })}
        </p>
    }
}

/// A number of days in words.
fn days_words(days: u32) -> String {
    t!(commune.days, count = days)
}

#[component]
fn Filters(filter: Memo<Filter>, set: Callback<Filter>) -> impl IntoView {
    let session = Session::here();
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut changed = filter.get_untracked();
        edit(&mut changed);
        set.run(changed);
    };
    let area = Memo::new(move |_| filter.with(|filter| filter.area.clone()));
    let choose_area = Callback::new(move |code: Option<String>| change(&|filter| filter.area.clone_from(&code)));
    let word = |only: Option<Attention>| match only {
        None => t!(commune.all),
        Some(Attention::Late) => t!(commune.late),
        Some(Attention::Silent) => t!(commune.silent),
    };
    let kinds = Signal::derive(move || {
        let each = [None, Some(Attention::Late), Some(Attention::Silent)];
        let choice = |only: Option<Attention>| Choice::new(only.map_or("", Attention::as_str), word(only));
        Arc::new(each.map(choice).to_vec())
    });
    let days = Signal::derive(|| {
        let choice = |days: u32| Choice::new(days.to_string(), days_words(days));
        Arc::new([1, 2, 3, 7, 14, 30].map(choice).to_vec())
    });
    view! {
        <div class="filters" role="group" aria-label=move || t!(police.filters_label)>
            {session.reaches_communes().then(|| view! { <AreaFilter chosen=area choose=choose_area/> })}
            <FilterButton
                id="attention"
                name=move || t!(commune.filter_attention)
                shown=Signal::derive(move || word(filter.with(|filter| filter.only)).to_owned())
                is_set=Signal::derive(move || filter.with(|filter| filter.only.is_some()))
                chosen=Signal::derive(move || filter.with(|filter| filter.only.map_or("", Attention::as_str).to_owned()))
                options=kinds
                on_choose=Callback::new(move |value: String| change(&|filter| filter.only = Attention::from_name(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.only = None))
            />
            <FilterButton
                id="silent"
                name=move || t!(commune.filter_silent)
                shown=Signal::derive(move || days_words(filter.with(|filter| filter.silent)))
                is_set=Signal::derive(move || filter.with(|filter| filter.silent != SILENT_DAYS))
                chosen=Signal::derive(move || filter.with(|filter| filter.silent.to_string()))
                options=days
                on_choose=Callback::new(move |value: String| change(&|filter| filter.silent = value.parse().unwrap_or(SILENT_DAYS)))
                on_clear=Callback::new(move |()| change(&|filter| filter.silent = SILENT_DAYS))
            />
        </div>
    }
}
