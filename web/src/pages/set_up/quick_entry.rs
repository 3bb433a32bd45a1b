//! Whole floors at once: "tầng 2: 201–210, Đôi, 2 giường".

use super::room_range::{RangeFault, read_range};
use super::rooms::{add, some_names, with_name};
use crate::browser;
use crate::form::{Field, Form, Part, Place, Sheet, Typed};
use crate::lists::{Lists, label_of};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::t;
use dto::facility::{DeclaredRooms, MAX_ROOMS};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;

const FLOOR: &str = "/quick/floor";
const RANGE: &str = "/quick/range";
const KIND: &str = "/quick/kind";
const BEDS: &str = "/quick/beds";

const PARTS: &[Part] = &[Part {
    fields: &[
        Field::line(FLOOR, || t!(set_up.quick_floor)).says(|_| Some(t!(set_up.quick_floor_wrong).to_owned())),
        Field::line(RANGE, || t!(set_up.quick_range))
            .class("quick-range")
            .hint(|| t!(set_up.quick_range_hint))
            .says(range_words),
        Field::line(KIND, || t!(set_up.quick_kind))
            .suggests("room-kinds")
            .hint(|| t!(set_up.quick_kind_hint))
            .says(|_| Some(t!(set_up.quick_kind_empty).to_owned())),
        Field::line(BEDS, || t!(set_up.quick_beds))
            .inputmode("numeric")
            .says(|_| Some(t!(set_up.quick_beds_wrong).to_owned())),
    ],
    ..Part::PLAIN
}];

fn range_words(error: &FieldError) -> Option<String> {
    let value = |name: &str| error.params.get(name).cloned().unwrap_or_default();
    Some(match error.code {
        FieldCode::Required => t!(set_up.quick_range_empty).to_owned(),
        FieldCode::UnknownValue => t!(set_up.quick_range_wrong, part = value("part")),
        FieldCode::PeriodReversed => t!(set_up.quick_range_backwards, part = value("part")),
        FieldCode::TooMany => t!(set_up.quick_range_many, max = value("max")),
        FieldCode::GivenTwice => t!(set_up.quick_twice, names = value("names")),
        _ => return None,
    })
}

/// The rooms to add.
struct Rooms {
    floor: i16,
    names: Vec<String>,
    kind: String,
    beds: i16,
}

/// Returns the rooms to add to those of `rooms`, or all errors.
fn read(typed: &Typed, rooms: &Typed) -> Result<Rooms, Vec<FieldError>> {
    let number = |at: &str| typed.raw(at).trim().replace('−', "-").parse::<i16>().ok();
    let out_of_range = |at: &str| FieldError::new(at, FieldCode::OutOfRange);
    let floor = number(FLOOR).filter(|floor| (-5..=200).contains(floor));
    let beds = number(BEDS).filter(|beds| (1..=100).contains(beds));
    let kind = typed.raw(KIND).trim().to_owned();
    let fault = |code| FieldError::new(RANGE, code);
    let names = read_range(typed.raw(RANGE)).map_err(|found| match found {
        RangeFault::Empty => fault(FieldCode::Required),
        RangeFault::Unreadable(part) => fault(FieldCode::UnknownValue).with("part", part),
        RangeFault::Backwards(part) => fault(FieldCode::PeriodReversed).with("part", part),
        RangeFault::TooMany => fault(FieldCode::TooMany).with("max", MAX_ROOMS),
    });
    let names = names.and_then(|names| {
        let twice: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| with_name(rooms, name))
            .collect();
        if twice.is_empty() {
            Ok(names)
        } else {
            Err(fault(FieldCode::GivenTwice).with("names", twice.join(", ")))
        }
    });
    match (floor, names, beds) {
        (Some(floor), Ok(names), Some(beds)) if !kind.is_empty() => Ok(Rooms {
            floor,
            names,
            kind,
            beds,
        }),
        (floor, names, beds) => Err([
            floor.is_none().then(|| out_of_range(FLOOR)),
            names.err(),
            kind.is_empty().then(|| FieldError::new(KIND, FieldCode::Required)),
            beds.is_none().then(|| out_of_range(BEDS)),
        ]
        .into_iter()
        .flatten()
        .collect()),
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
    /// Form with the rooms to which they are added.
    rooms: Form,
    /// Rooms declared with the application, while there are no rooms.
    declared: Memo<Option<DeclaredRooms>>,
) -> Markup {
    let lists = Lists::here();
    let said = RwSignal::new(String::new());
    let first = Typed::default().with(FLOOR, "1").with(BEDS, "1");
    let sheet = Sheet::new(
        PARTS,
        || t!(set_up.quick_add),
        first,
        move |typed, _| read(typed, &rooms.typed_now()).err().unwrap_or_default(),
    );
    let form = sheet.form;
    let sheet = sheet.adds().sends(
        move |form| {
            let read = read(&form.typed_now(), &rooms.typed_now());
            async move { Ok(read) }
        },
        move |read| {
            let Ok(new) = read else { return };
            said.set(t!(set_up.quick_added, count = new.names.len()));
            for name in new.names {
                add(rooms, new.floor, name, &new.kind, new.beds);
            }
            // The next floor, with rooms of the same kind.
            let next = form
                .typed_now()
                .with(RANGE, "")
                .with(FLOOR, (new.floor + 1).to_string());
            sheet.begin_anew(next);
            browser::focus("quick-range");
        },
    );
    // The declared rooms are numbered in sequence, for the user to name and divide.
    let take = move |declared: DeclaredRooms| {
        form.text(RANGE).set(format!("1–{}", declared.rooms));
        if let Some(beds) = declared.beds {
            form.text(BEDS).set((beds / declared.rooms.max(1)).max(1).to_string());
        }
        browser::focus("quick-range");
    };
    let preview = move || {
        let names = read_range(&form.text(RANGE).get()).ok()?;
        Some(t!(
            set_up.quick_preview,
            count = names.len(),
            names = some_names(&names)
        ))
    };
    let kinds = move || {
        let entries = lists.list("room_kinds");
        let options = entries
            .iter()
            .map(|entry| html! { <option value=label_of(entry).to_owned()></option> });
        options.collect::<Vec<_>>()
    };
    let head = html! {
        <h3>{move || t!(set_up.quick_title)}</h3>
        {when(move || declared.get().map(|declared| html! {
            <p class="quick-declared" id="declared-rooms">
                {declared_words(declared)}
                " "
                <button type="button" class="link" on:click=move |_| take(declared)>{t!(set_up.declared_take)}</button>
            </p>
        }))}
    };
    let foot = html! {
        <datalist id="room-kinds">{kinds}</datalist>
        <div class="quick-go">
            {sheet.button()}
            <p class="quick-preview">{preview}</p>
            <p class="quick-said" role="status">{said}</p>
        </div>
    };
    sheet.whole("quick-entry", Place::Panel, head.into_markup(), foot.into_markup())
}
