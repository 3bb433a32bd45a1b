//! Renders the filters of a list from their data.

use super::Words;
use super::days::Days;
use super::filter::{Filter, Kind};
use super::reading::Listing;
use crate::api::Api;
use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter as FilterButton;
use crate::ui::near_date::read_moment;
use crate::ui::{Button, Choice, Field, TextInput};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use time::{Date, Time};
use uuid::Uuid;

type Choices = Signal<Arc<Vec<Choice>>>;

/// Renders the buttons of all filters that the account has, and the button that clears them.
pub fn filters(listing: Listing, keys: Markup) -> Markup {
    let session = Session::here();
    let mine = listing.page.filters.iter().filter(|filter| (filter.shown)(session));
    let buttons: Vec<Markup> = mine.map(|filter| button(listing, filter, session)).collect();
    let is_cleared = Memo::new(move |_| {
        listing
            .chosen()
            .with(|chosen| *chosen == chosen.clear(listing.page.filters))
    });
    let clear = move |_| listing.clear();
    html! {
        <div class="filters" role="group" aria-label=move || t!(police.filters_label)>
            {buttons}
            {move || (!is_cleared.get()).then(|| html! {
                <button type="button" class="link filters-clear" on:click=clear>{t!(police.clear_filters)}</button>
            })}
            {keys}
        </div>
    }
}

fn button(listing: Listing, filter: &'static Filter, session: Session) -> Markup {
    let value = Memo::new(move |_| listing.chosen().with(|chosen| chosen.value(filter)));
    let choose = Callback::new(move |value: String| listing.choose(filter, &value));
    match &filter.kind {
        Kind::OneOf { any, values } => {
            let (any, values) = (*any, *values);
            let options = Signal::derive(move || {
                let each = values.iter().map(|(value, word)| Choice::new(*value, word()));
                Arc::new(std::iter::once(Choice::new("", any())).chain(each).collect::<Vec<_>>())
            });
            drawn(Drawn::new(filter, value, choose, options))
        }
        Kind::Number(choices) => {
            let choices = *choices;
            drawn(Drawn::new(
                filter,
                value,
                choose,
                Signal::derive(move || Arc::new(choices())),
            ))
        }
        Kind::Listed {
            any, search, choices, ..
        } => {
            let (any, choices) = (*any, *choices);
            let lists = listing.here.lists;
            let options = Signal::derive(move || {
                let all = choices(lists, session);
                Arc::new(std::iter::once(Choice::new("", any())).chain(all).collect::<Vec<_>>())
            });
            drawn(Drawn {
                search: Some(*search),
                ..Drawn::new(filter, value, choose, options)
            })
        }
        Kind::Days { any, most } => days(listing, filter, value, choose, *any, *most),
        Kind::Facility => facility(filter, value, choose),
    }
}

/// Data from which a button is rendered.
struct Drawn {
    filter: &'static Filter,
    value: Memo<String>,
    choose: Callback<String>,
    options: Choices,
    /// Value in words, where it is not the label of its choice.
    shown: Option<Signal<String>>,
    search: Option<Words>,
    on_search: Option<Callback<String>>,
    more: Option<Callback<Callback<()>, Markup>>,
}

impl Drawn {
    fn new(filter: &'static Filter, value: Memo<String>, choose: Callback<String>, options: Choices) -> Self {
        Self {
            filter,
            value,
            choose,
            options,
            shown: None,
            search: None,
            on_search: None,
            more: None,
        }
    }
}

fn drawn(drawn: Drawn) -> Markup {
    let Drawn {
        filter,
        value,
        choose,
        options,
        shown,
        search,
        on_search,
        more,
    } = drawn;
    let shown = shown.unwrap_or_else(|| {
        Signal::derive(move || {
            let value = value.get();
            let label = options.with(|options| {
                let chosen = options.iter().find(|choice| choice.value == value);
                chosen.map(|choice| choice.label.clone())
            });
            // A list of the server may not be loaded yet.
            label.unwrap_or_else(|| "…".to_owned())
        })
    });
    let search: Option<leptos::text_prop::TextProp> = search.map(|search| (move || search()).into());
    let label = filter.label;
    html! {
        <FilterButton
            id=filter.name
            name=move || label()
            shown
            is_set=Signal::derive(move || value.get() != filter.cleared())
            chosen=value
            options
            on_choose=choose
            on_clear=Callback::new(move |()| choose.run(filter.cleared().to_owned()))
            search
            on_search
            more
        />
    }
}

fn days(
    listing: Listing,
    filter: &'static Filter,
    value: Memo<String>,
    choose: Callback<String>,
    any: bool,
    most: i64,
) -> Markup {
    let today = listing.today();
    let options = Signal::derive(move || {
        let named = [
            ("today", t!(police.received_today)),
            ("yesterday", t!(police.received_yesterday)),
            ("7d", t!(police.received_week)),
            ("31d", t!(police.received_month)),
            ("all", t!(police.received_all)),
        ];
        let named = named.into_iter().filter(|(value, _)| any || *value != "all");
        Arc::new(named.map(|(value, word)| Choice::new(value, word)).collect::<Vec<_>>())
    });
    let period = Callback::new(move |close: Callback<()>| {
        let apply = Callback::new(move |(from, to)| {
            choose.run(Days::Period(from, to).choice());
            close.run(());
        });
        html! { <Period today apply most/> }
    });
    let shown = Signal::derive(move || {
        let days = Days::from_choice(&value.get()).unwrap_or_default();
        days.words(today.get())
    });
    drawn(Drawn {
        shown: Some(shown),
        more: Some(period),
        ..Drawn::new(filter, value, choose, options)
    })
}

/// Renders the input of a period: first and last day.
#[component]
fn Period(today: Memo<Date>, apply: Callback<(Date, Date)>, most: i64) -> Markup {
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let today = today.get_untracked();
        let (first, last) = (
            past_day(&from.get_untracked(), today),
            past_day(&to.get_untracked(), today),
        );
        let last = last.or_else(|| to.with_untracked(|to| to.trim().is_empty()).then_some(today));
        match (first, last) {
            (Some(first), Some(last)) if first <= last => {
                if most > 0 && (last - first).whole_days() >= most {
                    wrong.set(Some(t!(register.too_many_days, days = most)));
                } else {
                    apply.run((first, last));
                }
            }
            _ => wrong.set(Some(t!(police.period_wrong).to_owned())),
        }
    };
    html! {
        <form class="filter-period" on:submit=submit>
            <Field id="period-from" label=move || t!(police.from) error=wrong>
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

/// Reads a day in the past: `near_date` would read 24/12 as the next one.
fn past_day(text: &str, today: Date) -> Option<Date> {
    let near = || read_moment(text, today, Time::MIDNIGHT).map(|at| rules::zone::local_date(at.get()));
    let day = rules::date_parts::parse_vn_date(text).ok().or_else(near)?;
    Some(if day > today {
        day.replace_year(day.year() - 1).unwrap_or(day)
    } else {
        day
    })
}

fn facility(filter: &'static Filter, value: Memo<String>, choose: Callback<String>) -> Markup {
    let (api, session) = (Api::here(), Session::here());
    let found = RwSignal::new(Vec::<Choice>::new());
    let name = RwSignal::new(None::<(String, String)>);
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
                let choices = page.items.into_iter();
                let choices = choices.map(|facility| Choice::new(facility.id.to_string(), facility.name));
                found.set(choices.collect());
            }
        });
    });
    search.run(String::new());
    // The address holds the id only; the name is requested once.
    effect(move || {
        let chosen = value.get();
        let Ok(id) = Uuid::parse_str(&chosen) else { return };
        let is_known = name.with_untracked(|name| name.as_ref().is_some_and(|(known, _)| *known == chosen));
        if !is_known && session.may(dto::operations::directory::GetFacility) {
            spawn_local(async move {
                if let Ok(facility) = api.get_facility(id).await {
                    name.try_set(Some((chosen, facility.name)));
                }
            });
        }
    });
    let shown = Signal::derive(move || {
        let id = value.get();
        if id.is_empty() {
            return t!(police.any).to_owned();
        }
        let listed = found.with(|found| {
            let choice = found.iter().find(|choice| choice.value == id);
            choice.map(|choice| choice.label.clone())
        });
        let asked = name.with(|name| name.clone().filter(|(known, _)| *known == id).map(|(_, name)| name));
        listed.or(asked).unwrap_or_else(|| "…".to_owned())
    });
    let options = Signal::derive(move || {
        let all = std::iter::once(Choice::new("", t!(police.any)));
        Arc::new(all.chain(found.get()).collect::<Vec<_>>())
    });
    drawn(Drawn {
        shown: Some(shown),
        search: Some(|| t!(police.facility_search)),
        on_search: Some(search),
        ..Drawn::new(filter, value, choose, options)
    })
}
