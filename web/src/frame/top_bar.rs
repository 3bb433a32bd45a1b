//! The bar at the top: logo, place, search, time, account.

use crate::frame::menu::AccountMenu;
use crate::frame::search::SearchField;
use crate::frame::time_chip::TimeChip;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::Mark;
use leptos::prelude::*;

/// Renders the bar.
#[component]
pub fn TopBar() -> Markup {
    let session = Session::here();
    let place = move || {
        session.account().get().map(|account| {
            let name = account.facility.map_or(account.unit_name, |facility| facility.name);
            let province = (account.area.province_name != account.area.name).then_some(account.area.province_name);
            (name, account.area.name, province)
        })
    };
    html! {
        <header class="top-bar">
            <span class="top-mark">
                <a href="/" aria-label=move || t!(app.home)><Mark size=26/></a>
            </span>
            {when(move || place().map(|(name, area, province)| html! {
                <div class="top-place" lang="vi">
                    <p class="top-name">{name}</p>
                    <p class="top-area">{area}{province.map(|province| html! { <span class="wide-only">", "{province}</span> })}</p>
                </div>
            }))}
            <div class="top-search"><SearchField id="search" keyed=true/></div>
            <TimeChip/>
            <AccountMenu/>
        </header>
    }
}
