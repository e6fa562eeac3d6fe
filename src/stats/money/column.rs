//! One figure in every draw, and what is reckoned with it.

use super::draws::{Amount, DRAWS, Quantity};
use std::rc::Rc;

/// A figure that is the same in every draw, or one per draw.
#[derive(Debug, Clone)]
pub(super) enum Column {
    Known(f64),
    Drawn(Rc<Vec<f64>>),
}

impl Column {
    pub fn plus(&self, other: &Self) -> Self {
        self.with(other, |a, b| a + b)
    }

    pub fn times(&self, other: &Self) -> Self {
        self.with(other, |a, b| a * b)
    }

    pub fn at_most(&self, most: f64) -> Self {
        match self {
            Self::Drawn(draws) if draws.iter().all(|&draw| draw <= most) => self.clone(),
            _ => self.with(&Self::Known(most), f64::min),
        }
    }

    fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let drawn = |draws: Vec<f64>| Self::Drawn(Rc::new(draws));
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(f(*a, *b)),
            (Self::Known(a), Self::Drawn(b)) => drawn(b.iter().map(|&b| f(*a, b)).collect()),
            (Self::Drawn(a), Self::Known(b)) => drawn(a.iter().map(|&a| f(a, *b)).collect()),
            (Self::Drawn(a), Self::Drawn(b)) => drawn(a.iter().zip(b.iter()).map(|(&a, &b)| f(a, b)).collect()),
        }
    }

    /// The figure in one draw, below [`DRAWS`].
    pub fn at(&self, draw: usize) -> f64 {
        match self {
            Self::Known(figure) => *figure,
            Self::Drawn(draws) => draws[draw],
        }
    }

    /// Share of the draws of which `holds` is true.
    pub fn share(&self, holds: impl Fn(f64) -> bool) -> f64 {
        match self {
            Self::Known(figure) => f64::from(u8::from(holds(*figure))),
            Self::Drawn(draws) => draws.iter().filter(|&&draw| holds(draw)).count() as f64 / DRAWS as f64,
        }
    }

    pub fn amount(&self) -> Amount {
        match self {
            Self::Known(figure) => Amount::exactly(*figure),
            Self::Drawn(draws) => {
                let mean = draws.iter().sum::<f64>() / DRAWS as f64;
                Amount::of(&mut draws.to_vec(), mean)
            }
        }
    }
}

/// The draws of every quantity met so far.
#[derive(Debug, Default)]
pub(super) struct Columns {
    known: Vec<(Quantity, Column)>,
}

impl Columns {
    /// The draws of a sound quantity, made once.
    pub fn of(&mut self, quantity: &Quantity) -> Column {
        if let Some(figure) = quantity.known() {
            return Column::Known(figure);
        }
        if let Some((_, column)) = self.known.iter().find(|(met, _)| met == quantity) {
            return column.clone();
        }
        let column = Column::Drawn(Rc::new(quantity.draws()));
        self.known.push((quantity.clone(), column.clone()));
        column
    }
}
