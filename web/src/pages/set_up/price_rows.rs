//! Listed prices as typed: a price per night and a price per hour for each kind of room.

use dto::facility::FacilityOut;
use dto::price::{PriceIn, PriceOut, PriceUnit};
use rules::unicode;
use time::Date;

/// Maximum price (the limit of `PriceIn`).
pub const MAX_PRICE: i64 = 1_000_000_000;

/// Returns each kind of room, then kinds that have a price but no longer a room.
pub fn kinds(facility: &FacilityOut) -> Vec<&str> {
    let mut kinds: Vec<&str> = Vec::new();
    let of_rooms = facility.rooms.iter().map(|room| room.kind.as_str());
    let of_prices = facility.prices.iter().map(|price| price.room_kind.as_str());
    for kind in of_rooms.chain(of_prices) {
        if !kinds.iter().any(|known| unicode::small(known) == unicode::small(kind)) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Returns the normal price in force for a kind, and the next declared one; prices of a season are not among them.
pub fn known(facility: &FacilityOut, kind: &str, unit: PriceUnit, today: Date) -> (Option<PriceOut>, Option<PriceOut>) {
    let of_kind = || {
        facility
            .prices
            .iter()
            .filter(move |price| price.unit == unit && price.effective_to.is_none())
            .filter(move |price| unicode::small(&price.room_kind) == unicode::small(kind))
    };
    let latest = |price: &&PriceOut| (price.effective_from, price.declared_at);
    let now = of_kind()
        .filter(|price| price.effective_from <= today)
        .max_by_key(latest)
        .cloned();
    let next = of_kind()
        .filter(|price| price.effective_from > today)
        .min_by_key(latest)
        .cloned();
    (now, next)
}

/// Error of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceFault {
    /// It is not a number.
    Unreadable,
    /// It is above the limit.
    TooHigh,
}

/// Reads `650.000`, `650 000`, `650,000 đ`; an empty text is no price.
pub fn read_price(text: &str) -> Result<Option<i64>, PriceFault> {
    let text = text.trim().trim_end_matches(['đ', '₫']).trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PriceFault::Unreadable);
    }
    match digits.parse::<i64>() {
        Ok(amount) if amount <= MAX_PRICE => Ok(Some(amount)),
        _ => Err(PriceFault::TooHigh),
    }
}

/// From three times the price in force, or a third of it, a zero may be missing or added.
const FAR: i64 = 3;

/// Returns whether a price differs so much from the one before that it should be checked.
pub fn is_far(before: i64, now: i64) -> bool {
    before > 0 && now > 0 && (now >= before.saturating_mul(FAR) || before >= now.saturating_mul(FAR))
}

/// The days for which prices are declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// First day; today where none is typed.
    pub from: Option<Date>,
    /// Last day, for a season.
    pub to: Option<Date>,
    /// Name of the season.
    pub season: Option<String>,
}

/// Returns the prices to declare; a price equal to the one in force is left out.
pub fn to_declare(typed: &[(&str, PriceUnit, i64)], facility: &FacilityOut, days: &Days, today: Date) -> Vec<PriceIn> {
    let mut prices = Vec::new();
    for &(kind, unit, amount_vnd) in typed {
        let (now, next) = known(facility, kind, unit, today);
        let is_same = next.is_none()
            && days.to.is_none()
            && days.from.is_none_or(|from| from <= today)
            && now.is_some_and(|now| now.amount_vnd == amount_vnd);
        if !is_same {
            prices.push(PriceIn {
                room_kind: kind.to_owned(),
                unit,
                amount_vnd,
                effective_from: days.from,
                effective_to: days.to,
                season: days.season.clone(),
            });
        }
    }
    prices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_three_times_as_high_or_as_low_is_asked() {
        for (before, now, far) in [
            (520_000, 5_500_000, true),
            (500_000, 1_500_000, true),
            (500_000, 1_499_999, false),
            (500_000, 50_000, true),
            (500_000, 200_000, false),
            (0, 500_000, false),
        ] {
            assert_eq!(is_far(before, now), far, "{before} {now}");
        }
    }

    #[test]
    fn prices_are_read_as_people_write_them() {
        for text in ["650000", "650.000", "650 000", "650,000 đ", " 650.000₫ "] {
            assert_eq!(read_price(text), Ok(Some(650_000)), "{text}");
        }
        assert_eq!(read_price("  "), Ok(None));
        assert_eq!(read_price("650k"), Err(PriceFault::Unreadable));
        assert_eq!(read_price("-5"), Err(PriceFault::Unreadable));
        assert_eq!(read_price("1.000.000.001"), Err(PriceFault::TooHigh));
        assert_eq!(read_price("99999999999999999999"), Err(PriceFault::TooHigh));
    }
}
