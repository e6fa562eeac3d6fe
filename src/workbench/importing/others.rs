//! Reads logs of recorded deviations, of counts and of links, file by file.

use super::responses::{propose_each, with_named_values};
use super::sources::Sources;
use super::{Outcome, Plan, Refusal, Source, with_times};
use crate::domain::{Experiment, ExperimentCounts, PastWording, PersonKey, RecordedDeviations, Variant};
use crate::logs::{self, CountMapping, FileRead, LogError, Progress, SetAside, Spool};
use crate::workbench::Mapping;
use std::collections::BTreeSet;

/// Rows of the files so far.
#[derive(Default)]
struct Gathered {
    deviations: Vec<RecordedDeviations>,
    links: Vec<(PersonKey, PersonKey)>,
    counts: ExperimentCounts,
    counted_rows: u64,
    tests: BTreeSet<String>,
    holds_test: bool,
    past: Vec<(String, PastWording)>,
    seen: logs::TestsSeen,
    set_aside: SetAside,
    files: Vec<FileRead>,
    rows_read: u64,
}

pub(super) fn read(
    plan: &Plan,
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Outcome, Refusal> {
    let mut gathered = Gathered::default();
    let test = plan.request.test.trim();
    if let (Mapping::Counts(mapping), true) = (&plan.request.mapping, test.is_empty()) {
        only_one_test(mapping, sources, progress)?;
    }
    let mut experiment = match &plan.request.mapping {
        Mapping::Counts(mapping) => Some(experiment_of(plan, mapping, sources, progress)?),
        _ => None,
    };
    let variants = experiment.as_ref().map(|experiment| experiment.variants.clone()).unwrap_or_default();
    if let Mapping::Past(mapping) = &plan.request.mapping {
        // The wordings of a test may stand in several files.
        for (path, preview) in sources {
            gathered.seen.note(path, preview, mapping, progress)?;
        }
    }
    for source in sources {
        let file = logs::identify(&source.0)?;
        let known = plan.known.contains(&file.hash) || gathered.files.iter().any(|read| read.file.hash == file.hash);
        let rows = if known { 0 } else { gathered.read_file(plan, sources, source, &variants, progress)? };
        gathered.files.push(FileRead { file, rows, known });
        gathered.rows_read += rows;
    }
    let anything_read = gathered.files.iter().any(|read| !read.known);
    if let (Mapping::Counts(CountMapping { test: Some(_), .. }), true, false) =
        (&plan.request.mapping, anything_read && !test.is_empty(), gathered.holds_test)
    {
        let first = gathered.tests.iter().take(5).cloned().collect();
        return Err(LogError::SeveralTests { number: gathered.tests.len(), first }.into());
    }
    for variant in experiment.iter_mut().flat_map(|experiment| &mut experiment.variants) {
        variant.frozen |= gathered.counts.variants.iter().any(|count| count.variant == variant.id && count.shown > 0);
    }
    let (rows_kept, rows) = gathered.encoded(&plan.request.mapping)?;
    Ok(Outcome {
        files: gathered.files,
        rows_read: gathered.rows_read,
        rows_kept,
        rows,
        records: None,
        set_aside: gathered.set_aside,
        experiment,
        counts: None,
    })
}

impl Gathered {
    fn read_file(
        &mut self,
        plan: &Plan,
        sources: &Sources,
        (path, preview): &Source,
        variants: &[Variant],
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<u64, Refusal> {
        let column = time_column(&plan.request.mapping);
        let pseudonymiser = &plan.pseudonymiser;
        let before = self.deviations.len();
        let counted_before = (self.counts.clone(), self.counted_rows);
        let (rows, mut set_aside) = with_times(
            plan,
            sources,
            column,
            progress,
            |times, progress| {
                // It may be read once more with another order of dates.
                self.deviations.truncate(before);
                (self.counts, self.counted_rows) = counted_before.clone();
                Ok(match &plan.request.mapping {
                    Mapping::Deviations(mapping) => {
                        let month = plan.fiscal_start_month;
                        let log = logs::read_deviations(path, preview, mapping, month, times, progress)?;
                        self.deviations.extend(log.rows);
                        (log.rows_read, log.set_aside)
                    }
                    Mapping::Links(mapping) => {
                        let log = logs::read_links(path, preview, mapping, pseudonymiser, progress)?;
                        self.links.extend(log.rows);
                        (log.rows_read, log.set_aside)
                    }
                    Mapping::Counts(mapping) => {
                        let test = plan.request.test.trim();
                        let log = logs::read_counts(path, preview, mapping, test, variants, times, progress)?;
                        self.counts.add(&log.counts);
                        self.counted_rows += log.rows_kept;
                        self.tests.extend(log.tests);
                        self.holds_test |= log.holds_test;
                        (log.rows_read, log.set_aside)
                    }
                    Mapping::Past(mapping) => {
                        let log = logs::read_past(path, preview, mapping, &self.seen, progress)?;
                        self.past.extend(log.rows);
                        (log.rows_read, log.set_aside)
                    }
                    _ => (0, SetAside::default()),
                })
            },
            |read| &read.1,
        )?;
        let file = self.files.iter().filter(|read| !read.known).count();
        set_aside.rows.iter_mut().for_each(|row| row.file = file);
        self.set_aside.absorb(set_aside, 0);
        Ok(rows)
    }

    fn encoded(&mut self, mapping: &Mapping) -> Result<(u64, Spool), Refusal> {
        let mut rows = Spool::new(usize::MAX);
        let (kept, chunks) = match mapping {
            Mapping::Deviations(_) => {
                (self.deviations.iter().map(|row| row.count).sum(), vec![json("deviations", &self.deviations)?])
            }
            Mapping::Links(_) => (self.links.len() as u64, vec![logs::encode_links(&self.links)]),
            Mapping::Counts(_) => (self.counted_rows, vec![json("counts", &self.counts)?]),
            Mapping::Past(_) => {
                let rows = std::mem::take(&mut self.past);
                (rows.len() as u64, vec![logs::encode_past(&logs::past_tests(rows))?])
            }
            _ => (0, Vec::new()),
        };
        chunks.into_iter().try_for_each(|chunk| rows.push(chunk))?;
        Ok((kept, rows))
    }
}

fn json<T: serde::Serialize>(what: &'static str, value: &T) -> Result<Vec<u8>, LogError> {
    serde_json::to_vec(value).map_err(|error| LogError::Stored { what, detail: error.to_string() })
}

/// Refuses files that hold several tests while nobody said which one is wanted.
fn only_one_test(
    mapping: &CountMapping,
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(), Refusal> {
    let Some(test) = &mapping.test else { return Ok(()) };
    let mut tests = BTreeSet::new();
    for (path, preview) in sources {
        let groups: [&[String]; 1] = [std::slice::from_ref(test)];
        let values = logs::count_values(path, preview, &groups, u64::MAX, progress)?;
        tests.extend(values.into_iter().flatten().map(|(name, _)| name));
    }
    match tests.len() {
        0 | 1 => Ok(()),
        number => Err(LogError::SeveralTests { number, first: tests.into_iter().take(5).collect() }.into()),
    }
}

/// The experiment that counts belong to: the one there is, or a new one with a variant for each value.
fn experiment_of(
    plan: &Plan,
    mapping: &CountMapping,
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Experiment, Refusal> {
    if let Some(experiment) = &plan.experiment {
        return Ok(with_named_values(plan, experiment.clone()));
    }
    let mut values: Vec<String> = Vec::new();
    for (path, preview) in sources {
        for value in logs::variants_of_test(path, preview, mapping, plan.request.test.trim(), progress)? {
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
    }
    propose_each(plan, values)
}

fn time_column(mapping: &Mapping) -> Option<&str> {
    match mapping {
        Mapping::Deviations(mapping) => mapping.date.as_deref(),
        Mapping::Counts(mapping) => mapping.day.as_deref(),
        _ => None,
    }
}
