//! The user's own settings, and signing out.

use crate::api::Api;
use crate::dossier::data_request::may_ask;
use crate::draft;
use crate::frame::FrameState;
use crate::frame::search::SearchText;
use crate::i18n::lang;
use crate::listing::Words;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{effect_after, when};
use crate::session::{Session, SignedOut};
use crate::t;
use crate::theme::{Theme, Themes};
use crate::ui::popover;
use crate::ui::{Button, ButtonKind, Choice, Dialog, Field, Segmented, Toasts, choose_language};
use crate::words::role::role_name;
use dto::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rules::unicode;
use std::sync::Arc;

/// Returns the callback that signs out and sets the address to the first page for the next user.
pub fn use_sign_out() -> Callback<()> {
    let (session, api, toasts, search) = (Session::here(), Api::here(), Toasts::here(), SearchText::here());
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |()| {
        if let Some(account) = session.account_now() {
            draft::drop_all_of(account.id);
        }
        toasts.clear();
        search.clear();
        // The session ends first: with an account the first page redirects to that of the account.
        let done = api.logout(SignedOut::Left);
        navigate.with_value(|navigate| {
            navigate(
                "/",
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        });
        // Without an answer the session still ends on this device; on the server it expires.
        spawn_local(async move { drop(done.await) });
    })
}

/// Renders the account at the right of the top bar, with its menu.
#[component]
pub fn AccountMenu() -> Markup {
    let session = Session::here();
    let open = RwSignal::new(false);
    let person = move || {
        session
            .account()
            .get()
            .map(|account| (account.holder_name, account.holder_position, account.role))
    };
    html! {
        <div class="account">
            {when(move || person().map(|(name, position, role)| {
                let place = if position.is_empty() { role_name(role).to_owned() } else { position };
                html! {
                    <button
                        type="button"
                        id="account-button"
                        class="account-button"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls="account-menu"
                        popovertarget="account-menu"
                    >
                        <span class="hidden">{t!(frame.account)}": "</span>
                        <span class="account-initials" aria-hidden="true">{initials(&name)}</span>
                        <span class="account-text">
                            <span class="account-name">{name.clone()}</span>
                            <span class="account-position">{place}</span>
                        </span>
                    </button>
                }
            }))}
            <div
                class="account-menu"
                id="account-menu"
                popover="auto"
                on:beforetoggle=move |event| if popover::opens(&event) { open.set(true) }
                on:toggle=move |event| popover::empty(&event, open)
                on:focusout=popover::leave
            >
                {when(move || open.get().then(|| html! { <MenuContent on_go=Callback::new(|()| popover::hide("account-menu"))/> }))}
            </div>
        </div>
    }
}

/// Returns the first letters of the last two words: Lê Thị Mỹ Duyên is MD.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let initials: String = words[words.len().saturating_sub(2)..]
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    unicode::capital(&initials)
}

/// A page in the menu of the account.
pub struct OwnPage {
    /// Address.
    pub href: &'static str,
    /// Name.
    pub name: fn() -> &'static str,
}

/// Returns the pages about the account itself that it may open.
pub fn own_pages(session: Session, lists: Lists) -> Vec<OwnPage> {
    let all: [(bool, &'static str, Words); 7] = [
        (session.may(dto::operations::accounts::ListSessions), "/profile", || {
            t!(profile.title)
        }),
        (
            session.may(dto::operations::accounts::ListOperators),
            "/operators",
            || t!(operators.title),
        ),
        (may_ask(session, lists), "/data-requests", || t!(data.title)),
        (
            session.may(dto::operations::accounts::ListDelegations),
            "/delegations",
            || t!(delegation.title),
        ),
        (
            session.may(dto::operations::directory::AnnounceFacilityChange),
            "/facility-changes",
            || t!(changes.title),
        ),
        (
            session.may(dto::operations::directory::ListContacts),
            "/contacts",
            || t!(contacts.title),
        ),
        (
            session.may(dto::operations::accounts::ChangePassword),
            "/password",
            || t!(frame.change_password),
        ),
    ];
    let allowed = all.into_iter().filter(|(may, ..)| *may);
    allowed.map(|(_, href, name)| OwnPage { href, name }).collect()
}

/// Renders account, appearance, language, password and signing out: in the menu and under "Thêm".
#[component]
pub fn MenuContent(
    /// Called when the menu can close.
    on_go: Callback<()>,
) -> Markup {
    let (session, themes, toasts) = (Session::here(), expect_context::<Themes>(), Toasts::here());
    let (lists, state) = (Lists::here(), expect_context::<FrameState>());
    let sign_out = use_sign_out();
    let (asking, leaving) = (RwSignal::new(false), RwSignal::new(false));
    let theme = RwSignal::new(themes.chosen_now().name().to_owned());
    effect_after(move |before: Option<()>| {
        let name = theme.get();
        if before.is_some() {
            themes.choose(Theme::from_name(&name));
        }
    });
    let language = RwSignal::new(lang().as_str().to_owned());
    effect_after(move |before: Option<()>| {
        let tag = language.get();
        if before.is_some() {
            let to = if tag == "en" { Lang::En } else { Lang::Vi };
            spawn_local(async move {
                let now = choose_language(to, toasts).await;
                // The menu may be closed by then.
                if now != to {
                    language.try_set(now.as_str().to_owned());
                }
            });
        }
    });
    let theme_choices = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("system", t!(frame.theme_system)),
            Choice::new("light", t!(frame.theme_light)),
            Choice::new("dark", t!(frame.theme_dark)),
        ])
    });
    let languages = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("vi", t!(frame.vietnamese)),
            Choice::new("en", t!(frame.english)),
        ])
    });
    let drafts = move || session.account_now().map_or(0, |account| draft::count_of(account.id));
    let press = move |()| {
        if drafts() > 0 {
            asking.set(true);
        } else {
            leaving.set(true);
            sign_out.run(());
        }
    };
    let (theme_id, language_id) = (unique("theme"), unique("language"));
    html! {
        {when(move || session.account().get().map(|account| html! {
            <p class="menu-who" lang="vi"><strong>{account.holder_name}</strong><br/>{account.unit_name}<br/><span class="mono">{account.login}</span></p>
        }))}
        <Field id=theme_id label=move || t!(frame.theme) group=true><Segmented value=theme options=theme_choices/></Field>
        <Field id=language_id label=move || t!(frame.language) group=true><Segmented value=language options=languages/></Field>
        <ul class="menu-links">
            {move || own_pages(session, lists).into_iter().map(|page| html! {
                <li><a href=page.href on:click=move |_| on_go.run(())>{page.name}</a></li>
            }).collect::<Vec<_>>()}
            <li><button type="button" class="link" on:click=move |_| { on_go.run(()); state.messages.set(true); }>{move || t!(frame.messages)}</button></li>
        </ul>
        <Button
            label=move || t!(frame.sign_out)
            busy_label=move || t!(frame.signing_out)
            icon="logout"
            wide=true
            busy=leaving
            on_press=press
        />
        <Dialog open=asking title=move || t!(frame.sign_out_draft_title)>
            <p class="dialog-text">{move || t!(frame.sign_out_draft_text, count = drafts())}</p>
            <div class="dialog-acts">
                <Button label=move || t!(frame.sign_out_stay) autofocus=true on_press=move |()| asking.set(false)/>
                <Button kind=ButtonKind::Danger label=move || t!(frame.sign_out_anyway) on_press=move |()| { asking.set(false); sign_out.run(()); }/>
            </div>
        </Dialog>
    }
}

/// Returns a unique id: the menu is in the page twice, so its fields need ids of their own.
fn unique(name: &str) -> String {
    format!("{name}-{}", uuid::Uuid::new_v4().simple())
}
