//! Tests with invalid bytes: every input is judged, always with the same result, and the work ends.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::cell::Cell;

/// Returns files that are accepted.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let objects = deflated(b"4 0 5 14 << /Kids [] >> 7 << /A 5 0 R >>");
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page = "<< /Type /Page /Parent 2 0 R /Title (a\\)b) /ID [<4A>] >>";
    vec![
        ("a.pdf", pdf("", b"BT ET")),
        ("a.pdf", pdf("/Filter /FlateDecode", &deflated(b"BT ET"))),
        ("a.pdf", pdf("/Filter [/AHx /RL]", b"0261626380>")),
        (
            "a.pdf",
            pdf("/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode", &objects),
        ),
        (
            "a.pdf",
            whole(&["<< /Type /Catalog /Pages 2 0 R >>", pages, page, "7"], ""),
        ),
        ("a.jpg", jpeg(10, 10)),
        ("a.png", png(10, 10)),
    ]
}

/// The first bytes of files that are read.
const HEADS: &[&[u8]] = &[
    b"%PDF-1.7\n",
    b"%PDF-1.7\n1 0 obj\n",
    b"\xFF\xD8\xFF",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    b"",
];

/// The end of a PDF, so that more than its end is checked; or none.
const TAILS: &[&[u8]] = &[b"\nstartxref\n9\n%%EOF\n", b""];

const WORDS: &[&[u8]] = &[
    b" 9 0 obj ",
    b" endobj ",
    b" obj",
    b"<< ",
    b" >> ",
    b"[",
    b"]",
    b"(",
    b")",
    b"\\",
    b"% ",
    b"\r",
    b"\n",
    b"<",
    b">",
    b"{",
    b" stream\n",
    b"\nendstream ",
    b" /Length 99999999999999999999 ",
    b" /Length -1 ",
    b" /Length 9 0 R ",
    b" /First 18446744073709551615 ",
    b" /First 9 ",
    b" /Type /ObjStm ",
    b" /Type 9 0 R ",
    b" /Filter [/AHx /A85 /RL /Fl] ",
    b" /Filter /A85 ",
    b" /Filter /RunLengthDecode ",
    b" /DecodeParms << >> ",
    b" /#",
    b" -9223372036854775808 ",
    b" trailer ",
    b" xref ",
    b" startxref ",
    b"%%EOF",
    b"zzzzz~>",
    b"uuuuu",
    b"\x81\0",
    b"\xFF\xFF",
    b"\xFF\xC0\0\x0b\x08",
    b"\xFF\xDA\0\0",
    b"\xFF\xD9",
    b"\xFF\xFF\xFF\xFFIDAT",
    b"\0\0\0\0IEND\xae\x42\x60\x82",
];

/// The largest size after repetition.
const LONGEST: usize = 16 * 1024;

/// A modification of bytes.
#[derive(Debug, Clone)]
enum Damage {
    Flip(Index, u8),
    Cut(Index),
    Insert(Index, &'static [u8]),
    /// A repetition of a piece, this number of times.
    Repeat(Index, Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<Index>(), 1_u8..).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), select(WORDS)).prop_map(|(at, word)| Damage::Insert(at, word)),
        (any::<Index>(), any::<Index>(), 1_usize..40).prop_map(|(from, to, times)| Damage::Repeat(from, to, times)),
    ]
}

fn do_to(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Flip(at, bits) => {
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Insert(at, word) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, word.iter().copied());
        }
        Damage::Repeat(from, to, times) => {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let piece = bytes[from.min(to)..from.max(to)].repeat(*times);
            if bytes.len() + piece.len() <= LONGEST {
                bytes.splice(from..from, piece);
            }
        }
    }
}

/// Judges twice: with the same result, and with at most one step for each byte. Returns the number of steps.
fn judge_twice(name: &str, bytes: &[u8]) -> Result<usize, TestCaseError> {
    let asked = Cell::new(0);
    let go_on = || {
        asked.set(asked.get() + 1);
        Ok(())
    };
    let judged = prove(name, bytes, &go_on);
    prop_assert_eq!(judged, prove(name, bytes, &|| Ok(())));
    prop_assert!(
        asked.get() <= bytes.len() + 2,
        "{} steps for {} bytes",
        asked.get(),
        bytes.len()
    );
    Ok(asked.get())
}

proptest! {
    #[test]
    fn any_bytes_are_judged(head in select(HEADS), bytes in vec(any::<u8>(), 0..400), tail in select(TAILS)) {
        judge_twice("a.pdf", &[head, &bytes, tail].concat())?;
    }

    #[test]
    fn any_words_are_judged(head in select(HEADS), words in vec(select(WORDS), 0..40), tail in select(TAILS)) {
        judge_twice("a.pdf", &[head, &words.concat(), tail].concat())?;
    }

    #[test]
    fn any_stream_of_objects_is_judged(words in vec(select(WORDS), 0..20), first in 0..60_usize, is_packed in any::<bool>()) {
        let inside = [&b"4 0 5 9 "[..], &words.concat()].concat();
        let entries = format!("/Type /ObjStm /N 2 /First {first}");
        let file = if is_packed {
            pdf(&format!("{entries} /Filter /FlateDecode"), &deflated(&inside))
        } else {
            pdf(&entries, &inside)
        };
        judge_twice("a.pdf", &file)?;
    }

    #[test]
    fn a_damaged_file_is_judged(at in any::<Index>(), damages in vec(damage(), 1..6)) {
        let samples = samples();
        let (name, file) = at.get(&samples);
        let mut file = file.clone();
        for damage in &damages {
            do_to(&mut file, damage);
        }
        judge_twice(name, &file)?;
    }

    #[test]
    fn whoever_gives_up_is_heard_at_once(at in any::<Index>(), after in any::<Index>()) {
        let samples = samples();
        let (name, file) = at.get(&samples);
        let steps = judge_twice(name, file)?;
        prop_assume!(steps > 0);
        let after = after.index(steps);
        let asked = Cell::new(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            if asked.get() > after { Err(GivenUp) } else { Ok(()) }
        };
        prop_assert_eq!(prove(name, file, &go_on), Err(Fault::GivenUp(GivenUp)));
        prop_assert_eq!(asked.get(), after + 1);
    }
}

#[test]
fn the_files_that_are_damaged_here_are_whole() {
    for (name, file) in samples() {
        assert!(judged(name, file).is_ok(), "{name}");
    }
}
