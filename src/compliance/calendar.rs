//! Days as numbers, so that limits in days need no look at the calendar.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Days since 1970-01-01.
pub(super) type DayNumber = i32;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The days of a time zone between two instants.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    zone: TimeZone,
    first: DayNumber,
    /// The first instant of each day from `first` on, in microseconds since 1970.
    starts_us: Vec<i64>,
}

impl Calendar {
    /// The calendar of a zone that knows the days between two instants by heart.
    pub fn spanning(zone: &TimeZone, earliest_us: i64, latest_us: i64) -> Self {
        let mut calendar = Self { zone: zone.clone(), first: 0, starts_us: Vec::new() };
        if earliest_us > latest_us {
            return calendar;
        }
        let mut day = calendar.date_of(earliest_us);
        calendar.first = number(day);
        let last = calendar.date_of(latest_us);
        while day <= last {
            let start = zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN);
            calendar.starts_us.push(start.as_microsecond());
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        calendar
    }

    /// The day on which an instant falls.
    pub fn day(&self, at_us: i64) -> DayNumber {
        let (Some(&start), Some(&end)) = (self.starts_us.first(), self.starts_us.last()) else {
            return number(self.date_of(at_us));
        };
        if at_us < start || at_us >= end {
            return number(self.date_of(at_us));
        }
        // A guess from the first day is off by a day at most: clocks shift by hours, and a skipped day by one.
        let guess = usize::try_from((at_us - start) / 86_400_000_000).unwrap_or_default();
        let from = guess.saturating_sub(2);
        let nearby = self.starts_us.get(from..).unwrap_or_default();
        let passed = nearby.iter().take(6).take_while(|&&start| start <= at_us).count();
        self.first + i32::try_from((from + passed).saturating_sub(1)).unwrap_or_default()
    }

    /// The zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn date_of(&self, at_us: i64) -> Date {
        let end = if at_us < 0 { Timestamp::MIN } else { Timestamp::MAX };
        self.zone.to_datetime(Timestamp::from_microsecond(at_us).unwrap_or(end)).date()
    }
}

/// The number of a day.
pub(super) fn number(day: Date) -> DayNumber {
    (day - EPOCH).get_days()
}

/// The day of a number; the end of the calendar for one beyond it.
pub(super) fn date(number: DayNumber) -> Date {
    let end = if number < 0 { Date::MIN } else { Date::MAX };
    0.days().try_days(number).ok().and_then(|span| EPOCH.checked_add(span).ok()).unwrap_or(end)
}

/// The first day of a day's month.
pub(super) fn month_of(day: Date) -> Date {
    day.first_of_month()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_falls_on_the_day_that_the_zone_says() {
        // Berlin changes its clocks, Sao Paulo did so at midnight, Apia skipped 30 December 2011, Kathmandu is off by 45 minutes.
        for name in ["Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "UTC"] {
            let zone = TimeZone::get(name).unwrap();
            let start: Timestamp = "2011-06-01T00:00:00Z".parse().unwrap();
            let hours: Vec<i64> = (0..24 * 1000)
                .map(|hour| start.as_microsecond() + hour * 3_600_000_000 + (hour % 2) * 1_799_999_999)
                .collect();
            let calendar = Calendar::spanning(&zone, hours[0], hours[hours.len() - 1]);
            for &at_us in &hours {
                let day = zone.to_datetime(Timestamp::from_microsecond(at_us).unwrap()).date();
                assert_eq!(date(calendar.day(at_us)), day, "{name} {at_us}");
            }
        }
    }

    #[test]
    fn days_outside_the_span_are_found_as_well() {
        let calendar = Calendar::spanning(&TimeZone::UTC, 0, 1);
        assert_eq!(calendar.day(-1), -1);
        assert_eq!(date(calendar.day(1_709_164_800_000_000)), Date::constant(2024, 2, 29));
        assert_eq!(Calendar::spanning(&TimeZone::UTC, 1, 0).day(0), 0);
        assert_eq!(number(date(19_000)), 19_000);
    }
}
