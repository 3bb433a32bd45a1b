//! Checks a PDF: reads it from the first byte to the last by the grammar of ISO 32000, and refuses active or hidden
//! content and decompression bombs.
//!
//! A viewer finds objects by offsets, and each viewer repairs damaged files in its own way. So following the offsets as
//! one viewer would is not enough. Instead, every position where any viewer could find an object is known: each `obj`
//! and `trailer` of the file, also inside of comments, strings and streams, must have been read as such, with its
//! content checked. Streams with objects are unpacked and read in the same way; all other streams are unpacked without
//! storing and counted.

mod lexer;
mod stream;
mod unpack;

use crate::GoOn;
use crate::fault::Fault;
use lexer::{Lexer, Token};
use memchr::memmem;
use std::collections::{HashMap, HashSet};
use stream::Head;

/// The largest distance of the end marker from the end of the file (ISO 32000-1, Annex H, note 18).
const TAIL: usize = 1_024;
/// The largest nesting depth of lists and dictionaries.
const DEEPEST: usize = 100;
/// The number of tokens between two calls of `go_on`.
const STEPS: usize = 4_096;

/// Names of content that a scan does not need and a viewer might execute: scripts, programs, embedded files.
const ACTING: &[&[u8]] = &[
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"EF",
    b"GoToE",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
];

/// Checks that the bytes are a PDF that can be opened safely.
///
/// # Errors
/// Returns what is wrong with it.
pub(super) fn prove(bytes: &[u8], go_on: GoOn<'_>) -> Result<(), Fault> {
    let version = bytes.get(5..8);
    let has_version = version.is_some_and(|v| matches!(v[0], b'1' | b'2') && v[1] == b'.' && v[2].is_ascii_digit());
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let has_start = memmem::find(tail, b"startxref").is_some();
    let Some(end) = memmem::rfind(bytes, b"%%EOF").filter(|_| has_version && has_start) else {
        return Err(Fault::Unreadable);
    };
    let rest = &bytes[end + b"%%EOF".len()..];
    if rest.len() > TAIL || !rest.iter().all(|byte| lexer::is_space(*byte)) {
        // Ordinary files end there, with at most a line break after it.
        let is_padding = rest.iter().all(|byte| lexer::is_space(*byte));
        return Err(if is_padding {
            Fault::Unreadable
        } else {
            Fault::MoreBehind
        });
    }
    let mut walk = Walk::over(bytes, go_on);
    walk.file()?;
    walk.nothing_is_hidden()?;
    walk.lengths_hold()
}

/// The findings while reading a file.
struct Walk<'a> {
    bytes: &'a [u8],
    go_on: GoOn<'a>,
    /// The positions of the keywords `obj` and `trailer` that were read as such.
    known: HashSet<usize>,
    /// Objects that consist of one number, for the lengths of streams; the largest, if there are several.
    numbers: HashMap<i64, usize>,
    /// Streams whose length is such an object: the object, and the actual length.
    awaited: Vec<(i64, usize)>,
    /// The remaining limit of the unpacked size of all streams.
    left: u64,
    steps: usize,
}

impl<'a> Walk<'a> {
    fn over(bytes: &'a [u8], go_on: GoOn<'a>) -> Self {
        Self {
            bytes,
            go_on,
            known: HashSet::new(),
            numbers: HashMap::new(),
            awaited: Vec::new(),
            left: unpack::MOST,
            steps: 0,
        }
    }

    /// Reads objects, tables and trailers, and nothing else, up to the end.
    fn file(&mut self) -> Result<(), Fault> {
        let mut lexer = Lexer::over(self.bytes);
        let mut objects = 0_usize;
        loop {
            match self.token(&mut lexer)? {
                Token::End if objects > 0 => return Ok(()),
                Token::Integer(number) => {
                    let Token::Integer(_) = self.token(&mut lexer)? else {
                        return Err(Fault::Unreadable);
                    };
                    self.keyword(&mut lexer, b"obj")?;
                    self.known.insert(lexer.at() - b"obj".len());
                    self.object(&mut lexer, number)?;
                    objects += 1;
                }
                Token::Keyword(b"xref") => self.table(&mut lexer)?,
                Token::Keyword(b"trailer") => self.trailer(&mut lexer)?,
                Token::Keyword(b"startxref") => {
                    let Token::Integer(_) = self.token(&mut lexer)? else {
                        return Err(Fault::Unreadable);
                    };
                }
                _ => return Err(Fault::Unreadable),
            }
        }
    }

    /// Reads the entries of a table, up to its trailer. Their offsets do not matter, because every object is known.
    fn table(&mut self, lexer: &mut Lexer<'a>) -> Result<(), Fault> {
        loop {
            match self.token(lexer)? {
                Token::Integer(_) | Token::Keyword(b"n" | b"f") => {}
                Token::Keyword(b"trailer") => return self.trailer(lexer),
                _ => return Err(Fault::Unreadable),
            }
        }
    }

    fn trailer(&mut self, lexer: &mut Lexer<'a>) -> Result<(), Fault> {
        self.known.insert(lexer.at() - b"trailer".len());
        let Token::DictionaryOpen = self.token(lexer)? else {
            return Err(Fault::Unreadable);
        };
        self.dictionary(lexer, 1).map(drop)
    }

    /// Reads the content between `obj` and `endobj`.
    fn object(&mut self, lexer: &mut Lexer<'a>, number: i64) -> Result<(), Fault> {
        let first = self.token(lexer)?;
        let head = match first {
            Token::DictionaryOpen => Some(self.dictionary(lexer, 1)?),
            Token::Integer(value) => {
                self.number(number, value);
                None
            }
            // An empty object is null.
            Token::Keyword(b"endobj") => return Ok(()),
            other => {
                self.value(lexer, other, 1)?;
                None
            }
        };
        // `4 0 R` as an object of its own: reads its rest.
        loop {
            match (self.token(lexer)?, &head) {
                (Token::Keyword(b"endobj"), _) => return Ok(()),
                (Token::Keyword(b"stream"), Some(head)) => {
                    self.stream(lexer, head)?;
                    return self.keyword(lexer, b"endobj");
                }
                (Token::Integer(_) | Token::Keyword(b"R"), None) => {}
                _ => return Err(Fault::Unreadable),
            }
        }
    }

    fn number(&mut self, object: i64, value: i64) {
        if let Ok(value) = usize::try_from(value) {
            let known = self.numbers.entry(object).or_default();
            *known = (*known).max(value);
        }
    }

    /// Reads a value whose first token was read.
    fn value(&mut self, lexer: &mut Lexer<'_>, first: Token<'_>, depth: usize) -> Result<(), Fault> {
        match first {
            Token::DictionaryOpen => self.dictionary(lexer, depth).map(drop),
            Token::ListOpen => {
                if depth > DEEPEST {
                    return Err(Fault::Unreadable);
                }
                loop {
                    match self.token(lexer)? {
                        Token::ListClose => return Ok(()),
                        token => self.value(lexer, token, depth + 1)?,
                    }
                }
            }
            Token::Integer(_)
            | Token::Number
            | Token::Text
            | Token::Name(_)
            | Token::Keyword(b"true" | b"false" | b"null" | b"R") => Ok(()),
            Token::DictionaryClose | Token::ListClose | Token::Keyword(_) | Token::End => Err(Fault::Unreadable),
        }
    }

    /// Reads a dictionary after its `<<`; returns the entries that describe the packing of a stream.
    fn dictionary(&mut self, lexer: &mut Lexer<'_>, depth: usize) -> Result<Head, Fault> {
        if depth > DEEPEST {
            return Err(Fault::Unreadable);
        }
        let mut head = Head::default();
        loop {
            let key = match self.token(lexer)? {
                Token::DictionaryClose => return Ok(head),
                Token::Name(key) => key.into_owned(),
                _ => return Err(Fault::Unreadable),
            };
            let mut ahead = lexer.clone();
            head.note(&key, &mut ahead)?;
            let first = self.token(lexer)?;
            let is_integer = matches!(first, Token::Integer(_));
            self.value(lexer, first, depth + 1)?;
            if is_integer {
                self.skip_reference(lexer)?;
            }
        }
    }

    /// Skips the rest of `4 0 R`, if an integer was the start of a reference.
    fn skip_reference(&mut self, lexer: &mut Lexer<'_>) -> Result<(), Fault> {
        let mut ahead = lexer.clone();
        if matches!(ahead.next()?, Token::Integer(_)) && matches!(ahead.next()?, Token::Keyword(b"R")) {
            self.token(lexer)?;
            self.token(lexer)?;
        }
        Ok(())
    }

    /// Returns the next token; a name of active content ends the check, at any position.
    fn token<'b>(&mut self, lexer: &mut Lexer<'b>) -> Result<Token<'b>, Fault> {
        self.steps += 1;
        if self.steps.is_multiple_of(STEPS) {
            (self.go_on)()?;
        }
        let token = lexer.next()?;
        if let Token::Name(name) = &token {
            if ACTING.contains(&name.as_ref()) {
                return Err(Fault::Acts);
            }
            if name.as_ref() == b"Encrypt" {
                return Err(Fault::Encrypted);
            }
        }
        Ok(token)
    }

    fn keyword(&mut self, lexer: &mut Lexer<'_>, word: &[u8]) -> Result<(), Fault> {
        match self.token(lexer)? {
            Token::Keyword(found) if found == word => Ok(()),
            _ => Err(Fault::Unreadable),
        }
    }

    /// Reads the bytes after `stream`, up to the first `endstream`: this word does not occur in packed data.
    fn stream(&mut self, lexer: &mut Lexer<'a>, head: &Head) -> Result<(), Fault> {
        let start = lexer.at()
            + match self.bytes.get(lexer.at()..) {
                Some([b'\r', b'\n', ..]) => 2,
                Some([b'\n' | b'\r', ..]) => 1,
                _ => 0,
            };
        let rest = self.bytes.get(start..).ok_or(Fault::Unreadable)?;
        let length = memmem::find(rest, b"endstream").ok_or(Fault::Unreadable)?;
        // A viewer that uses the declared length must not read beyond the checked data.
        match head.length {
            stream::Length::Known(said) if said > length => return Err(Fault::Unreadable),
            stream::Length::Elsewhere(object) => self.awaited.push((object, length)),
            stream::Length::Known(_) | stream::Length::Unknown => {}
        }
        self.content(head, &rest[..length])?;
        lexer.go_to(start + length + b"endstream".len());
        Ok(())
    }

    /// Unpacks a stream: without storing, or to read the objects in it.
    fn content(&mut self, head: &Head, data: &[u8]) -> Result<(), Fault> {
        let filters = head.filters()?;
        if !head.holds_objects {
            return unpack::count(data, &filters, &mut self.left, self.go_on);
        }
        if head.is_predicted {
            return Err(Fault::PackingUnknown);
        }
        let inside = unpack::objects(data, &filters, &mut self.left, self.go_on)?;
        self.objects(head, &inside)
    }

    /// Reads the objects of a stream: pairs of number and offset, then the values. All of it is read, and each pair
    /// must lead to the start of a value.
    fn objects(&mut self, head: &Head, inside: &[u8]) -> Result<(), Fault> {
        let mut lexer = Lexer::over(inside);
        let mut pairs = Vec::new();
        let mut values = HashMap::new();
        let first = head.first.unwrap_or_default();
        loop {
            let start = lexer.start();
            match self.token(&mut lexer)? {
                Token::End => break,
                Token::Integer(value) if start < first => pairs.push(value),
                Token::Integer(value) => drop(values.insert(start, Some(value))),
                token => {
                    values.insert(start, None);
                    self.value(&mut lexer, token, 1)?;
                }
            }
        }
        let mut skipped = 0_usize;
        for pair in pairs.chunks_exact(2) {
            let place = usize::try_from(pair[1]).ok().and_then(|place| first.checked_add(place));
            let place = place.filter(|place| *place <= inside.len()).ok_or(Fault::Unreadable)?;
            let mut lexer = Lexer::over(inside);
            lexer.go_to(place);
            let start = lexer.start();
            // A value follows at the offset of its pair, or after white space: a million pairs with the same white
            // space could only serve to waste time.
            skipped += start - place;
            if skipped > inside.len() {
                return Err(Fault::Unreadable);
            }
            match values.get(&start) {
                Some(Some(value)) => self.number(pair[0], *value),
                Some(None) => {}
                None => return Err(Fault::Unreadable),
            }
        }
        Ok(())
    }

    /// Checks that every position where a viewer could find an object or a trailer was read as one.
    fn nothing_is_hidden(&self) -> Result<(), Fault> {
        let is_known = |at: usize| self.known.contains(&at);
        for at in memmem::find_iter(self.bytes, b"obj") {
            if !is_known(at) && looks_like_object(self.bytes, at) {
                return Err(Fault::Unreadable);
            }
        }
        for at in memmem::find_iter(self.bytes, b"trailer") {
            let rest = self.bytes[at + b"trailer".len()..].iter();
            let follows = rest.copied().find(|byte| !lexer::is_space(*byte));
            if !is_known(at) && matches!(follows, Some(b'<' | b'%')) {
                return Err(Fault::Unreadable);
            }
        }
        Ok(())
    }

    fn lengths_hold(&self) -> Result<(), Fault> {
        let is_beyond = |(object, length): &(i64, usize)| self.numbers.get(object).is_some_and(|said| said > length);
        if self.awaited.iter().any(is_beyond) {
            return Err(Fault::Unreadable);
        }
        Ok(())
    }
}

/// Returns whether `obj` at that position could start an object: two numbers before it, possibly with comments between
/// them.
fn looks_like_object(bytes: &[u8], at: usize) -> bool {
    let follows = bytes.get(at + 3).copied();
    if !follows.is_none_or(|byte| lexer::is_space(byte) || lexer::is_delimiter(byte)) {
        return false;
    }
    let before = &bytes[at.saturating_sub(64)..at];
    let Some(last) = before.last() else { return false };
    if !(lexer::is_space(*last) || last.is_ascii_digit()) {
        return false;
    }
    let skipped = |text: &[u8], what: fn(&u8) -> bool| text.iter().rev().take_while(|byte| what(byte)).count();
    let after_space = &before[..before.len() - skipped(before, |byte| lexer::is_space(*byte))];
    let is_after_number = after_space.last().is_some_and(u8::is_ascii_digit);
    // A comment may be between the numbers and the keyword.
    is_after_number
        || memchr::memchr(b'%', before).is_some_and(|comment| before[..comment].iter().any(u8::is_ascii_digit))
}
