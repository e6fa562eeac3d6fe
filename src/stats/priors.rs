//! Priors that a person can set: what is believed of an acceptance rate before anybody is asked, in people rather than in shapes.

use super::comparison::PRIOR_SHAPES;
use super::error::StatsError;
use super::posterior::Beta;
use super::words::{count, decimals_for, percent};
use serde::{Deserialize, Serialize};

/// A prior as a person describes it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub enum PriorChoice {
    /// Every rate is equally likely: Beta(1, 1).
    #[default]
    Uniform,
    /// Jeffreys' prior Beta(½, ½) (Jeffreys 1946).
    Jeffreys,
    /// “About this rate, as sure as if I had seen so many people”: Beta(rate · people, (1 − rate) · people).
    Informed {
        /// The rate expected, in (0, 1).
        rate: f64,
        /// How many people the belief is worth, > 0.
        people: f64,
    },
    /// An earlier experiment at a discount on top of the uniform prior: Beta(1 + discount · accepted, 1 + discount · (shown − accepted)), the power
    /// prior of Ibrahim & Chen (2000).
    Earlier {
        /// How many people accepted then; at most `shown`.
        accepted: u64,
        /// How many people were shown the prompt then.
        shown: u64,
        /// How much of a person today each of them counts, in (0, 1].
        discount: f64,
    },
    /// The two shapes themselves.
    Shapes {
        /// First shape, in [`PRIOR_SHAPES`].
        alpha: f64,
        /// Second shape, in [`PRIOR_SHAPES`].
        beta: f64,
    },
}

impl PriorChoice {
    /// The Beta distribution that this choice stands for.
    ///
    /// # Errors
    /// [`StatsError::BadPriorChoice`] for a value outside its range, or a shape outside [`PRIOR_SHAPES`].
    pub fn beta(&self) -> Result<Beta, StatsError> {
        self.check()?;
        let (alpha, beta) = match *self {
            Self::Uniform => (1.0, 1.0),
            Self::Jeffreys => (0.5, 0.5),
            Self::Informed { rate, people } => (rate * people, (1.0 - rate) * people),
            Self::Earlier { accepted, shown, discount } => {
                (1.0 + discount * accepted as f64, 1.0 + discount * shown.saturating_sub(accepted) as f64)
            }
            Self::Shapes { alpha, beta } => (alpha, beta),
        };
        if PRIOR_SHAPES.contains(&alpha) && PRIOR_SHAPES.contains(&beta) {
            return Ok(Beta { alpha, beta });
        }
        Err(StatsError::BadPriorChoice {
            reason: format!(
                "it is worth {alpha} accepting and {beta} other people, where 0.001 to 1,000,000,000 can be computed with"
            ),
        })
    }

    fn check(&self) -> Result<(), StatsError> {
        let reason = match *self {
            Self::Informed { rate, .. } if !(rate > 0.0 && rate < 1.0) => {
                format!("the rate must lie between 0 and 1 (both excluded), not at {rate}")
            }
            Self::Informed { people, .. } if !(people > 0.0 && people.is_finite()) => {
                format!("it must be worth more than 0 people, not {people}")
            }
            Self::Earlier { accepted, shown, .. } if accepted > shown => {
                format!("{accepted} accepted earlier, but only {shown} were shown the prompt")
            }
            Self::Earlier { discount, .. } if !(discount > 0.0 && discount <= 1.0) => {
                format!("people asked earlier must count more than 0 and at most 1, not {discount}")
            }
            _ => return Ok(()),
        };
        Err(StatsError::BadPriorChoice { reason })
    }

    /// The prior in plain words with its 95% range, such as “Before any data: about 30%, as sure as from 50 people (95% between 18% and 43%).”
    ///
    /// # Errors
    /// As for [`Self::beta`].
    pub fn sentence(&self) -> Result<String, StatsError> {
        let prior = self.beta()?;
        let [low, high] = prior.equal_tailed(0.95);
        let decimals = if low >= 0.05 && high <= 0.95 && high - low >= 0.1 { 0 } else { decimals_for(high - low) };
        let about = format!("about {}", percent(prior.mean(), decimals));
        let sure = format!("as sure as from {}", people_words(prior.alpha + prior.beta));
        let belief = match self {
            Self::Uniform => format!("every rate is equally likely, {sure}"),
            Self::Jeffreys => format!("next to nothing is taken as known, {sure}"),
            Self::Informed { .. } | Self::Shapes { .. } => format!("{about}, {sure}"),
            Self::Earlier { accepted, shown, discount } => {
                format!("{about}, {sure}: {}", earlier_words(*accepted, *shown, *discount))
            }
        };
        let range = format!("95% between {} and {}", percent(low, decimals), percent(high, decimals));
        Ok(format!("Before any data: {belief} ({range})."))
    }
}

/// 120 of 400 accepted earlier, each counted as 0.5 of a person.
fn earlier_words(accepted: u64, shown: u64, discount: f64) -> String {
    let each = if discount < 1.0 { format!("counted as {discount} of a person") } else { "counted in full".to_owned() };
    format!("{} of {} accepted earlier, each {each}", count(accepted), count(shown))
}

/// “1 person”, “50 people”, “2.5 people”, “0.04 people”.
fn people_words(people: f64) -> String {
    let whole = people.round();
    if people >= 0.5 && (people - whole).abs() < 1e-6 * people {
        let number = format!("{whole:.0}").parse().map_or_else(|_| format!("{whole:.0}"), count);
        return if whole > 1.0 { format!("{number} people") } else { format!("{number} person") };
    }
    if people >= 100.0 {
        people_words(whole)
    } else if people >= 1.0 {
        format!("{people:.1} people")
    } else {
        format!("{people:.3} people")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_by_hand() {
        let of = |choice: PriorChoice| choice.beta().map(|prior| [prior.alpha, prior.beta]);
        assert_eq!(of(PriorChoice::Uniform), Ok([1.0, 1.0]));
        assert_eq!(of(PriorChoice::Jeffreys), Ok([0.5, 0.5]));
        assert_eq!(of(PriorChoice::Informed { rate: 0.25, people: 40.0 }), Ok([10.0, 30.0]));
        assert_eq!(of(PriorChoice::Earlier { accepted: 120, shown: 400, discount: 0.5 }), Ok([61.0, 141.0]));
        assert_eq!(of(PriorChoice::Earlier { accepted: 0, shown: 0, discount: 1.0 }), Ok([1.0, 1.0]));
        assert_eq!(of(PriorChoice::Shapes { alpha: 0.001, beta: 1e9 }), Ok([0.001, 1e9]));
    }

    #[test]
    fn sentences() {
        let of = |choice: PriorChoice| choice.sentence().unwrap();
        assert_eq!(
            of(PriorChoice::Informed { rate: 0.3, people: 50.0 }),
            "Before any data: about 30%, as sure as from 50 people (95% between 18% and 43%)."
        );
        // 1 − cos of the arcsine law: sin²(0.025 π/2) = 0.154%.
        assert_eq!(
            of(PriorChoice::Jeffreys),
            "Before any data: next to nothing is taken as known, as sure as from 1 person (95% between 0.2% and 99.8%)."
        );
        assert_eq!(
            of(PriorChoice::Uniform),
            "Before any data: every rate is equally likely, as sure as from 2 people (95% between 2.5% and 97.5%)."
        );
        assert_eq!(
            of(PriorChoice::Earlier { accepted: 120, shown: 400, discount: 0.5 }),
            "Before any data: about 30%, as sure as from 202 people: 120 of 400 accepted earlier, each counted as 0.5 of a person \
             (95% between 24% and 37%)."
        );
        assert_eq!(
            of(PriorChoice::Shapes { alpha: 30_000.0, beta: 70_000.0 }),
            "Before any data: about 30.00%, as sure as from 100,000 people (95% between 29.72% and 30.28%)."
        );
    }

    #[test]
    fn nonsense_is_an_error_with_a_reason() {
        let wrong = [
            (PriorChoice::Informed { rate: 0.0, people: 10.0 }, "rate"),
            (PriorChoice::Informed { rate: f64::NAN, people: 10.0 }, "rate"),
            (PriorChoice::Informed { rate: 0.5, people: 0.0 }, "people"),
            (PriorChoice::Informed { rate: 0.5, people: f64::INFINITY }, "people"),
            (PriorChoice::Informed { rate: 1e-9, people: 1.0 }, "worth"),
            (PriorChoice::Earlier { accepted: 3, shown: 2, discount: 1.0 }, "3 accepted"),
            (PriorChoice::Earlier { accepted: 1, shown: 2, discount: 1.1 }, "at most 1"),
            (PriorChoice::Earlier { accepted: 0, shown: u64::MAX, discount: 1.0 }, "computed"),
            (PriorChoice::Shapes { alpha: -1.0, beta: 1.0 }, "computed"),
            (PriorChoice::Shapes { alpha: f64::NAN, beta: 1.0 }, "computed"),
        ];
        for (choice, word) in wrong {
            let message = choice.beta().unwrap_err().to_string();
            assert!(message.contains(word), "{message}");
            assert!(choice.sentence().is_err());
        }
    }

    #[test]
    fn a_choice_survives_being_written_down() {
        let choices = [
            PriorChoice::Uniform,
            PriorChoice::Informed { rate: 0.3, people: 50.0 },
            PriorChoice::Earlier { accepted: 120, shown: 400, discount: 0.5 },
        ];
        for choice in choices {
            let text = serde_json::to_string(&choice).unwrap();
            assert_eq!(serde_json::from_str::<PriorChoice>(&text).unwrap(), choice, "{text}");
        }
    }
}
