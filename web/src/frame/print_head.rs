//! The head of every printed page: whose it is, when and by whom it was printed.

use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use leptos::prelude::*;

/// Renders the head; on paper only.
#[component]
pub fn PrintHead() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    let head = move || {
        let account = session.account().get()?;
        let whose = account.facility.map_or(account.unit_name, |facility| facility.name);
        let by = t!(
            frame.printed_by,
            name = account.holder_name,
            login = account.login,
            at = format::instant(lists.clock().now())
        );
        Some(html! { <p lang="vi"><strong>{whose}</strong>", "{account.area.name}</p><p>{by}</p> })
    };
    html! { <div class="print-only print-head" aria-hidden="true">{head}</div> }
}
