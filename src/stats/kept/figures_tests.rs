use super::super::super::posterior::Beta;
use super::super::Held;
use super::*;

fn arm(name: &str, shown: u64, accepted: u64, held: &[(f64, bool, u64)]) -> KeptArm {
    KeptArm {
        name: name.to_owned(),
        shown,
        accepted,
        prior: Beta::UNIFORM,
        held: held.iter().map(|&(days, withdrawn, people)| Held { days, withdrawn, people }).collect(),
    }
}

fn figures(arms: &[KeptArm]) -> KeptFigures {
    kept(arms, 0.95).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_kept_share_by_hand() {
    // 40 of 100 accept, 10 of them withdraw at day 12, the others are followed for 100 days: nobody leaves the count before
    // day 90, so K ~ Beta(S₀ + 30, ½ + 10 + 61), and S ~ Beta(30½, 10½).
    let found = figures(&[arm("A", 100, 40, &[(12.0, true, 10), (100.0, false, 30)])]);
    let at = found.horizons[1].arms[0];
    let (holding, kept) = (at.holding.unwrap_or_else(|| panic!()), at.kept.unwrap_or_else(|| panic!()));
    assert!((holding.mean - 30.5 / 41.0).abs() < 1e-12 && (kept.mean - 30.5 / 102.0).abs() < 1e-12, "{at:?}");
    assert!((kept.posterior.alpha - 30.5).abs() < 1e-9 && (kept.posterior.beta - 71.5).abs() < 1e-9, "{kept:?}");
    assert_eq!(at.at_risk, 30);
}

#[test]
fn follow_up_decides_what_is_known() {
    let short = arm("A", 100, 40, &[(45.0, false, 40)]);
    let gone = arm("B", 100, 2, &[(3.0, true, 2)]);
    let nobody = arm("C", 100, 0, &[]);
    let unseen = arm("D", 0, 0, &[]);
    let half_gone = arm("E", 100, 3, &[(3.0, true, 2), (2.0, false, 1)]);
    let found = figures(&[short.clone(), gone, nobody, unseen, half_gone]);
    let known = |horizon: usize| -> Vec<(bool, bool)> {
        found.horizons[horizon].arms.iter().map(|at| (at.holding.is_some(), at.kept.is_some())).collect()
    };
    assert_eq!(known(0), [(true, true), (true, true), (false, true), (false, false), (false, false)]);
    assert_eq!(known(1), [(false, false), (true, true), (false, true), (false, false), (false, false)]);
    assert!(found.horizons.iter().all(|horizon| horizon.comparison.is_none()));
    let exactly = figures(&[arm("A", 100, 40, &[(30.0, false, 40)]), short]);
    assert!(exactly.horizons[0].comparison.is_some() && exactly.horizons[1].comparison.is_none());
}

#[test]
fn equal_arms_stand_even() {
    let one = arm("A", 1000, 300, &[(5.0, true, 40), (33.0, true, 2), (40.0, false, 100), (95.0, false, 158)]);
    let found = figures(&[one.clone(), one.clone(), one]);
    for horizon in &found.horizons {
        let comparison = horizon.comparison.as_ref().unwrap_or_else(|| panic!());
        assert!(comparison.arms.iter().all(|arm| (arm.probability_best - 1.0 / 3.0).abs() < 1e-10));
        let pair = &comparison.pairs[0];
        assert!(pair.difference.abs() < 1e-12 && (pair.equal_tailed[0] + pair.equal_tailed[1]).abs() < 1e-9);
    }
}

#[test]
fn losing_people_never_raises_what_is_kept() {
    let mut last = 1.0;
    for lost in 0..=50 {
        let found = figures(&[arm("A", 100, 50, &[(5.0, true, lost), (91.0, false, 50 - lost)])]);
        let kept = found.horizons[1].arms[0].kept.unwrap_or_else(|| panic!());
        assert!(kept.mean < last && kept.equal_tailed[0] < kept.mean && kept.mean < kept.equal_tailed[1]);
        last = kept.mean;
    }
}

#[test]
fn extreme_counts() {
    check_extremes(Beta::UNIFORM);
}

#[test]
#[ignore = "posteriors at both ends of the scale take half a minute to compare in a dev build"]
fn extreme_counts_with_extreme_priors() {
    check_extremes(Beta { alpha: 1e-3, beta: 1e-3 });
    check_extremes(Beta { alpha: 1e9, beta: 1.0 });
}

fn check_extremes(prior: Beta) {
    let billion = 1_000_000_000;
    let sets = [
        vec![arm("A", billion, billion, &[(400.0, false, billion)]), arm("C", 1, 1, &[(1e300, false, 1)])],
        vec![arm("B", 1000, 1000, &[(0.0, true, 1000)]), arm("D", 1, 0, &[]), arm("E", 1, 1, &[(1e-300, true, 1)])],
    ];
    for mut arms in sets {
        arms.iter_mut().for_each(|arm| arm.prior = prior);
        figures(&arms).horizons.iter().for_each(check_shares);
    }
}

fn check_shares(horizon: &KeptHorizon) {
    let comparison = horizon.comparison.as_ref().unwrap_or_else(|| panic!());
    let total: f64 = comparison.arms.iter().map(|arm| arm.probability_best).sum();
    assert!((total - 1.0).abs() < 1e-9, "{comparison:?}");
    for share in horizon.arms.iter().filter_map(|at| at.kept) {
        let [low, high] = share.equal_tailed;
        assert!((0.0..=1.0).contains(&share.mean) && low >= 0.0 && low <= high && high <= 1.0, "{share:?}");
    }
}

#[test]
fn nonsense_is_told() {
    let bad = |held: &[(f64, bool, u64)]| kept(&[arm("A", 10, 5, held)], 0.95);
    for days in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(bad(&[(days, true, 1)]), Err(StatsError::BadDays { .. })));
    }
    let many = bad(&[(1.0, true, u64::MAX), (1.0, false, 7)]);
    assert!(matches!(many, Err(StatsError::FollowedExceedAccepted { followed: u64::MAX, accepted: 5, .. })));
    assert_eq!(kept(&[], 0.95), Err(StatsError::NoArms));
    assert!(matches!(kept(&[arm("A", 1, 2, &[])], 0.95), Err(StatsError::AcceptedExceedsShown { .. })));
    assert!(matches!(kept(&[arm("A", 1, 1, &[])], 1.0), Err(StatsError::BadLevel { .. })));
}
