//! What fields depend on beyond their own value: warnings that have to be confirmed, proposals, texts of their own.

use super::{Form, Warning};
use crate::lists::Lists;
use crate::reactive::effect_after;
use crate::ui::FieldWarning;
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;

/// The pointer of the box that confirms a warning, and the warning.
pub(super) type Boxed = (&'static str, Memo<Option<Warning>>);

impl Form {
    /// Follows what the fields depend on: warnings, whose boxes another value empties, and proposals.
    pub(super) fn follow(self) {
        for field in self.fields.descriptions() {
            if let Some((box_at, warning)) = field.warning {
                let lists = Lists::here();
                let warning = Memo::new(move |_| warning(self, lists));
                self.warnings.update_value(|warnings| {
                    warnings.insert(field.at, (box_at, warning));
                });
                let (value, ticked) = (self.text(field.at), self.tick(box_at));
                effect_after(move |before: Option<String>| {
                    let now = value.get();
                    if before.is_some_and(|before| before != now) {
                        ticked.set(false);
                    }
                    now
                });
            }
            if let Some(proposal) = field.proposal {
                let (lists, value) = (Lists::here(), self.text(field.at));
                effect_after(move |before: Option<String>| {
                    let now = proposal(self, lists);
                    if before.is_some_and(|before| before != now && value.with_untracked(|value| *value == before)) {
                        value.set(now.clone());
                    }
                    now
                });
            }
        }
    }

    /// Returns the current warning about a field, with its box.
    pub(super) fn warning(self, at: &str) -> Option<FieldWarning> {
        let (box_at, warning) = self.warnings.with_value(|warnings| warnings.get(at).copied())?;
        warning.get().map(|warning| FieldWarning {
            text: warning.text,
            keep_label: warning.keep.to_owned(),
            kept: self.tick(box_at),
            leads_to: None,
        })
    }

    /// Returns the errors of warnings that are not confirmed.
    pub(super) fn unconfirmed(self) -> Vec<FieldError> {
        let fields: Vec<_> = self.warnings.with_value(|warnings| warnings.keys().copied().collect());
        let open = fields
            .into_iter()
            .filter(|at| untrack(|| self.open_warning(at).is_some()));
        open.map(|at| FieldError::new(at, FieldCode::OutOfRange)).collect()
    }

    /// Returns the text of a warning that is not confirmed, as long as that is the error of its field.
    pub(super) fn unconfirmed_text(self, error: &FieldError) -> Option<String> {
        (error.code == FieldCode::OutOfRange).then(|| self.open_warning(&error.pointer))?
    }

    fn open_warning(self, at: &str) -> Option<String> {
        let warning = self.warning(at)?;
        (!warning.kept.get()).then_some(warning.text)
    }
}
