//! How long the wording lab takes: 200 experiments of 5 wordings with about 30 traits that vary, and a file of past tests.
//!
//! `cargo bench --bench lab`; with a file of tests as its argument (test, headline, shown, accepted), also how long those take.

use handshake::domain::{PastTest, PastWording, Variant, Wording};
use handshake::logs::{CountedMapping, Preview, read_counted};
use handshake::stats::Count;
use handshake::workbench::lab::{LabInputs, LabModel, TriedExperiment, TriedWording, learn};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    let inputs = LabInputs { experiments: experiments(200, 5), ..LabInputs::default() };
    timed("200 experiments of 5 wordings", &inputs);
    let Some(path) = std::env::args().skip(1).find(|argument| argument != "--bench") else { return };
    let inputs = LabInputs { past: Arc::new(past(Path::new(&path))), ..LabInputs::default() };
    timed(&path, &inputs);
}

fn timed(what: &str, inputs: &LabInputs) {
    for _ in 0..3 {
        let begin = Instant::now();
        let Ok(model) = learn(inputs) else { return println!("{what}: nothing was learnt") };
        println!("{what}: {:.2} s; {}", begin.elapsed().as_secs_f64(), said(&model));
    }
}

fn said(model: &LabModel) -> String {
    let best = model.traits.first().map_or("", |known| &known.figures.sentence);
    format!("{} traits in {} tests. {best}", model.traits.len(), model.tests.len())
}

/// Sentences of which some stand in a wording and some do not, so that most traits of the program vary.
const SENTENCES: &[&str] = &[
    "You can stop it at any time.",
    "We never sell your address!",
    "Thousands of customers read it already.",
    "Would you like to hear from us?",
    "Get 10 % off your next order.",
    "Do not miss the best dates of the year.",
    "Please help us to improve our service.",
    "It is free: one email a month…",
    "Your data are encrypted and deleted after a year.",
    "“A joy to read”, says Anna.",
    "WE WRITE about rides near you.",
    "Nobody else receives what you tell us.",
];

fn experiments(number: i64, wordings: i64) -> Vec<TriedExperiment> {
    let mut chance = ChaCha8Rng::seed_from_u64(6);
    let one = |id: i64| TriedExperiment {
        id,
        name: format!("Experiment {id}"),
        jurisdiction: String::new(),
        wordings: (0..wordings).map(|place| wording(id * wordings + place, &mut chance)).collect(),
        segments: std::collections::BTreeMap::new(),
    };
    (1..=number).map(one).collect()
}

fn wording(id: i64, chance: &mut ChaCha8Rng) -> TriedWording {
    let chosen: Vec<&str> = SENTENCES.iter().filter(|_| chance.random_bool(0.3)).copied().collect();
    let accepted = 300 + chance.random_range(0..100) + if chosen.contains(&SENTENCES[0]) { 40 } else { 0 };
    let mut variant = Variant { id, ..Variant::named(format!("Wording {id}")) };
    variant.wording = Wording {
        headline: "May we write to you?".into(),
        body: chosen.join(" "),
        accept_label: "Yes".into(),
        decline_label: "No".into(),
        ..Wording::default()
    };
    TriedWording { variant, count: Count { accepted, shown: 2_000 }, kept: None }
}

fn past(path: &Path) -> Vec<PastTest> {
    let Ok(preview) = Preview::of(path, None) else { return Vec::new() };
    let tests = read_counted(path, &preview, &CountedMapping::guess(&preview)).unwrap_or_default();
    let wording =
        |one: handshake::logs::CountedVariant| PastWording { text: one.name, shown: one.shown, accepted: one.accepted };
    tests
        .into_iter()
        .map(|test| PastTest { name: test.name, wordings: test.variants.into_iter().map(wording).collect() })
        .collect()
}
