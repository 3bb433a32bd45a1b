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
mod faults;
mod field;
mod fields;
mod inside;
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
pub use chosen::{Chosen, listed, written};
pub use code_box::CodeBox;
pub use draw::{Place, parts};
pub use field::{By, Field, Part, Rows, Warning};
pub use fields::Named;
pub use inside::dialog;
pub use kept::{BackNote, Kept};
pub use rows::kept;
pub use saving::{Failure, Saving};
pub use sheet::Sheet;
pub use typed::{Typed, gone};

use crate::api::ApiError;
use crate::reactive::effect;
use crate::ui::{DateText, Picked};
use dto::filing::FileIn;
use dto::problem::FieldError;
use dto::{Given, Timestamp};
use fields::Fields;
use leptos::prelude::*;
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
    /// Warnings that have to be confirmed, with the pointers of their boxes.
    warnings: StoredValue<BTreeMap<&'static str, depends::Boxed>>,
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
        let files = known
            .descriptions()
            .filter(|field| matches!(field.kind, field::Kind::File));
        let files: BTreeMap<_, _> = files.map(|field| (field.at, RwSignal::new(None))).collect();
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
            warnings: StoredValue::new(BTreeMap::new()),
            refused_files: StoredValue::new(BTreeMap::new()),
            saving: Saving::new(),
        };
        form.put_rows(first);
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

    /// Forgets the files: they have been sent. The form may have been closed meanwhile.
    fn drop_files(self) {
        self.files
            .try_with_value(|files| files.values().for_each(|file| drop(file.try_set(None))));
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
}
