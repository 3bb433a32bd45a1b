mod hostile;

use super::*;
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

fn judged(name: &str, bytes: impl AsRef<[u8]>) -> Result<FileKind, Fault> {
    prove(name, bytes.as_ref(), &|| Ok(()))
}

fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

/// Returns a PDF of one stream with these dictionary entries and this content.
fn pdf(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n3 0 obj\n<< ".to_vec();
    bytes.extend_from_slice(format!("{entries} /Length {} >>\nstream\n", content.len()).as_bytes());
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    bytes
}

/// A ZIP file without entries.
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
        assert_eq!(judged("Mau-so-1.pdf", bytes), Err(Fault::TypeRefused));
    }
}

#[test]
fn a_name_says_what_the_content_is() {
    for name in ["a.png", "a.pdf.exe", "pdf", "a.", ".pdfx"] {
        assert_eq!(judged(name, pdf("", b"")), Err(Fault::NameMismatch), "{name}");
    }
    assert_eq!(judged("a.pdf", png(1, 1)), Err(Fault::NameMismatch));
    assert_eq!(judged("a.png", jpeg(1, 1)), Err(Fault::NameMismatch));
}

#[test]
fn a_pdf_has_a_beginning_and_an_end() {
    let whole = pdf("", b"BT ET");
    let without_end = whole[..whole.len() - 6].to_vec();
    assert_eq!(judged("a.pdf", without_end), Err(Fault::Unreadable));
    // A ZIP file after the characters %PDF-.
    let dressed = [b"%PDF-1.7\n".as_slice(), ZIP].concat();
    assert_eq!(judged("a.pdf", dressed), Err(Fault::Unreadable));
    let dressed = [b"%PDF-1.7\n".as_slice(), ZIP, b"\nstartxref\n0\n%%EOF\n"].concat();
    assert_eq!(judged("a.pdf", dressed), Err(Fault::Unreadable));
    assert_eq!(
        judged("a.pdf", b"%PDF-x.y 1 0 obj startxref %%EOF"),
        Err(Fault::Unreadable)
    );
    // Far from the end.
    let padded = [whole, vec![b' '; 2_000]].concat();
    assert_eq!(judged("a.pdf", padded), Err(Fault::Unreadable));
}

#[test]
fn a_bomb_in_the_clothes_of_a_pdf_is_refused() {
    // 300 MB in 300 KB.
    let bomb = deflated(&vec![0; 300 * 1024 * 1024]);
    assert!(bomb.len() < 400 * 1024);
    assert_eq!(
        judged("a.pdf", pdf("/Filter /FlateDecode", &bomb)),
        Err(Fault::UnpacksTooLarge)
    );
    // Each part is within the limits, all of them together are not.
    let part = deflated(&vec![0; 80 * 1024 * 1024]);
    let one = pdf("/Filter /FlateDecode", &part);
    let many = [one.clone(), one.clone(), one].concat();
    assert_eq!(judged("a.pdf", many), Err(Fault::UnpacksTooLarge));
    // Packed twice.
    let wrapped = deflated(&bomb);
    let entries = "/Filter [/FlateDecode /FlateDecode]";
    let too_large = Err(Fault::UnpacksTooLarge);
    assert_eq!(judged("a.pdf", pdf(entries, &wrapped)), too_large);
    // Written as hexadecimal digits, without the zlib header, with abbreviated filter names.
    let letters: String = bomb.iter().map(|byte| format!("{byte:02x}")).collect();
    let entries = "/Filter [/AHx /Fl]";
    assert_eq!(judged("a.pdf", pdf(entries, letters.as_bytes())), too_large);
    assert_eq!(judged("a.pdf", pdf("/Filter /FlateDecode", &bomb[2..])), too_large);
    let entries = "/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode /FlateDecode]";
    assert_eq!(judged("a.pdf", pdf(entries, b"")), Err(Fault::PackingUnknown));
    // Declared in another object, so that the unpacked content is unknown here.
    assert_eq!(judged("a.pdf", pdf("/Filter 9 0 R", &bomb)), Err(Fault::PackingUnknown));
    assert_eq!(
        judged("a.pdf", pdf("/Filter /LZWDecode", b"")),
        Err(Fault::PackingUnknown)
    );
}

#[test]
fn a_stream_of_objects_stays_small() {
    // Nine megabytes of white space are no objects.
    let hidden = deflated(&vec![b' '; 9 * 1024 * 1024]);
    let entries = "/Type /ObjStm /N 0 /First 0 /Filter /FlateDecode";
    assert_eq!(judged("a.pdf", pdf(entries, &hidden)), Err(Fault::UnpacksTooLarge));
}

#[test]
fn what_the_next_filter_leaves_out_is_counted_too() {
    // Nine megabytes of white space are no digits.
    let spaces = deflated(&vec![b' '; 9 * 1024 * 1024]);
    for filter in ["AHx", "A85"] {
        let entries = format!("/Type /ObjStm /N 0 /First 0 /Filter [/FlateDecode /{filter}]");
        assert_eq!(judged("a.pdf", pdf(&entries, &spaces)), Err(Fault::UnpacksTooLarge));
        let few = deflated(&vec![b' '; 1024 * 1024]);
        assert_eq!(judged("a.pdf", pdf(&entries, &few)), Ok(FileKind::Pdf));
    }
}

#[test]
fn pairs_that_lead_through_the_same_white_space_are_refused() {
    let inside = |pairs: usize| format!("{}{}7", "4 0 ".repeat(pairs), " ".repeat(1_000));
    let entries = |pairs: usize| format!("/Type /ObjStm /N {pairs} /First {}", 4 * pairs);
    assert_eq!(
        judged("a.pdf", pdf(&entries(1), inside(1).as_bytes())),
        Ok(FileKind::Pdf)
    );
    assert_eq!(
        judged("a.pdf", pdf(&entries(100), inside(100).as_bytes())),
        Err(Fault::Unreadable)
    );
}

const SCRIPT: &str = "<< /S /JavaScript /JS (app.alert(1)) >>";

#[test]
fn a_pdf_that_acts_or_hides_is_refused_and_it_is_said_why() {
    let script = format!("/OpenAction {SCRIPT}");
    for (entries, why) in [
        (script.as_str(), Fault::Acts),
        ("/S /Launch", Fault::Acts),
        ("/Type /EmbeddedFile", Fault::Acts),
        ("/EF << /F 5 0 R >>", Fault::Acts),
        ("/S /J#61vaScript", Fault::Acts),
        ("/Encrypt 5 0 R", Fault::Encrypted),
    ] {
        assert_eq!(judged("a.pdf", pdf(entries, b"")), Err(why), "{entries}");
    }
    // Inside a picture the same letters have no meaning, and `/JSX` is another name.
    assert_eq!(judged("a.pdf", pdf("/JSX 1", b"/JavaScript")), Ok(FileKind::Pdf));
    // The same inside a string.
    assert_eq!(
        judged("a.pdf", pdf("/Title (/JavaScript /Encrypt)", b"")),
        Ok(FileKind::Pdf)
    );
}

#[test]
fn what_a_stream_of_objects_holds_is_read_however_it_is_packed() {
    let plain = format!("4 0 {SCRIPT}");
    let letters: String = plain.bytes().map(|byte| format!("{byte:02X}")).collect();
    for (filter, content) in [
        ("", plain.clone().into_bytes()),
        ("/Filter /FlateDecode", deflated(plain.as_bytes())),
        ("/Filter [/Fl]", deflated(plain.as_bytes())),
        (
            "/Filter [/FlateDecode /FlateDecode]",
            deflated(&deflated(plain.as_bytes())),
        ),
        ("/Filter /ASCIIHexDecode", letters.clone().into_bytes()),
        ("/Filter [/AHx]", letters.into_bytes()),
    ] {
        for kind in ["/Type /ObjStm /N 1", "/N 1", "/Type /#4FbjStm /N 1", "/Type 8 0 R /N 1"] {
            let entries = format!("{kind} /First 4 {filter}");
            assert_eq!(judged("a.pdf", pdf(&entries, &content)), Err(Fault::Acts), "{entries}");
        }
    }
    // What this reader cannot read to the end, other readers may.
    let entries = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let cut = &deflated(b"4 0 << /Kids [] >>")[..12];
    assert_eq!(judged("a.pdf", pdf(entries, cut)), Err(Fault::Unreadable));
    // A pair that leads into the middle of a value.
    let inside = b"4 2 << /A (<< >>) >>";
    assert_eq!(
        judged("a.pdf", pdf("/Type /ObjStm /N 1 /First 4", inside)),
        Err(Fault::Unreadable)
    );
    let honest = deflated(b"4 0 5 14 << /Kids [] >> 7 << /A 5 0 R >>");
    let entries = "/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode";
    assert_eq!(judged("a.pdf", pdf(entries, &honest)), Ok(FileKind::Pdf));
}

/// Returns a whole file with these objects, and with the given text before the table.
fn whole(objects: &[&str], before_table: &str) -> Vec<u8> {
    let (mut text, mut places) = ("%PDF-1.7\n".to_owned(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        places.push(text.len());
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    text.push_str(before_table);
    let table = text.len();
    text.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        text.push_str(&format!("{place:010} 00000 n \n"));
    }
    text.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    text.into_bytes()
}

#[test]
fn nothing_can_hide_where_only_a_viewer_would_look() {
    let catalog = "<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>";
    let pages = [
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R >>",
    ];
    assert_eq!(
        judged("a.pdf", whole(&[catalog, pages[0], pages[1], "<< >>"], "")),
        Ok(FileKind::Pdf)
    );
    // Between comments that look like a stream.
    let wrapped = format!("% stream\n4 0 obj\n{SCRIPT}\nendobj\n% endstream\n");
    let file = whole(&[catalog, pages[0], pages[1]], &wrapped);
    assert_eq!(judged("a.pdf", file), Err(Fault::Acts));
    let object = format!("4 0 obj {SCRIPT} endobj");
    for hiding in [
        // In a comment, in a string, in a hexadecimal string, in a stream, after the declared end of a shorter stream.
        format!("% {object}\n"),
        format!("5 0 obj << /Title ({object}) >> endobj\n"),
        format!("5 0 obj << /Length 3 >> stream\n{object}\nendstream endobj\n"),
        format!("5 0 obj << >> stream\n4%\n0 %\nobj{SCRIPT} endobj\nendstream endobj\n"),
        // A separate trailer, with its root inside.
        format!("5 0 obj << >> stream\nxref\n0 0\ntrailer << /Root << /OpenAction {SCRIPT} >> >>\nendstream endobj\n"),
        "5 0 obj << /Length 900 >> stream\n \nendstream endobj\n".to_owned(),
        "5 0 obj << /Length 6 0 R >> stream\n \nendstream endobj 6 0 obj 900 endobj\n".to_owned(),
        "5 0 obj << >> stream\n \n".to_owned(),
        "5 0 obj << /A << >> endobj\n".to_owned(),
        "anything else\n".to_owned(),
        format!("5 0 obj {} endobj\n", "[".repeat(5_000)),
    ] {
        let file = whole(&[catalog, pages[0], pages[1]], &hiding);
        assert_eq!(judged("a.pdf", file), Err(Fault::Unreadable), "{hiding:.80}");
    }
    let file = [whole(&[catalog, pages[0], pages[1], "<< >>"], ""), ZIP.to_vec()].concat();
    assert_eq!(judged("a.pdf", file), Err(Fault::MoreBehind));
}

#[test]
fn a_work_on_a_file_ends_when_nobody_waits_for_it() {
    let bomb = deflated(&vec![0; 10 * 1024 * 1024]);
    for (name, bytes) in [
        ("a.pdf", pdf("/Filter /FlateDecode", &bomb)),
        ("a.jpg", jpeg(10, 10)),
        ("a.png", png(10, 10)),
    ] {
        let given_up = prove(name, &bytes, &|| Err(GivenUp));
        assert_eq!(given_up, Err(Fault::GivenUp(GivenUp)), "{name}");
    }
}

#[test]
fn an_image_is_whole_and_of_a_sensible_size() {
    for (width, height, why) in [
        (0, 1, Fault::Unreadable),
        (1, 0, Fault::Unreadable),
        (60_000, 60_000, Fault::ImageTooLarge),
        (10_001, 1, Fault::ImageTooLarge),
        (9_000, 9_000, Fault::ImageTooLarge),
    ] {
        assert_eq!(judged("a.png", png(width, height)), Err(why), "{width} {height}");
        let (width, height) = (u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
        assert_eq!(judged("a.jpg", jpeg(width, height)), Err(why), "{width} {height}");
    }
    let mut broken = png(10, 10);
    broken[20] ^= 1;
    assert_eq!(judged("a.png", broken), Err(Fault::Unreadable));
    let followed = [png(10, 10), ZIP.to_vec()].concat();
    assert_eq!(judged("a.png", followed), Err(Fault::MoreBehind));
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
