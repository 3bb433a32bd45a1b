//! Corrections with one press, of errors that the user would otherwise have to retype.

use crate::entry::ask::Ask;
use crate::entry::form::{Content, HOME};
use crate::t;
use rules::document::normalise;
use rules::old_font::recognise;
use rules::personal_id::PersonalId;

/// Returns the text of a field that may be in a pre-Unicode font encoding.
fn words(content: &mut Content, ask: Ask) -> Option<&mut String> {
    match ask {
        Ask::FullName => Some(&mut content.full_name),
        Ask::Address => Some(&mut content.address),
        Ask::ReasonNote => Some(&mut content.reason_note),
        Ask::Note => Some(&mut content.note),
        _ => None,
    }
}

/// Returns whether the number of a passport is the personal number of a citizen: it is then too long for a passport.
fn is_personal_number(content: &Content) -> bool {
    content.document_type == "passport" && PersonalId::parse(&normalise(&content.document_number)).is_ok()
}

/// Returns the form with the error of a field corrected; `None` where no correction is offered.
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

/// Returns the label of the correction, and the form after it.
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
