//! The sealed columns, and the blind indexes made from them. A test compares the list with the schema.

use crate::crypto::Sealer;
use crate::procedures::code;
use crate::stays::{number, snapshot};

/// The type of a part of a key.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A UUID.
    Id,
    /// A number.
    Number,
    /// A text.
    Text,
}

/// A blind index: its column, and how it is made from the opened text.
pub struct Index {
    /// The column.
    pub column: &'static str,
    /// Returns the current index of a text; none if it has none.
    pub make: fn(&Sealer, &str) -> Option<Vec<u8>>,
}

/// A sealed column.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// The name to which its values are bound.
    pub bound_to: &'static str,
    /// The index made from it.
    pub index: Option<Index>,
}

/// A table with sealed columns.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its key; values are bound to the first part of it.
    pub key: &'static [(&'static str, Kind)],
    /// The sealed columns.
    pub columns: &'static [Column],
}

const fn sealed(name: &'static str, bound_to: &'static str) -> Column {
    Column {
        name,
        bound_to,
        index: None,
    }
}

const fn indexed(
    name: &'static str,
    bound_to: &'static str,
    column: &'static str,
    make: fn(&Sealer, &str) -> Option<Vec<u8>>,
) -> Column {
    Column {
        name,
        bound_to,
        index: Some(Index { column, make }),
    }
}

const ID: &[(&str, Kind)] = &[("id", Kind::Id)];

/// The sealed columns of a stay; a version contains the same ones, which `stays::snapshot` finds by these names.
pub const STAY: &[Column] = &[
    indexed(
        "document_number_sealed",
        number::COLUMN,
        "document_number_index",
        |sealer, number| Some(number::index(sealer, number)),
    ),
    sealed("phone_sealed", "stay.phone"),
    sealed("visa_number_sealed", "stay.visa_number"),
    sealed("notifier_phone_sealed", "stay.notifier_phone"),
];

/// The column of a version that contains the whole row, sealed values included.
pub const SNAPSHOT: &str = "snapshot_sealed";

/// The tables in the order of rotation: stays before their versions, so that no new version is made from an old value
/// during it.
pub const TABLES: &[Table] = &[
    Table {
        name: "stay",
        key: ID,
        columns: STAY,
    },
    Table {
        name: "stay_version",
        key: &[("stay_id", Kind::Id), ("version", Kind::Number)],
        columns: &[sealed(SNAPSHOT, snapshot::COLUMN)],
    },
    Table {
        name: "stay_message",
        key: ID,
        columns: &[sealed("text_sealed", "stay_message.text")],
    },
    Table {
        name: "stay_import",
        key: ID,
        columns: &[sealed("about_sealed", "stay_import.about")],
    },
    Table {
        name: "stay_import_row",
        key: ID,
        columns: &[sealed("content_sealed", "stay_import_row.content")],
    },
    Table {
        name: "idempotency_key",
        key: &[("account_id", Kind::Id), ("key", Kind::Text)],
        columns: &[sealed("answer_sealed", "idempotency_key.answer")],
    },
    Table {
        name: "second_factor",
        key: &[("account_id", Kind::Id)],
        columns: &[
            sealed("secret_sealed", "second_factor.secret"),
            sealed("pending_sealed", "second_factor.secret"),
        ],
    },
    Table {
        name: "outbox",
        key: ID,
        columns: &[sealed("payload_sealed", "outbox.payload")],
    },
    // Before the dossiers and their files, which drafts become by confirmation.
    Table {
        name: "dossier_draft",
        key: ID,
        columns: &[
            indexed("code_sealed", "dossier.code", "code_index", code::code_index),
            sealed("applicant_sealed", "dossier.applicant"),
            sealed("form_sealed", "dossier.form"),
        ],
    },
    Table {
        name: "unproven_file",
        key: ID,
        columns: &[
            sealed("name_sealed", "dossier_attachment.name"),
            sealed("content_sealed", "dossier_attachment.content"),
        ],
    },
    Table {
        name: "draft_key",
        key: &[("credential_id", Kind::Id)],
        columns: &[sealed("key_sealed", "draft_key.key")],
    },
    Table {
        name: "dossier",
        key: ID,
        columns: &[
            indexed("code_sealed", "dossier.code", "code_index", code::code_index),
            sealed("applicant_sealed", "dossier.applicant"),
            sealed("form_sealed", "dossier.form"),
            sealed("result_sealed", "dossier.result"),
        ],
    },
    Table {
        name: "dossier_event",
        key: ID,
        columns: &[sealed("content_sealed", "dossier_event.content")],
    },
    Table {
        name: "dossier_attachment",
        key: ID,
        columns: &[
            sealed("name_sealed", "dossier_attachment.name"),
            sealed("content_sealed", "dossier_attachment.content"),
        ],
    },
    Table {
        name: "dossier_consultation",
        key: ID,
        columns: &[
            sealed("question_sealed", "dossier_consultation.question"),
            sealed("opinion_sealed", "dossier_consultation.opinion"),
        ],
    },
];
