//! First setup of the second factor: compulsory for administrators and the provincial police.

use crate::form::second_factor::SetUpSecondFactor;
use crate::frame::menu::use_sign_out;
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::outside::LangSwitch;
use crate::ui::{Mark, PageTitle};
use leptos::prelude::*;

/// Renders the page for an account that must have one; no other page is available.
#[component]
pub fn FirstSecondFactor() -> Markup {
    let session = Session::here();
    let leave = use_sign_out();
    html! {
        <div class="lone-page">
            <header class="lone-head no-print">
                <p class="sign-in-brand"><Mark/><span>{move || t!(app.name)}</span></p>
                <LangSwitch/>
            </header>
            <main class="narrow-page" id="main">
                <PageTitle text=move || t!(factor.first_title)/>
                <p class="lead no-print">{move || t!(factor.first_text)}</p>
                <SetUpSecondFactor done=Callback::new(|()| {})/>
                <p class="lone-foot no-print">
                    {move || session.account().get().map(|account| t!(app.signed_in_as, name = account.holder_name, unit = account.unit_name))}
                    " "
                    <button type="button" class="link" on:click=move |_| leave.run(())>{move || t!(frame.sign_out)}</button>
                </p>
            </main>
        </div>
    }
}
