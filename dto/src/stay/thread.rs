//! What the police and a facility say to each other about a stay (LC-10.6).

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
    /// The words.
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

/// Most notifications that are marked as seen at once: a page of the list.
pub const MOST_ACKNOWLEDGED: usize = 100;

/// Which notifications were seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeIn {
    /// The ids of the stays, each once counted.
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

/// What came of marking many as seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcknowledgedOut {
    /// So many are marked now that were not before.
    pub marked: u32,
    /// So many had been seen before; who was first stays.
    pub seen_before: u32,
}

/// What was said about a stay.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayThread {
    /// That the police have seen it.
    pub acknowledgement: Option<Acknowledgement>,
    /// Questions and answers, the earliest first.
    pub messages: Vec<StayMessageOut>,
}

impl StayThread {
    /// Whether the last question has no answer.
    pub fn is_open(&self) -> bool {
        self.messages
            .last()
            .is_some_and(|last| last.kind == MessageKind::Question)
    }
}

/// Who has seen a stay first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acknowledgement {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by_name: String,
    /// For which unit.
    pub by_unit: String,
}

/// A question or an answer.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayMessageOut {
    /// The id.
    pub id: Uuid,
    /// Which of the two.
    pub kind: MessageKind,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by_name: String,
    /// For which unit or facility.
    pub by_unit: String,
    /// The words.
    pub text: String,
}

rules::codes! {
    /// Which of the two.
    MessageKind {
        /// The police ask.
        Question = "question",
        /// The facility answers.
        Answer = "answer",
    }
}
