//! What so many people are expected to give: a chance to find out, a width, a loss.
//!
//! Sums over counts are exact up to [`MOST_COUNTS`] counts per arm (for a width or a loss [`MOST_PAIRED`], since every pair of counts is
//! looked at). Beyond, observed rates are taken as continuous ([`Continuous`]).

use super::continuous::Continuous;
use super::predictive::{Counts, Node, nodes};
use super::{Goal, Needs, PlanQuestion, Rule, Winner, staircase};
use statrs::function::erf::erf_inv;

/// Counts per arm up to which an assurance is summed exactly.
pub(super) const MOST_COUNTS: usize = 100_000;
/// Counts per arm up to which every pair of counts is looked at. A width itself comes from four cumulants at any size: within 0.2% from 9
/// people on.
pub(super) const MOST_PAIRED: usize = 200;

/// The figure that the goal is about, for so many people per arm.
pub(super) fn value(question: &PlanQuestion, people: u64) -> f64 {
    match question.goal {
        Goal::Assurance { rule, .. } => assurance(question, &rule, people, MOST_COUNTS),
        Goal::Width { level, .. } => width(question, level, people, MOST_PAIRED),
        Goal::ExpectedLoss { .. } => expected_loss(question, people, MOST_PAIRED),
    }
}

/// The counts of both arms, where no more than `most` matter in either.
fn counts(question: &PlanQuestion, people: u64, most: usize) -> Option<(Counts, Counts)> {
    Counts::new(&question.baseline, people, most).zip(Counts::new(&question.arm, people, most))
}

pub(super) fn assurance(question: &PlanQuestion, rule: &Rule, people: u64, most: usize) -> f64 {
    match counts(question, people, most) {
        Some((baseline, arm)) => staircase::assurance(&baseline, &arm, &question.analysis, people, rule),
        None => Continuous::new(question, people).assurance(rule),
    }
}

pub(super) fn expected_loss(question: &PlanQuestion, people: u64, most: usize) -> f64 {
    match counts(question, people, most) {
        Some((baseline, arm)) => staircase::expected_loss(&baseline, &arm, &question.analysis, people),
        None => Continuous::new(question, people).expected_loss(),
    }
}

pub(super) fn width(question: &PlanQuestion, level: f64, people: u64, most: usize) -> f64 {
    let z = std::f64::consts::SQRT_2 * erf_inv(level);
    let continuous = Continuous::new(question, people);
    let (baselines, arms) = counts(question, people, most).map_or_else(
        || (nodes(&continuous.baseline, &continuous.baseline), nodes(&continuous.arm, &continuous.arm)),
        |(baseline, arm)| (as_nodes(&baseline, people), as_nodes(&arm, people)),
    );
    continuous.width(&baselines, &arms, z)
}

/// Counts as observed rates.
fn as_nodes(counts: &Counts, people: u64) -> Vec<Node> {
    let rate = |place: usize| (counts.first + place as u64) as f64 / people as f64;
    counts.chances.iter().enumerate().map(|(place, &weight)| Node { rate: rate(place), weight }).collect()
}

/// The chance that no number of people exceeds: with the rates known, the rule holds or it does not.
pub(super) fn ceiling(question: &PlanQuestion, rule: &Rule) -> f64 {
    if rule.winner == Winner::Any {
        return 1.0;
    }
    // Whoever asks for a chance needs a better arm; whoever asks only for a small loss may lose a little.
    let allowed = match (rule.needs, rule.chance, rule.caring) {
        (_, None, Some(caring)) | (Needs::Either, Some(_), Some(caring)) => caring.min(1.0),
        _ => 0.0,
    };
    let baselines = nodes(&question.baseline, &question.arm);
    baselines.iter().map(|node| node.weight * question.arm.sf((1.0 - allowed) * node.rate)).sum::<f64>().min(1.0)
}
