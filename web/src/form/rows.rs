//! Fields that consist of rows: their cells come and go.

use super::typed::next_key;
use super::{Form, Rows, Typed, gone};
use leptos::prelude::*;

impl Form {
    /// Replaces the rows of every field that consists of rows.
    pub(super) fn put_rows(self, typed: &Typed) {
        for (at, rows) in self.fields.rows() {
            let keys = typed.rows.get(at).cloned().unwrap_or_default();
            self.close_rows(at, &keys);
            for key in &keys {
                let row = format!("{at}/{key}");
                self.open_row(rows, &row);
                for cell in rows.cells {
                    let cell = format!("{row}{}", cell.at);
                    self.text(&cell).set(typed.raw(&cell).to_owned());
                    self.tick(&kept(&cell)).set(typed.tick(&kept(&cell)));
                }
                self.tick(&gone(&row)).set(typed.tick(&gone(&row)));
            }
            self.keys(at).set(keys);
        }
    }

    /// Forgets the cells of other rows than these.
    fn close_rows(self, at: &str, keys: &[u32]) {
        let stays = |cell: &String| {
            let row = cell.strip_prefix(at).and_then(|rest| rest.strip_prefix('/'));
            let key = row.and_then(|row| row.split('/').next()?.parse().ok());
            key.is_none_or(|key| keys.contains(&key))
        };
        self.texts.update_value(|texts| texts.retain(|cell, _| stays(cell)));
        self.ticks.update_value(|ticks| ticks.retain(|cell, _| stays(cell)));
    }

    /// Creates the cells of a row, unless they exist.
    fn open_row(self, rows: &Rows, row: &str) {
        let cells = rows.cells.iter().map(|cell| format!("{row}{}", cell.at));
        let cells: Vec<String> = cells.collect();
        self.owner.with_value(|owner| {
            owner.with(|| {
                self.ticks.update_value(|ticks| {
                    for at in cells.iter().map(|cell| kept(cell)).chain([gone(row)]) {
                        ticks.entry(at).or_insert_with(|| RwSignal::new(false));
                    }
                });
                self.texts.update_value(|texts| {
                    for at in cells.iter().cloned() {
                        texts.entry(at).or_insert_with(|| RwSignal::new(String::new()));
                    }
                });
            });
        });
    }

    /// Returns the keys of the rows of a field, those to be removed too.
    pub fn keys(self, at: &str) -> RwSignal<Vec<u32>> {
        self.rows
            .with_value(|rows| rows.get(at).copied())
            .unwrap_or_else(|| RwSignal::new(Vec::new()))
    }

    /// Adds a row with these cells at a place among the others, and returns its pointer.
    pub fn add_row(self, at: &'static str, place: usize, cells: &[(&str, String)]) -> String {
        let keys = self.keys(at);
        let row = format!("{at}/{}", keys.with_untracked(|keys| next_key(keys)));
        if let Some((_, rows)) = self.fields.rows().into_iter().find(|(known, _)| *known == at) {
            self.open_row(rows, &row);
        }
        for (cell, text) in cells {
            self.text(&format!("{row}{cell}")).set(text.clone());
        }
        keys.update(|keys| {
            let key = next_key(keys);
            keys.insert(place.min(keys.len()), key);
        });
        row
    }
}

/// Returns the pointer of the mark that somebody keeps a value in spite of its warning.
pub fn kept(at: &str) -> String {
    format!("{at}/kept")
}
