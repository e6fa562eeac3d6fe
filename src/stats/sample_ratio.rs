//! Does the sample arrive in the planned ratio? An arm that gets too few people hints at lost rows or a broken assignment.

use super::incomplete_gamma;
use super::stirling::{correction, excess};

/// Weight κ of the Dirichlet prior about the plan, α = κθ: large, so that the test looks for small drifts (Lindon & Malek 2022).
const CONCENTRATION: f64 = 10_000.0;

/// p value of Pearson's χ² test of the counts `shown` against `planned_shares` (positive, any scale), valid for one look at a
/// size fixed beforehand. `None` for fewer than two arms, unequal lengths, a share that is not positive and finite, or nobody shown.
pub fn sample_ratio_p_value(shown: &[u64], planned_shares: &[f64]) -> Option<f64> {
    let (counts, shares, total) = checked(shown, planned_shares)?;
    if total <= 0.0 {
        return None;
    }
    let statistic: f64 =
        counts.iter().zip(&shares).map(|(n, share)| (n - total * share).powi(2) / (total * share)).sum();
    let freedom = counts.len() as f64 - 1.0;
    Some(incomplete_gamma::ln_tails(0.5 * freedom, 0.5 * statistic).1.exp())
}

/// Sequential p value of the same question at this look, 1 / E with the Dirichlet–multinomial martingale E of Lindon & Malek (2022): the
/// chance that it ever falls below α in a sample that follows the plan is at most α, however often one looks. The smallest over all
/// looks may be kept; this is the one of the counts given. 1 while nobody was shown anything; `None` as for [`sample_ratio_p_value`].
pub fn sample_ratio_sequential_p_value(shown: &[u64], planned_shares: &[f64]) -> Option<f64> {
    let (counts, shares, total) = checked(shown, planned_shares)?;
    if total <= 0.0 {
        return Some(1.0);
    }
    let ln_e: f64 = ln_martingale(&counts, &shares, total);
    Some((-ln_e).exp().min(1.0))
}

/// ln E of the same martingale, below 0 too: 0 while nobody was shown anything; `None` as for [`sample_ratio_p_value`].
pub fn sample_ratio_ln_e(shown: &[u64], planned_shares: &[f64]) -> Option<f64> {
    let (counts, shares, total) = checked(shown, planned_shares)?;
    Some(if total > 0.0 { ln_martingale(&counts, &shares, total) } else { 0.0 })
}

/// ln E = Σ [ln Γ(αᵢ + nᵢ) − ln Γ(αᵢ) − nᵢ ln θᵢ] − [ln Γ(κ + n) − ln Γ(κ)].
fn ln_martingale(counts: &[f64], shares: &[f64], total: f64) -> f64 {
    let all = CONCENTRATION + total;
    // With the main terms of Stirling's formula joined, what remains per arm is a deviance from its planned part of the whole.
    let terms = counts.iter().zip(shares).map(|(&n, &share)| {
        let (alpha, planned) = (CONCENTRATION * share, all * share);
        let here = alpha + n;
        let apart = here * excess((planned - here) / here, planned / here);
        apart - 0.5 * (here / alpha).ln() + correction(here) - correction(alpha)
    });
    terms.sum::<f64>() + 0.5 * (all / CONCENTRATION).ln() - correction(all) + correction(CONCENTRATION)
}

/// Counts, shares that add up to 1, and the number of people.
fn checked(shown: &[u64], planned_shares: &[f64]) -> Option<(Vec<f64>, Vec<f64>, f64)> {
    let sum: f64 = planned_shares.iter().sum();
    let sound = shown.len() >= 2
        && shown.len() == planned_shares.len()
        && sum.is_finite()
        && planned_shares.iter().all(|share| *share > 0.0 && share.is_finite());
    sound.then(|| {
        let counts: Vec<f64> = shown.iter().map(|&n| n as f64).collect();
        let total = counts.iter().sum();
        (counts, planned_shares.iter().map(|share| share / sum).collect(), total)
    })
}

#[cfg(test)]
mod tests {
    use super::super::stirling::ln_rising;
    use super::*;

    #[test]
    fn chi_square_by_hand() {
        // (55 − 50)²/50 · 2 = 1; P(χ²₁ > 1) = 0.31731.
        let p = sample_ratio_p_value(&[55, 45], &[1.0, 1.0]);
        assert!(p.is_some_and(|p| (p - 0.317_310_507_862_914_1).abs() < 1e-12), "{p:?}");
        // Two degrees of freedom: e^(−x/2).
        let p = sample_ratio_p_value(&[30, 40, 50], &[1.0, 1.0, 1.0]);
        assert!(p.is_some_and(|p| (p - (-2.5_f64).exp()).abs() < 1e-12), "{p:?}");
    }

    #[test]
    fn martingale_by_its_definition() {
        let (counts, shares) = ([900.0, 1100.0, 77.0], [0.45, 0.5, 0.05]);
        let total: f64 = counts.iter().sum();
        let truth: f64 = counts
            .iter()
            .zip(shares)
            .map(|(n, share): (&f64, f64)| ln_rising(CONCENTRATION * share, *n) - n * share.ln())
            .sum::<f64>()
            - ln_rising(CONCENTRATION, total);
        assert!((ln_martingale(&counts, &shares, total) - truth).abs() < 1e-9);
    }

    #[test]
    fn a_broken_split_is_seen_and_a_sound_one_is_not() {
        let broken = sample_ratio_sequential_p_value(&[52_000, 48_000], &[0.5, 0.5]);
        assert!(broken.is_some_and(|p| p < 1e-6), "{broken:?}");
        assert_eq!(sample_ratio_sequential_p_value(&[50_010, 49_990], &[0.5, 0.5]), Some(1.0));
        let empty = sample_ratio_sequential_p_value(&[100_000, 0], &[0.5, 0.5]);
        assert!(empty.is_some_and(|p| p < 1e-300));
        assert_eq!(sample_ratio_sequential_p_value(&[0, 0], &[0.5, 0.5]), Some(1.0));
        let billion = sample_ratio_sequential_p_value(&[1_000_000_000, 1_000_010_000], &[0.5, 0.5]);
        assert_eq!(billion, Some(1.0));
    }

    #[test]
    fn nonsense_is_none() {
        assert_eq!(sample_ratio_p_value(&[1], &[1.0]), None);
        assert_eq!(sample_ratio_p_value(&[1, 2], &[1.0]), None);
        assert_eq!(sample_ratio_p_value(&[1, 2], &[1.0, 0.0]), None);
        assert_eq!(sample_ratio_p_value(&[0, 0], &[1.0, 1.0]), None);
    }
}
