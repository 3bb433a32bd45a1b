use std::collections::BTreeSet;

use proptest::prelude::*;
use rules::overlap::{Span, meet, overlapping};
use time::macros::date;
use time::{Date, Duration};

fn span(id: usize, facility: u64, from: Date, until: Date) -> Span {
    Span {
        id,
        facility,
        from,
        until,
    }
}

#[test]
fn the_same_night_at_two_facilities_is_found() {
    let spans = [
        span(7, 1, date!(2026 - 11 - 20), date!(2026 - 11 - 23)),
        span(3, 2, date!(2026 - 11 - 22), date!(2026 - 11 - 25)),
    ];
    let expected = [(7, 3, date!(2026 - 11 - 22), date!(2026 - 11 - 23))];
    assert_eq!(overlapping(&spans), expected);
    let reversed = [spans[1], spans[0]];
    assert_eq!(overlapping(&reversed), expected, "whatever the order");
}

#[test]
fn changing_place_on_a_day_is_no_overlap() {
    let spans = [
        span(1, 1, date!(2026 - 12 - 30), date!(2026 - 12 - 31)),
        span(2, 2, date!(2026 - 12 - 31), date!(2027 - 01 - 01)),
        span(3, 3, date!(2027 - 01 - 01), date!(2027 - 01 - 02)),
    ];
    assert_eq!(overlapping(&spans), []);
}

#[test]
fn one_facility_and_day_use_are_no_overlap() {
    let (from, until) = (date!(2026 - 11 - 20), date!(2026 - 11 - 23));
    let day = date!(2026 - 11 - 21);
    assert_eq!(overlapping(&[span(1, 1, from, until), span(2, 1, from, until)]), []);
    assert_eq!(overlapping(&[span(1, 1, from, until), span(2, 2, day, day)]), []);
    assert_eq!(overlapping::<u64>(&[]), []);
}

#[test]
fn a_long_stay_is_compared_with_each_within_it() {
    let spans = [
        span(1, 1, date!(2026 - 11 - 01), date!(2026 - 11 - 30)),
        span(2, 2, date!(2026 - 11 - 03), date!(2026 - 11 - 04)),
        span(3, 2, date!(2026 - 11 - 29), date!(2026 - 12 - 05)),
    ];
    assert_eq!(
        overlapping(&spans),
        [
            (1, 2, date!(2026 - 11 - 03), date!(2026 - 11 - 04)),
            (1, 3, date!(2026 - 11 - 29), date!(2026 - 11 - 30)),
        ]
    );
}

#[test]
fn facilities_may_be_known_by_anything() {
    let name = |id, facility: &'static str| Span {
        id,
        facility,
        from: date!(2026 - 11 - 20),
        until: date!(2026 - 11 - 21),
    };
    assert_eq!(overlapping(&[name(1, "a"), name(2, "b")]).len(), 1);
    assert_eq!(overlapping(&[name(1, "a"), name(2, "a")]).len(), 0);
}

proptest! {
    #[test]
    fn pairs_are_those_that_comparing_each_with_each_finds(
        given in proptest::collection::vec((0_u64..3, 0_i64..20, 0_i64..8), 0..8),
    ) {
        let first = date!(2026 - 12 - 25);
        let spans: Vec<Span> = given
            .into_iter()
            .enumerate()
            .map(|(id, (facility, from, nights))| {
                let from = first + Duration::days(from);
                span(id, facility, from, from + Duration::days(nights))
            })
            .collect();
        let nights = |span: &Span| {
            let mut nights = BTreeSet::new();
            let mut night = span.from;
            while night < span.until {
                nights.insert(night);
                night = night.next_day().unwrap();
            }
            nights
        };
        let mut expected = BTreeSet::new();
        for a in &spans {
            for b in spans.iter().filter(|b| b.id > a.id && b.facility != a.facility) {
                let common: Vec<Date> = nights(a).intersection(&nights(b)).copied().collect();
                if let (Some(&from), Some(&last)) = (common.first(), common.last()) {
                    expected.insert(((a.id, b.id), from, last.next_day().unwrap()));
                }
            }
        }
        let found = overlapping(&spans);
        let pairs: BTreeSet<_> = found.iter().map(|&(a, b, from, until)| ((a.min(b), a.max(b)), from, until)).collect();
        prop_assert_eq!(pairs.len(), found.len(), "each pair once");
        prop_assert_eq!(pairs, expected);
        prop_assert!(found.is_sorted_by_key(|&(_, _, from, _)| from));
    }
}

#[test]
fn two_spans_meet_when_one_begins_within_the_other() {
    assert!(meet((1, 5), (4, 9)) && meet((4, 9), (1, 5)) && meet((1, 9), (3, 4)) && meet((1, 2), (1, 2)));
    assert!(!meet((1, 5), (5, 9)), "one leaves when the other comes");
    assert!(!meet((5, 9), (1, 5)));
}
