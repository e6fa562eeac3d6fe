use super::super::super::posterior::Beta;
use super::super::range::Range;
use super::*;

fn laws() -> Vec<(Tails, f64)> {
    let beta = |alpha: f64, beta: f64| {
        let shapes = Beta { alpha, beta };
        (Tails::of_beta(&shapes, 0.0, 1.0), shapes.sd())
    };
    let range = |range: Range| (Tails::of_range(&range), 0.25 * (range.high - range.low));
    vec![
        beta(0.5, 0.5),
        beta(0.5, 200.5),
        beta(30.5, 2_000.5),
        beta(1e7, 1e9),
        range(Range::bounds(0.0, 1.0, 10.0)),
        range(Range::bounds(-5.0, 5.0, 5.0)),
        range(Range::tenths(1.0, 2.0, 30.0)),
        range(Range::tenths(1.0, 1.0, 30.0)),
        range(Range::tenths(1.0, 30.0, 30.0)),
    ]
}

/// Random bits that mean this tail.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tail below ½ fits into 51 bits")]
fn bits_of(tail: f64, upper: bool) -> u64 {
    ((tail * 2_f64.powi(52)) as u64) << 13 | u64::from(upper)
}

#[test]
fn the_table_tells_the_quantiles() {
    for (tails, sd) in laws() {
        let table = Table::new(&tails);
        for step in 1..4_000 {
            let tail = 2_f64.powi(-25) + (0.5 - 2_f64.powi(-25)) * (f64::from(step) / 4_000.0).powi(3);
            for upper in [false, true] {
                let truth = if upper { tails.upper(tail).0 } else { tails.lower(tail).0 };
                let told = table.draw(bits_of(tail, upper));
                // Far out a tail is known to its share of its own size.
                let scale = sd.max(truth.abs());
                assert!((told - truth).abs() < 3e-4 * scale, "{tails:?} {tail} {upper}: {told} {truth}");
            }
        }
    }
}

#[test]
fn draws_rise_with_their_place() {
    for (tails, _) in laws() {
        let table = Table::new(&tails);
        let mut last = f64::NEG_INFINITY;
        let places = (0..20_000).map(|k| 2_f64.powf(-f64::from(k) / 400.0 - 1.0));
        for tail in places.clone().skip(1).collect::<Vec<_>>().into_iter().rev() {
            let told = table.draw(bits_of(tail, false));
            assert!(told >= last, "{tails:?} {tail}");
            last = told;
        }
        for tail in places.skip(1) {
            let told = table.draw(bits_of(tail, true));
            assert!(told >= last, "{tails:?} {tail}");
            last = told;
        }
    }
}

#[test]
fn every_number_means_a_quantile() {
    let tails = Tails::of_range(&Range::bounds(2.0, 3.0, 7.0));
    let table = Table::new(&tails);
    for bits in [0, 1, 2, u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) - 1, 1 << 13, (1 << 13) + 1] {
        assert!((2.0..=7.0).contains(&table.draw(bits)), "{bits}");
    }
    assert!(table.draw(0) < 2.05 && table.draw(1) > 6.8);
    let middle = tails.lower(0.5).0;
    assert!((table.draw(u64::MAX) - middle).abs() < 1e-9 && (table.draw(u64::MAX - 1) - middle).abs() < 1e-9);
}
