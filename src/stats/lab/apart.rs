//! Traits that were never, or hardly ever, seen apart: their effects cannot be told from each other, however many people were asked.

use super::Lab;
use super::matrix::{Cholesky, Square, dot};
use crate::stats::words::percent;
use serde::Serialize;

/// With less than this share of its information its own, a trait is hardly told apart from others (a variance inflated tenfold; Marquardt
/// 1970; Belsley, Kuh & Welsch 1980).
pub const HARDLY_APART: f64 = 0.1;
/// With less than this, never.
const NEVER_APART: f64 = 1e-6;
/// Standardised coefficients below this do not make a trait part of a set.
const TAKES_PART: f64 = 0.2;
/// A trait whose information is below this part of a typical one never varied.
const NO_INFORMATION: f64 = 1e-12;

/// Traits that come and go together (or one without the others, always).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confounded {
    /// Places of the traits in the order given, ascending; at least two.
    pub traits: Vec<usize>,
    /// How much of what the data say of the last one found is its own, in [0, [`HARDLY_APART`]): 0 where they were never seen apart.
    pub own_share: f64,
    /// Whether they were never seen apart, rather than hardly ever.
    pub never: bool,
    /// What that means, in a sentence.
    pub sentence: String,
}

impl Lab {
    /// Sets of traits whose effects cannot, or can hardly, be told apart: each trait in turn is compared with those before it, by the
    /// information that all experiments hold on them.
    pub fn confounded(&self) -> Vec<Confounded> {
        let Some(correlations) = self.correlations() else { return Vec::new() };
        let mut told_apart: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        for (place, row) in correlations.iter() {
            let (own_share, weights) = own_share(&correlations, row, &told_apart);
            if own_share < HARDLY_APART {
                let partners = told_apart.iter().zip(&weights).filter(|pair| pair.1.abs() > TAKES_PART);
                let mut traits: Vec<usize> = partners.map(|pair| *pair.0).chain([place]).collect();
                traits.sort_unstable();
                found.push(self.confounded_set(traits, own_share));
            }
            if own_share >= NEVER_APART {
                told_apart.push(place);
            }
        }
        found
    }

    /// Correlations of the information on traits, for those that ever varied.
    fn correlations(&self) -> Option<Correlations> {
        let likely = self.fit.levels.iter().max_by(|a, b| a.share.total_cmp(&b.share))?;
        let mut all = Square::zeros(self.traits.len());
        likely.information.audiences.iter().for_each(|share| all.add_scaled(&share.precision, 1.0));
        let roots: Vec<f64> = (0..all.size()).map(|place| all.at(place, place).sqrt()).collect();
        let largest = roots.iter().copied().fold(0.0, f64::max);
        let varied: Vec<usize> =
            (0..all.size()).filter(|&place| roots[place] > NO_INFORMATION.sqrt() * largest).collect();
        all.scale_both(&roots.iter().map(|root| 1.0 / root.max(f64::MIN_POSITIVE)).collect::<Vec<f64>>());
        Some(Correlations { all, varied })
    }

    fn confounded_set(&self, traits: Vec<usize>, own_share: f64) -> Confounded {
        let never = own_share < NEVER_APART;
        let names: Vec<String> = traits.iter().map(|&place| format!("“{}”", self.traits[place].name)).collect();
        let sentence = if never {
            format!("{} were never seen apart: which of them did it cannot be told.", listed(&names))
        } else {
            let own = percent(own_share, 0);
            format!(
                "{} were hardly ever seen apart: only {own} of what is known tells them from each other.",
                listed(&names)
            )
        };
        Confounded { traits, own_share: if never { 0.0 } else { own_share }, never, sentence }
    }
}

/// Correlations between traits, and the places of those that varied.
struct Correlations {
    all: Square,
    varied: Vec<usize>,
}

impl Correlations {
    fn iter(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.varied.iter().map(|&place| (place, self.all.row(place)))
    }
}

/// 1 − R² of a trait on others, and its standardised coefficients.
fn own_share(correlations: &Correlations, row: &[f64], others: &[usize]) -> (f64, Vec<f64>) {
    let mut among = Square::zeros(others.len());
    for (k, &left) in others.iter().enumerate() {
        for (l, &right) in others.iter().enumerate() {
            among.add(k, l, correlations.all.at(left, right));
        }
    }
    let with: Vec<f64> = others.iter().map(|&other| row[other]).collect();
    let weights = Cholesky::of(&among).solve(&with);
    ((1.0 - dot(&with, &weights)).clamp(0.0, 1.0), weights)
}

/// “a”, “b” and “c”; more than four are not all named.
fn listed(names: &[String]) -> String {
    const MOST_NAMED: usize = 4;
    match names {
        [] => String::new(),
        [only] => only.clone(),
        _ if names.len() > MOST_NAMED => {
            let rest = names.len() - (MOST_NAMED - 1);
            format!("{} and {rest} other traits", names[..MOST_NAMED - 1].join(", "))
        }
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
