//! `handshake lab`

use super::terminal::{open, say, say_json};
use crate::picture::format;
use crate::stats::lab::{AudienceEffect, Course, TraitClass};
use crate::workbench::Problem;
use crate::workbench::lab::{FactorKind, LEVEL, LabModel, LearntTrait};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Learn from all experiments which words and traits make more or fewer people say yes.
#[derive(Debug, clap::Args)]
pub(super) struct Lab {
    /// The workspace.
    workspace: PathBuf,
    /// Print all figures at full precision as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Printed<'a> {
    sentence: &'a str,
    interval: f64,
    typical_rate: f64,
    experiments: usize,
    past_tests: usize,
    people: u64,
    soothes: Vec<PrintedTrait<'a>>,
    alarms: Vec<PrintedTrait<'a>>,
    cannot_tell: Vec<PrintedTrait<'a>>,
    never_tried: &'a [String],
    never_apart: &'a [String],
    next_tests: Vec<PrintedNext<'a>>,
    left_out: &'a [String],
}

#[derive(Serialize)]
struct PrintedTrait<'a> {
    name: &'a str,
    label: &'a str,
    kind: FactorKind,
    /// The change that figures are told for.
    step: f64,
    points: f64,
    points_interval: [f64; 2],
    log_odds: f64,
    log_odds_interval: [f64; 2],
    probability_helps: f64,
    probability_helps_next: f64,
    /// Between experiments, a standard deviation in log-odds.
    spread: f64,
    experiments: usize,
    people: u64,
    sentence: &'a str,
    later: Option<PrintedLater>,
    by_audience: BTreeMap<&'a str, Vec<&'a AudienceEffect>>,
    never_apart: &'a [String],
    duty: &'a str,
}

#[derive(Serialize)]
struct PrintedLater {
    course: Course,
    probability_keeping: f64,
    kept_points: f64,
    kept_points_interval: [f64; 2],
    probability_more_kept: f64,
}

#[derive(Serialize)]
struct PrintedNext<'a> {
    name: &'a str,
    label: &'a str,
    points_of_knowing: f64,
    points_of_test: f64,
    probability_changes_mind: f64,
    tests_for_half: Option<u32>,
    sentence: &'a str,
}

/// Shares as percentage points.
fn points(shares: [f64; 2]) -> [f64; 2] {
    shares.map(|share| 100.0 * share)
}

impl Lab {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let model = open(&self.workspace)?.learn()?;
        if self.json {
            return say_json(&printed(&model));
        }
        tell(&model);
        Ok(())
    }
}

fn printed(model: &LabModel) -> Printed<'_> {
    let of = |class| {
        let known = model.traits.iter().filter(move |known| known.figures.class == class);
        known.map(|known| printed_trait(model, known)).collect()
    };
    let next = model.next.iter().map(|test| PrintedNext {
        name: model.factors.get(test.place).map_or("", |factor| &factor.key),
        label: &test.name,
        points_of_knowing: 100.0 * test.value_of_knowing,
        points_of_test: 100.0 * test.value_of_test,
        probability_changes_mind: test.probability_changes_mind,
        tests_for_half: test.tests_for_half,
        sentence: &test.sentence,
    });
    Printed {
        sentence: &model.sentence,
        interval: LEVEL,
        typical_rate: model.typical_rate,
        experiments: model.experiments,
        past_tests: model.past_tests,
        people: model.people,
        soothes: of(TraitClass::Soothes),
        alarms: of(TraitClass::Alarms),
        cannot_tell: of(TraitClass::CannotTell),
        never_tried: &model.never_tried,
        never_apart: &model.confounded,
        next_tests: next.collect(),
        left_out: &model.left_out,
    }
}

fn printed_trait<'a>(model: &'a LabModel, known: &'a LearntTrait) -> PrintedTrait<'a> {
    let figures = &known.figures;
    let later = known.later.as_ref().map(|later| PrintedLater {
        course: later.course,
        probability_keeping: later.probability_keeping,
        kept_points: 100.0 * later.kept_points.mean,
        kept_points_interval: points(later.kept_points.equal_tailed),
        probability_more_kept: later.probability_helps,
    });
    let audiences = model.audiences.iter().zip(&known.by_audience).filter(|(_, effects)| !effects.is_empty());
    PrintedTrait {
        name: &known.factor.key,
        label: &known.factor.label,
        kind: known.factor.kind,
        step: figures.step,
        points: 100.0 * figures.points.mean,
        points_interval: points(figures.points.equal_tailed),
        log_odds: figures.effect.mean,
        log_odds_interval: figures.effect.equal_tailed,
        probability_helps: figures.probability_helps,
        probability_helps_next: figures.probability_helps_next,
        spread: figures.spread.mean,
        experiments: figures.experiments,
        people: figures.people,
        sentence: &figures.sentence,
        later,
        by_audience: audiences.map(|(name, effects)| (name.as_str(), effects.iter().collect())).collect(),
        never_apart: &known.confounded,
        duty: known.duty,
    }
}

/// The lab for people.
fn tell(model: &LabModel) {
    say(&model.sentence);
    if !model.detail.is_empty() {
        say(&model.detail);
    }
    for (title, class) in [
        ("Soothes", TraitClass::Soothes),
        ("Alarms", TraitClass::Alarms),
        ("Cannot be told yet", TraitClass::CannotTell),
    ] {
        let mut known = model.traits.iter().filter(|known| known.figures.class == class).peekable();
        if known.peek().is_some() {
            say(&format!("\n{title}"));
        }
        known.for_each(tell_trait);
    }
    if !model.confounded.is_empty() {
        say("\nNever or hardly ever seen apart");
        model.confounded.iter().for_each(|sentence| say(&format!("  {sentence}")));
    }
    if let Some(next) = model.next.first() {
        say(&format!("\nWhat to test next\n  {}", next.sentence));
    }
    model.left_out.iter().for_each(|sentence| say(sentence));
}

fn tell_trait(known: &LearntTrait) {
    let figures = &known.figures;
    let [low, high] = figures.points.equal_tailed;
    let decimals = format::points_decimals(figures.points.equal_tailed);
    say(&format!(
        "  {}: {} ({} to {}), helps with a chance of {}; {}, {} people",
        known.factor.label,
        format::points(figures.points.mean, decimals),
        format::signed(100.0 * low, decimals),
        format::signed(100.0 * high, decimals),
        format::probability(figures.probability_helps),
        tests(figures.experiments),
        format::count(figures.people),
    ));
    for more in [known.duty, later_worth_saying(known)] {
        if !more.is_empty() {
            say(&format!("    {more}"));
        }
    }
}

fn tests(number: usize) -> String {
    if number == 1 { "1 test".into() } else { format!("{} tests", format::count(number as u64)) }
}

/// What becomes of it later, where that is known.
fn later_worth_saying(known: &LearntTrait) -> &str {
    let course = known.later.as_ref().map(|later| later.course);
    if course.is_none_or(|course| course == Course::CannotTell) { "" } else { &known.later_sentence }
}
