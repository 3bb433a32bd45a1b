//! JPEG and PNG: walked from marker to marker and from chunk to chunk. Nothing is decoded; what decoding would cost is
//! known from the dimensions.

/// How a PNG begins.
pub const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The longest side of an image: an A3 page at 600 dpi has 9,921.
const MAX_SIDE: u32 = 10_000;
/// The most points: A4 at 600 dpi has 35 million. Four bytes each is what a viewer needs.
const MAX_POINTS: u64 = 64_000_000;

fn is_sensible(width: u32, height: u32) -> bool {
    (1..=MAX_SIDE).contains(&width)
        && (1..=MAX_SIDE).contains(&height)
        && u64::from(width) * u64::from(height) <= MAX_POINTS
}

fn big_endian(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}

/// Whether the bytes are a JPEG: segments in order, one frame of sensible size, a scan, and an end. Telephones put data
/// of their own behind the end; that is left alone.
pub fn is_jpeg(bytes: &[u8]) -> bool {
    walk_jpeg(bytes).is_some()
}

fn walk_jpeg(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    let mut has_frame = false;
    loop {
        // A marker: 0xFF, perhaps repeated as filling, and its number.
        while bytes.get(at)? == &0xFF && bytes.get(at + 1)? == &0xFF {
            at += 1;
        }
        if bytes.get(at)? != &0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        at += 2;
        match marker {
            // The end before a scan, a second start, a stuffed zero: no image.
            0x00 | 0xD8 | 0xD9 => return None,
            0x01 | 0xD0..=0xD7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let segment = bytes.get(at + 2..at + length.max(2))?;
        match marker {
            // Start of frame, all kinds; C4, C8 and CC are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let side = |from: usize| {
                    Some(u32::from(u16::from_be_bytes(
                        segment.get(from..from + 2)?.try_into().ok()?,
                    )))
                };
                let (height, width) = (side(1)?, side(3)?);
                if has_frame || !is_sensible(width, height) {
                    return None;
                }
                has_frame = true;
            }
            0xDA => {
                let rest = bytes.get(at + length..)?;
                // The end of the image is the only FF D9 there: in a scan FF is followed by 00 or a restart.
                let ends = rest.windows(2).any(|pair| pair == [0xFF, 0xD9]);
                return (has_frame && ends).then_some(());
            }
            _ => {}
        }
        at += length.max(2);
    }
}

/// Whether the bytes are a PNG: header, chunks with right checksums, image data, and the end at the end.
pub fn is_png(bytes: &[u8]) -> bool {
    walk_png(bytes).is_some()
}

fn walk_png(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.strip_prefix(PNG_SIGNATURE)?;
    let (mut is_first, mut has_data) = (true, false);
    loop {
        let length = usize::try_from(big_endian(rest.get(..4)?)?).ok()?;
        let kind = rest.get(4..8)?;
        let data = rest.get(8..length.checked_add(8)?)?;
        let checksum = big_endian(rest.get(length + 8..length.checked_add(12)?)?)?;
        let mut crc = flate2::Crc::new();
        crc.update(rest.get(4..length + 8)?);
        if crc.sum() != checksum || is_first != (kind == b"IHDR") {
            return None;
        }
        match kind {
            b"IHDR" if length != 13 || !is_sensible(big_endian(&data[..4])?, big_endian(&data[4..8])?) => return None,
            b"IDAT" => has_data = true,
            b"IEND" => return (has_data && length == 0 && rest.len() == 12).then_some(()),
            // Compressed text and colour profiles may be bombs of their own, and a scan needs neither.
            b"iTXt" | b"zTXt" | b"iCCP" if length > 64 * 1024 => return None,
            _ => {}
        }
        is_first = false;
        rest = rest.get(length + 12..)?;
    }
}
