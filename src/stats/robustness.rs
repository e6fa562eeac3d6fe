//! Does the verdict hang on the prior? The same counts read under every prior that a reasonable person might hold.

use super::comparison::{Arm, Comparison, PRIOR_SHAPES, compare};
use super::error::StatsError;
use super::posterior::Beta;
use super::verdict::{VerdictKind, verdict};
use serde::Serialize;

/// How much the sceptical priors are worth, in people per arm.
const SCEPTICAL_PEOPLE: [f64; 2] = [10.0, 100.0];

/// A comparison read under several priors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Robustness {
    /// One reading per prior, the prior in use first; no prior twice.
    pub readings: Vec<PriorReading>,
    /// Smallest and largest chance of being best over all priors, per arm.
    pub probability_best: Vec<[f64; 2]>,
    /// Whether the verdict is the same under all of them.
    pub same: bool,
    /// One plain sentence about that.
    pub sentence: String,
}

/// What the comparison amounts to under one prior.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriorReading {
    /// What people call the prior.
    pub name: String,
    /// The prior of each arm.
    pub priors: Vec<Beta>,
    /// Chance of being best, per arm.
    pub probability_best: Vec<f64>,
    /// Every arm but the first against the first.
    pub differences: Vec<PriorDifference>,
    /// The verdict.
    pub verdict: VerdictKind,
}

/// An arm's rate less the baseline's under one prior.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriorDifference {
    /// Name of the arm.
    pub arm: String,
    /// Mean, a share in [−1, 1].
    pub mean: f64,
    /// Interval with equal tails.
    pub equal_tailed: [f64; 2],
}

/// Reads the counts of `arms` under the priors they carry, the uniform one, Jeffreys', and sceptical ones: every arm's rate is about the
/// pooled rate, worth 10 people, 100 people and a tenth of the people per arm. `level` in (0, 1) is the share that each interval holds.
///
/// # Errors
/// As for [`compare`].
pub fn robustness(arms: &[Arm], level: f64) -> Result<Robustness, StatsError> {
    let mut readings = Vec::new();
    for (name, priors) in reasonable_priors(arms) {
        let arms: Vec<Arm> =
            arms.iter().zip(&priors).map(|(arm, prior)| Arm { prior: *prior, ..arm.clone() }).collect();
        readings.push(reading(name, priors, &compare(&arms, level)?));
    }
    let probability_best = (0..arms.len()).map(|arm| range(readings.iter().map(|r| r.probability_best[arm]))).collect();
    let same = readings.iter().all(|reading| reading.verdict == readings[0].verdict);
    let sentence = sentence(&readings);
    Ok(Robustness { readings, probability_best, same, sentence })
}

/// Names and priors per arm; one that gives every arm what an earlier one does is left out.
fn reasonable_priors(arms: &[Arm]) -> Vec<(String, Vec<Beta>)> {
    let mut list = vec![("the prior in use".to_owned(), arms.iter().map(|arm| arm.prior).collect())];
    let mut add = |name: String, prior: Beta| {
        let priors = vec![prior; arms.len()];
        if list.iter().all(|(_, earlier): &(String, Vec<Beta>)| *earlier != priors) {
            list.push((name, priors));
        }
    };
    add("the uniform prior".to_owned(), Beta::UNIFORM);
    add("Jeffreys' prior".to_owned(), Beta::JEFFREYS);
    for people in SCEPTICAL_PEOPLE {
        add(format!("a sceptical prior worth {people} people"), sceptical(arms, people));
    }
    let tenth = 0.1 * shown(arms) / arms.len().max(1) as f64;
    if tenth >= 1.0 {
        add("a sceptical prior worth a tenth of the sample".to_owned(), sceptical(arms, tenth));
    }
    list
}

/// About the pooled rate. Each shape is at least Jeffreys' ½: below that a prior is not sceptical, but all but sure of a rate of 0 or 1.
fn sceptical(arms: &[Arm], people: f64) -> Beta {
    let accepted: f64 = arms.iter().map(|arm| arm.accepted as f64).sum();
    let shown = shown(arms);
    let shape = |share: f64| (people * share).clamp(0.5, *PRIOR_SHAPES.end());
    Beta {
        alpha: shape((accepted + 0.5) / (shown + 1.0)),
        beta: shape(((shown - accepted).max(0.0) + 0.5) / (shown + 1.0)),
    }
}

fn shown(arms: &[Arm]) -> f64 {
    arms.iter().map(|arm| arm.shown as f64).sum()
}

fn reading(name: String, priors: Vec<Beta>, comparison: &Comparison) -> PriorReading {
    let differences = comparison.pairs.iter().map(|pair| PriorDifference {
        arm: pair.arm.clone(),
        mean: pair.difference.mean,
        equal_tailed: pair.difference.equal_tailed,
    });
    PriorReading {
        name,
        priors,
        probability_best: comparison.arms.iter().map(|arm| arm.probability_best).collect(),
        differences: differences.collect(),
        verdict: verdict(comparison).kind,
    }
}

fn range(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([1.0, 0.0], |[low, high], value| [value.min(low), value.max(high)])
}

fn sentence(readings: &[PriorReading]) -> String {
    let mut groups: Vec<(&VerdictKind, Vec<&str>)> = Vec::new();
    for reading in readings {
        match groups.iter_mut().find(|(kind, _)| **kind == reading.verdict) {
            Some((_, names)) => names.push(&reading.name),
            None => groups.push((&reading.verdict, vec![&reading.name])),
        }
    }
    if let [(kind, names)] = groups.as_slice() {
        return format!("The verdict is the same under all {} priors looked at: {}.", names.len(), verdict_words(kind));
    }
    let parts: Vec<String> =
        groups.iter().map(|(kind, names)| format!("{} under {}", verdict_words(kind), listed(names))).collect();
    format!("It depends on the prior: {}.", parts.join("; "))
}

fn verdict_words(kind: &VerdictKind) -> String {
    match kind {
        VerdictKind::NoData => "nobody has been asked yet".to_owned(),
        VerdictKind::SingleArm => "there is nothing to compare".to_owned(),
        VerdictKind::TooEarly => "it is too early to tell".to_owned(),
        VerdictKind::Leader { name } => format!("“{name}” does best"),
        VerdictKind::Equivalent => "there is no practical difference".to_owned(),
        // The counts alone never lead to the others.
        VerdictKind::Unsound | VerdictKind::Withheld { .. } | VerdictKind::Futile => "there is no verdict".to_owned(),
    }
}

/// “a, b and c”.
fn listed(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[(u64, u64)], prior: Beta) -> Robustness {
        let arms: Vec<Arm> = counts
            .iter()
            .zip('A'..)
            .map(|(&(accepted, shown), name)| Arm { name: name.to_string(), accepted, shown, prior })
            .collect();
        robustness(&arms, 0.95).unwrap()
    }

    #[test]
    fn plenty_of_data_do_not_hang_on_the_prior() {
        let found = of(&[(4_000, 10_000), (4_500, 10_000)], Beta { alpha: 3.0, beta: 7.0 });
        assert!(found.same);
        assert_eq!(found.sentence, "The verdict is the same under all 6 priors looked at: “B” does best.");
        assert_eq!(found.readings[0].name, "the prior in use");
        assert_eq!(found.readings[0].priors, [Beta { alpha: 3.0, beta: 7.0 }; 2]);
        for reading in &found.readings {
            assert!((reading.probability_best.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(reading.differences[0].equal_tailed[0] > 0.0);
        }
    }

    #[test]
    fn few_data_do() {
        let found = of(&[(6, 20), (13, 20)], Beta::UNIFORM);
        assert!(!found.same);
        assert_eq!(
            found.sentence,
            "It depends on the prior: “B” does best under the prior in use, Jeffreys' prior, a sceptical prior worth 10 \
             people and a sceptical prior worth a tenth of the sample; it is too early to tell under a sceptical prior \
             worth 100 people."
        );
        // Scepticism draws the two together: 7/(20 + people) apart.
        let means: Vec<f64> = found.readings.iter().map(|reading| reading.differences[0].mean).collect();
        let truth = [22.0, 21.0, 30.0, 120.0, 22.0].map(|people| 7.0 / people);
        assert!(means.iter().zip(truth).all(|(mean, truth)| (mean - truth).abs() < 1e-15), "{means:?}");
        let [low, high] = found.probability_best[1];
        assert!(low < 0.95 && high > 0.95);
    }

    #[test]
    fn the_difference_under_a_sceptic_by_hand() {
        // Pooled rate 20.5/41 = ½: Beta(5, 5), so (15 + 5)/30 − (5 + 5)/30 = ⅓.
        let found = of(&[(5, 20), (15, 20)], Beta::UNIFORM);
        let sceptic = found.readings.iter().find(|reading| reading.name.ends_with("worth 10 people")).unwrap();
        assert_eq!(sceptic.priors, [Beta { alpha: 5.0, beta: 5.0 }; 2]);
        assert!((sceptic.differences[0].mean - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn extremes_have_an_answer() {
        for counts in [&[(0, 0), (0, 0)][..], &[(0, 100), (0, 100)], &[(5, 5), (5, 5)], &[(3, 9)], &[(0, 0), (1, 2)]] {
            let found = of(counts, Beta::JEFFREYS);
            assert!(found.sentence.ends_with('.') && found.readings.len() >= 4, "{found:?}");
        }
        assert_eq!(robustness(&[], 0.95), Err(StatsError::NoArms));
    }
}
