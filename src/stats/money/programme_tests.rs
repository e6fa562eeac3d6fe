use super::super::range::Range;
use super::*;
use crate::stats::comparison::probability_ordered;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta as BetaDraw, Binomial, Distribution};

fn known(name: &str, amount: f64) -> Quantity {
    Quantity::range(name, Range::exactly(amount))
}

fn option(name: &str, acceptance: Quantity) -> ProgrammeOption {
    ProgrammeOption {
        name: name.to_owned(),
        people: known("people", 10_000.0),
        acceptance,
        kept: known("kept", 0.8),
        value: known("value", 2.0),
        costs: vec![ProgrammeCost { amount: known("tool", 1_000.0), per: CostPer::Programme }],
    }
}

#[test]
fn known_figures_are_plain_arithmetic() {
    let mut asked = option("letter", known("acceptance", 0.25));
    asked.costs.push(ProgrammeCost { amount: known("letter", 0.1), per: CostPer::PersonAsked });
    asked.costs.push(ProgrammeCost { amount: known("voucher", 0.5), per: CostPer::Permission });
    let mut nothing = option("nothing", known("acceptance", 0.25));
    nothing.people = known("people", 0.0);
    nothing.costs.clear();
    let found = programme(&[asked, nothing], Some(3_250.0)).unwrap();
    assert_eq!(found[0].permissions, Amount::exactly(2_000.0));
    assert_eq!(found[0].value, Amount::exactly(4_000.0));
    // 1,000 + 0.1 · 10,000 + 0.5 · 2,500.
    assert_eq!(found[0].cost, Amount::exactly(3_250.0));
    assert_eq!(found[0].net, Amount::exactly(750.0));
    let chances = |figures: &ProgrammeFigures| {
        (figures.probability_best, figures.probability_pays_back, figures.probability_within_budget)
    };
    assert_eq!(chances(&found[0]), (1.0, 1.0, Some(1.0)));
    assert_eq!(chances(&found[1]), (0.0, 1.0, Some(1.0)));
    assert!((found[1].expected_loss - 750.0).abs() < 1e-9 && found[0].expected_loss < 1e-12);
}

/// Where only the acceptance differs, the better option is the one with the higher rate: known exactly.
#[test]
fn the_best_option_is_the_one_with_the_higher_rate() {
    let posteriors = [Beta { alpha: 100.5, beta: 400.5 }, Beta { alpha: 118.5, beta: 382.5 }];
    let mut options = posteriors.map(|posterior| option("x", Quantity::share(format!("{posterior:?}"), posterior)));
    options.iter_mut().for_each(|option| option.people = known("people", 1e9));
    let found = programme(&options, None).unwrap();
    let truth = probability_ordered(&posteriors[0], &posteriors[1]);
    // Four standard errors.
    assert!((found[1].probability_best - truth).abs() < 0.005, "{} {truth}", found[1].probability_best);
    assert!((found[0].probability_best + found[1].probability_best - 1.0).abs() < 1e-9);
}

#[test]
fn equal_options_share_the_best_place() {
    let same = option("x", Quantity::share("acceptance", Beta { alpha: 3.0, beta: 9.0 }));
    let found = programme(&vec![same; 4], Some(500.0)).unwrap();
    for figures in found {
        assert!((figures.probability_best - 0.25).abs() < 1e-9 && figures.expected_loss.abs() < 1e-9);
        assert_eq!(figures.probability_within_budget, Some(0.0));
    }
}

/// Against a simulation of people who say yes or no one by one, drawn in another way.
#[test]
fn permissions_vary_as_people_do() {
    const RUNS: usize = 40_000;
    let (accepting, keeping) = (Beta { alpha: 40.5, beta: 160.5 }, Beta { alpha: 30.5, beta: 10.5 });
    let mut small = option("x", Quantity::share("acceptance", accepting));
    (small.people, small.kept) = (known("people", 150.0), Quantity::share("kept", keeping));
    let found = programme(&[small], None).unwrap()[0].permissions;
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    let draw = |shapes: Beta| BetaDraw::new(shapes.alpha, shapes.beta).unwrap();
    let mut counts: Vec<f64> = (0..RUNS)
        .map(|_| {
            let accepted = Binomial::new(150, draw(accepting).sample(&mut random)).unwrap().sample(&mut random);
            let kept = Binomial::new(accepted, draw(keeping).sample(&mut random)).unwrap().sample(&mut random);
            // Whole people are spread over their own width, as an amount without steps is compared.
            kept as f64 + random.random_range(-0.5..0.5)
        })
        .collect();
    counts.sort_by(f64::total_cmp);
    let at = |share: usize| counts[RUNS * share / 100];
    for (told, truth) in [(found.low, at(10)), (found.median, at(50)), (found.high, at(90))] {
        assert!((told - truth).abs() < 0.35, "{told} {truth}");
    }
}

/// Truths drawn from what is said to be known lie inside the 80% range of the net value 80 times in 100.
#[test]
fn the_net_range_holds_its_share_of_truths() {
    const RUNS: u32 = 4_000;
    let (accepting, keeping) = (Beta { alpha: 60.5, beta: 240.5 }, Beta { alpha: 25.5, beta: 8.5 });
    let (value, tool) = (Range::tenths(1.0, 3.0, 10.0), Range::bounds(500.0, 900.0, 3_000.0));
    let mut uncertain = option("x", Quantity::share("acceptance", accepting));
    uncertain.people = known("people", 2_000.0);
    uncertain.kept = Quantity::share("kept", keeping);
    uncertain.value = Quantity::range("value", value);
    uncertain.costs[0].amount = Quantity::range("tool", tool);
    let found = &programme(&[uncertain], None).unwrap()[0];
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let draw = |shapes: Beta| BetaDraw::new(shapes.alpha, shapes.beta).unwrap();
    let (mut inside, mut pays) = (0.0, 0.0);
    for _ in 0..RUNS {
        let accepted = Binomial::new(2_000, draw(accepting).sample(&mut random)).unwrap().sample(&mut random);
        let kept = Binomial::new(accepted, draw(keeping).sample(&mut random)).unwrap().sample(&mut random);
        let worth = kept as f64 * value.quantile(random.random_range(1e-12..1.0));
        let net = worth - tool.quantile(random.random_range(1e-12..1.0));
        inside += f64::from(u8::from(found.net.low <= net && net <= found.net.high));
        pays += f64::from(u8::from(net >= 0.0));
    }
    assert!((inside / f64::from(RUNS) - 0.8).abs() < 0.026, "{inside}");
    assert!((pays / f64::from(RUNS) - found.probability_pays_back).abs() < 0.033, "{pays} {found:?}");
}

#[test]
fn extremes_stay_finite() {
    let nobody = Quantity::share("nobody yet", Beta::JEFFREYS);
    for people in [0.0, 1.0, 3.0, 1e9] {
        let mut extreme = option("x", nobody.clone());
        (extreme.people, extreme.kept) =
            (known("people", people), Quantity::share("rare", Beta { alpha: 0.5, beta: 1e9 }));
        let found = &programme(&[extreme], Some(0.0)).unwrap()[0];
        for amount in [found.permissions, found.value, found.cost, found.net] {
            assert!(
                [amount.low, amount.median, amount.high].iter().all(|figure| figure.is_finite()),
                "{people} {found:?}"
            );
        }
        assert!(found.permissions.low >= 0.0 && found.permissions.high <= people);
    }
}

#[test]
fn a_share_in_tenths_never_exceeds_everyone() {
    let mut sure = option("x", Quantity::range("acceptance", Range::tenths(0.5, 0.9, 1.0)));
    sure.kept = known("kept", 1.0);
    let found = &programme(&[sure], None).unwrap()[0];
    assert!(found.permissions.high <= 10_000.0 && found.permissions.mean < 9_000.0);
}

#[test]
fn nonsense_is_told() {
    assert_eq!(programme(&[], None).unwrap_err(), StatsError::NoArms);
    let sound = option("x", known("acceptance", 0.5));
    let mut bad = vec![sound.clone(); 5];
    bad[0].acceptance = known("acceptance", 1.1);
    bad[1].kept = known("kept", -0.1);
    bad[2].people = known("people", -1.0);
    bad[3].costs[0].amount = Quantity::range("tool", Range::bounds(-1.0, 0.0, 1.0));
    bad[4].acceptance = Quantity::share("acceptance", Beta { alpha: 0.0, beta: 1.0 });
    for option in bad {
        assert!(programme(&[option], None).is_err());
    }
    assert!(programme(&[sound], Some(f64::NAN)).is_err());
}
