//! Buttons, and links that look like them.

use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::ui::Icon;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// Distance in px: a pointer that moves further while the button is down cancels the press.
const PULLED_PX: i32 = 48;

/// Visual weight of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The main act of a view.
    Primary,
    /// Any other act.
    #[default]
    Plain,
    /// A secondary act.
    Quiet,
    /// An act that is visible to others and cannot be undone without a trace. Never first in a row.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Plain => "btn",
            Self::Quiet => "btn btn-quiet",
            Self::Danger => "btn btn-danger",
        }
    }
}

#[expect(
    clippy::fn_params_excessive_bools,
    reason = "the props of a component are named where they are given"
)]
/// A button. While busy it keeps its width and accepts no further press. With a `disabled_reason` it cannot be pressed,
/// but still receives focus, and shows the reason.
#[component]
pub fn Button(
    /// Visual weight.
    #[prop(optional)]
    kind: ButtonKind,
    /// Label: a verb with its object.
    #[prop(into)]
    label: TextProp,
    /// The text while busy.
    #[prop(optional, into)]
    busy_label: Option<TextProp>,
    /// Icon on the left.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Key cap on the right.
    #[prop(optional, into)]
    key_cap: Option<&'static str>,
    /// Height 30 px instead of 36 px.
    #[prop(optional)]
    small: bool,
    /// Full available width.
    #[prop(optional)]
    wide: bool,
    /// Whether its work is in progress.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be used now.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Act of the button; a submit button may leave it to its form.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Whether it submits its form.
    #[prop(optional)]
    submit: bool,
    /// Id, where focus returns to the button.
    #[prop(optional, into)]
    id: Option<String>,
    /// Longer name for screen readers, where many buttons have the same label.
    #[prop(optional, into)]
    name: Option<TextProp>,
    /// Whether a dialog sets initial focus here.
    #[prop(optional)]
    autofocus: bool,
) -> Markup {
    let told = RwSignal::new(false);
    // Leaving a field may insert an error above, which moves the button before the pointer is released: the press
    // counts.
    let pressed_at = StoredValue::new(None::<(i32, i32)>);
    let hold = move |event: leptos::ev::PointerEvent| {
        if submit {
            pressed_at.set_value(Some((event.client_x(), event.client_y())));
            let _ = event_target::<web_sys::Element>(&event)
                .closest("button")
                .ok()
                .flatten()
                .map(|button| button.set_pointer_capture(event.pointer_id()));
        }
    };
    let press = move |event: leptos::ev::MouseEvent| {
        // The pointer was moved away before release: not intended.
        let was_pulled = pressed_at.get_value().is_some_and(|(x, y)| {
            event.detail() > 0 && (event.client_x() - x).abs().max((event.client_y() - y).abs()) > PULLED_PX
        });
        pressed_at.set_value(None);
        if was_pulled {
            return event.prevent_default();
        }
        if busy.get_untracked() || disabled_reason.with_untracked(Option::is_some) {
            event.prevent_default();
            told.set(true);
            return;
        }
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let reason_id = id.clone().map_or_else(
        || format!("why-{}", uuid::Uuid::new_v4().simple()),
        |id| format!("{id}-why"),
    );
    let described_by = {
        let reason_id = reason_id.clone();
        move || disabled_reason.with(Option::is_some).then(|| reason_id.clone())
    };
    let is_locked = move || disabled_reason.with(Option::is_some);
    let text = move || match (&busy_label, busy.get()) {
        (Some(busy_label), true) => busy_label.get(),
        _ => label.get(),
    };
    html! {
        <span class="btn-hold" class:wide=wide>
            <button
                type=if submit { "submit" } else { "button" }
                id=id
                class=kind.class()
                class:btn-small=small
                class:wide=wide
                autofocus=autofocus
                aria-busy=move || busy.get().then_some("true")
                aria-disabled=move || is_locked().then_some("true")
                aria-describedby=described_by
                aria-label=move || name.as_ref().map(TextProp::get)
                on:pointerdown=hold
                on:click=press
            >
                {when(move || is_locked().then(|| html! { <Icon name="lock"/> }))}
                {when(move || busy.get().then(|| html! { <Icon name="clock"/> }))}
                {icon.map(|icon| html! { <span class="btn-icon" class:gone=move || busy.get() || is_locked()><Icon name=icon/></span> })}
                <span class="btn-label">{text}</span>
                {key_cap.map(|cap| html! { <kbd class="cap" aria-hidden="true">{cap}</kbd> })}
            </button>
            {when(move || disabled_reason.get().map(|reason| html! {
                <span id=reason_id.clone() class="btn-why" class:shown=told role="note">{reason}</span>
            }))}
        </span>
    }
}

/// A link that looks like a button: for navigation, not for an act.
#[component]
pub fn ButtonLink(
    /// Visual weight.
    #[prop(optional)]
    kind: ButtonKind,
    /// Target of the link.
    #[prop(into)]
    href: String,
    /// Label: a verb with its object.
    #[prop(into)]
    label: TextProp,
    /// Icon on the left.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Key cap on the right.
    #[prop(optional, into)]
    key_cap: Option<&'static str>,
    /// Height 30 px instead of 36 px.
    #[prop(optional)]
    small: bool,
    /// Full available width.
    #[prop(optional)]
    wide: bool,
    /// Id, where focus moves to the link.
    #[prop(optional)]
    id: &'static str,
) -> Markup {
    let mut class = String::from(kind.class());
    if small {
        class.push_str(" btn-small");
    }
    if wide {
        class.push_str(" wide");
    }
    html! {
        <a href=href class=class id=(!id.is_empty()).then_some(id)>
            {icon.map(|icon| html! { <Icon name=icon/> })}
            <span class="btn-label">{move || label.get()}</span>
            {key_cap.map(|cap| html! { <kbd class="cap" aria-hidden="true">{cap}</kbd> })}
        </a>
    }
}
