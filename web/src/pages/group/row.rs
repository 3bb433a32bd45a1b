//! A guest of a group as a row.

use super::desk::{GroupDesk, focus_soon};
use crate::browser;
use crate::entry::ask::Ask;
use crate::entry::check::{self, Findings, Said};
use crate::entry::evidence::Evidence;
use crate::entry::form::{Content, Form};
use crate::entry::group::OF_ALL;
use crate::entry::mends;
use crate::entry::reading::{OVER_MS, Replaced, begun_anew, extent, looks_scanned, read};
use crate::format;
use crate::reactive::{effect, sort_by};
use crate::t;
use crate::ui::{DateText, ToastAction};
use dto::FieldError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::citizen_qr::Extent;
use rules::mrz_scan;
use std::sync::Arc;
use time::Date;

/// Age below which a child mostly has no document but its birth certificate.
const CHILD_UNDER: i32 = 14;

/// A guest.
#[derive(Clone, Copy)]
pub struct Row {
    /// Identifies the row while its content changes.
    pub key: u32,
    /// The fields.
    pub form: Form,
    /// Content of the fields.
    pub content: Memo<Content>,
    /// Result of the check, whether displayed or not.
    pub findings: Memo<Findings>,
    /// Birth as typed in one field.
    pub birth: RwSignal<String>,
    /// Whether focus has left the row: from then on errors are displayed.
    pub left: RwSignal<bool>,
    /// Errors of the server, with the content that was sent.
    pub refused: RwSignal<Vec<(FieldError, Content)>>,
    /// Result of the last scan into the row.
    pub scanned: RwSignal<Scanned>,
    /// Whether the row has a complete scan and the list of nationalities is not loaded yet.
    waits: StoredValue<bool>,
    /// Name at the time its field received focus.
    pub name_before: StoredValue<String>,
}

/// Result of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scanned {
    /// There was no scan.
    #[default]
    None,
    /// Reason for the refusal.
    Refused(String),
    /// What the scan proves.
    Taken(Evidence),
}

impl Row {
    /// Creates a row with this content.
    pub fn new(key: u32, guest: Content, desk: &GroupDesk) -> Self {
        let desk = *desk;
        let birth = RwSignal::new(birth_text(&guest));
        let left = RwSignal::new(!guest.is_blank());
        let form = Form::new(guest);
        let content = Memo::new(move |_| form.content());
        // Changed elsewhere, in the complete form or by a scan: displayed here as well.
        effect(move || {
            let now = content.with(|content| (content.birth.clone(), content.year_only));
            if birth.with_untracked(|typed| read_birth(typed)) != now {
                birth.set(content.with_untracked(birth_text));
            }
        });
        let findings = Memo::new(move |_| {
            content.with(|content| {
                if content.is_blank() {
                    return Findings::default();
                }
                let mut found = desk.check(content);
                // Rooms are assigned at the desk, after the bus has been unloaded.
                let is_later = |said: &Said| said.ask == Ask::Room && said.text == Ask::Room.missing();
                found
                    .errors
                    .retain(|said| !OF_ALL.contains(&said.ask) && !is_later(said));
                found.warnings.retain(|warning| !OF_ALL.contains(&warning.ask));
                found
            })
        });
        let row = Self {
            key,
            form,
            content,
            findings,
            birth,
            left,
            refused: RwSignal::new(Vec::new()),
            scanned: RwSignal::new(Scanned::None),
            waits: StoredValue::new(false),
            name_before: StoredValue::new(String::new()),
        };
        effect(move || {
            if desk.lists.has("nationalities") && row.waits.get_value() {
                row.waits.set_value(false);
                untrack(|| row.scan(&desk, true));
                desk.keep();
            }
        });
        row
    }

    /// Returns the id of one of its controls.
    pub fn id(self, field: &str) -> String {
        format!("g{}-{field}", self.key)
    }

    /// Returns the control at which an error is corrected: its own, or the button that opens the complete form.
    pub fn control_of(self, ask: Ask) -> String {
        match ask {
            Ask::FullName
            | Ask::Birth
            | Ask::Sex
            | Ask::Nationality
            | Ask::DocumentType
            | Ask::DocumentNumber
            | Ask::Room => self.id(ask.id()),
            _ => self.id("more"),
        }
    }

    /// Returns the errors of the guest that are displayed yet.
    pub fn said(self, desk: &GroupDesk) -> Vec<Said> {
        let asked = desk.asked.get() > 0;
        if !asked && !self.left.get() {
            return Vec::new();
        }
        let mut said = self.findings.with(|findings| findings.errors.clone());
        // A missing value is reported when the group is sent.
        said.retain(|said| asked || said.text != said.ask.missing());
        if let Some(first) = desk.twice.with(|twice| twice.get(&self.key).copied()) {
            said.retain(|said| said.ask != Ask::DocumentNumber);
            said.push(Said {
                ask: Ask::DocumentNumber,
                text: t!(group.twice, first = first),
                position: None,
            });
        }
        let content = self.content.get();
        self.refused.with(|refused| {
            let found = refused.iter().filter(|(_, sent)| *sent == content);
            for found in found.filter_map(|(error, sent)| check::say(error.clone(), sent)) {
                if said.iter().all(|said| said.ask != found.ask) {
                    said.push(found);
                }
            }
        });
        sort_by(&mut said, |said| said.ask);
        said
    }

    /// Takes a scan typed in the name field. On Enter a refusal is displayed.
    pub fn scan(self, desk: &GroupDesk, with_enter: bool) -> Scan {
        let text = self.form.full_name.get_untracked();
        let is_whole = extent(&text) == Extent::Whole;
        if !looks_scanned(&text) && !is_whole {
            return Scan::No;
        }
        if !with_enter && !is_whole {
            return Scan::More;
        }
        let today = rules::zone::local_date(desk.lists.clock().now_untracked().get());
        match read(&text, today) {
            // The nationality is looked up in a list: a scan before the list is loaded waits in its row.
            Ok(_) if !untrack(|| desk.lists.has("nationalities")) => {
                self.waits.set_value(true);
                Scan::Waits
            }
            Ok(reading) => {
                let mut content = self.content_before_scan();
                let (evidence, replaced) = content.take(&reading, desk.lists);
                self.name_before.set_value(content.full_name.clone());
                self.form.fill(content);
                self.scanned.set(Scanned::Taken(evidence));
                self.left.set(true);
                if let Some(replaced) = replaced {
                    self.tell_replaced(desk, replaced);
                }
                Scan::Taken
            }
            // A scanner sends Enter between the lines of a passport.
            Err(None) => {
                self.form.full_name.update(|text| text.push(' '));
                self.scanned.set(Scanned::None);
                Scan::More
            }
            Err(Some(said)) => {
                self.scanned.set(Scanned::Refused(said));
                desk.scans.say_refused();
                Scan::Refused
            }
        }
    }

    /// Returns the guest without the text of the scan, which replaced the name.
    fn content_before_scan(self) -> Content {
        Content {
            full_name: self.name_before.get_value(),
            ..self.content.get_untracked()
        }
    }

    /// Reports that another guest replaced the one in the row; this can be undone as long as the message is displayed.
    fn tell_replaced(self, desk: &GroupDesk, replaced: Replaced) {
        let words = replaced.words();
        let before = replaced.before;
        let desk = *desk;
        let back = ToastAction {
            label: t!(notify.take_back).to_owned(),
            act: Arc::new(move || {
                if !self.scanned.is_disposed() {
                    self.scanned.set(Scanned::None);
                    self.name_before.set_value(before.full_name.clone());
                    self.form.fill(before.clone());
                    desk.keep();
                }
            }),
        };
        desk.toasts.ok(words, "", Some(back));
    }

    /// Returns whether the next scan may fill this row: it is empty, or has a refused scan.
    pub fn is_free(self) -> bool {
        let may_go = |content: &Content| content.is_blank() || looks_scanned(&content.full_name);
        !self.waits.get_value() && self.content.with_untracked(may_go)
    }

    /// Returns whether the row has the first line of a document.
    pub fn awaits_line(self) -> bool {
        self.form.full_name.with_untracked(|name| mrz_scan::is_first_part(name))
    }

    /// Takes a scan that a scanner typed while no field was waiting.
    pub fn take_scan(self, desk: &GroupDesk, text: &str) {
        if self.awaits_line() {
            self.form.full_name.update(|line| line.push_str(text));
        } else {
            self.form.full_name.set(text.to_owned());
        }
        self.scanned.set(Scanned::None);
        browser::focus(&self.id("full_name"));
        self.enter(desk, true);
    }

    /// Handles typing in the birth field.
    pub fn type_birth(self, typed: String) {
        let (date, year_only) = read_birth(&typed);
        self.birth.set(typed);
        self.form.year_only.set(year_only);
        self.form.birth.set(date);
    }

    /// Handles leaving the birth field: formats the value as a date. For a child the default document is the birth
    /// certificate, until the user chooses another.
    pub fn leave_birth(self, today: Date) {
        let content = self.content.get_untracked();
        let Some(birth) = content.birth.date() else { return };
        self.type_birth(format::date(birth));
        let is_child = birth.replace_year(birth.year() + CHILD_UNDER).unwrap_or(birth) > today;
        if is_child && content.document_type == "cccd" && content.document_number.trim().is_empty() {
            self.form.document_type.set("birth_certificate".to_owned());
        }
    }

    /// Applies the correction offered for an error of a field.
    pub fn take_offer(self, desk: &GroupDesk, ask: Ask) {
        let offered = self.content.with_untracked(|content| mends::offer(content, ask));
        if let Some((_, mended)) = offered {
            self.name_before.set_value(mended.full_name.clone());
            self.form.fill(mended);
            desk.keep();
            focus_soon(self.control_of(ask));
        }
    }

    /// Handles Enter: takes a scan, and begins the next guest.
    pub fn enter(self, desk: &GroupDesk, in_name: bool) {
        let scan = if in_name { self.scan(desk, true) } else { Scan::No };
        match scan {
            Scan::More => {}
            Scan::Refused => browser::select_soon(self.id("full_name")),
            // Read by machine: the user checks the name before the next guest.
            Scan::Taken if self.content.with_untracked(Content::must_compare) => focus_soon(self.id("compared")),
            Scan::Taken | Scan::Waits => desk.go_on(self.key),
            // Its last character was enough to take it.
            Scan::No if in_name && self.content.with_untracked(Content::must_compare) => {
                focus_soon(self.id("compared"));
            }
            Scan::No => {
                self.left.set(true);
                desk.go_on(self.key);
            }
        }
    }

    /// Handles typing in the name field: removes the message about a refused scan.
    pub fn type_name(self, desk: &GroupDesk, typed: String) {
        let before = self.form.full_name.get_untracked();
        let typed = begun_anew(&before, &typed)
            .filter(|_| self.scanned.with_untracked(|scanned| *scanned != Scanned::None))
            .unwrap_or(typed);
        self.form.full_name.set(typed.clone());
        self.waits.set_value(false);
        if self
            .scanned
            .with_untracked(|scanned| matches!(scanned, Scanned::Refused(_)))
        {
            self.scanned.set(Scanned::None);
        }
        if extent(&typed) != Extent::MaybeWhole {
            self.scan(desk, false);
            return;
        }
        // It is complete if no further input follows at once.
        let desk = *desk;
        spawn_local(async move {
            browser::pause(OVER_MS).await;
            let is_over = self.form.full_name.try_with_untracked(|name| *name == typed) == Some(true);
            if is_over {
                self.scan(&desk, true);
            }
        });
    }

    /// Returns the fields whose check digits do not match, in words.
    pub fn differing(self) -> Option<String> {
        self.scanned.with(|scanned| match scanned {
            Scanned::Taken(Evidence::Lines(lines)) if !lines.differing().is_empty() => {
                Some(t!(group.differ, fields = lines.differing().join(", ")))
            }
            _ => None,
        })
    }

    /// Returns whether every field must be compared, not only the name.
    pub fn compares_all(self) -> bool {
        self.scanned
            .with(|scanned| matches!(scanned, Scanned::Taken(Evidence::Lines(lines)) if !lines.all_agree()))
    }

    /// Returns what a person must check in the scanned data.
    pub fn notes(self) -> Vec<String> {
        self.scanned.with(|scanned| match scanned {
            Scanned::Taken(evidence) => evidence.notes(),
            _ => Vec::new(),
        })
    }
}

/// State of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// It is not a scan.
    No,
    /// It is not complete.
    More,
    /// It can be taken as soon as the list of nationalities is loaded.
    Waits,
    /// It cannot be taken.
    Refused,
    /// It fills the row.
    Taken,
}

/// Reads `17/05/1990`, `17051990` or a year alone.
fn read_birth(typed: &str) -> (DateText, bool) {
    let typed = typed.trim();
    let text = |part: &str| part.trim().to_owned();
    let is_digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    match typed.len() {
        4 if is_digits => (
            DateText {
                year: typed.to_owned(),
                ..DateText::default()
            },
            true,
        ),
        8 if is_digits => (
            DateText {
                day: text(&typed[..2]),
                month: text(&typed[2..4]),
                year: text(&typed[4..]),
            },
            false,
        ),
        _ => {
            let mut parts = typed.splitn(3, ['/', '.', '-', ' ']);
            let mut part = || parts.next().map(text).unwrap_or_default();
            (
                DateText {
                    day: part(),
                    month: part(),
                    year: part(),
                },
                false,
            )
        }
    }
}

fn birth_text(content: &Content) -> String {
    let DateText { day, month, year } = &content.birth;
    if content.year_only || content.birth.is_empty() {
        year.clone()
    } else {
        format!("{day}/{month}/{year}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_is_read_as_people_type_it() {
        let parts = |typed| {
            let (date, year_only) = read_birth(typed);
            (date.day, date.month, date.year, year_only)
        };
        let whole = |day: &str, month: &str, year: &str| (day.to_owned(), month.to_owned(), year.to_owned(), false);
        assert_eq!(parts("17/05/1990"), whole("17", "05", "1990"));
        assert_eq!(parts("17051990"), whole("17", "05", "1990"));
        assert_eq!(parts("7.5.1990"), whole("7", "5", "1990"));
        assert_eq!(parts("1950"), (String::new(), String::new(), "1950".to_owned(), true));
        assert_eq!(parts(""), whole("", "", ""));
    }
}
