use super::*;

fn block([a, n_a, b, n_b]: [u64; 4]) -> BlockCounts {
    let count = |accepted, shown| Count { accepted, shown };
    BlockCounts { baseline: count(a, n_a), arm: count(b, n_b) }
}

fn choose(n: u64, k: u64) -> f64 {
    (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product()
}

fn chance_of(count: Count, rate: f64) -> f64 {
    let power = |base: f64, times: u64| (0..times).map(|_| base).product::<f64>();
    choose(count.shown, count.accepted) * power(rate, count.accepted) * power(1.0 - rate, count.declined())
}

/// Mean of E after the blocks of these sizes, and the chance that it ever reached `limit`, over every possible outcome.
fn enumerated(sizes: &[[u64; 2]], rate: f64, before: &[BlockCounts], limit: f64) -> (f64, f64) {
    let Some(([n_a, n_b], rest)) = sizes.split_first() else {
        let last = *e_values(before).unwrap().last().unwrap();
        return (last.ln_e.exp(), f64::from(u8::from(last.ln_e_max >= limit.ln())));
    };
    let mut sums = (0.0, 0.0);
    for (a, b) in (0..=*n_a).flat_map(|a| (0..=*n_b).map(move |b| (a, b))) {
        let next = block([a, *n_a, b, *n_b]);
        let chance = chance_of(next.baseline, rate) * chance_of(next.arm, rate);
        let (mean, reached) = enumerated(rest, rate, &[before, &[next]].concat(), limit);
        sums.0 += chance * mean;
        sums.1 += chance * reached;
    }
    sums
}

#[test]
fn the_whole_process_keeps_its_promise_over_every_outcome() {
    for sizes in [&[[2, 2], [3, 1], [2, 2]][..], &[[1, 3], [0, 2], [4, 2], [2, 1]], &[[8, 8], [8, 8]]] {
        for rate in [0.0, 0.02, 0.2, 0.5, 0.9] {
            let (mean, _) = enumerated(sizes, rate, &[], 2.0);
            assert!(mean <= 1.0 + 1e-12, "{sizes:?} {rate}: {mean}");
            for limit in [1.02, 1.1, 1.5] {
                let (_, reached) = enumerated(sizes, rate, &[], limit);
                assert!(reached <= 1.0 / limit + 1e-12, "{sizes:?} {rate} {limit}: {reached}");
            }
        }
    }
}

#[test]
fn two_days_by_hand() {
    let looks = e_values(&[block([10, 50, 20, 50]), block([12, 60, 21, 40])]).unwrap();
    assert_eq!(looks[0], EValueAt { ln_e: 0.0, ln_e_max: 0.0, anytime_p: 1.0 });
    // θ = (10 + 100 s)/150, (20 + 100 s)/150 with s = 30.18/100.36; θ₀ = (60 θ_a + 40 θ_b)/100.
    let shared = 30.18 / 100.36;
    let (a, b) = ((10.0 + 100.0 * shared) / 150.0, (20.0 + 100.0 * shared) / 150.0);
    let none = 0.6 * a + 0.4 * b;
    let part = |k: f64, n: f64, rate: f64| k * (rate / none).ln() + (n - k) * ((1.0 - rate) / (1.0 - none)).ln();
    let truth = part(12.0, 60.0, a) + part(21.0, 40.0, b);
    assert!((looks[1].ln_e - truth).abs() < 1e-12, "{looks:?} {truth}");
    assert!(truth > 1.0 && (looks[1].anytime_p - (-truth).exp()).abs() < 1e-12);
}

/// Truth from mpmath in 30 digits, by the definition.
#[test]
fn four_uneven_blocks_worked_out_elsewhere() {
    let large = 1_000_000_000;
    let blocks = [
        block([31, 100, 44, 120]),
        block([3000, 10_000, 3300, 9000]),
        block([300_000_000, large, 300_030_000, large]),
        block([300_000_000, large, 300_030_000, large]),
    ];
    let looks = e_values(&blocks).unwrap();
    for (look, truth) in looks.iter().zip([0.0, 0.901_163_192_970_477, 0.943_901_474_465_085, 1.758_176_646_223_386]) {
        assert!((look.ln_e - truth).abs() <= 1e-9, "{look:?} {truth}");
    }
}

#[test]
fn evidence_lost_again_is_remembered_in_its_maximum() {
    let looks = e_values(&[block([10, 50, 20, 50]), block([10, 50, 25, 50]), block([25, 50, 10, 50])]).unwrap();
    assert!(looks[2].ln_e < looks[1].ln_e);
    assert_eq!(looks[2].ln_e_max.to_bits(), looks[1].ln_e_max.to_bits());
}

#[test]
fn lonely_people_are_held_over() {
    let apart = e_values(&[block([3, 9, 4, 9]), block([2, 6, 0, 0]), block([1, 3, 5, 9])]).unwrap();
    let joined = e_values(&[block([3, 9, 4, 9]), block([3, 9, 5, 9])]).unwrap();
    assert_eq!((apart[1], apart[2]), (joined[0], joined[1]));
}

#[test]
fn several_arms_share_their_evidence() {
    let count = |accepted, shown| Count { accepted, shown };
    let days = vec![vec![count(10, 50), count(20, 50), count(11, 50)]; 4];
    let found = e_values_of_arms(&days).unwrap();
    assert_eq!(found.pairs.len(), 2);
    for look in 0..4 {
        let mean = 0.5 * (found.pairs[0][look].ln_e.exp() + found.pairs[1][look].ln_e.exp());
        assert!((found.all[look].ln_e.exp() / mean - 1.0).abs() < 1e-12);
    }
    assert!(e_values_of_arms(&[vec![count(1, 2)]]).is_err());
    assert!(e_values_of_arms(&[vec![count(1, 2); 2], vec![count(1, 2); 3]]).is_err());
    assert!(e_values_of_arms(&[]).unwrap().all.is_empty());
}

#[test]
fn a_billion_people_and_rates_at_the_ends() {
    let large = 1_000_000_000;
    for counts in [[0, large, 0, large], [large, large, 0, large], [large, large, large, large], [0, 1, large, large]] {
        let looks = e_values(&[block(counts); 3]).unwrap();
        assert!(looks.iter().all(|look| look.ln_e.is_finite() && (0.0..=1.0).contains(&look.anytime_p)), "{looks:?}");
    }
    assert!(e_values(&[block([2, 1, 0, 1])]).is_err());
    assert!(e_values(&[]).unwrap().is_empty());
}
