//! The room plan (KH-11.2a-1): whole floors at once, then room by room.

use super::quick_entry::QuickEntry;
use super::room_rows::{Row, Rows, TypedRoom, some_names};
use super::{NextPart, Part, item};
use crate::api::Api;
use crate::form::{BackNote, Kept};
use crate::form::{Failure, Saving};
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{each, effect, when};
use crate::t;
use crate::ui::{Button, ButtonKind, Empty, ErrorSummary, Icon, Note, SummaryItem};
use dto::facility::{FacilityOut, RoomPlanIn};
use dto::problem::FieldError;
use dto::{CheckContext, Checked};
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Renders the part.
#[component]
pub fn RoomsPart(
    /// Facility as the server has it.
    facility: Signal<FacilityOut>,
    /// Called with the saved facility.
    saved: Callback<FacilityOut>,
) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open::<Vec<TypedRoom>>("set-up.rooms");
    let rows = Rows::new(draft.unwrap_or_else(|| facility.with_untracked(TypedRoom::all)));
    let typed = Memo::new(move |_| rows.typed());
    kept.follow(move || {
        typed.with(|typed| facility.with(|facility| (*typed != TypedRoom::all(facility)).then(|| typed.clone())))
    });
    let put_back = Callback::new(move |()| rows.put(facility.with_untracked(TypedRoom::all)));
    let saving = Saving::new();
    let plan = move |version: i32| {
        let rooms = typed.with_untracked(|typed| typed.iter().filter(|room| !room.gone).map(TypedRoom::room).collect());
        RoomPlanIn { version, rooms }
    };
    let check = move || {
        let Some(profile) = lists.profile_now() else {
            return Vec::new();
        };
        let context = CheckContext {
            now: lists.clock().now_untracked(),
            profile: &profile.profile,
        };
        let found = plan(0).check(context).err().unwrap_or_default();
        found
            .into_iter()
            .map(|error| error.localized(lang()))
            .collect::<Vec<FieldError>>()
    };
    effect(move || {
        typed.track();
        if saving.errors.with_untracked(|errors| !errors.is_empty()) {
            let found = untrack(check);
            saving
                .errors
                .update(|errors| errors.retain(|error| found.iter().any(|found| found.pointer == error.pointer)));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = untrack(check);
        if !found.is_empty() {
            return saving.refuse(found);
        }
        let (id, version) = facility.with_untracked(|facility| (facility.id, facility.version));
        let plan = plan(version);
        let taken = Callback::new(move |changed: FacilityOut| {
            saved.run(changed);
            rows.put(facility.with_untracked(TypedRoom::all));
        });
        let work = async move { api.replace_room_plan(id, &plan).await };
        saving.run(id, work, taken, saved, |facility| {
            t!(set_up.rooms_saved, count = facility.rooms.len())
        });
    };
    let summary = Signal::derive(move || {
        let present: Vec<Row> = rows.get().into_iter().filter(|row| !row.gone.get()).collect();
        saving.errors.with(|errors| {
            errors
                .iter()
                .map(|error| summary_item(error, &present))
                .collect::<Vec<_>>()
        })
    });
    let is_needed = Memo::new(move |_| facility.with(|facility| facility.setup.needs_rooms));
    let declared = Memo::new(move |_| {
        let declared = facility.with(|facility| facility.setup.declared_rooms);
        declared.filter(|_| typed.with(Vec::is_empty))
    });
    html! {
        <div class="set-up-form">
            <div class="ledger-head">
                <h2>{move || t!(set_up.step_rooms)}</h2>
            </div>
            <p class="change-text">{move || t!(set_up.rooms_hint)} " " {when(move || (!is_needed.get()).then(|| t!(set_up.rooms_not_needed)))}</p>
            <BackNote kept on_drop=put_back/>
            <QuickEntry rows typed declared/>
            <form class="set-up-form" novalidate on:submit=submit>
                <Failure saving conflict=move || t!(set_up.conflict)/>
                <ErrorSummary errors=summary asked=saving.asked/>
                <RoomList rows typed saving/>
                <Retiring typed/>
                <div class="set-up-acts">
                    <Button
                        kind=ButtonKind::Primary
                        label=move || t!(set_up.save_rooms)
                        busy_label=move || t!(stay.saving)
                        busy=saving.busy
                        submit=true
                    />
                    <NextPart facility part=Part::Rooms/>
                </div>
            </form>
        </div>
    }
}

/// Splits `/rooms/3/name`: the index among the rows that stay, and the field.
fn split_pointer(pointer: &str) -> Option<(usize, &str)> {
    let (index, field) = pointer.strip_prefix("/rooms/")?.split_once('/')?;
    Some((index.parse().ok()?, field))
}

fn summary_item(error: &FieldError, present: &[Row]) -> SummaryItem {
    let Some((row, field)) =
        split_pointer(&error.pointer).and_then(|(index, field)| Some((present.get(index)?, field)))
    else {
        return item("rooms-list", t!(set_up.rooms_list), error);
    };
    let field_word = match field {
        "floor" => t!(set_up.col_floor),
        "kind" => t!(set_up.col_kind),
        "beds" => t!(set_up.col_beds),
        _ => t!(set_up.col_room),
    };
    item(
        format!("room-{}-{field}", row.key),
        t!(set_up.row_of, name = row.name.get(), field = field_word),
        error,
    )
}

/// Renders the rooms that will be retired when the plan is saved.
#[component]
fn Retiring(typed: Memo<Vec<TypedRoom>>) -> Markup {
    let names = Memo::new(move |_| {
        typed.with(|typed| {
            typed
                .iter()
                .filter(|room| room.gone && room.id.is_some())
                .map(|room| room.name.clone())
                .collect::<Vec<_>>()
        })
    });
    IntoMarkup::into_markup(move || {
        names.with(|names| {
            (!names.is_empty()).then(|| {
                let text = t!(set_up.retire_note, count = names.len(), names = some_names(names));
                html! { <Note icon="wrench">{text}</Note> }
            })
        })
    })
}

#[component]
fn RoomList(rows: Rows, typed: Memo<Vec<TypedRoom>>, saving: Saving) -> Markup {
    // An effect that reads a memo before the memo from which that one is computed misses changes of the latter
    // (reactive_graph 0.2.16): so each of these is in a view of its own.
    let any = Memo::new(move |_| typed.with(|typed| !typed.is_empty()));
    let count = move || {
        typed.with(|typed| {
            let present: Vec<_> = typed.iter().filter(|room| !room.gone).collect();
            let floors: BTreeSet<&str> = present.iter().map(|room| room.floor.trim()).collect();
            (!typed.is_empty()).then(|| t!(set_up.rooms_count, rooms = present.len(), floors = floors.len()))
        })
    };
    // Errors carry the index among the rows that stay.
    let places = Memo::new(move |_| {
        let mut next = 0_usize;
        rows.get()
            .into_iter()
            .map(|row| {
                let place = (!row.gone.get()).then_some(next);
                next += usize::from(place.is_some());
                (row.key, place)
            })
            .collect::<HashMap<u32, Option<usize>>>()
    });
    html! {
        <div id="rooms-list" tabindex="-1">
            <div class="ledger-head">
                <h3>{move || t!(set_up.rooms_list)}</h3>
                <span class="ledger-hint">{count}</span>
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
                            {each(move || rows.get(), |row| row.key.to_string(), move |row| html! { <RoomRow row places saving/> })}
                        </tbody>
                    </table>
                }
            } else {
                html! { <Empty icon="board" title=move || t!(set_up.rooms_none) detail=move || t!(set_up.rooms_none_hint)/> }
            }}
        </div>
    }
}

#[component]
fn RoomRow(row: Row, places: Memo<HashMap<u32, Option<usize>>>, saving: Saving) -> Markup {
    let place = Memo::new(move |_| places.with(|places| places.get(&row.key).copied().flatten()));
    let errors = Memo::new(move |_| {
        let Some(place) = place.get() else { return Vec::new() };
        saving.errors.with(|errors| {
            errors
                .iter()
                .filter_map(|error| {
                    let (index, field) = split_pointer(&error.pointer)?;
                    (index == place).then(|| (field.to_owned(), error.message.clone()))
                })
                .collect::<Vec<_>>()
        })
    });
    let error_id = format!("room-{}-error", row.key);
    let cell = {
        let error_id = error_id.clone();
        move |field: &'static str,
              value: RwSignal<String>,
              label: Signal<String>,
              class: &'static str,
              list: Option<&'static str>| {
            let is_wrong = Memo::new(move |_| errors.with(|errors| errors.iter().any(|(of, _)| of == field)));
            let error_id = error_id.clone();
            html! {
                <td role="cell" class=class>
                    <input
                        id=format!("room-{}-{field}", row.key)
                        class="input"
                        type="text"
                        autocomplete="off"
                        list=list
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
    let name = row.name;
    let toggle = Callback::new(move |()| row.gone.update(|gone| *gone = !*gone));
    let said = move || {
        errors.with(|errors| {
            errors
                .iter()
                .map(|(_, message)| message.clone())
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    html! {
        {move || if row.gone.get() {
            html! {
                <tr role="row" class="room-row room-gone">
                    <td role="cell" colspan="4">
                        <s>{name}</s>
                        " "
                        <span class="quiet">{move || t!(set_up.row_removed, name = name.get())}</span>
                    </td>
                    <td role="cell" class="room-act">
                        <button type="button" class="link" on:click=move |_| toggle.run(())>{t!(set_up.undo)}</button>
                    </td>
                </tr>
            }
        } else {
            let error_id = error_id.clone();
            html! {
                <tr role="row" class="room-row">
                    {cell("floor", row.floor, Signal::derive(move || t!(set_up.row_floor, name = name.get())), "room-floor", None)}
                    {cell("name", row.name, Signal::derive(move || t!(set_up.row_name, number = place.get().map_or(0, |at| at + 1))), "room-name", None)}
                    {cell("kind", row.kind, Signal::derive(move || t!(set_up.row_kind, name = name.get())), "room-kind", Some("room-kinds"))}
                    {cell("beds", row.beds, Signal::derive(move || t!(set_up.row_beds, name = name.get())), "room-beds", None)}
                    <td role="cell" class="room-act">
                        <button
                            type="button"
                            class="icon-btn"
                            aria-label=move || t!(set_up.row_remove, name = name.get())
                            on:click=move |_| toggle.run(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_its_row_and_field() {
        assert_eq!(split_pointer("/rooms/12/name"), Some((12, "name")));
        assert_eq!(split_pointer("/rooms"), None);
        assert_eq!(split_pointer("/version"), None);
    }
}
