//! The environment of typst: the templates, the fonts and the data. No file, no network, no clock.

use crate::{Form, PrintError};
use serde_json::Value;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use unicode_normalization::UnicodeNormalization;

/// The replacement for a character that the font does not have.
const GAP: char = '?';

/// The templates, by the names under which they import each other.
const TEMPLATES: [(&str, &str); 6] = [
    ("common.typ", include_str!("../forms/common.typ")),
    (
        "registration_request.typ",
        include_str!("../forms/registration_request.typ"),
    ),
    ("data_request.typ", include_str!("../forms/data_request.typ")),
    ("holder_change.typ", include_str!("../forms/holder_change.typ")),
    ("handover.typ", include_str!("../forms/handover.typ")),
    ("stay_register.typ", include_str!("../forms/stay_register.typ")),
];

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let sources = TEMPLATES.iter().filter_map(|(name, text)| {
        let path = VirtualPath::new(name).ok()?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Some(Source::new(id, (*text).to_owned()))
    });
    sources.collect()
});

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&[u8]; 4] = [
        include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
        include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
        include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
        // The font for text that is typed from paper: login names and passwords.
        include_bytes!("../fonts/LiberationMono-Bold.ttf"),
    ];
    files
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// The typesetting of one form.
pub struct Sheet {
    library: LazyHash<Library>,
    main: FileId,
}

impl Sheet {
    /// Makes the sheet of a form: its template, with the data as `sys.inputs`.
    pub fn new(form: &Form) -> Result<Self, PrintError> {
        let Value::Object(mut parts) = serde_json::to_value(form)? else {
            return Err(PrintError::Typeset("a form without data".to_owned()));
        };
        let name = format!("{}.typ", parts["form"].as_str().unwrap_or_default());
        let mut data = parts["data"].take();
        make_printable(&mut data);
        let inputs: Dict = serde_json::from_value(data)?;
        let main = SOURCES
            .iter()
            .map(Source::id)
            .zip(TEMPLATES)
            .find(|(_, (known, _))| *known == name)
            .map(|(id, _)| id)
            .ok_or_else(|| PrintError::Typeset(format!("no template {name}")))?;
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            main,
        })
    }
}

/// Composes letters and accents, and replaces characters that the font does not have: a rare character in an address
/// must not prevent the whole form.
fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.nfc().map(printable).collect(),
        Value::Array(items) => items.iter_mut().for_each(make_printable),
        Value::Object(fields) => fields.values_mut().for_each(make_printable),
        _ => {}
    }
}

fn printable(letter: char) -> char {
    if letter.is_whitespace() || letter.is_control() {
        return ' ';
    }
    // Bold and italic have the same characters; a test compares them.
    let has_it = FONTS
        .first()
        .is_some_and(|font| font.info().coverage.contains(letter.into()));
    if has_it { letter } else { GAP }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_of_the_font_has_the_same_letters() {
        let (serif, mono): (Vec<&Font>, Vec<&Font>) =
            FONTS.iter().partition(|font| font.info().family == "Liberation Serif");
        assert_eq!((serif.len(), mono.len()), (3, 1));
        for letter in ('\u{20}'..'\u{2FFF}').filter(|letter| FONTS[0].info().coverage.contains((*letter).into())) {
            for font in &serif {
                assert!(font.info().coverage.contains(letter.into()), "{letter:?}");
            }
        }
        // Login names and passwords contain no other characters.
        for letter in ' '..='~' {
            assert!(mono[0].info().coverage.contains(letter.into()), "{letter:?}");
        }
    }
}
