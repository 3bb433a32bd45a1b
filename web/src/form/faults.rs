//! The errors of a form: found by its check or reported by the server, kept by code, said when they are drawn.

use super::{Form, Typed, id_of};
use crate::i18n::lang;
use crate::reactive::sort_by;
use crate::t;
use crate::ui::{DateText, SummaryItem};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use rules::unicode;

impl Form {
    /// Returns whether a field is unchanged since the server refused it.
    pub(super) fn stands(self, at: &str) -> bool {
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
    /// may have words of its own for a code, and a warning that is not confirmed is its own text. A missing field is
    /// named: "this is needed" ten times is of no help.
    pub fn said(self, error: &FieldError) -> String {
        let at = error.pointer.as_str();
        let own = self.fields.described(at).and_then(|(field, _)| field.said(error));
        if let Some(text) = own.or_else(|| self.unconfirmed_text(error)) {
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

    /// Returns the handler for leaving a field. A field left empty or as it was is reported only when the form is sent: an
    /// earlier message would move the button away from the pointer that is about to press it.
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

    /// Moves an error of a part of a field to the field, and one of a row to the row that has this place now.
    pub(super) fn bring_home(self, typed: &Typed, error: &mut FieldError) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_within_a_sentence_begins_with_a_small_letter() {
        assert_eq!(within_a_sentence("Đường, số nhà"), "đường, số nhà");
        assert_eq!(within_a_sentence("PDF đã ký"), "PDF đã ký");
    }
}
