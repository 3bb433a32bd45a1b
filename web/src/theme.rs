//! Light or dark theme, or that of the system.

use crate::browser;
use leptos::prelude::*;

const REMEMBERED: &str = "luutru.theme";

/// The chosen theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Theme of the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Returns the name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the theme with that name.
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Stores the theme for each user of this browser, and the last one for the sign-in page.
#[derive(Clone, Copy)]
pub struct Themes {
    chosen: RwSignal<Theme>,
    person: StoredValue<Option<String>>,
}

impl Themes {
    /// Reads the stored theme.
    pub fn new() -> Self {
        let theme = Theme::from_name(&browser::stored(REMEMBERED).unwrap_or_default());
        apply(theme);
        Self {
            chosen: RwSignal::new(theme),
            person: StoredValue::new(None),
        }
    }

    /// Returns the current theme without following changes.
    pub fn chosen_now(self) -> Theme {
        self.chosen.get_untracked()
    }

    /// Applies the choice of the account that has signed in.
    pub fn belong_to(self, account_id: &str) {
        self.person.set_value(Some(account_id.to_owned()));
        if let Some(name) = browser::stored(&format!("{REMEMBERED}.{account_id}")) {
            let theme = Theme::from_name(&name);
            self.chosen.set(theme);
            apply(theme);
        }
    }

    /// Sets the theme.
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
