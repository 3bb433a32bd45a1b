//! The damage that spreadsheets do to guest lists, and how to undo it: lost leading zeros, dates that became serial
//! numbers, day and month in American order. Every mend is offered to a person: nothing is mended automatically.

mod hour;

pub use hour::{HourRead, read_hour};

use crate::date_parts::{DatePartsFault, format_vn_date, parse_parts, parse_vn_date};
use crate::document::DocumentType;
use crate::person::Sex;
use crate::personal_id::PersonalId;
use serde::{Deserialize, Serialize};
use time::macros::date;
use time::{Date, Duration};

/// The kind of damage to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MendKind {
    /// Treated as a number, so that its leading zeros are lost.
    LeadingZero,
    /// A date that became its serial number.
    SerialDate,
    /// Day and month in American order.
    UsOrder,
    /// The apostrophe with which a spreadsheet marks a text was included.
    Apostrophe,
    /// A 12-hour time, or 24:00.
    Hour,
    /// Text in a legacy font encoding from before Unicode ([`crate::old_font`]).
    OldFont,
}

impl MendKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::LeadingZero,
        Self::SerialDate,
        Self::UsOrder,
        Self::Apostrophe,
        Self::Hour,
        Self::OldFont,
    ];
}

/// The day before the first day of Excel's calendar, for its serial numbers from March 1900 on: Excel counts a 29
/// February 1900 that did not exist, so that this day is one earlier.
const EPOCH: Date = date!(1899 - 12 - 30);
/// The serial numbers that are read as days, 1927 to 2099: those of five digits, so that no year is among them.
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=73_050;
/// The minimum number of date cells that determine the order of a column: two days early in a month prove nothing.
const ENOUGH: usize = 3;

/// The day with this serial number in Excel.
pub fn serial_date(serial: u32) -> Option<Date> {
    SERIALS
        .contains(&serial)
        .then(|| EPOCH.checked_add(Duration::days(i64::from(serial))))
        .flatten()
}

/// A document number as it was before it was treated as a number, where that is certain enough to offer: with one or
/// two leading zeros it becomes a personal number with a known place that agrees with sex and year of birth, or a CMND
/// of 9 or 12 digits. A number that still begins with 0 was never treated as a number, and is just too short.
pub fn lost_zeros(document: DocumentType, number: &str, sex: Option<Sex>, year: Option<i32>) -> Option<String> {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || number.starts_with('0') {
        return None;
    }
    let full = match (document, number.len()) {
        (DocumentType::Cmnd, 8) => 9,
        (DocumentType::Cmnd, 11) => 12,
        (kind, 10 | 11) if kind.bears_personal_id() => 12,
        _ => return None,
    };
    let mended = format!("{number:0>full$}");
    if document.bears_personal_id() && !PersonalId::parse(&mended).ok()?.warnings(sex, year).is_empty() {
        return None;
    }
    Some(mended)
}

/// A Vietnamese mobile number without its leading zero: nine digits, of which the first is one that mobile numbers
/// have.
pub fn lost_phone_zero(phone: &str) -> Option<String> {
    let is_one = phone.len() == 9
        && phone.bytes().all(|byte| byte.is_ascii_digit())
        && phone.starts_with(['3', '5', '7', '8', '9']);
    is_one.then(|| format!("0{phone}"))
}

/// A number, date or room without the leading apostrophe with which spreadsheets mark a text. Apostrophes in names are
/// kept.
pub fn without_apostrophe(text: &str) -> Option<String> {
    let rest = text.strip_prefix(['\'', '’', '‘', '`'])?.trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit()).then(|| rest.to_owned())
}

/// A date from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRead {
    /// As written in the cell.
    Plain(Date),
    /// As it probably was before the damage.
    Mended(Date, MendKind),
}

impl DateRead {
    /// The date, mended where there is a mend.
    pub fn date(self) -> Date {
        match self {
            Self::Plain(date) | Self::Mended(date, _) => date,
        }
    }
}

/// The order in which a column of a file writes its dates: determined by those of its cells that have only one reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateOrder {
    day_first: usize,
    month_first: usize,
    dates: usize,
    late_dates: usize,
}

impl DateOrder {
    /// Adds a text cell.
    pub fn note_text(&mut self, text: &str) {
        if parse_vn_date(text).is_ok_and(|date| date.day() > 12) {
            self.day_first += 1;
        } else if us_date(text).is_some_and(|date| date.day() > 12) {
            self.month_first += 1;
        }
    }

    /// Adds a cell that the spreadsheet itself treats as a date.
    pub fn note_date(&mut self, date: Date) {
        self.dates += 1;
        if date.day() > 12 {
            self.late_dates += 1;
        }
    }

    /// The order of a column whose own cells do not determine one: American if another column of the file is.
    #[must_use]
    pub fn beside(mut self, others: &[Self]) -> Self {
        let is_untold = self.day_first == 0 && self.month_first == 0;
        let are_american = others.iter().any(Self::is_american) && others.iter().all(|other| other.day_first == 0);
        if is_untold && are_american {
            self.month_first = 1;
        }
        self
    }

    /// A text cell, read in the order of its column.
    ///
    /// # Errors
    /// Why it is not a date.
    pub fn read_text(&self, text: &str) -> Result<DateRead, DatePartsFault> {
        let text = text.trim();
        if let Some(date) = iso_date(text) {
            return Ok(DateRead::Plain(date));
        }
        if let Some(date) = text.parse().ok().and_then(serial_date) {
            return Ok(DateRead::Mended(date, MendKind::SerialDate));
        }
        match parse_vn_date(text) {
            Ok(date) if self.is_american() => Ok(swapped(date).map_or(DateRead::Plain(date), us_order)),
            Ok(date) => Ok(DateRead::Plain(date)),
            Err(fault) => us_date(text).map(us_order).ok_or(fault),
        }
    }

    /// A cell that the spreadsheet itself treats as a date. An American Excel reads `07/09/1975` as 9 July and keeps
    /// `21/09/1975` as a text: so where texts have days after the 12th and no date does, the dates are swapped.
    pub fn read_date(&self, date: Date) -> DateRead {
        let damaged = self.day_first > 0 && self.dates >= ENOUGH && self.late_dates == 0;
        match swapped(date) {
            Some(mended) if damaged => us_order(mended),
            _ => DateRead::Plain(date),
        }
    }

    fn is_american(&self) -> bool {
        self.month_first > 0 && self.day_first == 0
    }
}

fn us_order(date: Date) -> DateRead {
    DateRead::Mended(date, MendKind::UsOrder)
}

/// `MM/dd/yyyy`.
fn us_date(text: &str) -> Option<Date> {
    let mut parts = text.trim().split(['/', '.', '-']);
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    parse_parts(day, month, year).ok()
}

/// `yyyy-MM-dd`, `yyyy/MM/dd` or `yyyy.MM.dd`, which are unambiguous.
pub fn iso_date(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    parse_parts(day, month, year).ok()
}

/// Day and month swapped, where that is another date.
fn swapped(date: Date) -> Option<Date> {
    if date.day() == u8::from(date.month()) {
        return None;
    }
    us_date(&format_vn_date(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_day() -> impl Strategy<Value = Date> {
        (10_000u32..=73_050).prop_map(|serial| serial_date(serial).unwrap())
    }

    #[test]
    fn a_serial_number_is_the_day_that_excel_shows() {
        // As Excel shows them.
        for (serial, day) in [
            (33_421, date!(1991 - 07 - 02)),
            (46_347, date!(2026 - 11 - 21)),
            (10_000, date!(1927 - 05 - 18)),
            (73_050, date!(2099 - 12 - 31)),
        ] {
            assert_eq!(serial_date(serial), Some(day), "{serial}");
        }
        for none in [0, 1_988, 9_999, 73_051, u32::MAX] {
            assert_eq!(serial_date(none), None, "{none}");
        }
    }

    #[test]
    fn a_lost_zero_is_offered_where_the_number_then_holds_together() {
        let cccd = DocumentType::Cccd;
        let male = Some(Sex::Male);
        assert_eq!(
            lost_zeros(cccd, "56075002914", male, Some(1975)).as_deref(),
            Some("056075002914")
        );
        assert_eq!(
            lost_zeros(cccd, "1187004512", None, None).as_deref(),
            Some("001187004512")
        );
        // Another year, another sex, an unknown place.
        assert_eq!(lost_zeros(cccd, "56075002914", male, Some(1976)), None);
        assert_eq!(lost_zeros(cccd, "56075002914", Some(Sex::Female), Some(1975)), None);
        assert_eq!(lost_zeros(cccd, "99075002914", male, Some(1975)), None);
        // It has a zero, is too short or too long, or is not a number.
        for text in ["0401690077", "560750029", "560750029141", "5607500291A", ""] {
            assert_eq!(lost_zeros(cccd, text, None, None), None, "{text}");
        }
        assert_eq!(
            lost_zeros(DocumentType::Cmnd, "12345678", None, None).as_deref(),
            Some("012345678")
        );
        assert_eq!(lost_zeros(DocumentType::Passport, "12345678", None, None), None);
    }

    #[test]
    fn a_mobile_number_gets_its_zero_back() {
        assert_eq!(lost_phone_zero("905000148").as_deref(), Some("0905000148"));
        for text in ["0905000148", "105000148", "90500014", "+84905000148"] {
            assert_eq!(lost_phone_zero(text), None, "{text}");
        }
    }

    #[test]
    fn an_apostrophe_is_taken_off_where_a_digit_follows() {
        for text in ["'056187030031", "’056187030031", "‘056187030031"] {
            assert_eq!(without_apostrophe(text).as_deref(), Some("056187030031"));
        }
        for text in ["H’ Hen Niê", "056", "'", "'A12", ""] {
            assert_eq!(without_apostrophe(text), None, "{text}");
        }
    }

    #[test]
    fn american_order_is_told_by_the_days_after_the_twelfth() {
        let mut order = DateOrder::default();
        let plain = |day| Ok(DateRead::Plain(day));
        let mended = |day| Ok(DateRead::Mended(day, MendKind::UsOrder));
        assert_eq!(order.read_text("07/09/1975"), plain(date!(1975 - 09 - 07)));
        // On its own it has only one reading.
        assert_eq!(order.read_text("11/21/2026"), mended(date!(2026 - 11 - 21)));
        order.note_text("11/21/2026");
        assert_eq!(order.read_text("07/09/1975"), mended(date!(1975 - 07 - 09)));
        assert_eq!(order.read_text("07/07/1975"), plain(date!(1975 - 07 - 07)));
        // Both orders in one column: it is undecidable.
        order.note_text("21/11/2026");
        assert_eq!(order.read_text("07/09/1975"), plain(date!(1975 - 09 - 07)));
        for text in ["1975-09-07", "1975/9/7", "1975.09.07"] {
            assert_eq!(order.read_text(text), plain(date!(1975 - 09 - 07)), "{text}");
        }
        assert!(order.read_text("31/02/1988").is_err());
        assert!(order.read_text("").is_err());
    }

    #[test]
    fn a_column_that_tells_no_order_has_that_of_the_columns_beside_it() {
        let told = |texts: &[&str]| {
            let mut order = DateOrder::default();
            for text in texts {
                order.note_text(text);
            }
            order
        };
        let (arrivals, american, ours) = (told(&["11/05/2026"]), told(&["08/15/1951"]), told(&["15/08/1951"]));
        let read = |order: DateOrder| order.read_text("11/05/2026").unwrap().date();
        assert_eq!(read(arrivals.beside(&[arrivals, american])), date!(2026 - 11 - 05));
        for others in [&[arrivals, ours][..], &[american, ours], &[arrivals]] {
            assert_eq!(read(arrivals.beside(others)), date!(2026 - 05 - 11));
        }
        // A column that determines its own order keeps it.
        assert_eq!(read(ours.beside(&[american])), date!(2026 - 05 - 11));
    }

    #[test]
    fn dates_that_an_american_excel_recognised_are_told_by_the_texts_that_it_did_not() {
        let mut order = DateOrder::default();
        let early = date!(1975 - 07 - 09);
        for _ in 0..3 {
            order.note_date(early);
        }
        assert_eq!(order.read_date(early), DateRead::Plain(early));
        order.note_text("21/09/1975");
        let mended = DateRead::Mended(date!(1975 - 09 - 07), MendKind::UsOrder);
        assert_eq!(order.read_date(early), mended);
        // One date with a day after the 12th: the dates are correct.
        order.note_date(date!(1975 - 07 - 13));
        assert_eq!(order.read_date(early), DateRead::Plain(early));
    }

    proptest! {
        #[test]
        fn a_date_in_order_is_read_as_it_stands(day in any_day()) {
            let mut order = DateOrder::default();
            let text = format_vn_date(day);
            order.note_text(&text);
            prop_assert_eq!(order.read_text(&text).unwrap(), DateRead::Plain(day));
        }

        #[test]
        fn an_american_date_is_mended_to_the_day_that_was_meant(day in any_day(), other in any_day()) {
            let american = |day: Date| format!("{:02}/{:02}/{:04}", u8::from(day.month()), day.day(), day.year());
            let mut order = DateOrder::default();
            order.note_text(&american(other));
            order.note_text(&american(day));
            if other.day() > 12 {
                prop_assert_eq!(order.read_text(&american(day)).unwrap().date(), day);
            }
        }

        #[test]
        fn a_serial_number_as_text_is_its_day(serial in 10_000u32..=73_050) {
            let read = DateOrder::default().read_text(&serial.to_string()).unwrap();
            prop_assert_eq!(read, DateRead::Mended(serial_date(serial).unwrap(), MendKind::SerialDate));
        }

        #[test]
        fn a_number_that_lost_its_zeros_comes_back(place in 1u32..=96, year in 0u32..100, rest in 0u32..1_000_000) {
            let whole = format!("{place:03}0{year:02}{rest:06}");
            let id = PersonalId::parse(&whole).unwrap();
            let short = whole.trim_start_matches('0');
            if id.warnings(None, None).is_empty() && short.len() >= 10 {
                let mended = lost_zeros(DocumentType::Cccd, short, None, None);
                prop_assert_eq!(mended.as_deref(), Some(whole.as_str()));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let mut order = DateOrder::default();
            order.note_text(&text);
            let _ = order.read_text(&text);
            let _ = lost_zeros(DocumentType::Cccd, &text, None, None);
            let _ = lost_phone_zero(&text);
            let _ = without_apostrophe(&text);
        }
    }
}
