//! State of the work on a group: common fields, a row for each guest, errors, and the draft.

use super::row::Row;
use crate::api::Api;
use crate::browser;
use crate::draft::Draft;
use crate::entry::check;
use crate::entry::desk::Desk;
use crate::entry::form::{Content, Form};
use crate::entry::group::PURPOSE;
use crate::entry::group::{Kept, OF_ALL, merged, next};
use crate::entry::rooms::own_board;
use crate::lists::Lists;
use crate::scans::Scans;
use crate::session::Session;
use crate::t;
use crate::ui::near_date::write_moment;
use crate::ui::{Load, SummaryItem, ToastAction, Toasts};
use dto::Timestamp;
use dto::facility::{FacilityOut, RoomOut};
use dto::stay::{GroupOut, ReturningGuest};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::document::normalise;
use rules::person::is_same_name;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// State of the work on groups, one after the other.
#[derive(Clone, Copy)]
pub struct GroupDesk {
    /// Common fields: times and reason.
    pub stay: Desk,
    /// The guests.
    pub rows: RwSignal<Vec<Row>>,
    /// Rows with the document of an earlier guest: the row, and the number of the earlier one, from 1.
    pub twice: Memo<HashMap<u32, usize>>,
    /// Row whose complete form is open.
    pub opened: RwSignal<Option<u32>>,
    /// Increases with each attempt to send.
    pub asked: RwSignal<u32>,
    /// Whether sending is pending.
    pub sending: RwSignal<bool>,
    /// Group that the server has received.
    pub received: RwSignal<Option<GroupOut>>,
    /// Whether an earlier attempt was received, with other content.
    pub came_before: RwSignal<bool>,
    /// Time at which the draft was last stored.
    pub kept_at: RwSignal<Option<Timestamp>>,
    /// Whether the browser refuses to keep drafts.
    pub keeps_nothing: RwSignal<bool>,
    /// Time of the draft that was found when the page was opened.
    pub reopened: RwSignal<Option<Timestamp>>,
    /// Idempotency key of the group, for each repeat.
    pub key: RwSignal<String>,
    /// Guests that the facility knows, by the numbers that were looked up.
    pub known: RwSignal<HashMap<String, Vec<ReturningGuest>>>,
    pub(super) lists: Lists,
    pub(super) api: Api,
    pub(super) toasts: Toasts,
    pub(super) scans: Scans,
    facility: StoredValue<Load<FacilityOut>>,
    draft: StoredValue<Option<Draft>>,
    next_key: StoredValue<u32>,
    /// Owner of the rows, which are created long after the page and belong to it.
    owner: StoredValue<Option<Owner>>,
}

impl GroupDesk {
    /// Opens the page, with its draft if one was stored.
    pub fn open(facility: Load<FacilityOut>) -> Self {
        let lists = Lists::here();
        let draft = Session::here()
            .account_now()
            .map(|account| Draft::of(account.id, PURPOSE));
        let found: Option<(i64, Kept)> = draft.as_ref().and_then(Draft::read);
        let reopened = found.as_ref().and_then(|(at, _)| Timestamp::from_unix(*at));
        let kept = found.map_or_else(|| fresh(lists), |(_, kept)| kept);
        let stay = Desk::over(facility.clone(), Form::new(kept.stay), own_board());
        let rows = RwSignal::new(Vec::<Row>::new());
        let desk = Self {
            stay,
            rows,
            twice: Memo::new(move |_| twice(&rows.get())),
            opened: RwSignal::new(None),
            asked: RwSignal::new(0),
            sending: RwSignal::new(false),
            received: RwSignal::new(None),
            came_before: RwSignal::new(false),
            kept_at: RwSignal::new(reopened),
            keeps_nothing: RwSignal::new(false),
            reopened: RwSignal::new(reopened),
            key: RwSignal::new(kept.key),
            known: RwSignal::new(HashMap::new()),
            lists,
            api: Api::here(),
            toasts: Toasts::here(),
            scans: Scans::here(),
            facility: StoredValue::new(facility),
            draft: StoredValue::new(draft),
            next_key: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
        };
        desk.set_rows(kept.guests);
        desk
    }

    /// Returns the desk of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the reading of the facility.
    pub fn facility_load(self) -> Load<FacilityOut> {
        self.facility.get_value()
    }

    /// Returns the current rooms of the facility.
    pub fn plan(self) -> Vec<RoomOut> {
        let facility = untrack(|| self.facility.with_value(Load::value));
        facility.map(|facility| facility.rooms).unwrap_or_default()
    }

    fn set_rows(self, guests: Vec<Content>) {
        let mut rows: Vec<Row> = guests.into_iter().map(|guest| self.row(guest)).collect();
        if rows.is_empty() {
            rows.push(self.row(Content::default()));
        }
        self.rows.set(rows);
    }

    fn row(self, guest: Content) -> Row {
        let key = self.next_key.get_value();
        self.next_key.set_value(key.wrapping_add(1));
        let make = move || Row::new(key, guest, &self);
        match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    /// Returns the row with that key, and its number from 1.
    pub fn find(self, key: u32) -> Option<(usize, Row)> {
        self.rows.with(|rows| {
            let at = rows.iter().position(|row| row.key == key)?;
            Some((at + 1, rows[at]))
        })
    }

    /// Moves to the row after that one; after the last one a new one begins.
    pub fn go_on(self, key: u32) {
        let rows = self.rows.get_untracked();
        let at = rows.iter().position(|row| row.key == key).unwrap_or(0);
        let next_row = rows.get(at + 1).copied().unwrap_or_else(|| self.begin_row());
        self.keep();
        focus_soon(next_row.id("full_name"));
    }

    /// Adds a row after the last.
    fn begin_row(self) -> Row {
        let last = self.rows.with_untracked(|rows| rows.last().copied());
        let guest = last.map(|row| next(&row.content.get_untracked()));
        let row = self.row(guest.unwrap_or_default());
        self.rows.update(|rows| rows.push(row));
        row
    }

    /// Takes a scan that a scanner typed while no field was waiting: into the focused row, if it is empty, else into
    /// the next empty row.
    pub fn take_scan(self, text: String) {
        self.opened.set(None);
        let rows = self.rows.get_untracked();
        let here = rows.iter().position(|row| browser::has_focus_within(&row.id("row")));
        let awaiting = here.map(|at| rows[at]).filter(|row| row.awaits_line());
        if let Some(row) = awaiting.filter(|_| !rules::scan::begins_anew(&text)) {
            return row.take_scan(&self, &text);
        }
        let free = rows.iter().skip(here.unwrap_or(0)).find(|row| row.is_free()).copied();
        let row = free.unwrap_or_else(|| self.begin_row());
        spawn_local(async move {
            // A new row has to be rendered first.
            browser::pause(0).await;
            if !row.scanned.is_disposed() {
                row.form.full_name.set(String::new());
                row.take_scan(&self, &text);
            }
        });
    }

    /// Removes a guest; this can be undone as long as the message is displayed.
    pub fn remove(self, key: u32) {
        let Some(at) = self
            .rows
            .with_untracked(|rows| rows.iter().position(|row| row.key == key))
        else {
            return;
        };
        let guest = self.rows.with_untracked(|rows| rows[at].content.get_untracked());
        self.rows.update(|rows| {
            rows.remove(at);
        });
        if self.rows.with_untracked(Vec::is_empty) {
            self.set_rows(Vec::new());
        }
        self.keep();
        let neighbour = self
            .rows
            .with_untracked(|rows| rows.get(at).or(rows.last()).map(|row| row.id("full_name")));
        if let Some(id) = neighbour {
            focus_soon(id);
        }
        if !guest.is_blank() {
            let back = ToastAction {
                label: t!(notify.take_back).to_owned(),
                act: Arc::new(move || {
                    if !self.sending.is_disposed() {
                        let row = self.row(guest.clone());
                        self.rows.update(|rows| rows.insert(at.min(rows.len()), row));
                        self.keep();
                    }
                }),
            };
            self.toasts.ok(t!(group.removed), "", Some(back));
        }
    }

    /// Returns the guests with typed content.
    pub fn guests(self) -> Vec<Row> {
        let rows = self.rows.get();
        let is_guest = |row: &Row| row.content.with(|content| !content.is_blank());
        rows.into_iter().filter(is_guest).collect()
    }

    /// Assigns this many guests to each of these rooms, from those without a room, in their order; returns how many
    /// were assigned, and how many are left.
    pub fn give_rooms(self, rooms: &[String], each: usize) -> (usize, usize) {
        let waiting: Vec<Row> = untrack(|| self.guests())
            .into_iter()
            .filter(|row| row.form.room.with_untracked(String::is_empty))
            .collect();
        let places = rooms.iter().flat_map(|room| std::iter::repeat_n(room, each));
        let mut given = 0;
        for (row, room) in waiting.iter().zip(places) {
            row.form.room.set(room.clone());
            given += 1;
        }
        self.keep();
        (given, waiting.len() - given)
    }

    /// Copies the room of this guest to all guests below without a room.
    pub fn fill_down(self, key: u32) {
        let Some((number, row)) = untrack(|| self.find(key)) else {
            return;
        };
        let room = row.form.room.get_untracked();
        for below in untrack(|| self.guests()).iter().filter(|below| {
            let at = untrack(|| self.find(below.key)).map_or(0, |(at, _)| at);
            at > number && below.form.room.with_untracked(String::is_empty)
        }) {
            below.form.room.set(room.clone());
        }
        self.keep();
    }

    /// Returns all errors to correct, for the summary; empty before the first attempt to send.
    pub fn summary(self) -> Vec<SummaryItem> {
        if self.asked.get() == 0 {
            return Vec::new();
        }
        let mut items: Vec<SummaryItem> = OF_ALL
            .into_iter()
            .filter_map(|ask| {
                let said = self.stay.said(ask)?;
                Some(SummaryItem {
                    field_id: ask.id().to_owned(),
                    label: ask.label("").to_owned(),
                    text: said.text,
                })
            })
            .collect();
        let rows = self.rows.get();
        if rows.iter().all(|row| row.content.with(Content::is_blank))
            && let Some(first) = rows.first()
        {
            items.push(SummaryItem {
                field_id: first.id("full_name"),
                label: t!(group.guests).to_owned(),
                text: t!(group.nobody).to_owned(),
            });
        }
        for (at, row) in rows.iter().enumerate() {
            let document = row.form.document_type.get();
            items.extend(row.said(&self).into_iter().map(|said| SummaryItem {
                field_id: row.control_of(said.ask),
                label: t!(group.of_guest, number = at + 1, field = said.ask.label(&document)),
                text: said.text,
            }));
        }
        items
    }

    /// Returns whether there is no error; if there is one, the summary receives focus.
    pub fn is_right(self) -> bool {
        let of_all = self.stay.findings.with_untracked(|findings| {
            let errors = findings.errors.iter();
            errors.filter(|said| OF_ALL.contains(&said.ask)).count()
        });
        let guests = untrack(|| self.guests());
        let wrong = |row: &Row| row.findings.with_untracked(|findings| !findings.errors.is_empty());
        let twice = self.twice.with_untracked(|twice| !twice.is_empty());
        let right = of_all == 0 && !guests.is_empty() && !guests.iter().any(wrong) && !twice;
        if !right {
            self.ask();
        }
        right
    }

    /// Displays all errors from now on.
    pub fn ask(self) {
        self.stay.asked.update(|asked| *asked += 1);
        self.asked.update(|asked| *asked += 1);
    }

    /// Returns all typed values.
    pub fn content(self) -> Kept {
        Kept {
            stay: self.stay.content.get(),
            guests: self.rows.get().iter().map(|row| row.content.get()).collect(),
            key: self.key.get(),
        }
    }

    /// Checks a guest together with the common fields.
    pub(super) fn check(self, guest: &Content) -> check::Findings {
        let Some((now, profile)) = check::ready(self.lists) else {
            return check::Findings::default();
        };
        let facility = self.facility.with_value(Load::value);
        let whole = self.stay.content.with(|stay| merged(guest, stay));
        let mut found = self
            .stay
            .board
            .with(|board| check::check(&whole, now, &profile, self.lists, (facility.as_ref(), board.as_ref())));
        let number = normalise(&whole.document_number);
        found.warnings.extend(self.known.with(|known| {
            let of_number = known.get(&number);
            of_number.map_or_else(Vec::new, |known| check::known_warnings(&whole, known, now, &profile))
        }));
        found
    }

    /// Stores the draft, if there is any content.
    pub fn keep(self) {
        let (Some(kept), Some(now)) = (
            untrack(|| (!self.sending.is_disposed()).then(|| self.content())),
            Some(self.lists.clock().now_untracked()),
        ) else {
            return;
        };
        let is_done = self.received.with_untracked(Option::is_some);
        self.draft.with_value(|draft| {
            let Some(draft) = draft else { return };
            if is_done || kept.guests.iter().all(Content::is_blank) {
                draft.drop();
                self.kept_at.set(None);
            } else {
                self.keeps_nothing.set(!draft.keep(&kept, now.unix()));
                self.kept_at.set(Some(now));
            }
        });
    }

    /// Deletes the draft after the server has stored the group, also when the page was left meanwhile.
    pub fn forget_draft(self) {
        self.draft.try_with_value(|draft| draft.as_ref().map(Draft::drop));
    }

    /// Begins another group; this can be undone as long as the message is displayed.
    pub fn start_anew(self) {
        let before = untrack(|| self.content());
        let was_sent = self.received.with_untracked(Option::is_some);
        self.put(fresh(self.lists));
        if !was_sent {
            let back = ToastAction {
                label: t!(notify.take_back).to_owned(),
                act: Arc::new(move || {
                    if !self.sending.is_disposed() {
                        self.put(before.clone());
                    }
                }),
            };
            self.toasts.ok(t!(notify.given_up), "", Some(back));
        }
        if let Some(first) = self.rows.with_untracked(|rows| rows.first().copied()) {
            focus_soon(first.id("full_name"));
        }
    }

    fn put(self, kept: Kept) {
        self.stay.form.fill(kept.stay);
        self.stay.asked.set(0);
        self.set_rows(kept.guests);
        self.key.set(kept.key);
        self.asked.set(0);
        self.opened.set(None);
        self.received.set(None);
        self.came_before.set(false);
        self.reopened.set(None);
        // Guests just notified are in the facility now.
        self.known.set(HashMap::new());
        self.keep();
    }
}

/// Returns an empty group: it has just arrived.
fn fresh(lists: Lists) -> Kept {
    Kept {
        stay: Content {
            arrival: write_moment(lists.clock().now_untracked()),
            ..Content::default()
        },
        guests: Vec::new(),
        key: Uuid::new_v4().to_string(),
    }
}

/// Returns the rows with the document of an earlier guest.
fn twice(rows: &[Row]) -> HashMap<u32, usize> {
    let mut first: HashMap<String, Vec<usize>> = HashMap::new();
    let mut found = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let number = row.form.document_number.with(|number| normalise(number));
        if number.is_empty() {
            continue;
        }
        let earlier = first.entry(number).or_default();
        if let Some(same) = earlier.iter().find(|earlier| !are_two_people(&rows[**earlier], row)) {
            found.insert(row.key, *same + 1);
        }
        earlier.push(at);
    }
    found
}

/// Returns whether two guests with one number are two people, by the values typed yet: a child often has its mother's
/// number.
fn are_two_people(one: &Row, other: &Row) -> bool {
    let of = |row: &Row| (row.form.full_name.get(), row.form.birth.get().date());
    let ((name, birth), (other_name, other_birth)) = (of(one), of(other));
    let names_differ = !name.trim().is_empty() && !other_name.trim().is_empty() && !is_same_name(&name, &other_name);
    let births_differ = birth.is_some() && other_birth.is_some() && birth != other_birth;
    names_differ || births_differ
}

/// Moves focus to a control that is about to be rendered.
pub fn focus_soon(id: String) {
    spawn_local(async move {
        browser::pause(0).await;
        browser::focus(&id);
    });
}
