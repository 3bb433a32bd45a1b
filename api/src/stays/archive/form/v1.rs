//! The first form of an archived stay. It is frozen since the first release. Values are written as in
//! `stays::snapshot`.

use crate::stays::archive::kept::Kept;
use crate::stays::entity::{foreign_guest_mark, stay_acknowledgement, stay_message, stay_version};
use crate::stays::snapshot::{Bytes, StayV1, code};
use dto::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A stay with all its related rows. The parts do not repeat the id of the stay.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptV1 {
    stay: StayV1,
    versions: Vec<VersionV1>,
    messages: Vec<MessageV1>,
    acknowledgement: Option<AcknowledgementV1>,
    immigration: Option<ImmigrationV1>,
}

/// An earlier version. Its content is sealed inside, in a form of its own.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionV1 {
    version: i32,
    act: String,
    act_at: Timestamp,
    act_by: Uuid,
    act_by_operator: Option<Uuid>,
    act_by_name: String,
    act_by_unit: String,
    act_reason: Option<String>,
    snapshot_sealed: Bytes,
}

/// A question about the stay, or its answer.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageV1 {
    id: Uuid,
    kind: String,
    at: Timestamp,
    by: Uuid,
    by_operator: Option<Uuid>,
    by_name: String,
    by_unit: String,
    text_sealed: Bytes,
}

/// The acknowledgement of the stay by the police.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AcknowledgementV1 {
    at: Timestamp,
    by: Uuid,
    by_operator: Option<Uuid>,
    by_name: String,
    by_unit: String,
}

/// The data of the stay that the immigration site has received.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImmigrationV1 {
    exported_version: Option<i32>,
    exported_at: Option<Timestamp>,
    exported_by: Option<Uuid>,
    exported_by_operator: Option<Uuid>,
    exported_by_name: Option<String>,
    confirmed_version: Option<i32>,
    confirmed_at: Option<Timestamp>,
    confirmed_by: Option<Uuid>,
    confirmed_by_operator: Option<Uuid>,
    confirmed_by_name: Option<String>,
}

impl KeptV1 {
    /// Makes the form from rows.
    ///
    /// # Errors
    ///
    /// Returns an error if the stay has a warning that cannot be read.
    pub fn of(kept: &Kept) -> anyhow::Result<Self> {
        Ok(Self {
            stay: StayV1::of(kept.stay.clone())?,
            versions: kept.versions.iter().cloned().map(VersionV1::of).collect(),
            messages: kept.messages.iter().cloned().map(MessageV1::of).collect(),
            acknowledgement: kept.acknowledgement.clone().map(AcknowledgementV1::of),
            immigration: kept.mark.clone().map(ImmigrationV1::of),
        })
    }

    /// Returns the rows.
    ///
    /// # Errors
    ///
    /// Returns an error if this release does not know a code or a warning.
    pub fn into_kept(self) -> anyhow::Result<Kept> {
        let stay = self.stay.into_row()?;
        let id = stay.id;
        let versions = self.versions.into_iter().map(|version| version.into_row(id));
        let messages = self.messages.into_iter().map(|message| message.into_row(id));
        Ok(Kept {
            versions: versions.collect::<anyhow::Result<_>>()?,
            messages: messages.collect::<anyhow::Result<_>>()?,
            acknowledgement: self.acknowledgement.map(|note| note.into_row(id)),
            mark: self.immigration.map(|mark| mark.into_row(id)),
            stay,
        })
    }
}

impl VersionV1 {
    fn of(row: stay_version::Model) -> Self {
        Self {
            version: row.version,
            act: row.act.as_str().to_owned(),
            act_at: row.act_at.into(),
            act_by: row.act_by,
            act_by_operator: row.act_by_operator,
            act_by_name: row.act_by_name,
            act_by_unit: row.act_by_unit,
            act_reason: row.act_reason,
            snapshot_sealed: Bytes(row.snapshot_sealed),
        }
    }

    fn into_row(self, stay_id: Uuid) -> anyhow::Result<stay_version::Model> {
        Ok(stay_version::Model {
            stay_id,
            version: self.version,
            act: code(&self.act)?,
            act_at: self.act_at.get(),
            act_by: self.act_by,
            act_by_operator: self.act_by_operator,
            act_by_name: self.act_by_name,
            act_by_unit: self.act_by_unit,
            act_reason: self.act_reason,
            snapshot_sealed: self.snapshot_sealed.0,
        })
    }
}

impl MessageV1 {
    fn of(row: stay_message::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind.as_str().to_owned(),
            at: row.at.into(),
            by: row.by,
            by_operator: row.by_operator,
            by_name: row.by_name,
            by_unit: row.by_unit,
            text_sealed: Bytes(row.text_sealed),
        }
    }

    fn into_row(self, stay_id: Uuid) -> anyhow::Result<stay_message::Model> {
        Ok(stay_message::Model {
            id: self.id,
            stay_id,
            kind: code(&self.kind)?,
            at: self.at.get(),
            by: self.by,
            by_operator: self.by_operator,
            by_name: self.by_name,
            by_unit: self.by_unit,
            text_sealed: self.text_sealed.0,
        })
    }
}

impl AcknowledgementV1 {
    fn of(row: stay_acknowledgement::Model) -> Self {
        Self {
            at: row.at.into(),
            by: row.by,
            by_operator: row.by_operator,
            by_name: row.by_name,
            by_unit: row.by_unit,
        }
    }

    fn into_row(self, stay_id: Uuid) -> stay_acknowledgement::Model {
        stay_acknowledgement::Model {
            stay_id,
            at: self.at.get(),
            by: self.by,
            by_operator: self.by_operator,
            by_name: self.by_name,
            by_unit: self.by_unit,
        }
    }
}

impl ImmigrationV1 {
    fn of(row: foreign_guest_mark::Model) -> Self {
        Self {
            exported_version: row.exported_version,
            exported_at: row.exported_at.map(Timestamp::from),
            exported_by: row.exported_by,
            exported_by_operator: row.exported_by_operator,
            exported_by_name: row.exported_by_name,
            confirmed_version: row.confirmed_version,
            confirmed_at: row.confirmed_at.map(Timestamp::from),
            confirmed_by: row.confirmed_by,
            confirmed_by_operator: row.confirmed_by_operator,
            confirmed_by_name: row.confirmed_by_name,
        }
    }

    fn into_row(self, stay_id: Uuid) -> foreign_guest_mark::Model {
        foreign_guest_mark::Model {
            stay_id,
            exported_version: self.exported_version,
            exported_at: self.exported_at.map(Timestamp::get),
            exported_by: self.exported_by,
            exported_by_operator: self.exported_by_operator,
            exported_by_name: self.exported_by_name,
            confirmed_version: self.confirmed_version,
            confirmed_at: self.confirmed_at.map(Timestamp::get),
            confirmed_by: self.confirmed_by,
            confirmed_by_operator: self.confirmed_by_operator,
            confirmed_by_name: self.confirmed_by_name,
        }
    }
}
