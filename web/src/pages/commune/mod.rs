//! The day of an officer: the facilities of a commune, those to call first on top.

mod list;

use crate::api::Call;
use crate::format;
use crate::listing::{Listing, filters, rows, tools};
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Empty, Icon, Note, NoteKind, PageTitle};
use dto::operations::stays::GetCommuneDay;
use leptos::prelude::*;
use list::LIST;

/// Renders the day of a commune. An account with several communes chooses first.
#[component]
pub fn Commune() -> Markup {
    let session = Session::here();
    let query = leptos_router::hooks::use_query_map();
    let area = Memo::new(move |_| {
        if session.reaches_communes() {
            let chosen = query.with(|query| query.get("area"));
            chosen.filter(|code| crate::listing::filter::is_area(code))
        } else {
            session.account().get().map(|account| account.area.code)
        }
    });
    let listing = Listing::new(&LIST, move |wanted| {
        let area = area.get()?;
        Some(Call::of(GetCommuneDay::at(&area)).query(&wanted.query()).ask)
    });
    let foot = move || {
        let shown = format::number(i64::try_from(listing.count()).unwrap_or(i64::MAX));
        html! { <p>{t!(commune.shown, shown = shown)}</p> }
    };
    let is_truncated = move || listing.about().is_some_and(|about| about.is("/truncated"));
    html! {
        <div class="page-commune">
            <div class="page-head">
                <PageTitle text=move || t!(commune.title)/>
                <Sums listing/>
            </div>
            {filters(listing, tools(listing, true, Markup::nothing()))}
            {move || if area.with(Option::is_some) {
                html! {
                    {move || is_truncated().then(|| html! { <Note kind=NoteKind::Warn>{t!(commune.truncated)}</Note> })}
                    {rows(listing, foot.into())}
                }
            } else {
                html! { <Empty icon="house" title=move || t!(commune.choose) detail=move || t!(commune.choose_hint)/> }
            }}
        </div>
    }
}

#[component]
fn Sums(listing: Listing) -> Markup {
    let sums = move || {
        let about = listing.about()?;
        let count = |at: &str| about.count(at);
        let (late, silent) = (count("/counts/late"), count("/counts/silent_facilities"));
        Some(html! {
            <strong lang="vi">{about.text("/area/name").to_owned()}</strong>
            <span>{t!(commune.sum_facilities, count = count("/counts/facilities"))}</span>
            <span>{t!(commune.sum_notified, count = format::number(count("/counts/notified")))}</span>
            <span>{t!(commune.sum_present, count = format::number(count("/counts/present")))}</span>
            {(late > 0).then(|| html! {
                <span class="sum-late">
                    <Icon name="growing-clock"/>
                    {t!(commune.sum_late, count = format::number(late))}
                </span>
            })}
            {(silent > 0).then(|| html! {
                <span class="sum-silent">
                    <Icon name="triangle"/>
                    {t!(commune.sum_silent, count = silent, never = count("/counts/never_notified"))}
                </span>
            })}
        })
    };
    html! { <p class="sums" role="status">{sums}</p> }
}

/// Returns a number of days in words.
fn days_words(days: i64) -> String {
    t!(commune.days, count = days)
}
