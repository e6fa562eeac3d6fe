//! Experiments as the model reads them: within-experiment differences of traits, and nothing that carries no information.

use super::{LabExperiment, LabTrait};
use crate::stats::Count;

/// One experiment with at least two variants and both answers.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    /// Place of its audience among all audiences.
    pub audience: usize,
    pub counts: Vec<Count>,
    /// Places of the traits that differ between its variants, ascending.
    pub active: Vec<usize>,
    /// By variant: the active traits less their mean over the variants, in units of the trait's scale.
    pub rows: Vec<Vec<f64>>,
}

impl Prepared {
    /// Everybody who saw one of its variants.
    pub fn people(&self) -> u64 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(count.shown))
    }
}

/// What the model needs of one trait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// The change that one unit of the model stands for: 1 for yes or no, two standard deviations within experiments for a number
    /// (Gelman 2008), so that one prior fits both.
    pub unit: f64,
    /// The change that figures are reported for.
    pub step: f64,
}

/// Everything the model reads.
#[derive(Debug, Clone)]
pub(super) struct Design {
    pub scales: Vec<Scale>,
    pub experiments: Vec<Prepared>,
    pub audiences: Vec<String>,
    /// Median over experiments of the share that accepted.
    pub typical_rate: f64,
}

impl Design {
    pub fn new(traits: &[LabTrait], experiments: &[LabExperiment]) -> Self {
        let scales: Vec<Scale> =
            traits.iter().enumerate().map(|(place, one)| scale(place, one.step, experiments)).collect();
        let mut audiences: Vec<String> = Vec::new();
        let mut prepared = Vec::new();
        let mut rates = Vec::new();
        for experiment in experiments {
            let name = experiment.audience.clone().unwrap_or_default();
            let audience = audiences.iter().position(|known| *known == name);
            let Some(one) = prepare(experiment, audience.unwrap_or(audiences.len()), &scales) else { continue };
            if audience.is_none() {
                audiences.push(name);
            }
            let total = one.counts.iter().fold(Count::default(), |sum, count| sum.plus(*count));
            rates.push(total.accepted as f64 / total.shown as f64);
            prepared.push(one);
        }
        Self { scales, experiments: prepared, audiences, typical_rate: median(rates).unwrap_or(0.5) }
    }
}

/// The experiment without variants that nobody saw; `None` if it says nothing of differences between variants.
fn prepare(experiment: &LabExperiment, audience: usize, scales: &[Scale]) -> Option<Prepared> {
    let seen: Vec<_> = experiment.variants.iter().filter(|variant| variant.count.shown > 0).collect();
    let counts: Vec<Count> = seen.iter().map(|variant| variant.count).collect();
    let accepted = counts.iter().any(|count| count.accepted > 0);
    let declined = counts.iter().any(|count| count.declined() > 0);
    if counts.len() < 2 || !accepted || !declined {
        return None;
    }
    let columns: Vec<(usize, Vec<f64>)> = scales
        .iter()
        .enumerate()
        .map(|(place, scale)| (place, centred(seen.iter().map(|variant| variant.traits[place] / scale.unit))))
        .filter(|(_, column)| column.iter().any(|value| value.abs() > SAME))
        .collect();
    let rows = (0..counts.len()).map(|variant| columns.iter().map(|(_, column)| column[variant]).collect()).collect();
    Some(Prepared { audience, counts, active: columns.into_iter().map(|(place, _)| place).collect(), rows })
}

/// Differences within an experiment below this are rounding.
const SAME: f64 = 1e-9;

fn centred(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut column: Vec<f64> = values.collect();
    let mean = column.iter().sum::<f64>() / column.len().max(1) as f64;
    column.iter_mut().for_each(|value| *value -= mean);
    column
}

fn scale(place: usize, step: Option<f64>, experiments: &[LabExperiment]) -> Scale {
    let values = || experiments.iter().flat_map(|one| &one.variants).map(|variant| variant.traits[place]);
    if values().all(|value| value.total_cmp(&0.0).is_eq() || value.total_cmp(&1.0).is_eq()) {
        return Scale { unit: 1.0, step: step.unwrap_or(1.0) };
    }
    let (mut squares, mut free) = (0.0, 0.0);
    for experiment in experiments {
        let column = centred(experiment.variants.iter().map(|variant| variant.traits[place]));
        let sum: f64 = column.iter().map(|value| value * value).sum();
        if sum > 0.0 {
            squares += sum;
            free += column.len() as f64 - 1.0;
        }
    }
    let unit = if squares > 0.0 { 2.0 * (squares / free).sqrt() } else { 1.0 };
    Scale { unit, step: step.unwrap_or(unit) }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.get(values.len().checked_sub(1)? / 2)?, values.get(values.len() / 2)?);
    Some(0.5 * (low + high))
}
