use super::super::rule::{DecisionKind, apply};
use super::*;
use crate::stats::{Arm, compare};

fn rule() -> StoppingRule {
    StoppingRule {
        chance: 0.95,
        caring_points: 0.005,
        equivalence_points: Some(0.02),
        smallest_people: Some(400),
        largest_people: None,
        last_day: Some(30),
    }
}

fn trial(rates: &[f64]) -> Trial {
    Trial { rates: rates.to_vec(), people_per_day_per_arm: 200, days: 30, prior: [0.5, 0.5], interval: 0.95 }
}

fn tried(rates: &[f64], runs: u32) -> RuleBehaviour {
    simulate_rule(&rule(), &trial(rates), runs, 7, |_, _| true).unwrap().unwrap()
}

#[test]
fn shares_add_up_and_seeds_decide() {
    let found = tried(&[0.3, 0.33], 60);
    let sum = found.picks.iter().sum::<f64>() + found.equivalent + found.futile + found.undecided;
    assert!((sum - 1.0).abs() < 1e-12);
    assert_eq!(found, tried(&[0.3, 0.33], 60));
    let other = simulate_rule(&rule(), &trial(&[0.3, 0.33]), 60, 8, |_, _| true).unwrap().unwrap();
    assert_ne!(found, other);
    assert!(found.days[0] <= found.days[1] && found.people == found.days.map(|day| u64::from(day) * 400));
}

#[test]
fn a_clear_winner_is_found_at_the_first_look() {
    let found = tried(&[0.1, 0.6], 20);
    assert_eq!((found.picks.as_slice(), found.days, found.people), ([0.0, 1.0].as_slice(), [1, 1], [400, 400]));
    assert!(found.wrong_pick.abs() < 1e-15 && found.mean_loss.abs() < 1e-15);
    let none = StoppingRule { chance: 1.1, equivalence_points: None, ..rule() };
    let found = simulate_rule(&none, &trial(&[0.1, 0.6]), 5, 1, |_, _| true).unwrap().unwrap();
    assert!((found.futile - 1.0).abs() < 1e-15 && (found.mean_loss - 0.5).abs() < 1e-12, "{found:?}");
    let endless = StoppingRule { last_day: None, ..none };
    let found = simulate_rule(&endless, &trial(&[0.1, 0.6]), 5, 1, |_, _| true).unwrap().unwrap();
    assert!((found.undecided - 1.0).abs() < 1e-15 && found.days == [30, 30]);
}

/// Every look of some runs, judged by the full comparison and the public rule.
#[test]
fn looks_are_judged_as_by_the_comparison() {
    let (trial, rule, light) = (trial(&[0.3, 0.31, 0.34]), rule(), LightComparison::new());
    let answers = daily_answers(&trial).unwrap();
    for run in 0..4 {
        let random = || {
            let mut random = ChaCha8Rng::seed_from_u64(3);
            random.set_stream(run);
            random
        };
        let got = one_run(&rule, &trial, &answers, &light, &mut random());
        let (mut again, mut accepted) = (random(), [0_u64; 3]);
        let truth = (1..=trial.days).find_map(|day| {
            accepted.iter_mut().zip(&answers).for_each(|(sum, answer)| *sum += answer.sample(&mut again));
            let shown = 200 * u64::from(day);
            let arms: Vec<Arm> = accepted
                .iter()
                .enumerate()
                .map(|(k, &accepted)| Arm { name: k.to_string(), accepted, shown, prior: Beta::JEFFREYS })
                .collect();
            match apply(&rule, &compare(&arms, 0.95).unwrap(), 3 * shown, i64::from(day)).kind {
                DecisionKind::KeepGoing { .. } => None,
                DecisionKind::Adopt { name } => Some((End::Adopted(name.parse().unwrap()), day)),
                DecisionKind::Equivalent => Some((End::Equivalent, day)),
                DecisionKind::Futile { .. } => Some((End::Futile, day)),
            }
        });
        assert_eq!(Some(got), truth);
    }
}

#[test]
fn the_shortcuts_of_equivalence_never_change_its_answer() {
    let sizes = [(0_u64, 1_u64), (3, 9), (50, 200), (300, 1000), (310, 1000), (30, 3000), (6000, 20_000)];
    for (a, n_a) in sizes {
        for (b, n_b) in sizes {
            let posteriors = [Beta::UNIFORM.after(a, n_a), Beta::UNIFORM.after(b, n_b)];
            for (region, level) in [(0.001, 0.5), (0.02, 0.95), (0.05, 0.95), (0.01, 0.95), (0.2, 0.8), (0.6, 0.9)] {
                let [low, high] = difference_figures(&posteriors[0], &posteriors[1], level).equal_tailed;
                let truth = low >= -region && high <= region;
                assert_eq!(equivalent(&posteriors, region, level), truth, "{a}/{n_a} {b}/{n_b} {region} {level}");
            }
        }
    }
}

#[test]
fn it_can_be_stopped_and_refuses_nonsense() {
    let mut told = Vec::new();
    let stopped = simulate_rule(&rule(), &trial(&[0.3, 0.3]), 9, 7, |done, all| {
        told.push((done, all));
        done < 3
    });
    assert_eq!((stopped, told), (Ok(None), vec![(1, 9), (2, 9), (3, 9)]));
    let refused = |trial: Trial, runs| simulate_rule(&rule(), &trial, runs, 7, |_, _| true).is_err();
    assert!(refused(trial(&[0.3]), 5) && refused(trial(&[0.3, 0.3]), 0));
    for rate in [-0.1, 1.1, f64::NAN] {
        assert!(refused(trial(&[0.3, rate]), 5));
    }
    assert!(refused(Trial { prior: [0.0, 1.0], ..trial(&[0.3, 0.3]) }, 5));
    assert!(refused(Trial { interval: 1.0, ..trial(&[0.3, 0.3]) }, 5));
    let nobody = Trial { people_per_day_per_arm: 0, ..trial(&[0.0, 1.0]) };
    let found = simulate_rule(&rule(), &nobody, 3, 7, |_, _| true).unwrap().unwrap();
    assert!((found.futile - 1.0).abs() < 1e-15);
}

#[test]
#[ignore = "a thousand runs of thirty looks take seconds in a dev build"]
fn behaviour_of_an_ordinary_rule() {
    for rates in [&[0.3, 0.3][..], &[0.3, 0.33], &[0.3, 0.36], &[0.3, 0.31, 0.34]] {
        let found = tried(rates, 1000);
        println!("{rates:?}: {found:?}");
        assert!(found.wrong_pick < 0.2);
    }
}
