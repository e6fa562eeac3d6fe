//! The order of an experiment's variants: the first is the control, and planned shares stay with their variants.

use super::{Experiment, Variant};

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

    /// Adds a copy of a variant, or an empty one where there is none, under the first name such as “Variant 2” that is free.
    pub fn duplicate_variant(&mut self, place: usize) {
        let original = self.variants.get(place).cloned().unwrap_or_else(|| Variant::named(""));
        self.add_copy(original, "Variant", 1);
    }

    /// Adds a copy of a variant in which words that people saw can change.
    pub fn add_version(&mut self, place: usize) {
        let Some(original) = self.variants.get(place).cloned() else { return };
        let version = original.version + 1;
        let stem = format!("{}, version", original.name.trim_end_matches(&format!(", version {}", original.version)));
        self.add_copy(original, &stem, version);
    }

    fn add_copy(&mut self, original: Variant, stem: &str, version: u32) {
        let name = self.free_name(stem, version.max(2));
        self.variants.push(Variant {
            id: 0,
            name,
            version,
            frozen: false,
            archived: false,
            approved: None,
            recognised_as: Vec::new(),
            // What is added while people are being asked takes no part until a split is planned for it.
            planned_share: if original.frozen { 0.0 } else { original.planned_share },
            ..original
        });
    }

    /// A name itself if no variant bears it, else with the first number that makes it free.
    pub fn free_name_like(&self, name: &str) -> String {
        let taken = self.variants.iter().any(|variant| variant.name.trim() == name.trim());
        if taken { self.free_name(name.trim(), 2) } else { name.trim().to_owned() }
    }

    /// The first name of a stem and a number, from a number on, that no variant bears.
    fn free_name(&self, stem: &str, from: u32) -> String {
        let is_free = |name: &String| !self.variants.iter().any(|variant| variant.name.trim() == *name);
        // One more number than there are variants: one of them is free.
        let last = from.saturating_add(u32::try_from(self.variants.len()).unwrap_or(u32::MAX));
        (from..=last).map(|number| format!("{stem} {number}")).find(is_free).unwrap_or_default()
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

    #[test]
    fn copies_are_new_and_take_a_free_name() {
        let mut experiment = experiment();
        experiment.variants[0] =
            Variant { id: 7, frozen: true, recognised_as: vec!["a".into()], ..Variant::named("A") };
        experiment.duplicate_variant(0);
        experiment.add_version(0);
        experiment.add_version(4);
        let names: Vec<&str> = experiment.variants[3..].iter().map(|variant| variant.name.as_str()).collect();
        assert_eq!(names, ["Variant 2", "A, version 2", "A, version 3"]);
        for copy in &experiment.variants[3..] {
            assert!(copy.id == 0 && !copy.frozen && copy.recognised_as.is_empty() && copy.planned_share < 1e-9);
        }
        assert_eq!(experiment.variants[5].version, 3);
        assert_eq!(experiment.check(), Ok(()));
    }
}
