//! Areas to choose from.

use crate::listing::filter::is_area;
use crate::listing::{Filter, Kind};
use crate::lists::Lists;
use crate::session::Session;
use crate::t;
use crate::ui::Choice;

/// Creates the filter of a commune, for accounts with more than one.
pub const fn filter() -> Filter {
    Filter::new(
        "area",
        || t!(register.filter_area),
        Kind::Listed {
            any: || t!(police.any),
            search: || t!(register.area_search),
            choices: communes,
            accepts: is_area,
        },
        |value, _, query| query.push(("area_code", value.to_owned())),
    )
}

/// Returns the communes of the province.
pub fn communes(lists: Lists, _: Session) -> Vec<Choice> {
    let mut all = lists.commune_choices();
    for choice in &mut all {
        choice.code.clone_from(&choice.value);
    }
    all
}
