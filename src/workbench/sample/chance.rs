//! Small helpers: chance from a fixed seed, instants, and cells of a log.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// Chance that runs the same way every time.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// Each log has a seed of its own, so that a change in one leaves the others alone.
    pub fn seeded(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// True this often in 1000.
    pub fn happens(&mut self, per_thousand: u32) -> bool {
        self.0.random_range(0..1000_u32) < per_thousand
    }

    /// A number from `first` up to but without `end`.
    pub fn between(&mut self, first: i64, end: i64) -> i64 {
        self.0.random_range(first..end.max(first + 1))
    }

    /// One of some things; `None` if there are none.
    pub fn one_of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        if things.is_empty() { None } else { things.get(self.0.random_range(0..things.len())) }
    }

    /// One of some names by their weights.
    pub fn weighted(&mut self, names: &[(&'static str, u32)]) -> &'static str {
        let total: u32 = names.iter().map(|(_, weight)| weight).sum();
        let mut left = self.0.random_range(0..total.max(1));
        for &(name, weight) in names {
            if left < weight {
                return name;
            }
            left -= weight;
        }
        ""
    }

    /// An instant in the working hours of a day, between 07:00 and 19:00 UTC.
    pub fn working_hour(&mut self, day_start: i64) -> i64 {
        day_start + self.between(7 * 3600, 19 * 3600)
    }

    /// An instant in the working hours of some day, this many days after the day of another instant.
    pub fn some_days_after(&mut self, instant: i64, fewest: i64, end: i64) -> i64 {
        let day = instant - instant.rem_euclid(DAY) + self.between(fewest, end) * DAY;
        self.working_hour(day)
    }
}

/// The first second of a day in UTC.
pub(super) fn start_of(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_secs()
}

/// An instant as logs write it.
pub(super) fn stamp(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// A person as logs name them.
pub(super) fn person_name(person: u32) -> String {
    format!("V{person}")
}

/// A cell of a comma-separated log.
pub(super) fn cell(text: &str) -> String {
    if text.contains(',') { format!("\"{text}\"") } else { text.to_owned() }
}
