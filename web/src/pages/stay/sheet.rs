//! A stay as a sheet: all that was notified, field by field.

use super::fields;
use crate::format;
use crate::lists::Lists;
use crate::t;
use crate::ui::Icon;
use dto::stay::StayOut;
use leptos::prelude::*;
use rules::document::DocumentType;
use std::collections::HashMap;

/// A field of the sheet.
struct Line {
    pointer: &'static str,
    label: &'static str,
    value: String,
    mono: bool,
    wide: bool,
    /// Where something can be done about it.
    href: Option<&'static str>,
}

impl Line {
    fn new(pointer: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self {
            pointer,
            label,
            value: value.into(),
            mono: false,
            wide: false,
            href: None,
        }
    }

    fn optional(pointer: &'static str, label: &'static str, value: Option<impl Into<String>>) -> Option<Self> {
        value.map(|value| Self::new(pointer, label, value))
    }

    fn mono(self) -> Self {
        Self { mono: true, ..self }
    }

    fn wide(self) -> Self {
        Self { wide: true, ..self }
    }
}

fn guest_lines(stay: &StayOut) -> Vec<Line> {
    let guest = &stay.guest;
    let is_personal = guest.document_type.bears_personal_id();
    let number = format::personal_id(&guest.document_number);
    let document = if guest.document_type == DocumentType::Other {
        guest
            .document_name
            .clone()
            .unwrap_or_else(|| fields::document_word(guest.document_type).to_owned())
    } else {
        fields::document_word(guest.document_type).to_owned()
    };
    let mut lines = vec![
        Line::new("/guest/full_name", t!(stay.full_name), guest.full_name.clone()),
        Line::new("/guest/birth_date", t!(stay.birth_date), fields::birth_words(guest)),
        Line::new("/guest/sex", t!(stay.sex), fields::sex_word(guest.sex)),
        Line::new("/guest/nationality", t!(stay.nationality), fields::country_words(guest)),
        Line::new("/guest/document_type", t!(stay.document), document),
        Line::new(
            "/guest/document_number",
            if is_personal {
                t!(stay.personal_number)
            } else {
                t!(stay.document_number)
            },
            number,
        )
        .mono(),
    ];
    lines.extend(
        [
            Line::optional(
                "/guest/phone",
                t!(stay.phone),
                guest.phone.as_deref().map(format::phone),
            )
            .map(Line::mono),
            Line::optional("/guest/address", t!(stay.address), guest.address.clone()).map(Line::wide),
            Line::optional("/guest/visa_symbol", t!(stay.visa_symbol), guest.visa_symbol.clone()),
            Line::optional("/guest/visa_number", t!(stay.visa_number), guest.visa_number.clone()).map(Line::mono),
            Line::optional(
                "/guest/visa_expires_on",
                t!(stay.visa_expires_on),
                guest.visa_expires_on.map(format::date),
            ),
            Line::optional(
                "/guest/permit_expires_on",
                t!(stay.permit_expires_on),
                guest.permit_expires_on.map(format::date),
            ),
            Line::optional(
                "/guest/entered_on",
                t!(stay.entered_on),
                guest.entered_on.map(format::date),
            ),
            Line::optional("/guest/entry_gate", t!(stay.entry_gate), guest.entry_gate.clone()),
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
        with_facility.then(|| Line::new("/facility", t!(stay.facility), facility).wide()),
        Some(Line::new(
            "/arrival_at",
            t!(stay.arrival),
            format::instant(stay.arrival_at),
        )),
        Some(Line::new(
            "/planned_departure_at",
            t!(stay.planned_departure),
            fields::departure_words(stay.planned_departure_at, Lists::here()),
        )),
        Line::optional(
            "/departed_at",
            t!(stay.departed_at),
            stay.departed_at.map(format::instant),
        ),
        Line::optional(
            "/departure_declared_at",
            t!(stay.departure_declared),
            stay.departure_declared_at.map(format::instant),
        ),
        stay.immigration.as_ref().map(|immigration| Line {
            wide: true,
            href: (!with_facility).then_some("/foreign-guests"),
            ..Line::new(
                "/immigration",
                t!(foreign.stay_label),
                crate::words::immigration::whole(immigration),
            )
        }),
        Some(Line::new("/room/name", t!(stay.room), room)),
        Some(Line::new("/nights", t!(stay.nights), fields::nights_words(stay))),
        Some(Line::new("/kind", t!(stay.kind), fields::kind_word(stay.kind))),
        Some(Line::new(
            "/reason/code",
            t!(stay.reason),
            fields::reason_words(&stay.reason),
        )),
        Line::optional("/reason/note", t!(stay.reason_note), stay.reason.note.clone()).map(Line::wide),
        Line::optional("/note", t!(stay.note), stay.note.clone()).map(Line::wide),
        Some(Line::new(
            "/notified_at",
            t!(stay.notified_at),
            format::instant(stay.notified_at),
        )),
        Some(Line::new(
            "/notified_by",
            t!(stay.notified_by),
            stay.notified_by.clone(),
        )),
        stay.received.as_ref().map(|received| {
            let who = t!(
                stay.received_words,
                channel = fields::channel_word(received.channel),
                notifier = fields::notifier_word(received.notifier_kind),
                name = received.entered_by,
                at = format::instant(received.entered_at)
            );
            Line::new("/received", t!(stay.received), who).wide()
        }),
        stay.received
            .as_ref()
            .and_then(|received| received.notifier_phone.as_deref())
            .map(|phone| {
                Line::new(
                    "/received/notifier_phone",
                    t!(stay.notifier_phone),
                    format::phone(phone),
                )
            }),
        Some(Line::new("/due_at", t!(stay.due_at), format::end_instant(stay.due_at))),
        Some(Line::new("/stay_code", t!(stay.code), stay.stay_code.clone()).mono()),
        Line::optional("/external_id", t!(stay.external_id), stay.external_id.clone()).map(Line::mono),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A line that would stand alone in its row takes the whole of it, so that every row has its rule.
fn fill_rows(lines: &mut [Line]) {
    let mut at_left = true;
    for index in 0..lines.len() {
        let is_last = lines.get(index + 1).is_none_or(|next| next.wide);
        if at_left && is_last {
            lines[index].wide = true;
        }
        at_left = lines[index].wide || !at_left;
    }
}

fn table(mut lines: Vec<Line>, marks: &HashMap<String, i32>) -> impl IntoView + use<> {
    fill_rows(&mut lines);
    let lines = lines
        .into_iter()
        .map(|line| {
            let mark = marks.get(line.pointer).map(|&number| {
                view! {
                    " "
                    <span class="version-mark">
                        <Icon name="history" size=14/>
                        {t!(stay.version_mark, number = number)}
                    </span>
                }
            });
            view! {
                <div class="sheet-line" class:sheet-wide=line.wide>
                    <dt>{line.label}</dt>
                    <dd>
                        <span class:mono=line.mono>{line.value}</span>
                        {line.href.map(|href| view! { " " <a href=href>{t!(foreign.title)}</a> })}
                        {mark}
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="sheet">{lines}</dl> }
}

/// The sheet in the language of the page; a changed field carries "bản 3".
pub fn sheet(stay: &StayOut, marks: &HashMap<String, i32>, with_facility: bool) -> impl IntoView + use<> {
    view! {
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
        let mut lines: Vec<Line> = wide
            .iter()
            .map(|&wide| Line {
                wide,
                ..Line::new("", "", "")
            })
            .collect();
        fill_rows(&mut lines);
        lines.iter().map(|line| line.wide).collect()
    }

    #[test]
    fn every_row_of_the_sheet_is_full() {
        assert_eq!(filled(&[false, false, false]), [false, false, true]);
        assert_eq!(filled(&[false, true, false, false]), [true, true, false, false]);
        assert_eq!(filled(&[true, false, false]), [true, false, false]);
        assert_eq!(filled(&[false, false]), [false, false]);
    }
}
