//! The events of a dossier, for officers and applicants. They are never changed or deleted.

use super::entity::{dossier, dossier_event};
use super::store;
use crate::App;
use crate::authz::Caller;
use crate::db::{Coded, Tx};
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::change::FieldChange;
use dto::dossier::{ApplicantContactIn, ApplicantContactOut, DossierAct, DossierState, Visibility};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const CONTENT: &str = "dossier_event.content";

/// The author of an event, with the name that readers see.
#[derive(Clone)]
pub struct Author {
    account_id: Option<Uuid>,
    operator_id: Option<Uuid>,
    name: String,
    unit: String,
}

impl Author {
    /// Returns the signed-in account.
    pub fn of(caller: &Caller) -> Self {
        let account = caller.account().ok();
        Self {
            account_id: account.map(|account| account.account_id),
            operator_id: account.and_then(|account| account.operator_id),
            name: caller.holder_name().to_owned(),
            unit: caller.unit_name().to_owned(),
        }
    }

    /// Returns the applicant, who is known only by a code or a link.
    pub fn applicant(name: &str) -> Self {
        Self {
            account_id: None,
            operator_id: None,
            name: name.to_owned(),
            unit: String::new(),
        }
    }

    /// Returns the system itself.
    pub fn system() -> Self {
        Self {
            account_id: None,
            operator_id: None,
            name: String::new(),
            unit: String::new(),
        }
    }
}

/// An event to be stored.
pub struct Entry {
    kind: String,
    changes_state: bool,
    visibility: Visibility,
    content: Content,
}

/// The sealed part of an event.
#[derive(Default, Serialize, Deserialize)]
pub struct Content {
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How the applicant was contacted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ApplicantContactOut>,
    /// The changed fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// The names of the attached files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

impl Content {
    fn is_empty(&self) -> bool {
        self.text.is_none() && self.contact.is_none() && self.changes.is_empty() && self.files.is_empty()
    }
}

impl Entry {
    /// Makes the event of an act that changes the state; it is visible to the applicant.
    pub fn act(act: DossierAct) -> Self {
        Self {
            kind: act.as_str().to_owned(),
            changes_state: true,
            visibility: Visibility::Outside,
            content: Content::default(),
        }
    }

    /// Makes the event of the followed link: the earlier submission is filed now.
    pub fn confirmed() -> Self {
        Self {
            changes_state: true,
            ..Self::note("confirm", Visibility::Outside)
        }
    }

    /// Makes any other event.
    pub fn note(kind: &str, visibility: Visibility) -> Self {
        Self {
            kind: kind.to_owned(),
            changes_state: false,
            visibility,
            content: Content::default(),
        }
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, text: Option<&str>) -> Self {
        self.content.text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        self
    }

    /// Adds the changed fields and the names of attached files.
    #[must_use]
    pub fn brings(mut self, changes: Vec<FieldChange>, files: Vec<String>) -> Self {
        (self.content.changes, self.content.files) = (changes, files);
        self
    }

    /// Adds the record of a contact (LC-6.1b-3).
    #[must_use]
    pub fn contact(mut self, contact: Option<&ApplicantContactIn>) -> Self {
        self.content.contact = contact.map(|contact| ApplicantContactOut {
            channel: contact.channel,
            at: contact.at,
            with: contact.with.clone(),
        });
        self
    }
}

/// Stores the event.
pub(super) async fn add(
    tx: &Tx,
    app: &App,
    row: &dossier::Model,
    author: &Author,
    entry: Entry,
    now: Timestamp,
) -> Result<()> {
    write(tx, app, (row.id, *row.state), author, entry, now).await
}

/// Stores an event of the dossier with that id and state.
pub(super) async fn write(
    tx: &Tx,
    app: &App,
    (dossier_id, state): (Uuid, DossierState),
    author: &Author,
    entry: Entry,
    now: Timestamp,
) -> Result<()> {
    let id = Uuid::now_v7();
    let is_empty = entry.content.is_empty();
    let content = serde_json::to_vec(&entry.content).map_err(Error::internal)?;
    let event = dossier_event::ActiveModel {
        id: Set(id),
        dossier_id: Set(dossier_id),
        at: Set(now.get()),
        kind: Set(entry.kind),
        state: Set(entry.changes_state.then_some(Coded(state))),
        visibility: Set(Coded(entry.visibility)),
        content_sealed: Set(if is_empty {
            None
        } else {
            Some(app.sealer.seal(CONTENT, id, &content).map_err(Error::internal)?)
        }),
        by_account: Set(author.account_id),
        by_operator: Set(author.operator_id),
        by_name: Set(author.name.clone()),
        by_unit: Set(author.unit.clone()),
    };
    store::add_event(tx, event).await?;
    store::touch(tx, dossier_id, now).await
}

/// Opens the sealed content of an event.
pub fn content(app: &App, event: &dossier_event::Model) -> Result<Content> {
    let Some(sealed) = &event.content_sealed else {
        return Ok(Content::default());
    };
    let plain = app.sealer.open(CONTENT, event.id, sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}
