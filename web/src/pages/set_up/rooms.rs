//! The room plan (KH-11.2a-1): whole floors at once, then room by room.

use super::kept::{BackNote, Kept};
use super::room_range::{RangeFault, read_range};
use super::room_rows::{Row, Rows, TypedRoom};
use super::{Failure, NextPart, Part, Saving, item};
use crate::api::Api;
use crate::browser;
use crate::i18n::lang;
use crate::lists::{Lists, label_of};
use crate::t;
use crate::ui::{Button, ButtonKind, Empty, ErrorSummary, Field, Icon, Note, SummaryItem, TextInput};
use dto::facility::{FacilityOut, MAX_ROOMS, RoomPlanIn};
use dto::problem::FieldError;
use dto::{CheckContext, Checked};
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// So many names are written out.
const NAMED: usize = 8;

/// The part.
#[component]
pub fn RoomsPart(
    /// As the server has it.
    facility: Signal<FacilityOut>,
    /// Takes the saved facility.
    saved: Callback<FacilityOut>,
) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open::<Vec<TypedRoom>>("rooms");
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
    Effect::new(move || {
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
    view! {
        <div class="set-up-form">
            <div class="ledger-head">
                <h2>{move || t!(set_up.step_rooms)}</h2>
            </div>
            <p class="change-text">{move || t!(set_up.rooms_hint)} " " {move || (!is_needed.get()).then(|| t!(set_up.rooms_not_needed))}</p>
            <BackNote kept on_drop=put_back/>
            <QuickEntry rows typed/>
            <form class="set-up-form" novalidate on:submit=submit>
                <Failure saving/>
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

/// `/rooms/3/name`: the third of the rows that stay, and its field.
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

/// What was typed into the quick entry is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
enum QuickFault {
    Floor,
    Range(RangeFault),
    Twice(Vec<String>),
    Kind,
    Beds,
}

impl QuickFault {
    fn words(&self) -> String {
        match self {
            Self::Floor => t!(set_up.quick_floor_wrong).to_owned(),
            Self::Range(RangeFault::Empty) => t!(set_up.quick_range_empty).to_owned(),
            Self::Range(RangeFault::Unreadable(part)) => t!(set_up.quick_range_wrong, part = part),
            Self::Range(RangeFault::Backwards(part)) => t!(set_up.quick_range_backwards, part = part),
            Self::Range(RangeFault::TooMany) => t!(set_up.quick_range_many, max = MAX_ROOMS),
            Self::Twice(names) => t!(set_up.quick_twice, names = names.join(", ")),
            Self::Kind => t!(set_up.quick_kind_empty).to_owned(),
            Self::Beds => t!(set_up.quick_beds_wrong).to_owned(),
        }
    }
}

/// A whole floor at once: "tầng 2: 201–210, Đôi, 2 giường".
#[component]
fn QuickEntry(rows: Rows, typed: Memo<Vec<TypedRoom>>) -> impl IntoView {
    let lists = Lists::here();
    let (floor, range) = (RwSignal::new("1".to_owned()), RwSignal::new(String::new()));
    let (kind, beds) = (RwSignal::new(String::new()), RwSignal::new("1".to_owned()));
    let faults = RwSignal::new(Vec::<QuickFault>::new());
    let said = RwSignal::new(String::new());
    let read = move || {
        let mut found = Vec::new();
        let floor_number = floor
            .get()
            .trim()
            .replace('−', "-")
            .parse::<i16>()
            .ok()
            .filter(|floor| (-5..=200).contains(floor));
        if floor_number.is_none() {
            found.push(QuickFault::Floor);
        }
        let names = match read_range(&range.get()) {
            Ok(names) => {
                let known = |name: &String| {
                    typed.with(|typed| {
                        typed
                            .iter()
                            .any(|room| !room.gone && room.name.trim().to_lowercase() == name.to_lowercase())
                    })
                };
                let twice: Vec<String> = names.iter().filter(|name| known(name)).cloned().collect();
                if !twice.is_empty() {
                    found.push(QuickFault::Twice(twice));
                }
                names
            }
            Err(fault) => {
                found.push(QuickFault::Range(fault));
                Vec::new()
            }
        };
        if kind.with(|kind| kind.trim().is_empty()) {
            found.push(QuickFault::Kind);
        }
        let beds_number = beds
            .get()
            .trim()
            .parse::<i16>()
            .ok()
            .filter(|beds| (1..=100).contains(beds));
        if beds_number.is_none() {
            found.push(QuickFault::Beds);
        }
        match (floor_number, beds_number) {
            (Some(floor), Some(beds)) if found.is_empty() => Ok(names
                .into_iter()
                .map(|name| TypedRoom {
                    id: None,
                    floor: floor.to_string(),
                    name,
                    kind: kind.get().trim().to_owned(),
                    beds: beds.to_string(),
                    gone: false,
                })
                .collect::<Vec<_>>()),
            _ => Err(found),
        }
    };
    // Errors appear on pressing the button, and go with each key that mends them.
    Effect::new(move || {
        let now = read();
        if faults.with_untracked(|faults| !faults.is_empty()) {
            let still = now.err().unwrap_or_default();
            faults.update(|faults| faults.retain(|fault| still.contains(fault)));
        }
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match untrack(read) {
            Ok(rooms) => {
                let count = rooms.len();
                rows.add(rooms);
                faults.set(Vec::new());
                range.set(String::new());
                said.set(t!(set_up.quick_added, count = count));
                if let Ok(number) = floor.get_untracked().trim().parse::<i16>() {
                    floor.set((number + 1).to_string());
                }
                browser::focus("quick-range");
            }
            Err(found) => {
                let first = match found.first() {
                    Some(QuickFault::Floor) => "quick-floor",
                    Some(QuickFault::Kind) => "quick-kind",
                    Some(QuickFault::Beds) => "quick-beds",
                    _ => "quick-range",
                };
                faults.set(found);
                crate::ui::focus_field(first);
            }
        }
    };
    let error = move |of: fn(&QuickFault) -> bool| {
        Signal::derive(move || faults.with(|faults| faults.iter().find(|fault| of(fault)).map(QuickFault::words)))
    };
    let preview = move || {
        let names = read_range(&range.get()).ok()?;
        Some(t!(
            set_up.quick_preview,
            count = names.len(),
            names = some_names(&names)
        ))
    };
    let kinds = move || {
        let suggested: Vec<String> = lists
            .list("room_kinds")
            .iter()
            .map(|entry| label_of(entry).to_owned())
            .collect();
        suggested
            .into_iter()
            .map(|kind| view! { <option value=kind></option> })
            .collect_view()
    };
    view! {
        <form class="quick-entry" novalidate on:submit=add aria-labelledby="quick-title">
            <h3 id="quick-title">{move || t!(set_up.quick_title)}</h3>
            <Field id="quick-floor" label=move || t!(set_up.quick_floor) error=error(|fault| matches!(fault, QuickFault::Floor))>
                <TextInput value=floor/>
            </Field>
            <Field
                id="quick-range"
                label=move || t!(set_up.quick_range)
                hint=move || t!(set_up.quick_range_hint)
                error=error(|fault| matches!(fault, QuickFault::Range(_) | QuickFault::Twice(_)))
                class="quick-range"
            >
                <TextInput value=range/>
            </Field>
            <Field
                id="quick-kind"
                label=move || t!(set_up.quick_kind)
                hint=move || t!(set_up.quick_kind_hint)
                error=error(|fault| matches!(fault, QuickFault::Kind))
            >
                <SuggestedInput id="quick-kind" value=kind/>
            </Field>
            <Field id="quick-beds" label=move || t!(set_up.quick_beds) error=error(|fault| matches!(fault, QuickFault::Beds))>
                <TextInput value=beds inputmode="numeric"/>
            </Field>
            <div class="quick-go">
                <Button label=move || t!(set_up.quick_add) icon="plus" submit=true/>
                <p class="quick-preview">{preview}</p>
                <p class="quick-said" role="status">{said}</p>
            </div>
            <datalist id="room-kinds">{kinds}</datalist>
        </form>
    }
}

/// A text input that suggests the usual kinds of rooms.
#[component]
fn SuggestedInput(id: &'static str, value: RwSignal<String>) -> impl IntoView {
    let field = crate::ui::FieldContext::here();
    view! {
        <input
            id=id
            class="input"
            type="text"
            list="room-kinds"
            autocomplete="off"
            aria-describedby=field.described_by
            aria-invalid=move || field.invalid.get().then_some("true")
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
}

fn some_names(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        format!("{shown} …")
    } else {
        shown
    }
}

/// Rooms that will be retired when the plan is saved.
#[component]
fn Retiring(typed: Memo<Vec<TypedRoom>>) -> impl IntoView {
    let names = Memo::new(move |_| {
        typed.with(|typed| {
            typed
                .iter()
                .filter(|room| room.gone && room.id.is_some())
                .map(|room| room.name.clone())
                .collect::<Vec<_>>()
        })
    });
    move || {
        names.with(|names| {
            (!names.is_empty()).then(|| {
                let text = t!(set_up.retire_note, count = names.len(), names = some_names(names));
                view! { <Note icon="wrench">{text}</Note> }
            })
        })
    }
}

#[component]
fn RoomList(rows: Rows, typed: Memo<Vec<TypedRoom>>, saving: Saving) -> impl IntoView {
    // An effect that asks a memo before the memo which that one is made of misses changes of the latter
    // (reactive_graph 0.2.16): so each of these stands in a view of its own.
    let any = Memo::new(move |_| typed.with(|typed| !typed.is_empty()));
    let count = move || {
        typed.with(|typed| {
            let present: Vec<_> = typed.iter().filter(|room| !room.gone).collect();
            let floors: BTreeSet<&str> = present.iter().map(|room| room.floor.trim()).collect();
            (!typed.is_empty()).then(|| t!(set_up.rooms_count, rooms = present.len(), floors = floors.len()))
        })
    };
    // Errors come by the place among the rows that stay.
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
    view! {
        <div id="rooms-list" tabindex="-1">
            <div class="ledger-head">
                <h3>{move || t!(set_up.rooms_list)}</h3>
                <span class="ledger-hint">{count}</span>
            </div>
            {move || if any.get() {
                view! {
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
                            <For each=move || rows.get() key=|row| row.key children=move |row| view! { <RoomRow row places saving/> }/>
                        </tbody>
                    </table>
                }.into_any()
            } else {
                view! { <Empty icon="board" title=move || t!(set_up.rooms_none) detail=move || t!(set_up.rooms_none_hint)/> }.into_any()
            }}
        </div>
    }
}

#[component]
fn RoomRow(row: Row, places: Memo<HashMap<u32, Option<usize>>>, saving: Saving) -> impl IntoView {
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
            view! {
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
    view! {
        {move || if row.gone.get() {
            view! {
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
            }.into_any()
        } else {
            let error_id = error_id.clone();
            view! {
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
                {move || errors.with(|errors| !errors.is_empty()).then(|| view! {
                    <tr role="row" class="room-error">
                        <td role="cell" colspan="5" id=error_id.clone()>
                            <Icon name="triangle"/>
                            " "
                            {said}
                        </td>
                    </tr>
                })}
            }.into_any()
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
