//! Which facilities of a commune are shown.

use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::paging::{self, Wanted};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// From how many days without a notification on a facility counts as silent, where nobody says otherwise.
const SILENT_AFTER: u32 = 3;

/// Which facilities of the commune.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommuneDayQuery {
    /// Only those that call for attention in this way.
    #[param(inline)]
    pub only: Option<Attention>,
    /// From how many days without a notification on a facility counts as silent, 1 to 365.
    #[param(minimum = 1, maximum = 365, default = 3)]
    pub silent_after: Option<u32>,
    /// Where the last page ended. The order follows what comes in: between two pages a facility may move.
    #[param(max_length = 40)]
    pub cursor: Option<String>,
    /// How many at most, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// Why a facility calls for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// It notified late today.
    Late,
    /// It operates and has not notified for days.
    Silent,
}

impl CommuneDayQuery {
    /// The days, and the page behind so many facilities, if they make sense.
    pub fn checked(&self) -> Result<(u32, Wanted<usize>)> {
        let mut wrong = WrongParameters::default();
        let silent_after = wrong.number("silent_after", self.silent_after, SILENT_AFTER, 1..=365);
        let wanted = Wanted {
            limit: wrong.number("limit", self.limit, 50, 1..=200),
            after: wrong.cursor(self.cursor.as_deref(), |text| {
                paging::read(text)
                    .and_then(|place| place.parse::<u32>().ok())
                    .map(|passed| passed as usize)
            }),
        };
        wrong.told()?;
        Ok((silent_after, wanted))
    }
}
