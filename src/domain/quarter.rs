//! Calendar and fiscal quarters.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A quarter of a year that starts in `start_month` (1 for calendar years).
///
/// A fiscal year bears the number of the calendar year in which it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quarter {
    /// The year, or fiscal year.
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
    /// The month in which the year starts, 1 to 12.
    pub start_month: i8,
}

impl Quarter {
    /// The quarter that holds a day, for years that start in `start_month` (clamped to 1..=12).
    pub fn of(day: Date, start_month: i8) -> Self {
        let start_month = start_month.clamp(1, 12);
        let months_in = (day.month() - start_month).rem_euclid(12);
        let began = if day.month() >= start_month { day.year() } else { day.year() - 1 };
        let year = if start_month == 1 { began } else { began + 1 };
        Self { year, number: months_in / 3 + 1, start_month }
    }

    /// The quarter after this one.
    #[must_use]
    pub fn next(self) -> Self {
        if self.number == 4 {
            Self { year: self.year + 1, number: 1, ..self }
        } else {
            Self { number: self.number + 1, ..self }
        }
    }

    /// `2026-Q4`, or `FY2026-Q4` where the year does not start in January.
    pub fn label(self) -> String {
        let prefix = if self.start_month == 1 { "" } else { "FY" };
        format!("{prefix}{}-Q{}", self.year, self.number)
    }

    /// The quarter from a label such as `2026-Q4`, `FY2026-Q4` or `Q4 2026`; the fiscal start applies to `FY` labels only.
    pub fn parse(label: &str, start_month: i8) -> Option<Self> {
        let text = label.trim().to_ascii_uppercase();
        let (text, start_month) = match text.strip_prefix("FY") {
            Some(rest) => (rest.trim().to_owned(), start_month.clamp(1, 12)),
            None => (text, 1),
        };
        let mut parts = text.split(|c: char| c == '-' || c == '/' || c.is_whitespace()).filter(|part| !part.is_empty());
        let (first, second) = (parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let (year, number) = if first.starts_with('Q') { (second, first) } else { (first, second) };
        let number: i8 = number.strip_prefix('Q')?.parse().ok()?;
        let year: i16 = year.parse().ok()?;
        ((1..=4).contains(&number) && (1000..=9998).contains(&year)).then_some(Self { year, number, start_month })
    }

    /// The first day of the quarter.
    pub fn first_day(self) -> Date {
        let began = if self.start_month == 1 { self.year } else { self.year - 1 };
        let months = i16::from(self.start_month - 1) + i16::from(self.number - 1) * 3;
        let month = i8::try_from(months % 12 + 1).unwrap_or(1);
        Date::new(began + months / 12, month, 1).unwrap_or(Date::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn calendar_and_fiscal_quarters_hold_their_days() {
        assert_eq!(Quarter::of(date(2026, 11, 22), 1).label(), "2026-Q4");
        assert_eq!(Quarter::of(date(2026, 11, 22), 4).label(), "FY2027-Q3");
        assert_eq!(Quarter::of(date(2026, 3, 31), 4).label(), "FY2026-Q4");
        assert_eq!(Quarter::of(date(2024, 2, 29), 1).label(), "2024-Q1");
    }

    #[test]
    fn the_first_day_lies_in_its_quarter_and_the_day_before_does_not() {
        for start_month in 1..=12 {
            for number in 1..=4 {
                let quarter = Quarter { year: 2025, number, start_month };
                let first = quarter.first_day();
                assert_eq!(Quarter::of(first, start_month), quarter);
                assert_eq!(Quarter::of(first.yesterday().unwrap(), start_month).next(), quarter);
            }
        }
    }

    #[test]
    fn labels_are_read_back() {
        assert_eq!(Quarter::parse("2019-Q2", 4).unwrap().label(), "2019-Q2");
        assert_eq!(Quarter::parse("FY2026-Q4", 4).unwrap().first_day(), date(2026, 1, 1));
        assert_eq!(Quarter::parse("Q3 2021", 1).unwrap().label(), "2021-Q3");
        assert_eq!(Quarter::parse("Q5 2021", 1), None);
    }
}
