//! The register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2): of a facility its own, of the police that of an area
//! or a facility within it.

pub mod area;
mod filter;
mod table;
mod take_out;

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::lists::Lists;
use crate::pages::data_request::OnlineLimit;
use crate::pages::police_list::filter::Received;
use crate::pages::police_list::{FacilityFilter, Period};
use crate::pages::purpose::{Purpose, PurposeFields};
use crate::pages::stay::listing::row_id;
use crate::paging::{PAGE, Paged, Paging};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter as FilterButton;
use crate::ui::{Button, ButtonKind, Choice, Empty, Icon, Note, NoteKind, PageTitle, focus_field};
use area::AreaFilter;
use dto::Page;
use dto::operations::directory::ListFacilities;
use dto::stay::{MOST_DAYS, RegisterLine, RegisterOut};
use filter::Filter;
pub use filter::is_code as is_area_code;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;
use table::RegisterTable;
use take_out::TakeOut;
use time::Date;
use uuid::Uuid;

/// What is said of the whole register, beside its lines.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct About {
    pub place: String,
    pub from: Date,
    pub to: Date,
    pub total: u64,
    pub late: u64,
    pub most_pdf: u64,
    pub most_xlsx: u64,
}

impl About {
    fn of(register: &RegisterOut) -> Self {
        Self {
            place: register.place.name.clone(),
            from: register.from,
            to: register.to,
            total: register.counts.total,
            late: register.counts.late,
            most_pdf: register.limits.pdf,
            most_xlsx: register.limits.xlsx,
        }
    }
}

/// The register.
#[component]
pub fn Register() -> impl IntoView {
    let (session, lists) = (Session::here(), Lists::here());
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
    let about = RwSignal::new(None::<About>);
    let stated = RwSignal::new(Stated::of_tab(session));
    // Beyond one facility it has to be said what for.
    let is_open = Memo::new(move |_| {
        session.is_facility() || filter.with(|filter| filter.facility.is_some()) || stated.with(Option::is_some)
    });
    let asked = Memo::new(move |_| {
        let mut query = filter.get().query(today.get());
        if filter.with(|filter| filter.facility.is_none())
            && let Some(stated) = stated.get()
        {
            query.extend(stated.query());
        }
        query
    });
    view! {
        <div class="page-register">
            <div class="page-head">
                <PageTitle text=move || t!(register.title)/>
                {when(move || is_open.get().then(|| view! { <Sums about/> <TakeOut about asked/> }))}
            </div>
            <Filters filter set today/>
            {move || if is_open.get() {
                view! { <Lines filter asked about today/> }.into_any()
            } else {
                view! { <AskPurpose stated/> }.into_any()
            }}
            <OnlineLimit/>
        </div>
    }
}

#[component]
fn Lines(
    filter: Memo<Filter>,
    asked: Memo<Vec<(&'static str, String)>>,
    about: RwSignal<Option<About>>,
    today: Memo<Date>,
) -> impl IntoView {
    let api = Api::here();
    let number = StoredValue::new(0_u32);
    let paging = Paging::new(
        |line: &RegisterLine| row_id(line.stay.id),
        move |cursor: Option<String>| {
            let mut query = asked.get();
            query.push(("limit", PAGE.to_string()));
            let own = number.get_value().wrapping_add(1);
            number.set_value(own);
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            async move {
                let outcome = api.get_register(&query).await;
                // A late answer to an earlier filter counts for nothing.
                if number.try_get_value() == Some(own) {
                    about.try_set(outcome.as_ref().ok().map(About::of));
                }
                outcome.map(|register| Page {
                    items: register.items,
                    next_cursor: register.next_cursor,
                })
            }
        },
    );
    on_cleanup(move || drop(about.try_set(None)));
    let items = paging.items();
    let of_area = Memo::new(move |_| !Session::here().is_facility() && filter.with(|filter| filter.facility.is_none()));
    let rows = move || view! { <RegisterTable items of_area today/> };
    let empty = move || {
        view! { <Empty icon="register" title=move || t!(register.none) detail=move || t!(register.none_hint)/> }
    };
    let foot = move || {
        let count = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX));
        let shown = count(items.with(Vec::len) as u64);
        about.get().map(|about| {
            view! { <p>{t!(register.shown_of, shown = shown, total = count(about.total))}</p> }
        })
    };
    view! {
        {when(move || about.get().map(|about| view! {
            <p class="register-of">
                <strong>{t!(register.of, place = about.place, days = days_words(about.from, about.to))}</strong>
                <span class="quiet">{t!(register.file_hint)}</span>
            </p>
        }))}
        <Paged paging rows=rows.into() empty=empty.into() foot=foot/>
    }
}

/// What an officer reads registers for in this tab, and on which order.
#[derive(Clone, PartialEq)]
struct Stated {
    purpose: String,
    reference: Option<String>,
}

impl Stated {
    /// Asked once in a tab: whoever goes back from a guest to the register is not asked again. Another account is.
    fn key(session: Session) -> Option<String> {
        session
            .account_now()
            .map(|account| format!("luutru.register.{}", account.id))
    }

    fn of_tab(session: Session) -> Option<Self> {
        let kept = browser::tab_stored(&Self::key(session)?)?;
        let (purpose, reference) = kept.split_once('\n').unwrap_or((&kept, ""));
        Some(Self {
            purpose: purpose.to_owned(),
            reference: (!reference.is_empty()).then(|| reference.to_owned()),
        })
    }

    fn keep(&self, session: Session) {
        if let Some(key) = Self::key(session) {
            let reference = self.reference.as_deref().unwrap_or_default();
            browser::tab_store(&key, &format!("{}\n{reference}", self.purpose));
        }
    }

    fn query(self) -> impl Iterator<Item = (&'static str, String)> {
        let reference = self.reference.map(|reference| ("reference", reference));
        [("purpose", self.purpose)].into_iter().chain(reference)
    }
}

/// What for: before the register of an area is shown.
#[component]
fn AskPurpose(stated: RwSignal<Option<Stated>>) -> impl IntoView {
    let session = Session::here();
    let purpose = Purpose::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((purpose, reference)) = purpose.stated() else {
            focus_field("register-purpose");
            return;
        };
        let said = Stated { purpose, reference };
        said.keep(session);
        stated.set(Some(said));
    };
    view! {
        <form class="panel-form register-purpose" novalidate on:submit=send>
            <p>{move || t!(register.purpose_text)}</p>
            <PurposeFields purpose id="register"/>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary icon="register" label=move || t!(register.purpose_go) submit=true/>
            </div>
        </form>
    }
}

fn days_words(from: Date, to: Date) -> String {
    if from == to {
        format::date(from)
    } else {
        format::period(from, to)
    }
}

#[component]
fn Sums(about: RwSignal<Option<About>>) -> impl IntoView {
    let number = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX));
    view! {
        <p class="sums" role="status">
            {when(move || about.get().map(|about| view! {
                <strong>{t!(register.sums, lines = number(about.total))}</strong>
                {(about.late > 0).then(|| view! {
                    <span class="sum-late">
                        <Icon name="growing-clock"/>
                        {t!(register.sum_late, count = number(about.late))}
                    </span>
                })}
            }))}
        </p>
    }
}

#[component]
fn Filters(filter: Memo<Filter>, set: Callback<Filter>, today: Memo<Date>) -> impl IntoView {
    let session = Session::here();
    let too_long = RwSignal::new(false);
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut changed = filter.get_untracked();
        edit(&mut changed);
        set.run(changed);
    };
    let days_options = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("today", t!(police.received_today)),
            Choice::new("yesterday", t!(police.received_yesterday)),
            Choice::new("7d", t!(police.received_week)),
            Choice::new("31d", t!(police.received_month)),
        ])
    });
    let period = Callback::new(move |close: Callback<()>| {
        let apply = Callback::new(move |(from, to): (Date, Date)| {
            let is_short = (to - from).whole_days() < MOST_DAYS;
            too_long.set(!is_short);
            if is_short {
                change(&|filter| filter.days = Received::Period(from, to));
            }
            close.run(());
        });
        view! { <Period today apply/> }.into_any()
    });
    let choose_days = move |value: String| {
        too_long.set(false);
        change(&|filter| filter.days = Received::from_choice(&value).unwrap_or_default());
    };
    let facility = Memo::new(move |_| filter.with(|filter| filter.facility));
    let choose_facility = Callback::new(move |id: Option<Uuid>| {
        change(&|filter| {
            filter.facility = id;
            filter.area = None;
        });
    });
    let area = Memo::new(move |_| filter.with(|filter| filter.area.clone()));
    let choose_area = Callback::new(move |code: Option<String>| {
        change(&|filter| {
            filter.area.clone_from(&code);
            filter.facility = None;
        });
    });
    view! {
        <div class="filters" role="group" aria-label=move || t!(police.filters_label)>
            <FilterButton
                id="days"
                name=move || t!(register.filter_days)
                shown=Signal::derive(move || filter.with(|filter| filter.days.words(today.get())))
                is_set=Signal::derive(move || filter.with(|filter| filter.days != Received::Today))
                chosen=Signal::derive(move || filter.with(|filter| filter.days.choice()))
                options=days_options
                on_choose=Callback::new(choose_days)
                on_clear=Callback::new(move |()| choose_days("today".to_owned()))
                more=period
            />
            {session.reaches_communes().then(|| view! { <AreaFilter chosen=area choose=choose_area/> })}
            {session.may(ListFacilities).then(|| view! { <FacilityFilter chosen=facility choose=choose_facility/> })}
        </div>
        {when(move || too_long.get().then(|| view! {
            <Note kind=NoteKind::Warn>{t!(register.too_many_days, days = MOST_DAYS)}</Note>
        }))}
    }
}
