//! The declared prices, and those that applied on a day.

use super::price_list::{APPLYING, DECLARED};
use crate::api::Call;
use crate::format;
use crate::listing::{Listing, rows};
use crate::lists::Lists;
use crate::markup::{Markup, ViewFn, html};
use crate::reactive::when;
use crate::t;
use crate::ui::near_date::read_moment;
use crate::ui::{Field, NearDateTime};
use dto::facility::FacilityOut;
use dto::given::Text as _;
use dto::operations::directory::ListPrices;
use leptos::prelude::*;
use time::{Date, Time};

/// Renders the prices of a day, and all declarations.
#[component]
pub fn PriceHistory(
    /// The facility; a new version has new prices.
    facility: Signal<FacilityOut>,
) -> Markup {
    let lists = Lists::here();
    let typed = RwSignal::new(String::new());
    let today = Memo::new(move |_| lists.clock().today());
    let day = Memo::new(move |_| read_day(&typed.get(), today.get()));
    let seen = Memo::new(move |_| facility.with(|facility| (facility.id, facility.version)));
    let applying = Listing::new(&APPLYING, move |_| {
        let ((id, _), on) = (seen.get(), day.get());
        let on = on.map(|on| on.to_text().into_owned()).unwrap_or_default();
        Some(Call::of(ListPrices::at(id)).query(&[("on", on)]).ask)
    });
    let declared = Listing::within(&DECLARED, applying);
    let shown_day = move || {
        let day = applying.about()?.day("/on")?;
        Some(t!(set_up.price_applying, date = format::date(day)))
    };
    let is_cut = Memo::new(move |_| applying.about().is_some_and(|about| about.is("/truncated")));
    let reading = Signal::derive(move || day.get().map(format::date));
    html! {
        <section class="price-history" aria-labelledby="price-history-title">
            <div class="ledger-head"><h2 id="price-history-title">{move || t!(set_up.price_history)}</h2></div>
            <div class="set-up-fields">
                <Field id="price-on" label=move || t!(set_up.price_on) hint=move || t!(set_up.price_on_hint) optional=true>
                    <NearDateTime text=typed reading/>
                </Field>
            </div>
            <h3 class="sub-head">{shown_day}</h3>
            {rows(applying, ViewFn::default())}
            {when(move || applying.is_read().then(|| html! {
                <h3 class="sub-head">{move || t!(set_up.price_declared)}</h3>
                {rows(declared, ViewFn::default())}
            }))}
            {when(move || is_cut.get().then(|| html! { <p class="change-text">{t!(set_up.price_truncated)}</p> }))}
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
