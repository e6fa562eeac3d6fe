use super::*;

fn block([a, n_a, b, n_b]: [u64; 4]) -> BlockCounts {
    let count = |accepted, shown| Count { accepted, shown };
    BlockCounts { baseline: count(a, n_a), arm: count(b, n_b) }
}

fn choose(n: u64, k: u64) -> f64 {
    (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product()
}

fn binomial(n: u64, k: u64, rate: f64) -> f64 {
    let power = |base: f64, times: u64| (0..times).map(|_| base).product::<f64>();
    choose(n, k) * power(rate, k) * power(1.0 - rate, n - k)
}

#[test]
fn one_block_by_hand() {
    // θ = (0.2, 0.6), one person each, so θ₀ = 0.4: (no, yes) is 0.8·0.6/(0.6·0.4) = 2, (yes, no) is 0.2·0.4/(0.4·0.6) = 1/3.
    let e = |counts| ln_block_e(&block(counts), [0.2, 0.6]).map(f64::exp).unwrap();
    assert!((e([0, 1, 1, 1]) - 2.0).abs() < 1e-14);
    assert!((e([1, 1, 0, 1]) - 1.0 / 3.0).abs() < 1e-14);
    // Two and one: θ₀ = (2·0.2 + 0.5)/3 = 0.3; (1 of 2, 1 of 1): 0.2·0.8·0.5/(0.3·0.7·0.3) = 80/63.
    let e = ln_block_e(&block([1, 2, 1, 1]), [0.2, 0.5]).map(f64::exp).unwrap();
    assert!((e - 80.0 / 63.0).abs() < 1e-14);
}

#[test]
fn the_mean_of_a_block_is_at_most_one_at_every_shared_rate() {
    let rates = [0.001, 0.05, 0.3, 0.5, 0.77, 0.999];
    let mut largest = 0.0_f64;
    for (n_a, n_b) in [(1, 1), (2, 1), (1, 3), (4, 4), (2, 7), (9, 5)] {
        for theta in rates.iter().flat_map(|a| rates.iter().map(move |b| [*a, *b])) {
            for shared in [0.0, 0.01, 0.1, 0.3, 0.5, 0.9, 1.0] {
                let outcomes = (0..=n_a).flat_map(|a| (0..=n_b).map(move |b| (a, b)));
                let mean: f64 = outcomes
                    .map(|(a, b)| {
                        let chance = binomial(n_a, a, shared) * binomial(n_b, b, shared);
                        chance * ln_block_e(&block([a, n_a, b, n_b]), theta).unwrap().exp()
                    })
                    .sum();
                assert!(mean <= 1.0 + 1e-12, "{n_a} {n_b} {theta:?} {shared}: {mean}");
                largest = largest.max(mean);
            }
        }
    }
    assert!(largest > 0.999_999, "reached where the estimates are alike");
}

#[test]
fn estimates_stay_inside_and_are_drawn_together() {
    assert!(estimates(&BlockCounts::default(), [1, 1]).iter().all(|rate| (rate - 0.5).abs() < 1e-15));
    // 10 of 50 and 20 of 50: shared (30 + 0.18)/(100 + 0.36), then (own + 100 shared)/150.
    let shared = 30.18 / 100.36;
    let got = estimates(&block([10, 50, 20, 50]), [7, 100]);
    for (got, own) in got.iter().zip([10.0, 20.0]) {
        assert!((got - (own + 100.0 * shared) / 150.0).abs() < 1e-15);
    }
    // A block of 300 and 900 has 450 per arm.
    let larger = estimates(&block([10, 50, 20, 50]), [300, 900]);
    assert!((larger[0] - (10.0 + 450.0 * shared) / 500.0).abs() < 1e-15);
    for past in [[0, 1_000_000_000, 0, 1], [1_000_000_000, 1_000_000_000, 7, 7], [0, 9, 9, 9]] {
        assert!(estimates(&block(past), [1, 1]).iter().all(|rate| *rate > 0.0 && *rate < 1.0));
    }
}

#[test]
fn nonsense_is_none() {
    assert_eq!(ln_block_e(&block([1, 1, 2, 1]), [0.2, 0.3]), None);
    for bad in [0.0, 1.0, f64::NAN] {
        assert_eq!(ln_block_e(&block([1, 1, 1, 1]), [bad, 0.3]), None);
    }
    assert_eq!(ln_block_e(&block([0, 0, 1, 1]), [0.2, 0.3]), Some(0.0));
}
