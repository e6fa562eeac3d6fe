//! How much campaign-days differ among themselves.

use crate::stats::stirling::ln_rising;
use std::collections::BTreeMap;

/// Places at which the spread is looked at.
const PLACES: u32 = 16;
/// Places whose ln density lies this far below the highest are left out.
const FALL: f64 = 12.0;
/// Looking closer ends when the density fills at least this share of the stretch, or after so many times.
const FILLED: f64 = 0.5;
const MOST_LOOKS: usize = 12;
/// Groups without a deviation that differ in size by less than this share are counted as alike.
const ALIKE: f64 = 0.01;

/// Groups alike: deviations, conforming uses, and how many groups.
#[derive(Debug, Clone, Copy)]
struct Alike {
    deviations: f64,
    conforming: f64,
    groups: f64,
}

/// Design effects φ with their shares of the posterior: k deviations among n uses tell as much as k/φ among n/φ independent ones.
///
/// `groups` are (deviations, uses) with 0 < uses and deviations ≤ uses, at least one. Uses of a group deviate with a probability of the group's own,
/// which is Beta distributed with the correlation ρ between two uses of a group (beta-binomial; Williams 1975). Flat prior of √ρ, the
/// standard deviation of the groups' probabilities in units of the largest possible (as Gelman 2006 advises for standard deviations).
/// The mean probability is held at (k + ½)/(n + 1), and what estimating it takes away is made up by the factor that integrating it
/// would leave, 1/√Σ nᵢ/(1 + (nᵢ − 1) ρ) (Laplace's method; as in restricted maximum likelihood, Patterson & Thompson 1971). Then φ = 1 + ρ (Σ nᵢ²/n − 1), as in
/// cluster samples (Kish 1965).
pub(super) fn design_effects(groups: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let uses: f64 = groups.iter().map(|group| group.1).sum();
    let deviations: f64 = groups.iter().map(|group| group.0).sum();
    let mean_size = groups.iter().map(|group| group.1 * (group.1 / uses)).sum::<f64>();
    let alike = alike(groups);
    let rate = (deviations + 0.5) / (uses + 1.0);
    let spreads = looked_at_closely(|spread| ln_density(&alike, rate, spread));
    spreads.into_iter().map(|(spread, share)| (1.0 + spread * spread * (mean_size - 1.0), share)).collect()
}

/// Groups that are alike, together.
fn alike(groups: &[(f64, f64)]) -> Vec<Alike> {
    let mut found: BTreeMap<(u64, u64), Alike> = BTreeMap::new();
    for &(deviations, uses) in groups {
        let size = if deviations > 0.0 { uses } else { (uses.ln() / ALIKE).round() };
        let together = found.entry((deviations.to_bits(), size.to_bits())).or_insert(Alike {
            deviations,
            conforming: 0.0,
            groups: 0.0,
        });
        together.conforming += uses - deviations;
        together.groups += 1.0;
    }
    found.into_values().map(|sum| Alike { conforming: sum.conforming / sum.groups, ..sum }).collect()
}

/// ln density of the spread √ρ in (0, 1), up to a constant.
fn ln_density(groups: &[Alike], rate: f64, spread: f64) -> f64 {
    let correlation = spread * spread;
    let concentration = (1.0 - correlation) / correlation;
    let (alpha, beta) = (concentration * rate, concentration * (1.0 - rate));
    let (mut sum, mut information) = (0.0, 0.0);
    for group in groups {
        let uses = group.deviations + group.conforming;
        let ln_likelihood =
            rising(alpha, group.deviations) + rising(beta, group.conforming) - rising(concentration, uses);
        sum += group.groups * ln_likelihood;
        information += group.groups * uses / (1.0 + (uses - 1.0) * correlation);
    }
    sum - 0.5 * information.ln()
}

fn rising(from: f64, by: f64) -> f64 {
    if by > 0.0 { ln_rising(from, by) } else { 0.0 }
}

/// Places in (0, 1) with their shares of a density: evenly over the stretch that carries it.
fn looked_at_closely(ln_density: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let (mut low, mut high) = (0.0, 1.0);
    let mut carrying = Vec::new();
    for _ in 0..MOST_LOOKS {
        let step = (high - low) / f64::from(PLACES);
        let places = (0..PLACES).map(|place| low + step * (f64::from(place) + 0.5));
        let values: Vec<(f64, f64)> = places.map(|place| (place, ln_density(place))).collect();
        let top = values.iter().map(|value| value.1).fold(f64::NEG_INFINITY, f64::max);
        carrying = values.iter().filter(|value| value.1 > top - FALL).map(|v| (v.0, (v.1 - top).exp())).collect();
        let (Some(first), Some(last)) = (carrying.first(), carrying.last()) else { break };
        let [left, right] = [(first.0 - 1.5 * step).max(low), (last.0 + 1.5 * step).min(high)];
        if right - left > FILLED * (high - low) {
            break;
        }
        (low, high) = (left, right);
    }
    let total: f64 = carrying.iter().map(|place| place.1).sum();
    carrying.iter().map(|place| (place.0, place.1 / total)).collect()
}
