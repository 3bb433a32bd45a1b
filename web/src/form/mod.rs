//! The common behaviour of forms: hold the typed values, report their errors, send them.
//!
//! [`Sheet`] is a form described by data, and [`Act`] one that performs one act on an existing thing. [`Form`] with the
//! fields of `ask` is for forms whose view is written by hand.

mod act;
mod ask;
mod by_mail;
mod code_box;
mod draw;
pub mod facility_pick;
mod field;
mod fields;
pub mod issued;
mod kept;
pub mod leaving;
pub mod purpose;
mod rows;
mod saving;
pub mod second_factor;
mod sheet;
mod typed;

pub use act::{Act, Question};
pub use ask::{FileAsk, Other, TextAsk, WordsAsk};
pub use by_mail::{ByMail, Words, Work};
pub use code_box::CodeBox;
pub use draw::{Place, parts};
pub use field::{By, Field, Part, Rows};
pub use fields::Named;
pub use kept::{BackNote, Kept};
pub use rows::kept;
pub use saving::{Failure, Saving};
pub use sheet::Sheet;
pub use typed::{Typed, gone};

use crate::api::ApiError;
use crate::i18n::lang;
use crate::reactive::{effect, sort_by};
use crate::t;
use crate::ui::{DateText, Picked, SummaryItem};
use dto::filing::FileIn;
use dto::problem::{FieldCode, FieldError};
use dto::{Given, Timestamp};
use fields::Fields;
use leptos::prelude::*;
use rules::unicode;
use std::collections::BTreeMap;
use std::sync::Arc;
use time::Date;

/// Check of the typed values, which returns their errors.
type Check = Arc<dyn Fn(&Typed) -> Vec<FieldError> + Send + Sync>;

/// A form. A field is checked when focus leaves it; a field with an error is checked again on each key.
#[derive(Clone, Copy)]
pub struct Form {
    fields: Fields,
    texts: StoredValue<BTreeMap<String, RwSignal<String>>>,
    dates: StoredValue<BTreeMap<&'static str, RwSignal<DateText>>>,
    ticks: StoredValue<BTreeMap<String, RwSignal<bool>>>,
    /// Keys of the rows of each field that consists of rows.
    rows: StoredValue<BTreeMap<&'static str, RwSignal<Vec<u32>>>>,
    /// Owner of the cells: they live as long as the form, not as the handler that adds a row.
    owner: StoredValue<Owner>,
    files: StoredValue<BTreeMap<&'static str, RwSignal<Option<Picked>>>>,
    typed: Memo<Typed>,
    check: StoredValue<Check>,
    /// Values that the server refused; its error stays until the field is changed.
    refused: StoredValue<Option<Typed>>,
    /// Files that cannot be sent, with the reason.
    refused_files: StoredValue<BTreeMap<&'static str, FieldError>>,
    /// State of the sending.
    pub saving: Saving,
}

impl Form {
    /// Creates a form with these fields, in their order, and their initial values.
    pub fn new(
        fields: &'static [Named],
        first: &Typed,
        check: impl Fn(&Typed) -> Vec<FieldError> + Send + Sync + 'static,
    ) -> Self {
        Self::checked(Fields::Named(fields), first, Arc::new(check))
    }

    /// Creates a form that is described by its parts.
    pub fn of(
        parts: &'static [Part],
        first: &Typed,
        check: impl Fn(&Typed) -> Vec<FieldError> + Send + Sync + 'static,
    ) -> Self {
        Self::checked(Fields::Described(parts), first, Arc::new(check))
    }

    /// Not generic: the code below is compiled once, and not once for each form.
    fn checked(known: Fields, first: &Typed, check: Check) -> Self {
        let fields = known.all();
        let files: BTreeMap<_, _> = match known {
            Fields::Named(_) => BTreeMap::new(),
            Fields::Described(parts) => {
                let fields = parts.iter().flat_map(|part| part.fields);
                let files = fields.filter(|field| matches!(field.kind, field::Kind::File));
                files.map(|field| (field.at, RwSignal::new(None))).collect()
            }
        };
        let texts: BTreeMap<_, _> = fields
            .iter()
            .map(|(at, _)| ((*at).to_owned(), RwSignal::new(first.raw(at).to_owned())))
            .collect();
        let dates: BTreeMap<_, _> = fields
            .iter()
            .map(|(at, _)| (*at, RwSignal::new(first.dates.get(*at).cloned().unwrap_or_default())))
            .collect();
        let ticks: BTreeMap<_, _> = fields
            .iter()
            .map(|(at, _)| ((*at).to_owned(), RwSignal::new(first.tick(at))))
            .collect();
        let rows = known.rows().into_iter().map(|(at, _)| (at, RwSignal::new(Vec::new())));
        let rows = StoredValue::new(rows.collect::<BTreeMap<_, _>>());
        let (texts, dates, ticks) = (
            StoredValue::new(texts),
            StoredValue::new(dates),
            StoredValue::new(ticks),
        );
        let typed = Memo::new(move |_| Typed {
            // First: the cells of a row exist before its key.
            rows: rows.with_value(|rows| {
                let keys = rows.iter().map(|(at, keys)| ((*at).to_owned(), keys.get()));
                keys.filter(|(_, keys)| !keys.is_empty()).collect()
            }),
            texts: texts.with_value(|texts| {
                let filled = texts.iter().map(|(at, text)| (at.clone(), text.get()));
                filled.filter(|(_, text)| !text.is_empty()).collect()
            }),
            dates: dates.with_value(|dates| {
                let filled = dates.iter().map(|(at, date)| ((*at).to_owned(), date.get()));
                filled.filter(|(_, date)| !date.is_empty()).collect()
            }),
            ticks: ticks.with_value(|ticks| {
                let ticked = ticks.iter().filter(|(_, ticked)| ticked.get());
                ticked.map(|(at, _)| at.clone()).collect()
            }),
        });
        let form = Self {
            fields: known,
            files: StoredValue::new(files),
            texts,
            dates,
            ticks,
            rows,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            typed,
            check: StoredValue::new(check),
            refused: StoredValue::new(None),
            refused_files: StoredValue::new(BTreeMap::new()),
            saving: Saving::new(),
        };
        form.put_rows(first);
        effect(move || {
            typed.track();
            if form.saving.errors.with_untracked(|errors| !errors.is_empty()) {
                let found = form.faults();
                form.saving.errors.update(|errors| {
                    errors.retain(|error| {
                        form.stands(&error.pointer) || found.iter().any(|found| found.pointer == error.pointer)
                    });
                });
            }
        });
        form
    }

    /// Returns the typed values and follows their changes.
    pub fn typed(self) -> Typed {
        self.typed.get()
    }

    /// Returns the typed values without following changes.
    pub fn typed_now(self) -> Typed {
        self.typed.get_untracked()
    }

    /// Reads the typed values and follows their changes.
    pub fn with_typed<T>(self, read: impl FnOnce(&Typed) -> T) -> T {
        self.typed.with(read)
    }

    /// Returns the text of a field.
    pub fn text(self, at: &str) -> RwSignal<String> {
        self.texts
            .with_value(|texts| texts.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(String::new()))
    }

    /// Returns the date of a field.
    pub fn date(self, at: &str) -> RwSignal<DateText> {
        self.dates
            .with_value(|dates| dates.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(DateText::default()))
    }

    /// Returns the box of a field.
    pub fn tick(self, at: &str) -> RwSignal<bool> {
        self.ticks
            .with_value(|ticks| ticks.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(false))
    }

    /// Returns the file of a field.
    pub fn file(self, at: &'static str) -> RwSignal<Option<Picked>> {
        self.files
            .with_value(|files| files.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(None))
    }

    /// Returns the current file of a field, as it is sent.
    pub fn file_now(self, at: &'static str) -> Option<FileIn> {
        let file = self.file(at).get_untracked();
        file.map(|file| file.content.as_ref().clone())
    }

    /// Returns whether any file is chosen.
    pub fn has_file(self) -> bool {
        self.files
            .with_value(|files| files.values().any(|file| file.with(Option::is_some)))
    }

    /// Forgets the files: they have been sent.
    fn drop_files(self) {
        self.files
            .with_value(|files| files.values().for_each(|file| drop(file.try_set(None))));
    }

    /// Replaces the value of every field.
    pub fn fill(self, typed: &Typed) {
        for (at, _) in self.fields.all() {
            self.text(at).set(typed.raw(at).to_owned());
            self.date(at).set(typed.dates.get(at).cloned().unwrap_or_default());
            self.tick(at).set(typed.tick(at));
        }
        self.put_rows(typed);
        self.saving.errors.set(Vec::new());
    }

    /// Returns whether a field is unchanged since the server refused it.
    fn stands(self, at: &str) -> bool {
        let now = self.typed_now().content(at);
        self.refused
            .with_value(|refused| refused.as_ref().is_some_and(|refused| refused.content(at) == now))
    }

    /// Returns the label of a field, or of a cell with the name of its row.
    pub fn label(self, at: &str) -> String {
        if let Some((cell, Some((rows, row)))) = self.fields.described(at) {
            return (rows.label)(self, &row, cell);
        }
        let field = self.fields.all().into_iter().find(|(known, _)| *known == at);
        field.map(|(_, label)| label().to_owned()).unwrap_or_default()
    }

    /// Returns the current errors, each field once, in the order of the fields.
    pub fn faults(self) -> Vec<FieldError> {
        let typed = self.typed_now();
        let mut found = self.check.with_value(|check| check(&typed));
        self.refused_files
            .with_value(|files| found.extend(files.values().cloned()));
        for error in &mut found {
            self.bring_home(&typed, error);
        }
        let order = self.order(&typed);
        let place = |pointer: &str| order.iter().position(|known| known == pointer).unwrap_or(order.len());
        sort_by(&mut found, |error| place(&error.pointer));
        found.dedup_by(|one, other| one.pointer == other.pointer);
        found
    }

    /// Returns the pointers of all fields and cells, in the order of the page.
    fn order(self, typed: &Typed) -> Vec<String> {
        let rows = self.fields.rows();
        let mut order = Vec::new();
        for (at, _) in self.fields.all() {
            if let Some((_, rows)) = rows.iter().find(|(known, _)| *known == at) {
                let cells = |row: String| rows.cells.iter().map(move |cell| format!("{row}{}", cell.at));
                order.extend(typed.rows(at).into_iter().flat_map(cells));
            }
            order.push(at.to_owned());
        }
        order
    }

    /// Returns what is wrong, in the language of the page: errors are kept by code and said when they are drawn. A field
    /// may have words of its own for a code. A missing field is named: "this is needed" ten times is of no help.
    pub fn said(self, error: &FieldError) -> String {
        let at = error.pointer.as_str();
        let own = self.fields.described(at).and_then(|(field, _)| field.says);
        if let Some(text) = own.and_then(|says| says(error)) {
            return text;
        }
        let date = self.dates.with_value(|dates| dates.get(at).copied());
        if let Some(text) = date.and_then(|date| date.with(DateText::fault)) {
            return text;
        }
        let label = self.label(at);
        if error.code != FieldCode::Required || label.is_empty() {
            return error.said(lang());
        }
        t!(field.required_of, label = within_a_sentence(&label))
    }

    /// Returns the error at a field.
    pub fn error(self, at: impl Into<String>) -> Signal<Option<String>> {
        let at = at.into();
        Signal::derive(move || {
            let error = self
                .saving
                .errors
                .with(|errors| errors.iter().find(|error| error.pointer == at).cloned());
            error.map(|error| self.said(&error))
        })
    }

    /// Records that a file was refused, or that the field was emptied or filled again. As long as it is refused the
    /// form is not sent: otherwise the user would find out too late that the file was left out.
    pub fn refuse_file(self, at: &'static str, reason: Option<FieldError>) {
        let reason = reason.map(|reason| FieldError {
            pointer: at.to_owned(),
            ..reason
        });
        self.refused_files.update_value(|files| match reason.clone() {
            Some(reason) => drop(files.insert(at, reason)),
            None => drop(files.remove(at)),
        });
        self.saving.errors.update(|errors| {
            errors.retain(|error| error.pointer != at);
            errors.extend(reason);
        });
    }

    /// Returns the handler for leaving a field. A field left empty is reported only when the form is sent: an earlier
    /// message would move the button away from the pointer that is about to press it.
    pub fn leave(self, at: impl Into<String>) -> Callback<()> {
        let at = at.into();
        Callback::new(move |()| {
            if self.stands(&at) {
                return;
            }
            let found = self.faults();
            self.saving.errors.update(|errors| {
                let was_wrong = errors.iter().any(|error| error.pointer == at);
                errors.retain(|error| error.pointer != at);
                let own = found.into_iter().find(|error| error.pointer == at);
                errors.extend(own.filter(|error| was_wrong || error.code != FieldCode::Required));
            });
        })
    }

    /// Returns whether it can be sent; if not, displays the errors.
    pub fn is_right(self) -> bool {
        let found = self.faults();
        let right = found.is_empty();
        if !right {
            self.saving.refuse(found);
        }
        right
    }

    /// Moves an error of a part of a field to the field, and one of a row to the row that has this place now.
    fn bring_home(self, typed: &Typed, error: &mut FieldError) {
        let home = self.fields.all().into_iter().map(|(at, _)| at).filter(|at| {
            let rest = error.pointer.strip_prefix(at);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let Some(home) = home.max_by_key(|at| at.len()) else {
            return;
        };
        let place = error.pointer[home.len()..].trim_start_matches('/').split_once('/');
        let cell = place.and_then(|(place, cell)| {
            let row = typed.rows(home).into_iter().nth(place.parse().ok()?)?;
            Some(format!("{row}/{cell}"))
        });
        error.pointer = cell
            .filter(|cell| self.fields.described(cell).is_some())
            .unwrap_or_else(|| home.to_owned());
    }

    /// Sends the form; errors that the server reports for a field are displayed at it.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.send_or(work, done, |_| {});
    }

    /// Sends the same; `failed` receives a failure of the whole request.
    pub fn send_or<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
        failed: impl FnOnce(&ApiError) + 'static,
    ) {
        self.carry_out(saving::work(work, done), Box::new(failed));
    }

    fn carry_out(self, work: saving::Work, failed: saving::Failed) {
        let sent = self.typed_now();
        self.refused.set_value(None);
        let work = async move {
            work.await.map_err(|error| match error {
                ApiError::Problem(mut problem) => {
                    for error in &mut problem.errors {
                        self.bring_home(&sent, error);
                    }
                    if !problem.errors.is_empty() {
                        self.refused.try_update_value(|refused| *refused = Some(sent));
                    }
                    ApiError::Problem(problem)
                }
                other => other,
            })
        };
        self.saving.carry_out(Box::pin(work), failed);
    }

    /// Returns the lines of the error summary. Before the first attempt to send, errors are displayed only at the
    /// fields.
    pub fn summary(self) -> Signal<Vec<SummaryItem>> {
        Signal::derive(move || {
            if self.saving.asked.get() == 0 {
                return Vec::new();
            }
            self.saving.errors.with(|errors| {
                errors
                    .iter()
                    .map(|error| SummaryItem {
                        field_id: id_of(&error.pointer),
                        // A missing field is named by its own sentence.
                        label: match error.code {
                            FieldCode::Required => String::new(),
                            _ => self.label(&error.pointer),
                        },
                        text: self.said(error),
                    })
                    .collect()
            })
        })
    }
}

/// Returns a label as it is written within a sentence: with a small letter, unless it begins with an abbreviation.
fn within_a_sentence(label: &str) -> String {
    if label.chars().nth(1).is_some_and(unicode::is_capital) {
        label.to_owned()
    } else {
        unicode::with_small(label)
    }
}

/// Returns the id of the control of a field.
pub fn id_of(at: &str) -> String {
    at.trim_start_matches('/').replace(['/', '_'], "-")
}

/// Returns a typed moment.
pub fn moment(text: Given<String>, today: Date) -> Given<Timestamp> {
    match text {
        Given::Value(text) => match crate::ui::near_date::read_moment(&text, today, time::Time::MIDNIGHT) {
            Some(at) => Given::Value(at),
            None => Given::Bad(text),
        },
        _ => Given::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_makes_an_id_that_css_can_name() {
        assert_eq!(id_of("/facility/area_code"), "facility-area-code");
    }

    #[test]
    fn a_label_within_a_sentence_begins_with_a_small_letter() {
        assert_eq!(within_a_sentence("Đường, số nhà"), "đường, số nhà");
        assert_eq!(within_a_sentence("PDF đã ký"), "PDF đã ký");
    }
}
