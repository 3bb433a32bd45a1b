//! The messages between the police and a facility about a stay (LC-10.6).

use crate::check::validator_errors;
use crate::check::{CheckContext, Checked};
use crate::problem::{FieldCode, FieldError};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

/// A question about a stay, or its answer.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayMessageIn {
    /// The text.
    #[validate(length(min = 2, max = 1000), custom(function = "crate::check::long_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 2,
            max_length = 1000,
            example = "Đề nghị kiểm tra lại ngày sinh của cháu bé, số định danh ghi năm 2015."
        )
    )]
    pub text: String,
}

impl Checked for StayMessageIn {
    type Out = String;

    fn check(self, _: CheckContext<'_>) -> Result<String, Vec<FieldError>> {
        let errors = validator_errors(&self);
        if errors.is_empty() {
            Ok(self.text.trim().to_owned())
        } else {
            Err(errors)
        }
    }
}

/// Maximum number of notifications that one request can mark as seen: a page of the list.
pub const MOST_ACKNOWLEDGED: usize = 100;

/// The notifications that were seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeIn {
    /// The ids of the stays; a repeated id counts once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 100))]
    pub stays: Vec<Uuid>,
}

impl Checked for AcknowledgeIn {
    type Out = Vec<Uuid>;

    fn check(mut self, _: CheckContext<'_>) -> Result<Vec<Uuid>, Vec<FieldError>> {
        self.stays.sort_unstable();
        self.stays.dedup();
        match self.stays.len() {
            0 => Err(vec![FieldError::new("/stays", FieldCode::Required)]),
            length if length > MOST_ACKNOWLEDGED => Err(vec![
                FieldError::new("/stays", FieldCode::TooMany).with("max", MOST_ACKNOWLEDGED),
            ]),
            _ => Ok(self.stays),
        }
    }
}

/// The result of marking several as seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcknowledgedOut {
    /// Number of notifications that are newly marked.
    pub marked: u32,
    /// Number of notifications that were already marked; the first officer stays on record.
    pub seen_before: u32,
}

/// The messages about a stay.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayThread {
    /// The record that the police have seen it.
    pub acknowledgement: Option<Acknowledgement>,
    /// Questions and answers, the earliest first.
    pub messages: Vec<StayMessageOut>,
}

impl StayThread {
    /// Whether the last question is not answered.
    pub fn is_open(&self) -> bool {
        self.messages
            .last()
            .is_some_and(|last| last.kind == MessageKind::Question)
    }
}

/// The officer who saw a stay first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acknowledgement {
    /// When it was seen.
    pub at: Timestamp,
    /// The officer.
    pub by_name: String,
    /// The unit of the officer.
    pub by_unit: String,
}

/// A question or an answer.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayMessageOut {
    /// The id.
    pub id: Uuid,
    /// Question or answer.
    pub kind: MessageKind,
    /// When it was sent.
    pub at: Timestamp,
    /// The sender.
    pub by_name: String,
    /// The unit or facility of the sender.
    pub by_unit: String,
    /// The text.
    pub text: String,
}

rules::codes! {
    /// Question or answer.
    MessageKind {
        /// A question from the police.
        Question = "question",
        /// An answer from the facility.
        Answer = "answer",
    }
}

rules::codes! {
    /// The state of the messages about a stay.
    TalkState {
        /// The facility still has to answer.
        Asked = "asked",
        /// The facility has answered.
        Answered = "answered",
    }
}
