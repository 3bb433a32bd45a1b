//! Reads the QR code of a citizen card in a picture, for browsers that cannot. `ZXing` in its Rust form; a program of its
//! own, so that only those browsers load it, and so that a picture that it stumbles over takes nothing down with it.

use rxing::common::{DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{Binarizer, Luma8LuminanceSource};
use wasm_bindgen::prelude::wasm_bindgen;

/// Most places in one picture that are looked at as a code.
const MOST_TRIED: usize = 12;

/// The text of the first code that can be of a citizen card: others lie on desks, too. `rgba` has four bytes a pixel, row
/// by row.
#[wasm_bindgen]
#[must_use]
pub fn read(rgba: &[u8], width: u32, height: u32) -> Option<String> {
    let luma = rgba.chunks_exact(4).map(brightness).collect();
    let source = Luma8LuminanceSource::new(luma, width, height).ok()?;
    let picture = HybridBinarizer::new(source);
    let picture = picture.get_black_matrix().ok()?;
    let mut corners = FindFinderPatterns(picture, true, 1);
    let places = GenerateFinderPatternSets(&mut corners);
    places.iter().take(MOST_TRIED).find_map(|place| {
        let found = SampleQR(picture, place).ok()?;
        let code = Decode(found.getBits()).ok()?;
        // Citizen cards say nothing of their alphabet; it is UTF-8.
        let text = String::from_utf8(code.content().bytes().to_vec()).ok()?;
        text.contains('|').then_some(text)
    })
}

/// Of red, green, blue (ITU-R BT.601, in 256ths).
fn brightness(pixel: &[u8]) -> u8 {
    let [red, green, blue, ..] = pixel else { return 0 };
    let sum = u32::from(*red) * 77 + u32::from(*green) * 151 + u32::from(*blue) * 28;
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::read;
    use fast_qr::qr::QRBuilder;

    const CARD: &str = "056187004517|271234567|Nguyễn Thị Thu Hương|09061987|Nữ|Tổ 4, Phường Vĩnh Phước, Thành phố Nha Trang, \
                        Tỉnh Khánh Hòa|15062021";
    const WIDTH: u32 = 1280;
    const HEIGHT: u32 = 720;

    /// What a camera makes of a card on a desk: turned by that angle, so many pixels to a module, with that much noise.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "only where it was seen to lie inside the code"
    )]
    fn picture(text: &str, angle: f64, module: f64, noise: i32) -> Vec<u8> {
        let code = QRBuilder::new(text).build().unwrap();
        let size = f64::from(u32::try_from(code.size).unwrap());
        let (sin, cos) = angle.sin_cos();
        let mut chance = 12_345_u32;
        let mut rgba = Vec::new();
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (dx, dy) = (f64::from(x) - 600.0, f64::from(y) - 360.0);
                let (u, v) = ((cos * dx + sin * dy) / module, (cos * dy - sin * dx) / module);
                let (u, v) = (u + size / 2.0, v + size / 2.0);
                let inside = |at: f64, margin: f64| at >= -margin && at < size + margin;
                let ink = if inside(u, 0.0) && inside(v, 0.0) {
                    if code.data[v as usize * code.size + u as usize].value() {
                        50
                    } else {
                        205
                    }
                } else if inside(u, 4.0) && inside(v, 4.0) {
                    205
                } else {
                    130
                };
                chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let shaken = ink + i32::try_from(chance >> 16).unwrap() % (2 * noise + 1) - noise;
                let value = u8::try_from(shaken.clamp(0, 255)).unwrap();
                rgba.extend([value, value, value, 255]);
            }
        }
        rgba
    }

    #[test]
    fn the_code_of_a_card_is_read_however_it_is_held() {
        for (angle, module, noise) in [
            (0.0, 5.0, 4),
            (0.2, 6.0, 10),
            (1.0, 7.0, 20),
            (3.3, 4.0, 6),
            (-0.7, 9.0, 25),
        ] {
            let text = read(&picture(CARD, angle, module, noise), WIDTH, HEIGHT);
            assert_eq!(text.as_deref(), Some(CARD), "{angle} {module} {noise}");
        }
    }

    #[test]
    fn a_code_that_is_no_card_and_a_desk_without_codes_say_nothing() {
        assert_eq!(
            read(&picture("https://example.vn/thuc-don", 0.1, 8.0, 5), WIDTH, HEIGHT),
            None
        );
        assert_eq!(read(&vec![128; (WIDTH * HEIGHT * 4) as usize], WIDTH, HEIGHT), None);
    }

    #[test]
    fn a_picture_that_is_not_as_large_as_it_says_is_no_picture() {
        assert_eq!(read(&[1, 2, 3], WIDTH, HEIGHT), None);
        assert_eq!(read(&[], 0, 0), None);
    }
}
