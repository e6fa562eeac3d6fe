//! What holds for any amounts.

use super::{Amount, Entry, Quantity, Range, totals};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};

fn ranges() -> impl Strategy<Value = Range> {
    (0.01..1e6_f64, 0.0..5.0_f64, 0.0..5.0_f64, any::<bool>()).prop_map(|(low, first, second, bounds)| {
        let likely = low * (1.0 + first);
        let high = likely * (1.0 + second);
        if bounds { Range::bounds(low, likely, high) } else { Range::tenths(low, likely, high) }
    })
}

fn one(range: Range, times: f64) -> Amount {
    let entry = Entry { group: "all".to_owned(), quantity: 0, times };
    totals(&[Quantity::range("an amount", range)], &[entry]).unwrap().all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn quantiles_rise_and_keep_to_the_range(range in ranges(), p in 0.001..0.998_f64) {
        prop_assert_eq!(range.check("an amount"), Ok(()));
        prop_assert!(range.quantile(p) <= range.quantile(p + 0.001));
        if range.reading == super::Reading::Bounds {
            prop_assert!((range.low..=range.high).contains(&range.quantile(p)));
        }
    }

    #[test]
    fn twice_as_many_cost_twice_as_much(range in ranges(), times in 0.5..1e4_f64) {
        let (single, double) = (one(range, times), one(range, 2.0 * times));
        for (one, two) in [(single.low, double.low), (single.median, double.median), (single.high, double.high)] {
            prop_assert!((two - 2.0 * one).abs() <= 1e-9 * two.abs());
        }
        prop_assert!(single.low <= single.median && single.median <= single.high);
    }

    #[test]
    fn another_currency_changes_no_figure_but_the_unit(range in ranges(), rate in 0.01..100.0_f64) {
        let [low, likely, high] = [range.low, range.likely, range.high].map(|figure| figure * rate);
        let (before, after) = (one(range, 1.0), one(Range { low, likely, high, ..range }, 1.0));
        for (before, after) in [(before.low, after.low), (before.median, after.median), (before.high, after.high)] {
            prop_assert!((after - rate * before).abs() <= 1e-6 * after.abs());
        }
    }
}
