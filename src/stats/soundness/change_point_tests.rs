use super::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta as BetaDraw, Binomial, Distribution};

/// Days of `people` whose rate is `rates(day)`; with `strength`, each day has its own rate, as from Beta(strength·rate, strength·(1 − rate)).
fn drawn(seed: u64, days: u32, people: u64, strength: Option<f64>, rates: impl Fn(u32) -> f64) -> Vec<(i64, Count)> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..days)
        .map(|day| {
            let mean = rates(day);
            let rate = strength.map_or(mean, |strength| {
                BetaDraw::new(strength * mean, strength * (1.0 - mean)).unwrap().sample(&mut random)
            });
            let accepted = Binomial::new(people, rate).unwrap().sample(&mut random);
            (i64::from(day), Count { accepted, shown: people })
        })
        .collect()
}

/// Share of `runs` in which a change is said.
fn said(runs: u32, make: impl Fn(u64) -> Vec<(i64, Count)>) -> f64 {
    let found =
        (0..runs).filter(|run| change_point(&make(u64::from(*run))).is_some_and(|found| finding(&found).is_some()));
    found.count() as f64 / f64::from(runs)
}

fn days(counts: &[(u64, u64)]) -> Vec<(i64, Count)> {
    counts.iter().zip(10..).map(|(&(accepted, shown), day)| (day, Count { accepted, shown })).collect()
}

fn close(got: f64, truth: f64) {
    assert!((got / truth - 1.0).abs() < 1e-10, "{got} is not {truth}");
}

/// Truth from mpmath in 30 digits, by the definition.
#[test]
fn two_changes_worked_out_elsewhere() {
    let few = days(&[(3, 10), (4, 10), (3, 10), (4, 10), (8, 10), (7, 10), (8, 10), (7, 10), (9, 12)]);
    let found = change_point(&few).unwrap();
    assert_eq!((found.day, found.days_before), (14, 4));
    close(found.spread, 1.0);
    close(found.ln_bayes_factor, 4.409_948_576_049_95);
    close(found.probability_of_day, 0.839_287_244_150_66);
    let accepted = [300, 380, 290, 350, 310, 520, 450, 540, 470, 500];
    let found = change_point(&days(&accepted.map(|accepted| (accepted, 1000)))).unwrap();
    assert_eq!((found.day, found.days_before), (15, 5));
    close(found.spread, 4.684_913_236_997_95);
    close(found.ln_bayes_factor, 2.878_156_237_457_487);
    close(found.probability_of_day, 0.834_182_201_557_164);
    close(found.before, 0.326);
    close(found.after, 0.496);
}

#[test]
fn a_change_is_found_where_it_is() {
    for seed in 0..20 {
        let found = change_point(&drawn(seed, 30, 400, Some(400.0), |day| if day < 18 { 0.3 } else { 0.42 })).unwrap();
        assert!((16..=20).contains(&found.day), "{found:?}");
        assert!(finding(&found).is_some(), "{found:?}");
    }
}

#[test]
fn a_change_is_seldom_said_where_there_is_none() {
    for strength in [None, Some(400.0), Some(100.0)] {
        let share = said(300, |seed| drawn(seed, 14, 1000, strength, |_| 0.3));
        assert!(share <= 0.02, "{strength:?}: {share}");
    }
}

#[test]
fn a_weekly_rhythm_is_no_change() {
    let share = said(200, |seed| drawn(seed, 28, 1000, Some(400.0), |day| if day % 7 < 5 { 0.3 } else { 0.36 }));
    assert!(share <= 0.02, "{share}");
}

#[test]
fn too_few_days_and_extreme_rates() {
    assert_eq!(change_point(&[]), None);
    assert_eq!(change_point(&days(&[(1, 2); 7])), None);
    assert_eq!(change_point(&days(&[&[(1, 2); 7][..], &[(0, 0); 5]].concat())), None);
    for counts in [(0, 50), (50, 50), (0, 1_000_000_000)] {
        let found = change_point(&days(&[counts; 12])).unwrap();
        assert!(finding(&found).is_none() && found.ln_bayes_factor.is_finite(), "{found:?}");
    }
    let broken = [&[(300, 1000); 6][..], &[(0, 1000); 6]].concat();
    let found = change_point(&days(&broken)).unwrap();
    assert_eq!((found.day, found.days_before), (16, 6));
    assert!(finding(&found).is_some_and(|finding| finding.sentence.contains("from 30.0% to 0.0%")));
}

#[test]
#[ignore = "tens of thousands of simulated experiments: the figures of the documentation"]
fn how_often_a_change_is_said() {
    for days in [8, 10, 14, 21, 30, 60, 90] {
        for (people, rate) in [(40, 0.3), (400, 0.3), (4000, 0.05), (4000, 0.3)] {
            let none = |strength| said(2000, |seed| drawn(seed, days, people, strength, |_| rate));
            let step = |size: f64| {
                said(1000, |seed| {
                    drawn(seed, days, people, Some(400.0), |day| if day < days / 2 { rate } else { rate * size })
                })
            };
            println!(
                "{days} days of {people} at {rate}: none {:.4}, varying 400 {:.4}, 100 {:.4}; step 1.2 {:.3}, 1.5 {:.3}",
                none(None),
                none(Some(400.0)),
                none(Some(100.0)),
                step(1.2),
                step(1.5)
            );
        }
    }
}
