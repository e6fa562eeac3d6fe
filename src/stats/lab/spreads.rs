//! The four standard deviations of the model, integrated on a lattice (after Rue, Martino & Chopin 2009, section 3).
//!
//! Each has a half-normal prior (Gelman 2006), so that the posterior is smooth at 0 when mirrored: the middles of cells side by side from 0
//! on are the trapezoid rule for it, which is accurate with steps as wide as the posterior itself.

use super::LabPrior;
use super::design::Design;
use super::information::{Information, Noise};
use super::pooling::{Pool, Pooled, pool};
use super::sites::Site;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Residual, spread, audience and effect: standard deviations in log-odds.
pub(super) type Widths = [f64; 4];

pub(super) fn noise(widths: Widths) -> Noise {
    Noise { residual: widths[0], spread: widths[1] }
}

pub(super) fn pool_of(widths: Widths) -> Pool {
    Pool { audience: widths[2], effect: widths[3] }
}

/// A setting of the widths that the data leave possible.
#[derive(Debug, Clone)]
pub(super) struct Level {
    /// Its part of the posterior; all levels add up to 1.
    pub share: f64,
    pub widths: Widths,
    /// The widths in steps of the lattice.
    pub cell: [u32; 4],
    pub pooled: Pooled,
    pub information: Arc<Information>,
}

/// The posterior of the widths as a function.
pub(super) struct Field<'a> {
    pub design: &'a Design,
    pub sites: &'a [Vec<Site>],
    pub prior: &'a LabPrior,
    known: BTreeMap<[u64; 2], Arc<Information>>,
}

/// Up to where in ln the posterior of the widths is followed.
const FALL: f64 = 6.5;
/// Where the lattice's neighbours lie: a Gaussian has fallen by this at 1.3 standard deviations.
const STEP_FALL: f64 = 0.845;
/// How much finer the lattice is for effects that may all be nothing.
const FINER: f64 = 0.35;
/// More settings than this are never looked at.
const MOST_CELLS: usize = 6000;

impl<'a> Field<'a> {
    pub fn new(design: &'a Design, sites: &'a [Vec<Site>], prior: &'a LabPrior) -> Self {
        Self { design, sites, prior, known: BTreeMap::new() }
    }

    fn scales(&self) -> Widths {
        [self.prior.residual_scale, self.prior.spread_scale, self.prior.audience_scale, self.prior.effect_scale]
    }

    pub fn information(&mut self, widths: Widths) -> Arc<Information> {
        let key = [widths[0].to_bits(), widths[1].to_bits()];
        let (design, sites) = (self.design, self.sites);
        let gather = || Arc::new(Information::gather(design, sites, noise(widths)));
        Arc::clone(self.known.entry(key).or_insert_with(gather))
    }

    fn at(&mut self, widths: Widths) -> (Pooled, f64) {
        let pooled = pool(&self.information(widths), pool_of(widths));
        let prior: f64 = widths.iter().zip(self.scales()).map(|(width, scale)| -0.5 * (width / scale).powi(2)).sum();
        let value = pooled.ln_evidence + prior;
        (pooled, value)
    }

    fn value(&mut self, widths: Widths) -> f64 {
        self.at(widths).1
    }

    /// One audience has no spread between audiences.
    fn free(&self) -> Vec<usize> {
        if self.design.audiences.len() > 1 { vec![0, 1, 2, 3] } else { vec![0, 1, 3] }
    }

    /// The most probable widths, near enough to lay a lattice about them: compass search (Hooke & Jeeves 1961).
    pub fn mode(&mut self, start: Widths) -> Widths {
        let free = self.free();
        let mut best = start;
        if !free.contains(&2) {
            best[2] = 0.0;
        }
        let mut top = self.value(best);
        let mut steps: Widths = best.map(|width| 0.5 * width.max(0.02));
        for _ in 0..40 {
            for &axis in &free {
                let moved = [1.0, -1.0].into_iter().any(|direction| {
                    let mut next = best;
                    next[axis] = (best[axis] + direction * steps[axis]).max(0.0);
                    let value = self.value(next);
                    let better = value > top + 1e-9;
                    if better {
                        (best, top) = (next, value);
                    }
                    better
                });
                steps[axis] *= if moved { 1.4 } else { 0.4 };
            }
            if free.iter().all(|&axis| steps[axis] < 0.02 * best[axis].max(0.02)) {
                break;
            }
        }
        best
    }

    /// How far from the mode the posterior falls by [`STEP_FALL`] along one axis.
    fn step(&mut self, mode: Widths, axis: usize) -> f64 {
        let top = self.value(mode);
        let mut fall = |apart: f64| {
            let mut there = mode;
            there[axis] = mode[axis] + apart;
            top - self.value(there)
        };
        let (mut low, mut high) = (0.0, 0.01);
        while fall(high) < STEP_FALL && high < 20.0 {
            (low, high) = (high, 2.0 * high);
        }
        for _ in 0..5 {
            let middle = 0.5 * (low + high);
            if fall(middle) < STEP_FALL { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }

    /// The steps of the lattice about the mode, 0 where a width is not free.
    pub fn steps(&mut self, mode: Widths) -> Widths {
        let mut steps = [0.0; 4];
        for axis in self.free() {
            steps[axis] = self.step(mode, axis);
        }
        // Near σ = 0 the effects' posterior is a spike, which takes more than the smoothness of σ's own.
        if mode[3] < 2.0 * steps[3] {
            steps[3] *= FINER;
        }
        steps
    }

    /// All settings on the lattice that the data leave possible, found by spreading out from the mode.
    pub fn levels(&mut self, mode: Widths, steps: Widths) -> Vec<Level> {
        let free = self.free();
        let place =
            |cell: [u32; 4]| -> Widths { std::array::from_fn(|axis| steps[axis] * (f64::from(cell[axis]) + 0.5)) };
        let first = std::array::from_fn(|axis| cell_of(mode[axis], steps[axis]));
        let mut found: Vec<(f64, Level)> = Vec::new();
        let mut top = f64::NEG_INFINITY;
        let (mut waiting, mut seen) = (VecDeque::from([first]), BTreeSet::from([first]));
        while let Some(cell) = waiting.pop_front() {
            let widths = place(cell);
            let (pooled, value) = self.at(widths);
            top = top.max(value);
            if value < top - FALL || found.len() > MOST_CELLS {
                continue;
            }
            let information = self.information(widths);
            found.push((value, Level { share: 0.0, widths, cell, pooled, information }));
            waiting.extend(neighbours(cell, &free).filter(|next| seen.insert(*next)));
        }
        shares(found)
    }
}

fn shares(found: Vec<(f64, Level)>) -> Vec<Level> {
    let top = found.iter().map(|pair| pair.0).fold(f64::NEG_INFINITY, f64::max);
    let alive: Vec<(f64, Level)> = found.into_iter().filter(|pair| pair.0 > top - FALL).collect();
    let total: f64 = alive.iter().map(|pair| (pair.0 - top).exp()).sum();
    alive.into_iter().map(|(ln_weight, level)| Level { share: (ln_weight - top).exp() / total, ..level }).collect()
}

/// The cell that holds a value; cells lie side by side from 0 on.
fn cell_of(value: f64, step: f64) -> u32 {
    let mut cell = 0;
    while step > 0.0 && f64::from(cell + 1) * step < value && cell < 100_000 {
        cell += 1;
    }
    cell
}

fn neighbours(cell: [u32; 4], free: &[usize]) -> impl Iterator<Item = [u32; 4]> {
    free.iter().flat_map(move |&axis| {
        let moved = |value: u32| {
            let mut next = cell;
            next[axis] = value;
            next
        };
        let below = cell[axis].checked_sub(1).map(moved);
        below.into_iter().chain([moved(cell[axis] + 1)])
    })
}
