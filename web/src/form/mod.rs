//! The common behaviour of forms: hold the typed values, report their errors, send them.
//!
//! [`Sheet`] is a form described by data, and [`Act`] one that performs one act on an existing thing. [`Form`] with the
//! fields of `ask` is for forms whose view is written by hand.

mod act;
mod ask;
mod by_mail;
mod chosen;
mod code_box;
mod depends;
mod draw;
pub mod facility_pick;
mod field;
mod inside;
pub mod issued;
mod kept;
pub mod leaving;
pub mod purpose;
mod saving;
pub mod second_factor;
mod sheet;

pub use act::{Act, Question};
pub use ask::{DateAsk, FileAsk, Other, Pick, TextAsk, WordsAsk};
pub use by_mail::{ByMail, Words, Work};
pub use chosen::{Chosen, listed, written};
pub use code_box::CodeBox;
pub use draw::{Place, parts};
pub use field::{By, Field, Part, Warning};
pub use inside::dialog;
pub use kept::{BackNote, Kept};
pub use saving::{Failure, Saving};
pub use sheet::Sheet;

use crate::api::ApiError;
use crate::i18n::lang;
use crate::reactive::{effect, sort_by};
use crate::t;
use crate::ui::{DateText, Picked, SummaryItem};
use dto::filing::FileIn;
use dto::problem::{FieldCode, FieldError};
use dto::{Given, Timestamp};
use leptos::prelude::*;
use rules::unicode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::Date;

/// The typed values, by the JSON pointer of their field of the request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    texts: BTreeMap<String, String>,
    dates: BTreeMap<String, DateText>,
    ticks: BTreeSet<String>,
}

impl Typed {
    /// Returns a text as typed.
    pub fn raw(&self, at: &str) -> &str {
        self.texts.get(at).map_or("", String::as_str)
    }

    /// Returns a text, trimmed; an empty text is an absent value.
    pub fn text(&self, at: &str) -> Given<String> {
        match self.raw(at).trim() {
            "" => Given::Missing,
            text => Given::Value(text.to_owned()),
        }
    }

    /// Returns a count of at most `max`: `Err` for a value that is not a whole number or is larger, with what is
    /// expected.
    pub fn count(&self, at: &str, max: u16) -> Result<Option<u16>, FieldError> {
        match self.raw(at).trim() {
            "" => Ok(None),
            text => match text.parse() {
                Ok(count) if count <= max => Ok(Some(count)),
                _ => Err(FieldError::new(at, FieldCode::CountMalformed).with("max", max)),
            },
        }
    }

    /// Returns a date.
    pub fn date(&self, at: &str) -> Given<Date> {
        self.dates.get(at).map(DateText::given).unwrap_or_default()
    }

    /// Returns whether a box is ticked.
    pub fn tick(&self, at: &str) -> bool {
        self.ticks.contains(at)
    }

    /// Returns the complete content of a field.
    fn content(&self, at: &str) -> (String, Option<DateText>, bool) {
        (self.raw(at).to_owned(), self.dates.get(at).cloned(), self.tick(at))
    }

    /// Returns the values without one field, for storage in the browser: a password is not stored.
    #[must_use]
    pub fn without(mut self, at: &str) -> Self {
        self.texts.remove(at);
        self.dates.remove(at);
        self.ticks.remove(at);
        self
    }

    /// Sets a text.
    #[must_use]
    pub fn with(mut self, at: &str, text: impl Into<String>) -> Self {
        self.texts.insert(at.to_owned(), text.into());
        self
    }

    /// Returns the values of a filed request as they would be typed: fields are named by their pointers.
    pub fn of(filed: &Value, parts: &[Part]) -> Self {
        let mut typed = Self::default();
        for at in parts.iter().flat_map(|part| part.fields).map(|field| field.at) {
            match filed.pointer(at) {
                Some(Value::String(text)) => {
                    let mut parts = text.split('-').map(str::to_owned);
                    if let (10, Some(year), Some(month), Some(day)) =
                        (text.len(), parts.next(), parts.next(), parts.next())
                    {
                        typed.dates.insert(at.to_owned(), DateText { day, month, year });
                    }
                    typed.texts.insert(at.to_owned(), text.clone());
                }
                Some(Value::Number(count)) => {
                    typed.texts.insert(at.to_owned(), count.to_string());
                }
                Some(Value::Bool(true)) => {
                    typed.ticks.insert(at.to_owned());
                }
                _ => {}
            }
        }
        typed
    }
}

/// A field: its pointer and its name.
pub type Named = (&'static str, fn() -> &'static str);

/// The fields of a form, named or described by its page.
#[derive(Clone, Copy)]
enum Fields {
    Named(&'static [Named]),
    Described(&'static [Part]),
}

impl Fields {
    fn all(self) -> Vec<Named> {
        match self {
            Self::Named(fields) => fields.to_vec(),
            Self::Described(parts) => {
                let fields = parts.iter().flat_map(|part| part.fields);
                let boxes = |field: &field::Field| field.warning.map(|(at, _)| (at, field.label));
                fields
                    .flat_map(|field| std::iter::once((field.at, field.label)).chain(boxes(field)))
                    .collect()
            }
        }
    }
}

/// Check of the typed values, which returns their errors.
type Check = Arc<dyn Fn(&Typed) -> Vec<FieldError> + Send + Sync>;

/// A form. A field is checked when focus leaves it; a field with an error is checked again on each key.
#[derive(Clone, Copy)]
pub struct Form {
    fields: Fields,
    texts: StoredValue<BTreeMap<&'static str, RwSignal<String>>>,
    dates: StoredValue<BTreeMap<&'static str, RwSignal<DateText>>>,
    ticks: StoredValue<BTreeMap<&'static str, RwSignal<bool>>>,
    files: StoredValue<BTreeMap<&'static str, RwSignal<Option<Picked>>>>,
    typed: Memo<Typed>,
    check: StoredValue<Check>,
    /// Values that the server refused; its error stays until the field is changed.
    refused: StoredValue<Option<Typed>>,
    /// Warnings that have to be confirmed, with the pointers of their boxes.
    warnings: StoredValue<BTreeMap<&'static str, depends::Boxed>>,
    /// Files that cannot be sent, with the reason.
    refused_files: StoredValue<BTreeMap<&'static str, String>>,
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
            .map(|(at, _)| (*at, RwSignal::new(first.raw(at).to_owned())))
            .collect();
        let dates: BTreeMap<_, _> = fields
            .iter()
            .map(|(at, _)| (*at, RwSignal::new(first.dates.get(*at).cloned().unwrap_or_default())))
            .collect();
        let ticks: BTreeMap<_, _> = fields
            .iter()
            .map(|(at, _)| (*at, RwSignal::new(first.tick(at))))
            .collect();
        let (texts, dates, ticks) = (
            StoredValue::new(texts),
            StoredValue::new(dates),
            StoredValue::new(ticks),
        );
        let typed = Memo::new(move |_| Typed {
            texts: texts.with_value(|texts| {
                let filled = texts.iter().map(|(at, text)| ((*at).to_owned(), text.get()));
                filled.filter(|(_, text)| !text.is_empty()).collect()
            }),
            dates: dates.with_value(|dates| {
                let filled = dates.iter().map(|(at, date)| ((*at).to_owned(), date.get()));
                filled.filter(|(_, date)| !date.is_empty()).collect()
            }),
            ticks: ticks.with_value(|ticks| {
                let ticked = ticks.iter().filter(|(_, ticked)| ticked.get());
                ticked.map(|(at, _)| (*at).to_owned()).collect()
            }),
        });
        let form = Self {
            fields: known,
            files: StoredValue::new(files),
            texts,
            dates,
            ticks,
            typed,
            check: StoredValue::new(check),
            refused: StoredValue::new(None),
            warnings: StoredValue::new(BTreeMap::new()),
            refused_files: StoredValue::new(BTreeMap::new()),
            saving: Saving::new(),
        };
        form.follow();
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

    /// Returns the text of a field.
    pub fn text(self, at: &'static str) -> RwSignal<String> {
        self.texts
            .with_value(|texts| texts.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(String::new()))
    }

    /// Returns the date of a field.
    pub fn date(self, at: &'static str) -> RwSignal<DateText> {
        self.dates
            .with_value(|dates| dates.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(DateText::default()))
    }

    /// Returns the box of a field.
    pub fn tick(self, at: &'static str) -> RwSignal<bool> {
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

    /// Replaces the value of every field.
    pub fn fill(self, typed: &Typed) {
        for (at, _) in self.fields.all() {
            self.text(at).set(typed.raw(at).to_owned());
            self.date(at).set(typed.dates.get(at).cloned().unwrap_or_default());
            self.tick(at).set(typed.tick(at));
        }
        self.saving.errors.set(Vec::new());
    }

    /// Returns whether a field is unchanged since the server refused it.
    fn stands(self, at: &str) -> bool {
        let now = self.typed_now().content(at);
        self.refused
            .with_value(|refused| refused.as_ref().is_some_and(|refused| refused.content(at) == now))
    }

    /// Returns the label of a field.
    pub fn label(self, at: &str) -> &'static str {
        let field = self.fields.all().into_iter().find(|(known, _)| *known == at);
        field.map_or("", |(_, label)| label())
    }

    /// Returns the current errors, each field once, in the order of the fields, in the language of the page.
    pub fn faults(self) -> Vec<FieldError> {
        let typed = self.typed_now();
        let mut found = self.check.with_value(|check| check(&typed));
        self.refused_files.with_value(|files| {
            found.extend(files.keys().map(|at| FieldError::new(*at, FieldCode::FileUnreadable)));
        });
        for error in &mut found {
            self.bring_home(error);
        }
        let fields = self.fields.all();
        let order = |pointer: &str| {
            let place = fields.iter().position(|(known, _)| *known == pointer);
            place.unwrap_or(fields.len())
        };
        sort_by(&mut found, |error| order(&error.pointer));
        found.dedup_by(|one, other| one.pointer == other.pointer);
        found
            .into_iter()
            .map(|error| {
                let of_file = self
                    .refused_files
                    .with_value(|files| files.get(error.pointer.as_str()).cloned());
                match of_file.or_else(|| typed.dates.get(&error.pointer).and_then(DateText::fault)) {
                    Some(message) => FieldError { message, ..error },
                    None => self.said(error),
                }
            })
            .collect()
    }

    /// Returns the error in the language of the page. A missing field is named: "this is needed" ten times is of no
    /// help.
    fn said(self, error: FieldError) -> FieldError {
        if let Some(message) = self.said_by_field(&error) {
            let message = message.to_owned();
            return FieldError { message, ..error };
        }
        let label = self.label(&error.pointer);
        if error.code != FieldCode::Required || label.is_empty() {
            return error.localized(lang());
        }
        let message = t!(field.required_of, label = within_a_sentence(label));
        FieldError { message, ..error }
    }

    /// Records that a file was refused, or that the field was emptied or filled again. As long as it is refused the
    /// form is not sent: otherwise the user would find out too late that the file was left out.
    pub fn refuse_file(self, at: &'static str, reason: Option<String>) {
        self.refused_files.update_value(|files| match reason.clone() {
            Some(reason) => drop(files.insert(at, reason)),
            None => drop(files.remove(at)),
        });
        self.saving.errors.update(|errors| {
            errors.retain(|error| error.pointer != at);
            errors.extend(reason.map(|message| FieldError {
                message,
                ..FieldError::new(at, FieldCode::FileUnreadable)
            }));
        });
    }

    /// Returns the handler for leaving a field. A field left empty or as it was is reported only when the form is sent: an
    /// earlier message would move the button away from the pointer that is about to press it.
    pub fn leave(self, at: &'static str) -> Callback<()> {
        Callback::new(move |()| {
            if self.stands(at) {
                return;
            }
            let found = self.faults();
            self.saving.errors.update(|errors| {
                let was_wrong = errors.iter().any(|error| error.pointer == at);
                errors.retain(|error| error.pointer != at);
                let own = found.into_iter().find(|error| error.pointer == at);
                errors.extend(own.filter(|error| was_wrong || !is_told_late(error.code)));
            });
        })
    }

    /// Returns whether it can be sent; if not, displays the errors.
    pub fn is_right(self) -> bool {
        let mut found = self.faults();
        if found.is_empty() {
            found = self.unconfirmed();
        }
        let right = found.is_empty();
        if !right {
            self.saving.refuse(found);
        }
        right
    }

    /// Moves an error of a part of a field to the field.
    fn bring_home(self, error: &mut FieldError) {
        let home = self.fields.all().into_iter().map(|(at, _)| at).filter(|at| {
            let rest = error.pointer.strip_prefix(at);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if let Some(home) = home.max_by_key(|at| at.len()) {
            home.clone_into(&mut error.pointer);
        }
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
                        self.bring_home(error);
                        if error.code == FieldCode::Required {
                            *error = self.said(error.clone());
                        }
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
                            _ => self.label(&error.pointer).to_owned(),
                        },
                        text: error.message.clone(),
                    })
                    .collect()
            })
        })
    }
}

/// Returns whether an error is reported only when the form is sent.
fn is_told_late(code: FieldCode) -> bool {
    matches!(code, FieldCode::Required | FieldCode::NothingToChange)
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

    #[test]
    fn a_count_is_a_whole_number_or_said_to_be_none() {
        let count = |text: &str| {
            Typed::default()
                .with("/rooms", text)
                .count("/rooms", 2_000)
                .map_err(|error| error.code)
        };
        assert_eq!(count(" 48 "), Ok(Some(48)));
        assert_eq!(count(""), Ok(None));
        for wrong in ["khoảng 50", "hai mươi", "-1", "2001"] {
            assert_eq!(count(wrong), Err(FieldCode::CountMalformed), "{wrong}");
        }
    }
}
