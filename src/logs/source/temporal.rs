//! Days and moments as text.

use jiff::Timestamp;
use jiff::tz::Offset;
use std::fmt::Write;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Writes moments; remembers the last day, because the next row is mostly of the same.
pub(super) struct MomentWriter {
    day: i64,
    written: String,
}

impl MomentWriter {
    pub(super) fn new() -> Self {
        Self { day: i64::MIN, written: String::new() }
    }

    /// `2026-01-01T10:00:00.000000`, of microseconds since 1970; `zone` stands behind it. What lies outside the years
    /// 0 to 9999 is written as the number that it is.
    pub(super) fn moment(&mut self, text: &mut String, micros: i64, zone: &str) {
        let before = text.len();
        self.day(text, micros.div_euclid(DAY));
        if text.as_bytes().get(before + 4) != Some(&b'-') {
            text.truncate(before);
            let _ = write!(text, "{micros}");
            return;
        }
        text.push('T');
        clock(text, micros.rem_euclid(DAY));
        text.push_str(zone);
    }

    /// `2026-01-01`, of days since 1970.
    pub(super) fn day(&mut self, text: &mut String, day: i64) {
        if day != self.day {
            self.day = day;
            self.written.clear();
            let _ = match day.checked_mul(DAY / SECOND).and_then(|second| Timestamp::from_second(second).ok()) {
                Some(midnight) => write!(self.written, "{}", Offset::UTC.to_datetime(midnight).date()),
                None => write!(self.written, "{day}"),
            };
        }
        text.push_str(&self.written);
    }
}

/// `10:00:00.000000`, of microseconds since midnight.
pub(super) fn clock(text: &mut String, micros: i64) {
    let seconds = micros / SECOND;
    digits(text, seconds / 3600, 2);
    text.push(':');
    digits(text, seconds / 60 % 60, 2);
    text.push(':');
    digits(text, seconds % 60, 2);
    text.push('.');
    digits(text, micros % SECOND, 6);
}

/// A number with zeros before it, up to so many digits.
fn digits(text: &mut String, number: i64, count: u32) {
    for place in (0..count).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(micros: i64) -> String {
        let mut text = String::new();
        MomentWriter::new().moment(&mut text, micros, "Z");
        text
    }

    #[test]
    fn moments_are_written_as_jiff_reads_them() {
        for micros in [0, 1, -1, 951_782_400_000_000, 1_767_225_599_999_999, -62_167_219_200_000_000] {
            let read: Timestamp = moment(micros).parse().expect("a moment");
            assert_eq!(read.as_microsecond(), micros);
        }
        assert_eq!(moment(1_767_261_600_000_000), "2026-01-01T10:00:00.000000Z");
    }

    #[test]
    fn what_is_no_year_of_four_digits_stays_a_number() {
        for micros in [i64::MAX, i64::MIN, -62_167_219_200_000_001] {
            assert_eq!(moment(micros), micros.to_string());
        }
    }
}
