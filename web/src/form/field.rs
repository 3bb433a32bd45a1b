//! A form described by data: what is asked, in parts. [`super::draw`] draws it.

use super::Form;
use crate::lists::Lists;
use crate::ui::Choice;
use leptos::prelude::*;

/// A text of the page, in its language.
pub type Word = fn() -> &'static str;

/// What depends on the rest of the form, the profile or the clock. It follows the signals that it reads.
pub type By<T> = fn(Form, Lists) -> T;

/// How a field is answered.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line of text.
    Line,
    /// Several lines of text.
    Words,
    /// A date copied from a document.
    Date,
    /// A moment near today: `24/11 14:00`, `+1`.
    Moment,
    /// The password of the account; no draft keeps it.
    Secret,
    /// A box to tick, with what is ticked.
    Tick(Word),
    /// One of two or three, all in view.
    Segments(By<Vec<Choice>>),
    /// One of a few.
    Pick(By<Vec<Choice>>),
    /// One of many, found by typing.
    Find(By<Vec<Choice>>),
    /// A scan.
    File,
}

/// How to answer, below the label.
#[derive(Clone, Copy)]
pub(super) enum Hint {
    Word(Word),
    By(By<String>),
}

/// A field of a form. It is made by its kind, such as [`Field::line`]; the other methods say more about it.
#[derive(Clone, Copy)]
pub struct Field {
    pub(super) at: &'static str,
    pub(super) label: Word,
    pub(super) kind: Kind,
    pub(super) hint: Option<Hint>,
    pub(super) optional: Option<By<bool>>,
    pub(super) when: Option<By<bool>>,
    pub(super) empty: Option<Word>,
    pub(super) class: &'static str,
    pub(super) inputmode: &'static str,
    pub(super) autocomplete: &'static str,
    pub(super) is_mono: bool,
    pub(super) is_bound: bool,
}

impl Field {
    const fn new(at: &'static str, label: Word, kind: Kind) -> Self {
        Self {
            at,
            label,
            kind,
            hint: None,
            optional: None,
            when: None,
            empty: None,
            class: "",
            inputmode: "text",
            autocomplete: "off",
            is_mono: false,
            is_bound: false,
        }
    }

    /// One line of text. `at` is the JSON pointer of the field of the request.
    pub const fn line(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Line)
    }

    /// Several lines of text, over the whole width.
    pub const fn words(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Words).wide()
    }

    /// A date copied from a document.
    pub const fn date(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Date)
    }

    /// A moment near today.
    pub const fn moment(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Moment)
    }

    /// The password of the account.
    pub const fn secret(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Secret)
    }

    /// A box to tick. `text` stands beside the box, `label` names it among the mistakes.
    pub const fn tick(at: &'static str, label: Word, text: Word) -> Self {
        Self::new(at, label, Kind::Tick(text)).wide()
    }

    /// One of two or three, all in view.
    pub const fn segments(at: &'static str, label: Word, choices: By<Vec<Choice>>) -> Self {
        Self::new(at, label, Kind::Segments(choices)).wide()
    }

    /// One of a few.
    pub const fn pick(at: &'static str, label: Word, choices: By<Vec<Choice>>) -> Self {
        Self::new(at, label, Kind::Pick(choices))
    }

    /// One of many, found by typing.
    pub const fn find(at: &'static str, label: Word, choices: By<Vec<Choice>>) -> Self {
        Self::new(at, label, Kind::Find(choices))
    }

    /// A scan that may be left out.
    pub const fn file(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::File).wide()
    }

    /// How to answer.
    pub const fn hint(mut self, hint: Word) -> Self {
        self.hint = Some(Hint::Word(hint));
        self
    }

    /// How to answer, by what else is known.
    pub const fn hint_by(mut self, hint: By<String>) -> Self {
        self.hint = Some(Hint::By(hint));
        self
    }

    /// It may be left out.
    pub const fn optional(self) -> Self {
        self.optional_when(|_, _| true)
    }

    /// It may be left out at times.
    pub const fn optional_when(mut self, optional: By<bool>) -> Self {
        self.optional = Some(optional);
        self
    }

    /// It is asked at times only. What was typed before stays; the request decides whether it counts.
    pub const fn when(mut self, when: By<bool>) -> Self {
        self.when = Some(when);
        self
    }

    /// What a choice shows while nothing is chosen.
    pub const fn empty(mut self, empty: Word) -> Self {
        self.empty = Some(empty);
        self
    }

    /// What is chosen is taken back when it is no choice any more.
    pub const fn bound(mut self) -> Self {
        self.is_bound = true;
        self
    }

    /// Over the whole width of the grid.
    pub const fn wide(mut self) -> Self {
        self.class = "set-up-wide";
        self
    }

    /// In fixed pitch: numbers and codes.
    pub const fn mono(mut self) -> Self {
        self.is_mono = true;
        self
    }

    /// A telephone number.
    pub const fn phone(mut self) -> Self {
        self.inputmode = "tel";
        self.mono()
    }

    /// `inputmode`, which chooses the keyboard of a telephone.
    pub const fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = mode;
        self
    }

    /// `autocomplete`, for what people say about themselves.
    pub const fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }
}

/// A part of a form: fields that belong together.
#[derive(Clone, Copy)]
pub struct Part {
    /// Its heading; in a page only.
    pub title: Option<Word>,
    /// What to know before answering.
    pub hint: Option<Word>,
    /// Its fields, in the order of the page.
    pub fields: &'static [Field],
    /// Whether it is asked at all.
    pub when: Option<By<bool>>,
    /// What the page shows below the fields.
    pub shows: Option<fn(Form) -> AnyView>,
}

impl Part {
    /// Nothing, to begin with: `Part { fields: &[..], ..Part::PLAIN }`.
    pub const PLAIN: Self = Self {
        title: None,
        hint: None,
        fields: &[],
        when: None,
        shows: None,
    };
}
