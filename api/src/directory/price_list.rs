//! The listed prices that apply, and their form in answers.

use super::entity::listed_price;
use dto::price::{PriceOut, PriceUnit};
use rules::listed_price::Term;
use std::collections::{BTreeMap, HashSet};
use time::Date;

/// Returns for each room kind and unit the usual price that applies on `today`, the future usual prices, and the
/// seasons that are not over. The input is ordered latest first, and of two prices for the same days the later
/// declaration counts.
pub(super) fn in_force(prices: &[listed_price::Model], today: Date) -> Vec<PriceOut> {
    let (mut seen, mut usual) = (HashSet::new(), HashSet::new());
    let key = |price: &listed_price::Model| (price.room_kind.to_lowercase(), price.unit);
    prices
        .iter()
        .filter(|price| seen.insert((key(price), price.effective_from, price.effective_to)))
        .filter(|price| match price.effective_to {
            Some(_) => !term(price).is_over(today),
            None => price.effective_from > today || usual.insert(key(price)),
        })
        .map(price_out)
        .collect()
}

/// Groups prices by kind of room and unit.
pub(super) fn by_kind(all: &[listed_price::Model]) -> BTreeMap<(String, PriceUnit), Vec<&listed_price::Model>> {
    let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for price in all {
        kinds
            .entry((price.room_kind.to_lowercase(), *price.unit))
            .or_default()
            .push(price);
    }
    kinds
}

/// Returns the period of a price.
pub(super) fn term(price: &listed_price::Model) -> Term {
    Term {
        from: price.effective_from,
        to: price.effective_to,
        declared_at: price.declared_at,
    }
}

/// Returns a price for an answer.
pub(super) fn price_out(price: &listed_price::Model) -> PriceOut {
    PriceOut {
        room_kind: price.room_kind.clone(),
        unit: *price.unit,
        amount_vnd: price.amount_vnd,
        effective_from: price.effective_from,
        effective_to: price.effective_to,
        season: price.season.clone(),
        declared_at: price.declared_at.into(),
    }
}
