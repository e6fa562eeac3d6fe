//! Amounts and counts as logs write them.

use crate::domain::Money;

/// An amount such as `1,234.50`, `1.234,50`, `€ 12` or `-3`.
pub(super) fn read_money(text: &str) -> Option<Money> {
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
