//! The guests on whom a form acts, and the fields that forms for one guest and for several share.

use crate::api::Api;
use crate::entry::rooms::{self, own_board};
use crate::form::{Field, Form, Part, Typed, Warning};
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::near_date::{read_moment, read_moment_after, write_moment};
use crate::ui::{Choice, Loaded, load};
use dto::facility::{FacilityOut, RoomOut};
use dto::problem::{FieldCode, FieldError};
use dto::room::RoomBoardOut;
use dto::stay::unknown_room;
use dto::{CheckContext, Given, Timestamp};
use leptos::prelude::*;
use time::{Date, Duration};
use uuid::Uuid;

/// Pointer of the planned departure.
pub const UNTIL: &str = "/planned_departure_at";
/// Pointer of the departure.
pub const LEFT: &str = "/departed_at";
/// Pointer of the room.
pub const ROOM: &str = "/room_id";
/// Box that confirms a room out of service.
pub const ROOM_OFF: &str = "/room_off";
/// Pointer of the choice of when somebody left.
pub const WHEN: &str = "/when";
/// Choice of the current time.
pub const NOW: &str = "now";
/// Choice of the planned time: for guests who left without notice.
pub const PLANNED: &str = "planned";
const EARLIER: &str = "earlier";

/// The guests on whom a form acts, in the context of its fields.
#[derive(Clone, Copy)]
pub struct Whom {
    /// The guest, where it is one.
    pub name: StoredValue<Option<String>>,
    /// Arrival and planned departure of each; of none where nobody is ticked.
    pub times: Signal<Vec<(Timestamp, Timestamp)>>,
    /// When the form was opened.
    pub now: Timestamp,
    /// Whether every planned departure is in the past.
    pub all_are_past: bool,
}

/// The rooms to choose from, in the context of the field.
#[derive(Clone, Copy)]
pub struct Rooms {
    rooms: Signal<Vec<RoomOut>>,
    board: Signal<Option<RoomBoardOut>>,
}

impl Rooms {
    /// Returns the name of a room.
    pub fn name_of(self, id: Uuid) -> String {
        let name = |rooms: &Vec<RoomOut>| rooms.iter().find(|room| room.id == id).map(|room| room.name.clone());
        self.rooms.with_untracked(name).unwrap_or_default()
    }
}

impl Whom {
    fn here() -> Self {
        expect_context()
    }

    fn is_one(self) -> bool {
        self.name.with_value(Option::is_some)
    }

    /// Returns the latest arrival.
    fn arrival(self) -> Timestamp {
        let arrivals = self.times.with(|times| times.iter().map(|(arrival, _)| *arrival).max());
        arrivals.unwrap_or(self.now)
    }

    /// Returns the latest planned departure.
    fn planned(self) -> Timestamp {
        let planned = self.times.with(|times| times.iter().map(|(_, planned)| *planned).max());
        planned.unwrap_or(self.now)
    }

    /// Reads a typed new departure; `+1` counts from the planned one.
    pub fn until(self, typed: &Typed, today: Date) -> Option<Timestamp> {
        let planned = rules::zone::local(self.planned().get());
        read_moment_after(typed.raw(UNTIL), today, planned.date(), planned.time())
    }

    /// Reads the moment of a departure, between arrival and now.
    pub fn left(self, typed: &Typed, now: Timestamp) -> Result<Timestamp, FieldError> {
        let (today, arrival) = (rules::zone::local_date(now.get()), self.arrival());
        match read_moment(typed.raw(LEFT), today, rules::zone::local(now.get()).time()) {
            None => Err(FieldError::new(LEFT, FieldCode::InstantMalformed)),
            Some(at) if at > now => Err(FieldError::new(LEFT, FieldCode::DepartureInFuture)),
            Some(at) if at <= arrival => Err(FieldError::new(LEFT, FieldCode::DepartureBeforeArrival)
                .with("departure", format::instant(at))
                .with("arrival", format::instant(arrival))),
            Some(at) => Ok(at),
        }
    }

    /// Returns the moment of a departure by the choice; `Missing` for the current time.
    pub fn departed(self, typed: &Typed, now: Timestamp) -> Result<Given<Timestamp>, FieldError> {
        match typed.raw(WHEN) {
            EARLIER => self.left(typed, now).map(Given::Value),
            PLANNED if self.is_one() => Ok(Given::Value(self.planned())),
            _ => Ok(Given::Missing),
        }
    }

    /// Returns the errors of a departure.
    pub fn departed_faults(self, typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
        untrack(|| self.departed(typed, context.now))
            .err()
            .into_iter()
            .collect()
    }
}

/// Returns the proposal: one night more than planned; for a stay past its departure, until tomorrow.
pub fn proposal(planned: Timestamp, now: Timestamp) -> Timestamp {
    let planned = rules::zone::local(planned.get());
    let today = rules::zone::local_date(now.get());
    let last = planned.date().max(today);
    let day = last.checked_add(Duration::DAY).unwrap_or(last);
    Timestamp::from(rules::zone::at(day, planned.time()))
}

/// Returns the date in the hint about `+1`: the day after the planned one.
fn more(planned: Timestamp) -> String {
    let day = rules::zone::local_date(planned.get());
    format::date(day.next_day().unwrap_or(day))
}

/// The new departure.
pub const EXTEND: Part = Part {
    fields: &[Field::moment(UNTIL, || t!(stay.extend_field))
        .hint_by(|_, _| {
            let (whom, planned) = (Whom::here(), Whom::here().planned());
            let (date, more) = (format::instant(planned), more(planned));
            if whom.is_one() {
                t!(stay.extend_hint, date = date, more = more)
            } else {
                t!(together.extend_hint, date = date, more = more)
            }
        })
        .read_by(|form, lists| {
            let whom = Whom::here();
            let at = whom.until(&form.typed(), lists.clock().today())?;
            let nights = rules::zone::local_date(at.get()) - rules::zone::local_date(whom.arrival().get());
            let nights = u32::try_from(nights.whole_days())
                .ok()
                .filter(|nights| *nights > 0 && whom.is_one());
            Some(nights.map_or_else(
                || write_moment(at),
                |nights| format!("{} ({})", write_moment(at), format::nights(nights)),
            ))
        })
        // An earlier departure is not an extension: it must be confirmed.
        .warned("/shorten", |form, lists| {
            let whom = Whom::here();
            let at = whom.until(&form.typed(), lists.clock().today())?;
            let is_earlier = |(arrival, planned): &&(Timestamp, Timestamp)| at > *arrival && at < *planned;
            let count = whom.times.with(|times| times.iter().filter(is_earlier).count());
            (count > 0).then(|| Warning {
                text: if whom.is_one() {
                    t!(stay.shorten, date = format::instant(whom.planned()))
                } else {
                    t!(together.shorten, count = count)
                },
                keep: t!(stay.shorten_keep),
            })
        })],
    ..Part::PLAIN
};

/// The field of the new room; a room out of service must be confirmed, and its mark stays.
pub const MOVE_TO: Field = Field::find(
    ROOM,
    || t!(stay.move_field),
    |_, lists| {
        let Rooms { rooms, board } = expect_context();
        rooms.with(|rooms| board.with(|board| rooms::choices(rooms, board.as_ref(), lists)))
    },
)
.warned(ROOM_OFF, |form, _| {
    let Rooms { board, .. } = expect_context();
    let chosen = form.text(ROOM).get();
    board.with(|board| {
        let mut rooms = board.as_ref()?.rooms.iter();
        let off = rooms.find(|room| room.out_of_service && room.id.to_string() == chosen)?;
        Some(Warning {
            text: t!(
                stay.move_off,
                name = off.name,
                note = off.note.as_deref().unwrap_or_default()
            ),
            keep: t!(notify.keep_room_off),
        })
    })
});

/// Returns the error of a typed room.
pub fn room_fault(typed: &Typed) -> Option<FieldError> {
    match typed.raw(ROOM) {
        "" => Some(FieldError::new(ROOM, FieldCode::Required)),
        text => Uuid::parse_str(text).is_err().then(|| unknown_room(ROOM, text)),
    }
}

/// Reads the rooms of a facility, except one, and renders the form that needs them.
pub fn with_rooms(facility: Uuid, except: Option<Uuid>, form: impl Fn() -> Markup + Send + Sync + 'static) -> Markup {
    let api = Api::here();
    let read = load(move || api.get_facility(facility));
    let board = own_board();
    let form = move |facility: Signal<FacilityOut>| {
        let rooms = Signal::derive(move || {
            let rooms = facility.with(|facility| facility.rooms.clone());
            rooms.into_iter().filter(|room| Some(room.id) != except).collect()
        });
        provide_context(Rooms { rooms, board });
        form()
    };
    html! { <Loaded load=read rows=3 view=form/> }
}

/// When they left.
pub const LEAVE: Part = Part {
    fields: &[
        Field::segments(
            WHEN,
            || t!(together.when),
            |_, _| {
                let whom = Whom::here();
                let mut options = vec![Choice::new(NOW, t!(stay.check_out_now))];
                options.extend(whom.all_are_past.then(|| {
                    Choice::new(
                        PLANNED,
                        if whom.is_one() {
                            t!(stay.check_out_planned, at = format::instant(whom.planned()))
                        } else {
                            t!(together.as_planned).to_owned()
                        },
                    )
                }));
                options.push(Choice::new(EARLIER, t!(stay.check_out_other)));
                options
            },
        )
        .asking(|_, _| {
            let name = Whom::here().name.get_value();
            name.map_or_else(
                || t!(together.when).to_owned(),
                |name| t!(stay.check_out_text, name = name),
            )
        }),
        LEFT_AT.when(|form, _| form.text(WHEN).with(|when| when == EARLIER)),
    ],
    shows: Some(|_| html! { <p class="change-text">{move || t!(stay.check_out_until)}</p> }),
    ..Part::PLAIN
};

/// The field of the moment at which they left.
pub const LEFT_AT: Field = Field::moment(LEFT, || t!(stay.departed_at))
    .hint_by(|_, _| {
        let whom = Whom::here();
        if whom.is_one() {
            t!(stay.departed_hint, arrival = format::instant(whom.arrival()))
        } else {
            t!(together.left_hint).to_owned()
        }
    })
    .read_by(left_words);

fn left_words(form: Form, lists: Lists) -> Option<String> {
    let left = Whom::here().left(&form.typed(), lists.clock().now_untracked());
    left.ok().map(write_moment)
}
