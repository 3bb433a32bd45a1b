//! What was declared, and what applied on a day.

use crate::api::Api;
use crate::format;
use crate::lists::Lists;
use crate::t;
use crate::ui::near_date::read_moment;
use crate::ui::{Field, Loaded, NearDateTime, load};
use dto::facility::FacilityOut;
use dto::given::Text as _;
use dto::price::{PriceListOut, PriceOut, PriceUnit};
use leptos::prelude::*;
use time::{Date, Time};

/// The prices of a day, and all declarations.
#[component]
pub fn PriceHistory(
    /// Whose; a new version has new prices.
    facility: Signal<FacilityOut>,
) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let typed = RwSignal::new(String::new());
    let today = Memo::new(move |_| lists.clock().today());
    let day = Memo::new(move |_| read_day(&typed.get(), today.get()));
    let seen = Memo::new(move |_| facility.with(|facility| (facility.id, facility.version)));
    let list = load(move || {
        let ((id, _), on) = (seen.get(), day.get());
        api.list_prices(id, on.map(|on| on.to_text().into_owned()))
    });
    let reading = Signal::derive(move || day.get().map(format::date));
    let content = move |list: Signal<PriceListOut>| (move || list.with(tables)).into_any();
    view! {
        <section class="price-history" aria-labelledby="price-history-title">
            <div class="ledger-head"><h2 id="price-history-title">{move || t!(set_up.price_history)}</h2></div>
            <div class="set-up-fields">
                <Field id="price-on" label=move || t!(set_up.price_on) hint=move || t!(set_up.price_on_hint) optional=true>
                    <NearDateTime text=typed reading/>
                </Field>
            </div>
            <Loaded load=list rows=4 view=content/>
        </section>
    }
}

fn read_day(text: &str, today: Date) -> Option<Date> {
    let text = text.trim();
    let read = (!text.is_empty())
        .then(|| read_moment(text, today, Time::MIDNIGHT))
        .flatten();
    read.map(|at| rules::zone::local_date(at.get()))
}

fn tables(list: &PriceListOut) -> AnyView {
    let on = format::date(list.on);
    let left_off = list
        .truncated
        .then(|| view! { <p class="change-text">{t!(set_up.price_truncated)}</p> });
    view! {
        {table(t!(set_up.price_applying, date = on), &list.applying)}
        {table(t!(set_up.price_declared).to_owned(), &list.declared)}
        {left_off}
    }
    .into_any()
}

fn table(caption: String, prices: &[PriceOut]) -> AnyView {
    if prices.is_empty() {
        return view! { <p class="change-text">{caption}": "{t!(set_up.price_none)}</p> }.into_any();
    }
    let rows = prices.iter().map(row).collect_view();
    view! {
        <table class="stays price-table" role="table">
            <caption>{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(set_up.quick_kind)}</th>
                    <th role="columnheader" scope="col">{t!(set_up.price_amount)}</th>
                    <th role="columnheader" scope="col">{t!(set_up.price_days)}</th>
                    <th role="columnheader" scope="col">{t!(set_up.price_declared_at)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(price: &PriceOut) -> impl IntoView + use<> {
    let unit = match price.unit {
        PriceUnit::Night => t!(set_up.price_night),
        PriceUnit::Hour => t!(set_up.price_hour),
    };
    let from = format::date(price.effective_from);
    let days = match price.effective_to {
        Some(to) => t!(set_up.price_from_to, from = from, to = format::date(to)),
        None => t!(set_up.price_since, from = from),
    };
    let season = price.season.clone().map(|season| format!(" ({season})"));
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{price.room_kind.clone()}</th>
            <td role="cell" class="at-room nowrap">{format::money(price.amount_vnd)}" · "{unit}</td>
            <td role="cell" class="at-status">{days}{season}</td>
            <td role="cell" class="at-time quiet nowrap">{format::instant(price.declared_at)}</td>
        </tr>
    }
}
