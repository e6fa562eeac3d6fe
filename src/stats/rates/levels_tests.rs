use super::chain::Chain;
use super::tilted::Uses;
use super::{QuarterRate, levels, overdispersed_rate};

/// The same model on a fine grid of log-odds: posterior means and variances, chances of being lower than before, ln evidence.
struct Brute {
    means: Vec<f64>,
    sds: Vec<f64>,
    lower: Vec<f64>,
    ln_evidence: f64,
}

fn brute(quarters: &[Option<Uses>], step_sd: f64, [low, high]: [f64; 2], count: usize) -> Brute {
    let step = (high - low) / (count - 1) as f64;
    let grid: Vec<f64> = (0..count).map(|k| low + step * k as f64).collect();
    let normal = |d: f64, sd: f64| (-0.5 * (d / sd).powi(2)).exp() / (sd * std::f64::consts::TAU.sqrt());
    let likelihood = |k: usize| -> Vec<f64> {
        grid.iter().map(|&u| quarters[k].map_or(1.0, |uses| uses.ln_likelihood(u).exp())).collect()
    };
    let moved = |from: &[f64]| -> Vec<f64> {
        grid.iter().map(|&to| grid.iter().zip(from).map(|(&u, f)| f * normal(to - u, step_sd) * step).sum()).collect()
    };
    let times = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
    let mut before = vec![grid.iter().map(|&u| normal(u, 30.0)).collect::<Vec<f64>>()];
    for k in 1..quarters.len() {
        before.push(moved(&times(&before[k - 1], &likelihood(k - 1))));
    }
    let mut after = vec![vec![1.0; count]; quarters.len()];
    for k in (0..quarters.len() - 1).rev() {
        after[k] = moved(&times(&after[k + 1], &likelihood(k + 1)));
    }
    let mut found = Brute { means: vec![], sds: vec![], lower: vec![], ln_evidence: 0.0 };
    for k in 0..quarters.len() {
        let density = times(&times(&before[k], &after[k]), &likelihood(k));
        let mass: f64 = density.iter().sum();
        let mean = density.iter().zip(&grid).map(|(d, u)| d * u).sum::<f64>() / mass;
        found.sds.push((density.iter().zip(&grid).map(|(d, u)| d * (u - mean).powi(2)).sum::<f64>() / mass).sqrt());
        found.means.push(mean);
        found.ln_evidence = (mass * step).ln();
        if k > 0 {
            let (past, future) = (times(&before[k - 1], &likelihood(k - 1)), times(&after[k], &likelihood(k)));
            let (mut lower, mut all) = (0.0, 0.0);
            for i in 0..count {
                for j in 0..count {
                    let joint = past[i] * future[j] * normal(grid[i] - grid[j], step_sd);
                    all += joint;
                    lower += joint * 0.5 * (f64::from(u8::from(j < i)) + f64::from(u8::from(j <= i)));
                }
            }
            found.lower.push(lower / all);
        }
    }
    found
}

#[expect(clippy::unnecessary_wraps, reason = "quarters without uses are None")]
fn uses(deviations: f64, conforming: f64) -> Option<Uses> {
    Some(Uses { deviations, conforming })
}

#[test]
fn the_chain_agrees_with_a_fine_grid() {
    let cases = [
        (vec![uses(10.5, 990.5), uses(7.0, 900.0), uses(20.0, 1_100.0), uses(12.0, 700.0)], [-8.0, -2.0]),
        (vec![uses(3.5, 200.5), uses(0.0, 150.0), uses(1.0, 180.0)], [-14.0, 0.0]),
        (vec![uses(4.5, 300.5), None, uses(9.0, 300.0)], [-9.0, 0.0]),
        (vec![uses(0.5, 60.5), uses(2.0, 40.0)], [-40.0, 1.0]),
        (vec![uses(30.5, 2.5), uses(25.0, 9.0), uses(28.0, 0.0)], [-2.0, 12.0]),
    ];
    for (quarters, range) in cases {
        for step_sd in [0.15, 0.4, 1.2] {
            let truth = brute(&quarters, step_sd, range, 900);
            let found = Chain::new(&quarters, step_sd);
            for k in 0..quarters.len() {
                let tilted = found.tilted[k];
                assert!((tilted.mean - truth.means[k]).abs() < 0.015 * truth.sds[k], "{quarters:?} {step_sd} {k}");
                assert!((tilted.variance.sqrt() / truth.sds[k] - 1.0).abs() < 0.05, "{quarters:?} {step_sd} {k}");
                if k > 0 {
                    let (told, lower) = (found.probability_lower(k), truth.lower[k - 1]);
                    assert!((told - lower).abs() < 0.006, "{quarters:?} {step_sd} {k}: {told} {lower}");
                }
            }
            assert!((found.ln_evidence - truth.ln_evidence).abs() < 0.03, "{quarters:?} {step_sd}");
        }
    }
}

fn quarter(groups: &[(u64, u64)]) -> QuarterRate {
    QuarterRate { rate: overdispersed_rate(groups, 0.95), starts_segment: false }
}

/// Campaign-days of 100 uses with so many deviations each.
fn steady(deviations: u64) -> QuarterRate {
    quarter(&[(deviations, 100); 30])
}

#[test]
fn neighbours_steady_a_level() {
    let quarters = [steady(4), steady(5), steady(4), steady(4), steady(5), steady(4)];
    let found = levels(&quarters, 0.95).unwrap();
    for (level, alone) in found.iter().zip(&quarters) {
        let (level, alone) = (level.unwrap(), alone.rate.unwrap());
        assert!(level.upper - level.lower < alone.upper - alone.lower, "{level:?} {alone:?}");
        assert!(level.lower < level.rate && level.rate < level.upper);
    }
    assert_eq!(found[0].unwrap().probability_better, None);
}

#[test]
fn a_clear_step_is_followed() {
    let mut quarters = [steady(5); 6];
    quarters[3..].fill(steady(1));
    let found = levels(&quarters, 0.95).unwrap();
    let better: Vec<f64> = found.iter().skip(1).map(|level| level.unwrap().probability_better.unwrap()).collect();
    assert!(better[2] > 0.995, "{better:?}");
    assert!(better.iter().enumerate().all(|(k, chance)| k == 2 || (0.2..0.8).contains(chance)), "{better:?}");
    assert!(found[2].unwrap().rate > 0.04 && found[3].unwrap().rate < 0.015);
}

#[test]
fn one_quarter_alone_is_its_own_posterior() {
    let alone = steady(5);
    let level = levels(&[alone], 0.95).unwrap()[0].unwrap();
    let [lower, upper] = alone.rate.unwrap().posterior.equal_tailed(0.95);
    assert!((level.lower / lower - 1.0).abs() < 0.002 && (level.upper / upper - 1.0).abs() < 0.002, "{level:?}");
}

#[test]
fn a_break_forgets_what_came_before() {
    let mut quarters = [steady(5), steady(6), steady(1), steady(2)];
    quarters[2].starts_segment = true;
    let found = levels(&quarters, 0.95).unwrap();
    let after = levels(&quarters[2..], 0.95).unwrap();
    assert_eq!(found.iter().map(|level| level.unwrap().segment).collect::<Vec<_>>(), [0, 0, 1, 1]);
    assert_eq!(found[2].unwrap().probability_better, None);
    assert!((found[3].unwrap().rate / after[1].unwrap().rate - 1.0).abs() < 1e-12);
}

#[test]
fn quarters_without_uses() {
    let found = levels(&[quarter(&[]), steady(4), quarter(&[]), steady(3), quarter(&[])], 0.95).unwrap();
    assert_eq!(found[0], None);
    let [before, between] = [1, 2].map(|k: usize| found[k].unwrap());
    assert!(between.upper / between.lower > before.upper / before.lower);
    assert!(found.iter().flatten().all(|level| level.probability_better.is_none()));
    assert_eq!(levels(&[quarter(&[]); 3], 0.95).unwrap(), [None; 3]);
    assert_eq!(levels(&[], 0.95).unwrap(), []);
    assert!(levels(&[steady(1)], 1.0).is_err());
}

#[test]
fn extremes_stay_sound() {
    let huge = quarter(&[(1_000, 1_000_000); 1_000]);
    let cases = [
        vec![quarter(&[(0, 1_000_000_000)]); 8],
        vec![quarter(&[(1_000_000_000, 1_000_000_000)]); 8],
        vec![quarter(&[(0, 1)]), huge, quarter(&[(7, 7)]), huge],
        vec![huge; 40],
        vec![quarter(&[(0, 50); 100]), quarter(&[(50, 50); 100]), quarter(&[(0, 50); 100])],
    ];
    for quarters in cases {
        for level in levels(&quarters, 0.95).unwrap() {
            let level = level.unwrap();
            let sound =
                0.0 <= level.lower && level.lower <= level.rate && level.rate <= level.upper && level.upper <= 1.0;
            assert!(sound, "{quarters:?} {level:?}");
            assert!(level.probability_better.is_none_or(|chance| (0.0..=1.0).contains(&chance)), "{level:?}");
        }
    }
    let mirrored = levels(&[huge, quarter(&[(0, 1)])], 0.95).unwrap()[1].unwrap();
    assert!(mirrored.upper < 0.1, "{mirrored:?}");
}
