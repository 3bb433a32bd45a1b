//! What fields depend on beyond their own value: warnings that have to be confirmed, proposals, texts of their own.

use super::{Field, Fields, Form, Warning};
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
        for field in self.described() {
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
    pub(super) fn warning(self, at: &'static str) -> Option<FieldWarning> {
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
        let open = fields.into_iter().filter_map(|at| {
            let warning = untrack(|| self.warning(at)).filter(|warning| !warning.kept.get_untracked())?;
            let message = warning.text;
            Some(FieldError {
                message,
                ..FieldError::new(at, FieldCode::OutOfRange)
            })
        });
        open.collect()
    }

    /// Returns the descriptions of the fields.
    fn described(self) -> impl Iterator<Item = &'static Field> {
        let parts = match self.fields {
            Fields::Described(parts) => parts,
            Fields::Named(_) => &[],
        };
        parts.iter().flat_map(|part| part.fields)
    }

    /// Returns the text for an error that the field says in its own words.
    pub(super) fn said_by_field(self, error: &FieldError) -> Option<&'static str> {
        let field = self.described().find(|field| field.at == error.pointer)?;
        field.said(error.code)
    }
}
