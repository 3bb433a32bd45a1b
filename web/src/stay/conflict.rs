//! A conflict between two users: both versions side by side, and nothing overwritten.

use super::change::{Change, Conflict, Request};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::note::NoteKind;
use crate::ui::{Button, ButtonKind, Note};
use crate::words;
use leptos::prelude::*;
use serde_json::Value;

/// A field in both versions, as in the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    pointer: String,
    theirs: Option<String>,
    mine: Option<String>,
}

/// Returns the values that the request would set, field by field, beside those in use.
fn rows(request: &Request, theirs: &Value) -> Vec<Row> {
    let mine = match request {
        Request::Amend(patch) | Request::Correct(patch) => serde_json::to_value(patch),
        Request::CheckOut(departure) => serde_json::to_value(departure),
        Request::Extend(longer) => serde_json::to_value(longer),
        Request::Move(there) => serde_json::to_value(there),
        Request::Cancel(why) => serde_json::to_value(why),
    }
    .unwrap_or_default();
    let mut rows = Vec::new();
    collect(&mine, "", theirs, &mut rows);
    if let Request::Cancel(why) = request {
        rows.push(Row {
            pointer: "/cancelled_at".to_owned(),
            theirs: None,
            mine: why.change_reason.value().cloned(),
        });
    }
    // A departure that is declared without a time is "now"; it must have a row too.
    if rows.is_empty() && matches!(request, Request::CheckOut(_)) {
        rows.push(Row {
            pointer: "/departed_at".to_owned(),
            theirs: text(theirs.pointer("/departed_at")),
            mine: None,
        });
    }
    rows
}

fn collect(mine: &Value, at: &str, theirs: &Value, rows: &mut Vec<Row>) {
    let Value::Object(fields) = mine else { return };
    for (name, value) in fields {
        let pointer = format!("{at}/{name}");
        if value.is_object() {
            collect(value, &pointer, theirs, rows);
        } else if !matches!(pointer.as_str(), "/version" | "/confirmed" | "/change_reason") {
            let there = match pointer.as_str() {
                "/reason" => "/reason/code",
                "/reason_note" => "/reason/note",
                "/room_id" => "/room/id",
                other => other,
            };
            rows.push(Row {
                theirs: text(theirs.pointer(there)),
                mine: text(Some(value)),
                pointer,
            });
        }
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Renders the comparison, and the two choices.
#[component]
pub fn ConflictView(
    /// The conflict.
    conflict: Conflict,
    /// The change.
    change: Change,
    /// Called to send the request again.
    send: Callback<Request>,
) -> Markup {
    let lists = Lists::here();
    let theirs = conflict.theirs.clone();
    let said = match &conflict.by {
        Some((name, at)) => t!(
            stay.conflict_text,
            name = name,
            number = theirs.version,
            at = format::instant(*at)
        ),
        None => t!(stay.conflict_text_plain, number = theirs.version),
    };
    let is_now = matches!(conflict.mine, Request::CheckOut(_));
    let words = {
        let room = theirs.room.clone();
        move |pointer: &str, value: Option<&str>| match (pointer, value) {
            // Only the id of a room is known here, except for the one in use.
            ("/room_id", Some(id)) => match &room {
                Some(room) if room.id.to_string() == id => room.name.clone(),
                _ => t!(stay.conflict_other_room).to_owned(),
            },
            ("/departed_at", None) if is_now => t!(stay.check_out_now).to_owned(),
            _ => untrack(|| words::stay::words(pointer, value, lists)),
        }
    };
    let rows = rows(&conflict.mine, &conflict.as_sent)
        .into_iter()
        .map(|row| {
            let label = words::stay::label(&row.pointer).unwrap_or_default();
            let in_use = match row.theirs.as_deref() {
                None => t!(stay.nothing).to_owned(),
                Some(value) => words(&row.pointer, Some(value)),
            };
            let wanted = words(&row.pointer, row.mine.as_deref());
            let differs = in_use != wanted;
            html! {
                <tr>
                    <th scope="row">{label}</th>
                    <td>{in_use}</td>
                    <td>
                        {if differs { html! { <ins>{wanted}</ins> } } else { wanted.into_markup() }}
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let again = conflict.clone();
    let heading = NodeRef::<leptos::html::H3>::new();
    heading.on_load(|heading| {
        let _ = heading.focus();
    });
    html! {
        <section class="change-form">
            <h3 tabindex="-1" node_ref=heading>{t!(stay.conflict_title)}</h3>
            <Note kind=NoteKind::Warn>{said}</Note>
            <table class="conflict-table">
                <thead>
                    <tr>
                        <th scope="col">{t!(stay.conflict_field)}</th>
                        <th scope="col">{t!(stay.conflict_theirs)} ", " {t!(stay.version_mark, number = theirs.version)}</th>
                        <th scope="col">{t!(stay.conflict_mine)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <div class="panel-foot">
                <Button
                    kind=ButtonKind::Plain
                    label=move || t!(stay.conflict_keep_theirs)
                    on_press=Callback::new(move |()| change.take(theirs.clone()))
                />
                <Button label=move || t!(stay.conflict_save_mine) on_press=Callback::new(move |()| send.run(change.insist(again.clone())))/>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::stay::{CheckOutIn, GuestPatch, StayPatch};
    use dto::{Given, Timestamp};

    fn theirs() -> Value {
        serde_json::json!({
            "planned_departure_at": "2026-11-24T05:00:00Z",
            "departed_at": null,
            "room": { "id": "00000000-0000-0000-0000-000000000007", "name": "208" },
            "reason": { "code": "tourism", "label": "Du lịch", "note": null },
            "guest": { "full_name": "Trần Thị Ngọc Hà", "birth_year": 1987 },
        })
    }

    fn compared(request: &impl serde::Serialize) -> Vec<(String, Option<String>, Option<String>)> {
        let mut rows = Vec::new();
        collect(&serde_json::to_value(request).unwrap(), "", &theirs(), &mut rows);
        rows.into_iter()
            .map(|row| (row.pointer, row.theirs, row.mine))
            .collect()
    }

    #[test]
    fn only_what_was_to_change_is_compared_with_what_is_in_use() {
        let patch = StayPatch {
            version: 3,
            change_reason: Given::Value("khách xin".to_owned()),
            planned_departure_at: Given::Value(Timestamp::parse("2026-11-25T05:00:00Z").unwrap()),
            reason: Given::Value("work".to_owned()),
            guest: Some(GuestPatch {
                full_name: Given::Value("Trần Ngọc Hà".to_owned()),
                ..GuestPatch::default()
            }),
            ..StayPatch::default()
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            compared(&patch),
            [
                (
                    "/guest/full_name".to_owned(),
                    some("Trần Thị Ngọc Hà"),
                    some("Trần Ngọc Hà")
                ),
                (
                    "/planned_departure_at".to_owned(),
                    some("2026-11-24T05:00:00Z"),
                    some("2026-11-25T05:00:00Z")
                ),
                ("/reason".to_owned(), some("tourism"), some("work")),
            ]
        );
    }

    #[test]
    fn a_departure_now_has_no_field_of_its_own() {
        assert!(
            compared(&CheckOutIn {
                version: 1,
                departed_at: Given::Missing
            })
            .is_empty()
        );
    }
}
