//! A guest that this facility had before: offered with the last notified data, so that nothing is typed again.

use crate::api::Api;
use crate::browser;
use crate::entry::ask::Ask;
use crate::entry::desk::Desk;
use crate::entry::form::{Content, document_code, unusual_issuer};
use crate::entry::reading::sex_code;
use crate::format;
use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::{DateText, Icon};
use dto::operations::stays::FindReturningGuest;
use dto::stay::{GuestOut, ReturningGuest, StaySearchIn};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::document::{mask, normalise};

/// Pause in typing before the search: each one is recorded.
const PAUSE_MS: i32 = 600;
/// Minimum length of a complete document number.
const SHORTEST_NUMBER: usize = 7;
/// Minimum length of a name; fewer letters match too many guests.
const SHORTEST_NAME: usize = 5;

/// Search term.
#[derive(Clone, PartialEq)]
enum Wanted {
    Number(String),
    Name(String),
}

/// Returns the number of a document, once it is complete.
pub fn whole_number(content: &Content) -> Option<String> {
    let number = normalise(&content.document_number);
    let is_whole = match content.document_type.as_str() {
        "cccd" | "can_cuoc" | "personal_number_notice" | "identity_certificate" => number.len() == 12,
        _ => number.chars().count() >= SHORTEST_NUMBER,
    };
    is_whole.then_some(number)
}

impl Wanted {
    /// Returns a complete number, else a name of two words; less is no search for a person.
    fn of(content: &Content) -> Option<Self> {
        if let Some(number) = whole_number(content) {
            return Some(Self::Number(number));
        }
        let name = content.full_name.split_whitespace().collect::<Vec<_>>();
        let letters: usize = name.iter().map(|word| word.chars().count()).sum();
        (name.len() > 1 && letters >= SHORTEST_NAME).then(|| Self::Name(name.join(" ")))
    }

    fn search(&self) -> StaySearchIn {
        match self {
            Self::Number(number) => StaySearchIn {
                document_number: Some(number.clone()),
                ..StaySearchIn::default()
            },
            Self::Name(name) => StaySearchIn {
                name: Some(name.clone()),
                ..StaySearchIn::default()
            },
        }
    }
}

/// Renders the guests found, to choose from.
#[component]
pub fn ReturningGuests() -> Markup {
    let (desk, api, session) = (Desk::here(), Api::here(), Session::here());
    let found = RwSignal::new(Vec::<ReturningGuest>::new());
    // A chosen guest is not offered again, whatever is corrected afterwards.
    let chosen = StoredValue::new(None::<String>);
    let turn = StoredValue::new(0_u32);
    let wanted = Memo::new(move |_| {
        session
            .may(FindReturningGuest)
            .then(|| desk.content.with(Wanted::of))
            .flatten()
    });
    effect(move || {
        let wanted = wanted.get();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        found.set(Vec::new());
        if chosen.with_value(|chosen| chosen.as_ref() != Some(&desk.form.key.get_untracked())) {
            desk.known.set(Vec::new());
        }
        let Some(wanted) = wanted else { return };
        if chosen.with_value(|chosen| chosen.as_ref() == Some(&desk.form.key.get_untracked())) {
            return;
        }
        spawn_local(async move {
            browser::pause(PAUSE_MS).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            // It is an offer: after a failure the form is filled in by hand.
            let answer = api.find_returning_guest(&wanted.search()).await;
            if let (Ok(answer), Some(true)) = (answer, turn.try_get_value().map(|turn| turn == mine)) {
                desk.known.try_set(answer.guests.clone());
                found.try_set(answer.guests);
            }
        });
    });
    let choose = Callback::new(move |guest: GuestOut| {
        let mut content = desk.content.get_untracked();
        chosen.set_value(Some(content.key.clone()));
        content.take_guest(&guest);
        desk.form.fill(content);
        found.set(Vec::new());
        desk.filled(&[
            Ask::FullName,
            Ask::Birth,
            Ask::Sex,
            Ask::Nationality,
            Ask::DocumentType,
            Ask::DocumentNumber,
        ]);
        browser::focus_soon("departure");
    });
    html! {
        <div class="returning" role="status">
            {move || {
                let guests = found.get();
                (!guests.is_empty()).then(|| html! {
                    <p class="returning-title"><Icon name="history"/> {t!(notify.returning)}</p>
                    <ul class="returning-list">
                        {guests.into_iter().map(|guest| html! { <Offer guest choose/> }).collect::<Vec<_>>()}
                    </ul>
                })
            }}
        </div>
    }
}

#[component]
fn Offer(guest: ReturningGuest, choose: Callback<GuestOut>) -> Markup {
    let last = match &guest.last_room {
        Some(room) => t!(
            notify.returning_room,
            at = format::instant(guest.last_arrival_at),
            room = room
        ),
        None => t!(notify.returning_last, at = format::instant(guest.last_arrival_at)),
    };
    let who = guest.guest;
    let birth = who.birth_date.map_or_else(|| who.birth_year.to_string(), format::date);
    let (name, number) = (who.full_name.clone(), mask(&who.document_number));
    html! {
        <li>
            <button type="button" class="returning-guest" on:click=move |_| choose.run(who.clone())>
                <strong>{name}</strong>
                <span>{birth}</span>
                <span class="mono">{number}</span>
                <span class="quiet">{last}</span>
            </button>
        </li>
    }
}

impl Content {
    /// Applies the last notified data of a guest. Data of one entry into the country are asked again.
    fn take_guest(&mut self, guest: &GuestOut) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.full_name.clone_from(&guest.full_name);
        self.year_only = guest.birth_date.is_none();
        self.birth = guest.birth_date.map_or_else(
            || DateText {
                year: guest.birth_year.to_string(),
                ..DateText::default()
            },
            DateText::of,
        );
        sex_code(guest.sex).clone_into(&mut self.sex);
        self.nationality.clone_from(&guest.nationality);
        document_code(guest.document_type).clone_into(&mut self.document_type);
        self.document_number.clone_from(&guest.document_number);
        self.document_name = text(&guest.document_name);
        self.issuing_state = unusual_issuer(guest);
        self.phone = text(&guest.phone);
        self.address = text(&guest.address);
        self.visa_symbol = text(&guest.visa_symbol);
        self.visa_number = text(&guest.visa_number);
        self.visa_expires = guest.visa_expires_on.map(DateText::of).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_looked_for_by_half_a_number_or_one_word() {
        let content = |name: &str, number: &str| Content {
            full_name: name.into(),
            document_number: number.into(),
            ..Content::default()
        };
        assert!(Wanted::of(&content("Lâm", "05608200473")).is_none());
        assert!(Wanted::of(&content("", "056 082 004 731")) == Some(Wanted::Number("056082004731".into())));
        assert!(Wanted::of(&content("Lâm Tấn", "")) == Some(Wanted::Name("Lâm Tấn".into())));
        assert!(Wanted::of(&content("L P", "")).is_none());
    }
}
