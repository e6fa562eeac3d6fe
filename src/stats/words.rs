//! Numbers as a person reads them: rates in per cent, differences in percentage points, chances that never claim certainty.

/// The true minus sign.
const MINUS: char = '−';

/// A rate in per cent, such as “41.2%”.
pub(crate) fn percent(rate: f64, decimals: usize) -> String {
    format!("{}%", with_minus(100.0 * rate, decimals))
}

/// A difference of two rates in percentage points with its sign, such as “+1.3 pp” or “−0.4 pp”; zero carries no sign.
pub(crate) fn points(difference: f64, decimals: usize) -> String {
    format!("{} pp", signed(difference, decimals))
}

/// As [`points`] without the unit, for the first end of a range.
pub(crate) fn signed(difference: f64, decimals: usize) -> String {
    let text = with_minus(100.0 * difference, decimals);
    let nothing = text.chars().all(|c| matches!(c, '0' | '.'));
    if nothing || text.starts_with(MINUS) { text } else { format!("+{text}") }
}

/// A chance in per cent with one decimal, never 0% or 100%: “< 0.1%” and “> 99.9%” at the ends.
pub(crate) fn probability(chance: f64) -> String {
    if chance < 0.001 {
        "< 0.1%".to_owned()
    } else if chance > 0.999 {
        "> 99.9%".to_owned()
    } else {
        percent(chance, 1)
    }
}

/// Decimals of a per cent figure that is known to within `width` (a share): two digits of the width, from 1 to 4.
pub(crate) fn decimals_for(width: f64) -> usize {
    let percent = 100.0 * width;
    [(1.0, 1), (0.1, 2), (0.01, 3)].into_iter().find(|&(from, _)| percent >= from).map_or(4, |(_, decimals)| decimals)
}

/// A count with its thousands separated, such as “145,274”.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn with_minus(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let nothing = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !nothing { format!("{MINUS}{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!(percent(0.412_34, 1), "41.2%");
        assert_eq!(points(0.013, 1), "+1.3 pp");
        assert_eq!(points(-0.004_4, 1), "−0.4 pp");
        assert_eq!(points(-0.000_01, 1), "0.0 pp");
        assert_eq!(count(145_274), "145,274");
        assert_eq!(count(1000), "1,000");
        assert_eq!(count(7), "7");
    }

    #[test]
    fn a_chance_is_never_certain() {
        assert_eq!(probability(1.0), "> 99.9%");
        assert_eq!(probability(0.999_4), "> 99.9%");
        assert_eq!(probability(0.998_96), "99.9%");
        assert_eq!(probability(0.0), "< 0.1%");
        assert_eq!(probability(0.975), "97.5%");
    }

    #[test]
    fn decimals_follow_what_is_known() {
        assert_eq!([0.2, 0.01, 0.005, 0.000_5, 1e-6].map(decimals_for), [1, 1, 2, 3, 4]);
    }
}
