//! The order of an experiment's variants: the first is the control, and planned shares stay with their variants.

use super::Experiment;

impl Experiment {
    /// Moves a variant to another place; whatever stands between moves up or down. Places that do not exist change nothing.
    pub fn move_variant(&mut self, from: usize, to: usize) {
        let count = self.variants.len();
        if from >= count || to >= count {
            return;
        }
        let variant = self.variants.remove(from);
        self.variants.insert(to, variant);
        for change in &mut self.split_changes {
            change.shares.resize(count, 0.0);
            let share = change.shares.remove(from);
            change.shares.insert(to, share);
        }
    }

    /// Takes a variant out with its planned shares. A place that does not exist changes nothing.
    pub fn remove_variant(&mut self, place: usize) {
        if place >= self.variants.len() {
            return;
        }
        self.variants.remove(place);
        for change in self.split_changes.iter_mut().filter(|change| place < change.shares.len()) {
            change.shares.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SplitChange, Variant};

    fn experiment() -> Experiment {
        let mut experiment = Experiment::named("E");
        experiment.variants = ["A", "B", "C"].map(Variant::named).to_vec();
        let from = jiff::civil::date(2026, 1, 1);
        experiment.split_changes = vec![SplitChange { from, shares: vec![1.0, 2.0] }];
        experiment
    }

    fn told(experiment: &Experiment) -> (String, &[f64]) {
        let names = experiment.variants.iter().map(|variant| variant.name.as_str()).collect();
        (names, &experiment.split_changes[0].shares)
    }

    #[test]
    fn shares_move_with_their_variants() {
        let mut moved = experiment();
        moved.move_variant(1, 0);
        assert_eq!(told(&moved), ("BAC".into(), &[2.0, 1.0, 0.0][..]));
        moved.move_variant(0, 2);
        assert_eq!(told(&moved), ("ACB".into(), &[1.0, 0.0, 2.0][..]));
        moved.move_variant(0, 3);
        assert_eq!(told(&moved).0, "ACB");
        moved.remove_variant(0);
        assert_eq!(told(&moved), ("CB".into(), &[0.0, 2.0][..]));
        moved.remove_variant(2);
        assert_eq!(told(&moved).0, "CB");
    }
}
