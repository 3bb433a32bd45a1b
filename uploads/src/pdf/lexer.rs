//! The tokens of a PDF (ISO 32000-1, 7.2 and 7.3).

use crate::fault::Fault;
use std::borrow::Cow;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number,
    /// A string, literal or hexadecimal.
    Text,
    /// A name without its slash; escapes such as `#4A` are decoded.
    Name(Cow<'a, [u8]>),
    /// `<<`
    DictionaryOpen,
    /// `>>`
    DictionaryClose,
    /// `[`
    ListOpen,
    /// `]`
    ListClose,
    /// Any other keyword.
    Keyword(&'a [u8]),
    /// The end of the input.
    End,
}

/// Returns whether the byte is white space.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// Returns whether the byte is a delimiter.
pub fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

/// Reads tokens one after the other.
#[derive(Clone)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at the beginning.
    pub fn over(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Returns the position after the last token.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Returns the position of the next token.
    pub fn start(&mut self) -> usize {
        self.skip();
        self.at
    }

    /// Continues at another position.
    pub fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips white space and comments.
    fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = &self.bytes[self.at..];
                self.at += rest
                    .iter()
                    .position(|byte| matches!(byte, b'\r' | b'\n'))
                    .unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Reads characters up to white space or a delimiter.
    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest
            .iter()
            .position(|byte| is_space(*byte) || is_delimiter(*byte))
            .unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Returns the next token.
    ///
    /// # Errors
    /// Returns an error if the syntax is invalid.
    pub fn next(&mut self) -> Result<Token<'a>, Fault> {
        self.skip();
        let Some(byte) = self.peek() else {
            return Ok(Token::End);
        };
        let follows = self.bytes.get(self.at + 1).copied();
        Ok(match (byte, follows) {
            (b'/', _) => {
                self.at += 1;
                Token::Name(unescaped(self.regular()))
            }
            (b'<', Some(b'<')) => self.take(2, Token::DictionaryOpen),
            (b'>', Some(b'>')) => self.take(2, Token::DictionaryClose),
            (b'[', _) => self.take(1, Token::ListOpen),
            (b']', _) => self.take(1, Token::ListClose),
            (b'(', _) => self.text()?,
            (b'<', _) => self.hexadecimal()?,
            (b'>' | b')' | b'{' | b'}', _) => return Err(Fault::Unreadable),
            _ => word(self.regular()),
        })
    }

    fn take(&mut self, length: usize, token: Token<'a>) -> Token<'a> {
        self.at += length;
        token
    }

    /// Reads a string in parentheses, which may nest.
    fn text(&mut self) -> Result<Token<'a>, Fault> {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Token::Text);
                    }
                }
                _ => {}
            }
        }
        Err(Fault::Unreadable)
    }

    fn hexadecimal(&mut self) -> Result<Token<'a>, Fault> {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'>' => return Ok(Token::Text),
                byte if byte.is_ascii_hexdigit() || is_space(byte) => {}
                _ => return Err(Fault::Unreadable),
            }
        }
        Err(Fault::Unreadable)
    }
}

fn word(regular: &[u8]) -> Token<'_> {
    let is_number = regular
        .first()
        .is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'));
    if !is_number {
        return Token::Keyword(regular);
    }
    if !regular
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'))
    {
        return Token::Keyword(regular);
    }
    let whole = std::str::from_utf8(regular).ok().and_then(|text| text.parse().ok());
    whole.map_or(Token::Number, Token::Integer)
}

/// Returns a name with escapes such as `#4A` decoded.
fn unescaped(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while let Some(byte) = name.get(at) {
        let code = name
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'#')
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        if let Some(code) = code {
            out.push(code);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Option<Vec<Token<'_>>> {
        let mut lexer = Lexer::over(text);
        let mut tokens = Vec::new();
        loop {
            match lexer.next().ok()? {
                Token::End => return Some(tokens),
                token => tokens.push(token),
            }
        }
    }

    #[test]
    fn words_are_told_apart_as_the_standard_says() {
        let name = |name: &'static [u8]| Token::Name(Cow::Borrowed(name));
        assert_eq!(
            all(b"<</A 1/B[-2 .5(a\\)(b)c)<4a>]>>endobj"),
            Some(vec![
                Token::DictionaryOpen,
                name(b"A"),
                Token::Integer(1),
                name(b"B"),
                Token::ListOpen,
                Token::Integer(-2),
                Token::Number,
                Token::Text,
                Token::Text,
                Token::ListClose,
                Token::DictionaryClose,
                Token::Keyword(b"endobj"),
            ])
        );
        assert_eq!(all(b"1 % stream\n2"), Some(vec![Token::Integer(1), Token::Integer(2)]));
        assert_eq!(all(b"/J#61va#53cript"), Some(vec![name(b"JavaScript")]));
        assert_eq!(all(b"/A#"), Some(vec![name(b"A#")]));
    }

    #[test]
    fn what_does_not_end_is_no_word() {
        for text in [&b"(a"[..], b"(a\\)", b"<4", b"<4x>", b")", b"> ", b"{"] {
            assert_eq!(all(text), None, "{}", String::from_utf8_lossy(text));
        }
    }
}
