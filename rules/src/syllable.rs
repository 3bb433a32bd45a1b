//! Whether a word is a Vietnamese syllable: this distinguishes text in legacy fonts and encodings from foreign names.

use crate::unicode;

/// The consonants that a syllable can begin with, longest first.
const ONSETS: &[&str] = &[
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

/// The possible rest of a syllable, without its tone.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn \
    uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu \
    y ych yêm yên yêng yêt yêu ynh yt yu";

/// The marks of the five tones that are written.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether `word` can be read as one syllable, wherever its tone is written (`hoà`, `hòa`).
pub fn is_syllable(word: &str) -> bool {
    let lower = unicode::small(word);
    let (mut bare, mut tones) = (String::with_capacity(lower.len()), Vec::new());
    for c in unicode::decomposed(&lower).chars() {
        if TONES.contains(&c) {
            tones.push(c);
        } else {
            bare.push(c);
        }
    }
    let bare = unicode::composed(&bare);
    let ends_in_stop = bare.ends_with(['c', 'p', 't']) || bare.ends_with("ch");
    let tone_fits = match tones.as_slice() {
        [] | ['\u{301}' | '\u{323}'] => true,
        [_] => !ends_in_stop,
        _ => false,
    };
    tone_fits
        && ONSETS.iter().any(|onset| {
            let rime = bare.strip_prefix(onset);
            rime.is_some_and(|rime| !rime.is_empty() && RIMES.split_whitespace().any(|known| known == rime))
        })
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn syllables_of_vietnamese_are_told_from_other_words() {
        for word in [
            "Nguyễn", "Trần", "Thị", "Hoà", "Hòa", "Thuý", "Quý", "Quốc", "Việt", "Đỗ", "Đức", "gì", "Gia", "Ý", "Ư",
            "Nghĩa", "khuya", "Phước", "HƯỜNG", "Yến", "ễ",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "Quèc", "ViÖt", "João", "Peña", "Müller", "Søren", "Zoë", "JOSÉ", "Ñandú", "", "Nguyeãn", "Þór", "a b",
            "Niê",
        ] {
            // `Niê` is an Ê-đê name; no Vietnamese syllable has this ending.
            assert!(!is_syllable(word), "{word}");
        }
    }
}
