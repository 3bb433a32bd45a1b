//! The day from 00:00 to 24:00 to scale, with the hours of the regulation marked.
//!
//! Hours come from the profile. The time left to the evening hour is drawn in the lamp colour
//! (docs/pages.md, "Colours").

use crate::format;
use crate::markup::{Markup, html};
use crate::t;
use dto::Timestamp;
use leptos::prelude::*;
use rules::correction::CorrectionLimit;
use rules::profile::Profile;
use rules::zone::LocalTime;
use time::{Duration, Time};

/// From this number of minutes on, the time left is red (docs/pages.md, "Day line").
const URGENT_MINUTES: i64 = 30;
/// The number changes each minute, but is announced only at these (docs/pages.md, "Day line").
const SAID_ALOUD: [i64; 3] = [60, 30, 10];
const DAY_MINUTES: f64 = 24.0 * 60.0;

/// Position of the current time relative to the evening hour of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Before it: minutes left, where a begun minute counts as whole.
    Left {
        /// Whole minutes; 0 means less than one.
        minutes: i64,
    },
    /// At or after it: minutes since.
    Over {
        /// Whole minutes.
        minutes: i64,
    },
}

impl Standing {
    /// Returns the position of `now` relative to the evening hour of its own local day.
    pub fn at(now: Timestamp, profile: &Profile) -> Self {
        let due = rules::deadline::evening_cutoff_of(rules::zone::local_date(now.get()), &profile.notification);
        let left = due - now.get();
        if left > Duration::ZERO {
            let seconds = left.whole_seconds();
            // A begun minute counts as whole, so that clock and number add up to the evening hour; the last one is
            // "under 1".
            Self::Left {
                minutes: if seconds < 60 { 0 } else { (seconds + 59) / 60 },
            }
        } else {
            Self::Over {
                minutes: -left.whole_minutes(),
            }
        }
    }

    /// Returns whether it is drawn in red.
    pub fn is_urgent(self) -> bool {
        match self {
            Self::Left { minutes } => minutes <= URGENT_MINUTES,
            Self::Over { .. } => true,
        }
    }

    /// Returns the duration in words, in the language of the page.
    pub fn length(self) -> String {
        let (Self::Left { minutes } | Self::Over { minutes }) = self;
        format::duration_words(minutes * 60)
    }

    /// Returns whether the change from `before` to this value is announced.
    pub fn is_said_aloud(self, before: Self) -> bool {
        match (before, self) {
            (Self::Left { minutes: was }, Self::Left { minutes }) => was != minutes && SAID_ALOUD.contains(&minutes),
            (Self::Left { .. }, Self::Over { .. }) => true,
            _ => false,
        }
    }

    /// Returns the text of the announcement.
    pub fn announcement(self, profile: &Profile) -> String {
        let evening = profile.notification.evening;
        match self {
            Self::Left { .. } => t!(today.announce_left, left = self.length(), evening = evening),
            Self::Over { .. } => t!(today.announce_over, evening = evening),
        }
    }
}

/// Returns the minutes since 00:00.
fn minute_of(time: Time) -> f64 {
    f64::from(time.hour()) * 60.0 + f64::from(time.minute())
}

/// Returns a position on the line.
fn percent(minutes: f64) -> String {
    format::measure(minutes / DAY_MINUTES * 100.0) + "%"
}

/// Returns the parts of the bar: class, first and last minute.
fn parts(now: f64, evening: f64, urgent: bool) -> [(&'static str, f64, f64); 3] {
    if now < evening {
        [
            ("day-line-gone", 0.0, now),
            (
                if urgent {
                    "day-line-left day-line-urgent"
                } else {
                    "day-line-left"
                },
                now,
                evening,
            ),
            ("day-line-rest", evening, DAY_MINUTES),
        ]
    } else {
        [
            ("day-line-gone", 0.0, evening),
            ("day-line-over", evening, now),
            ("day-line-rest", now, DAY_MINUTES),
        ]
    }
}

/// An hour of the profile that is marked on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tick {
    Morning(LocalTime),
    Cutoff(LocalTime),
    Evening(LocalTime),
}

impl Tick {
    fn of(profile: &Profile) -> Vec<Self> {
        let terms = &profile.notification;
        [
            Some(Self::Morning(terms.morning)),
            profile.departure.cutoff.map(Self::Cutoff),
            Some(Self::Evening(terms.evening)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn hour(self) -> LocalTime {
        let (Self::Morning(hour) | Self::Cutoff(hour) | Self::Evening(hour)) = self;
        hour
    }

    fn caption(self, profile: &Profile) -> String {
        match self {
            Self::Morning(_) => t!(today.tick_morning, evening = profile.notification.evening),
            Self::Cutoff(_) => t!(today.tick_cutoff).to_owned(),
            Self::Evening(_) => t!(today.tick_evening).to_owned(),
        }
    }

    /// Returns the classes of the labels and of the caption: the evening's stays on a narrow screen and ends at its
    /// tick, so that there is room for 24:00.
    fn classes(self) -> (&'static str, &'static str) {
        match self {
            Self::Evening(_) => ("day-line-before", "day-line-caption"),
            _ => ("day-line-middle", "day-line-caption day-line-wide"),
        }
    }
}

/// Returns the text alternative of the image, in a few sentences.
fn sentence(now: Timestamp, profile: &Profile) -> String {
    let standing = Standing::at(now, profile);
    let terms = &profile.notification;
    let clock = format::time(now);
    let mut said = vec![match standing {
        Standing::Left { .. } => t!(
            today.line_left,
            now = clock,
            left = standing.length(),
            evening = terms.evening
        ),
        Standing::Over { .. } => t!(
            today.line_over,
            now = clock,
            over = standing.length(),
            evening = terms.evening
        ),
    }];
    said.push(t!(today.line_morning, evening = terms.evening, morning = terms.morning));
    if let Some(cutoff) = profile.departure.cutoff {
        said.push(t!(today.line_cutoff, cutoff = cutoff));
    }
    said.join(" ")
}

/// Renders the day as one image.
#[component]
pub fn DayLine(
    /// Clock of the server, which advances by itself.
    #[prop(into)]
    now: Signal<Timestamp>,
    /// The regulation in force.
    profile: Profile,
) -> Markup {
    let profile = StoredValue::new(profile);
    let label = move || profile.with_value(|profile| sentence(now.get(), profile));
    let minute = move || minute_of(rules::zone::local(now.get().get()).time());
    let bar = move || {
        let (evening, urgent) = profile.with_value(|profile| {
            (
                minute_of(profile.notification.evening.0),
                Standing::at(now.get(), profile).is_urgent(),
            )
        });
        parts(minute(), evening, urgent)
            .into_iter()
            .map(|(class, from, to)| {
                html! { <rect class=class x=percent(from) y="10" width=percent((to - from).max(0.0)) height="14"></rect> }
            })
            .collect::<Vec<_>>()
    };
    let marks = move || {
        profile.with_value(|profile| {
            Tick::of(profile)
                .into_iter()
                .map(|tick| {
                    let at = percent(minute_of(tick.hour().0));
                    let (labels, caption) = tick.classes();
                    html! {
                        <rect class="day-line-tick" x=at.clone() y="8" width="2" height="18" transform="translate(-1 0)"></rect>
                        <g class=labels>
                            <text class="day-line-time" x=at.clone() y="43">{tick.hour().to_string()}</text>
                            <text class=caption x=at y="59">{tick.caption(profile)}</text>
                        </g>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let midnight = move || {
        let ends = profile.with_value(|profile| profile.correction.by_facility == CorrectionLimit::EndOfDay);
        html! {
            <rect class="day-line-tick" x="100%" y="8" width="2" height="18" transform="translate(-2 0)"></rect>
            <g class="day-line-after">
                <text class="day-line-time" x="100%" y="20" dx="6">"24:00"</text>
                {ends.then(|| html! { <text class="day-line-caption" x="100%" y="36" dx="6">{t!(today.tick_end)}</text> })}
            </g>
        }
    };
    html! {
        <div class="day-line">
            <svg class="day-line-picture" width="100%" height="64" role="img" aria-label=label focusable="false">
                <defs>
                    <pattern id="day-line-stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="skewX(-32)">
                        <rect class="day-line-stripe-ground" width="8" height="8"></rect>
                        <rect class="day-line-stripe" width="4.6" height="8"></rect>
                    </pattern>
                    <pattern id="day-line-stripes-urgent" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="skewX(-32)">
                        <rect class="day-line-stripe-ground" width="8" height="8"></rect>
                        <rect class="day-line-stripe day-line-urgent" width="4.6" height="8"></rect>
                    </pattern>
                </defs>
                {bar}
                {marks}
                {midnight}
                <g class="day-line-pin">
                    <rect x=move || percent(minute()) y="5" width="2.5" height="26" transform="translate(-1.25 0)"></rect>
                    <circle cx=move || percent(minute()) cy="5" r="4.5"></circle>
                </g>
            </svg>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KHANH_HOA: &str = include_str!("../../../profiles/khanh-hoa.toml");

    fn profile(text: &str) -> Profile {
        toml::from_str(text).unwrap()
    }

    fn at(local: &str) -> Timestamp {
        Timestamp::parse(&format!("2026-11-21T{local}+07:00")).unwrap()
    }

    #[test]
    fn a_begun_minute_counts_until_the_last_one() {
        let profile = profile(KHANH_HOA);
        assert_eq!(Standing::at(at("19:42:00"), &profile), Standing::Left { minutes: 198 });
        assert_eq!(Standing::at(at("19:42:59"), &profile), Standing::Left { minutes: 198 });
        assert_eq!(Standing::at(at("22:59:00"), &profile), Standing::Left { minutes: 1 });
        assert_eq!(Standing::at(at("22:59:01"), &profile), Standing::Left { minutes: 0 });
    }

    #[test]
    fn the_evening_hour_itself_is_over() {
        let profile = profile(KHANH_HOA);
        assert_eq!(Standing::at(at("23:00:00"), &profile), Standing::Over { minutes: 0 });
        assert_eq!(Standing::at(at("23:20:59"), &profile), Standing::Over { minutes: 20 });
    }

    #[test]
    fn thirty_minutes_are_urgent_and_thirty_one_are_not() {
        assert!(Standing::Left { minutes: 30 }.is_urgent());
        assert!(!Standing::Left { minutes: 31 }.is_urgent());
        assert!(Standing::Over { minutes: 0 }.is_urgent());
    }

    #[test]
    fn only_60_30_10_and_0_are_said_aloud() {
        let left = |minutes| Standing::Left { minutes };
        let heard: Vec<i64> = (0..=70)
            .filter(|&minutes| left(minutes).is_said_aloud(left(minutes + 1)))
            .collect();
        assert_eq!(heard, [10, 30, 60]);
        assert!(Standing::Over { minutes: 0 }.is_said_aloud(left(0)));
        assert!(
            !left(30).is_said_aloud(left(30)),
            "a second draw of the same minute stays silent"
        );
        assert!(!Standing::Over { minutes: 1 }.is_said_aloud(Standing::Over { minutes: 0 }));
    }

    #[test]
    fn the_parts_fill_the_day_without_a_gap() {
        for now in [0.0, 1182.0, 1379.0, 1380.0, 1400.0, 1439.0] {
            let parts = parts(now, 1380.0, false);
            assert_eq!(
                (parts[0].1.to_bits(), parts[2].2.to_bits()),
                (0.0_f64.to_bits(), 1440.0_f64.to_bits())
            );
            assert_eq!(
                (parts[0].2.to_bits(), parts[1].2.to_bits()),
                (parts[1].1.to_bits(), parts[2].1.to_bits())
            );
        }
    }

    #[test]
    fn a_profile_without_a_departure_hour_has_no_such_tick() {
        let hours = |text| {
            Tick::of(&profile(text))
                .into_iter()
                .map(|tick| tick.hour().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(hours(KHANH_HOA), ["08:00", "14:00", "23:00"]);
        assert_eq!(
            hours(include_str!("../../../profiles/lao-cai.toml")),
            ["08:00", "23:00"]
        );
    }
}
