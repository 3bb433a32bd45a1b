//! Unpacks streams, with limits on the output.

use super::lexer::is_space;
use super::stream::Filter;
use crate::GoOn;
use crate::fault::Fault;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::Read;

/// The limit of the unpacked bytes of all streams together: five uncompressed colour pages at 300 dpi are 125 MB.
pub const MOST: u64 = 200 * 1024 * 1024;
/// The limit of the bytes of an object stream: normal software puts one or two hundred objects into each, about 50 KB.
const MOST_OBJECTS: u64 = 8 * 1024 * 1024;
/// The number of bytes read at a time.
const BLOCK: usize = 64 * 1024;

type Source<'a> = Box<dyn Read + 'a>;

/// Unpacks a stream without storing it and takes its size off the limit. A truncated stream counts up to its end,
/// because viewers display it that far.
pub fn count(data: &[u8], filters: &[Filter], left: &mut u64, go_on: GoOn<'_>) -> Result<(), Fault> {
    let mut size = drain(opened(data, filters, *left), *left, go_on, |_| ())?.0;
    if size == 0 && filters == [Filter::Flate] {
        // Some viewers accept data without the zlib header.
        size = drain(DeflateDecoder::new(data), *left, go_on, |_| ())?.0;
    }
    *left -= size;
    Ok(())
}

/// Unpacks a stream with objects. It must be complete: what this reader cannot read to the end, other readers may read
/// differently.
pub fn objects(data: &[u8], filters: &[Filter], left: &mut u64, go_on: GoOn<'_>) -> Result<Vec<u8>, Fault> {
    if filters.contains(&Filter::Picture) {
        return Err(Fault::PackingUnknown);
    }
    let mut inside = Vec::new();
    let most = MOST_OBJECTS.min(*left);
    let (size, is_whole) = drain(opened(data, filters, most), most, go_on, |block| {
        inside.extend_from_slice(block);
    })?;
    if !is_whole {
        return Err(Fault::Unreadable);
    }
    *left -= size;
    Ok(inside)
}

/// Returns the stream behind its filters, each limited to `most` bytes; a picture filter is the last one and is not
/// decoded.
fn opened<'a>(data: &'a [u8], filters: &[Filter], most: u64) -> Source<'a> {
    let mut source: Source<'a> = Box::new(data);
    for filter in filters {
        let given: Source<'a> = match filter {
            Filter::Flate => Box::new(ZlibDecoder::new(source)),
            Filter::Hexadecimal => Box::new(Letters::new(source, Hexadecimal::default())),
            Filter::Ascii85 => Box::new(Letters::new(source, Ascii85::default())),
            Filter::RunLength => Box::new(Letters::new(source, RunLength::default())),
            Filter::Picture => return source,
        };
        source = Box::new(Limited {
            source: given,
            left: most,
        });
    }
    source
}

/// The output of a filter, up to a limit. The next filter may produce nothing from it, for example from white space
/// between digits, and take time nevertheless.
struct Limited<'a> {
    source: Source<'a>,
    left: u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(into)?;
        let left = self.left.checked_sub(count as u64);
        self.left = left.ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}

/// Reads to the end, at most `most` bytes; returns their number, and whether the end was regular.
fn drain(mut from: impl Read, most: u64, go_on: GoOn<'_>, mut each: impl FnMut(&[u8])) -> Result<(u64, bool), Fault> {
    let (mut size, mut block) = (0_u64, vec![0_u8; BLOCK]);
    loop {
        go_on()?;
        let count = match from.read(&mut block) {
            Ok(0) => return Ok((size, true)),
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => return Err(Fault::UnpacksTooLarge),
            Err(_) => return Ok((size, false)),
            Ok(count) => count,
        };
        size += count as u64;
        if size > most {
            return Err(Fault::UnpacksTooLarge);
        }
        each(&block[..count]);
    }
}

/// A filter that takes a byte and produces some bytes, or reports its end.
trait Step {
    fn step(&mut self, byte: u8, out: &mut Vec<u8>) -> std::ops::ControlFlow<()>;
    /// Writes the rest when the source ends.
    fn rest(&mut self, _out: &mut Vec<u8>) {}
}

/// A reader for such a filter.
struct Letters<'a, S> {
    source: Source<'a>,
    filter: S,
    ready: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl<'a, S> Letters<'a, S> {
    fn new(source: Source<'a>, filter: S) -> Self {
        Self {
            source,
            filter,
            ready: Vec::new(),
            given: 0,
            is_over: false,
        }
    }
}

impl<S: Step> Read for Letters<'_, S> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.ready.len() && !self.is_over {
            self.ready.clear();
            self.given = 0;
            // One byte may become at most 128.
            let mut block = [0_u8; 1024];
            let count = self.source.read(&mut block)?;
            if count == 0 {
                self.is_over = true;
                self.filter.rest(&mut self.ready);
            }
            for byte in &block[..count] {
                if self.filter.step(*byte, &mut self.ready).is_break() {
                    self.is_over = true;
                    break;
                }
            }
        }
        let count = into.len().min(self.ready.len() - self.given);
        into[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[derive(Default)]
struct Hexadecimal {
    half: Option<u8>,
}

impl Step for Hexadecimal {
    fn step(&mut self, byte: u8, out: &mut Vec<u8>) -> std::ops::ControlFlow<()> {
        if byte == b'>' {
            self.rest(out);
            return std::ops::ControlFlow::Break(());
        }
        let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        if let Some(digit) = digit {
            match self.half.take() {
                Some(half) => out.push(half << 4 | digit),
                None => self.half = Some(digit),
            }
        }
        std::ops::ControlFlow::Continue(())
    }

    fn rest(&mut self, out: &mut Vec<u8>) {
        out.extend(self.half.take().map(|half| half << 4));
    }
}

#[derive(Default)]
struct Ascii85 {
    group: Vec<u8>,
}

impl Ascii85 {
    fn give(group: &[u8], out: &mut Vec<u8>) {
        let value = (0..5).fold(0_u32, |value, at| {
            let digit = group.get(at).map_or(84, |letter| u32::from(letter - b'!'));
            value.wrapping_mul(85).wrapping_add(digit)
        });
        out.extend_from_slice(&value.to_be_bytes()[..group.len().saturating_sub(1)]);
    }
}

impl Step for Ascii85 {
    fn step(&mut self, byte: u8, out: &mut Vec<u8>) -> std::ops::ControlFlow<()> {
        match byte {
            b'~' => {
                self.rest(out);
                return std::ops::ControlFlow::Break(());
            }
            b'z' if self.group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                self.group.push(byte);
                if self.group.len() == 5 {
                    Self::give(&self.group, out);
                    self.group.clear();
                }
            }
            byte if is_space(byte) => {}
            _ => return std::ops::ControlFlow::Break(()),
        }
        std::ops::ControlFlow::Continue(())
    }

    fn rest(&mut self, out: &mut Vec<u8>) {
        Self::give(&self.group, out);
        self.group.clear();
    }
}

#[derive(Default)]
struct RunLength {
    literal: u8,
    repeat: Option<usize>,
}

impl Step for RunLength {
    fn step(&mut self, byte: u8, out: &mut Vec<u8>) -> std::ops::ControlFlow<()> {
        if let Some(times) = self.repeat.take() {
            out.extend(std::iter::repeat_n(byte, times));
        } else if self.literal > 0 {
            self.literal -= 1;
            out.push(byte);
        } else {
            match byte {
                0..=127 => self.literal = byte + 1,
                128 => return std::ops::ControlFlow::Break(()),
                129..=255 => self.repeat = Some(257 - usize::from(byte)),
            }
        }
        std::ops::ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(data: &[u8], filters: &[Filter]) -> Vec<u8> {
        let mut left = MOST;
        objects(data, filters, &mut left, &|| Ok(())).unwrap_or_default()
    }

    #[test]
    fn each_filter_gives_back_what_was_packed() {
        assert_eq!(unpacked(b"4A 61 7>", &[Filter::Hexadecimal]), b"Jap");
        assert_eq!(unpacked(b"87cURD]i,\"Ebo80~>", &[Filter::Ascii85]), b"Hello World!");
        assert_eq!(unpacked(b"87cUR~>", &[Filter::Ascii85]), b"Hell");
        assert_eq!(unpacked(b"\x02abc\xfed\x80x", &[Filter::RunLength]), b"abcddd");
        // Two filters, one after the other.
        let hidden = b"0261626380>";
        assert_eq!(unpacked(hidden, &[Filter::Hexadecimal, Filter::RunLength]), b"abc");
    }

    #[test]
    fn what_grows_without_end_is_stopped_where_it_is_too_much() {
        // Two bytes become 128.
        let data: Vec<u8> = std::iter::repeat_n([0x81, 0], 4 * 1024 * 1024).flatten().collect();
        let mut left = MOST;
        assert_eq!(
            count(&data, &[Filter::RunLength], &mut left, &|| Ok(())),
            Err(Fault::UnpacksTooLarge)
        );
    }
}
