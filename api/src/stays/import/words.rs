//! The meanings of words and names in cells: entries of the lists, rooms of the facility, and common abbreviations.

use crate::directory::Room;
use crate::references::References;
use dto::given::Text;
use rules::document::DocumentType;
use rules::name::fold;
use std::collections::HashMap;
use uuid::Uuid;

/// The meanings of words and names in cells.
pub struct Words {
    nationalities: Nationalities,
    pub(super) reasons: HashMap<String, String>,
    pub(super) reasons_of_portal: HashMap<String, String>,
    pub(super) documents: HashMap<String, DocumentType>,
    pub(super) rooms: HashMap<String, Uuid>,
}

/// Nationalities by the words that people use. Without accents, some words are the codes of other countries: `Mỹ` and
/// MY, Malaysia; `Bỉ` and BI, Burundi; `Nga` and NGA, Nigeria; `Áo` and AO, Angola.
#[derive(Default)]
struct Nationalities {
    /// By code, in capitals.
    codes: HashMap<String, String>,
    /// By name, in small letters.
    accented: HashMap<String, String>,
    /// By name without accents.
    plain: HashMap<String, String>,
}

/// The nationality that a cell names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The code in our list.
    pub code: String,
    /// Whether it may also be the code of another country.
    pub is_warned: bool,
}

fn lower_case(name: &str) -> String {
    rules::name::normalise(name).to_lowercase()
}

impl Nationalities {
    fn of_code(&self, text: &str) -> Option<Told> {
        let code = self.codes.get(&text.trim().to_uppercase())?;
        Some(Told {
            code: code.clone(),
            is_warned: false,
        })
    }

    /// Finds a nationality by its exact name, then by its code, then by its name without accents.
    fn of_word(&self, text: &str) -> Option<Told> {
        let by_code = self.of_code(text).map(|told| told.code);
        let by_name = self.accented.get(&lower_case(text)).cloned();
        let without_accents = self.plain.get(&fold(text)).cloned();
        let is_loud = text.chars().all(|c| !c.is_lowercase());
        let is_warned = match (&by_name, &by_code) {
            (Some(name), Some(code)) => name != code && is_loud,
            // `My` can be the code, or equally well the word without its accent.
            (None, Some(code)) => without_accents.as_ref().is_some_and(|name| name != code),
            _ => false,
        };
        Some(Told {
            code: by_name.or(by_code).or(without_accents)?,
            is_warned,
        })
    }
}

impl Words {
    /// Returns the nationality that a cell names: a word or a code, or `code - name` as the portal writes it.
    pub(super) fn nationality(&self, text: &str, are_codes: bool) -> Option<Told> {
        let of_code = |text: &str| self.nationalities.of_code(text);
        if let Some((code, _)) = text.split_once(" - ")
            && let Some(told) = of_code(code)
        {
            return Some(told);
        }
        let by_code = are_codes.then(|| of_code(text)).flatten();
        by_code.or_else(|| self.nationalities.of_word(text))
    }

    /// Collects the words of the lists and the rooms of the facility.
    pub fn of<'a>(references: &References, rooms: impl Iterator<Item = &'a Room>) -> Self {
        let entries = |list: &str| {
            references
                .list(list)
                .map(|list| list.items.as_slice())
                .unwrap_or_default()
        };
        let mut nationalities = Nationalities::default();
        for entry in entries("nationalities") {
            for code in [Some(&entry.code), entry.attributes.get("alpha3")]
                .into_iter()
                .flatten()
            {
                nationalities.codes.insert(code.to_uppercase(), entry.code.clone());
            }
            // Words only: the check decides on a code that can be read in two ways.
            let also = entry.attributes.get("also").map(String::as_str).unwrap_or_default();
            let also = also.split('|').filter(|name| rules::country::told(name).is_none());
            let labels = [Some(entry.label.as_str()), entry.label_en.as_deref()];
            for name in labels.into_iter().flatten().chain(also).filter(|name| !name.is_empty()) {
                nationalities.accented.insert(lower_case(name), entry.code.clone());
                nationalities.plain.insert(fold(name), entry.code.clone());
            }
        }
        let (mut reasons, mut reasons_of_portal) = (HashMap::new(), HashMap::new());
        for entry in entries("stay_reasons") {
            for name in [Some(&entry.code), Some(&entry.label), entry.label_en.as_ref()]
                .into_iter()
                .flatten()
            {
                reasons.insert(fold(name), entry.code.clone());
            }
            if let Some(code) = entry.attributes.get("portal_code").filter(|code| !code.is_empty()) {
                reasons_of_portal.insert(code.clone(), entry.code.clone());
            }
        }
        let mut documents: HashMap<String, DocumentType> = entries("document_types")
            .iter()
            .filter_map(|entry| Some((entry, DocumentType::from_text(&entry.code)?)))
            .flat_map(|(entry, kind)| {
                let names = [Some(&entry.code), Some(&entry.label), entry.label_en.as_ref()];
                names
                    .into_iter()
                    .flatten()
                    .map(move |name| (fold(name), kind))
                    .collect::<Vec<_>>()
            })
            .collect();
        // Common abbreviations.
        for (name, kind) in [
            ("the cccd", DocumentType::Cccd),
            ("can cuoc cong dan", DocumentType::Cccd),
            ("can cuoc", DocumentType::CanCuoc),
            ("passport", DocumentType::Passport),
            ("the bhyt", DocumentType::HealthInsurance),
        ] {
            documents.insert(name.to_owned(), kind);
        }
        Self {
            nationalities,
            reasons,
            reasons_of_portal,
            documents,
            rooms: rooms.map(|room| (fold(&room.name), room.id)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nationalities() -> Nationalities {
        let mut list = Nationalities::default();
        for (code, alpha3, name) in [
            ("US", "USA", "Mỹ"),
            ("MY", "MYS", "Malaysia"),
            ("RU", "RUS", "Nga"),
            ("NG", "NGA", "Nigeria"),
            ("BE", "BEL", "Bỉ"),
            ("BI", "BDI", "Burundi"),
            ("AT", "AUT", "Áo"),
            ("AO", "AGO", "Angola"),
            ("KR", "KOR", "Hàn Quốc"),
        ] {
            for key in [code, alpha3] {
                list.codes.insert(key.to_owned(), code.to_owned());
            }
            list.accented.insert(lower_case(name), code.to_owned());
            list.plain.insert(fold(name), code.to_owned());
        }
        list
    }

    #[test]
    fn a_name_is_not_taken_for_the_code_that_it_is_without_accents() {
        let list = nationalities();
        let read = |text: &str| list.of_word(text).map(|told| (told.code, told.is_warned));
        let clear = |code: &str| Some((code.to_owned(), false));
        for (text, code) in [
            ("Mỹ", "US"),
            ("MỸ", "US"),
            ("My\u{303}", "US"),
            ("Nga", "RU"),
            ("nga", "RU"),
            ("Bỉ", "BE"),
            ("Áo", "AT"),
            ("USA", "US"),
            ("kor", "KR"),
            ("Han Quoc", "KR"),
            ("NGA - Nigeria", "NG"),
        ] {
            let told = match text.split_once(" - ") {
                Some((code, _)) => list.of_code(code).map(|told| (told.code, told.is_warned)),
                None => read(text),
            };
            assert_eq!(told, clear(code), "{text}");
        }
        // In capitals, or without its accent, the text can have either meaning.
        for (text, code) in [("NGA", "RU"), ("MY", "MY"), ("my", "MY"), ("BI", "BI"), ("AO", "AO")] {
            assert_eq!(read(text), Some((code.to_owned(), true)), "{text}");
        }
        assert_eq!(read("Sao Hỏa"), None);
    }
}
