//! State of the form: the guests, the typed values, and the request built from them.

use super::request::{What, When};
use super::{AT, Act, EARLIER, NOW, PLANNED, ROOM, Row, Rows, STAYS, Typed};
use crate::entry::rooms::own_board;
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::stay::change::wrong;
use crate::stay::departure::past_moment;
use crate::stay::extend::proposal;
use crate::t;
use crate::ui::FieldWarning;
use crate::ui::near_date::{read_moment_after, write_moment};
use dto::Timestamp;
use dto::facility::RoomOut;
use dto::problem::{FieldCode, FieldError};
use dto::room::RoomBoardOut;
use dto::stay::{StaySummary, unknown_room};
use leptos::prelude::*;
use uuid::Uuid;

/// The state of the form.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub act: Act,
    pub rows: Rows,
    pub typed: Typed,
    pub lists: Lists,
    pub board: Signal<Option<RoomBoardOut>>,
    pub rooms: Signal<Vec<RoomOut>>,
    pub now: Timestamp,
    /// Whether every planned departure is in the past.
    pub all_are_past: bool,
    /// Number of guests who would leave earlier than planned.
    shortened: Memo<usize>,
}

impl Desk {
    /// Creates the state for these guests; none is ticked where `unticked`.
    pub fn new(act: Act, stays: Vec<StaySummary>, unticked: bool, lists: Lists) -> Self {
        let now = lists.clock().now_untracked();
        let all_are_past = stays.iter().all(|stay| stay.planned_departure_at <= now);
        let first = stays.iter().map(|stay| stay.planned_departure_at).max();
        let rows: Vec<Row> = stays.into_iter().map(|stay| Row::of(stay, !unticked)).collect();
        let rows = Rows(StoredValue::new(rows));
        let typed = Typed {
            text: RwSignal::new(match (act, first) {
                (Act::Extend, Some(first)) => write_moment(proposal(first, now)),
                _ => String::new(),
            }),
            room: RwSignal::new(String::new()),
            when: RwSignal::new(if all_are_past { PLANNED } else { NOW }.to_owned()),
            sure: RwSignal::new(false),
        };
        let shortened = Memo::new(move |_| {
            let Some(at) = moment(rows, typed, lists).filter(|_| act == Act::Extend) else {
                return 0;
            };
            let is_shorter = |row: &Row| row.stay.with_value(|stay| at < stay.planned_departure_at);
            rows.meant().iter().filter(|row| is_shorter(row)).count()
        });
        Self {
            act,
            rows,
            typed,
            lists,
            board: own_board(),
            rooms: super::rooms_of_facility(),
            now,
            all_are_past,
            shortened,
        }
    }

    /// Returns the typed moment.
    pub fn moment(self) -> Option<Timestamp> {
        moment(self.rows, self.typed, self.lists)
    }

    /// Returns the chosen room and the reason, where it is out of service.
    fn off(self) -> Option<(String, String)> {
        let chosen = self.typed.room.get();
        self.board.with(|board| {
            let known = board
                .as_ref()?
                .rooms
                .iter()
                .find(|room| room.id.to_string() == chosen)?;
            known
                .out_of_service
                .then(|| (known.name.clone(), known.note.clone().unwrap_or_default()))
        })
    }

    /// Returns the warning that must be confirmed first.
    pub fn warning(self) -> Signal<Option<FieldWarning>> {
        Signal::derive(move || {
            let (text, keep_label) = match (self.act, self.off()) {
                (Act::Move, Some((name, note))) => (
                    t!(stay.move_off, name = name, note = note),
                    t!(notify.keep_room_off).to_owned(),
                ),
                (Act::Extend, _) if self.shortened.get() > 0 => (
                    t!(together.shorten, count = self.shortened.get()),
                    t!(stay.shorten_keep).to_owned(),
                ),
                _ => return None,
            };
            Some(FieldWarning {
                text,
                keep_label,
                kept: self.typed.sure,
                leads_to: None,
            })
        })
    }

    /// Returns the act to perform, or the errors of the typed values.
    pub fn compose(self) -> Result<What, Vec<FieldError>> {
        let Self {
            act,
            rows,
            typed,
            lists,
            ..
        } = self;
        if rows.meant().is_empty() {
            return Err(vec![wrong(STAYS, FieldCode::Required, t!(together.nobody))]);
        }
        let pointer = if act == Act::Extend { AT } else { ROOM };
        if let Some(warning) = self.warning().get().filter(|_| !typed.sure.get()) {
            return Err(vec![wrong(pointer, FieldCode::OutOfRange, warning.text)]);
        }
        match act {
            Act::Extend => match self.moment() {
                None => Err(vec![wrong(AT, FieldCode::InstantMalformed, t!(stay.date_unreadable))]),
                Some(at) => Ok(What::Extend(at)),
            },
            Act::Move => match Uuid::parse_str(&typed.room.get()) {
                Ok(id) => Ok(What::Move(id, typed.sure.get())),
                Err(_) if typed.room.with(String::is_empty) => {
                    Err(vec![wrong(ROOM, FieldCode::Required, t!(stay.required))])
                }
                Err(_) => Err(vec![
                    typed.room.with(|typed| unknown_room(ROOM, typed)).localized(lang()),
                ]),
            },
            Act::CheckOut => Ok(What::CheckOut(match typed.when.get().as_str() {
                PLANNED => When::Planned,
                EARLIER => {
                    let arrival = rows.latest(|stay| stay.arrival_at).unwrap_or(self.now);
                    When::At(past_moment(&typed.text.get(), arrival, lists)?)
                }
                _ => When::Now,
            })),
        }
    }

    /// Returns the result in words.
    pub fn told(self, what: &What, asked: &[Row]) -> String {
        let gone = gone(asked);
        match what {
            What::Extend(at) => t!(together.extended, count = gone.len(), at = format::instant(*at)),
            What::Move(id, _) => t!(
                together.moved,
                count = gone.len(),
                room = self
                    .rooms
                    .with_untracked(|rooms| rooms.iter().find(|room| room.id == *id).map(|room| room.name.clone()))
                    .unwrap_or_default()
            ),
            What::CheckOut(_) => t!(together.left, count = gone.len()),
        }
    }
}

/// Returns those of the requested guests for whom it is done.
pub(super) fn gone(asked: &[Row]) -> Vec<Row> {
    asked.iter().copied().filter(|row| untrack(|| row.is_done())).collect()
}

fn moment(rows: Rows, typed: Typed, lists: Lists) -> Option<Timestamp> {
    let base = rows.latest(|stay| stay.planned_departure_at)?;
    let local = rules::zone::local(base.get());
    read_moment_after(&typed.text.get(), lists.clock().today(), local.date(), local.time())
}
