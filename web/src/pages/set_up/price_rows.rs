//! Listed prices as typed: a price a night and a price an hour for each kind of room.

use dto::facility::FacilityOut;
use dto::price::{PriceIn, PriceOut, PriceUnit};
use rules::unicode;
use serde::{Deserialize, Serialize};
use time::Date;

/// The highest price (the limit of `PriceIn`).
pub const MAX_PRICE: i64 = 1_000_000_000;

/// The prices of one kind of room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedPrice {
    /// The kind.
    pub kind: String,
    /// One night.
    pub night: String,
    /// One hour.
    pub hour: String,
}

impl TypedPrice {
    /// Nothing typed yet.
    pub fn blank(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            night: String::new(),
            hour: String::new(),
        }
    }

    /// A row for each kind of room, then for kinds that have a price and no room any more.
    pub fn rows(facility: &FacilityOut) -> Vec<Self> {
        let mut kinds: Vec<&str> = Vec::new();
        let of_rooms = facility.rooms.iter().map(|room| room.kind.as_str());
        let of_prices = facility.prices.iter().map(|price| price.room_kind.as_str());
        for kind in of_rooms.chain(of_prices) {
            if !kinds.iter().any(|known| unicode::small(known) == unicode::small(kind)) {
                kinds.push(kind);
            }
        }
        kinds.into_iter().map(Self::blank).collect()
    }
}

/// The usual price in force for a kind, and the next one that is declared; seasons are told apart.
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

/// Why a price cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceFault {
    /// It is no number.
    Unreadable,
    /// It is above the limit.
    TooHigh,
}

/// `650.000`, `650 000`, `650,000 đ`; nothing typed is no price.
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

/// From three times the price in force on, or from a third of it down, a nought may be too many or too few.
const FAR: i64 = 3;

/// Whether a price is so far from the one before that somebody should look again.
pub fn is_far(before: i64, now: i64) -> bool {
    before > 0 && now > 0 && (now >= before.saturating_mul(FAR) || before >= now.saturating_mul(FAR))
}

/// For which days prices are declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// From this day on; from today where none is typed.
    pub from: Option<Date>,
    /// Until this day, for a season.
    pub to: Option<Date>,
    /// What the season is called.
    pub season: Option<String>,
}

/// The prices to declare; what is the same as the one in force is none.
pub fn to_declare(rows: &[TypedPrice], facility: &FacilityOut, days: &Days, today: Date) -> Vec<PriceIn> {
    let mut prices = Vec::new();
    for row in rows {
        for (unit, text) in [(PriceUnit::Night, &row.night), (PriceUnit::Hour, &row.hour)] {
            let Ok(Some(amount_vnd)) = read_price(text) else {
                continue;
            };
            let (now, next) = known(facility, row.kind.trim(), unit, today);
            let is_same = next.is_none()
                && days.to.is_none()
                && days.from.is_none_or(|from| from <= today)
                && now.is_some_and(|now| now.amount_vnd == amount_vnd);
            if !is_same {
                prices.push(PriceIn {
                    room_kind: row.kind.trim().to_owned(),
                    unit,
                    amount_vnd,
                    effective_from: days.from,
                    effective_to: days.to,
                    season: days.season.clone(),
                });
            }
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
