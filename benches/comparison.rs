//! How long a comparison takes, from two arms of a thousand people to eight of a billion.

use divan::{Bencher, black_box};
use handshake::stats::{Arm, Beta, compare};

fn main() {
    divan::main();
}

/// Arms of `shown` people each, with rates a little apart.
fn arms(count: u32, shown: u64, prior: Beta) -> Vec<Arm> {
    let arm = |index: u32| {
        let rate = 0.4 + 0.03 * f64::from(index * 7 % 11) / 11.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let accepted = (rate * shown as f64) as u64;
        Arm { name: index.to_string(), accepted, shown, prior }
    };
    (0..count).map(arm).collect()
}

fn measure(bencher: Bencher, arms: &[Arm]) {
    bencher.bench(|| compare(black_box(arms), 0.95));
}

#[divan::bench(args = [2, 8, 20])]
fn a_thousand_people(bencher: Bencher, count: u32) {
    measure(bencher, &arms(count, 1_000, Beta::UNIFORM));
}

#[divan::bench(args = [2, 8])]
fn a_billion_people(bencher: Bencher, count: u32) {
    measure(bencher, &arms(count, 1_000_000_000, Beta::UNIFORM));
}

#[divan::bench]
fn zero_successes(bencher: Bencher) {
    let mut arms = arms(2, 1_000, Beta::JEFFREYS);
    arms[0].accepted = 0;
    arms[1].accepted = 3;
    measure(bencher, &arms);
}

#[divan::bench]
fn tiny_shapes_without_data(bencher: Bencher) {
    measure(bencher, &arms(2, 0, Beta { alpha: 1e-3, beta: 1e-3 }));
}
