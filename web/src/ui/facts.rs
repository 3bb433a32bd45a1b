//! Names and values of one thing, such as a stay or an account.

use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use leptos::prelude::*;

/// A name with its value.
pub struct Fact {
    label: &'static str,
    value: Value,
    class: &'static str,
    row: &'static str,
    id: Option<&'static str>,
    is_mono: bool,
    is_filed: bool,
    /// Whether it uses the whole row of a sheet.
    pub wide: bool,
    after: Option<Markup>,
}

enum Value {
    Text(String),
    View(Markup),
}

impl Fact {
    /// Creates a fact from a text; an empty one is left out.
    pub fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self::of(label, Value::Text(value.into()))
    }

    /// Creates a fact from a text, or a dash where it is empty.
    pub fn or_nothing(label: &'static str, value: String) -> Self {
        let value = if value.is_empty() {
            t!(stay.nothing).to_owned()
        } else {
            value
        };
        Self::new(label, value)
    }

    /// Creates a fact from any view.
    pub fn view(label: &'static str, value: impl IntoMarkup + 'static) -> Self {
        Self::of(label, Value::View(value.into_markup()))
    }

    fn of(label: &'static str, value: Value) -> Self {
        Self {
            label,
            value,
            class: "",
            row: "",
            id: None,
            is_mono: false,
            is_filed: false,
            wide: false,
            after: None,
        }
    }

    /// Marks the value as a number or a code.
    #[must_use]
    pub fn mono(self) -> Self {
        Self { is_mono: true, ..self }
    }

    /// Marks the value as text written by a person: in Vietnamese, with its own line breaks.
    #[must_use]
    pub fn filed(self) -> Self {
        Self { is_filed: true, ..self }
    }

    /// Uses the whole row of a sheet.
    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Sets the class of the value.
    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// Sets the class of name and value together.
    #[must_use]
    pub fn row(self, row: &'static str) -> Self {
        Self { row, ..self }
    }

    /// Sets the id of the value.
    #[must_use]
    pub fn id(self, id: &'static str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Adds content after the value.
    #[must_use]
    pub fn after(self, after: impl IntoMarkup + 'static) -> Self {
        Self {
            after: Some(after.into_markup()),
            ..self
        }
    }

    /// Returns the text; empty for a view.
    pub fn text(&self) -> &str {
        match &self.value {
            Value::Text(text) => text,
            Value::View(_) => "",
        }
    }

    fn is_empty(&self) -> bool {
        matches!(&self.value, Value::Text(text) if text.is_empty())
    }

    fn shown(self) -> Markup {
        let value = match self.value {
            Value::Text(text) => text.into_markup(),
            Value::View(view) => view,
        };
        let lang = self.is_filed.then_some("vi");
        html! {
            <div class=format!("fact {}", self.row) class:fact-wide=self.wide>
                <dt>{self.label}</dt>
                <dd>
                    <span id=self.id class=self.class lang=lang class:mono=self.is_mono class:said-text=self.is_filed>{value}</span>
                    {self.after}
                </dd>
            </div>
        }
    }
}

impl From<(&'static str, String)> for Fact {
    fn from((label, value): (&'static str, String)) -> Self {
        Self::new(label, value)
    }
}

/// A fact with a flag for a number or a code.
impl From<(&'static str, String, bool)> for Fact {
    fn from((label, value, is_mono): (&'static str, String, bool)) -> Self {
        Self {
            is_mono,
            ..Self::new(label, value)
        }
    }
}

/// Place where facts are displayed.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum FactsLook {
    /// In a panel.
    #[default]
    Panel,
    /// On a page.
    Page,
    /// On a sheet, two in a row.
    Sheet,
}

/// Renders the facts, one below the other.
#[component]
pub fn Facts(
    /// The facts.
    facts: Vec<Fact>,
    /// Place where they are displayed.
    #[prop(optional)]
    look: FactsLook,
    /// Id of the list.
    #[prop(optional)]
    id: Option<&'static str>,
) -> Markup {
    let class = match look {
        FactsLook::Panel => "facts",
        FactsLook::Page => "own-facts",
        FactsLook::Sheet => "sheet",
    };
    let rows: Vec<Markup> = facts
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .map(Fact::shown)
        .collect();
    html! { <dl class=class id=id>{rows}</dl> }
}
