//! The clock of the server, on a device whose own clock may be wrong.

use crate::browser;
use dto::Timestamp;
use leptos::prelude::*;

/// Difference that the network latency alone can cause; below it nothing is rendered again.
const NOISE_MS: f64 = 2_000.0;
/// Sudden advance of the device's clock over the steady one after which the machine must have slept, as the steady
/// clock may stop meanwhile.
const SLEPT_MS: f64 = 5_000.0;

/// Lead of the server's clock over the steady clock of the page, which nobody can set.
///
/// An answer contains the time at which it was made, in whole seconds, and arrived later: the server's time is never
/// before it. So the largest difference received is the best, and a late answer never sets the clock back.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reckoning {
    ahead: f64,
    /// Lead of the device's clock over the steady one, at the last look.
    device_ahead: f64,
    /// Whether it comes from a server. Before that the device's clock is used, and the first answer may set it back.
    is_told: bool,
}

impl Reckoning {
    fn new(device: f64, steady: f64) -> Self {
        Self {
            ahead: device - steady,
            device_ahead: device - steady,
            is_told: false,
        }
    }

    fn hear(&mut self, server: f64, steady: f64) {
        let ahead = server - steady;
        if !self.is_told || ahead > self.ahead {
            self.ahead = ahead;
        }
        self.is_told = true;
    }

    /// Checks whether the machine slept: then the device's clock is used until a server answers again. Returns whether
    /// it did.
    fn wake(&mut self, device: f64, steady: f64) -> bool {
        let device_ahead = device - steady;
        let slept = device_ahead - self.device_ahead;
        self.device_ahead = device_ahead;
        if slept < SLEPT_MS {
            return false;
        }
        self.ahead += slept;
        self.is_told = false;
        true
    }
}

/// The clock of the page.
#[derive(Clone, Copy)]
pub struct Clock {
    reckoning: StoredValue<Reckoning>,
    minute: RwSignal<i64>,
}

impl Clock {
    /// Creates the clock, which uses the device's clock until a server answers.
    pub fn new() -> Self {
        let reckoning = Reckoning::new(browser::device_millis(), browser::steady_millis());
        let clock = Self {
            reckoning: StoredValue::new(reckoning),
            minute: RwSignal::new(0),
        };
        clock.notice_minute();
        clock
    }

    /// Applies the server's time of an answer that has just arrived.
    pub fn heard(self, server_millis: f64) {
        let before = self.reckoning.get_value().ahead;
        self.reckoning
            .update_value(|reckoning| reckoning.hear(server_millis, browser::steady_millis()));
        let moved = self.reckoning.get_value().ahead - before;
        if moved.abs() > NOISE_MS {
            self.minute.set(self.minute_now());
        } else {
            self.notice_minute();
        }
    }

    /// Detects a new minute; called every few seconds. Returns whether the machine slept, so that the server should be
    /// asked.
    pub fn tick(self) -> bool {
        let slept = self
            .reckoning
            .try_update_value(|reckoning| reckoning.wake(browser::device_millis(), browser::steady_millis()));
        self.notice_minute();
        slept.unwrap_or(false)
    }

    fn notice_minute(self) {
        let minute = self.minute_now();
        if self.minute.get_untracked() != minute {
            self.minute.set(minute);
        }
    }

    fn minute_now(self) -> i64 {
        self.now_untracked().unix().div_euclid(60)
    }

    /// Returns the current time. A view that reads it is rendered again each minute.
    pub fn now(self) -> Timestamp {
        self.minute.track();
        self.now_untracked()
    }

    /// Returns the current time without following changes.
    pub fn now_untracked(self) -> Timestamp {
        let millis = browser::steady_millis() + self.reckoning.get_value().ahead;
        #[expect(clippy::cast_possible_truncation, reason = "seconds of our centuries fit")]
        let seconds = (millis / 1000.0).floor() as i64;
        Timestamp::from_unix(seconds).unwrap_or_else(|| Timestamp::from(time::OffsetDateTime::UNIX_EPOCH))
    }

    /// Returns the current day, on the local calendar.
    pub fn today(self) -> time::Date {
        rules::zone::local_date(self.now().get())
    }
}

#[cfg(test)]
mod tests {
    use super::Reckoning;

    const DEVICE: f64 = 1_800_000_000_000.0;

    fn now(reckoning: Reckoning, steady: f64) -> f64 {
        reckoning.ahead + steady
    }

    #[test]
    fn the_first_answer_sets_the_clock_whichever_way_the_device_is_wrong() {
        for server in [DEVICE - 3_600_000.0, DEVICE + 3_600_000.0] {
            let mut reckoning = Reckoning::new(DEVICE, 500.0);
            reckoning.hear(server, 600.0);
            assert!((now(reckoning, 600.0) - server).abs() < 1.0);
        }
    }

    #[test]
    fn an_answer_that_was_long_on_its_way_does_not_put_the_clock_back() {
        let mut reckoning = Reckoning::new(DEVICE, 0.0);
        reckoning.hear(DEVICE, 100.0);
        let before = now(reckoning, 30_000.0);
        reckoning.hear(DEVICE + 1_000.0, 30_000.0);
        assert!((now(reckoning, 30_000.0) - before).abs() < 1.0);
        // A faster answer makes it more exact.
        reckoning.hear(DEVICE + 31_000.0, 30_000.0);
        assert!((now(reckoning, 30_000.0) - DEVICE - 31_000.0).abs() < 1.0);
    }

    #[test]
    fn whoever_sets_the_clock_of_the_device_back_does_not_move_this_one() {
        let mut reckoning = Reckoning::new(DEVICE, 0.0);
        reckoning.hear(DEVICE, 0.0);
        assert!(!reckoning.wake(DEVICE - 3_600_000.0 + 5_000.0, 5_000.0));
        assert!((now(reckoning, 5_000.0) - DEVICE - 5_000.0).abs() < 1.0);
    }

    #[test]
    fn a_machine_that_slept_goes_by_its_own_clock_until_the_server_is_heard() {
        let mut reckoning = Reckoning::new(DEVICE, 0.0);
        reckoning.hear(DEVICE, 0.0);
        assert!(reckoning.wake(DEVICE + 3_605_000.0, 5_000.0));
        assert!((now(reckoning, 5_000.0) - DEVICE - 3_605_000.0).abs() < 1.0);
        reckoning.hear(DEVICE + 3_600_000.0, 5_200.0);
        assert!((now(reckoning, 5_200.0) - DEVICE - 3_600_000.0).abs() < 1.0);
    }
}
