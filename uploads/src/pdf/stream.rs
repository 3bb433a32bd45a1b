//! What the dictionary of a stream says of how it is packed.

use super::lexer::{Lexer, Token};
use crate::fault::Fault;

/// Most filters one after the other; honest software uses one or two.
const MOST_FILTERS: usize = 4;

/// How long a stream says that it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Length {
    /// It does not.
    #[default]
    Unknown,
    /// So long.
    Known(usize),
    /// As that object says.
    Elsewhere(i64),
}

/// A way of packing that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// zlib.
    Flate,
    /// Two digits a byte.
    Hexadecimal,
    /// Five letters for four bytes.
    Ascii85,
    /// Repeated bytes.
    RunLength,
    /// A picture: its size is bounded by what it is drawn into.
    Picture,
}

/// What was written of the filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Named {
    #[default]
    None,
    Filters(Vec<Vec<u8>>),
    /// In another object, or no names.
    Otherwise,
}

/// What of a dictionary says how its stream is to be unpacked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Its length.
    pub length: Length,
    /// Where the first of its objects begins.
    pub first: Option<usize>,
    /// Whether objects stand in it. Viewers go by the kind, or by there being a first one.
    pub holds_objects: bool,
    /// Whether its bytes are differences of rows.
    pub is_predicted: bool,
    filters: Named,
}

impl Head {
    /// Notes the value of a key, which `ahead` stands before.
    ///
    /// # Errors
    /// No value, or a stream in another file.
    pub fn note(&mut self, key: &[u8], ahead: &mut Lexer<'_>) -> Result<(), Fault> {
        match key {
            b"Length" => self.length = length(ahead)?,
            b"First" => {
                self.holds_objects = true;
                if let Token::Integer(first) = ahead.next()? {
                    self.first = usize::try_from(first).ok();
                }
            }
            b"Type" => match ahead.next()? {
                Token::Name(kind) => self.holds_objects |= kind.as_ref() == b"ObjStm",
                // The kind is said elsewhere: it may be one.
                _ => self.holds_objects = true,
            },
            b"DecodeParms" | b"DP" => self.is_predicted = true,
            b"Filter" => self.filters = named(ahead)?,
            b"FFilter" | b"FDecodeParms" => return Err(Fault::PackingUnknown),
            _ => {}
        }
        Ok(())
    }

    /// The filters in the order in which they are taken off.
    ///
    /// # Errors
    /// One that is not known, or not said here.
    pub fn filters(&self) -> Result<Vec<Filter>, Fault> {
        let names = match &self.filters {
            Named::None => return Ok(Vec::new()),
            Named::Filters(names) => names,
            Named::Otherwise => return Err(Fault::PackingUnknown),
        };
        names.iter().map(|name| filter(name)).collect()
    }
}

fn length(ahead: &mut Lexer<'_>) -> Result<Length, Fault> {
    let Token::Integer(number) = ahead.next()? else {
        return Ok(Length::Unknown);
    };
    let is_reference = matches!(ahead.next()?, Token::Integer(_)) && matches!(ahead.next()?, Token::Keyword(b"R"));
    if is_reference {
        return Ok(Length::Elsewhere(number));
    }
    Ok(usize::try_from(number).map_or(Length::Unknown, Length::Known))
}

fn named(ahead: &mut Lexer<'_>) -> Result<Named, Fault> {
    let mut names = Vec::new();
    match ahead.next()? {
        Token::Name(name) => names.push(name.into_owned()),
        Token::Keyword(b"null") => return Ok(Named::None),
        Token::ListOpen => loop {
            match ahead.next()? {
                Token::ListClose => break,
                Token::Name(name) if names.len() < MOST_FILTERS => names.push(name.into_owned()),
                _ => return Ok(Named::Otherwise),
            }
        },
        _ => return Ok(Named::Otherwise),
    }
    Ok(Named::Filters(names))
}

fn filter(name: &[u8]) -> Result<Filter, Fault> {
    Ok(match name {
        b"FlateDecode" | b"Fl" => Filter::Flate,
        b"ASCIIHexDecode" | b"AHx" => Filter::Hexadecimal,
        b"ASCII85Decode" | b"A85" => Filter::Ascii85,
        b"RunLengthDecode" | b"RL" => Filter::RunLength,
        b"DCTDecode" | b"DCT" | b"CCITTFaxDecode" | b"CCF" | b"JBIG2Decode" | b"JPXDecode" => Filter::Picture,
        // LZW is of before 1996, and its readers differ.
        _ => return Err(Fault::PackingUnknown),
    })
}
