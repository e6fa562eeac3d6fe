//! From which score on a finding is kept or added: where a ridge logistic regression becomes sure enough.

use super::{Bounds, FAMILIES, Family, Severity};
use std::collections::BTreeSet;

/// One family on one prompt by a writer from whom nothing was learned.
pub struct Doubt {
    pub writer: String,
    /// Its place in [`FAMILIES`].
    pub family: usize,
    /// Whether the rules raised it.
    pub raised: bool,
    /// Whether they did because of the settings.
    pub certain: bool,
    pub score: f64,
    pub labelled: bool,
}

/// How sure a finding must be, by whether the rules raised it: a serious one that is wrong does more harm than a weakness,
/// most of all where no rule bears it out.
fn sure(family: Family, raised: bool) -> f64 {
    match (family.severity(), raised) {
        (Severity::Serious, true) => 0.5,
        (Severity::Serious, false) => 0.7,
        (Severity::Weakness, true) => 0.4,
        (Severity::Weakness, false) => 0.45,
    }
}

/// How much the families' own coefficients are held back: constants and slopes.
const RIDGE: [f64; 2] = [1.0, 0.25];

/// How often all coefficients are gone through.
const ROUNDS: usize = 200;

/// The log-odds that a finding is right, as constant and slope over the score.
type Line = [f64; 2];

/// The bounds of all families.
pub fn bounds(doubts: &[Doubt]) -> [Bounds; FAMILIES.len()] {
    let all: Vec<&Doubt> = doubts.iter().collect();
    let [not_raised, raised] = [false, true].map(|raised| lines(&all, raised));
    std::array::from_fn(|family| {
        let bound = |[constant, slope]: Line, raised: bool| {
            let sure = sure(FAMILIES[family], raised);
            ((sure / (1.0 - sure)).ln() - constant) / slope.max(1e-3)
        };
        Bounds { stay: bound(raised[family], true) as f32, new: bound(not_raised[family], false) as f32 }
    })
}

/// One line per family for what the rules raised or did not raise: a common line and a family's own deviation from it.
fn lines(doubts: &[&Doubt], raised: bool) -> Vec<Line> {
    let doubts: Vec<&&Doubt> = doubts.iter().filter(|doubt| doubt.raised == raised).collect();
    let mut common = [0.0; 2];
    let mut own = vec![[0.0; 2]; FAMILIES.len()];
    let members: Vec<Vec<&&Doubt>> =
        (0..FAMILIES.len()).map(|family| doubts.iter().filter(|it| it.family == family).copied().collect()).collect();
    for _ in 0..ROUNDS {
        for power in 0..2 {
            common[power] += newton(&doubts, &common, &own, power, 0.0, 0.0);
            for family in 0..FAMILIES.len() {
                let (ridge, at) = (RIDGE[power], own[family][power]);
                own[family][power] += newton(&members[family], &common, &own, power, ridge, at);
            }
        }
    }
    own.iter().map(|line| [common[0] + line[0], common[1] + line[1]]).collect()
}

/// The step of one coefficient towards the best, the others held: of the constant (power 0) or the slope (power 1).
fn newton(doubts: &[&&Doubt], common: &Line, own: &[Line], power: usize, ridge: f64, at: f64) -> f64 {
    let (mut gradient, mut curvature) = (-ridge * at, ridge + 1e-6);
    for doubt in doubts {
        let own = own[doubt.family];
        let odds = common[0] + own[0] + (common[1] + own[1]) * doubt.score;
        let chance = 1.0 / (1.0 + (-odds).exp());
        let value = if power == 0 { 1.0 } else { doubt.score };
        gradient += (f64::from(u8::from(doubt.labelled)) - chance) * value;
        curvature += chance * (1.0 - chance) * value * value;
    }
    (gradient / curvature).clamp(-1.0, 1.0)
}

/// Tells what is to be expected of prompts by others: each writer's prompts are judged with bounds from those of the rest.
pub fn expect(doubts: &[Doubt]) {
    let writers: BTreeSet<&str> = doubts.iter().map(|doubt| doubt.writer.as_str()).collect();
    let (mut rules, mut settled) = ([0; 3], [0; 3]);
    let count = |counts: &mut [i32; 3], raised: bool, labelled: bool| match (raised, labelled) {
        (true, true) => counts[0] += 1,
        (false, true) => counts[1] += 1,
        (true, false) => counts[2] += 1,
        (false, false) => {}
    };
    for writer in writers {
        let (theirs, others): (Vec<&Doubt>, Vec<&Doubt>) = doubts.iter().partition(|doubt| doubt.writer == writer);
        let [not_raised, raised] = [false, true].map(|raised| lines(&others, raised));
        for doubt in theirs {
            let [constant, slope] = if doubt.raised { raised[doubt.family] } else { not_raised[doubt.family] };
            let chance = 1.0 / (1.0 + (-constant - slope * doubt.score).exp());
            count(&mut rules, doubt.raised, doubt.labelled);
            count(&mut settled, doubt.certain || chance >= sure(FAMILIES[doubt.family], doubt.raised), doubt.labelled);
        }
    }
    for (name, [found, missed, wrong]) in [("rules", rules), ("settled", settled)] {
        let share = |part: i32, rest: i32| f64::from(part) / f64::from(part + rest);
        println!("{name}: {:.3} found, {:.3} wrong", share(found, missed), share(wrong, found));
    }
}
