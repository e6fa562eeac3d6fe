//! Small dense symmetric matrices: what a Gaussian posterior of a few dozen effects needs.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Square {
    size: usize,
    values: Vec<f64>,
}

impl Square {
    pub fn zeros(size: usize) -> Self {
        Self { size, values: vec![0.0; size * size] }
    }

    pub fn diagonal(values: &[f64]) -> Self {
        let mut matrix = Self::zeros(values.len());
        for (place, value) in values.iter().enumerate() {
            matrix.add(place, place, *value);
        }
        matrix
    }

    pub fn size(&self) -> usize {
        self.size
    }

    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.size + column] += value;
    }

    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.size..(row + 1) * self.size]
    }

    pub fn plus(mut self, other: &Self) -> Self {
        self.add_scaled(other, 1.0);
        self
    }

    pub fn add_scaled(&mut self, other: &Self, factor: f64) {
        self.values.iter_mut().zip(&other.values).for_each(|(value, more)| *value += factor * more);
    }

    pub fn scaled(mut self, factor: f64) -> Self {
        self.values.iter_mut().for_each(|value| *value *= factor);
        self
    }

    /// diag(d) M diag(d).
    pub fn scale_both(&mut self, factors: &[f64]) {
        for (row, left) in self.values.chunks_exact_mut(self.size.max(1)).zip(factors) {
            row.iter_mut().zip(factors).for_each(|(value, right)| *value *= left * right);
        }
    }

    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.size).map(|row| dot(self.row(row), vector)).collect()
    }

    /// Product with a symmetric matrix.
    pub fn times_symmetric(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.size);
        for row in 0..self.size {
            for column in 0..self.size {
                product.add(row, column, dot(self.row(row), other.row(column)));
            }
        }
        product
    }

    /// Adds factor · vv′ at the rows and columns `places`.
    pub fn add_outer(&mut self, places: &[usize], vector: &[f64], factor: f64) {
        for (&row, left) in places.iter().zip(vector) {
            let own = &mut self.values[row * self.size..(row + 1) * self.size];
            places.iter().zip(vector).for_each(|(&column, right)| own[column] += factor * left * right);
        }
    }

    /// Adds left · right′.
    pub fn add_product(&mut self, left: &[f64], right: &[f64]) {
        for (row, factor) in self.values.chunks_exact_mut(self.size.max(1)).zip(left) {
            row.iter_mut().zip(right).for_each(|(value, more)| *value += factor * more);
        }
    }

    /// Adds a smaller matrix at the rows and columns `places`.
    pub fn add_at(&mut self, places: &[usize], other: &Self) {
        for (k, &row) in places.iter().enumerate() {
            let own = &mut self.values[row * self.size..(row + 1) * self.size];
            places.iter().zip(other.row(k)).for_each(|(&column, value)| own[column] += value);
        }
    }

    /// x′Mx.
    pub fn quadratic(&self, vector: &[f64]) -> f64 {
        vector.iter().enumerate().map(|(row, value)| value * dot(self.row(row), vector)).sum()
    }
}

pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// The lower triangle L of M = LL′.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    lower: Square,
}

impl Cholesky {
    /// Of a positive definite matrix; a pivot lost to rounding counts as a tiny one.
    pub fn of(matrix: &Square) -> Self {
        let size = matrix.size;
        let mut lower = Square::zeros(size);
        for row in 0..size {
            for column in 0..=row {
                let (done, before) = lower.values.split_at(row * size);
                let left = &before[..column];
                let right = if column == row { left } else { &done[column * size..column * size + column] };
                let rest = matrix.at(row, column) - dot(left, right);
                let value = if column == row {
                    rest.max(1e-14 * matrix.at(row, row).abs()).max(f64::MIN_POSITIVE).sqrt()
                } else {
                    rest / done[column * size + column]
                };
                lower.values[row * size + column] = value;
            }
        }
        Self { lower }
    }

    /// ln |M|.
    pub fn ln_determinant(&self) -> f64 {
        2.0 * (0..self.lower.size).map(|place| self.lower.at(place, place).ln()).sum::<f64>()
    }

    /// M⁻¹b.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let size = self.lower.size;
        let mut found = vector.to_vec();
        for row in 0..size {
            let (before, rest) = found.split_at_mut(row);
            rest[0] = (rest[0] - dot(&self.lower.row(row)[..row], before)) / self.lower.at(row, row);
        }
        for row in (0..size).rev() {
            let value = found[row] / self.lower.at(row, row);
            found[row] = value;
            for (place, below) in found[..row].iter_mut().enumerate() {
                *below -= self.lower.at(row, place) * value;
            }
        }
        found
    }

    /// M⁻¹ = L⁻ᵀL⁻¹.
    pub fn inverse(&self) -> Square {
        let size = self.lower.size;
        let mut inverse = Square::zeros(size);
        for row in self.inverse_rows() {
            for (place, left) in row.iter().enumerate() {
                let target = &mut inverse.values[place * size..=place * size + place];
                target.iter_mut().zip(&row).for_each(|(value, right)| *value += left * right);
            }
        }
        for row in 0..size {
            for column in 0..row {
                inverse.values[column * size + row] = inverse.at(row, column);
            }
        }
        inverse
    }

    /// The rows of L⁻¹ up to its diagonal.
    fn inverse_rows(&self) -> Vec<Vec<f64>> {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for place in 0..self.lower.size {
            let own = self.lower.row(place);
            let mut row = vec![0.0; place + 1];
            for (earlier, factor) in rows.iter().zip(own) {
                row.iter_mut().zip(earlier).for_each(|(value, known)| *value -= factor * known);
            }
            row[place] = 1.0;
            row.iter_mut().for_each(|value| *value /= own[place]);
            rows.push(row);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Square {
        let mut matrix = Square::diagonal(&[4.0, 3.0, 2.0]);
        for (row, column, value) in [(0, 1, 1.0), (1, 0, 1.0), (1, 2, -0.5), (2, 1, -0.5)] {
            matrix.add(row, column, value);
        }
        matrix
    }

    #[test]
    fn inverse_and_determinant() {
        let matrix = example();
        let cholesky = Cholesky::of(&matrix);
        // 4 (3·2 − 0.25) − 1·(1·2 − 0) = 21.
        assert!((cholesky.ln_determinant() - 21.0_f64.ln()).abs() < 1e-13);
        let product = matrix.times_symmetric(&cholesky.inverse());
        for row in 0..3 {
            for column in 0..3 {
                let truth = if row == column { 1.0 } else { 0.0 };
                assert!((product.at(row, column) - truth).abs() < 1e-13);
            }
        }
    }
}
