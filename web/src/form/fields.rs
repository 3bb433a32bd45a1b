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
    /// Returns the fields that consist of rows.
    pub fn rows(self) -> Vec<(&'static str, &'static Rows)> {
        let Self::Described(parts) = self else {
            return Vec::new();
        };
        let fields = parts.iter().flat_map(|part| part.fields);
        let rows = fields.filter_map(|field| match field.kind {
            Kind::Rows(rows) => Some((field.at, rows)),
            _ => None,
        });
        rows.collect()
    }

    /// Returns the description of a field or of a cell, and for a cell the pointer of its row.
    pub fn described(self, at: &str) -> Option<(&'static Field, Option<(&'static Rows, String)>)> {
        let Self::Described(parts) = self else { return None };
        let mut fields = parts.iter().flat_map(|part| part.fields);
        if let Some(field) = fields.find(|field| field.at == at) {
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

    pub fn all(self) -> Vec<Named> {
        match self {
            Self::Named(fields) => fields.to_vec(),
            Self::Described(parts) => {
                let fields = parts.iter().flat_map(|part| part.fields);
                fields.map(|field| (field.at, field.label)).collect()
            }
        }
    }
}
