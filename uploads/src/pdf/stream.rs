//! The entries of a stream dictionary that describe its packing.

use super::lexer::{Lexer, Token};
use crate::fault::Fault;

/// The largest number of chained filters; normal software uses one or two.
const MOST_FILTERS: usize = 4;

/// The declared length of a stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Length {
    /// Not declared.
    #[default]
    Unknown,
    /// This length.
    Known(usize),
    /// The value of that object.
    Elsewhere(i64),
}

/// A known filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// zlib.
    Flate,
    /// Two hexadecimal digits for each byte.
    Hexadecimal,
    /// Five characters for four bytes.
    Ascii85,
    /// Run-length encoding.
    RunLength,
    /// A picture: its size is limited by the area in which it is drawn.
    Picture,
}

/// The declared filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Named {
    #[default]
    None,
    Filters(Vec<Vec<u8>>),
    /// Declared in another object, or not as names.
    Otherwise,
}

/// The entries of a dictionary that describe how its stream is unpacked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Its length.
    pub length: Length,
    /// The offset of its first object.
    pub first: Option<usize>,
    /// Whether it contains objects. Viewers check the type, or the existence of the entry `First`.
    pub holds_objects: bool,
    /// Whether its bytes are row differences.
    pub is_predicted: bool,
    filters: Named,
}

impl Head {
    /// Records the value of a key; `ahead` is before it.
    ///
    /// # Errors
    /// Returns an error if there is no value, or if the stream is in another file.
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
                // The type is in another object, so it may contain objects.
                _ => self.holds_objects = true,
            },
            b"DecodeParms" | b"DP" => self.is_predicted = true,
            b"Filter" => self.filters = named(ahead)?,
            b"FFilter" | b"FDecodeParms" => return Err(Fault::PackingUnknown),
            _ => {}
        }
        Ok(())
    }

    /// Returns the filters in the order of their removal.
    ///
    /// # Errors
    /// Returns an error if a filter is unknown, or not declared here.
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
        // LZW dates from before 1996, and its readers differ.
        _ => return Err(Fault::PackingUnknown),
    })
}
