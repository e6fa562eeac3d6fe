//! Plans against enumeration and simulation that share nothing with the walk along the staircase.

use super::super::comparison::{Arm, Comparison, compare};
use super::super::incomplete_beta::ln_beta;
use super::super::posterior::Beta;
use super::expected::{MOST_COUNTS, MOST_PAIRED, assurance, ceiling, expected_loss, width};
use super::{Goal, Needs, PlanQuestion, Rule, Winner};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta as RandomBeta, Binomial, Distribution};

fn question(baseline: [f64; 2], arm: [f64; 2], analysis: Beta) -> PlanQuestion {
    let beta = |[alpha, beta]: [f64; 2]| Beta { alpha, beta };
    PlanQuestion {
        baseline: beta(baseline),
        arm: beta(arm),
        analysis,
        goal: Goal::Assurance { target: 0.8, rule: Rule::default() },
        arms: 2,
        daily_people: None,
        largest_people: 1_000_000,
    }
}

/// Chance of y acceptances among n people.
fn beta_binomial(design: &Beta, y: u64, n: u64) -> f64 {
    let (y, n) = (y as f64, n as f64);
    let choose = -(n + 1.0).ln() - ln_beta(y + 1.0, n - y + 1.0);
    (choose + ln_beta(y + design.alpha, n - y + design.beta) - ln_beta(design.alpha, design.beta)).exp()
}

fn compared(analysis: Beta, baseline: u64, arm: u64, people: u64) -> Comparison {
    let of = |accepted| Arm { name: String::new(), accepted, shown: people, prior: analysis };
    compare(&[of(baseline), of(arm)], 0.95).unwrap_or_else(|error| panic!("{error}"))
}

/// Whether the rule names a winner, from the figures of a comparison.
fn wins(found: &Comparison, rule: &Rule) -> bool {
    let caring = rule.caring.map(|share| share * found.arms[0].posterior.mean);
    let of = |arm: usize| {
        let figures = &found.arms[arm];
        let conditions = [
            rule.chance.map(|chance| figures.probability_best >= chance),
            caring.map(|caring| figures.expected_loss < caring),
        ];
        let mut asked = conditions.into_iter().flatten();
        if rule.needs == Needs::Both { asked.all(|held| held) } else { asked.any(|held| held) }
    };
    of(1) || (rule.winner == Winner::Any && of(0))
}

/// (assurance per rule, expected loss, expected width) by looking at every pair of counts.
fn enumerated(question: &PlanQuestion, rules: &[Rule], people: u64) -> (Vec<f64>, f64, f64) {
    let (mut assurances, mut loss, mut width) = (vec![0.0; rules.len()], 0.0, 0.0);
    for y1 in 0..=people {
        for y2 in 0..=people {
            let weight = beta_binomial(&question.baseline, y1, people) * beta_binomial(&question.arm, y2, people);
            let found = compared(question.analysis, y1, y2, people);
            for (total, rule) in assurances.iter_mut().zip(rules) {
                *total += if wins(&found, rule) { weight } else { 0.0 };
            }
            loss += weight * found.arms.iter().map(|arm| arm.expected_loss).fold(1.0, f64::min);
            let [low, high] = found.pairs[0].difference.equal_tailed;
            width += weight * (high - low);
        }
    }
    (assurances, loss, width)
}

fn rules() -> Vec<Rule> {
    let any = Rule::default();
    vec![
        any,
        Rule { winner: Winner::Arm, ..any },
        Rule { caring: None, ..any },
        Rule { chance: None, caring: Some(0.05), ..any },
        Rule { chance: Some(0.9), caring: Some(0.1), needs: Needs::Either, ..any },
        Rule { chance: Some(0.9), caring: Some(0.1), needs: Needs::Either, winner: Winner::Arm },
    ]
}

fn check_enumerated(question: &PlanQuestion, people: u64) {
    let rules = rules();
    let (truths, loss, wide) = enumerated(question, &rules, people);
    for (rule, truth) in rules.iter().zip(truths) {
        let got = assurance(question, rule, people, MOST_COUNTS);
        assert!((got - truth).abs() < 1e-10, "{people} {rule:?}: {got} {truth}");
    }
    let got = expected_loss(question, people, MOST_PAIRED);
    assert!((got - loss).abs() < 1e-10, "{people}: {got} {loss}");
    let got = width(question, 0.95, people, MOST_PAIRED);
    println!("{people} people: width {got} {wide} {:e}", got / wide - 1.0);
    assert!((got / wide - 1.0).abs() < 0.03, "{people}: {got} {wide}");
}

#[test]
fn every_pair_of_counts() {
    check_enumerated(&question([1.0, 1.0], [1.0, 1.0], Beta::UNIFORM), 9);
    check_enumerated(&question([30.0, 70.0], [4.0, 6.0], Beta::JEFFREYS), 12);
}

#[test]
#[ignore = "thousands of comparisons take a minute in a dev build"]
fn every_pair_of_more_counts() {
    check_enumerated(&question([30.0, 70.0], [40.0, 60.0], Beta::UNIFORM), 40);
    check_enumerated(&question([2.0, 30.0], [3.0, 30.0], Beta { alpha: 2.0, beta: 9.0 }), 60);
}

/// What the exact sums and the continuous way say of the same question: (largest error of an assurance, of a loss, of a width), the last
/// two relative.
fn apart(question: &PlanQuestion, people: u64, with_pairs: bool) -> (f64, f64, f64) {
    let assurances = rules()
        .into_iter()
        .map(|rule| (assurance(question, &rule, people, usize::MAX) - assurance(question, &rule, people, 1)).abs());
    let assurances = assurances.fold(0.0, f64::max);
    if !with_pairs {
        return (assurances, 0.0, 0.0);
    }
    let relative = |f: &dyn Fn(usize) -> f64| (f(1) / f(usize::MAX) - 1.0).abs();
    (
        assurances,
        relative(&|most| expected_loss(question, people, most)),
        relative(&|most| width(question, 0.95, people, most)),
    )
}

/// Designs from flat to firm.
fn designs() -> Vec<PlanQuestion> {
    vec![
        question([1.0, 1.0], [1.0, 1.0], Beta::UNIFORM),
        question([0.5, 0.5], [2.0, 5.0], Beta::JEFFREYS),
        question([300.0, 700.0], [32.0, 68.0], Beta::UNIFORM),
        question([3000.0, 7000.0], [3100.0, 6900.0], Beta::UNIFORM),
        question([20.0, 980.0], [22.0, 978.0], Beta { alpha: 2.0, beta: 98.0 }),
    ]
}

#[test]
fn the_continuous_way_meets_the_exact_sum() {
    for question in designs() {
        let (assurance, loss, width) = apart(&question, 250, true);
        println!("250 people: {assurance:e} {loss:e} {width:e}");
        assert!(assurance < 0.03 && loss < 5e-3 && width < 1e-3, "{assurance} {loss} {width}");
        let (assurance, ..) = apart(&question, 20_000, false);
        println!("20,000 people: {assurance:e}");
        assert!(assurance < 3e-4, "{assurance}");
    }
}

#[test]
#[ignore = "half a million steps per rule take a while in a dev build"]
fn the_continuous_way_meets_the_exact_sum_where_it_takes_over() {
    for question in designs() {
        for people in [100_000, 300_000] {
            let (assurance, ..) = apart(&question, people, false);
            println!("{people} people: {assurance:e}");
            assert!(assurance < 1e-4, "{assurance}");
        }
        // Beyond 500 people some pairs of counts are less likely than a double can say, and the exact walk is lost.
        let (_, loss, width) = apart(&question, 450, true);
        println!("450 people: {loss:e} {width:e}");
        assert!(loss < 3e-3 && width < 3e-4, "{loss} {width}");
    }
}

/// Share of simulated experiments in which each rule names a winner.
fn simulated(question: &PlanQuestion, rules: [Rule; 2], people: u64, runs: u32) -> [f64; 2] {
    let mut rng = ChaCha8Rng::seed_from_u64(people);
    let mut accepted = |design: &Beta| {
        let rate = RandomBeta::new(design.alpha, design.beta).map_or(f64::NAN, |law| law.sample(&mut rng));
        Binomial::new(people, rate).map_or(0, |law| law.sample(&mut rng))
    };
    let mut won = [0.0; 2];
    for _ in 0..runs {
        let (y1, y2) = (accepted(&question.baseline), accepted(&question.arm));
        let found = compared(question.analysis, y1, y2, people);
        for (total, rule) in won.iter_mut().zip(&rules) {
            *total += f64::from(u8::from(wins(&found, rule)));
        }
    }
    won.map(|total| total / f64::from(runs))
}

fn check_simulated(people: u64, runs: u32) {
    let question = question([300.0, 700.0], [330.0, 670.0], Beta::UNIFORM);
    let rules = [Rule::default(), Rule { winner: Winner::Arm, ..Rule::default() }];
    for (rule, truth) in rules.iter().zip(simulated(&question, rules, people, runs)) {
        let got = assurance(&question, rule, people, MOST_COUNTS);
        let noise = (got * (1.0 - got) / f64::from(runs)).sqrt();
        println!("{people} people: {got:.4}, simulated {truth:.4} ± {noise:.4}");
        assert!((got - truth).abs() < 4.0 * noise, "{people}: {got} {truth} ± {noise}");
    }
}

#[test]
fn simulated_experiments_agree() {
    check_simulated(1_500, 150);
}

#[test]
#[ignore = "thousands of comparisons take minutes in a dev build"]
fn simulated_experiments_agree_in_full() {
    for people in [300, 3_000, 30_000, 3_000_000] {
        check_simulated(people, 1_000);
    }
}

#[test]
fn the_ceiling_is_the_chance_of_a_better_arm() {
    let question = question([1.0, 1.0], [2.0, 1.0], Beta::UNIFORM);
    let arm = Rule { winner: Winner::Arm, ..Rule::default() };
    // P(B > A) with B ~ Beta(2, 1), A uniform: E B = 2/3.
    assert!((ceiling(&question, &arm) - 2.0 / 3.0).abs() < 1e-7);
    // P(B > 0.9 A) = 1 − E (0.9 A)² = 1 − 0.27.
    let loss_only = Rule { chance: None, caring: Some(0.1), ..arm };
    assert!((ceiling(&question, &loss_only) - 0.73).abs() < 1e-7);
    assert!((assurance(&question, &arm, 1_000_000_000, MOST_COUNTS) - 2.0 / 3.0).abs() < 1e-3);
}
