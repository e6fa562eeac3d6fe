//! What labelled prompts teach beyond the rules: findings that similar words do not bear out are dropped, and findings
//! that the rules have no phrase for are added.
//!
//! Two linear models judge each family, one by single sentences and one by the whole prompt (support vector machines with
//! squared hinge loss and ridge penalty: Cortes and Vapnik 1995; trained as in Hsieh and others 2008). Their features are
//! words, pairs of words, runs of letters and concepts, hashed into a table of fixed size (Weinberger and others 2009), and
//! the settings. The weighted mean of the two scores is held against two bounds per family, one for a finding of the rules to stay and
//! one for a new finding; they are where a logistic regression on prompts of writers left out of the training (Platt
//! 1999; stacking: Wolpert 1992) becomes sure enough. `tests/learning` does all this and writes `assets/wording.weights`.

pub mod concepts;
pub mod features;
pub mod model;

use super::check::Finding;
use super::checks::choice::louder_label;
use super::checks::consent::{has_its_own_way_out, is_demanded_in_words_alone, rightly_depends};
use super::family::Family;
use super::prompt::Span;
use super::reading::Reading;
use features::sentence_features;
use model::{FAMILIES, Learned, Scores, score};

/// Drops what similar words do not bear out, and adds what they tell; keeps the order of families.
pub fn settle(mut findings: Vec<Finding>, reading: &Reading<'_>) -> Vec<Finding> {
    let Some(learned) = Learned::shipped() else { return findings };
    let scores = score(learned, reading);
    findings.retain(|finding| {
        let family = finding.family;
        is_certain(finding) || stays(learned, &scores, family) || is_seen(family, reading) || is_told(family, reading)
    });
    for (index, family) in FAMILIES.iter().enumerate() {
        let is_new = findings.iter().all(|finding| finding.family != *family);
        if is_new && !is_ruled_out(*family, reading) && scores.of(index) >= learned.bounds[index].new {
            findings.push(Finding { family: *family, spans: telling_words(learned, reading, &scores, index) });
        }
    }
    // Where a way to refuse is told, however hard, there is one.
    if findings.iter().any(|finding| finding.family == Family::RefusalHarder) {
        findings.retain(|finding| finding.family != Family::NoRefusal);
    }
    findings.sort_by_key(|finding| finding.family);
    findings
}

/// Whether a finding rests on the settings, which need no second opinion.
pub fn is_certain(finding: &Finding) -> bool {
    finding.spans.is_empty() && !is_silence(finding.family)
}

/// Whether a family is about what is not said, so that no sentence shows it.
pub fn is_silence(family: Family) -> bool {
    matches!(family, Family::NoWayOut | Family::NoCategory | Family::NoPurpose)
}

/// Whether a finding can be seen without understanding a word: one label is louder than the other.
fn is_seen(family: Family, reading: &Reading<'_>) -> bool {
    family == Family::UnequalLabels && louder_label(reading).is_some()
}

/// Whether the words alone bear a finding out that was learned from settings, which here say nothing.
fn is_told(family: Family, reading: &Reading<'_>) -> bool {
    family == Family::Conditional && is_demanded_in_words_alone(reading)
}

/// Whether a family is ruled out, whatever the words: by the settings, or as silence cannot be told from what is said in
/// another language.
fn is_ruled_out(family: Family, reading: &Reading<'_>) -> bool {
    match family {
        _ if is_silence(family) && reading.foreign_language().is_some() => true,
        Family::NoWayOut => has_its_own_way_out(reading),
        Family::Conditional => rightly_depends(reading.prompt),
        _ => false,
    }
}

fn stays(learned: &Learned, scores: &Scores, family: Family) -> bool {
    let index = FAMILIES.iter().position(|known| *known == family);
    index.is_none_or(|index| scores.of(index) >= learned.bounds[index].stay)
}

/// From the first to the last of the words that speak most for a family, in the sentence that speaks most for it; none if it
/// is about silence.
fn telling_words(learned: &Learned, reading: &Reading<'_>, scores: &Scores, index: usize) -> Vec<Span> {
    if is_silence(FAMILIES[index]) {
        return Vec::new();
    }
    let sentence = scores.sentence(index);
    let mut weights = vec![0.0_f32; sentence.len()];
    for feature in sentence_features(reading, &scores.marks, sentence.clone()) {
        let weight = learned.sentence[feature.bucket][index] * feature.value / feature.words.len().max(1) as f32;
        weights[feature.words].iter_mut().for_each(|sum| *sum += weight);
    }
    let most = weights.iter().copied().fold(0.0, f32::max);
    let tells = |weight: &f32| *weight > 0.0 && *weight * 2.0 >= most;
    let first = weights.iter().position(tells).unwrap_or(0);
    let last = weights.iter().rposition(tells).unwrap_or(weights.len().saturating_sub(1));
    // A run of words is read more easily than scattered ones.
    let run = sentence.start + first..sentence.start + last + 1;
    if sentence.is_empty() { Vec::new() } else { reading.spans(&[run]) }
}
