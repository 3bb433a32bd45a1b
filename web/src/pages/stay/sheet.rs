//! A stay as a sheet: all notified data, field by field.

use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Fact, Facts, FactsLook, Icon};
use crate::words;
use dto::stay::StayOut;
use rules::document::DocumentType;
use std::collections::HashMap;

/// A field of the sheet, by its pointer.
type Line = (&'static str, Fact);

fn line(pointer: &'static str, label: &'static str, value: impl Into<String>) -> Line {
    (pointer, Fact::new(label, value))
}

fn optional(pointer: &'static str, label: &'static str, value: Option<impl Into<String>>) -> Option<Line> {
    value.map(|value| line(pointer, label, value))
}

fn mono((pointer, fact): Line) -> Line {
    (pointer, fact.mono())
}

fn wide((pointer, fact): Line) -> Line {
    (pointer, fact.wide())
}

fn guest_lines(stay: &StayOut) -> Vec<Line> {
    let guest = &stay.guest;
    let is_personal = guest.document_type.bears_personal_id();
    let number = format::personal_id(&guest.document_number);
    let document = if guest.document_type == DocumentType::Other {
        guest
            .document_name
            .clone()
            .unwrap_or_else(|| words::stay::document_word(guest.document_type).to_owned())
    } else {
        words::stay::document_word(guest.document_type).to_owned()
    };
    let mut lines = vec![
        line("/guest/full_name", t!(stay.full_name), guest.full_name.clone()),
        line(
            "/guest/birth_date",
            t!(stay.birth_date),
            words::stay::birth_words(guest),
        ),
        line("/guest/sex", t!(stay.sex), words::stay::sex_word(guest.sex)),
        line(
            "/guest/nationality",
            t!(stay.nationality),
            words::stay::country_words(guest),
        ),
        line("/guest/document_type", t!(stay.document), document),
        mono(line(
            "/guest/document_number",
            if is_personal {
                t!(stay.personal_number)
            } else {
                t!(stay.document_number)
            },
            number,
        )),
    ];
    lines.extend(
        [
            optional(
                "/guest/phone",
                t!(stay.phone),
                guest.phone.as_deref().map(format::phone),
            )
            .map(mono),
            optional("/guest/address", t!(stay.address), guest.address.clone()).map(wide),
            optional("/guest/visa_symbol", t!(stay.visa_symbol), guest.visa_symbol.clone()),
            optional("/guest/visa_number", t!(stay.visa_number), guest.visa_number.clone()).map(mono),
            optional(
                "/guest/visa_expires_on",
                t!(stay.visa_expires_on),
                guest.visa_expires_on.map(format::date),
            ),
            optional(
                "/guest/permit_expires_on",
                t!(stay.permit_expires_on),
                guest.permit_expires_on.map(format::date),
            ),
            optional(
                "/guest/entered_on",
                t!(stay.entered_on),
                guest.entered_on.map(format::date),
            ),
            optional("/guest/entry_gate", t!(stay.entry_gate), guest.entry_gate.clone()),
        ]
        .into_iter()
        .flatten(),
    );
    lines
}

fn stay_lines(stay: &StayOut, with_facility: bool) -> Vec<Line> {
    let room = stay
        .room
        .as_ref()
        .map_or_else(|| t!(stay.nothing).to_owned(), |room| room.name.clone());
    let facility = format!("{}, {}", stay.facility.name, stay.facility.area.name);
    [
        with_facility.then(|| {
            let facility = html! { <span lang="vi">{facility}</span> };
            ("/facility", Fact::view(t!(stay.facility), facility).wide())
        }),
        Some(line("/arrival_at", t!(stay.arrival), format::instant(stay.arrival_at))),
        Some(line(
            "/planned_departure_at",
            t!(stay.planned_departure),
            words::stay::departure_words(stay.planned_departure_at, Lists::here()),
        )),
        optional(
            "/departed_at",
            t!(stay.departed_at),
            stay.departed_at.map(format::instant),
        ),
        optional(
            "/departure_declared_at",
            t!(stay.departure_declared),
            stay.departure_declared_at.map(format::instant),
        ),
        stay.immigration.as_ref().map(|immigration| {
            let words = crate::words::immigration::whole(immigration);
            let fact = Fact::new(t!(foreign.stay_label), words).wide();
            if with_facility {
                return ("/immigration", fact);
            }
            // Where the user can act on it.
            let link = html! { " " <a href="/foreign-guests">{t!(foreign.title)}</a> };
            ("/immigration", fact.after(link))
        }),
        Some(line("/room/name", t!(stay.room), room)),
        Some(line("/nights", t!(stay.nights), words::stay::nights_words(stay))),
        Some(line("/kind", t!(stay.kind), words::stay::kind_word(stay.kind))),
        Some(line(
            "/reason/code",
            t!(stay.reason),
            words::stay::reason_words(&stay.reason),
        )),
        optional("/reason/note", t!(stay.reason_note), stay.reason.note.clone()).map(wide),
        optional("/note", t!(stay.note), stay.note.clone()).map(wide),
        Some(line(
            "/notified_at",
            t!(stay.notified_at),
            format::instant(stay.notified_at),
        )),
        Some(line("/notified_by", t!(stay.notified_by), stay.notified_by.clone())),
        stay.received.as_ref().map(|received| {
            let who = t!(
                stay.received_words,
                channel = words::stay::channel_word(received.channel),
                notifier = words::stay::notifier_word(received.notifier_kind),
                name = received.entered_by,
                at = format::instant(received.entered_at)
            );
            wide(line("/received", t!(stay.received), who))
        }),
        stay.received
            .as_ref()
            .and_then(|received| received.notifier_phone.as_deref())
            .map(|phone| {
                line(
                    "/received/notifier_phone",
                    t!(stay.notifier_phone),
                    format::phone(phone),
                )
            }),
        Some(line("/due_at", t!(stay.due_at), format::end_instant(stay.due_at))),
        Some(mono(line("/stay_code", t!(stay.code), stay.stay_code.clone()))),
        optional("/external_id", t!(stay.external_id), stay.external_id.clone()).map(mono),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Widens a line that would be alone in its row to the whole row, so that every row has its rule.
fn fill_rows(lines: &mut [Line]) {
    let mut at_left = true;
    for index in 0..lines.len() {
        let is_last = lines.get(index + 1).is_none_or(|(_, next)| next.wide);
        let (_, fact) = &mut lines[index];
        fact.wide |= at_left && is_last;
        at_left = fact.wide || !at_left;
    }
}

fn table(mut lines: Vec<Line>, marks: &HashMap<String, i32>) -> Markup {
    fill_rows(&mut lines);
    let facts = lines
        .into_iter()
        .map(|(pointer, fact)| match marks.get(pointer) {
            Some(&number) => fact.after(html! {
                " "
                <span class="version-mark">
                    <Icon name="history" size=14/>
                    {t!(stay.version_mark, number = number)}
                </span>
            }),
            None => fact,
        })
        .collect();
    html! { <Facts look=FactsLook::Sheet facts/> }
}

/// Renders the sheet in the language of the page; a changed field has the mark "bản 3".
pub fn sheet(stay: &StayOut, marks: &HashMap<String, i32>, with_facility: bool) -> Markup {
    html! {
        <section class="sheet-part">
            <div class="ledger-head">
                <h2>{t!(stay.guest)}</h2>
            </div>
            {table(guest_lines(stay), marks)}
        </section>
        <section class="sheet-part">
            <div class="ledger-head">
                <h2>{t!(stay.the_stay)}</h2>
            </div>
            {table(stay_lines(stay, with_facility), marks)}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(wide: &[bool]) -> Vec<bool> {
        let empty = |&is_wide: &bool| {
            let line = line("", "", "");
            if is_wide { super::wide(line) } else { line }
        };
        let mut lines: Vec<Line> = wide.iter().map(empty).collect();
        fill_rows(&mut lines);
        lines.iter().map(|(_, fact)| fact.wide).collect()
    }

    #[test]
    fn every_row_of_the_sheet_is_full() {
        assert_eq!(filled(&[false, false, false]), [false, false, true]);
        assert_eq!(filled(&[false, true, false, false]), [true, true, false, false]);
        assert_eq!(filled(&[true, false, false]), [true, false, false]);
        assert_eq!(filled(&[false, false]), [false, false]);
    }
}
