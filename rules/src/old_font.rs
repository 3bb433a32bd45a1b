//! Vietnamese text in legacy font encodings from before Unicode: TCVN3 (`.VnTime`), VNI (`VNI-Times`) and VISCII.
//!
//! Such a font draws Vietnamese letters at the code points of others, so that without the font `Trần` is `TrÇn`
//! (TCVN3), `Traàn` (VNI) or `Tr¥n` (VISCII). It is recognised by the result of the conversion: words that are not
//! Vietnamese syllables and become syllables. One short name can have more than one reading, so a column is judged as a
//! whole. Names of foreigners contain the same letters (Ñ, Ø, Þ, Ö): they must not cause a question.

use crate::syllable::is_syllable;
use crate::unicode;

/// A font, that is the code points of its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OldFont {
    /// TCVN 5712, as in `.VnTime`; the most common one.
    Tcvn3,
    /// VNI for Windows: a letter followed by its mark.
    Vni,
    /// VISCII, of old mail and Unix.
    Viscii,
}

/// From U+00A1 on; `.` where the fonts have no letter. The last is U+00FE.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ";
/// From 0x80 on. Six more letters are at the code points of control characters, which do not occur in files.
const VISCII: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";
/// The characters of Windows-1252 at 0x80 to 0x9F, through which old text was converted.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

impl OldFont {
    /// All fonts, the most common first.
    pub const ALL: [Self; 3] = [Self::Tcvn3, Self::Vni, Self::Viscii];

    /// The common name: a font with this encoding.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => ".VnTime (TCVN3)",
            Self::Vni => "VNI-Times (VNI)",
            Self::Viscii => "VISCII",
        }
    }

    /// The text in Unicode; none where it has a letter that the font does not have, so that it cannot be written in it.
    pub fn convert(self, text: &str) -> Option<String> {
        let converted = match self {
            Self::Tcvn3 => by_table(text, |c| place(TCVN3, c, 0xA1)),
            Self::Viscii => by_table(text, |c| {
                let c = match WINDOWS.chars().zip('\u{80}'..).find(|(shown, _)| *shown == c) {
                    Some((_, code)) => code,
                    None => c,
                };
                place(VISCII, c, 0x80)
            }),
            Self::Vni => vni(text),
        }?;
        // Fonts of capitals (`.VnTimeH`) have no codes of their own for most capitals.
        let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
        if self == Self::Tcvn3 && capitals > 1 && !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return Some(unicode::capital(&converted));
        }
        Some(converted)
    }
}

fn by_table(text: &str, letter: impl Fn(char) -> Option<char>) -> Option<String> {
    text.chars()
        .map(|c| if c.is_ascii() { Some(c) } else { letter(c) })
        .collect()
}

fn place(table: &str, c: char, first: u32) -> Option<char> {
    let at = usize::try_from(u32::from(c).checked_sub(first)?).ok()?;
    table.chars().nth(at).filter(|letter| *letter != '.')
}

const CIRCUMFLEX: &str = "\u{302}";
const BREVE: &str = "\u{306}";
const ACUTE: &str = "\u{301}";
const GRAVE: &str = "\u{300}";
const HOOK: &str = "\u{309}";
const TILDE: &str = "\u{303}";
const DOT: &str = "\u{323}";

/// A letter of VNI that needs no mark after it, or only a tone.
fn vni_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'í' => "í",
        'ì' => "ì",
        'æ' => "ỉ",
        'ó' => "ĩ",
        'ò' => "ị",
        'î' => "ỵ",
        'ñ' => "đ",
        'ô' => "ơ",
        'ö' => "ư",
        _ => return None,
    })
}

/// The marks of VNI: the vowels that they follow, and what they add to them.
fn vni_mark(c: char) -> Option<(&'static str, [&'static str; 2])> {
    Some(match c {
        'ù' => ("aeouyôö", ["", ACUTE]),
        'ø' => ("aeouyôö", ["", GRAVE]),
        'û' => ("aeouyôö", ["", HOOK]),
        'õ' => ("aeouyôö", ["", TILDE]),
        'ï' => ("aeouyôö", ["", DOT]),
        'â' => ("aeo", [CIRCUMFLEX, ""]),
        'á' => ("aeo", [CIRCUMFLEX, ACUTE]),
        'à' => ("aeo", [CIRCUMFLEX, GRAVE]),
        'å' => ("aeo", [CIRCUMFLEX, HOOK]),
        'ã' => ("aeo", [CIRCUMFLEX, TILDE]),
        'ä' => ("aeo", [CIRCUMFLEX, DOT]),
        'ê' => ("a", [BREVE, ""]),
        'é' => ("a", [BREVE, ACUTE]),
        'è' => ("a", [BREVE, GRAVE]),
        'ú' => ("a", [BREVE, HOOK]),
        'ü' => ("a", [BREVE, TILDE]),
        'ë' => ("a", [BREVE, DOT]),
        _ => return None,
    })
}

fn lower(c: char) -> char {
    unicode::small(&c.to_string()).chars().next().unwrap_or(c)
}

fn vni(text: &str) -> Option<String> {
    let mut converted = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let base = lower(c);
        let letter = match vni_letter(base) {
            Some(letter) => letter.to_owned(),
            None if c.is_ascii() => base.to_string(),
            None => return None,
        };
        let mark = characters.peek().and_then(|next| vni_mark(lower(*next)));
        let written = match mark.filter(|(bases, _)| bases.contains(base)) {
            Some((_, marks)) => {
                characters.next();
                unicode::composed(&format!("{letter}{}", marks.concat()))
            }
            None => letter,
        };
        if unicode::is_capital(c) {
            converted.push_str(&unicode::capital(&written));
        } else {
            converted.push_str(&written);
        }
    }
    Some(converted)
}

/// The words of a text. The letters of legacy fonts are any characters beyond ASCII.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| c.is_whitespace() || (c.is_ascii() && !c.is_ascii_alphabetic());
    text.split(is_between).filter(|word| !word.is_empty())
}

/// How well a text fits a font: the number of words that become Vietnamese syllables with it, and of words that do not.
fn fit(text: &str, font: OldFont) -> Option<(usize, usize, String)> {
    let converted = font.convert(text)?;
    let (mut good, mut bad) = (0, 0);
    for (before, after) in words(text).zip(words(&converted)) {
        if before.is_ascii() {
            continue;
        }
        if !is_syllable(after) {
            bad += 1;
        } else if !is_syllable(before) {
            good += 1;
        }
    }
    Some((good, bad, converted))
}

/// The font of a single text, and the text in Unicode. Only where each of its words with such letters becomes a
/// Vietnamese syllable and at least one is not a syllable without the conversion.
pub fn recognise(text: &str) -> Option<(OldFont, String)> {
    if text.is_ascii() {
        return None;
    }
    let mut found: Option<(usize, OldFont, String)> = None;
    for font in OldFont::ALL {
        if let Some((good, 0, converted)) = fit(text, font)
            && good > found.as_ref().map_or(0, |(best, ..)| *best)
        {
            found = Some((good, font, converted));
        }
    }
    found.map(|(_, font, converted)| (font, converted))
}

/// The first character that does not occur in Vietnamese text and often occurs in legacy fonts: a letter such as Ç or
/// Þ, or a symbol such as § in the position of a letter.
pub fn odd_letter(text: &str) -> Option<char> {
    const VIETNAMESE: &str = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý\u{a0}";
    text.chars()
        .find(|c| ('\u{80}'..='\u{ff}').contains(c) && !VIETNAMESE.contains(*c))
}

/// A tone that was typed in ASCII after its vowel (VIQR: `Ly' Thi. Hoa`): characters that names may have in other
/// positions. An initial has a dot too, so that a single letter before it proves nothing.
pub fn typed_tone(text: &str) -> Option<char> {
    text.split_whitespace().find_map(|word| {
        let letters = word.as_bytes();
        let at = letters.iter().skip(2).position(|c| matches!(c, b'\'' | b'.'))? + 2;
        b"aeiouyAEIOUY"
            .contains(&letters[at - 1])
            .then(|| char::from(letters[at]))
    })
}

/// The encoding of a column of a file, judged by all of its cells together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column {
    font: Option<OldFont>,
    is_mixed: bool,
}

impl Column {
    /// Judges the texts of a column.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut votes = [0_usize; OldFont::ALL.len()];
        let mut is_mixed = false;
        for text in texts.filter(|text| !text.is_ascii()) {
            is_mixed |= has_unicode_letter(text);
            for (at, font) in OldFont::ALL.into_iter().enumerate() {
                if let Some((good, 0, _)) = fit(text, font) {
                    votes[at] += good;
                }
            }
        }
        let best = votes.iter().copied().max().filter(|most| *most > 0);
        let font = best.and_then(|most| {
            let mut fonts = OldFont::ALL.into_iter().zip(votes);
            fonts.find(|(_, votes)| *votes == most).map(|(font, _)| font)
        });
        Self { font, is_mixed }
    }

    /// The font, where it is a legacy one.
    pub fn font(&self) -> Option<OldFont> {
        self.font
    }

    /// A cell of the column in Unicode, where it has the legacy encoding. In a column that also contains Unicode, cells
    /// that are readable without conversion do not change.
    pub fn converted(&self, text: &str) -> Option<String> {
        let font = self.font.filter(|_| !text.is_ascii() && !has_unicode_letter(text))?;
        let (_, bad, converted) = fit(text, font)?;
        let reads_as_it_stands = words(text).filter(|word| !word.is_ascii()).all(is_syllable);
        let is_meant = if reads_as_it_stands {
            bad == 0 && !self.is_mixed
        } else {
            // Names of ethnic minorities are not syllables, but no name has a § or ª.
            bad == 0 || text.chars().any(is_symbol)
        };
        (is_meant && converted != text).then_some(converted)
    }
}

/// A Vietnamese letter that legacy fonts do not have, because they are older than Unicode.
fn has_unicode_letter(text: &str) -> bool {
    text.chars()
        .any(|c| c > '\u{ff}' && !WINDOWS.contains(c) && c.is_alphabetic())
}

fn is_symbol(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 8] = [
        "Trần Thị Thu Hà",
        "Lê Quốc Việt",
        "Nguyễn Văn Hùng",
        "Phạm Hữu Phước",
        "Đỗ Minh Đức",
        "Bùi Thị Tuyết Mỹ",
        "Vũ Ngọc Ẩn",
        "Huỳnh Thị Bưởi",
    ];

    /// Writes in a font what the font can write.
    fn written(font: OldFont, text: &str) -> String {
        let in_table = |table: &str, first: u32, c: char| {
            let place = (first..).zip(table.chars()).find(|(_, letter)| *letter == c);
            place.and_then(|(code, _)| char::from_u32(code))
        };
        let one = |c: char| match font {
            _ if c.is_ascii() => c.to_string(),
            OldFont::Tcvn3 => {
                let small = c.to_lowercase().next().unwrap();
                in_table(TCVN3, 0xA1, c)
                    .or_else(|| in_table(TCVN3, 0xA1, small))
                    .unwrap()
                    .to_string()
            }
            OldFont::Viscii => in_table(VISCII, 0x80, c).unwrap().to_string(),
            OldFont::Vni => {
                let small = lower(c);
                let bases = "aeiouyæóòîñôöíì".chars();
                let marks = "ùøûõïâáàåãäêéèúüë".chars().map(Some).chain([None]);
                let mut pairs = bases.flat_map(|base| marks.clone().map(move |mark| (base, mark)));
                let (base, mark) = pairs
                    .find(|(base, mark)| {
                        let typed: String = [Some(*base), *mark].into_iter().flatten().collect();
                        vni(&typed).as_deref() == Some(&small.to_string())
                    })
                    .unwrap();
                let typed: String = [Some(base), mark].into_iter().flatten().collect();
                if c.is_uppercase() { typed.to_uppercase() } else { typed }
            }
        };
        text.chars().map(one).collect()
    }

    #[test]
    fn the_tables_hold_what_the_fonts_have() {
        assert_eq!(TCVN3.chars().count(), 0xFE - 0xA1 + 1);
        assert_eq!(VISCII.chars().count(), 128);
        assert_eq!(WINDOWS.chars().count(), 32);
    }

    #[test]
    fn text_of_each_font_is_recognised_and_converted() {
        for (old, font, name) in [
            ("TrÇn ThÞ Thu Hµ", OldFont::Tcvn3, "Trần Thị Thu Hà"),
            ("Lª Quèc ViÖt", OldFont::Tcvn3, "Lê Quốc Việt"),
            ("NguyÔn V¨n Hïng", OldFont::Tcvn3, "Nguyễn Văn Hùng"),
            // U+00AD is ư there, not a hyphen that may be removed.
            ("Ph¹m H÷u Ph\u{ad}íc", OldFont::Tcvn3, "Phạm Hữu Phước"),
            ("§ç Minh §øc", OldFont::Tcvn3, "Đỗ Minh Đức"),
            ("TRÇN THÞ THU Hµ", OldFont::Tcvn3, "TRẦN THỊ THU HÀ"),
            ("Nguyeãn Vaên Huøng", OldFont::Vni, "Nguyễn Văn Hùng"),
            ("Phaïm Höõu Phöôùc", OldFont::Vni, "Phạm Hữu Phước"),
            ("ÑOÃ MINH ÑÖÙC", OldFont::Vni, "ĐỖ MINH ĐỨC"),
            ("Tr¥n Th¸ Thu Hà", OldFont::Viscii, "Trần Thị Thu Hà"),
        ] {
            assert_eq!(recognise(old), Some((font, name.to_owned())), "{old}");
            assert!(odd_letter(old).is_some() || font == OldFont::Vni, "{old}");
        }
        for font in OldFont::ALL {
            for name in NAMES {
                let old = written(font, name);
                if let Some((_, found)) = recognise(&old) {
                    assert_eq!(found.to_lowercase(), name.to_lowercase(), "{font:?} {old}");
                }
                assert_eq!(
                    font.convert(&old).unwrap().to_lowercase(),
                    name.to_lowercase(),
                    "{font:?} {old}"
                );
            }
        }
    }

    #[test]
    fn names_in_unicode_and_names_of_foreigners_are_left_alone() {
        for name in [
            "Trần Thị Thu Hà",
            "Lê Hà",
            "Hoà",
            "Thuý",
            "Lê Na",
            "MÜLLER JÖRG",
            "João Peña",
            "François Zoë",
            "José Núñez",
            "Søren Møller",
            "Þór Guðjónsson",
            "ÅSA ÖBERG",
            "Noël",
            "Chloé Nguyễn",
            "André Lê",
            "H’ Hen Niê",
            "Y Bhăm Niê",
            "PARK JI HO",
            "山田 花子",
            "Елена",
            "",
        ] {
            assert_eq!(recognise(name), None, "{name}");
        }
        assert_eq!(odd_letter("Lê Hà Thuý Đặng"), None);
    }

    #[test]
    fn tones_typed_in_ascii_are_noticed_and_initials_and_highland_names_are_not() {
        for (name, tone) in [("Ly' Hoa", '\''), ("Thi. Thu", '.'), ("Tra Thi.", '.')] {
            assert_eq!(typed_tone(name), Some(tone), "{name}");
        }
        for name in [
            "H'Hen Niê",
            "Y Bhăm",
            "K'Sor",
            "Nguyễn V. An",
            "A. Nguyễn",
            "Ng. Văn An",
            "Lê Hà",
            "",
        ] {
            assert_eq!(typed_tone(name), None, "{name}");
        }
    }

    #[test]
    fn a_column_is_judged_as_a_whole() {
        let judged = |texts: &[&str]| Column::of(texts.iter().copied());
        // `Tó` and `Lý Bé` are ambiguous; in a column they are read like the others.
        let old = judged(&["TrÇn ThÞ Hµ", "Lª Quèc ViÖt", "Anh Tó", "Y Bh¨m Niª"]);
        assert_eq!(old.font(), Some(OldFont::Tcvn3));
        assert_eq!(old.converted("Anh Tó").as_deref(), Some("Anh Tú"));
        assert_eq!(old.converted("Y Bh¨m Niª").as_deref(), Some("Y Bhăm Niê"));
        assert_eq!(old.converted("Nguyen Van An"), None);
        assert_eq!(old.converted("Nguyễn Văn An"), None);
        assert_eq!(old.converted("MÜLLER JÖRG"), None);
        // With Unicode in the same column, cells that are readable without conversion do not change.
        let mixed = judged(&["TrÇn ThÞ Hµ", "Nguyễn Văn An", "Anh Tó", "Lê Na"]);
        assert_eq!(mixed.converted("Anh Tó"), None);
        assert_eq!(mixed.converted("Lê Na"), None);
        assert_eq!(mixed.converted("TrÇn ThÞ Hµ").as_deref(), Some("Trần Thị Hà"));
        assert_eq!(judged(&["Nguyễn Văn An", "Lê Hà", "MÜLLER"]).font(), None);
        assert_eq!(
            judged(&["Phaïm Höõu Phöôùc", "Hoà"]).converted("Hoà").as_deref(),
            Some("Hồ")
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\x20-\\u{17f}]{0,24}") {
            let _ = recognise(&text);
            let _ = Column::of([text.as_str()].into_iter()).converted(&text);
        }

        #[test]
        fn what_is_converted_is_not_recognised_again(at in 0usize..8, font in 0usize..3) {
            let old = written(OldFont::ALL[font], NAMES[at]);
            if let Some((_, found)) = recognise(&old) {
                prop_assert_eq!(recognise(&found), None);
            }
        }
    }
}
