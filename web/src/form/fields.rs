//! The fields of a form, by their pointers.

use super::field::{Field, Kind, Part, Rows};

/// A field: its pointer and its name.
pub type Named = (&'static str, fn() -> &'static str);

/// The fields of a form, named or described by its page.
#[derive(Clone, Copy)]
pub(super) enum Fields {
    Named(&'static [Named]),
    Described(&'static [Part]),
}

impl Fields {
    /// Returns the descriptions of the fields, without those of cells.
    pub fn descriptions(self) -> impl Iterator<Item = &'static Field> {
        let parts = match self {
            Self::Described(parts) => parts,
            Self::Named(_) => &[],
        };
        parts.iter().flat_map(|part| part.fields)
    }

    /// Returns the fields that consist of rows.
    pub fn rows(self) -> Vec<(&'static str, &'static Rows)> {
        let rows = self.descriptions().filter_map(|field| match field.kind {
            Kind::Rows(rows) => Some((field.at, rows)),
            _ => None,
        });
        rows.collect()
    }

    /// Returns the description of a field or of a cell, and for a cell the pointer of its row.
    pub fn described(self, at: &str) -> Option<(&'static Field, Option<(&'static Rows, String)>)> {
        if let Some(field) = self.descriptions().find(|field| field.at == at) {
            return Some((field, None));
        }
        self.rows().into_iter().find_map(|(home, rows)| {
            let (key, _) = at.strip_prefix(home)?.strip_prefix('/')?.split_once('/')?;
            let row = format!("{home}/{key}");
            let cell = rows
                .cells
                .iter()
                .find(|cell| at.strip_prefix(row.as_str()) == Some(cell.at))?;
            Some((cell, Some((rows, row))))
        })
    }

    /// Returns all fields in their order, each followed by the box of its warning.
    pub fn all(self) -> Vec<Named> {
        if let Self::Named(fields) = self {
            return fields.to_vec();
        }
        let named = self.descriptions().flat_map(|field| {
            let confirming = field.warning.map(|(at, _)| (at, field.label));
            std::iter::once((field.at, field.label)).chain(confirming)
        });
        named.collect()
    }
}
