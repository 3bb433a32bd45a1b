//! A request for data that is no longer on line: Mẫu số 4.

pub mod content;
mod fields;

pub use fields::{OWN_SOUGHT, REQUESTER, SIGNING, SOUGHT, kind_word, requester_word};

use crate::format;
use crate::lists::Lists;
use crate::session::Session;
use crate::t;
use leptos::prelude::*;
use leptos_router::components::A;
use time::Date;

/// The procedure.
pub const PROCEDURE: &str = "data_request";

/// The first day of what is on line, where the profile says so.
pub fn online_from(lists: Lists) -> Option<Date> {
    lists.profile()?.profile.retention.online_from(lists.clock().today())
}

/// Whether there is anything that this account may ask for in writing: where all is on line there is not.
pub fn may_ask(session: Session, lists: Lists) -> bool {
    session.may(dto::operations::procedures::SubmitOwnDataRequest) && online_from(lists).is_some()
}

/// Until when what is on line reaches, and the way to what is older, for whoever may ask.
#[component]
pub fn OnlineLimit() -> impl IntoView {
    let (lists, session) = (Lists::here(), Session::here());
    let day = Memo::new(move |_| online_from(lists).filter(|_| may_ask(session, lists)));
    move || {
        day.get().map(|day| {
            view! {
                <p class="ledger-hint online-limit">
                    {t!(data.limit, day = format::date(day))}
                    " "
                    // Who answers such requests does not file one.
                    {if session.may(dto::operations::procedures::ResolveDossier) {
                        t!(data.limit_archive).into_any()
                    } else {
                        view! { <A href="/data-requests">{t!(data.limit_go)}</A> }.into_any()
                    }}
                </p>
            }
        })
    }
}
