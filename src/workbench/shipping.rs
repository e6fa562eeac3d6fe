//! Wordings out to a plain file and in from one, so that what is shipped is word for word what is tested.

use super::desk::{Desk, unreadable};
use super::studio::{is_wording_identifier, wording_identifier};
use super::wording_file::{NamedWording, read_wordings, written};
use super::{Problem, reporting};
use crate::domain::{Experiment, Variant};
use crate::store::Change;
use std::collections::BTreeSet;
use std::path::Path;

/// What happens to wordings where nothing else is said about their experiment.
const IMPORTED: &str = "Imported wordings";

impl Desk {
    /// Writes the wordings of an experiment, or of all where no name is given, without what is archived; from then on logs may call each
    /// by its identifier.
    pub(super) fn write_wordings(&mut self, to: &Path, experiment: &str) -> Result<String, Problem> {
        let what = "The wordings were not written";
        let mut found = self.store.experiments().map_err(unreadable)?;
        found.retain(|known| if experiment.is_empty() { !known.archived } else { known.name == experiment });
        if found.is_empty() {
            let why = format!("the workspace has no experiment “{experiment}”");
            return Err(Problem::new(what, why, "Give the name of an experiment."));
        }
        let wordings: Vec<NamedWording> = found.iter().flat_map(wordings_of).collect();
        if wordings.is_empty() {
            return Err(Problem::new(what, "nothing is written yet", "Write a wording first."));
        }
        let text = written(&wordings, to)?;
        if self.store.read_only().is_none() {
            found.iter().try_for_each(|known| self.let_logs_name(known))?;
        }
        reporting::write_file(to, text.as_bytes())?;
        Ok(format!("{} wordings are in {}.", wordings.len(), to.display()))
    }

    /// Adds the wordings of a file that are not there yet, to the experiments that the file names or to the one given.
    pub(super) fn add_wordings(&mut self, from: &Path, experiment: &str) -> Result<String, Problem> {
        let read = read_wordings(from)?;
        let changed = read.iter().filter(|named| named.is_changed()).count();
        let mut names: Vec<&str> = Vec::new();
        for name in read.iter().map(|named| home(named, experiment)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut added = 0;
        for name in names {
            let own = read.iter().filter(|named| home(named, experiment) == name);
            added += self.add_to_experiment(name, own)?;
        }
        let there = read.len() - added;
        let mut said = format!("{added} wordings were added");
        if there > 0 {
            said += &format!(", {there} were there already");
        }
        if changed > 0 {
            said += &format!("; {changed} are not word for word what was written to the file");
        }
        Ok(format!("{said}."))
    }

    fn add_to_experiment<'a>(
        &mut self,
        name: &str,
        read: impl Iterator<Item = &'a NamedWording>,
    ) -> Result<usize, Problem> {
        let known = self.store.experiments().map_err(unreadable)?.into_iter().find(|known| known.name == name);
        let mut experiment = known.unwrap_or_else(|| Experiment::named(name));
        let mut added = 0;
        for named in read {
            let variant = named.variant();
            if experiment.variants.iter().any(|known| known.says_the_same_as(&variant)) {
                continue;
            }
            let name = experiment.free_name_like(&variant.name);
            experiment.variants.push(Variant { name, ..variant });
            added += 1;
        }
        if added > 0 {
            let experiment = named_by_identifiers(experiment);
            self.save_experiment(&experiment)?;
        }
        Ok(added)
    }

    fn let_logs_name(&self, experiment: &Experiment) -> Result<(), Problem> {
        let named = named_by_identifiers(experiment.clone());
        if named == *experiment {
            return Ok(());
        }
        let label = format!("Let logs name the wordings of “{}” by their identifiers", experiment.name);
        self.edit(&label, &Change::Experiment(named.id, Some(Box::new(named)))).map(|_| ())
    }
}

fn home<'a>(named: &'a NamedWording, given: &'a str) -> &'a str {
    match (given, named.experiment.trim()) {
        ("", "") => IMPORTED,
        ("", own) => own,
        (given, _) => given,
    }
}

fn wordings_of(experiment: &Experiment) -> impl Iterator<Item = NamedWording> {
    let shown = experiment.variants.iter().filter(|variant| !variant.archived && is_written(variant));
    shown.map(|variant| NamedWording::of(variant, &experiment.name))
}

/// Whether any words are written.
pub(super) fn is_written(variant: &Variant) -> bool {
    let has_words = |wording: &crate::domain::Wording| {
        [&wording.headline, &wording.body].iter().any(|text| !text.trim().is_empty())
    };
    variant.wordings().any(|(_, wording)| has_words(wording))
}

/// The identifiers of all texts of a variant.
pub(super) fn identifiers_of(variant: &Variant) -> BTreeSet<String> {
    variant.wordings().map(|(_, wording)| wording_identifier(wording, &variant.terms)).collect()
}

/// The same experiment, with the identifiers of its wordings among the values by which logs name them; what two variants share names none.
fn named_by_identifiers(mut experiment: Experiment) -> Experiment {
    let all: Vec<String> = experiment.variants.iter().flat_map(identifiers_of).collect();
    for variant in experiment.variants.iter_mut().filter(|variant| is_written(variant)) {
        let own = identifiers_of(variant);
        let alone = own.into_iter().filter(|own| all.iter().filter(|other| *other == own).count() == 1);
        let new: Vec<String> = alone.filter(|own| !variant.recognised_as.contains(own)).collect();
        variant.recognised_as.extend(new);
    }
    experiment
}

/// Takes away identifiers of words that are no longer there.
pub(super) fn drop_stale_identifiers(experiment: &mut Experiment) {
    for variant in &mut experiment.variants {
        let own = identifiers_of(variant);
        variant.recognised_as.retain(|value| !is_wording_identifier(value) || own.contains(value));
    }
}
