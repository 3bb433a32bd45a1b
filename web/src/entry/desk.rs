//! State of the work on one notification: messages at the fields, and the draft. `sending` contains the sending.

use crate::api::Api;
use crate::browser;
use crate::draft::Draft;
use crate::draft_tabs::{hold, place};
use crate::entry::ask::Ask;
use crate::entry::check::{self, Findings, Said};
use crate::entry::form::{Content, Form};
use crate::entry::mends;
use crate::entry::rooms::own_board;
use crate::entry::sending::{Receipt, Then};
use crate::lists::Lists;
use crate::outbox::{Outbox, Waiting};
use crate::reactive::{effect, effect_after};
use crate::session::Session;
use crate::t;
use crate::ui::near_date::{time_alone, write_moment};
use crate::ui::{FieldOffer, FieldWarning, Load, SummaryItem, ToastAction, Toasts, focus_field, load};
use dto::facility::FacilityOut;
use dto::room::RoomBoardOut;
use dto::stay::ReturningGuest;
use dto::{FieldError, Timestamp, WarningCode};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::zone::local_date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Id of the box that confirms that a person has compared the name.
pub const NAME_COMPARED: &str = "name-compared";

/// State of the work on notifications, one after the other. Everything in it lives as long as the page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The form.
    pub form: Form,
    /// Content of the form.
    pub content: Memo<Content>,
    /// Current result of the check, whether displayed or not.
    pub findings: Memo<Findings>,
    /// Guests of the facility who match the typed values, as found last.
    pub known: RwSignal<Vec<ReturningGuest>>,
    /// Increases with each attempt to send.
    pub asked: RwSignal<u32>,
    /// Whether sending is pending.
    pub sending: RwSignal<bool>,
    /// Notifications received since the page was opened, newest last.
    pub received: RwSignal<Vec<Receipt>>,
    /// Receipt that is displayed in place of the form.
    pub shown: RwSignal<Option<Receipt>>,
    /// Whether an earlier attempt of this notification was received, with other content.
    pub came_before: RwSignal<bool>,
    /// Time at which the draft was last stored; `None` when there is nothing to store.
    pub kept_at: RwSignal<Option<Timestamp>>,
    /// Whether the browser refuses to keep drafts.
    pub keeps_nothing: RwSignal<bool>,
    /// Time of the draft that was found when the page was opened.
    pub reopened: RwSignal<Option<Timestamp>>,
    /// Whether the check digits of the last scan require that every field be compared, not only the name.
    pub compare_all: RwSignal<bool>,
    /// Whether another tab has the same form open.
    pub elsewhere: RwSignal<bool>,
    /// Reason why the server refused a notification that had waited for the network.
    pub mending: RwSignal<Option<String>>,
    /// States of the rooms, where they are known.
    pub board: Signal<Option<RoomBoardOut>>,
    /// Arrival that was interpreted as last night's.
    pub last_night: RwSignal<Option<Timestamp>>,
    pub(super) outbox: Outbox,
    left: RwSignal<BTreeSet<Ask>>,
    pub(super) refused: RwSignal<Vec<(FieldError, Content)>>,
    pub(super) waiting: StoredValue<Option<u32>>,
    pub(super) draft: StoredValue<Option<Draft>>,
    room: StoredValue<String>,
    /// Notified content, where it is being corrected.
    original: StoredValue<Option<Content>>,
    facility: StoredValue<Load<FacilityOut>>,
    pub(super) lists: Lists,
    pub(super) api: Api,
    pub(super) toasts: Toasts,
}

impl Desk {
    /// Opens the form, with the draft for `room` if one was stored: the `named` one, or that of this tab.
    pub fn open(facility: Load<FacilityOut>, room: &str, named: Option<&str>) -> Self {
        let purpose = format!("notify.{room}");
        let place = Session::here().account_now().map(|account| {
            let purpose = named.map_or_else(|| purpose.clone(), |draft| format!("{purpose}.{draft}"));
            (account.id, place(account.id, &purpose))
        });
        let draft = place
            .as_ref()
            .map(|(account, place)| Draft::of(*account, &place.purpose));
        let desk = Self::with(facility, draft, room, |lists| fresh(lists, room));
        desk.elsewhere.set(place.is_some_and(|(_, place)| place.is_elsewhere));
        desk
    }

    /// Opens the form with a notification that waited for the network and was refused.
    pub fn mend(facility: Load<FacilityOut>, waiting: &Waiting) -> Self {
        let lists = Lists::here();
        let content: Content = serde_json::from_str(&waiting.form).unwrap_or_else(|_| fresh(lists, ""));
        let draft = Session::here().account_now().map(|account| {
            let purpose = format!("notify.{}.{}", content.room, waiting.key);
            hold(account.id, &purpose);
            Draft::of(account.id, &purpose)
        });
        let room = content.room.clone();
        let desk = Self::around(facility, draft, &room, Form::new(content), None, own_board());
        desk.mending.set(waiting.refused.clone());
        desk.asked.set(1);
        desk.keep();
        desk
    }

    /// Opens the same fields for the correction of a notification. The page of the correction sends it.
    pub fn correct(facility: Load<FacilityOut>, draft: Option<Draft>, content: Content) -> Self {
        let original = content.clone();
        let desk = Self::with(facility, draft, "", |_| content);
        desk.original.set_value(Some(original));
        desk
    }

    /// Opens the same fields for a report to the police. The page of the report sends it.
    pub fn told(purpose: &str) -> Self {
        let draft = Session::here()
            .account_now()
            .map(|account| Draft::of(account.id, purpose));
        Self::with(load(std::future::pending), draft, "", |lists| fresh(lists, ""))
    }

    /// Uses fields whose owner also stores and sends them: those of a group, or of one guest in it.
    pub fn over(facility: Load<FacilityOut>, form: Form, board: Signal<Option<RoomBoardOut>>) -> Self {
        Self::around(facility, None, "", form, None, board)
    }

    fn with(
        facility: Load<FacilityOut>,
        draft: Option<Draft>,
        room: &str,
        fresh: impl FnOnce(Lists) -> Content,
    ) -> Self {
        let lists = Lists::here();
        let found: Option<(i64, Content)> = draft.as_ref().and_then(Draft::read);
        let reopened = found.as_ref().and_then(|(at, _)| Timestamp::from_unix(*at));
        let content = found.map_or_else(|| fresh(lists), |(_, content)| content);
        Self::around(facility, draft, room, Form::new(content), reopened, own_board())
    }

    fn around(
        facility: Load<FacilityOut>,
        draft: Option<Draft>,
        room: &str,
        form: Form,
        reopened: Option<Timestamp>,
        board: Signal<Option<RoomBoardOut>>,
    ) -> Self {
        let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
        let content = Memo::new(move |_| form.content());
        let load = facility.clone();
        let known = RwSignal::new(Vec::new());
        let findings = Memo::new(move |_| {
            let Some((now, profile)) = check::ready(lists) else {
                return Findings::default();
            };
            let facility = load.value();
            let mut found = board.with(|board| {
                content.with(|content| check::check(content, now, &profile, lists, (facility.as_ref(), board.as_ref())))
            });
            let here = content.with(|content| known.with(|known| check::known_warnings(content, known, now, &profile)));
            found.warnings.extend(here);
            found
        });
        let desk = Self {
            form,
            content,
            findings,
            known,
            asked: RwSignal::new(0),
            sending: RwSignal::new(false),
            received: RwSignal::new(Vec::new()),
            shown: RwSignal::new(None),
            came_before: RwSignal::new(false),
            kept_at: RwSignal::new(reopened),
            keeps_nothing: RwSignal::new(false),
            reopened: RwSignal::new(reopened),
            compare_all: RwSignal::new(false),
            elsewhere: RwSignal::new(false),
            mending: RwSignal::new(None),
            board,
            last_night: RwSignal::new(None),
            outbox: Outbox::here(),
            left: RwSignal::new(BTreeSet::new()),
            refused: RwSignal::new(Vec::new()),
            waiting: StoredValue::new(None),
            draft: StoredValue::new(draft),
            room: StoredValue::new(room.to_owned()),
            original: StoredValue::new(None),
            facility: StoredValue::new(facility),
            lists,
            api,
            toasts,
        };
        desk.forget_stale_keeps();
        desk.forget_room_kept();
        desk.forget_unknown_room();
        desk
    }

    /// Returns the desk of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the facility, once read.
    pub fn facility(self) -> Option<FacilityOut> {
        self.facility.with_value(Load::value)
    }

    /// Returns the reading of the facility.
    pub fn facility_load(self) -> Load<FacilityOut> {
        self.facility.get_value()
    }

    /// Returns the lists.
    pub fn lists(self) -> Lists {
        self.lists
    }

    /// Handles leaving a field: from now on it is checked on each key. Leaving an empty field reports nothing yet.
    pub fn leave(self, ask: Ask) {
        self.settle(ask);
        let said = self
            .findings
            .with_untracked(|findings| findings.errors.iter().find(|said| said.ask == ask).cloned());
        let only_empty = said.is_some_and(|said| said.text == ask.missing());
        if !only_empty {
            self.left.update(|left| {
                left.insert(ask);
            });
        }
        self.keep();
    }

    /// Returns the questions whose answers differ from the notification.
    pub fn changed(self) -> Vec<Ask> {
        let now = self.content.get();
        let Some(original) = self.original.get_value() else {
            return Vec::new();
        };
        let differs = |ask: &Ask| !is_as_sent(*ask, &now, &original);
        Ask::ALL.into_iter().filter(differs).collect()
    }

    /// Restores the notified values and deletes the typed ones.
    pub fn drop_changes(self) {
        if let Some(original) = self.original.get_value() {
            self.form.fill(original);
            self.reopened.set(None);
            self.left.set(BTreeSet::new());
            self.keep();
        }
    }

    /// Returns whether a draft of it would have no useful content.
    fn is_not_worth_keeping(self, content: &Content) -> bool {
        let as_notified = self
            .original
            .try_with_value(|original| original.as_ref() == Some(content));
        content.is_blank() || as_notified == Some(true)
    }

    /// Marks fields as filled by a scan: they are checked at once.
    pub fn filled(self, asks: &[Ask]) {
        self.left.update(|left| left.extend(asks));
        self.keep();
    }

    /// Moves focus to the first field that still needs input: the name read by machine that nobody has compared, then
    /// the first field in error. Returns whether there is one.
    pub fn go_to_needed(self) -> bool {
        let needed = self
            .findings
            .with_untracked(|findings| findings.errors.first().map(control_of));
        if let Some(id) = needed {
            // The values just filled in may have added the field to the page.
            spawn_local(async move {
                browser::pause(0).await;
                focus_field(id);
            });
        }
        needed.is_some()
    }

    /// Replaces a short form by its meaning: `+3` becomes a date.
    pub fn settle(self, ask: Ask) {
        let Some((now, profile)) = check::ready_now(self.lists) else {
            return;
        };
        let content = self.content.get_untracked();
        match ask {
            Ask::Arrival => {
                if let Some(at) = content.arrival_at(now) {
                    // Interpreted as last night from the hour alone: the page says so.
                    if time_alone(&content.arrival).is_some() {
                        let is_last_night = local_date(at.get()) < local_date(now.get());
                        self.last_night.set(is_last_night.then_some(at));
                    }
                    self.form.arrival.set(write_moment(at));
                }
            }
            Ask::Departure => {
                if let Some(at) = content.departure_at(now, &profile.profile) {
                    // Departure on the day of arrival, at a given hour: a stay by the hour.
                    let arrival = content.arrival_at(now).filter(|arrival| *arrival < at);
                    let is_same_day = arrival.is_some_and(|arrival| local_date(arrival.get()) == local_date(at.get()));
                    if is_same_day && !content.is_day_use() {
                        self.form.kind.set("day_use".to_owned());
                    }
                    self.form.departure.set(write_moment(at));
                }
            }
            _ => {}
        }
    }

    /// Returns the error that is displayed at a field now.
    pub fn said(self, ask: Ask) -> Option<Said> {
        let checked = self.asked.get() > 0 || self.left.with(|left| left.contains(&ask));
        let found = checked
            .then(|| {
                self.findings
                    .with(|findings| findings.errors.iter().find(|said| said.ask == ask).cloned())
            })
            .flatten();
        found.or_else(|| {
            let content = self.content.get();
            self.refused.with(|refused| {
                let mut said = refused.iter().filter_map(|(error, sent)| {
                    let said = check::say(error.clone(), sent)?;
                    is_as_sent(said.ask, &content, sent).then_some(said)
                });
                said.find(|said| said.ask == ask)
            })
        })
    }

    /// Returns its text, as a field expects it.
    pub fn error(self, ask: Ask) -> Signal<Option<String>> {
        Signal::derive(move || self.said(ask).map(|said| said.text))
    }

    /// Returns the correction offered for the error of a field.
    pub fn offer(self, ask: Ask) -> Signal<Option<FieldOffer>> {
        Signal::derive(move || {
            self.said(ask)?;
            let (label, _) = self.content.with(|content| mends::offer(content, ask))?;
            let take = Callback::new(move |()| {
                let offered = self.content.with_untracked(|content| mends::offer(content, ask));
                if let Some((_, mended)) = offered {
                    self.form.fill(mended);
                    self.filled(&[ask]);
                    browser::focus_soon(ask.id());
                }
            });
            Some(FieldOffer { label, take })
        })
    }

    /// Returns the current warning about a field, with its box.
    pub fn warning(self, ask: Ask) -> Signal<Option<FieldWarning>> {
        let kept = RwSignal::new(false);
        let codes = Memo::new(move |_| {
            self.findings.with(|findings| {
                let of_ask = findings.warnings.iter().filter(|warning| warning.ask == ask);
                of_ask
                    .map(|warning| warning.code.as_str().to_owned())
                    .collect::<BTreeSet<_>>()
            })
        });
        effect(move || {
            kept.set(codes.with(|codes| !codes.is_empty() && self.form.kept.with(|kept| codes.is_subset(kept))));
        });
        effect_after(move |before: Option<bool>| {
            let now = kept.get();
            if before.is_some_and(|before| before != now) {
                let codes = codes.get_untracked();
                self.form.kept.update(|all| {
                    all.retain(|code| !codes.contains(code));
                    if now {
                        all.extend(codes);
                    }
                });
            }
            now
        });
        Signal::derive(move || {
            let checked = self.asked.get() > 0 || self.left.with(|left| left.contains(&ask));
            let warnings: Vec<_> = self.findings.with(|findings| {
                findings
                    .warnings
                    .iter()
                    .filter(|warning| warning.ask == ask)
                    .cloned()
                    .collect()
            });
            let first = warnings.first().filter(|_| checked)?;
            let text = warnings
                .iter()
                .map(|warning| warning.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            Some(FieldWarning {
                text,
                keep_label: first.keep.clone(),
                kept,
                leads_to: warnings.iter().find_map(|warning| warning.leads_to.clone()),
            })
        })
    }

    /// Resets warnings whose value changed: one cleared for one value is not cleared for another.
    fn forget_stale_keeps(self) {
        effect_after(move |before: Option<(String, String, String)>| {
            let content = self.content.get();
            let now = (content.document_number, format!("{:?}", content.birth), content.sex);
            if before.is_some_and(|before| before != now) {
                let id_codes = |code: &String| {
                    let of_person = [
                        "personal_id",
                        "birth",
                        "already_notified",
                        "same_number",
                        "name_placeholder",
                    ];
                    of_person.iter().any(|begin| code.starts_with(begin))
                };
                if self.form.kept.with_untracked(|kept| kept.iter().any(id_codes)) {
                    self.form.kept.update(|kept| kept.retain(|code| !id_codes(code)));
                }
            }
            now
        });
    }

    /// Resets the confirmation of an out-of-service room when another room is chosen.
    fn forget_room_kept(self) {
        effect_after(move |before: Option<String>| {
            let room = self.form.room.get();
            if before.is_some_and(|before| before != room) {
                let off = WarningCode::RoomOutOfService.as_str();
                self.form.kept.update(|kept| kept.retain(|code| code != off));
            }
            room
        });
    }

    /// Clears a room of an old link or draft that is no longer in the plan.
    fn forget_unknown_room(self) {
        effect(move || {
            let Some(facility) = self.facility() else { return };
            let known = self.form.room.with_untracked(|chosen| {
                chosen.is_empty() || facility.rooms.iter().any(|room| room.id.to_string() == *chosen)
            });
            if !known {
                self.form.room.set(String::new());
            }
        });
    }

    /// Returns all current errors, for the summary; empty before the first attempt to send.
    pub fn summary(self) -> Vec<SummaryItem> {
        if self.asked.get() == 0 {
            return Vec::new();
        }
        let document = self.form.document_type.get();
        let mut said: BTreeMap<Ask, Said> = BTreeMap::new();
        let refused: Vec<Ask> = self.refused.with(|refused| {
            refused
                .iter()
                .filter_map(|(error, _)| Ask::of_pointer(&error.pointer))
                .collect()
        });
        let asks = self
            .findings
            .with(|findings| findings.errors.iter().map(|said| said.ask).collect::<Vec<_>>());
        for ask in asks.into_iter().chain(refused) {
            if let Some(found) = self.said(ask) {
                said.insert(ask, found);
            }
        }
        said.into_values()
            .map(|said| SummaryItem {
                field_id: control_of(&said).to_owned(),
                label: said.ask.label(&document).to_owned(),
                text: said.text,
            })
            .collect()
    }

    /// Stores the draft, if there is any content.
    pub fn keep(self) {
        let content = self.content.get_untracked();
        let now = self.lists.clock().now_untracked();
        self.draft.with_value(|draft| {
            let Some(draft) = draft else { return };
            if self.shown.with_untracked(Option::is_some) || self.is_not_worth_keeping(&content) {
                draft.drop();
                self.kept_at.set(None);
            } else {
                self.keeps_nothing.set(!draft.keep(&content, now.unix()));
                self.kept_at.set(Some(now));
            }
        });
    }

    /// Returns whether the page still exists; messages outlive it.
    pub(super) fn is_open(self) -> bool {
        !self.sending.is_disposed()
    }

    /// Stores the draft of a page that is being left; that page sends nothing any more.
    pub fn keep_last(self) {
        if let Some(waiting) = self.waiting.try_get_value().flatten() {
            self.toasts.dismiss(waiting);
        }
        let content = self.content.try_get_untracked();
        let shown = self.shown.try_with_untracked(Option::is_some).unwrap_or(true);
        if let Some(content) = content.filter(|content| !shown && !self.is_not_worth_keeping(content)) {
            let now = self.lists.clock().now_untracked();
            self.draft
                .try_with_value(|draft| draft.as_ref().map(|draft| draft.keep(&content, now.unix())));
        }
    }

    /// Discards the draft; this can be undone as long as the message is displayed.
    pub fn give_up(self) {
        let before = self.content.get_untracked();
        self.start(fresh(self.lists, &self.room.get_value()));
        let back = ToastAction {
            label: t!(notify.take_back).to_owned(),
            act: Arc::new(move || {
                if self.is_open() {
                    self.form.fill(before.clone());
                    self.keep();
                }
            }),
        };
        self.toasts.ok(t!(notify.given_up), "", Some(back));
        browser::focus_soon("scan");
    }

    /// Frees the form for the next guest while this notification waits for the network.
    pub(super) fn go_on(self, then: Then) {
        match then {
            Then::Show => self.other_room(),
            Then::NextGuest => self.next_guest(),
        }
    }

    /// Starts with other content, as if the page had just been opened.
    fn start(self, content: Content) {
        self.form.fill(content);
        self.left.set(BTreeSet::new());
        self.refused.set(Vec::new());
        self.asked.set(0);
        self.came_before.set(false);
        self.reopened.set(None);
        self.mending.set(None);
        self.shown.set(None);
        self.keep();
    }

    /// Starts the next guest of the room that was just notified.
    pub fn next_guest(self) {
        let next = self.content.get_untracked().next_guest();
        self.start(next);
        browser::focus_soon("scan");
    }

    /// Starts a guest of another room.
    pub fn other_room(self) {
        self.start(fresh(self.lists, ""));
        browser::focus_soon("scan");
    }
}

/// Returns the control at which an error is corrected: for a name that nobody has compared the box beside it.
fn control_of(said: &Said) -> &'static str {
    if said.text == t!(notify.name_not_compared) {
        NAME_COMPARED
    } else {
        said.ask.id()
    }
}

/// Returns an empty form: the guest has just arrived.
fn fresh(lists: Lists, room: &str) -> Content {
    let now = lists.clock().now_untracked();
    Content {
        arrival: write_moment(now),
        room: room.to_owned(),
        ..Content::default()
    }
}

/// Returns whether the answer is the one that was sent; the error of the server then still applies.
fn is_as_sent(ask: Ask, now: &Content, sent: &Content) -> bool {
    match ask {
        Ask::FullName => now.full_name == sent.full_name,
        Ask::Birth => now.birth == sent.birth && now.year_only == sent.year_only,
        Ask::Sex => now.sex == sent.sex,
        Ask::Nationality => now.nationality == sent.nationality,
        Ask::DocumentType => now.document_type == sent.document_type,
        Ask::DocumentName => now.document_name == sent.document_name,
        Ask::DocumentNumber => now.document_number == sent.document_number && now.document_type == sent.document_type,
        Ask::IssuingState => {
            now.issuing_state == sent.issuing_state
                && now.document_type == sent.document_type
                && now.nationality == sent.nationality
        }
        Ask::Address => now.address == sent.address,
        Ask::Phone => now.phone == sent.phone,
        Ask::VisaSymbol => now.visa_symbol == sent.visa_symbol,
        Ask::VisaNumber => now.visa_number == sent.visa_number,
        Ask::Entered => now.entered == sent.entered && now.arrival == sent.arrival,
        Ask::EntryGate => now.entry_gate == sent.entry_gate,
        Ask::Permitted => now.permitted == sent.permitted && now.arrival == sent.arrival,
        Ask::VisaExpires => now.visa_expires == sent.visa_expires,
        Ask::Arrival => now.arrival == sent.arrival,
        Ask::Departure => now.departure == sent.departure && now.arrival == sent.arrival,
        Ask::Reason => now.reason == sent.reason,
        Ask::Room => now.room == sent.room,
        Ask::Kind => now.kind == sent.kind,
        Ask::ReasonNote => now.reason_note == sent.reason_note,
        Ask::Note => now.note == sent.note,
    }
}
