//! The citations and the addressee of the printed forms.

use serde::{Deserialize, Serialize};
use time::Date;

/// The text that every printed form contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormTerms {
    /// The office that requests are addressed to (KH-MC.4).
    pub addressee: String,
    /// The regulation cited (KH-MC.5).
    pub regulation: String,
    /// The number of the decision that promulgated it.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
    /// The issuer of the decision.
    pub issuer: String,
    /// Who gets a copy, and how (KH-MC.6).
    pub distribution: Vec<String>,
}
