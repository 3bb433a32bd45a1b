//! The public lists: filtering and paging areas.

use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::paging::{self, Wanted};
use crate::references::{Area, References};
use dto::reference::{AreaCounts, AreaPage};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which areas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AreaQuery {
    /// Only areas directly below this one.
    #[param(max_length = 10, example = "56")]
    parent: Option<String>,
    /// Only areas of this level: `province` or `commune`.
    #[param(inline)]
    level: Option<AreaLevel>,
    /// Only areas whose name contains these words, with or without accents; also matches the name of a unit before 1
    /// July 2025 that was merged into the area, or of its district.
    #[param(max_length = 80)]
    q: Option<String>,
    /// The cursor of the previous page.
    #[param(max_length = 40)]
    cursor: Option<String>,
    /// Maximum number of results, 1 to 500.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<usize>,
}

/// An administrative level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AreaLevel {
    /// Province or centrally-run city.
    Province,
    /// Commune, ward or special zone: the lowest level.
    Commune,
}

impl AreaQuery {
    /// The page of areas.
    pub fn page(&self, references: &References) -> Result<AreaPage> {
        let mut wrong = WrongParameters::default();
        wrong.text("q", self.q.as_deref(), 80);
        wrong.text("parent", self.parent.as_deref(), 10);
        let wanted = Wanted {
            limit: wrong.number("limit", self.limit, 100, 1..=500),
            after: wrong.cursor(self.cursor.as_deref(), paging::read),
        };
        wrong.told()?;
        let words = self.q.as_deref().map(rules::name::fold).unwrap_or_default();
        let matches = |area: &&Area| {
            let is_top = area.parent_code.is_none();
            self.parent
                .as_ref()
                .is_none_or(|parent| area.parent_code.as_ref() == Some(parent))
                && self.level.is_none_or(|level| (level == AreaLevel::Province) == is_top)
                && (words.split(' ').all(|word| area.name_search.contains(word))
                    || references
                        .former_areas(&area.code)
                        .iter()
                        .any(|former| former.has(&words)))
        };
        let total = references.areas().filter(matches).count();
        let mut items: Vec<_> = references
            .areas()
            .filter(matches)
            .filter(|area| wanted.after.as_ref().is_none_or(|after| area.code > *after))
            .take(wanted.limit + 1)
            .map(|area| references.area_out(area))
            .collect();
        let next_cursor = wanted.cut(&mut items, |area| paging::write(&area.code));
        Ok(AreaPage {
            list_version: references.areas_version().to_owned(),
            counts: AreaCounts { total: total as u64 },
            items,
            next_cursor,
        })
    }
}
