use super::super::draws::AMOUNT_SHARE;
use super::super::range::Range;
use super::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn entry(group: &str, quantity: usize, times: f64) -> Entry {
    Entry { group: group.to_owned(), quantity, times }
}

fn quantities() -> Vec<Quantity> {
    vec![
        Quantity::range("a complaint", Range::tenths(40.0, 90.0, 400.0)),
        Quantity::range("a letter", Range::exactly(1.5)),
        Quantity::range("an audit", Range::bounds(2_000.0, 5_000.0, 12_000.0)),
        Quantity::range("a permission", Range::bounds(0.0, 0.0, 6.0)),
    ]
}

fn entries() -> Vec<Entry> {
    vec![
        entry("2026-Q1", 0, 30.0),
        entry("2026-Q1", 1, 1_000.0),
        entry("2026-Q2", 0, 12.0),
        entry("2026-Q2", 2, 1.0),
        entry("2026-Q2", 3, 800.0),
        entry("2026-Q3", 1, 200.0),
    ]
}

#[test]
fn what_is_known_stays_exact() {
    let found = totals(&quantities(), &entries()).unwrap();
    let groups: Vec<&str> = found.groups.iter().map(|total| total.group.as_str()).collect();
    assert_eq!(groups, ["2026-Q1", "2026-Q2", "2026-Q3"]);
    assert_eq!(found.groups[2].amount, Amount::exactly(300.0));
    let means: f64 = found.groups.iter().map(|total| total.amount.mean).sum();
    assert!((means - found.all.mean).abs() < 1e-9 * means);
    assert_eq!(totals(&quantities(), &[]).unwrap().all, Amount::exactly(0.0));
}

/// The sum of one quantity is that many times its quantiles: it is unknown in the same way throughout.
#[test]
fn one_quantity_is_one_unknown() {
    let range = Range::tenths(40.0, 90.0, 400.0);
    let found = totals(&quantities(), &[entry("x", 0, 30.0), entry("y", 0, 12.0)]).unwrap();
    for (total, times) in [(found.all, 42.0), (found.groups[0].amount, 30.0)] {
        for (told, p, tolerance) in [(total.low, 0.1, 0.02), (total.median, 0.5, 0.02), (total.high, 0.9, 0.02)] {
            assert!((told / (times * range.quantile(p)) - 1.0).abs() < tolerance, "{told} {p}");
        }
    }
}

/// Many independent amounts add up to a normal one with the sums of their means and variances.
#[test]
fn independent_amounts_spread_by_their_squares() {
    let quantities: Vec<Quantity> =
        (0..60).map(|k| Quantity::range(format!("amount {k}"), Range::bounds(0.0, 2.0, 10.0))).collect();
    let entries: Vec<Entry> = (0..60).map(|k| entry("all", k, 1.0)).collect();
    let found = totals(&quantities, &entries).unwrap().all;
    let (mean, variance) = (60.0 * 18.0 / 6.0, 60.0 * 3.0 * 7.0 / 7.0);
    let reach = 1.281_551_565_544_600_4 * f64::sqrt(variance);
    assert!((found.mean - mean).abs() < 1e-9);
    assert!((found.low - (mean - reach)).abs() < 0.02 * reach, "{found:?}");
    assert!((found.high - (mean + reach)).abs() < 0.02 * reach, "{found:?}");
}

/// Truths drawn from the ranges themselves lie inside the 80% range 80 times in 100.
#[test]
fn the_range_holds_its_share_of_truths() {
    const RUNS: u32 = 4_000;
    let (quantities, entries) = (quantities(), entries());
    let found = totals(&quantities, &entries).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    let (mut inside, mut below, mut inside_group) = (0.0, 0.0, 0.0);
    for _ in 0..RUNS {
        let truths: Vec<f64> = quantities
            .iter()
            .map(|quantity| match quantity.law {
                crate::stats::money::Law::Range(range) => range.quantile(random.random_range(1e-12..1.0)),
                crate::stats::money::Law::Share(_) => f64::NAN,
            })
            .collect();
        let sum = |group: &str| -> f64 {
            let of_group = entries.iter().filter(|entry| entry.group.starts_with(group));
            of_group.map(|entry| entry.times * truths[entry.quantity]).sum()
        };
        let all = sum("");
        let second = (sum("2026-Q2"), found.groups[1].amount);
        inside += f64::from(u8::from(found.all.low <= all && all <= found.all.high));
        below += f64::from(u8::from(all < found.all.median));
        inside_group += f64::from(u8::from(second.1.low <= second.0 && second.0 <= second.1.high));
    }
    // Four standard errors.
    for (share, truth) in [(inside, AMOUNT_SHARE), (inside_group, AMOUNT_SHARE), (below, 0.5)] {
        assert!((share / f64::from(RUNS) - truth).abs() < 0.032, "{inside} {inside_group} {below}");
    }
}

#[test]
fn scenarios_are_paired_draw_by_draw() {
    let quantities = quantities();
    let before = entries();
    let same = scenario_difference(&quantities, &before, &before).unwrap();
    assert_eq!(same.change.all, Amount::exactly(0.0));
    assert!((same.probability_lower - 0.5).abs() < 1e-12);
    let mut after = before.clone();
    after[0].times = 20.0;
    after.push(entry("2026-Q4", 1, 100.0));
    let found = scenario_difference(&quantities, &before, &after).unwrap();
    let complaint = Range::tenths(40.0, 90.0, 400.0);
    // Ten complaints fewer, one letter of 150 more: nothing else moves.
    assert!((found.change.all.median - (150.0 - 10.0 * 90.0)).abs() < 20.0, "{:?}", found.change.all);
    assert!((found.change.all.high - (150.0 - 10.0 * complaint.quantile(0.1))).abs() < 10.0);
    assert_eq!(found.change.groups[1].amount, Amount::exactly(0.0));
    assert_eq!(found.change.groups[3].amount, Amount::exactly(150.0));
    assert_eq!(found.before, totals(&quantities, &before).unwrap());
    assert_eq!(found.after, totals(&quantities, &after).unwrap());
    // P(10 c > 150) = P(c > 15).
    assert!(found.probability_lower > 0.99 && found.probability_lower < 1.0);
}

#[test]
fn another_quantity_or_order_leaves_the_draws_alone() {
    let first = totals(&quantities(), &entries()).unwrap();
    let mut quantities = quantities();
    quantities.push(Quantity::range("something else", Range::bounds(1.0, 2.0, 3.0)));
    quantities.swap(0, 2);
    let mut entries = entries();
    for entry in &mut entries {
        entry.quantity = [2, 1, 0, 3][entry.quantity];
    }
    let second = totals(&quantities, &entries).unwrap();
    assert!((first.all.median / second.all.median - 1.0).abs() < 1e-12);
    assert!((first.all.high / second.all.high - 1.0).abs() < 1e-12);
}

#[test]
fn nonsense_is_told() {
    let quantities = quantities();
    let told = |found: Result<Totals, StatsError>| found.unwrap_err();
    assert!(matches!(told(totals(&quantities, &[entry("x", 4, 1.0)])), StatsError::BadEntry { .. }));
    assert!(matches!(told(totals(&quantities, &[entry("x", 0, f64::NAN)])), StatsError::BadEntry { .. }));
    let bad = [Quantity::range("a letter", Range::bounds(3.0, 2.0, 1.0))];
    assert!(matches!(told(totals(&bad, &[])), StatsError::BadRange { .. }));
}

#[test]
fn huge_numbers_add_up() {
    let quantities = [Quantity::range("a use", Range::bounds(0.0, 0.000_1, 0.01))];
    let found = totals(&quantities, &[entry("all", 0, 1e9)]).unwrap().all;
    assert!((found.mean - 1e9 * 0.010_4 / 6.0).abs() < 1.0);
    assert!(found.low > 0.0 && found.low < found.median && found.median < found.high && found.high < 1e7);
}

/// A cost of its own for every incident, as people write them down.
#[test]
fn thousands_of_quantities_in_hundreds_of_groups() {
    let quantities: Vec<Quantity> =
        (0..300).map(|k| Quantity::range(format!("incident {k}"), Range::bounds(0.0, 2.0, 10.0))).collect();
    let entries: Vec<Entry> = (0..300).map(|k| entry(&format!("group {}", k % 150), k, 1.0)).collect();
    let found = totals(&quantities, &entries).unwrap();
    assert_eq!(found.groups.len(), 150);
    assert!(found.groups.iter().all(|total| (total.amount.mean - 6.0).abs() < 1e-9 && total.amount.low > 0.5));
    let width: f64 = found.groups.iter().map(|total| total.amount.high - total.amount.low).sum();
    // Independent parts: the whole is √150 as wide as a part, not 150 times.
    let whole = found.all.high - found.all.low;
    assert!((whole / (width / 150_f64.sqrt()) - 1.0).abs() < 0.05, "{whole} {width}");
}
