//! Amounts and counts as logs write them.

use crate::domain::Money;

/// An amount such as `1,234.50`, `1.234,50`, `€ 12` or `-3`.
pub(super) fn read_money(text: &str) -> Option<Money> {
    plain_cents(text).map(|cents| Money { cents }).or_else(|| read_any_money(text))
}

/// Hundredths of an amount that is written as most are, such as `12` or `-3.45`; `None` for any other way.
fn plain_cents(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-');
    let sign = if digits.is_some() { -1 } else { 1 };
    let digits = digits.unwrap_or(text).as_bytes();
    let point = digits.iter().position(|byte| *byte == b'.').unwrap_or(digits.len());
    let (whole, fraction) = (digits.get(..point)?, digits.get(point + 1..).unwrap_or_default());
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
    };
    let cents = match (whole.len(), fraction.len()) {
        (1..=13, 0) => 0,
        (1..=13, 1) => number(fraction)? * 10,
        (1..=13, 2) => number(fraction)?,
        _ => return None,
    };
    Some(sign * (number(whole)? * 100 + cents))
}

fn read_any_money(text: &str) -> Option<Money> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !"€$£¥'".contains(*c)).collect();
    if text.len() > 40 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let plain = match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => text.replace('.', "").replace(',', "."),
        // One comma with three digits after it groups thousands; with any other number it is a decimal comma.
        (Some(comma), None) if text.len() - comma != 4 && text.matches(',').count() == 1 => text.replace(',', "."),
        _ => text.replace(',', ""),
    };
    let usual = plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    usual.then(|| plain.parse().ok()).flatten().and_then(Money::from_units)
}

/// More than that is no count of people, and sums of such counts stay whole.
const LARGEST_COUNT: u64 = 1_000_000_000_000;

/// A count such as `12`, `1,234` or `3.0`.
pub(super) fn read_count(text: &str) -> Option<u64> {
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.all(|group| group.len() == 3) && (first.len() <= 3 || !text.contains(','));
    let digits = text.replace(',', "");
    (grouped && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|count| *count <= LARGEST_COUNT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_reads_amounts_as_the_long_way_does() {
        let plain = ["0", "7", "-7", "12.", "0.5", "-0.05", "1234567.89", "9999999999999.99", "00.10", "-0"];
        for text in plain {
            assert!(plain_cents(text).is_some(), "{text}");
            assert_eq!(read_money(text), read_any_money(text), "{text}");
        }
        let others =
            ["", "-", ".", ".5", "--1", "1.234", "1.2.3", "+3", "1,5", "€ 12", "12345678901234", "1-2", "1.-5"];
        for text in others {
            assert_eq!(plain_cents(text), None, "{text}");
        }
    }
}
