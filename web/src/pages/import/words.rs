//! Words for outcomes, notes and columns.

use crate::i18n::lang;
use crate::t;
use dto::import::{ImportColumn, ImportCounts, ImportFormat, ImportLayout, ImportNote, ImportOut, RowOutcome};
use rules::nights::StayKind;

/// The outcomes, in the order of the bar.
pub const OUTCOMES: [RowOutcome; 5] = [
    RowOutcome::Right,
    RowOutcome::Mendable,
    RowOutcome::Warned,
    RowOutcome::Wrong,
    RowOutcome::Duplicate,
];

/// Returns icon and class of an outcome.
pub fn look(outcome: RowOutcome) -> (&'static str, &'static str) {
    match outcome {
        RowOutcome::Right => ("check-circle", "tag tag-ok"),
        RowOutcome::Mendable => ("wand", "tag tag-brand"),
        RowOutcome::Warned => ("triangle", "tag tag-warn"),
        RowOutcome::Wrong => ("triangle", "tag tag-bad"),
        RowOutcome::Duplicate => ("double-arrow", "tag"),
    }
}

/// Returns its word.
pub fn word(outcome: RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::Right => t!(import.right),
        RowOutcome::Mendable => t!(import.mendable),
        RowOutcome::Warned => t!(import.warned),
        RowOutcome::Wrong => t!(import.wrong),
        RowOutcome::Duplicate => t!(import.duplicate),
    }
}

/// Returns the number of rows with it.
pub fn count(counts: &ImportCounts, outcome: RowOutcome) -> u32 {
    match outcome {
        RowOutcome::Right => counts.right,
        RowOutcome::Mendable => counts.mendable,
        RowOutcome::Warned => counts.warned,
        RowOutcome::Wrong => counts.wrong,
        RowOutcome::Duplicate => counts.duplicate,
    }
}

/// Returns the text of a note.
pub fn note(note: ImportNote) -> &'static str {
    match note {
        ImportNote::ExampleRowHeldGuest => t!(import.note_example_row),
        ImportNote::SheetRenamed => t!(import.note_sheet),
        ImportNote::ColumnsMoved => t!(import.note_columns),
        ImportNote::OldEncoding => t!(import.note_encoding),
        ImportNote::DeparturesLeftOut => t!(import.note_departures),
        ImportNote::WesternEncoding => t!(import.note_western),
        ImportNote::CellsWithoutHeading => t!(import.note_beside),
        ImportNote::OtherSheetsLeftOut => t!(import.note_sheets),
    }
}

/// Returns the name of the kind of stay of a row, as interpreted.
pub fn kind(kind: StayKind) -> &'static str {
    match kind {
        StayKind::Overnight => t!(import.kind_overnight),
        StayKind::DayUse => t!(import.kind_day_use),
    }
}

/// Returns name, layout and sheet of a file.
pub fn about(import: &ImportOut) -> String {
    let layout = match (import.layout, import.format) {
        (ImportLayout::Portal, ImportFormat::Xml) => t!(import.layout_portal_xml),
        (ImportLayout::Portal, _) => t!(import.layout_portal),
        (ImportLayout::Template, _) => t!(import.layout_template),
    };
    let mut parts = vec![import.file_name.clone(), layout.to_owned()];
    if let Some(sheet) = &import.sheet {
        parts.push(t!(import.sheet, name = sheet));
    }
    parts.join(" · ")
}

/// Returns the name of a column.
pub fn column(column: ImportColumn) -> String {
    column.heading(lang()).to_owned()
}
