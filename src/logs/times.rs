//! Times as logs write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The first moment beyond what is plausible: the beginning of 2200, in microseconds.
const TOO_LATE: i64 = 7_258_118_400_000_000;
const DAY_SECONDS: i64 = 86_400;

/// What stands first in dates such as `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DateOrder {
    /// The day: 3 April.
    DayFirst,
    /// The month: 4 March.
    MonthFirst,
}

/// What the times of a log leave open, and somebody chose.
#[derive(Debug, Clone, Default)]
pub struct TimeChoice {
    /// The zone of times that do not say so themselves; `None` if nobody chose one.
    pub zone: Option<TimeZone>,
    /// The order in dates such as `03/04/2026`; `None` if it is not known.
    pub order: Option<DateOrder>,
}

/// Why a time cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeFault {
    Unreadable,
    OutOfRange,
    ZoneMissing,
    OrderMissing,
}

enum Moment {
    Exact(Timestamp),
    Civil(DateTime),
}

/// Reads times cell by cell, and remembers what the zone says of each day.
pub(super) struct TimeReader<'a> {
    choice: &'a TimeChoice,
    /// By day since 1970, the offset from UTC in seconds where it is the same all day.
    offsets: HashMap<i64, Option<i64>, foldhash::fast::RandomState>,
}

impl<'a> TimeReader<'a> {
    pub fn new(choice: &'a TimeChoice) -> Self {
        Self { choice, offsets: HashMap::default() }
    }

    /// The time in a cell, in microseconds since 1970.
    pub fn read(&mut self, text: &str) -> Result<i64, TimeFault> {
        let micros = match written(text.as_bytes()) {
            Some((local, Some(offset))) => local - offset * 1_000_000,
            Some((local, None)) => self.exact(local)?,
            None => match parse(text, self.choice.order)? {
                Moment::Exact(moment) => moment.as_microsecond(),
                Moment::Civil(civil) => self.exact(local_micros(civil))?,
            },
        };
        if (0..TOO_LATE).contains(&micros) { Ok(micros) } else { Err(TimeFault::OutOfRange) }
    }

    /// The exact time of a local one. A time that the clocks skip is moved past the gap, one that they repeat is the earlier.
    fn exact(&mut self, local: i64) -> Result<i64, TimeFault> {
        let zone = self.choice.zone.as_ref().ok_or(TimeFault::ZoneMissing)?;
        let day = local.div_euclid(DAY_SECONDS * 1_000_000);
        let offset = *self.offsets.entry(day).or_insert_with(|| offset_all_day(zone, day));
        if let Some(offset) = offset {
            return Ok(local - offset * 1_000_000);
        }
        let civil = TimeZone::UTC.to_datetime(Timestamp::from_microsecond(local).map_err(|_| TimeFault::OutOfRange)?);
        zone.to_timestamp(civil).map(Timestamp::as_microsecond).map_err(|_| TimeFault::OutOfRange)
    }
}

/// The offset of a zone on a local day since 1970, if no clock is changed on it.
fn offset_all_day(zone: &TimeZone, day: i64) -> Option<i64> {
    let start = |day: i64| {
        let civil = TimeZone::UTC.to_datetime(Timestamp::from_second(day * DAY_SECONDS).ok()?);
        zone.to_timestamp(civil).ok().map(Timestamp::as_second)
    };
    let (from, to) = (start(day)?, start(day + 1)?);
    (to - from == DAY_SECONDS).then_some(day * DAY_SECONDS - from)
}

fn local_micros(civil: DateTime) -> i64 {
    TimeZone::UTC.to_timestamp(civil).map_or(i64::MAX, Timestamp::as_microsecond)
}

/// The day in a cell; a time that says its offset is put into the zone.
pub(super) fn read_day(text: &str, choice: &TimeChoice) -> Result<Date, TimeFault> {
    let day = match parse(text, choice.order)? {
        Moment::Civil(civil) => civil.date(),
        Moment::Exact(moment) => choice.zone.as_ref().ok_or(TimeFault::ZoneMissing)?.to_datetime(moment).date(),
    };
    if (1970..2200).contains(&day.year()) { Ok(day) } else { Err(TimeFault::OutOfRange) }
}

/// Whether a cell reads as a time.
pub(super) fn is_time(text: &str) -> bool {
    let either = [DateOrder::DayFirst, DateOrder::MonthFirst].map(Some);
    either.into_iter().any(|order| {
        let choice = TimeChoice { zone: Some(TimeZone::UTC), order };
        TimeReader::new(&choice).read(text).is_ok()
    })
}

/// Whether a cell reads as a time that is not merely a number.
pub(super) fn is_written_time(text: &str) -> bool {
    (!is_number(text) || is_dotted_date(text)) && is_time(text)
}

/// Year, month and day as most logs write them, with or without a time and an offset: microseconds as if the clock showed UTC, and the
/// offset in seconds. Whatever is written otherwise is left to [`parse`].
fn written(text: &[u8]) -> Option<(i64, Option<i64>)> {
    let text = text.trim_ascii();
    let date = text.first_chunk::<10>()?;
    if date[4] != b'-' || date[7] != b'-' {
        return None;
    }
    let (year, month, day) = (digits(&date[..4])?, digits(&date[5..7])?, digits(&date[8..])?);
    let days = days_since_1970(year, month, day)?;
    let Some((b'T' | b't' | b' ', time)) = text[10..].split_first() else {
        return text[10..].is_empty().then_some((days * DAY_SECONDS * 1_000_000, None));
    };
    let (hour, minute) = (digits(time.get(..2)?)?, digits(time.get(3..5)?)?);
    let (second, rest) = match time.get(5) {
        Some(b':') => (digits(time.get(6..8)?)?, time.get(8..)?),
        _ => (0, time.get(5..)?),
    };
    if time[2] != b':' || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (micros, rest) = fraction(rest)?;
    let offset = offset(rest)?;
    let seconds = days * DAY_SECONDS + hour * 3_600 + minute * 60 + second;
    Some((seconds * 1_000_000 + micros, offset))
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, “chrono-compatible low-level date algorithms”, 2013).
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Microseconds of a fraction of a second, and what follows it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.' | b',', rest)) = text.split_first() else { return Some((0, text)) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let kept = rest.get(..length.min(6))?;
    let scale = 10_i64.pow(6 - u32::try_from(kept.len()).ok()?);
    (length > 0 && length <= 9).then_some((digits(kept)? * scale, rest.get(length..)?))
}

/// An offset in seconds; the outer `None` is text that is something else.
#[expect(clippy::option_option, reason = "no offset and no known way to write one are two things")]
fn offset(text: &[u8]) -> Option<Option<i64>> {
    let text = text.trim_ascii_start();
    match text {
        b"" => Some(None),
        b"Z" | b"z" | b"UTC" | b"GMT" => Some(Some(0)),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let (hours, minutes) = match rest {
                [_, _] => (digits(rest)?, 0),
                [_, _, b':', _, _] => (digits(&rest[..2])?, digits(&rest[3..])?),
                [_, _, _, _] => (digits(&rest[..2])?, digits(&rest[2..])?),
                _ => return None,
            };
            let seconds = hours * 3_600 + minutes * 60;
            (hours < 24 && minutes < 60).then_some(Some(if *sign == b'-' { -seconds } else { seconds }))
        }
        _ => None,
    }
}

fn parse(text: &str, order: Option<DateOrder>) -> Result<Moment, TimeFault> {
    let text = text.trim();
    if text.len() > 100 {
        return Err(TimeFault::Unreadable);
    }
    if !text.is_empty() && is_number(text) && !is_dotted_date(text) {
        return number(text);
    }
    if let Some((parts, time)) = parts_of_date(text) {
        return ordered(parts, time, order);
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

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

fn is_dotted_date(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'.').count() == 2
}

/// The two numbers, the mark between them and the year of a date such as `22.11.2026` or `11/22/2026`.
#[derive(Debug, Clone, Copy)]
struct DateParts {
    first: i8,
    second: i8,
    year: i16,
    mark: char,
}

/// A date that begins with day or month, and the text after it.
fn parts_of_date(text: &str) -> Option<(DateParts, &str)> {
    let text = text.trim();
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|mark| matches!(mark, '/' | '.' | '-'))?;
    let mut parts = text.splitn(3, mark);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, time) = (rest.get(..4)?, rest.get(4..)?);
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let apart = time.is_empty() || time.starts_with([' ', 'T', ',']);
    if !short(first) || !short(second) || !year.bytes().all(|byte| byte.is_ascii_digit()) || !apart {
        return None;
    }
    let parts = DateParts { first: first.parse().ok()?, second: second.parse().ok()?, year: year.parse().ok()?, mark };
    Some((parts, time.trim_start_matches([' ', 'T', ','])))
}

/// The order that a date in a cell shows by itself: one of its numbers is no month. `None` for other cells, and for dates that
/// read either way.
pub(super) fn order_shown(text: &str) -> Option<DateOrder> {
    let (parts, _) = parts_of_date(text)?;
    match (parts.mark, parts.first, parts.second) {
        // Points stand in dates of countries that write the day first.
        ('.', _, ..=12) | (_, 13.., ..=12) => Some(DateOrder::DayFirst),
        (_, ..=12, 13..) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

fn ordered(parts: DateParts, time: &str, order: Option<DateOrder>) -> Result<Moment, TimeFault> {
    let order = if parts.mark == '.' { Some(DateOrder::DayFirst) } else { order };
    let (day, month) = match order.ok_or(TimeFault::OrderMissing)? {
        DateOrder::DayFirst => (parts.first, parts.second),
        DateOrder::MonthFirst => (parts.second, parts.first),
    };
    let date = Date::new(parts.year, month, day).map_err(|_| TimeFault::Unreadable)?;
    let (time, half) = half_of_day(time)?;
    if time.is_empty() {
        return Ok(Moment::Civil(date.into()));
    }
    // One digit is a usual hour here.
    let time = if time.get(1..2) == Some(":") { format!("0{time}") } else { time.to_owned() };
    let text = format!("{date}T{time}");
    let (local, offset) = written(text.as_bytes()).ok_or(TimeFault::Unreadable)?;
    let local = local + half.map_or(Ok(0), |half| half.shift_micros(local))?;
    let at = Timestamp::from_microsecond(local - offset.unwrap_or(0) * 1_000_000).map_err(|_| TimeFault::OutOfRange)?;
    Ok(if offset.is_some() { Moment::Exact(at) } else { Moment::Civil(TimeZone::UTC.to_datetime(at)) })
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    /// What to add to a time written with the hours 1 to 12.
    fn shift_micros(self, local: i64) -> Result<i64, TimeFault> {
        let half_day = DAY_SECONDS * 500_000;
        match (local.rem_euclid(2 * half_day) / 3_600_000_000, self) {
            (12, Self::Morning) => Ok(-half_day),
            (1..=11, Self::Morning) | (12, Self::Afternoon) => Ok(0),
            (1..=11, Self::Afternoon) => Ok(half_day),
            _ => Err(TimeFault::Unreadable),
        }
    }
}

fn half_of_day(time: &str) -> Result<(&str, Option<Half>), TimeFault> {
    let Some(split) = time.len().checked_sub(2).filter(|split| time.is_char_boundary(*split)) else {
        return if time.is_empty() { Ok((time, None)) } else { Err(TimeFault::Unreadable) };
    };
    let (before, end) = time.split_at(split);
    Ok(match end.to_ascii_lowercase().as_str() {
        "am" => (before.trim_end(), Some(Half::Morning)),
        "pm" => (before.trim_end(), Some(Half::Afternoon)),
        _ => (time, None),
    })
}

/// A number is a day if it reads as `YYYYMMDD`; else seconds, or what their size tells, since 1970.
fn number(text: &str) -> Result<Moment, TimeFault> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
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
    if text.len() != 8 || text.contains(['.', ',']) {
        return None;
    }
    let (year, month, day) =
        (text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?);
    Date::new(year, month, day).ok().filter(|date| (1970..2200).contains(&date.year()))
}
