//! A request for data that are no longer online: Mẫu số 4.

pub mod content;
mod fields;

pub use fields::{OWN_SOUGHT, REQUESTER, SIGNING, SOUGHT, kind_word, requester_word};

use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use leptos::prelude::*;
use time::Date;

/// The procedure.
pub const PROCEDURE: &str = "data_request";

/// Returns the first day with online data, where the profile sets one.
pub fn online_from(lists: Lists) -> Option<Date> {
    lists.profile()?.profile.retention.online_from(lists.clock().today())
}

/// Returns whether this account may request data in writing: where all data are online there is nothing to request.
pub fn may_ask(session: Session, lists: Lists) -> bool {
    session.may(dto::operations::procedures::SubmitOwnDataRequest) && online_from(lists).is_some()
}

/// Renders since when data are online, and the link to older data, for accounts that may request them.
#[component]
pub fn OnlineLimit() -> Markup {
    let (lists, session) = (Lists::here(), Session::here());
    let day = Memo::new(move |_| online_from(lists).filter(|_| may_ask(session, lists)));
    IntoMarkup::into_markup(move || {
        day.get().map(|day| {
            html! {
                <p class="ledger-hint online-limit">
                    {t!(data.limit, day = format::date(day))}
                    " "
                    // An account that answers such requests does not file one.
                    {if session.may(dto::operations::procedures::ResolveDossier) {
                        t!(data.limit_archive).into_markup()
                    } else {
                        html! { <a href="/data-requests">{t!(data.limit_go)}</a> }
                    }}
                </p>
            }
        })
    })
}
