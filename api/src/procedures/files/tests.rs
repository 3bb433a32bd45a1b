use super::*;
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

fn judged(name: &str, bytes: impl Into<Vec<u8>>) -> Result<FileKind, FieldCode> {
    let file = File {
        name: name.to_owned(),
        bytes: bytes.into(),
    };
    prove(file).map(|file| file.kind)
}

fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of one stream with the dictionary entries and content given.
fn pdf(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n3 0 obj\n<< ".to_vec();
    bytes.extend_from_slice(format!("{entries} /Length {} >>\nstream\n", content.len()).as_bytes());
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    bytes
}

/// A zip with one empty entry.
const ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], &kind, data, &crc.sum().to_be_bytes()].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [
        image::PNG_SIGNATURE,
        &chunk(*b"IHDR", &header),
        &chunk(*b"IDAT", &deflated(&[0; 4])),
        &chunk(*b"IEND", &[]),
    ]
    .concat()
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let (h, w) = (height.to_be_bytes(), width.to_be_bytes());
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, b'J', b'F', 0xFF, 0xC0, 0, 11, 8];
    bytes.extend_from_slice(&[h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]);
    bytes.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0, 0x34, 0xFF, 0xD9]);
    bytes
}

#[test]
fn a_scan_of_each_kind_is_taken() {
    assert_eq!(judged("Mau-so-1.pdf", pdf("", b"BT ET")), Ok(FileKind::Pdf));
    let page = deflated(&vec![b' '; 26 * 1024 * 1024]);
    assert_eq!(judged("A.PDF", pdf("/Filter /FlateDecode", &page)), Ok(FileKind::Pdf));
    assert_eq!(judged("a.jpg", jpeg(4_960, 7_016)), Ok(FileKind::Jpeg));
    assert_eq!(
        judged("a.JPEG", [jpeg(10, 10), b"SEFT".to_vec()].concat()),
        Ok(FileKind::Jpeg)
    );
    assert_eq!(judged("a.png", png(4_960, 7_016)), Ok(FileKind::Png));
}

#[test]
fn what_is_none_of_the_three_is_refused_whatever_its_name() {
    for bytes in [ZIP, b"MZ\x90\0", b"<html></html>", b"", b"%!PS-Adobe-3.0", b"GIF89a"] {
        assert_eq!(judged("Mau-so-1.pdf", bytes), Err(FieldCode::FileTypeRefused));
    }
}

#[test]
fn a_name_says_what_the_content_is() {
    for name in ["a.png", "a.pdf.exe", "pdf", "a.", ".pdfx"] {
        assert_eq!(judged(name, pdf("", b"")), Err(FieldCode::FileNameMismatch), "{name}");
    }
    assert_eq!(judged("a.pdf", png(1, 1)), Err(FieldCode::FileNameMismatch));
    assert_eq!(judged("a.png", jpeg(1, 1)), Err(FieldCode::FileNameMismatch));
}

#[test]
fn a_pdf_has_a_beginning_and_an_end() {
    let whole = pdf("", b"BT ET");
    let without_end = whole[..whole.len() - 6].to_vec();
    assert_eq!(judged("a.pdf", without_end), Err(FieldCode::FileUnreadable));
    // A zip behind the letters %PDF-.
    let dressed = [b"%PDF-1.7\n".as_slice(), ZIP].concat();
    assert_eq!(judged("a.pdf", dressed), Err(FieldCode::FileUnreadable));
    let dressed = [b"%PDF-1.7\n".as_slice(), ZIP, b"\nstartxref\n0\n%%EOF\n"].concat();
    assert_eq!(judged("a.pdf", dressed), Err(FieldCode::FileUnreadable));
    assert_eq!(
        judged("a.pdf", b"%PDF-x.y 1 0 obj startxref %%EOF".to_vec()),
        Err(FieldCode::FileUnreadable)
    );
    // Far from the end.
    let padded = [whole, vec![b' '; 2_000]].concat();
    assert_eq!(judged("a.pdf", padded), Err(FieldCode::FileUnreadable));
}

#[test]
fn a_bomb_in_the_clothes_of_a_pdf_is_refused() {
    // 300 MB in 300 KB.
    let bomb = deflated(&vec![0; 300 * 1024 * 1024]);
    assert!(bomb.len() < 400 * 1024);
    assert_eq!(
        judged("a.pdf", pdf("/Filter /FlateDecode", &bomb)),
        Err(FieldCode::FileUnreadable)
    );
    // Each within bounds, all of them together not.
    let part = deflated(&vec![0; 80 * 1024 * 1024]);
    let one = pdf("/Filter /FlateDecode", &part);
    let many = [one.clone(), one.clone(), one].concat();
    assert_eq!(judged("a.pdf", many), Err(FieldCode::FileUnreadable));
    // Wrapped once more.
    let wrapped = deflated(&bomb);
    let entries = "/Filter [/FlateDecode /FlateDecode]";
    assert_eq!(judged("a.pdf", pdf(entries, &wrapped)), Err(FieldCode::FileUnreadable));
    let entries = "/Filter [/FlateDecode /FlateDecode /FlateDecode]";
    assert_eq!(judged("a.pdf", pdf(entries, b"")), Err(FieldCode::FileUnreadable));
}

#[test]
fn a_pdf_that_acts_or_hides_is_refused() {
    for entries in [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/S /Launch",
        "/Type /EmbeddedFile",
        "/Encrypt 5 0 R",
        "/S /J#61vaScript",
    ] {
        assert_eq!(
            judged("a.pdf", pdf(entries, b"")),
            Err(FieldCode::FileUnreadable),
            "{entries}"
        );
    }
    let hidden = deflated(b"4 0 << /S /JavaScript /JS (app.alert(1)) >>");
    let entries = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    assert_eq!(judged("a.pdf", pdf(entries, &hidden)), Err(FieldCode::FileUnreadable));
    // In the middle of a picture the same letters mean nothing, and `/JSX` is another name.
    assert_eq!(judged("a.pdf", pdf("/JSX 1", b"/JavaScript")), Ok(FileKind::Pdf));
}

#[test]
fn an_image_is_whole_and_of_a_sensible_size() {
    for (width, height) in [(0, 1), (1, 0), (60_000, 60_000), (10_001, 1), (9_000, 9_000)] {
        assert_eq!(
            judged("a.png", png(width, height)),
            Err(FieldCode::FileUnreadable),
            "{width} {height}"
        );
        let (width, height) = (u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
        assert_eq!(
            judged("a.jpg", jpeg(width, height)),
            Err(FieldCode::FileUnreadable),
            "{width} {height}"
        );
    }
    let mut broken = png(10, 10);
    broken[20] ^= 1;
    assert_eq!(judged("a.png", broken), Err(FieldCode::FileUnreadable));
    let followed = [png(10, 10), ZIP.to_vec()].concat();
    assert_eq!(judged("a.png", followed), Err(FieldCode::FileUnreadable));
}

#[test]
fn no_cut_makes_the_checks_fail_or_pass() {
    for (name, whole) in [
        ("a.jpg", jpeg(10, 10)),
        ("a.png", png(10, 10)),
        ("a.pdf", pdf("", b"BT ET")),
    ] {
        for length in 0..whole.len() {
            // The PDF ends with a line break that may be missing.
            let is_whole = name == "a.pdf" && length == whole.len() - 1;
            assert_eq!(judged(name, &whole[..length]).is_ok(), is_whole, "{name} {length}");
        }
    }
}
