//! Checks JPEG and PNG, from marker to marker and from chunk to chunk. Nothing is decoded; the cost of decoding is
//! known from the dimensions.

use crate::GoOn;
use crate::fault::Fault;

/// The first bytes of a PNG.
pub const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The longest side of an image: an A3 page at 600 dpi has 9,921.
pub const MAX_SIDE: u32 = 10_000;
/// The largest number of pixels: A4 at 600 dpi has 35 million. A viewer needs four bytes for each.
pub const MAX_POINTS: u64 = 64_000_000;

fn demand_sensible(width: u32, height: u32) -> Result<(), Fault> {
    if width == 0 || height == 0 {
        return Err(Fault::Unreadable);
    }
    let points = u64::from(width) * u64::from(height);
    if width > MAX_SIDE || height > MAX_SIDE || points > MAX_POINTS {
        return Err(Fault::ImageTooLarge);
    }
    Ok(())
}

fn at(bytes: &[u8], range: std::ops::Range<usize>) -> Result<&[u8], Fault> {
    bytes.get(range).ok_or(Fault::Unreadable)
}

fn big_endian(bytes: &[u8]) -> Result<u32, Fault> {
    bytes.try_into().map(u32::from_be_bytes).map_err(|_| Fault::Unreadable)
}

fn big_endian_short(bytes: &[u8]) -> Result<u16, Fault> {
    bytes.try_into().map(u16::from_be_bytes).map_err(|_| Fault::Unreadable)
}

/// Checks that the bytes are a JPEG: segments in order, one frame of plausible size, a scan, and an end. Telephones
/// append their own data after the end; these are accepted.
pub fn prove_jpeg(bytes: &[u8], go_on: GoOn<'_>) -> Result<(), Fault> {
    let byte = |at: usize| bytes.get(at).copied().ok_or(Fault::Unreadable);
    let mut place = 2;
    let mut has_frame = false;
    loop {
        go_on()?;
        // A marker: 0xFF, possibly repeated as padding, and its number.
        while byte(place)? == 0xFF && byte(place + 1)? == 0xFF {
            place += 1;
        }
        if byte(place)? != 0xFF {
            return Err(Fault::Unreadable);
        }
        let marker = byte(place + 1)?;
        place += 2;
        match marker {
            // An end before a scan, a second start, or a stuffed zero: not an image.
            0x00 | 0xD8 | 0xD9 => return Err(Fault::Unreadable),
            0x01 | 0xD0..=0xD7 => continue,
            _ => {}
        }
        let length = usize::from(big_endian_short(at(bytes, place..place + 2)?)?);
        let segment = at(bytes, place + 2..place + length.max(2))?;
        match marker {
            // Start of frame, all kinds; C4, C8 and CC are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let height = big_endian_short(at(segment, 1..3)?)?;
                let width = big_endian_short(at(segment, 3..5)?)?;
                if has_frame {
                    return Err(Fault::Unreadable);
                }
                demand_sensible(width.into(), height.into())?;
                has_frame = true;
            }
            0xDA => {
                let rest = bytes.get(place + length..).ok_or(Fault::Unreadable)?;
                // The end of the image is the only FF D9: in a scan, FF is followed by 00 or a restart marker.
                let ends = memchr::memmem::find(rest, &[0xFF, 0xD9]).is_some();
                return if has_frame && ends {
                    Ok(())
                } else {
                    Err(Fault::Unreadable)
                };
            }
            _ => {}
        }
        place += length.max(2);
    }
}

/// Checks that the bytes are a PNG: header, chunks with valid checksums, image data, and nothing after the end chunk.
pub fn prove_png(bytes: &[u8], go_on: GoOn<'_>) -> Result<(), Fault> {
    let mut rest = bytes.strip_prefix(PNG_SIGNATURE).ok_or(Fault::Unreadable)?;
    let (mut is_first, mut has_data) = (true, false);
    loop {
        go_on()?;
        let length = usize::try_from(big_endian(at(rest, 0..4)?)?).map_err(|_| Fault::Unreadable)?;
        let end = length.checked_add(12).ok_or(Fault::Unreadable)?;
        let kind = at(rest, 4..8)?;
        let data = at(rest, 8..end - 4)?;
        let checksum = big_endian(at(rest, end - 4..end)?)?;
        let mut crc = flate2::Crc::new();
        crc.update(at(rest, 4..end - 4)?);
        if crc.sum() != checksum || is_first != (kind == b"IHDR") {
            return Err(Fault::Unreadable);
        }
        match kind {
            b"IHDR" if length != 13 => return Err(Fault::Unreadable),
            b"IHDR" => demand_sensible(big_endian(&data[..4])?, big_endian(&data[4..8])?)?,
            b"IDAT" => has_data = true,
            b"IEND" if !has_data || length != 0 => return Err(Fault::Unreadable),
            b"IEND" if rest.len() > end => return Err(Fault::MoreBehind),
            b"IEND" => return Ok(()),
            // Compressed text and colour profiles may be decompression bombs, and a scan needs neither.
            b"iTXt" | b"zTXt" | b"iCCP" if length > 64 * 1024 => return Err(Fault::Unreadable),
            _ => {}
        }
        is_first = false;
        rest = &rest[end..];
    }
}
