//! A linear support vector machine with squared hinge loss and ridge penalty, trained by dual coordinate descent (Hsieh,
//! Chang, Lin, Keerthi and Sundararajan 2008).

use crate::wording::learned::features::{BUCKETS, Feature};
use std::collections::BTreeMap;

/// The buckets of a text with their values.
pub type Sparse = Vec<(usize, f64)>;

/// How much a mistake costs against large weights, for classes of equal size.
const COST: f64 = 1.0;

/// How often all rows are gone through; the weights hardly move after.
const ROUNDS: usize = 25;

/// Rows far apart follow each other; a prime, so that all are met.
const STRIDE: usize = 100_003;

/// Features as buckets and values, those in the same bucket added.
pub fn sparse(features: impl IntoIterator<Item = Feature>) -> Sparse {
    let mut sums = BTreeMap::new();
    for feature in features {
        *sums.entry(feature.bucket).or_insert(0.0) += f64::from(feature.value);
    }
    sums.into_iter().collect()
}

/// How much a row speaks for the positive class; positive if it does.
pub fn score(weights: &[f64], row: &Sparse) -> f64 {
    row.iter().map(|(bucket, value)| weights[*bucket] * value).sum()
}

/// The weights that tell the rows of both classes apart; a row of the smaller class counts for more, so that both classes
/// together count the same.
pub fn fit(rows: &[(&Sparse, bool)]) -> Vec<f64> {
    let positives = rows.iter().filter(|(_, is_positive)| *is_positive).count();
    let ridge = |is_positive: bool| {
        let of_class = if is_positive { positives } else { rows.len() - positives };
        of_class as f64 / (COST * rows.len() as f64)
    };
    let mut weights = vec![0.0; BUCKETS];
    let mut duals = vec![0.0; rows.len()];
    let squares: Vec<f64> = rows.iter().map(|(row, _)| row.iter().map(|(_, value)| value * value).sum()).collect();
    for _ in 0..ROUNDS {
        for step in 0..rows.len() {
            let at = step * STRIDE % rows.len();
            let (row, is_positive) = rows[at];
            let (side, ridge) = (if is_positive { 1.0 } else { -1.0 }, ridge(is_positive));
            let gradient = side * score(&weights, row) - 1.0 + ridge * duals[at];
            let dual = f64::max(duals[at] - gradient / (squares[at] + ridge), 0.0);
            let change = side * (dual - duals[at]);
            duals[at] = dual;
            row.iter().for_each(|(bucket, value)| weights[*bucket] += change * value);
        }
    }
    weights
}

#[test]
fn classes_are_told_apart_with_the_widest_margin() {
    // Two points at 1 and -1 on one axis: the loss 2 * cost * (1 - w)^2 with half the squared weight is least at w = 2c/(1+2c)
    // per unit of the summed cost c.
    let [right, left] = [vec![(0, 1.0)], vec![(0, -1.0)]];
    let weights = fit(&[(&right, true), (&left, false)]);
    let cost = 2.0 * COST;
    assert!((weights[0] - 2.0 * cost / (1.0 + 2.0 * cost)).abs() < 1e-6, "{}", weights[0]);
    assert!(weights[1..].iter().all(|weight| *weight == 0.0));
}
