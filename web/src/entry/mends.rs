//! What one press puts right: the mend of a mistake that a person would otherwise type anew.

use crate::entry::ask::Ask;
use crate::entry::form::{Content, HOME};
use crate::t;
use rules::document::normalise;
use rules::old_font::recognise;
use rules::personal_id::PersonalId;

/// The text that stands in a field which may be in a font from before Unicode.
fn words(content: &mut Content, ask: Ask) -> Option<&mut String> {
    match ask {
        Ask::FullName => Some(&mut content.full_name),
        Ask::Address => Some(&mut content.address),
        Ask::ReasonNote => Some(&mut content.reason_note),
        Ask::Note => Some(&mut content.note),
        _ => None,
    }
}

/// Whether the number of a passport is the personal number of a citizen: it is too long for a passport then.
fn is_personal_number(content: &Content) -> bool {
    content.document_type == "passport" && PersonalId::parse(&normalise(&content.document_number)).is_ok()
}

/// The form with the mistake of a field mended; none where nothing is offered.
fn mended(content: &Content, ask: Ask) -> Option<Content> {
    let mut mended = content.clone();
    if ask == Ask::DocumentNumber {
        if !is_personal_number(content) {
            return None;
        }
        "cccd".clone_into(&mut mended.document_type);
        HOME.clone_into(&mut mended.nationality);
        mended.nationality_read = String::new();
        mended.issuing_state = String::new();
        return Some(mended);
    }
    // Foreigners have the same letters in their names.
    if content.nationality != HOME {
        return None;
    }
    let text = words(&mut mended, ask)?;
    let (_, unicode) = recognise(text)?;
    *text = unicode;
    Some(mended)
}

/// What the press is called, and the form after it.
pub fn offer(content: &Content, ask: Ask) -> Option<(String, Content)> {
    let mut mended = mended(content, ask)?;
    let label = match words(&mut mended, ask) {
        Some(text) => t!(notify.mend_font, text = text),
        None if content.nationality == HOME => t!(notify.mend_card).to_owned(),
        None => t!(notify.mend_card_home).to_owned(),
    };
    Some((label, mended))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_in_a_passport_are_a_card() {
        let child = Content {
            nationality: "KR".into(),
            document_type: "passport".into(),
            document_number: "056 220 004 731".into(),
            issuing_state: "KR".into(),
            ..Content::default()
        };
        let mended = super::mended(&child, Ask::DocumentNumber).unwrap();
        assert_eq!(
            (mended.nationality.as_str(), mended.document_type.as_str()),
            (HOME, "cccd")
        );
        assert!(mended.issuing_state.is_empty());
        assert_eq!(mended.document_number, child.document_number);
        let passport = Content {
            document_number: "M41872301".into(),
            ..child
        };
        assert!(super::mended(&passport, Ask::DocumentNumber).is_none());
    }

    #[test]
    fn a_name_in_an_old_font_is_offered_in_unicode() {
        let guest = Content {
            full_name: "NguyÔn V¨n Hïng".into(),
            ..Content::default()
        };
        let mended = super::mended(&guest, Ask::FullName).unwrap();
        assert_eq!(mended.full_name, "Nguyễn Văn Hùng");
        let foreign = Content {
            nationality: "DE".into(),
            ..guest
        };
        assert!(super::mended(&foreign, Ask::FullName).is_none());
    }
}
