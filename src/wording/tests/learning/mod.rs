//! How `assets/wording.weights` is learned from the labelled prompts, and what is to be expected of it.
//!
//! `HANDSHAKE_LEARN=1 cargo test --release weights_are_what_training_gives -- --ignored` learns anew and keeps the result;
//! without the variable it is only compared. Learn anew whenever prompts, labels, sentences or rules have changed.
//!
//! What the rules say of a new writer's prompts before anybody has looked at them goes into `prompts/first_sight.toml`:
//! `HANDSHAKE_SIGHT=SET=WRITER cargo test first_sights -- --ignored --nocapture` prints it for a set of `prompts.toml`.

// Weights are kept coarsely.
#![allow(clippy::cast_possible_truncation)]

mod bounds;
mod examples;
mod machine;

use super::labelled::{UNSEEN, prompts, read};
use crate::wording::check::{Finding, check, check_by_rules};
use crate::wording::family::{Family, Severity};
use crate::wording::language::Language;
use crate::wording::learned::features::BUCKETS;
use crate::wording::learned::model::{Bounds, FAMILIES, HASH, HEAD, Learned, Row};
use crate::wording::learned::{is_certain, is_silence};
use crate::wording::prompt::{Prompt, Span};
use crate::wording::reading::Reading;
use bounds::{Doubt, bounds};
use examples::{Example, Examples, examples};
use machine::{Sparse, fit};
use std::collections::BTreeSet;
use std::path::Path;

/// Learns the weights of all families from some prompts; the bounds are left open.
fn learn<'a>(prompts: impl Iterator<Item = &'a Example> + Clone, examples: &Examples) -> Learned {
    let mut learned = Learned {
        bounds: [Bounds { stay: f32::NEG_INFINITY, new: f32::INFINITY }; FAMILIES.len()],
        sentence: vec![[0.0; FAMILIES.len()]; BUCKETS],
        whole: vec![[0.0; FAMILIES.len()]; BUCKETS],
    };
    let put = |rows: &mut [Row], family: usize, weights: Vec<f64>| {
        rows.iter_mut().zip(weights).for_each(|(row, weight)| row[family] = weight as f32);
    };
    for (index, family) in FAMILIES.into_iter().enumerate() {
        let of_prompts = prompts.clone().map(|prompt| (&prompt.whole, prompt.labels.contains(&family)));
        let of_family = examples.silences.iter().filter(|(_, silent, _)| *silent == family);
        let short = of_family.map(|(whole, _, is_silent)| (whole, *is_silent));
        // A single sentence is a prompt too, but shows nothing of what others would miss.
        let single = examples.sentences.iter().filter(|_| !is_silence(family));
        let single = single.map(|(sentence, families)| (sentence, families.contains(&family)));
        let wholes: Vec<(&Sparse, bool)> = of_prompts.chain(short).chain(single).collect();
        put(&mut learned.whole, index, fit(&wholes));
        put(&mut learned.sentence, index, learn_sentences(family, prompts.clone(), &examples.sentences));
    }
    learned
}

/// Learns which sentences speak for a family, although labels speak of whole prompts: a sentence that the rules point at
/// does; where they point at none, the one that speaks most for it after a first fit to the others.
fn learn_sentences<'a>(
    family: Family,
    prompts: impl Iterator<Item = &'a Example> + Clone,
    sentences: &[(Sparse, BTreeSet<Family>)],
) -> Vec<f64> {
    let silence = is_silence(family);
    // What is innocent may well say which data or what for; a vague phrase does not.
    let tells = |families: &BTreeSet<Family>| families.contains(&family);
    let plain =
        |families: &BTreeSet<Family>| !silence || family == Family::NoWayOut || families.contains(&Family::Vague);
    let known = sentences.iter().filter(|(_, families)| tells(families) || plain(families));
    let mut rows: Vec<(&Sparse, bool)> = known.map(|(sentence, families)| (sentence, tells(families))).collect();
    let mut doubtful = Vec::new();
    for prompt in prompts {
        let pointed_at = if silence { BTreeSet::new() } else { prompt.pointed_at(family) };
        let shown = prompt.labels.contains(&family) != silence;
        if shown && pointed_at.is_empty() {
            doubtful.push(prompt);
            continue;
        }
        let speaks = |at: usize| shown && pointed_at.contains(&at);
        rows.extend(prompt.sentences.iter().enumerate().map(|(at, sentence)| (sentence, speaks(at))));
    }
    let first = fit(&rows);
    let most = |prompt: &&'a Example| {
        let score = |sentence: &&Sparse| machine::score(&first, sentence);
        prompt.sentences.iter().max_by(|left, right| score(left).total_cmp(&score(right)))
    };
    rows.extend(doubtful.iter().filter_map(most).map(|sentence| (sentence, true)));
    fit(&rows)
}

/// What each family scores on prompts by writers from whom nothing was learned, with what the rules said at first sight.
fn doubts(examples: &Examples) -> Vec<Doubt> {
    let writers: BTreeSet<&str> =
        examples.prompts.iter().filter_map(|prompt| Some(prompt.sight.as_ref()?.writer.as_str())).collect();
    // Writers are independent of each other, and each takes seconds.
    std::thread::scope(|scope| {
        let doubts = writers.into_iter().map(|writer| scope.spawn(move || doubts_of(writer, examples)));
        doubts.collect::<Vec<_>>().into_iter().flat_map(|doubts| doubts.join().unwrap()).collect()
    })
}

fn doubts_of(writer: &str, examples: &Examples) -> Vec<Doubt> {
    let is_theirs = |prompt: &&Example| prompt.sight.as_ref().is_some_and(|sight| sight.writer == writer);
    let learned = learn(examples.prompts.iter().filter(|prompt| !is_theirs(prompt)), examples);
    let mut doubts = Vec::new();
    for prompt in examples.prompts.iter().filter(is_theirs) {
        let sight = prompt.sight.as_ref().unwrap();
        let scores = prompt.scores(&learned);
        doubts.extend(FAMILIES.iter().enumerate().map(|(index, family)| Doubt {
            writer: writer.to_owned(),
            family: index,
            raised: sight.findings.contains(family),
            certain: sight.certain.contains(family),
            score: scores[index],
            labelled: prompt.labels.contains(family),
        }));
    }
    doubts
}

/// Turns weights for values that were multiplied by their rarity into weights for the values themselves.
fn weigh(rows: &mut [Row], rarity: &[f64]) {
    for (row, rarity) in rows.iter_mut().zip(rarity) {
        row.iter_mut().for_each(|weight| *weight *= *rarity as f32);
    }
}

/// The weights in the form in which the program carries them.
fn written(learned: &Learned, source: [u8; HASH]) -> Vec<u8> {
    let most = |rows: &[Row]| -> Row {
        std::array::from_fn(|family| rows.iter().map(|row| row[family].abs()).fold(1e-6, f32::max) / 127.0)
    };
    let (sentence, whole) = (most(&learned.sentence), most(&learned.whole));
    let mut bytes = source.to_vec();
    for family in 0..FAMILIES.len() {
        let Bounds { stay, new } = learned.bounds[family];
        [stay, new, sentence[family], whole[family]].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    }
    assert_eq!(bytes.len(), HEAD);
    for (rows, steps) in [(&learned.sentence, sentence), (&learned.whole, whole)] {
        let step = |row: &Row, family: usize| (row[family] / steps[family]).round() as i8;
        bytes.extend(rows.iter().flat_map(|row| (0..FAMILIES.len()).map(|family| step(row, family).cast_unsigned())));
    }
    bytes
}

fn kept() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/wording.weights")
}

#[test]
#[ignore = "prints what is to be kept of a new set"]
fn first_sights() {
    let sets = std::env::var("HANDSHAKE_SIGHT").unwrap_or_default();
    // As the file is now, not as it was when this was built.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wording/tests/prompts/prompts.toml");
    let prompts = read(&std::fs::read_to_string(path).unwrap());
    for (set, writer) in sets.split(',').filter_map(|named| named.split_once('=')) {
        for written in prompts.iter().filter(|written| written.set == set) {
            let (wording, terms) = (written.wording(), written.terms());
            let prompt = Prompt { wording: &wording, terms: &terms };
            let findings = check_by_rules(prompt, Reading::new(prompt, Language::of_prompt(prompt)).as_ref());
            let certain = findings.iter().filter(|finding| is_certain(finding)).map(|finding| finding.family.key());
            let (certain, all): (Vec<_>, Vec<_>) =
                (certain.collect(), findings.iter().map(|it| it.family.key()).collect());
            println!(
                "[[sight]]\nid = {:?}\nwriter = {writer:?}\nfindings = {all:?}\ncertain = {certain:?}\n",
                written.id
            );
        }
    }
}

#[test]
fn the_weights_were_learned_from_these_prompts() {
    let kept = std::fs::read(kept()).unwrap();
    assert_eq!(kept[..HASH], examples::source(), "learn anew, as the head of this file says");
    assert!(Learned::read(&kept).is_some() && Learned::read(&kept[1..]).is_none());
}

#[test]
fn what_is_added_points_at_words() {
    let mut added = 0;
    for written in prompts().iter().filter(|written| !UNSEEN.contains(&written.set.as_str())) {
        let (wording, terms) = (written.wording(), written.terms());
        let prompt = Prompt { wording: &wording, terms: &terms };
        let reading = Reading::new(prompt, Language::of_prompt(prompt));
        let by_rules: Vec<Family> =
            check_by_rules(prompt, reading.as_ref()).iter().map(|finding| finding.family).collect();
        let is_new = |finding: &Finding| !by_rules.contains(&finding.family) && !is_silence(finding.family);
        for finding in check(prompt).into_iter().filter(is_new) {
            let says = |span: &Span| prompt.text(span.part)[span.range.clone()].contains(char::is_alphanumeric);
            assert!(!finding.spans.is_empty() && finding.spans.iter().all(says), "{}: {finding:?}", written.id);
            added += 1;
        }
    }
    assert!(added > 0);
}

#[test]
#[ignore = "takes a minute"]
fn weights_are_what_training_gives() {
    let examples = examples();
    let doubts = doubts(&examples);
    bounds::expect(&doubts);
    let mut learned = learn(examples.prompts.iter(), &examples);
    weigh(&mut learned.sentence, &examples.rarity.sentence);
    weigh(&mut learned.whole, &examples.rarity.whole);
    learned.bounds = bounds(&doubts);
    let bytes = written(&learned, examples::source());
    if std::env::var_os("HANDSHAKE_LEARN").is_some() {
        std::fs::write(kept(), &bytes).unwrap();
    }
    assert!(
        std::fs::read(kept()).unwrap() == bytes,
        "the prompts, labels, sentences or rules have changed: learn anew"
    );
}
