use super::{count_interval, overdispersed_rate, probability_lower};
use crate::stats::posterior::Beta;

#[test]
fn groups_that_go_wrong_together_widen_the_interval() {
    let calm = overdispersed_rate(&[(10, 100); 20], 0.95);
    let wild: Vec<(u64, u64)> = (0..20).map(|k| if k % 10 == 0 { (100, 100) } else { (0, 100) }).collect();
    let wild = overdispersed_rate(&wild, 0.95);
    let (Some(calm), Some(wild)) = (calm, wild) else { panic!("both have uses") };
    assert!((calm.rate - wild.rate).abs() < 1e-12);
    assert!(calm.dispersion < 1.6 && wild.dispersion > 90.0, "{wild:?}");
    assert!(wild.upper - wild.lower > 5.0 * (calm.upper - calm.lower), "{calm:?} {wild:?}");
}

#[test]
fn limits_contain_the_rate() {
    for groups in [
        vec![(0, 5)],
        vec![(5, 5)],
        vec![(0, 1000), (1000, 1000)],
        vec![(0, 3), (0, 9), (0, 4)],
        vec![(7, 7); 9],
        vec![(9, 2)],
    ] {
        let Some(found) = overdispersed_rate(&groups, 0.9) else { panic!("uses") };
        assert!(
            0.0 <= found.lower && found.lower <= found.rate && found.rate <= found.upper && found.upper <= 1.0,
            "{found:?}"
        );
    }
    assert_eq!(overdispersed_rate(&[], 0.95), None);
    assert_eq!(overdispersed_rate(&[(0, 0)], 0.95), None);
    assert_eq!(overdispersed_rate(&[(1, 2)], 1.0), None);
}

/// Few groups cannot say how much they vary, so most of what is thinkable stays possible.
#[test]
fn few_groups_tell_little() {
    let width = |groups: &[(u64, u64)]| {
        let Some(found) = overdispersed_rate(groups, 0.95) else { panic!("uses") };
        (found.upper - found.lower, found.dispersion)
    };
    let (one, two, many) = (width(&[(50, 1_000)]), width(&[(25, 500), (25, 500)]), width(&[(1, 20); 50]));
    assert!(one.0 > two.0 && two.0 > 2.0 * many.0, "{one:?} {two:?} {many:?}");
    assert!(one.1 > 100.0 && many.1 < 2.0);
}

/// Pearson's statistic gives the dispersion of many groups by another way (Finney 1971).
#[test]
fn many_groups_say_how_much_they_vary() {
    let groups: Vec<(u64, u64)> =
        (0..400).map(|k| (20 + 3 * (k * 37 % 21) - 10 * u64::from(k % 2 == 0), 400)).collect();
    let Some(found) = overdispersed_rate(&groups, 0.95) else { panic!("uses") };
    let unit = 400.0 * found.rate * (1.0 - found.rate);
    let pearson = groups.iter().map(|group| (group.0 as f64 - 400.0 * found.rate).powi(2) / unit).sum::<f64>() / 399.0;
    assert!((found.dispersion / pearson - 1.0).abs() < 0.2, "{} {pearson}", found.dispersion);
}

#[test]
fn alike_groups_in_any_order_give_the_same_rate() {
    let mut groups: Vec<(u64, u64)> = (0..200).map(|k| (k % 7 / 5, 100 + k)).collect();
    let first = overdispersed_rate(&groups, 0.95);
    groups.reverse();
    let second = overdispersed_rate(&groups, 0.95);
    let (Some(first), Some(second)) = (first, second) else { panic!("uses") };
    assert!((first.upper / second.upper - 1.0).abs() < 1e-9);
}

#[test]
fn extremes_stay_sound() {
    for groups in [
        vec![(0, 1_000_000_000)],
        vec![(1_000_000_000, 1_000_000_000); 3],
        vec![(500_000_000, 1_000_000_000); 100],
        vec![(1, 1); 10_000],
        vec![(0, 1); 10_000],
        vec![(0, 7), (1, 1_000_000_000)],
    ] {
        let Some(found) = overdispersed_rate(&groups, 0.95) else { panic!("uses") };
        let sound = 0.0 <= found.lower && found.lower <= found.rate && found.rate <= found.upper && found.upper <= 1.0;
        assert!(sound && found.dispersion >= 1.0 && found.posterior.is_proper(), "{found:?}");
    }
    let singles = overdispersed_rate(&vec![(0, 1); 10_000], 0.95);
    assert!(singles.is_some_and(|found| (found.dispersion - 1.0).abs() < 1e-9 && found.upper < 3e-4), "{singles:?}");
}

#[test]
fn counts() {
    let [low, high] = count_interval(0, 0.95);
    assert!(low == 0.0 && (high - 2.511_943_138).abs() < 1e-6, "{high}");
    let [low, high] = count_interval(1_000_000_000, 0.95);
    let reach = 1.959_963_984_540_054 * 1e9_f64.sqrt();
    assert!((low - (1e9 - reach)).abs() < 3.0 && (high - (1e9 + reach)).abs() < 3.0, "{low} {high}");
}

#[test]
fn equal_rates_are_even_odds() {
    let rate = Beta { alpha: 3.5, beta: 90.5 };
    assert!((probability_lower(&rate, &rate) - 0.5).abs() < 1e-13);
    assert!(probability_lower(&Beta { alpha: 1.0, beta: 99.0 }, &Beta { alpha: 50.0, beta: 50.0 }) > 0.999);
}
