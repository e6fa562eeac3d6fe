//! Small pieces of sentences.

use super::calendar::{DayNumber, date};
use jiff::civil::Date;

/// A name in quotation marks; an empty one as “(none)”.
pub(super) fn quoted(name: &str) -> String {
    if name.is_empty() { "“(none)”".to_owned() } else { format!("“{name}”") }
}

/// A day as `24 October 2026`.
pub(super) fn long_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A numbered day as `24 October 2026`.
pub(super) fn long_day_of(day: DayNumber) -> String {
    long_day(date(day))
}

/// A number of days, with the noun in its number.
pub(super) fn days(count: u32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// A number of contacts, with the noun in its number.
pub(super) fn contacts(count: u32) -> String {
    if count == 1 { "1 contact".to_owned() } else { format!("{count} contacts") }
}

/// Names in a row, as people say them.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [only] => quoted(only),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| quoted(name)).collect();
            format!("{} and {}", first.join(", "), quoted(last))
        }
    }
}
