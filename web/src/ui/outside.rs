//! Common content of the pages outside the frame: the language, the state of the system.

use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Icon, Toasts, choose_language};
use dto::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Renders the choice of Vietnamese or English.
#[component]
pub fn LangSwitch() -> Markup {
    let toasts = Toasts::here();
    let switch = move |to| {
        spawn_local(async move {
            choose_language(to, toasts).await;
        });
    };
    let choice = |to: Lang, name: fn() -> &'static str| {
        move || {
            if lang() == to {
                html! { <span class="lang-now" lang=to.as_str()>{name()}</span> }
            } else {
                html! { <button type="button" class="link" lang=to.as_str() on:click=move |_| switch(to)>{name()}</button> }
            }
        }
    };
    html! {
        <div class="lang-switch" role="group" aria-label=move || t!(frame.language)>
            {choice(Lang::Vi, || t!(frame.vietnamese))}
            {choice(Lang::En, || t!(frame.english))}
        </div>
    }
}

/// Renders the state of the system and whom to call.
#[component]
pub fn Foot() -> Markup {
    let lists = Lists::here();
    let retry = move |_| lists.load_profile();
    html! {
        <footer class="sign-in-foot">
            {move || match (lists.profile(), lists.profile_failed()) {
                (_, Some(_)) => html! {
                    <span class="tag tag-bad" role="status"><Icon name="triangle"/><span>{t!(sign_in.silent)}</span></span>
                    <button type="button" class="link" on:click=retry>{t!(app.try_again)}</button>
                },
                (Some(profile), None) => html! {
                    <span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(sign_in.works)}</span></span>
                    {profile.help.map(|help| {
                        let whose = if profile.hotline.is_some() { t!(sign_in.hotline).to_owned() } else { help.unit_name };
                        let href = format!("tel:{}", help.phone.replace(' ', ""));
                        html! { <span>{whose}" "<a class="sign-in-phone" href=href>{format::phone(&help.phone)}</a></span> }
                    })}
                },
                (None, None) => Markup::nothing(),
            }}
        </footer>
    }
}
