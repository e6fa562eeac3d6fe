//! What the lab must get right.

mod calibration;
mod reference;

mod world;

use super::*;
use world::{Chance, World, experiment, named, simulate};

fn learn(traits: &[LabTrait], experiments: &[LabExperiment]) -> Lab {
    Lab::learn(traits, experiments, &LabPrior::default()).unwrap()
}

fn figures(traits: &[LabTrait], experiments: &[LabExperiment]) -> LabFigures {
    learn(traits, experiments).figures(0.9).unwrap()
}

const WITHOUT: &[f64] = &[0.0];
const WITH: &[f64] = &[1.0];

#[test]
fn no_experiments_leave_the_prior() {
    let known = figures(&[named("offer")], &[]);
    let offer = &known.traits[0];
    assert_eq!((offer.experiments, offer.people, offer.class), (0, 0, TraitClass::CannotTell));
    assert!((offer.probability_helps - 0.5).abs() < 1e-9, "{offer:?}");
    // σ ~ HalfNormal(0.5): E σ = 0.5 √(2/π).
    assert!((known.effect_size.mean - 0.5 * (2.0 / std::f64::consts::PI).sqrt()).abs() < 0.01, "{known:?}");
    assert!(offer.sentence.contains("Nothing is known"), "{}", offer.sentence);
}

#[test]
fn a_million_people_and_two_wordings_prove_nothing_of_a_trait() {
    let one = experiment(&[(400_000, 1_000_000, WITHOUT), (410_000, 1_000_000, WITH)]);
    let offer = figures(&[named("offer")], std::slice::from_ref(&one)).traits[0].clone();
    assert_eq!(offer.class, TraitClass::CannotTell, "{offer:?}");
    // The same difference in thirty experiments is a trait's doing.
    let many = figures(&[named("offer")], &vec![one; 30]).traits[0].clone();
    assert_eq!(many.class, TraitClass::Soothes, "{many:?}");
    assert!((many.points.mean - 0.01).abs() < 0.003, "{many:?}");
}

#[test]
fn experiments_that_compare_nothing_change_nothing() {
    let truth = simulate(World::USUAL, &mut Chance::new(1));
    let traits = truth.traits.as_slice();
    let mut more = truth.experiments.clone();
    let values: &[f64] = &[1.0, 0.0, 1.0, 0.0, 1.0, 0.0];
    let others: &[f64] = &[0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    more.push(experiment(&[(3, 9, values)]));
    more.push(experiment(&[(0, 900, values), (0, 800, others)]));
    more.push(experiment(&[(70, 70, values), (5, 5, others)]));
    more.push(experiment(&[(70, 100, values), (0, 0, others)]));
    more.push(experiment(&[]));
    assert_eq!(figures(traits, &truth.experiments), figures(traits, &more));
}

#[test]
fn people_of_different_experiments_are_never_compared() {
    // Wordings with the trait were tried on willing people, those without on unwilling ones.
    let willing = experiment(&[(800, 1000, WITH), (800, 1000, WITH)]);
    let unwilling = experiment(&[(200, 1000, WITHOUT), (200, 1000, WITHOUT)]);
    let offer = figures(&[named("offer")], &[vec![willing; 10], vec![unwilling; 10]].concat()).traits[0].clone();
    assert!((offer.probability_helps - 0.5).abs() < 1e-9, "{offer:?}");
}

#[test]
fn turning_the_question_round_turns_the_answer_round() {
    let truth = simulate(World { audiences: 2, widths: [0.1, 0.1, 0.1, 0.2], ..World::USUAL }, &mut Chance::new(2));
    let mut turned = truth.experiments.clone();
    for variant in turned.iter_mut().flat_map(|one| &mut one.variants) {
        variant.count.accepted = variant.count.shown - variant.count.accepted;
    }
    let [one, other] = [&truth.experiments, &turned].map(|experiments| figures(&truth.traits, experiments));
    for (a, b) in one.traits.iter().zip(&other.traits) {
        assert!((a.effect.mean + b.effect.mean).abs() < 1e-8, "{a:?} {b:?}");
        assert!((a.probability_helps + b.probability_helps - 1.0).abs() < 1e-8);
        assert!((a.points.equal_tailed[0] + b.points.equal_tailed[1]).abs() < 1e-6);
    }
}

#[test]
fn order_does_not_matter() {
    let truth = simulate(World::USUAL, &mut Chance::new(3));
    let mut turned = truth.experiments.clone();
    turned.reverse();
    turned.iter_mut().for_each(|one| one.variants.reverse());
    let [one, other] = [&truth.experiments, &turned].map(|experiments| figures(&truth.traits, experiments));
    for (a, b) in one.traits.iter().zip(&other.traits) {
        assert!((a.effect.mean - b.effect.mean).abs() < 1e-9, "{a:?} {b:?}");
    }
}

#[test]
fn units_of_a_number_do_not_matter() {
    let mut truth = simulate(World::USUAL, &mut Chance::new(4));
    let mut chance = Chance::new(5);
    for variant in truth.experiments.iter_mut().flat_map(|one| &mut one.variants) {
        variant.traits[0] = 20.0 + 5.0 * chance.normal();
    }
    truth.traits[0].step = Some(10.0);
    let words = figures(&truth.traits, &truth.experiments);
    for variant in truth.experiments.iter_mut().flat_map(|one| &mut one.variants) {
        variant.traits[0] = 7.0 - 0.1 * variant.traits[0];
    }
    truth.traits[0].step = Some(1.0);
    let tenths = figures(&truth.traits, &truth.experiments);
    let [a, b] = [&words, &tenths].map(|known| &known.traits[0]);
    assert!((a.effect.mean + b.effect.mean).abs() < 1e-9, "{a:?} {b:?}");
    assert!((a.spread.mean - b.spread.mean).abs() < 1e-9, "{a:?} {b:?}");
}

#[test]
fn a_prediction_the_other_way_is_its_mirror_image() {
    let truth = simulate(World::USUAL, &mut Chance::new(6));
    let lab = learn(&truth.traits, &truth.experiments);
    let (one, other) = (vec![1.0, 1.0, 0.0, 0.0, 1.0, 0.0], vec![0.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
    let there = lab.predict(&one, &other, 0.5, 0.9).unwrap();
    let back = lab.predict(&other, &one, 0.5, 0.9).unwrap();
    assert!((there.probability_better + back.probability_better - 1.0).abs() < 1e-12);
    assert!((there.points.equal_tailed[0] + back.points.equal_tailed[1]).abs() < 1e-9);
    let same = lab.predict(&one, &one, 0.5, 0.9).unwrap();
    assert!(same.difference.mean.abs() < 1e-12 && same.sd > 0.0, "two wordings still differ for no known reason");
}

#[test]
fn predictions_hold_for_experiments_not_seen() {
    let mut held = [0_u32; 2];
    for seed in 0..8 {
        let mut truth = simulate(World { experiments: 60, people: 20_000.0, ..World::USUAL }, &mut Chance::new(seed));
        let later = truth.experiments.split_off(40);
        let lab = learn(&truth.traits, &truth.experiments);
        for one in &later {
            let log_odds = |place: usize| {
                let count = one.variants[place].count;
                (count.accepted as f64 / (count.shown - count.accepted) as f64).ln()
            };
            let foretold = lab.predict(&one.variants[0].traits, &one.variants[1].traits, 0.4, 0.9).unwrap();
            let [low, high] = foretold.difference.equal_tailed;
            held[0] += u32::from((low..=high).contains(&(log_odds(1) - log_odds(0))));
            held[1] += 1;
        }
    }
    let share = f64::from(held[0]) / f64::from(held[1]);
    // 160 predictions at 90%, three standard errors and one point for the sampling error of what came.
    assert!((share - 0.9).abs() < 0.081, "{held:?}");
}

#[test]
fn traits_never_seen_apart_are_named() {
    let both = experiment(&[(40, 100, &[0.0, 1.0, 0.0]), (50, 100, &[1.0, 0.0, 0.0]), (50, 100, &[1.0, 0.0, 1.0])]);
    let traits = ["offer", "plain", "short"].map(named);
    let found = learn(&traits, &vec![both; 6]).confounded();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].traits.as_slice(), found[0].never), ([0, 1].as_slice(), true));
    assert!(found[0].sentence.contains("“offer” and “plain” were never seen apart"), "{}", found[0].sentence);
}

#[test]
fn three_kinds_of_which_one_is_always_there_are_a_set() {
    let kinds = experiment(&[
        (40, 100, &[1.0, 0.0, 0.0, 1.0]),
        (50, 100, &[0.0, 1.0, 0.0, 0.0]),
        (50, 100, &[0.0, 0.0, 1.0, 1.0]),
        (45, 100, &[0.0, 0.0, 1.0, 0.0]),
    ]);
    let found = learn(&["gain", "loss", "plain", "short"].map(named), &vec![kinds; 4]).confounded();
    assert_eq!(found.iter().map(|one| one.traits.clone()).collect::<Vec<_>>(), [vec![0, 1, 2]], "{found:?}");
}

#[test]
fn traits_seen_apart_once_in_a_while_are_hardly_apart() {
    let together = experiment(&[(40, 100, &[0.0, 0.0]), (50, 100, &[1.0, 1.0])]);
    let apart = experiment(&[(40, 100, &[0.0, 0.0]), (50, 100, &[1.0, 0.0])]);
    let traits = ["offer", "short"].map(named);
    let found = learn(&traits, &[vec![together.clone(); 30], vec![apart.clone(); 1]].concat()).confounded();
    assert_eq!(found.iter().map(|one| (one.traits.clone(), one.never)).collect::<Vec<_>>(), [(vec![0, 1], false)]);
    assert!(learn(&traits, &[vec![together; 15], vec![apart; 15]].concat()).confounded().is_empty());
}

#[test]
fn what_was_never_tried_is_worth_trying_first() {
    let truth = simulate(World { experiments: 40, ..World::USUAL }, &mut Chance::new(7));
    let mut traits = truth.traits.clone();
    traits.push(named("never tried"));
    let mut experiments = truth.experiments.clone();
    experiments.iter_mut().flat_map(|one| &mut one.variants).for_each(|variant| variant.traits.push(0.0));
    let tests = learn(&traits, &experiments).next_tests(2000);
    assert_eq!(tests[0].name, "never tried", "{tests:?}");
    for test in &tests {
        assert!((0.0..=test.value_of_knowing).contains(&test.value_of_test), "{test:?}");
        assert!((0.0..=0.5).contains(&test.probability_changes_mind), "{test:?}");
    }
    assert!(tests[0].probability_changes_mind > 0.4, "a guess is easily turned: {:?}", tests[0]);
}

#[test]
fn what_wins_now_and_loses_later_is_found() {
    let now = experiment(&[(400, 1000, WITHOUT), (480, 1000, WITH)]);
    let later = experiment(&[(360, 400, WITHOUT), (340, 480, WITH)]);
    let labs = [now, later].map(|one| learn(&[named("pressure")], &vec![one; 25]));
    let found = now_and_later(&labs[0], &labs[1], 0.9).unwrap();
    assert_eq!(found[0].course, Course::WinsNowLosesLater, "{found:?}");
    // 340 still hold it of 1,000 asked, where 360 did; at the typical rates of 0.44 and 0.795.
    assert!(found[0].kept_points.mean < 0.0 && found[0].probability_helps < 0.5, "{found:?}");
    assert!(now_and_later(&labs[0], &learn(&[named("other")], &[]), 0.9).is_err());
}

#[test]
fn audiences_that_differ_are_told_apart() {
    let liked = experiment(&[(400, 1000, WITHOUT), (500, 1000, WITH)]);
    let hated = experiment(&[(400, 1000, WITHOUT), (300, 1000, WITH)]);
    let of = |one: LabExperiment, name: &str| LabExperiment { audience: Some(name.to_owned()), ..one };
    let experiments = [vec![of(liked, "young"); 12], vec![of(hated, "old"); 12]].concat();
    let lab = learn(&[named("offer")], &experiments);
    let [young, old] = &lab.by_audience(0.9).unwrap()[0][..] else { panic!("two audiences") };
    assert_eq!((young.audience.as_str(), young.experiments, old.audience.as_str()), ("young", 12, "old"));
    assert!(young.points.equal_tailed[0] > 0.04 && old.points.equal_tailed[1] < -0.04, "{young:?} {old:?}");
    assert_eq!(lab.figures(0.9).unwrap().traits[0].class, TraitClass::CannotTell);
}

#[test]
fn any_counts_give_figures() {
    let sizes = [0, 1, 2, 7, 400, 1_000_000, 1_000_000_000_000_000, u64::MAX];
    for seed in 0..30 {
        let mut chance = Chance::new(seed);
        let mut any = |count: u32| chance.below(count);
        let mut experiments = Vec::new();
        for _ in 0..=any(6) {
            let mut one = experiment(&[]);
            one.audience = [None, Some("some".to_owned()), Some("others".to_owned())][any(3)].clone();
            for _ in 0..any(5) {
                let shown = sizes[any(8)];
                let accepted = [0, shown / 2, shown, shown.min(1), shown - shown.min(1)][any(5)];
                let traits = vec![[0.0, 1.0][any(2)], [0.0, 1.0, 1e9, -1e-9][any(4)], 5.0];
                one.variants.push(LabVariant { count: Count { accepted, shown }, traits });
            }
            experiments.push(one);
        }
        let lab = learn(&["yes", "number", "never"].map(named), &experiments);
        let found = lab.figures(0.9).unwrap();
        let audiences = lab.by_audience(0.9).unwrap().concat();
        let effects = found.traits.iter().map(|one| (one.effect, one.points, one.probability_helps));
        for (effect, points, helps) in
            effects.chain(audiences.iter().map(|one| (one.effect, one.points, one.probability_helps)))
        {
            assert!(effect.mean.is_finite() && effect.equal_tailed[0] <= effect.equal_tailed[1], "{seed}: {found:?}");
            assert!(
                points.equal_tailed.iter().all(|limit| limit.abs() <= 1.0) && (0.0..=1.0).contains(&helps),
                "{seed}: {found:?}"
            );
        }
        assert!(lab.next_tests(1000).iter().all(|test| test.value_of_test.is_finite()));
        assert!(lab.predict(&[0.0; 3], &[1.0; 3], 0.2, 0.9).unwrap().sd.is_finite());
    }
}

#[test]
fn nonsense_is_refused() {
    let one = experiment(&[(4, 10, WITHOUT), (5, 10, WITH)]);
    let traits = [named("offer")];
    let learn = |traits: &[LabTrait], one: &LabExperiment, prior: LabPrior| {
        Lab::learn(traits, std::slice::from_ref(one), &prior).map(|_| ()).unwrap_err().to_string()
    };
    let usual = LabPrior::default();
    assert!(learn(&[], &one, usual).contains("no trait"));
    assert!(learn(&traits, &experiment(&[(11, 10, WITH)]), usual).contains("11 accepted"));
    assert!(learn(&traits, &experiment(&[(1, 10, &[1.0, 2.0])]), usual).contains("2 values for 1 traits"));
    assert!(learn(&traits, &experiment(&[(1, 10, &[f64::NAN])]), usual).contains("NaN"));
    assert!(learn(&traits, &one, LabPrior { spread_scale: 0.0, ..usual }).contains("from 0.001 to 10"));
    assert!(learn(&[LabTrait { step: Some(0.0), ..named("offer") }], &one, usual).contains("above 0"));
    let lab = Lab::learn(&traits, &[one], &usual).unwrap();
    assert!(lab.figures(1.0).is_err() && lab.by_audience(0.0).is_err());
    assert!(lab.predict(WITH, &[], 0.5, 0.9).is_err() && lab.predict(WITH, WITHOUT, 1.0, 0.9).is_err());
}
