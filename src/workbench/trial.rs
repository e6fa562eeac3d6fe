//! What an import would bring, before anything is written.

use super::Problem;
use super::importing::Prepared;
use crate::domain::{ImportRecord, VariantCount};
use crate::logs::{self, LogError, Reason};
use std::collections::BTreeMap;

/// Rows shown for each reason.
const EXAMPLES: usize = 3;

/// What an import would bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The rows read, usable and set aside.
    pub record: ImportRecord,
    /// For responses: names of the variants, and the people of this log alone.
    pub variants: Vec<(String, VariantCount)>,
    /// People who saw two variants.
    pub crossovers: u64,
    /// People asked more than once.
    pub repeated: u64,
    /// For each reason, the first rows set aside: their number in the log, and what was wrong with each.
    pub examples: BTreeMap<Reason, Vec<(u64, String)>>,
}

impl Trial {
    /// What was read.
    pub(super) fn of(prepared: &Prepared) -> Result<Self, Problem> {
        let failed = |error: LogError| Problem::of_log("The log was not counted", &error);
        let mut trial = Self {
            record: prepared.record.clone(),
            variants: Vec::new(),
            crossovers: 0,
            repeated: 0,
            examples: BTreeMap::new(),
        };
        for chunk in &prepared.set_aside {
            for row in logs::decode_set_aside(chunk).map_err(failed)?.rows {
                let examples = trial.examples.entry(row.reason).or_default();
                if examples.len() < EXAMPLES {
                    examples.push((row.line, row.detail));
                }
            }
        }
        let Some(experiment) = &prepared.experiment else { return Ok(trial) };
        let Some((counts, _)) = &prepared.counts else { return Ok(trial) };
        let names = experiment.variants.iter().map(|variant| variant.name.clone());
        trial.variants = names.zip(counts.variants.iter().cloned()).collect();
        (trial.crossovers, trial.repeated) = (counts.crossovers, counts.repeated);
        Ok(trial)
    }
}
