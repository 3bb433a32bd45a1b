//! Notice that a password expires soon.

use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::{Note, NoteKind};

/// Renders the notice while the password expires within the days of the profile (KH-9a-2); with a link to change it
/// elsewhere.
pub fn soon(due: Option<dto::Timestamp>, links: bool) -> Markup {
    let lists = Lists::here();
    IntoMarkup::into_markup(move || {
        let due = due?;
        let days = lists.profile()?.profile.password.warn_days;
        let left = due.unix() - lists.server_now().unix();
        let is_soon = left > 0 && left <= i64::from(days) * 86_400;
        is_soon.then(|| {
            html! {
                <Note kind=NoteKind::Warn icon="clock">
                    <strong>{t!(profile.password_soon, length = format::duration_words(left))}</strong>
                    " "
                    {t!(profile.password_soon_text, day = format::end_instant(due))}
                    {links.then(|| html! { " " <a href="/password">{t!(profile.password_go)}</a> })}
                </Note>
            }
        })
    })
}
