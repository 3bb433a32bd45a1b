//! Whole floors at once: "tầng 2: 201–210, Đôi, 2 giường".

use super::room_range::{RangeFault, read_range};
use super::room_rows::{Rows, TypedRoom, some_names};
use crate::browser;
use crate::lists::{Lists, label_of};
use crate::markup::{Markup, html};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Button, Field, TextInput};
use dto::facility::{DeclaredRooms, MAX_ROOMS};
use leptos::prelude::*;
use rules::unicode;

/// Error of the quick entry.
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

/// Values typed for the next rooms.
#[derive(Clone, Copy)]
struct Typing {
    floor: RwSignal<String>,
    range: RwSignal<String>,
    kind: RwSignal<String>,
    beds: RwSignal<String>,
    /// Existing rooms.
    rooms: Memo<Vec<TypedRoom>>,
    faults: RwSignal<Vec<QuickFault>>,
}

impl Typing {
    fn new(rooms: Memo<Vec<TypedRoom>>) -> Self {
        Self {
            floor: RwSignal::new("1".to_owned()),
            range: RwSignal::new(String::new()),
            kind: RwSignal::new(String::new()),
            beds: RwSignal::new("1".to_owned()),
            rooms,
            faults: RwSignal::new(Vec::new()),
        }
    }

    /// Returns the rooms to add, or all errors.
    fn read(self) -> Result<Vec<TypedRoom>, Vec<QuickFault>> {
        let number = |text: String| text.trim().replace('−', "-").parse::<i16>().ok();
        let floor = number(self.floor.get()).filter(|floor| (-5..=200).contains(floor));
        let beds = number(self.beds.get()).filter(|beds| (1..=100).contains(beds));
        let kind = self.kind.get().trim().to_owned();
        let names = read_range(&self.range.get())
            .map_err(QuickFault::Range)
            .and_then(|names| {
                let twice: Vec<String> = names.iter().filter(|name| self.is_known(name)).cloned().collect();
                if twice.is_empty() {
                    Ok(names)
                } else {
                    Err(QuickFault::Twice(twice))
                }
            });
        match (floor, names, beds) {
            (Some(floor), Ok(names), Some(beds)) if !kind.is_empty() => Ok(names
                .into_iter()
                .map(|name| TypedRoom {
                    id: None,
                    floor: floor.to_string(),
                    name,
                    kind: kind.clone(),
                    beds: beds.to_string(),
                    gone: false,
                })
                .collect()),
            (floor, names, beds) => Err([
                floor.is_none().then_some(QuickFault::Floor),
                names.err(),
                kind.is_empty().then_some(QuickFault::Kind),
                beds.is_none().then_some(QuickFault::Beds),
            ]
            .into_iter()
            .flatten()
            .collect()),
        }
    }

    fn is_known(self, name: &str) -> bool {
        let name = unicode::small(name);
        self.rooms.with(|rooms| {
            rooms
                .iter()
                .any(|room| !room.gone && unicode::small(room.name.trim()) == name)
        })
    }

    /// Fills in the declared number of rooms, numbered in sequence, for the user to name and divide.
    fn take(self, declared: DeclaredRooms) {
        self.range.set(format!("1–{}", declared.rooms));
        if let Some(beds) = declared.beds {
            self.beds.set((beds / declared.rooms.max(1)).max(1).to_string());
        }
        browser::focus("quick-range");
    }

    /// Prepares the form for the next floor.
    fn move_on(self) {
        self.faults.set(Vec::new());
        self.range.set(String::new());
        if let Ok(number) = self.floor.get_untracked().trim().parse::<i16>() {
            self.floor.set((number + 1).to_string());
        }
        browser::focus("quick-range");
    }

    fn refuse(self, faults: Vec<QuickFault>) {
        let first = match faults.first() {
            Some(QuickFault::Floor) => "quick-floor",
            Some(QuickFault::Kind) => "quick-kind",
            Some(QuickFault::Beds) => "quick-beds",
            _ => "quick-range",
        };
        self.faults.set(faults);
        crate::ui::focus_field(first);
    }

    fn error(self, of: fn(&QuickFault) -> bool) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.faults
                .with(|faults| faults.iter().find(|fault| of(fault)).map(QuickFault::words))
        })
    }
}

fn declared_words(declared: DeclaredRooms) -> String {
    match declared.beds {
        Some(beds) => t!(set_up.declared_rooms_beds, rooms = declared.rooms, beds = beds),
        None => t!(set_up.declared_rooms, rooms = declared.rooms),
    }
}

/// Renders the form that adds rooms.
#[component]
pub fn QuickEntry(
    /// Rows to which they are added.
    rows: Rows,
    /// Current rows.
    typed: Memo<Vec<TypedRoom>>,
    /// Rooms declared with the application, while there are no rows.
    declared: Memo<Option<DeclaredRooms>>,
) -> Markup {
    let typing = Typing::new(typed);
    let said = RwSignal::new(String::new());
    // Errors appear when the button is pressed, and disappear with the key that corrects them.
    effect(move || {
        let still = typing.read().err().unwrap_or_default();
        if typing.faults.with_untracked(|faults| !faults.is_empty()) {
            typing
                .faults
                .update(|faults| faults.retain(|fault| still.contains(fault)));
        }
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match untrack(|| typing.read()) {
            Ok(rooms) => {
                said.set(t!(set_up.quick_added, count = rooms.len()));
                rows.add(rooms);
                typing.move_on();
            }
            Err(faults) => typing.refuse(faults),
        }
    };
    let preview = move || {
        let names = read_range(&typing.range.get()).ok()?;
        Some(t!(
            set_up.quick_preview,
            count = names.len(),
            names = some_names(&names)
        ))
    };
    html! {
        <form class="quick-entry" novalidate on:submit=add aria-labelledby="quick-title">
            <h3 id="quick-title">{move || t!(set_up.quick_title)}</h3>
            {when(move || declared.get().map(|declared| html! {
                <p class="quick-declared" id="declared-rooms">
                    {declared_words(declared)}
                    " "
                    <button type="button" class="link" on:click=move |_| typing.take(declared)>{t!(set_up.declared_take)}</button>
                </p>
            }))}
            <Fields typing/>
            <div class="quick-go">
                <Button label=move || t!(set_up.quick_add) icon="plus" submit=true/>
                <p class="quick-preview">{preview}</p>
                <p class="quick-said" role="status">{said}</p>
            </div>
        </form>
    }
}

#[component]
fn Fields(typing: Typing) -> Markup {
    let lists = Lists::here();
    let kinds = move || {
        let entries = lists.list("room_kinds");
        entries
            .iter()
            .map(|entry| html! { <option value=label_of(entry).to_owned()></option> })
            .collect::<Vec<_>>()
    };
    html! {
        <Field
            id="quick-floor"
            label=move || t!(set_up.quick_floor)
            error=typing.error(|fault| matches!(fault, QuickFault::Floor))
        >
            <TextInput value=typing.floor/>
        </Field>
        <Field
            id="quick-range"
            label=move || t!(set_up.quick_range)
            hint=move || t!(set_up.quick_range_hint)
            error=typing.error(|fault| matches!(fault, QuickFault::Range(_) | QuickFault::Twice(_)))
            class="quick-range"
        >
            <TextInput value=typing.range/>
        </Field>
        <Field
            id="quick-kind"
            label=move || t!(set_up.quick_kind)
            hint=move || t!(set_up.quick_kind_hint)
            error=typing.error(|fault| matches!(fault, QuickFault::Kind))
        >
            <SuggestedInput id="quick-kind" value=typing.kind/>
        </Field>
        <Field
            id="quick-beds"
            label=move || t!(set_up.quick_beds)
            error=typing.error(|fault| matches!(fault, QuickFault::Beds))
        >
            <TextInput value=typing.beds inputmode="numeric"/>
        </Field>
        <datalist id="room-kinds">{kinds}</datalist>
    }
}

/// Renders a text input that suggests the common kinds of rooms.
#[component]
fn SuggestedInput(id: &'static str, value: RwSignal<String>) -> Markup {
    let field = crate::ui::FieldContext::here();
    html! {
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
