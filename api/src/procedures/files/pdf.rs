//! PDF: header, trailer, streams that stay within bounds when they are inflated, and nothing that acts by itself.

use flate2::read::ZlibDecoder;
use std::io::Read;

/// How far into the end the mark of the end may lie (ISO 32000-1, Annex H, note 18).
const TAIL: usize = 1_024;
/// Most bytes that all streams together may inflate to: five pages at 300 dpi in colour, uncompressed, are 125 MB.
const MAX_INFLATED: u64 = 200 * 1024 * 1024;
/// Most times that a stream may be compressed over again; honest software does it once.
const MAX_NESTING: usize = 2;

/// What a scan does not need and a viewer might carry out: scripts, programs, files inside of the file.
const ACTING: &[&[u8]] = &[
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/EmbeddedFiles",
    b"/RichMedia",
    b"/XFA",
    b"/SubmitForm",
    b"/ImportData",
];

/// Whether the bytes are a PDF that can be opened without fear. An encrypted one cannot be looked into and is refused.
pub fn is_harmless(bytes: &[u8]) -> bool {
    let version = bytes.get(5..8);
    let has_version = version.is_some_and(|v| matches!(v[0], b'1' | b'2') && v[1] == b'.' && v[2].is_ascii_digit());
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if !has_version || find(tail, b"%%EOF").is_none() || find(tail, b"startxref").is_none() {
        return false;
    }
    streams_are_bounded(bytes).is_some()
}

/// Walks through the objects. What stands outside of streams is searched for what acts; streams are inflated to nowhere
/// and counted, and those that hold objects are searched as well.
fn streams_are_bounded(bytes: &[u8]) -> Option<()> {
    let mut left = MAX_INFLATED;
    let mut at = 0;
    let mut has_object = false;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let (head, start) = (&bytes[at..at + found], at + found + b"stream".len());
        if acts(head) {
            return None;
        }
        has_object |= find(head, b" obj").is_some();
        // The dictionary of the stream is what stands since its object began.
        let dictionary = rfind(head, b" obj").map_or(head, |object| &head[object..]);
        let start = start
            + match bytes.get(start..)? {
                [b'\r', b'\n', ..] => 2,
                [b'\n' | b'\r', ..] => 1,
                _ => 0,
            };
        let length = find(bytes.get(start..)?, b"endstream")?;
        let data = &bytes[start..start + length];
        let nesting = count(dictionary, b"/FlateDecode") + count(dictionary, b"/Fl ");
        if nesting > MAX_NESTING || find(dictionary, b"/LZWDecode").is_some() {
            return None;
        }
        if nesting > 0 {
            inflate(data, nesting, is_object_stream(dictionary), &mut left)?;
        }
        at = start + length + b"endstream".len();
    }
    let rest = &bytes[at..];
    has_object |= find(rest, b" obj").is_some();
    (has_object && !acts(rest)).then_some(())
}

fn is_object_stream(dictionary: &[u8]) -> bool {
    find(dictionary, b"/ObjStm").is_some()
}

/// Inflates a stream and takes its size off what is left; none when there is no more. A stream that breaks off is
/// counted as far as it goes: viewers show it as far as it goes.
fn inflate(data: &[u8], nesting: usize, is_searched: bool, left: &mut u64) -> Option<()> {
    if nesting == 1 && !is_searched {
        let size = read(ZlibDecoder::new(data), *left, |_| ())?;
        *left -= size;
        return Some(());
    }
    let mut inflated = Vec::new();
    let size = read(ZlibDecoder::new(data), *left, |part| inflated.extend_from_slice(part))?;
    *left -= size;
    if nesting > 1 {
        return inflate(&inflated, nesting - 1, is_searched, left);
    }
    (!acts(&inflated)).then_some(())
}

/// Reads to the end, at most `limit` bytes.
fn read(mut from: impl Read, limit: u64, mut each: impl FnMut(&[u8])) -> Option<u64> {
    let (mut size, mut buffer) = (0_u64, vec![0_u8; 64 * 1024]);
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) | Err(_) => return Some(size),
            Ok(count) => count,
        };
        size += count as u64;
        if size > limit {
            return None;
        }
        each(&buffer[..count]);
    }
}

/// Whether one of the names stands there as a whole: `/JS` is not the beginning of `/JSX`. Names may be written with
/// `#4A` for a letter, which no honest software does with these; such a file is refused as well.
fn acts(bytes: &[u8]) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let named = ACTING.iter().any(|name| {
        let mut at = 0;
        while let Some(found) = find(&bytes[at..], name) {
            at += found + name.len();
            if is_end(bytes.get(at)) {
                return true;
            }
        }
        false
    });
    named || find(bytes, b"/Encrypt").is_some() || has_escaped_name(bytes)
}

fn has_escaped_name(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"/") {
        let name = &bytes[at + found + 1..];
        let end = name
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || b"/<>[]()%".contains(byte));
        let name = &name[..end.unwrap_or(name.len())];
        if let Some(escaped) = find(name, b"#") {
            let code = name.get(escaped + 1..escaped + 3).unwrap_or_default();
            let letter = std::str::from_utf8(code)
                .ok()
                .and_then(|code| u8::from_str_radix(code, 16).ok());
            if letter.is_some_and(|letter| letter.is_ascii_alphabetic()) {
                return true;
            }
        }
        at += found + 1;
    }
    false
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what).count()
}
