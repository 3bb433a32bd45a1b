//! Light, dark, or as the system has it.

use crate::browser;
use leptos::prelude::*;

const REMEMBERED: &str = "luutru.theme";

/// The theme that a person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The name by which it is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Keeps the theme for each person who uses this browser, and the last one for the sign-in page.
#[derive(Clone, Copy)]
pub struct Themes {
    chosen: RwSignal<Theme>,
    person: StoredValue<Option<String>>,
}

impl Themes {
    /// As remembered.
    pub fn new() -> Self {
        let theme = Theme::from_name(&browser::stored(REMEMBERED).unwrap_or_default());
        apply(theme);
        Self {
            chosen: RwSignal::new(theme),
            person: StoredValue::new(None),
        }
    }

    /// The theme now, without being told of changes.
    pub fn chosen_now(self) -> Theme {
        self.chosen.get_untracked()
    }

    /// Takes over the choice of the person who has signed in.
    pub fn belong_to(self, account_id: &str) {
        self.person.set_value(Some(account_id.to_owned()));
        if let Some(name) = browser::stored(&format!("{REMEMBERED}.{account_id}")) {
            let theme = Theme::from_name(&name);
            self.chosen.set(theme);
            apply(theme);
        }
    }

    /// Chooses.
    pub fn choose(self, theme: Theme) {
        self.chosen.set(theme);
        apply(theme);
        browser::store(REMEMBERED, theme.name());
        if let Some(person) = self.person.get_value() {
            browser::store(&format!("{REMEMBERED}.{person}"), theme.name());
        }
    }
}

fn apply(theme: Theme) {
    let Some(root) = browser::root() else { return };
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        other => root.set_attribute("data-theme", other.name()),
    };
}
