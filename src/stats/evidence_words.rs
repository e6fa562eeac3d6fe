//! A Bayes factor as a person reads it.

use super::words::count;
use serde::Serialize;

/// What a Bayes factor holds against “there is no difference”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Claim<'a> {
    /// There is a difference, either way.
    Different,
    /// The arm is better than the baseline.
    Better {
        /// Name of the arm.
        arm: &'a str,
        /// Name of the baseline.
        baseline: &'a str,
    },
    /// The arm is worse than the baseline.
    Worse {
        /// Name of the arm.
        arm: &'a str,
        /// Name of the baseline.
        baseline: &'a str,
    },
}

/// One or two plain sentences about the Bayes factor exp(`ln_bayes_factor`) of `claim` over no difference, such as “The data are 3.2 times as likely if
/// there is a difference as if there is none.” A factor below 1 is turned round, huge ones are powers of ten, and one below 3 is said to be
/// hardly worth a mention (Kass & Raftery 1995). Any number will do, also one whose exponential is no double.
pub fn bayes_factor_words(ln_bayes_factor: f64, claim: Claim) -> String {
    if !ln_bayes_factor.is_finite() {
        return "How much the data speak for a difference cannot be told.".to_owned();
    }
    let (claimed, denied) = match claim {
        Claim::Different => ("there is a difference".to_owned(), "there is none".to_owned()),
        Claim::Better { arm, baseline } => (format!("“{arm}” is better than “{baseline}”"), no_difference()),
        Claim::Worse { arm, baseline } => (format!("“{arm}” is worse than “{baseline}”"), no_difference()),
    };
    let size = ln_bayes_factor.abs();
    if size < 1.05_f64.ln() {
        return format!("The data are about as likely if {claimed} as if {denied}: they do not tell.");
    }
    let (favoured, other) = match claim {
        _ if ln_bayes_factor > 0.0 => (claimed, denied),
        Claim::Different => (no_difference(), "there is one".to_owned()),
        _ => (denied, claimed),
    };
    let weak = if size < 3.0_f64.ln() { " That is hardly worth a mention." } else { "" };
    format!("The data are {} as likely if {favoured} as if {other}.{weak}", times(size))
}

fn no_difference() -> String {
    "there is no difference".to_owned()
}

/// “3.2 times”, “450 times”, “12,000 times”, “1.6 × 10^470 times”; `ln_factor` > 0.
fn times(ln_factor: f64) -> String {
    let exponent = ln_factor / std::f64::consts::LN_10;
    if ln_factor.exp() < 9.95 {
        return format!("{:.1} times", ln_factor.exp());
    }
    if exponent < 3.0 {
        return format!("{:.0} times", ln_factor.exp());
    }
    if exponent < 5.99 {
        // Two digits are all that is meant.
        let unit = 10.0_f64.powf(exponent.floor() - 1.0);
        return format!("{} times", count_of((ln_factor.exp() / unit).round() * unit));
    }
    let whole = exponent.floor();
    let leading = format!("{:.1}", 10.0_f64.powf(exponent - whole));
    if leading == "10.0" {
        format!("1.0 × 10^{:.0} times", whole + 1.0)
    } else {
        format!("{leading} × 10^{whole:.0} times")
    }
}

/// A whole number with its thousands separated.
fn count_of(number: f64) -> String {
    format!("{number:.0}").parse().map_or_else(|_| format!("{number:.0}"), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(factor: f64) -> String {
        bayes_factor_words(factor.ln(), Claim::Different)
    }

    #[test]
    fn either_way() {
        assert_eq!(of(3.2), "The data are 3.2 times as likely if there is a difference as if there is none.");
        assert_eq!(of(1.0 / 4.0), "The data are 4.0 times as likely if there is no difference as if there is one.");
        assert_eq!(
            of(1.0),
            "The data are about as likely if there is a difference as if there is none: they do not tell."
        );
        assert!(of(2.0).ends_with(" That is hardly worth a mention."));
        let better = Claim::Better { arm: "B", baseline: "A" };
        assert_eq!(
            bayes_factor_words(-(30.0_f64.ln()), better),
            "The data are 30 times as likely if there is no difference as if “B” is better than “A”."
        );
        let worse = Claim::Worse { arm: "B", baseline: "A" };
        assert_eq!(
            bayes_factor_words(30.0_f64.ln(), worse),
            "The data are 30 times as likely if “B” is worse than “A” as if there is no difference."
        );
    }

    #[test]
    fn sizes() {
        let found = [9.92, 9.96, 453.2, 999.4, 1234.0, 12_345.0, 123_456.0, 9.9e5, 9.96e8].map(|f: f64| times(f.ln()));
        assert_eq!(
            found,
            [
                "9.9 times",
                "10 times",
                "453 times",
                "999 times",
                "1,200 times",
                "12,000 times",
                "120,000 times",
                "9.9 × 10^5 times",
                "1.0 × 10^9 times"
            ]
        );
        assert_eq!(times(1_082.001_099_397_911_8), "8.1 × 10^469 times");
        assert_eq!(times(1e9), "8.0 × 10^434294481 times");
        for nonsense in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(bayes_factor_words(nonsense, Claim::Different).contains("cannot be told"));
        }
        assert!(bayes_factor_words(f64::MIN, Claim::Different).contains("no difference"));
    }
}
