//! A person's stays on a time line, a row for each place, with nights notified at two places marked.

use crate::format::{self, measure};
use crate::markup::{Markup, html};
use crate::t;
use dto::stay::{PersonOverlap, StayState, StaySummary};
use leptos::prelude::*;
use rules::nights::StayKind;
use std::collections::BTreeMap;
use time::{Date, Duration};
use uuid::Uuid;

const TOP: f64 = 26.0;
const NAME_HEIGHT: f64 = 26.0;
const LANE_HEIGHT: f64 = 28.0;
const BAR_HEIGHT: f64 = 15.0;
const FOOT: f64 = 30.0;
/// Margin at the right edge, so that the label of the last tick is not cut.
const RIGHT: f64 = 38.0;
/// Minimum width of a bar: one night in a year must be visible.
const THINNEST: f64 = 6.0;
/// Approximate width of a character at 12 px.
const CHARACTER: f64 = 6.4;
const GAP: f64 = 7.0;
/// Maximum width of the word at a frame.
const WORD: f64 = 52.0;
/// Minimum distance between labelled days.
const TICK_SPACING: f64 = 58.0;

/// A bar: one stay.
#[derive(Debug, Clone, PartialEq)]
struct Bar {
    stay: Uuid,
    x: f64,
    width: f64,
    y: f64,
    label: String,
    /// Whether the label is left of the bar.
    label_left: bool,
    double: bool,
}

/// A row: one place of lodging.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    name: String,
    y: f64,
    bottom: f64,
    bars: Vec<Bar>,
}

/// A series of nights at two places.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    x: f64,
    width: f64,
    top: f64,
    bottom: f64,
    /// Whether its word is left of it.
    word_left: bool,
}

/// Positions of all parts, in pixels.
#[derive(Debug, Clone, PartialEq)]
struct Layout {
    rows: Vec<Row>,
    frames: Vec<Frame>,
    ticks: Vec<(f64, Date)>,
    today: f64,
    bottom: f64,
    height: f64,
}

/// Time scale: maps days to pixels.
#[derive(Clone, Copy)]
struct Scale {
    from: Date,
    days: f64,
    width: f64,
}

impl Scale {
    fn new((from, to): (Date, Date), width: f64) -> Self {
        Self {
            from,
            days: days(from, to).max(1.0),
            width: (width - RIGHT).max(120.0),
        }
    }

    fn x(self, date: Date) -> f64 {
        (days(self.from, date) / self.days).clamp(0.0, 1.0) * self.width
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a calendar, far below 2^52")]
fn days(from: Date, to: Date) -> f64 {
    (to - from).whole_days() as f64
}

fn count(number: usize) -> f64 {
    f64::from(u16::try_from(number).unwrap_or(u16::MAX))
}

/// Returns the nights of a stay as `[first, end)`.
fn span(stay: &StaySummary) -> (Date, Date) {
    let from = rules::zone::local_date(stay.arrival_at.get());
    (from, stay.nights.ends_on.max(from))
}

/// Returns the last day drawn of a stay: not later than today while the guest is present.
fn drawn_until(stay: &StaySummary, today: Date) -> Date {
    let (from, until) = span(stay);
    match stay.state {
        StayState::Present | StayState::Leaving | StayState::Overdue => until.min(today).max(from),
        StayState::Expected | StayState::Departed | StayState::Cancelled => until,
    }
}

/// Returns the days to label: the first of months and the 15th, or only months, or every third month, as the width
/// allows.
fn ticks(scale: Scale, to: Date) -> Vec<(f64, Date)> {
    let (mid_month, every) = if scale.days <= 100.0 {
        (true, 1)
    } else if scale.days <= 420.0 {
        (false, 1)
    } else {
        (false, 3)
    };
    let mut found = vec![(0.0, scale.from)];
    let mut day = scale.from;
    while let Some(next) = day.next_day().filter(|next| *next <= to) {
        day = next;
        let named = (day.day() == 1 && (u8::from(day.month()) - 1) % every == 0) || (mid_month && day.day() == 15);
        let x = scale.x(day);
        if named && found.last().is_none_or(|&(last, _)| x - last >= TICK_SPACING) {
            found.push((x, day));
        }
    }
    found
}

/// Groups the stays by place, places in the order of their latest stay, as the stays are sorted newest first.
fn by_place(stays: &[StaySummary]) -> Vec<Vec<&StaySummary>> {
    let mut places: Vec<Vec<&StaySummary>> = Vec::new();
    for stay in stays {
        match places.iter_mut().find(|there| there[0].facility_id == stay.facility_id) {
            Some(there) => there.push(stay),
            None => places.push(vec![stay]),
        }
    }
    places
}

/// Computes all positions. `label` returns the text beside a bar.
fn lay_out(
    stays: &[StaySummary],
    overlaps: &[PersonOverlap],
    period: (Date, Date),
    today: Date,
    width: f64,
    label: impl Fn(&StaySummary) -> String,
) -> Layout {
    let scale = Scale::new(period, width);
    let now = scale.x(today);
    let double = |id: Uuid| {
        overlaps
            .iter()
            .any(|overlap| overlap.first == id || overlap.second == id)
    };
    let mut y = TOP;
    let mut rows = Vec::new();
    for there in by_place(stays) {
        // Bars whose texts would overlap are put on another lane.
        let mut lanes: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut bars = Vec::new();
        for stay in &there {
            let label = label(stay);
            let x = scale.x(span(stay).0).min(scale.width - THINNEST);
            let width = (scale.x(drawn_until(stay, today)) - x).max(THINNEST);
            let words = count(label.chars().count()) * CHARACTER + GAP;
            // The text does not cross the line of today, nor the edge.
            let limit = if x + width <= now + 1.0 {
                now
            } else {
                scale.width + RIGHT
            };
            let label_left = x + width + words > limit && x - words > 0.0;
            let taken = if label_left {
                (x - words, x + width)
            } else {
                (x, x + width + words)
            };
            let free = lanes
                .iter()
                .position(|lane| lane.iter().all(|&(from, to)| taken.1 < from || to < taken.0));
            let lane = free.unwrap_or_else(|| {
                lanes.push(Vec::new());
                lanes.len() - 1
            });
            lanes[lane].push(taken);
            bars.push(Bar {
                stay: stay.id,
                x,
                width,
                y: y + NAME_HEIGHT + count(lane) * LANE_HEIGHT,
                label,
                label_left,
                double: double(stay.id),
            });
        }
        let bottom = y + NAME_HEIGHT + count(lanes.len()) * LANE_HEIGHT;
        rows.push(Row {
            name: there[0].facility_name.clone(),
            y,
            bottom,
            bars,
        });
        y = bottom;
    }
    let frames = frames(overlaps, &rows, scale);
    Layout {
        rows,
        frames,
        ticks: ticks(scale, period.1),
        today: now,
        bottom: y,
        height: y + FOOT,
    }
}

/// Returns a frame around both bars of each pair, over the nights in common.
fn frames(overlaps: &[PersonOverlap], rows: &[Row], scale: Scale) -> Vec<Frame> {
    let tops: BTreeMap<Uuid, f64> = rows
        .iter()
        .flat_map(|row| &row.bars)
        .map(|bar| (bar.stay, bar.y))
        .collect();
    overlaps
        .iter()
        .filter_map(|overlap| {
            let (first, second) = (tops.get(&overlap.first)?, tops.get(&overlap.second)?);
            let x = scale.x(overlap.from);
            let width = (scale.x(overlap.to.saturating_add(Duration::DAY)) - x).max(THINNEST);
            Some(Frame {
                x,
                width,
                top: first.min(*second) - 8.0,
                bottom: first.max(*second) + BAR_HEIGHT + 8.0,
                // At the edge the word would extend beyond the drawing.
                word_left: x + width + GAP + WORD > scale.width + RIGHT,
            })
        })
        .collect()
}

fn bar_label(stay: &StaySummary, this_year: i32) -> String {
    let from = format::short_date(span(stay).0, this_year);
    match (stay.kind, stay.state) {
        (StayKind::DayUse, _) => t!(police.bar_day_use, from = from),
        (_, StayState::Expected) => t!(police.bar_expected, from = from),
        (_, StayState::Cancelled) => t!(police.bar_cancelled, from = from),
        (_, StayState::Departed) => t!(
            police.bar_nights,
            from = from,
            nights = format::nights(stay.nights.total)
        ),
        _ => t!(police.bar_now, from = from, current = stay.nights.current),
    }
}

/// Returns the first day drawn when the search named none: 2 to 30 days before the earliest stay.
pub fn first_day(stays: &[StaySummary], today: Date) -> Date {
    let earliest = stays.iter().map(|stay| span(stay).0).min().unwrap_or(today).min(today);
    let lead = Duration::days(((today - earliest).whole_days() / 20).clamp(2, 30));
    earliest.checked_sub(lead).unwrap_or(earliest)
}

/// Returns the last day drawn: today, or the end of the latest future stay.
pub fn last_day(stays: &[StaySummary], today: Date) -> Date {
    stays
        .iter()
        .filter(|stay| stay.state == StayState::Expected)
        .map(|stay| span(stay).1)
        .max()
        .unwrap_or(today)
        .max(today)
}

/// Renders the chart; a table beside it has the same stays.
#[component]
pub fn PersonChart(
    /// Stays, newest first.
    stays: Vec<StaySummary>,
    /// Pairs of stays with nights in common.
    overlaps: Vec<PersonOverlap>,
    /// First and last day drawn.
    period: (Date, Date),
    /// The local day.
    today: Date,
    /// Text alternative of the image, for a screen reader.
    #[prop(into)]
    label: Signal<String>,
    /// Width in pixels.
    #[prop(into)]
    width: Signal<f64>,
) -> Markup {
    let data = StoredValue::new((stays, overlaps));
    let layout = Memo::new(move |_| {
        let words = |stay: &StaySummary| bar_label(stay, today.year());
        data.with_value(|(stays, overlaps)| lay_out(stays, overlaps, period, today, width.get(), words))
    });
    html! {
        <svg
            class="person-chart"
            role="img"
            focusable="false"
            width="100%"
            height=move || layout.with(|layout| measure(layout.height))
            aria-label=label
        >
            <defs>
                <pattern id="person-chart-stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="person-chart-stripe-ground" width="7" height="7"></rect>
                    <rect class="person-chart-stripe" width="4" height="7"></rect>
                </pattern>
            </defs>
            {move || layout.with(|layout| drawing(layout, today))}
        </svg>
    }
}

fn drawing(layout: &Layout, today: Date) -> Markup {
    let bottom = layout.bottom;
    let ticks = layout
        .ticks
        .iter()
        .map(|&(x, date)| {
            html! {
                <line class="person-chart-grid" x1=measure(x) x2=measure(x) y1=measure(TOP) y2=measure(bottom + 6.0)></line>
                <text class="person-chart-day" x=measure(x + 4.0) y="14">{format::short_date(date, today.year())}</text>
            }
        })
        .collect::<Vec<_>>();
    let rows = layout
        .rows
        .iter()
        .map(|row| {
            let bars = row.bars.iter().map(bar_view).collect::<Vec<_>>();
            html! {
                <text class="person-chart-place" x="0" y=measure(row.y + 17.0)>{row.name.clone()}</text>
                {bars}
                <line class="person-chart-rule" x1="0" x2="100%" y1=measure(row.bottom) y2=measure(row.bottom)></line>
            }
        })
        .collect::<Vec<_>>();
    let frames = layout
        .frames
        .iter()
        .map(|frame| {
            let (x, anchor) = if frame.word_left {
                (frame.x - GAP, "end")
            } else {
                (frame.x + frame.width + GAP, "start")
            };
            html! {
                <rect class="person-chart-frame" x=measure(frame.x) y=measure(frame.top) width=measure(frame.width) height=measure(frame.bottom - frame.top) rx="2"></rect>
                <text class="person-chart-double" text-anchor=anchor x=measure(x) y=measure(f64::midpoint(frame.top, frame.bottom) + 4.0)>
                    {t!(police.chart_double)}
                </text>
            }
        })
        .collect::<Vec<_>>();
    let now = layout.today;
    html! {
        {ticks}
        {rows}
        {frames}
        <line class="person-chart-today" x1=measure(now) x2=measure(now) y1=measure(TOP) y2=measure(bottom + 8.0)></line>
        <text class="person-chart-today-word" x=measure(now) y=measure(bottom + 22.0)>{t!(police.chart_today)}</text>
    }
}

fn bar_view(bar: &Bar) -> Markup {
    let class = if bar.double {
        "person-chart-bar person-chart-bar-double"
    } else {
        "person-chart-bar"
    };
    let (x, anchor) = if bar.label_left {
        (bar.x - GAP, "end")
    } else {
        (bar.x + bar.width + GAP, "start")
    };
    html! {
        <rect class=class x=measure(bar.x) y=measure(bar.y) width=measure(bar.width) height=measure(BAR_HEIGHT) rx="2"></rect>
        <text class="person-chart-word" x=measure(x) y=measure(bar.y + 12.0) text-anchor=anchor>{bar.label.clone()}</text>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::Timestamp;
    use dto::stay::StayNights;
    use rules::document::DocumentType;
    use rules::person::Sex;
    use time::macros::date;

    fn stay(id: u128, place: u128, from: Date, nights: i64, state: StayState) -> StaySummary {
        let at = Timestamp::from(rules::zone::at(from, time::macros::time!(20:00)));
        StaySummary {
            id: Uuid::from_u128(id),
            stay_code: String::new(),
            facility_id: Uuid::from_u128(place),
            facility_name: format!("Nhà nghỉ {place}"),
            full_name: "Lâm Tấn Phát".to_owned(),
            birth_year: 1982,
            sex: Sex::Male,
            nationality: "VN".to_owned(),
            document_type: DocumentType::Cccd,
            document_masked: "0560•••••731".to_owned(),
            room_name: None,
            group_id: None,
            kind: StayKind::Overnight,
            arrival_at: at,
            planned_departure_at: at.plus_seconds(nights * 86_400),
            departed_at: None,
            notified_at: at,
            entered_at: None,
            late_seconds: None,
            state,
            nights: StayNights {
                total: u32::try_from(nights).unwrap(),
                grown: 0,
                current: 1,
                ends_on: from + Duration::days(nights),
            },
            open_warnings: 0,
            acknowledged: false,
            asked: false,
            updated_at: at,
            answered: false,
            version: 1,
        }
    }

    const TODAY: Date = date!(2026 - 11 - 21);
    const PERIOD: (Date, Date) = (date!(2026 - 09 - 22), TODAY);

    fn lay(stays: &[StaySummary], overlaps: &[PersonOverlap], width: f64) -> Layout {
        lay_out(stays, overlaps, PERIOD, TODAY, width, |stay| {
            format!("{} đêm", stay.nights.total)
        })
    }

    #[test]
    fn one_place_is_one_row_and_nights_at_two_places_are_framed() {
        let stays = [
            stay(1, 7, date!(2026 - 11 - 14), 1, StayState::Departed),
            stay(2, 8, date!(2026 - 11 - 13), 2, StayState::Departed),
            stay(3, 7, date!(2026 - 09 - 27), 3, StayState::Departed),
        ];
        let overlap = PersonOverlap {
            first: stays[1].id,
            second: stays[0].id,
            from: date!(2026 - 11 - 14),
            to: date!(2026 - 11 - 14),
        };
        let layout = lay(&stays, &[overlap], 800.0);
        assert_eq!(layout.rows.len(), 2);
        assert_eq!(layout.rows[0].bars.len(), 2);
        assert_eq!(layout.frames.len(), 1);
        assert!(layout.rows[0].bars[0].double && layout.rows[1].bars[0].double && !layout.rows[0].bars[1].double);
        let frame = layout.frames[0];
        assert!(frame.top < layout.rows[0].bars[0].y && frame.bottom > layout.rows[1].bars[0].y + BAR_HEIGHT);
        assert!(!frame.word_left);
    }

    #[test]
    fn the_word_at_a_frame_stays_inside_at_the_edge() {
        let stays = [
            stay(1, 7, TODAY, 1, StayState::Present),
            stay(2, 8, TODAY, 1, StayState::Present),
        ];
        let overlap = PersonOverlap {
            first: stays[1].id,
            second: stays[0].id,
            from: TODAY,
            to: TODAY,
        };
        assert!(lay(&stays, &[overlap], 800.0).frames[0].word_left);
    }

    #[test]
    fn bars_stay_inside_at_any_width() {
        let stays = [
            stay(1, 7, date!(2026 - 11 - 20), 40, StayState::Present),
            stay(2, 8, date!(2026 - 09 - 22), 1, StayState::Departed),
            stay(3, 9, TODAY, 1, StayState::Present),
        ];
        for width in [300.0, 360.0, 800.0, 1300.0] {
            let layout = lay(&stays, &[], width);
            for bar in layout.rows.iter().flat_map(|row| &row.bars) {
                assert!(bar.x >= 0.0 && bar.x + bar.width <= width, "{width}: {bar:?}");
                assert!(bar.width >= THINNEST);
            }
            assert!(
                layout.rows[0].bars[0].label_left,
                "at the right edge the words stand on the left"
            );
            assert!(!layout.rows[1].bars[0].label_left);
        }
    }

    #[test]
    fn stays_whose_words_would_touch_take_another_lane() {
        let day = |n: u128| date!(2026 - 10 - 01) + Duration::days(i64::try_from(n).unwrap());
        let stays: Vec<_> = (0..4).map(|n| stay(n, 7, day(n), 1, StayState::Departed)).collect();
        let layout = lay(&stays, &[], 800.0);
        let mut tops: Vec<_> = layout.rows[0].bars.iter().map(|bar| bar.y).collect();
        tops.dedup();
        assert_eq!(tops.len(), 4);
        assert!(layout.rows[0].bottom >= tops[3] + BAR_HEIGHT);
    }

    #[test]
    fn a_guest_who_is_there_is_drawn_until_today() {
        let present = stay(1, 7, date!(2026 - 11 - 16), 30, StayState::Present);
        assert_eq!(drawn_until(&present, TODAY), TODAY);
        let expected = stay(1, 7, date!(2026 - 11 - 22), 2, StayState::Expected);
        assert_eq!(drawn_until(&expected, TODAY), date!(2026 - 11 - 24));
        assert_eq!(last_day(&[present, expected], TODAY), date!(2026 - 11 - 24));
    }

    #[test]
    fn named_days_never_stand_closer_than_their_names_are_wide() {
        for (from, width) in [
            (date!(2026 - 11 - 01), 300.0),
            (PERIOD.0, 800.0),
            (date!(2025 - 11 - 21), 800.0),
            (date!(2016 - 01 - 01), 800.0),
        ] {
            let ticks = ticks(Scale::new((from, TODAY), width), TODAY);
            assert!(
                ticks.windows(2).all(|pair| pair[1].0 - pair[0].0 >= TICK_SPACING),
                "{from}"
            );
        }
    }
}
