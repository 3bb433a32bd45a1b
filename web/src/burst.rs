//! Detection of scanner input: a scanner types a whole line with a few milliseconds between characters.

use rules::scan;

/// No person types two characters as quickly as this, certainly not six.
pub const APART_MS: f64 = 35.0;
/// Number of such quick characters in sequence that no person types.
const ENOUGH: u32 = 6;
/// Maximum time between two characters of a slow scanner; applies to text that only a scan begins with.
const SLOW_MS: f64 = 100.0;
/// Maximum time of a scanner between the lines of a document.
const LINES_MS: f64 = 300.0;

/// Text typed without a pause, by a scanner or a person.
#[derive(Debug, Clone, Default)]
pub struct Burst {
    text: String,
    /// Index of the first of the quick characters in the text, and their number.
    quick_from: usize,
    quick: u32,
    last: f64,
    is_scan: bool,
    /// Whether it was handed over, since no more input had followed.
    is_over: bool,
}

impl Burst {
    /// Adds a character typed at that moment, in milliseconds. Returns whether it belongs to a scan.
    pub fn sign(&mut self, sign: &str, at: f64) -> bool {
        let apart = at - self.last;
        // A clock that was set back gives no information either.
        if !(0.0..=self.patience()).contains(&apart) {
            *self = Self::default();
        }
        if self.quick == 0 || apart >= APART_MS {
            self.quick = 0;
            self.quick_from = self.text.len();
        }
        self.quick += 1;
        self.last = at;
        self.is_over = false;
        self.text.push_str(sign);
        if !self.is_scan {
            let quick = self.text.get(self.quick_from..).unwrap_or_default();
            if self.quick >= ENOUGH || scan::begins(quick) {
                // Characters typed by a person just before are not part of it.
                self.text = quick.to_owned();
                self.is_scan = true;
            } else {
                self.is_scan = scan::begins(&self.text);
            }
        }
        self.is_scan
    }

    /// Handles Enter or Tab at that moment; returns whether it ends a line of a scan.
    pub fn ends(&mut self, at: f64) -> bool {
        let ends = self.goes_on(at);
        if ends {
            // A second end belongs to the suffix of the line: it does not extend the scan, otherwise a person who
            // presses Tab repeatedly would never be distinguished from a scanner.
            if !self.text.ends_with('\n') {
                self.last = at;
                self.text.push('\n');
            }
        } else {
            *self = Self::default();
        }
        ends
    }

    /// Returns whether a scan is in progress at that moment.
    pub fn goes_on(&self, at: f64) -> bool {
        self.is_scan && at - self.last <= self.patience()
    }

    /// Returns whether a line of it has just ended.
    pub fn is_at_end(&self) -> bool {
        self.text.ends_with('\n')
    }

    /// Returns the whole text and ends the scan. On a busy machine keys come late: input that follows at once by the
    /// clock of the keys still belongs to it, and is handed over again, together with the text before.
    pub fn hand_over(&mut self) -> String {
        self.is_over = true;
        self.text.clone()
    }

    /// Returns whether the last character stands alone, like one typed by a person.
    pub fn is_alone(&self) -> bool {
        self.quick == 1 && !self.is_scan
    }

    /// Returns whether the last character is the first one after a pause.
    pub fn is_new(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }

    /// Returns whether it begins as only a scan does; the first line of a document is recognised at its first filler.
    pub fn begins_as_scan(&self) -> bool {
        let is_line = || self.text.contains('<') && scan::begins_anew(&self.text);
        self.is_scan && (scan::begins(&self.text) || is_line() || scan::layout(&self.text).is_some())
    }

    fn patience(&self) -> f64 {
        if self.is_scan && !self.is_over {
            LINES_MS
        } else {
            SLOW_MS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the number of characters after which it is recognised, when typed at this interval in milliseconds.
    fn known_after(text: &str, apart: f64) -> Option<usize> {
        let mut burst = Burst::default();
        let mut at = 1_000.0;
        text.chars().enumerate().find_map(|(index, c)| {
            at += apart;
            burst.sign(&c.to_string(), at).then_some(index + 1)
        })
    }

    #[test]
    fn a_scanner_is_known_by_its_speed_or_by_what_it_types() {
        for apart in [3.0, 12.0, 34.0] {
            assert_eq!(known_after("12AB345671FRA9001011M", apart), Some(6));
            assert_eq!(known_after("P<FRAFABRE<<LOUIS", apart), Some(2));
        }
        assert_eq!(known_after("P<FRAFABRE<<LOUIS", 90.0), Some(2), "a slow one");
        assert_eq!(known_after("056187004893|", 90.0), Some(13));
        assert_eq!(known_after("056187004893", 36.0), None, "too slow to be known by speed");
        assert_eq!(known_after("Nguyễn Thị Hạnh", 60.0), None, "a quick hand");
        assert_eq!(known_after("grcgr", 10.0), None, "too few");
    }

    #[test]
    fn the_enter_of_a_scanner_is_told_from_that_of_a_hand() {
        let mut burst = Burst::default();
        let mut type_at = |text: &str, from: f64| {
            for (at, c) in (0_u32..).zip(text.chars()) {
                burst.sign(&c.to_string(), from + f64::from(at) * 8.0);
            }
            burst.clone()
        };
        let mut scanned = type_at("P<FRAFABRE", 0.0);
        assert!(scanned.clone().ends(80.0) && scanned.goes_on(300.0) && !scanned.goes_on(500.0));
        assert!(!scanned.ends(1_000.0), "a hand, later");
        assert!(!type_at("r", 5_000.0).ends(5_010.0), "a single letter is no scan");
    }

    #[test]
    fn ends_that_follow_one_another_do_not_make_a_scan_last_longer() {
        let mut burst = Burst::default();
        for (at, c) in (0_u32..).zip("17051990".chars()) {
            burst.sign(&c.to_string(), 1_000.0 + f64::from(at) * 5.0);
        }
        assert!(burst.ends(1_040.0) && burst.ends(1_050.0), "two signs end a line");
        assert_eq!(burst.text, "17051990\n");
        assert!(!burst.ends(1_400.0) && !burst.ends(1_410.0), "a hand, later");
    }

    #[test]
    fn what_a_hand_typed_before_is_not_part_of_the_scan() {
        let mut burst = Burst::default();
        burst.sign("g", 1_000.0);
        for (at, c) in (0_u32..).zip("1234567890".chars()) {
            burst.sign(&c.to_string(), 1_060.0 + f64::from(at) * 5.0);
        }
        assert_eq!(burst.text, "1234567890");
    }

    #[test]
    fn both_lines_of_a_document_are_one_scan_and_the_next_document_another() {
        let mut burst = Burst::default();
        let mut at = 0.0;
        for c in "P<FRAFABRE<<LOUIS\n12AB34567".chars() {
            at += 10.0;
            match c {
                '\n' => assert!(burst.ends(at)),
                c => {
                    burst.sign(&c.to_string(), at);
                }
            }
        }
        assert_eq!(burst.text, "P<FRAFABRE<<LOUIS\n12AB34567");
        assert!(!burst.sign("I", at + 400.0));
        assert!(burst.sign("<", at + 410.0));
        assert_eq!(burst.text, "I<");
    }

    #[test]
    fn signs_that_come_late_belong_to_the_scan_whose_keys_they_follow() {
        let mut burst = Burst::default();
        for (at, c) in (0_u32..).zip("P<FRAFABRE".chars()) {
            burst.sign(&c.to_string(), 1_000.0 + f64::from(at) * 8.0);
        }
        assert_eq!(burst.hand_over(), "P<FRAFABRE");
        assert!(
            burst.sign("<", 1_080.0),
            "eight milliseconds after the key before, whenever it comes"
        );
        assert_eq!(burst.hand_over(), "P<FRAFABRE<");
        assert!(!burst.clone().ends(1_250.0), "a hand");
        assert!(!burst.sign("r", 1_250.0), "a hand");
        assert_eq!(burst.text, "r");
    }

    #[test]
    fn a_letter_alone_is_a_hand() {
        let mut burst = Burst::default();
        burst.sign("j", 0.0);
        assert!(burst.is_alone());
        burst.sign("j", 80.0);
        assert!(burst.is_alone(), "pressed twice");
        burst.sign("r", 90.0);
        assert!(!burst.is_alone());
    }
}
