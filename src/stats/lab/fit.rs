//! From counts to levels: sites and widths are found in turn, then the widths are integrated.

use super::LabPrior;
use super::design::Design;
use super::information::{Information, cavities};
use super::own_spread::{OwnSpread, own_spreads};
use super::pooling::{in_audience, pool};
use super::sites::Site;
use super::spreads::{Field, Level, Widths, noise, pool_of};
use super::width::WidthCurve;

/// Turns of sites and widths; a third changes nothing that could be seen.
const TURNS: usize = 3;
/// Most passes of expectation propagation in a turn.
const PASSES: usize = 12;
/// A pass that moves no log-odds by more of its own error than this is the last.
const SETTLED: f64 = 1e-3;

/// The posterior of everything.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub levels: Vec<Level>,
    /// Of the lattice of levels.
    pub steps: Widths,
    /// By trait.
    pub spreads: Vec<OwnSpread>,
}

pub(super) fn fit(design: &Design, prior: &LabPrior) -> Fit {
    let first = |counts: &Vec<_>| counts.iter().map(|&count| Site::first(count)).collect();
    let mut sites: Vec<Vec<Site>> = design.experiments.iter().map(|one| first(&one.counts)).collect();
    let scales = [prior.residual_scale, prior.spread_scale, prior.audience_scale, prior.effect_scale];
    let mut mode = scales.map(|scale| 0.4 * scale);
    for _ in 0..TURNS {
        mode = Field::new(design, &sites, prior).mode(mode);
        settle(design, &mut sites, mode);
    }
    let mut field = Field::new(design, &sites, prior);
    let steps = field.steps(mode);
    Fit { levels: field.levels(mode, steps), steps, spreads: own_spreads(design, &sites, mode) }
}

/// Expectation propagation at given widths.
fn settle(design: &Design, sites: &mut [Vec<Site>], widths: Widths) {
    for _ in 0..PASSES {
        if pass(design, sites, widths) < SETTLED {
            break;
        }
    }
}

/// One pass over all counts; how far the farthest log-odds moved, in units of its own error.
fn pass(design: &Design, sites: &mut [Vec<Site>], widths: Widths) -> f64 {
    let information = Information::gather(design, sites, noise(widths));
    let overall = pool(&information, pool_of(widths)).belief;
    let beliefs: Vec<_> = information.audiences.iter().map(|share| in_audience(share, &overall, widths[2])).collect();
    let mut farthest: f64 = 0.0;
    for (experiment, sites) in design.experiments.iter().zip(sites) {
        let found = cavities(experiment, sites, noise(widths), &beliefs[experiment.audience]);
        for ((site, cavity), &count) in sites.iter_mut().zip(found).zip(&experiment.counts) {
            let next = Site::matched(count, cavity);
            farthest = farthest.max(site.distance(next, cavity));
            *site = next;
        }
    }
    farthest
}

impl Fit {
    /// The posterior of one of the widths.
    pub fn width(&self, axis: usize) -> WidthCurve {
        WidthCurve::new(self.steps[axis], self.levels.iter().map(|level| (level.cell[axis], level.share)))
    }
}
