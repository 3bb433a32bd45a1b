//! The list of errors to correct before sending, above the form.

use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::effect;
use crate::t;
use crate::ui::page_title::PageErrors;
use crate::ui::{Icon, focus_field};
use leptos::prelude::*;

/// One error to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryItem {
    /// The id of the field.
    pub field_id: String,
    /// Label of the field; empty where the text names it.
    pub label: String,
    /// What is wrong.
    pub text: String,
}

impl SummaryItem {
    fn line(self) -> String {
        if self.label.is_empty() {
            self.text
        } else {
            t!(field.summary_line, label = self.label, text = self.text)
        }
    }
}

/// Renders the summary. It receives focus each time `asked` increases while there are errors, loses each line that is
/// corrected, and disappears with the last one.
#[component]
pub fn ErrorSummary(
    /// Current errors.
    #[prop(into)]
    errors: Signal<Vec<SummaryItem>>,
    /// Increases with each attempt to send.
    #[prop(into)]
    asked: Signal<u32>,
) -> Markup {
    let summary = NodeRef::<leptos::html::Div>::new();
    let any = Memo::new(move |_| errors.with(|errors| !errors.is_empty()));
    let focused_for = StoredValue::new(asked.get_untracked());
    if let Some(PageErrors(flag)) = use_context() {
        effect(move || flag.set(any.get()));
        on_cleanup(move || {
            flag.try_set(false);
        });
    }
    effect(move || {
        let now = asked.get();
        // The element exists only after the view has been rendered for these errors.
        if let Some(element) = summary.get()
            && now != focused_for.get_value()
        {
            focused_for.set_value(now);
            let _ = element.focus();
        }
    });
    IntoMarkup::into_markup(move || {
        any.get().then(|| {
            html! {
                // `role="alert"` on the inner element: with it on the focused element some screen readers read the text
                // twice.
                <div class="summary" tabindex="-1" node_ref=summary>
                    <div role="alert">
                        <Icon name="triangle" size=20/>
                        <h2 class="summary-title">{move || t!(field.summary_title, count = errors.with(Vec::len))}</h2>
                        <ul class="summary-list">
                            {move || errors.get().into_iter().map(|item| {
                                let id = item.field_id.clone();
                                let press = move |event: leptos::ev::MouseEvent| {
                                    event.prevent_default();
                                    focus_field(&id);
                                };
                                let href = format!("#{}", item.field_id);
                                html! { <li><a href=href on:click=press>{item.line()}</a></li> }
                            }).collect::<Vec<_>>()}
                        </ul>
                    </div>
                </div>
            }
        })
    })
}
