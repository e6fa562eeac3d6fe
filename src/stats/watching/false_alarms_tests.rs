use super::*;

const RATES: [f64; 6] = [0.01, 0.05, 0.1, 0.3, 0.5, 0.9];

#[test]
fn the_e_value_is_safe_where_the_posterior_is_not() {
    for rate in [0.05, 0.5] {
        let found = false_alarm_share(rate, [50, 50], 20, 0.05, 200, 1).unwrap();
        assert!(found.e_value <= 0.05, "{rate}: {found:?}");
        assert!(found.posterior > 0.2, "{rate}: {found:?}");
        assert_eq!(found, false_alarm_share(rate, [50, 50], 20, 0.05, 200, 1).unwrap());
    }
}

#[test]
#[ignore = "a minute in a release build: the figures of the documentation"]
fn false_alarms_at_many_rates() {
    for (block, blocks, runs) in [([50, 50], 100, 2000), ([2, 1], 500, 300), ([1, 1], 500, 300), ([20, 60], 100, 300)] {
        for rate in RATES {
            let found = false_alarm_share(rate, block, blocks, 0.05, runs, 1).unwrap();
            println!(
                "{block:?} x {blocks}: | {rate} | {:.1}% | {:.1}% |",
                100.0 * found.e_value,
                100.0 * found.posterior
            );
            assert!(found.e_value <= 0.05, "{rate}: {found:?}");
        }
    }
}

#[test]
fn nonsense_is_refused() {
    assert!(false_alarm_share(1.5, [1, 1], 1, 0.05, 1, 1).is_err());
    assert!(false_alarm_share(0.5, [1, 1], 1, 0.0, 1, 1).is_err());
    assert!(false_alarm_share(0.5, [1, 1], 1, 0.05, 0, 1).is_err());
    let nobody = false_alarm_share(0.5, [0, 5], 3, 0.05, 2, 1).unwrap();
    assert!(nobody.e_value.abs() < 1e-15);
}
