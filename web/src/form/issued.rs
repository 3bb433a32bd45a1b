//! A password that was just issued: displayed once, to be handed over, or sent by mail. The same wherever one is
//! issued.

use crate::browser;
use crate::form::leaving::hold_back;
use crate::format;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, Fact, Facts, FactsLook, Icon, Note, NoteKind, Toasts};
use dto::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The issued password and its recipient.
#[derive(Clone)]
pub struct Issue {
    /// The login name.
    pub login: String,
    /// The unit or facility.
    pub unit: String,
    /// The person.
    pub holder: String,
    /// The password, where it is handed over.
    pub password: Option<String>,
    /// The sheet to hand over, PDF in Base64, where the password is handed over.
    pub sheet: Option<String>,
    /// End of its validity.
    pub valid_until: Timestamp,
    /// Address, where it was sent by mail; empty where none is known.
    pub email: String,
}

/// Renders the password, or where it was sent, and the sheet to print and hand over. It can be closed: at once where it
/// was printed or copied, else after a question.
#[component]
pub fn Issued(
    /// The issued password.
    issue: Issue,
    /// Called when it is closed.
    on_away: Callback<()>,
    /// Whether it was printed or copied; for a caller that closes it in another way.
    #[prop(optional)]
    kept: Option<RwSignal<bool>>,
    /// Whether the question is open; for a caller that closes it in another way.
    #[prop(optional)]
    asking: Option<RwSignal<bool>>,
) -> Markup {
    let until = issue.valid_until;
    match issue.password.clone() {
        None => html! {
            <div id="issued" tabindex="-1">
                <Note kind=NoteKind::Ok>
                    <strong>{t!(issued.mailed)}</strong>
                    " "
                    {t!(issued.mailed_text, login = issue.login, email = issue.email, until = format::end_instant(until))}
                </Note>
                <div class="form-acts no-print"><Button small=true label=move || t!(issued.away) on_press=on_away/></div>
            </div>
        },
        Some(password) => {
            let kept = kept.unwrap_or_else(|| RwSignal::new(false));
            let asking = asking.unwrap_or_else(|| RwSignal::new(false));
            html! { <Handover issue password on_away kept asking/> }
        }
    }
}

#[component]
fn Handover(
    issue: Issue,
    password: String,
    on_away: Callback<()>,
    kept: RwSignal<bool>,
    asking: RwSignal<bool>,
) -> Markup {
    let toasts = Toasts::here();
    let secret = StoredValue::new(password.clone());
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            if browser::copy(&secret.get_value()).await {
                kept.try_set(true);
                asking.try_set(false);
                toasts.ok(t!(issued.copied), String::new(), None);
            } else {
                toasts.failed(t!(issued.not_copied), String::new(), None);
            }
        });
    });
    let file_name = StoredValue::new(t!(issued.sheet_file, login = &issue.login));
    let has_sheet = issue.sheet.is_some();
    let sheet = StoredValue::new(issue.sheet);
    let print = Callback::new(move |()| {
        let made = sheet.with_value(|sheet| sheet.as_deref().and_then(browser::pdf_file));
        if let Some(file) = made {
            browser::open_named_file(&file, &file_name.get_value());
            kept.set(true);
            asking.set(false);
        } else {
            toasts.failed(t!(issued.no_sheet), String::new(), None);
        }
    });
    let away = Callback::new(move |()| {
        if kept.get_untracked() {
            on_away.run(());
        } else {
            asking.set(true);
            browser::focus_soon("issued-keep");
        }
    });
    // Until the password is printed or copied, every navigation away asks first.
    let to = RwSignal::new(None::<Callback<()>>);
    let ask = Callback::new(move |go| {
        to.set(Some(go));
        asking.set(true);
        browser::focus_soon("issued-keep");
    });
    hold_back(Signal::derive(move || !kept.get()), ask);
    let sure = Callback::new(move |()| match to.get_untracked() {
        Some(go) => {
            // So that the navigation does not ask again.
            kept.set(true);
            go.run(());
        }
        None => on_away.run(()),
    });
    let back = Callback::new(move |()| {
        to.set(None);
        asking.set(false);
        browser::focus_soon("issued-away");
    });
    let facts = vec![
        Fact::new(t!(agency.login), issue.login)
            .class("code")
            .mono()
            .id("issued-login"),
        Fact::new(t!(issued.password), password)
            .class("code handover-secret")
            .mono()
            .id("issued-password"),
        Fact::new(t!(agency.unit), issue.unit),
        Fact::new(t!(agency.holder), issue.holder),
        Fact::new(t!(issued.until), format::end_instant(issue.valid_until)),
    ];
    html! {
        <section class="handover" aria-label=t!(issued.title)>
            <h2 class="section-title" id="issued" tabindex="-1">{t!(issued.title)}</h2>
            <p class="handover-once"><Icon name="triangle"/><span>{t!(issued.once)}</span></p>
            <Facts look=FactsLook::Page facts/>
            <ul class="handover-rules">
                <li>{t!(issued.rule_change)}</li>
                <li>{t!(issued.rule_own)}</li>
                <li>{t!(issued.rule_lost)}</li>
            </ul>
            {move || if asking.get() {
                html! {
                    <div role="alert"><Note kind=NoteKind::Warn icon="triangle"><strong>{t!(issued.ask_title)}</strong>" "{t!(issued.ask_text)}</Note></div>
                    <div class="form-acts">
                        <Button id="issued-keep" label=move || t!(issued.ask_keep) on_press=back/>
                        <Button kind=ButtonKind::Danger id="issued-sure" label=move || t!(issued.ask_away) on_press=sure/>
                    </div>
                }

            } else {
                html! {
                    <div class="form-acts">
                        {has_sheet.then(|| html! {
                            <Button kind=ButtonKind::Primary id="issued-print" label=move || t!(issued.print) icon="register" on_press=print/>
                        })}
                        <Button label=move || t!(issued.copy) on_press=copy/>
                        <Button id="issued-away" label=move || t!(issued.handed_over) on_press=away/>
                    </div>
                }

            }}
        </section>
    }
}
