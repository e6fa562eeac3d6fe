//! Times as logs write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Which zone the times of a log are in that do not say so themselves; `None` if nobody chose one.
pub type TimeZoneChoice = Option<TimeZone>;

/// The first moment beyond what is plausible: the beginning of 2200, in microseconds.
const TOO_LATE: i64 = 7_258_118_400_000_000;

/// Why a time cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeFault {
    Unreadable,
    OutOfRange,
    ZoneMissing,
}

enum Moment {
    Exact(Timestamp),
    Civil(DateTime),
}

/// The time in a cell, in microseconds since 1970.
pub(super) fn read_time(text: &str, zone: Option<&TimeZone>) -> Result<i64, TimeFault> {
    let moment = match parse(text)? {
        Moment::Exact(moment) => moment,
        Moment::Civil(civil) => {
            let zone = zone.ok_or(TimeFault::ZoneMissing)?;
            zone.to_timestamp(civil).map_err(|_| TimeFault::OutOfRange)?
        }
    };
    let micros = moment.as_microsecond();
    if (0..TOO_LATE).contains(&micros) { Ok(micros) } else { Err(TimeFault::OutOfRange) }
}

/// The day in a cell; a time that says its offset is put into the zone.
pub(super) fn read_day(text: &str, zone: Option<&TimeZone>) -> Result<Date, TimeFault> {
    let day = match parse(text)? {
        Moment::Civil(civil) => civil.date(),
        Moment::Exact(moment) => zone.ok_or(TimeFault::ZoneMissing)?.to_datetime(moment).date(),
    };
    if (1970..2200).contains(&day.year()) { Ok(day) } else { Err(TimeFault::OutOfRange) }
}

/// Whether a cell reads as a time.
pub(super) fn is_time(text: &str) -> bool {
    read_time(text, Some(&TimeZone::UTC)).is_ok()
}

/// Whether a cell reads as a time that is not merely a number.
pub(super) fn is_written_time(text: &str) -> bool {
    text.contains(['-', '/']) && is_time(text)
}

fn parse(text: &str) -> Result<Moment, TimeFault> {
    let text = text.trim();
    if text.len() > 100 {
        return Err(TimeFault::Unreadable);
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return number(text);
    }
    let text = match text.strip_suffix(" UTC") {
        Some(plain) => format!("{plain}Z").into(),
        None => std::borrow::Cow::Borrowed(text),
    };
    let text = if text.get(4..5) == Some("/") { text.replacen('/', "-", 2).into() } else { text };
    let after_day = text.get(10..).unwrap_or_default();
    if after_day.ends_with(['Z', 'z', ']']) || after_day.contains(['+', '-']) {
        // "2026-01-01 10:00:00 +02:00" is usual, though not ISO 8601.
        let offset = text.rfind(" +").or_else(|| text.rfind(" -")).filter(|at| *at > 10);
        let joined = offset.map(|at| [text.get(..at), text.get(at + 1..)].map(Option::unwrap_or_default).concat());
        let written = joined.as_deref().unwrap_or(&text);
        return written.parse().map(Moment::Exact).map_err(|_| TimeFault::Unreadable);
    }
    text.parse().map(Moment::Civil).map_err(|_| TimeFault::Unreadable)
}

/// A number is a day if it reads as `YYYYMMDD`; else seconds, or what their size tells, since 1970.
fn number(text: &str) -> Result<Moment, TimeFault> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.is_empty() {
        return Err(TimeFault::Unreadable);
    }
    if let Some(day) = compact_day(text) {
        return Ok(Moment::Civil(day.into()));
    }
    let amount: i64 = whole.parse().map_err(|_| TimeFault::OutOfRange)?;
    let micros = match amount {
        ..100_000_000_000 => {
            let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
            amount * 1_000_000 + digits.parse::<i64>().unwrap_or(0)
        }
        100_000_000_000..100_000_000_000_000 => amount * 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => amount,
        _ => amount / 1_000,
    };
    Timestamp::from_microsecond(micros).map(Moment::Exact).map_err(|_| TimeFault::OutOfRange)
}

fn compact_day(text: &str) -> Option<Date> {
    if text.len() != 8 || text.contains('.') {
        return None;
    }
    let (year, month, day) =
        (text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?);
    Date::new(year, month, day).ok().filter(|date| (1970..2200).contains(&date.year()))
}
