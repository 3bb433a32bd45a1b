//! A stay opened beside the list.

use crate::api::Api;
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::stay::thread::Thread;
use crate::t;
use crate::ui::{ButtonKind, ButtonLink, Fact, Facts, Icon, Loaded, StatusTag, load};
use crate::words;
use crate::words::stay::tags;
use dto::stay::StayOut;
use leptos::prelude::*;
use uuid::Uuid;

/// Renders the opened stay. The server records each reading, so it is read once for each time it is opened.
#[component]
pub fn Opened(
    /// Id of the stay.
    id: Uuid,
) -> Markup {
    let api = Api::here();
    let stay = load(move || api.get_stay(id));
    let shown = |stay: Signal<StayOut>| (move || stay.with(content)).into_markup();
    html! { <Loaded load=stay rows=6 view=shown/> }
}

fn content(stay: &StayOut) -> Markup {
    let id = stay.id;
    html! {
        <p class="tags">{tags(stay).into_iter().map(|status| html! { <StatusTag status/> }).collect::<Vec<_>>()}</p>
        <Facts facts=facts(stay)/>
        {warnings(stay)}
        <Thread stay=id thread=stay.thread.clone()/>
        <p class="panel-note">
            <Icon name="shield" size=14/>
            " "
            {t!(police.panel_logged)}
        </p>
        <p class="panel-keys" aria-hidden="true">
            <kbd class="cap">"↑"</kbd>
            <kbd class="cap">"↓"</kbd>
            " "
            {t!(police.panel_keys)}
            " "
            <kbd class="cap">"Esc"</kbd>
            " "
            {t!(police.panel_close)}
        </p>
        <div class="panel-foot">
            <ButtonLink kind=ButtonKind::Plain href=format!("/stays/{id}") label=move || t!(police.panel_full) icon="history"/>
        </div>
    }
}

/// Returns the facts. The first three are needed for a telephone call; a narrow screen displays only them.
fn facts(stay: &StayOut) -> Vec<Fact> {
    let guest = &stay.guest;
    let room = stay.room.as_ref().map(|room| room.name.clone());
    let place = match room {
        Some(room) => format!(
            "{}, {} {room}",
            stay.facility.name,
            rules::unicode::small(t!(stay.room))
        ),
        None => stay.facility.name.clone(),
    };
    let document = words::stay::document_word(guest.document_type);
    let born = format!(
        "{}, {}",
        words::stay::birth_words(guest),
        words::stay::sex_word(guest.sex)
    );
    let leaves = match stay.departed_at {
        Some(at) => (t!(stay.departed_at), format::instant(at), false),
        None => (
            t!(stay.planned_departure),
            words::stay::departure_words(stay.planned_departure_at, Lists::here()),
            false,
        ),
    };
    let facts = [
        Some((t!(stay.facility), place, false)),
        Some((document, format::personal_id(&guest.document_number), true)),
        Some((t!(stay.birth_date), born, false)),
        Some((t!(stay.nationality), words::stay::country_words(guest), false)),
        guest
            .phone
            .as_deref()
            .map(|phone| (t!(stay.phone), format::phone(phone), true)),
        guest.address.clone().map(|address| (t!(stay.address), address, false)),
        guest
            .visa_symbol
            .clone()
            .map(|symbol| (t!(stay.visa_symbol), symbol, false)),
        guest
            .permit_expires_on
            .map(|day| (t!(stay.permit_expires_on), format::date(day), false)),
        guest
            .entered_on
            .map(|day| (t!(stay.entered_on), format::date(day), false)),
        guest.entry_gate.clone().map(|gate| (t!(stay.entry_gate), gate, false)),
        Some((t!(stay.arrival), format::instant(stay.arrival_at), false)),
        Some(leaves),
        Some((t!(stay.nights), words::stay::nights_words(stay), false)),
        Some((t!(stay.reason), words::stay::reason_words(&stay.reason), false)),
        stay.note.clone().map(|note| (t!(stay.note), note, false)),
        Some((t!(stay.notified_at), format::instant(stay.notified_at), false)),
        Some((t!(stay.notified_by), stay.notified_by.clone(), false)),
        Some((t!(stay.code), stay.stay_code.clone(), true)),
    ];
    facts.into_iter().flatten().map(Fact::from).collect()
}

fn warnings(stay: &StayOut) -> Option<impl IntoMarkup + use<>> {
    let warnings = stay
        .warnings
        .iter()
        .map(|warning| {
            let (field, text, confirmed) = (
                words::stay::label(&warning.pointer),
                warning.message.clone(),
                warning.confirmed,
            );
            html! {
                <li>
                    {field.map(|field| html! { <strong>{field} ": "</strong> })}
                    {text}
                    {confirmed.then(|| format!(" ({})", t!(stay.confirmed_by_guest)))}
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!stay.warnings.is_empty()).then(|| html! { <ul class="warnings">{warnings}</ul> })
}
