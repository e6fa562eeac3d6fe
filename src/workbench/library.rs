//! Earlier wordings with how they did, to learn from and to use again.

use super::shipping::is_written;
use super::studio::{Look, wording_identifier};
use super::{ExperimentModel, Model};
use crate::domain::{Experiment, Variant, VariantCount};
use crate::stats::VerdictKind;
use std::sync::OnceLock;

/// One wording of some experiment.
#[derive(Debug, Clone)]
pub struct LibraryEntry {
    /// The experiment's key and name.
    pub experiment: (i64, String),
    /// The wording with its terms.
    pub variant: Variant,
    /// The identifier of its main text.
    pub identifier: String,
    /// People shown it.
    pub shown: u64,
    /// People who said yes.
    pub accepted: u64,
    /// Rate of everyone shown, with its 95% interval; `None` if nobody was.
    pub rate: Option<(f64, [f64; 2])>,
    /// How it did in its experiment.
    pub outcome: LibraryOutcome,
    /// What the checks say of its main text, once somebody asked.
    look: OnceLock<Look>,
}

impl LibraryEntry {
    /// What the checks say of its main text; takes a few milliseconds the first time.
    pub fn look(&self) -> &Look {
        self.look.get_or_init(|| Look::at(&self.variant.wording, &self.variant.terms))
    }

    /// Whether experiment, name or words of it hold what is sought, given in small letters.
    pub fn is_about(&self, sought: &str) -> bool {
        let words = self.variant.wordings().flat_map(|(_, wording)| [&wording.headline, &wording.body]);
        let texts = words.chain([&self.experiment.1, &self.variant.name]);
        texts.into_iter().any(|text| text.to_lowercase().contains(sought))
    }

    /// Its words and terms as a new variant of an experiment: shown to nobody there, approved by nobody, under a name that is free.
    pub fn again(&self, experiment: &Experiment) -> Variant {
        Variant {
            name: experiment.free_name_like(&self.variant.name),
            wording: self.variant.wording.clone(),
            translations: self.variant.translations.clone(),
            terms: self.variant.terms.clone(),
            ..Variant::named("")
        }
    }
}

/// How a wording did in its experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum LibraryOutcome {
    /// It is best.
    Won,
    /// Another is best.
    Lost,
    /// It is ahead, but has a serious finding and no reason is recorded.
    Withheld,
    /// The wordings do not differ enough to matter.
    NoDifference,
    /// Nobody saw it.
    NotTested,
    /// The data do not tell.
    CannotTell,
}

impl LibraryOutcome {
    /// In words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Won => "Won",
            Self::Lost => "Did not win",
            Self::Withheld => "Ahead, win withheld",
            Self::NoDifference => "No practical difference",
            Self::NotTested => "Not tested",
            Self::CannotTell => "Cannot tell",
        }
    }
}

/// All wordings of a workspace that have words, those that people saw first and among them those with the highest lower limit of their
/// rate.
pub fn library(model: &Model) -> Vec<LibraryEntry> {
    let of_one = |known: &ExperimentModel| {
        let written = known.experiment.variants.iter().filter(|variant| is_written(variant));
        written.map(|variant| entry(known, variant)).collect::<Vec<_>>()
    };
    let mut entries: Vec<LibraryEntry> = model.experiments.iter().flat_map(of_one).collect();
    let lower = |entry: &LibraryEntry| entry.rate.map_or(-1.0, |(_, interval)| interval[0]);
    entries.sort_by(|one, other| lower(other).total_cmp(&lower(one)));
    entries
}

fn entry(known: &ExperimentModel, variant: &Variant) -> LibraryEntry {
    let count = known.counts.variants.iter().find(|count| count.variant == variant.id);
    let count = count.filter(|count| count.shown > 0);
    let place = known.compared.iter().position(|compared| *compared == variant.id);
    let arm = place.and_then(|place| known.comparison.as_ref()?.arms.get(place));
    LibraryEntry {
        experiment: (known.experiment.id, known.experiment.name.clone()),
        variant: variant.clone(),
        identifier: wording_identifier(&variant.wording, &variant.terms),
        shown: count.map_or(0, |count| count.shown),
        accepted: count.map_or(0, |count| count.accepted),
        rate: arm.filter(|arm| arm.shown > 0).and_then(|arm| Some((arm.rate?, arm.equal_tailed))),
        outcome: outcome(known, variant, count),
        look: OnceLock::new(),
    }
}

fn outcome(known: &ExperimentModel, variant: &Variant, count: Option<&VariantCount>) -> LibraryOutcome {
    let Some(verdict) = known.verdict.as_ref().filter(|_| count.is_some()) else { return LibraryOutcome::NotTested };
    match &verdict.kind {
        VerdictKind::Leader { name } if *name == variant.name => LibraryOutcome::Won,
        VerdictKind::Leader { .. } => LibraryOutcome::Lost,
        VerdictKind::Withheld { name } if *name == variant.name => LibraryOutcome::Withheld,
        VerdictKind::Equivalent => LibraryOutcome::NoDifference,
        _ => LibraryOutcome::CannotTell,
    }
}
