//! How figures are read: the same everywhere, on screen, in reports and on the terminal.

use crate::domain::{ChangedFigure, Money, Rule};
use crate::stats::money::Amount;
use jiff::civil::Date;

/// A share of 0 to 1 as per cent, such as `42.9%`.
pub fn percent(rate: f64, decimals: usize) -> String {
    format!("{:.decimals$}%", rate * 100.0)
}

/// How many decimals of a per cent an interval justifies: enough to tell its limits apart, and no more.
fn decimals_for(interval: [f64; 2]) -> usize {
    points_decimals(interval)
}

/// A rate with as many decimals as its interval justifies.
pub fn percent_for_interval(rate: f64, interval: [f64; 2]) -> String {
    percent(rate, decimals_for(interval))
}

/// An interval of rates, such as `40.27 – 42.20%`.
pub fn interval_percent(interval: [f64; 2]) -> String {
    let decimals = decimals_for(interval);
    format!("{:.decimals$} – {:.decimals$}%", interval[0] * 100.0, interval[1] * 100.0)
}

/// A difference of rates in signed percentage points with a true minus sign, such as `+1.66 pp`.
pub fn points(difference: f64, decimals: usize) -> String {
    format!("{} pp", signed(difference * 100.0, decimals))
}

/// How many decimals of percentage points an interval of differences justifies: two digits of its width, from 0 to 3.
pub fn points_decimals([low, high]: [f64; 2]) -> usize {
    match (high - low) * 100.0 {
        width if width >= 10.0 => 0,
        width if width >= 1.0 => 1,
        width if width >= 0.1 => 2,
        _ => 3,
    }
}

/// A number with its sign; nothing has no sign.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let zero = !text.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    let sign = if zero {
        ""
    } else if value < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{text}")
}

/// A probability; never certain, so never 100% or 0%.
pub fn probability(probability: f64) -> String {
    if probability > 0.999 {
        "> 99.9%".into()
    } else if probability < 0.001 {
        "< 0.1%".into()
    } else {
        percent(probability, 1)
    }
}

/// A count with its thousands separated, such as `30,070`.
pub fn count(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The size of a file, such as `48 KB` or `1.2 GB`, in thousands as file managers count.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    let mut size = number as f64 / 1000.0;
    let mut unit = 0;
    while size >= 999.5 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    let decimals = usize::from(size < 9.95 && unit > 0);
    format!("{size:.decimals$} {}", UNITS.get(unit).unwrap_or(&"TB"))
}

/// So many people, such as `1 person` or `30,070 people`.
pub fn people(number: u64) -> String {
    format!("{} {}", count(number), if number == 1 { "person" } else { "people" })
}

/// So many uses, likewise.
pub fn uses(number: u64) -> String {
    format!("{} {}", count(number), if number == 1 { "use" } else { "uses" })
}

/// A number on an axis, with so many decimals and its thousands separated.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before the cast")]
pub fn number(value: f64, decimals: usize) -> String {
    if value <= -0.5 && decimals == 0 {
        return format!("−{}", number(-value, 0));
    }
    if decimals > 0 || !(0.0..1e15).contains(&value) {
        return format!("{value:.decimals$}");
    }
    count(value.round() as u64)
}

/// An amount in whole units of its currency, such as `€ 18,400`.
pub fn money(amount: Money, currency: &str) -> String {
    let symbol = match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => other,
    };
    let units = amount.cents.unsigned_abs().saturating_add(50) / 100;
    let sign = if amount.cents < 0 && units > 0 { "−" } else { "" };
    format!("{symbol} {sign}{}", count(units))
}

/// An amount with its 80% range, such as `€ 18,400 (€ 9,100 to € 30,200)`; one known exactly without.
pub fn amount(amount: &Amount, currency: &str) -> String {
    let told = |units: f64| money(Money::from_units(units).unwrap_or_default(), currency);
    ranged(amount, told)
}

/// A number with its 80% range, such as `2,700 (2,500 to 2,900)`.
pub fn amount_of(amount: &Amount) -> String {
    ranged(amount, |units| number(units, 0))
}

fn ranged(amount: &Amount, told: impl Fn(f64) -> String) -> String {
    let (median, low, high) = (told(amount.median), told(amount.low), told(amount.high));
    if low == high { median } else { format!("{median} ({low} to {high})") }
}

/// A figure that was signed and is another one now.
pub fn changed_figure(figure: &ChangedFigure, currency: &str) -> String {
    let told = |figure_now: i64| {
        if figure.is_money {
            money(Money { cents: figure_now }, currency)
        } else {
            count(u64::try_from(figure_now).unwrap_or(0))
        }
    };
    format!("{}: {} instead of {}", figure.what, told(figure.now), told(figure.signed))
}

/// A rate of 0 to 1 per thousand, without the words: `3.8`.
pub fn per_thousand(rate: f64) -> String {
    let decimals = if rate < 0.001 { 2 } else { 1 };
    format!("{:.decimals$}", rate * 1000.0)
}

/// A day, such as `12 Nov 2026`.
pub fn day(day: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"?");
    format!("{} {month} {}", day.day(), day.year())
}

/// A rule of a policy in a sentence.
pub fn rule(rule: &Rule) -> String {
    let list = |names: &[String], all: &str| if names.is_empty() { all.to_owned() } else { names.join(", ") };
    let mut parts = vec![if rule.needs_permission {
        "needs the person's permission".to_owned()
    } else {
        "needs no permission".to_owned()
    }];
    match &rule.recipients {
        Some(names) if names.is_empty() => parts.push("nobody else may receive the data".into()),
        Some(names) => parts.push(format!("only {} may receive the data", names.join(", "))),
        None => {}
    }
    parts.extend(rule.retention_days.map(|days| format!("at most {days} days after the permission")));
    parts.extend(rule.permission_lasts_days.map(|days| format!("a permission lasts {days} days")));
    parts.extend(rule.contacts_per_30_days.map(|times| format!("at most {times} contacts in 30 days")));
    parts.extend(
        rule.ask_again_after_days.map(|days| format!("who refused is asked again after {days} days at the earliest")),
    );
    if rule.needs_record {
        parts.push("a record must prove the permission".into());
    }
    if rule.needs_approved_wording {
        parts.push("only approved wordings may ask".into());
    }
    let place = if rule.jurisdiction.is_empty() { String::new() } else { format!(" ({})", rule.jurisdiction) };
    format!(
        "{}{place}: using {} for {} {}.",
        rule.name,
        list(&rule.categories, "any data"),
        list(&rule.purposes, "any purpose"),
        parts.join("; ")
    )
}

/// A day for the axis of a chart, such as `12 Nov 26`.
pub fn short_day(day: Date) -> String {
    day.strftime("%-d %b %y").to_string()
}

/// A moment in a time zone by its IANA name, such as `12 Nov 2026, 14:05 CET`.
pub fn moment(at: jiff::Timestamp, zone: &str) -> String {
    moment_in(at, &jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC))
}

/// A moment in a time zone, likewise.
pub fn moment_in(at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M %Z").to_string()
}

/// A rule as the cells of a table: rule, what it covers, permission, recipients, kept, contacts, asking again.
pub fn rule_cells(rule: &Rule) -> [String; 7] {
    let list = |names: &[String], all: &str| if names.is_empty() { all.to_owned() } else { names.join(", ") };
    let none = || "no limit".to_owned();
    let place = if rule.jurisdiction.is_empty() { String::new() } else { format!(" ({})", rule.jurisdiction) };
    [
        format!("{}{place}", rule.name),
        format!("{} for {}", list(&rule.categories, "any data"), list(&rule.purposes, "any purpose")),
        permission_cell(rule),
        rule.recipients.as_ref().map_or_else(|| "not limited".to_owned(), |names| list(names, "nobody else")),
        rule.retention_days.map_or_else(none, |days| format!("{} days", count(days.into()))),
        rule.contacts_per_30_days.map_or_else(none, |times| format!("{times} in 30 days")),
        rule.ask_again_after_days.map_or_else(none, |days| format!("after {days} days")),
    ]
}

fn permission_cell(rule: &Rule) -> String {
    let asked = if rule.needs_approved_wording { ", asked with approved wordings only" } else { "" };
    format!("{}{asked}", if rule.needs_permission { "needed" } else { "not needed" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_they_should() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(points(-0.016_6, 2), "−1.66 pp");
        assert_eq!(points(-0.000_000_1, 2), "0.00 pp");
        assert_eq!(probability(0.999_9), "> 99.9%");
        assert_eq!(probability(0.0), "< 0.1%");
        assert_eq!(interval_percent([0.4027, 0.4220]), "40.3 – 42.2%");
        assert_eq!(money(Money { cents: -1_840_049 }, "EUR"), "€ −18,400");
        assert_eq!(day(Date::new(2026, 11, 12).unwrap()), "12 Nov 2026");
    }
}
