//! A form described by data: its fields, in parts. [`super::draw`] renders it.

use super::Form;
use crate::lists::Lists;
use crate::markup::Markup;
use crate::t;
use crate::ui::Choice;
use dto::problem::{FieldCode, FieldError};

/// A text of the page, in its language.
pub type Word = fn() -> &'static str;

/// A value that depends on the rest of the form, the profile or the clock. It follows the signals that it reads.
pub type By<T> = fn(Form, Lists) -> T;

/// Kind of a field: how it is answered.
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
    /// A day near today: `24/11`, `+1`.
    Day,
    /// The password of the account; never stored in a draft.
    Secret,
    /// A box to tick, with its text.
    Tick(Word),
    /// One of two or three options, all visible.
    Segments(By<Vec<Choice>>),
    /// One of a few options.
    Pick(By<Vec<Choice>>),
    /// One of many options, found by typing.
    Find(By<Vec<Choice>>),
    /// A scan.
    File,
    /// A control of the page's own within the frame of the field; its value is the text of the field.
    Own(fn(Form) -> Markup),
    /// A control that the page renders with its frame.
    Framed(fn(Form) -> Markup),
    /// A value without a control: something else on the page fills it.
    Held,
    /// Rows of cells.
    Rows(&'static Rows),
}

/// A warning about the value of a field, which the user confirms by a box below it.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    /// Text of the warning.
    pub text: String,
    /// Label of the box.
    pub keep: &'static str,
}

/// Rows of cells, as many as somebody adds. The form holds them, checks them and keeps them in its draft; the page renders
/// them, with [`Form::keys`] and the pointers of their cells.
pub struct Rows {
    /// The cells of a row; `at` is the end of their pointers.
    pub cells: &'static [Field],
    /// Returns the label of a cell from the pointer of its row: which row, and what.
    pub label: fn(Form, &str, &'static Field) -> String,
    /// Renders all rows.
    pub draw: fn(Form) -> Markup,
}

/// Hint below the label: how to answer.
#[derive(Clone, Copy)]
pub(super) enum Hint {
    Word(Word),
    By(By<String>),
}

/// A field of a form. A constructor for its kind creates it, such as [`Field::line`]; the other methods refine it.
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
    pub(super) is_fleeting: bool,
    pub(super) is_prose: bool,
    pub(super) asks: Option<By<String>>,
    pub(super) reading: Option<By<Option<String>>>,
    pub(super) proposal: Option<By<String>>,
    pub(super) warning: Option<(&'static str, By<Option<Warning>>)>,
    pub(super) says: Option<fn(&FieldError) -> Option<String>>,
    pub(super) list: Option<&'static str>,
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
            is_fleeting: false,
            is_prose: false,
            asks: None,
            reading: None,
            proposal: None,
            warning: None,
            says: None,
            list: None,
        }
    }

    /// Returns the JSON pointer; for a cell, its end.
    pub const fn pointer(&self) -> &'static str {
        self.at
    }

    /// Returns the label.
    pub fn name(&self) -> &'static str {
        (self.label)()
    }

    /// Returns the `<datalist>` with suggestions.
    pub const fn list(&self) -> Option<&'static str> {
        self.list
    }

    /// Creates one line of text. `at` is the JSON pointer of the field of the request.
    pub const fn line(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Line)
    }

    /// Creates several lines of text, over the whole width.
    pub const fn words(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Words).wide()
    }

    /// Creates a date copied from a document.
    pub const fn date(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Date)
    }

    /// Creates a moment near today.
    pub const fn moment(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Moment)
    }

    /// Creates a day near today.
    pub const fn day(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Day)
    }

    /// Creates the password of the account.
    pub const fn secret(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::Secret)
    }

    /// Creates a box to tick. `text` is displayed beside the box, `label` names it in the error summary.
    pub const fn tick(at: &'static str, label: Word, text: Word) -> Self {
        Self::new(at, label, Kind::Tick(text)).wide()
    }

    /// Creates a choice of one of two or three, all visible.
    pub const fn segments(at: &'static str, label: Word, choices: By<Vec<Choice>>) -> Self {
        Self::new(at, label, Kind::Segments(choices)).wide()
    }

    /// Creates a choice of one of a few.
    pub const fn pick(at: &'static str, label: Word, choices: By<Vec<Choice>>) -> Self {
        Self::new(at, label, Kind::Pick(choices))
    }

    /// Creates a choice of one of many, found by typing.
    pub const fn find(at: &'static str, label: Word, choices: By<Vec<Choice>>) -> Self {
        Self::new(at, label, Kind::Find(choices))
    }

    /// Creates a scan that may be left out.
    pub const fn file(at: &'static str, label: Word) -> Self {
        Self::new(at, label, Kind::File).wide()
    }

    /// Creates a field with a control of the page's own: `control` fills the text of the field.
    pub const fn own(at: &'static str, label: Word, control: fn(Form) -> Markup) -> Self {
        Self::new(at, label, Kind::Own(control)).wide()
    }

    /// Creates a field whose control the page renders with its frame: label, hint and error.
    pub const fn framed(at: &'static str, label: Word, draw: fn(Form) -> Markup) -> Self {
        Self::new(at, label, Kind::Framed(draw))
    }

    /// Creates a value without a control, which something else on the page fills.
    pub const fn held(at: &'static str) -> Self {
        Self::new(at, || "", Kind::Held)
    }

    /// Creates rows of cells.
    pub const fn rows(at: &'static str, label: Word, rows: &'static Rows) -> Self {
        Self::new(at, label, Kind::Rows(rows))
    }

    /// Sets a label that names what the question is about; the error summary has the shorter one.
    pub const fn asking(mut self, label: By<String>) -> Self {
        self.asks = Some(label);
        self
    }

    /// Sets how a typed moment is read, where it depends on other data.
    pub const fn read_by(mut self, reading: By<Option<String>>) -> Self {
        self.reading = Some(reading);
        self
    }

    /// Fills the field as proposed, until the user changes it.
    pub const fn proposed(mut self, proposal: By<String>) -> Self {
        self.proposal = Some(proposal);
        self
    }

    /// Sets a warning that has to be confirmed before the form is sent; `at` is the pointer of the box that confirms it.
    pub const fn warned(mut self, at: &'static str, warning: By<Option<Warning>>) -> Self {
        self.warning = Some((at, warning));
        self
    }

    /// Lets the browser check the spelling of a line: not for names and numbers.
    pub const fn prose(mut self) -> Self {
        self.is_prose = true;
        self
    }

    /// Keeps the value out of drafts: it is of the moment at which the form is opened.
    pub const fn fleeting(mut self) -> Self {
        self.is_fleeting = true;
        self
    }

    /// Sets words of the field's own for the codes of its errors.
    pub const fn says(mut self, says: fn(&FieldError) -> Option<String>) -> Self {
        self.says = Some(says);
        self
    }

    /// Suggests the values of a `<datalist>` that the page renders.
    pub const fn suggests(mut self, list: &'static str) -> Self {
        self.list = Some(list);
        self
    }

    /// Sets the hint.
    pub const fn hint(mut self, hint: Word) -> Self {
        self.hint = Some(Hint::Word(hint));
        self
    }

    /// Sets a hint that depends on other data.
    pub const fn hint_by(mut self, hint: By<String>) -> Self {
        self.hint = Some(Hint::By(hint));
        self
    }

    /// Makes the field optional.
    pub const fn optional(self) -> Self {
        self.optional_when(|_, _| true)
    }

    /// Makes the field optional under a condition.
    pub const fn optional_when(mut self, optional: By<bool>) -> Self {
        self.optional = Some(optional);
        self
    }

    /// Asks for the field only under a condition. A text typed before stays; the request decides whether it counts.
    pub const fn when(mut self, when: By<bool>) -> Self {
        self.when = Some(when);
        self
    }

    /// Sets the text that a choice displays while nothing is chosen.
    pub const fn empty(mut self, empty: Word) -> Self {
        self.empty = Some(empty);
        self
    }

    /// Clears a chosen value that is no longer among the choices.
    pub const fn bound(mut self) -> Self {
        self.is_bound = true;
        self
    }

    /// Uses the whole width of the grid.
    pub const fn wide(mut self) -> Self {
        self.class = "set-up-wide";
        self
    }

    /// Sets its place in a grid of the page's own.
    pub const fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Uses a fixed pitch: for numbers and codes.
    pub const fn mono(mut self) -> Self {
        self.is_mono = true;
        self
    }

    /// Returns the text for an error that the field says in its own words: people do not write a moment as the API does.
    pub(super) fn said(&self, error: &FieldError) -> Option<String> {
        let own = self.says.and_then(|says| says(error));
        let is_unread = matches!(self.kind, Kind::Moment) && error.code == FieldCode::InstantMalformed;
        own.or_else(|| is_unread.then(|| t!(stay.moment_unreadable).to_owned()))
    }

    /// Makes it a telephone number.
    pub const fn phone(mut self) -> Self {
        self.inputmode = "tel";
        self.mono()
    }

    /// Sets `inputmode`, which chooses the keyboard of a telephone.
    pub const fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = mode;
        self
    }

    /// Sets `autocomplete`, for data that people enter about themselves.
    pub const fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }
}

/// A part of a form: fields that belong together.
#[derive(Clone, Copy)]
pub struct Part {
    /// Heading, displayed in a page only.
    pub title: Option<Word>,
    /// Information to read before answering.
    pub hint: Option<Word>,
    /// Its fields, in the order of the page.
    pub fields: &'static [Field],
    /// Condition under which the part is asked.
    pub when: Option<By<bool>>,
    /// View below the fields.
    pub shows: Option<fn(Form) -> Markup>,
}

impl Part {
    /// An empty part as a base: `Part { fields: &[..], ..Part::PLAIN }`.
    pub const PLAIN: Self = Self {
        title: None,
        hint: None,
        fields: &[],
        when: None,
        shows: None,
    };
}
