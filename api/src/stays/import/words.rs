//! What the words and names in cells mean: those of the lists, the rooms of the house, and what people write for short.

use crate::directory::entity::room;
use crate::directory::references::References;
use dto::given::Text;
use rules::document::DocumentType;
use rules::name::fold;
use std::collections::HashMap;
use uuid::Uuid;

/// What the words and names in cells mean.
pub struct Words {
    pub(super) nationalities: HashMap<String, String>,
    pub(super) reasons: HashMap<String, String>,
    pub(super) reasons_of_portal: HashMap<String, String>,
    pub(super) documents: HashMap<String, DocumentType>,
    pub(super) rooms: HashMap<String, Uuid>,
}

impl Words {
    /// Those of the lists, and the rooms of the house.
    pub fn of<'a>(references: &References, rooms: impl Iterator<Item = &'a room::Model>) -> Self {
        let entries = |list: &str| {
            references
                .list(list)
                .map(|list| list.items.as_slice())
                .unwrap_or_default()
        };
        let mut nationalities = HashMap::new();
        for entry in entries("nationalities") {
            let names = [Some(&entry.code), Some(&entry.label), entry.label_en.as_ref()];
            let also = entry
                .attributes
                .get("also")
                .into_iter()
                .flat_map(|also| also.split('|'));
            let names = names.into_iter().flatten().chain(entry.attributes.get("alpha3"));
            for name in names.map(String::as_str).chain(also).filter(|name| !name.is_empty()) {
                nationalities.insert(fold(name), entry.code.clone());
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
        // What people write for short.
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
