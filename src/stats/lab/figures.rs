//! Each trait in figures.

use super::design::Prepared;
use super::mixture::{Mixture, Part};
use super::spreads::Level;
use super::{Lab, sentence, width};
use crate::stats::error::StatsError;
use crate::stats::posterior::check_level;
use crate::stats::segments::Estimate;
use crate::stats::verdict::ENOUGH_CHANCE;
use serde::Serialize;

/// What a trait does to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TraitClass {
    /// More people accept: the chance of helping is at least [`ENOUGH_CHANCE`].
    Soothes,
    /// Fewer people accept: the chance of harming is at least [`ENOUGH_CHANCE`].
    Alarms,
    /// Neither is known well enough.
    CannotTell,
}

/// One trait in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraitFigures {
    /// What people call it.
    pub name: String,
    /// The change of the trait that the figures are for: 1 where it is there or not.
    pub step: f64,
    /// Overall effect in log-odds.
    pub effect: Estimate,
    /// Overall effect as a difference of shares in (−1, 1), starting from the typical rate.
    pub points: Estimate,
    /// Chance that the overall effect is above 0.
    pub probability_helps: f64,
    /// Chance that it is above 0 in an experiment yet to come (with an audience not seen before, if audiences are told apart).
    pub probability_helps_next: f64,
    /// Soothes, alarms or cannot tell.
    pub class: TraitClass,
    /// How much the effect differs between experiments (of one audience): a standard deviation in log-odds.
    pub spread: Estimate,
    /// Experiments in which it varied.
    pub experiments: usize,
    /// People in these experiments.
    pub people: u64,
    /// What that means, in a sentence.
    pub sentence: String,
}

/// All traits in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabFigures {
    /// Share of probability that each interval holds, in (0, 1).
    pub interval: f64,
    /// Median over experiments of the share that accepted.
    pub typical_rate: f64,
    /// Experiments that say something of traits.
    pub experiments: usize,
    /// People in these experiments.
    pub people: u64,
    /// In the order given.
    pub traits: Vec<TraitFigures>,
    /// ω: how much variants differ for no known reason, a standard deviation in log-odds.
    pub residual: Estimate,
    /// τ: how much a trait's effect differs between experiments.
    pub spread: Estimate,
    /// κ: how much a trait's effect differs between audiences; 0 where there is one.
    pub audience_spread: Estimate,
    /// σ: how large overall effects are.
    pub effect_size: Estimate,
}

impl Lab {
    /// All traits in figures; `level` in (0, 1) is the share that each interval holds.
    ///
    /// # Errors
    /// [`StatsError::BadLevel`] for a level outside (0, 1).
    pub fn figures(&self, level: f64) -> Result<LabFigures, StatsError> {
        check_level(level)?;
        let people = |sum: u64, one: &Prepared| sum.saturating_add(one.people());
        Ok(LabFigures {
            interval: level,
            typical_rate: self.design.typical_rate,
            experiments: self.design.experiments.len(),
            people: self.design.experiments.iter().fold(0, people),
            traits: (0..self.traits.len()).map(|place| self.trait_figures(place, level)).collect(),
            residual: self.width(0, level),
            spread: self.width(1, level),
            audience_spread: self.width(2, level),
            effect_size: self.width(3, level),
        })
    }

    fn trait_figures(&self, place: usize, level: f64) -> TraitFigures {
        let step = self.design.scales[place].step;
        let effect = self.overall(place);
        let next = self.next(place);
        let probability_helps = effect.above_zero();
        let varied = || self.design.experiments.iter().filter(|one| one.active.contains(&place));
        let mut figures = TraitFigures {
            name: self.traits[place].name.clone(),
            step,
            points: self.points(&effect, level),
            effect: estimate(&effect, level),
            probability_helps,
            probability_helps_next: next.above_zero(),
            class: class(probability_helps),
            spread: self.own_spread(place, level),
            experiments: varied().count(),
            people: varied().fold(0, |sum, one| sum.saturating_add(one.people())),
            sentence: String::new(),
        };
        figures.sentence = sentence::sentence(&figures, self.design.typical_rate, level);
        figures
    }

    /// Steps of the figures per unit of the model.
    pub(super) fn units(&self, place: usize) -> f64 {
        let scale = self.design.scales[place];
        scale.step / scale.unit
    }

    /// The overall effect of one step, in log-odds.
    pub(super) fn overall(&self, place: usize) -> Mixture {
        self.effect(place, |_, _| 0.0)
    }

    /// The effect of one step in an experiment yet to come.
    fn next(&self, place: usize) -> Mixture {
        self.effect(place, |level, own| own * level.widths[1] * level.widths[1] + level.widths[2] * level.widths[2])
    }

    /// The overall effect with a variance added that depends on the level and the trait's own weight.
    fn effect(&self, place: usize, added: impl Fn(&Level, f64) -> f64) -> Mixture {
        let units = self.units(place);
        let parts = self.fit.levels.iter().flat_map(|level| {
            let mean = level.pooled.belief.mean[place];
            let sd = level.pooled.belief.covariance.at(place, place).sqrt();
            let added = &added;
            self.fit.spreads[place].parts.iter().map(move |own| Part {
                share: level.share * own.share,
                mean: units * (mean + own.shift * sd),
                sd: units * (own.stretch * sd).hypot(added(level, own.weight).sqrt()),
            })
        });
        Mixture { parts: parts.collect() }
    }

    /// The trait's own spread between experiments, per step.
    fn own_spread(&self, place: usize, level: f64) -> Estimate {
        let units = self.units(place);
        let common = thinned(&self.fit.width(1).places());
        let multiples = self.fit.spreads[place].multiples();
        let products = common.iter().flat_map(|(width, share)| {
            multiples.iter().map(move |(multiple, part)| (units * width * multiple, share * part))
        });
        let mut places: Vec<(f64, f64)> = products.collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        width_estimate(&places, level)
    }

    fn points(&self, effect: &Mixture, level: f64) -> Estimate {
        let rate = self.design.typical_rate;
        let moved = |log_odds: f64| moved(rate, log_odds);
        let [low, high] = estimate(effect, level).equal_tailed;
        Estimate { mean: effect.mean_of(moved), equal_tailed: [moved(low), moved(high)] }
    }

    /// One of the widths.
    fn width(&self, axis: usize, level: f64) -> Estimate {
        width_estimate(&self.fit.width(axis).places(), level)
    }
}

/// Mean and limits of places with their shares, ascending.
fn width_estimate(places: &[(f64, f64)], level: f64) -> Estimate {
    let tails = [0.5 * (1.0 - level), 0.5 * (1.0 + level)];
    Estimate { mean: width::mean(places), equal_tailed: tails.map(|p| width::quantile(places, p)) }
}

/// Forty places of equal chance.
fn thinned(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    const COUNT: u32 = 40;
    let middle = |k: u32| (f64::from(k) + 0.5) / f64::from(COUNT);
    (0..COUNT).map(|k| (width::quantile(places, middle(k)), 1.0 / f64::from(COUNT))).collect()
}

/// The difference of shares that an effect in log-odds makes at a rate.
pub(super) fn moved(rate: f64, effect: f64) -> f64 {
    rate / (rate + (1.0 - rate) * (-effect).exp()) - rate
}

/// Mean, and limits that leave (1 − level)/2 on each side.
pub(super) fn estimate(mixture: &Mixture, level: f64) -> Estimate {
    let tail = 0.5 * (1.0 - level);
    Estimate { mean: mixture.mean(), equal_tailed: [mixture.quantile(tail), mixture.quantile(1.0 - tail)] }
}

pub(super) fn class(probability_helps: f64) -> TraitClass {
    if probability_helps >= ENOUGH_CHANCE {
        TraitClass::Soothes
    } else if probability_helps <= 1.0 - ENOUGH_CHANCE {
        TraitClass::Alarms
    } else {
        TraitClass::CannotTell
    }
}
