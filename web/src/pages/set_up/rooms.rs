//! The room plan (KH-11.2a-1): whole floors at once, then room by room.

use super::quick_entry::QuickEntry;
use super::{NextPart, Part as Step, newer};
use crate::api::Api;
use crate::form::{Field, Form, Part, Rows, Sheet, Typed, gone, id_of};
use crate::markup::{Markup, html};
use crate::reactive::{each, when};
use crate::t;
use crate::ui::{Empty, Icon, Note, Toasts};
use dto::Checked;
use dto::facility::{FacilityOut, RoomIn, RoomPlanIn};
use leptos::prelude::*;
use rules::unicode;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

const ROOMS: &str = "/rooms";

/// Id of an existing room; displayed nowhere.
const ID: Field = Field::line("/id", || "");
const CELLS: &[Field] = &[
    Field::line("/floor", || t!(set_up.col_floor)),
    Field::line("/name", || t!(set_up.col_room)),
    Field::line("/kind", || t!(set_up.col_kind)).suggests("room-kinds"),
    Field::line("/beds", || t!(set_up.col_beds)),
    ID,
];

static ROWS: Rows = Rows {
    cells: CELLS,
    label: |form, row, cell| {
        let place = form.typed_now().rows(ROOMS).iter().position(|known| known == row);
        label(form, row, cell.pointer(), place)
    },
    draw: |form| html! { <RoomList form/> },
};

const PARTS: &[Part] = &[Part {
    fields: &[Field::rows(ROOMS, || t!(set_up.rooms_list), &ROWS)],
    ..Part::PLAIN
}];

/// Returns the label of a cell: by the name of its room, and the name itself by its place.
fn label(form: Form, row: &str, cell: &str, place: Option<usize>) -> String {
    let name = form.text(&format!("{row}/name")).get();
    match cell {
        "/floor" => t!(set_up.row_floor, name = name),
        "/kind" => t!(set_up.row_kind, name = name),
        "/beds" => t!(set_up.row_beds, name = name),
        _ => t!(set_up.row_name, number = place.map_or(0, |at| at + 1)),
    }
}

fn typed(facility: &FacilityOut) -> Typed {
    facility.rooms.iter().fold(Typed::default(), |typed, room| {
        let cells = [
            ("/floor", room.floor.to_string()),
            ("/name", room.name.clone()),
            ("/kind", room.kind.clone()),
            ("/beds", room.beds.to_string()),
            (ID.pointer(), room.id.to_string()),
        ];
        typed.with_row(ROOMS, &cells)
    })
}

/// Returns the request. A value that is not a number becomes one out of range, so that the check names its field.
fn plan(typed: &Typed, version: i32) -> RoomPlanIn {
    let room = |row: String| {
        let text = |cell: &str| typed.raw(&format!("{row}{cell}")).trim().to_owned();
        RoomIn {
            id: Uuid::parse_str(&text("/id")).ok(),
            floor: number(&text("/floor")).unwrap_or(i16::MIN),
            name: text("/name"),
            kind: text("/kind"),
            beds: number(&text("/beds")).unwrap_or(i16::MIN),
        }
    };
    RoomPlanIn {
        version,
        rooms: typed.rows(ROOMS).into_iter().map(room).collect(),
    }
}

fn number(text: &str) -> Option<i16> {
    text.trim().replace('−', "-").parse().ok()
}

/// Adds a room, after the last one of its floor.
pub fn add(form: Form, floor: i16, name: String, kind: &str, beds: i16) {
    let of = |key: &u32| number(&form.text(&format!("{ROOMS}/{key}/floor")).get_untracked()).unwrap_or(i16::MAX);
    let place = form.keys(ROOMS).with_untracked(|keys| {
        let last = keys.iter().rposition(|key| of(key) <= floor);
        last.map_or(0, |at| at + 1)
    });
    let cells = [
        ("/floor", floor.to_string()),
        ("/name", name),
        ("/kind", kind.to_owned()),
        ("/beds", beds.to_string()),
    ];
    form.add_row(ROOMS, place, &cells);
}

/// Returns whether there is a room with this name.
pub fn with_name(rooms: &Typed, name: &str) -> bool {
    let name = unicode::small(name);
    let known = rooms.rows(ROOMS);
    let mut known = known.iter().map(|row| rooms.raw(&format!("{row}/name")).trim());
    known.any(|known| unicode::small(known) == name)
}

/// Number of names that are listed.
const NAMED: usize = 8;

/// Returns the first few names.
pub fn some_names(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        format!("{shown} …")
    } else {
        shown
    }
}

/// Renders the part.
#[component]
pub fn RoomsPart(
    /// Facility as the server has it.
    facility: Signal<FacilityOut>,
    /// Called with the saved facility.
    saved: Callback<FacilityOut>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let now = Signal::derive(move || facility.with(typed));
    let sheet = Sheet::new(
        PARTS,
        || t!(set_up.save_rooms),
        now.get_untracked(),
        |typed, context| plan(typed, 0).check(context).err().unwrap_or_default(),
    )
    .busy(|| t!(stay.saving))
    .kept("facility.rooms")
    .starts_from(now)
    .when_stale(Some(|| t!(set_up.conflict)), Some(newer(facility, saved)))
    .sends(
        move |form| {
            let (id, version) = facility.with_untracked(|facility| (facility.id, facility.version));
            let plan = plan(&form.typed_now(), version);
            async move { api.replace_room_plan(id, &plan).await }
        },
        move |changed: FacilityOut| {
            let text = t!(set_up.rooms_saved, count = changed.rooms.len());
            toasts.ok(text, String::new(), None);
            saved.run(changed);
        },
    );
    let form = sheet.form;
    let is_needed = Memo::new(move |_| facility.with(|facility| facility.setup.needs_rooms));
    let declared = Memo::new(move |_| {
        let declared = facility.with(|facility| facility.setup.declared_rooms);
        declared.filter(|_| form.keys(ROOMS).with(Vec::is_empty))
    });
    html! {
        <div class="set-up-form">
            <div class="ledger-head">
                <h2>{move || t!(set_up.step_rooms)}</h2>
            </div>
            <p class="change-text">{move || t!(set_up.rooms_hint)} " " {when(move || (!is_needed.get()).then(|| t!(set_up.rooms_not_needed)))}</p>
            <QuickEntry rooms=form declared/>
            {sheet.page_of("set-up-form", (), html! { <NextPart facility part=Step::Rooms/> })}
        </div>
    }
}

#[component]
fn RoomList(form: Form) -> Markup {
    let any = Memo::new(move |_| !form.keys(ROOMS).with(Vec::is_empty));
    let count = move || {
        form.with_typed(|typed| {
            let rows = typed.rows(ROOMS);
            let floors: BTreeSet<&str> = rows
                .iter()
                .map(|row| typed.raw(&format!("{row}/floor")).trim())
                .collect();
            t!(set_up.rooms_count, rooms = rows.len(), floors = floors.len())
        })
    };
    // The place of each row among those that stay.
    let places = Memo::new(move |_| {
        form.with_typed(|typed| {
            let rows = typed.rows(ROOMS).into_iter().enumerate();
            rows.map(|(place, row)| (row, place)).collect::<HashMap<_, _>>()
        })
    });
    // Rooms that will be retired when the plan is saved.
    let retiring = move || {
        let names = form.with_typed(|typed| {
            let rows = form.keys(ROOMS).get().into_iter().map(|key| format!("{ROOMS}/{key}"));
            let rows = rows.filter(|row| typed.tick(&gone(row)) && !typed.raw(&format!("{row}/id")).is_empty());
            rows.map(|row| typed.raw(&format!("{row}/name")).to_owned())
                .collect::<Vec<_>>()
        });
        (!names.is_empty()).then(|| {
            let text = t!(set_up.retire_note, count = names.len(), names = some_names(&names));
            html! { <Note icon="wrench">{text}</Note> }
        })
    };
    html! {
        <div class="set-up-wide" id=id_of(ROOMS) tabindex="-1">
            <div class="ledger-head">
                <h3>{move || t!(set_up.rooms_list)}</h3>
                <span class="ledger-hint">{move || any.get().then(count)}</span>
            </div>
            {move || if any.get() {
                html! {
                    <table class="room-table" role="table">
                        <thead role="rowgroup">
                            <tr role="row">
                                <th role="columnheader" scope="col">{t!(set_up.col_floor)}</th>
                                <th role="columnheader" scope="col">{t!(set_up.col_room)}</th>
                                <th role="columnheader" scope="col">{t!(set_up.col_kind)}</th>
                                <th role="columnheader" scope="col">{t!(set_up.col_beds)}</th>
                                <th role="columnheader" scope="col"><span class="hidden">{t!(set_up.col_remove)}</span></th>
                            </tr>
                        </thead>
                        <tbody role="rowgroup">
                            {each(move || form.keys(ROOMS).get(), ToString::to_string, move |key| html! { <RoomRow form row=format!("{ROOMS}/{key}") places/> })}
                        </tbody>
                    </table>
                }
            } else {
                html! { <Empty icon="board" title=move || t!(set_up.rooms_none) detail=move || t!(set_up.rooms_none_hint)/> }
            }}
            {when(retiring)}
        </div>
    }
}

#[component]
fn RoomRow(form: Form, row: String, places: Memo<HashMap<String, usize>>) -> Markup {
    let (error_id, row) = (format!("{}-error", id_of(&row)), StoredValue::new(row));
    // Errors of the row: at which cell, and what.
    let errors = Signal::derive(move || {
        let row = row.get_value();
        let errors = form.saving.errors.get().into_iter().filter(|error| {
            let cell = error.pointer.strip_prefix(&row);
            cell.is_some_and(|cell| cell.starts_with('/'))
        });
        errors
            .map(|error| (form.said(&error), error.pointer))
            .collect::<Vec<_>>()
    });
    let cell = {
        let error_id = error_id.clone();
        move |cell: &'static Field, class: &'static str| {
            let at = format!("{}{}", row.get_value(), cell.pointer());
            let (id, value) = (id_of(&at), form.text(&at));
            let is_wrong = Memo::new(move |_| errors.with(|errors| errors.iter().any(|(_, of)| *of == at)));
            let label = move || {
                let row = row.get_value();
                let place = places.with(|places| places.get(&row).copied());
                label(form, &row, cell.pointer(), place)
            };
            let error_id = error_id.clone();
            html! {
                <td role="cell" class=class>
                    <input
                        id=id
                        class="input"
                        type="text"
                        autocomplete="off"
                        list=cell.list()
                        aria-label=label
                        aria-invalid=move || is_wrong.get().then_some("true")
                        aria-describedby=move || is_wrong.get().then(|| error_id.clone())
                        prop:value=value
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                </td>
            }
        }
    };
    let name = row.with_value(|row| form.text(&format!("{row}/name")));
    let gone = row.with_value(|row| form.tick(&gone(row)));
    let toggle = move |_| gone.update(|gone| *gone = !*gone);
    let said = move || {
        errors.with(|errors| {
            errors
                .iter()
                .map(|(text, _)| text.clone())
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    html! {
        {move || if gone.get() {
            html! {
                <tr role="row" class="room-row room-gone">
                    <td role="cell" colspan="4">
                        <s>{name}</s>
                        " "
                        <span class="quiet">{move || t!(set_up.row_removed, name = name.get())}</span>
                    </td>
                    <td role="cell" class="room-act">
                        <button type="button" class="link" on:click=toggle>{t!(set_up.undo)}</button>
                    </td>
                </tr>
            }
        } else {
            let error_id = error_id.clone();
            html! {
                <tr role="row" class="room-row">
                    {cell(&CELLS[0], "room-floor")}
                    {cell(&CELLS[1], "room-name")}
                    {cell(&CELLS[2], "room-kind")}
                    {cell(&CELLS[3], "room-beds")}
                    <td role="cell" class="room-act">
                        <button
                            type="button"
                            class="icon-btn"
                            aria-label=move || t!(set_up.row_remove, name = name.get())
                            on:click=toggle
                        >
                            <Icon name="cross"/>
                        </button>
                    </td>
                </tr>
                {when(move || errors.with(|errors| !errors.is_empty()).then(|| html! {
                    <tr role="row" class="room-error">
                        <td role="cell" colspan="5" id=error_id.clone()>
                            <Icon name="triangle"/>
                            " "
                            {said}
                        </td>
                    </tr>
                }))}
            }
        }}
    }
}
