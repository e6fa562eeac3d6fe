//! The workspace as the writing thread holds it: carries commands out, and keeps what would be slow to read again.

use super::analysis::{Analysis, Inputs};
use super::importing::{Plan, Prepared};
use super::{Command, HistoryLine, ImportOutcome, ImportRequest, Problem};
use crate::compliance;
use crate::domain::{
    DataUse, Experiment, ExperimentCounts, LogKind, PermissionChange, PermissionOrigin, Policy, PolicyVersion,
    Settings, Variant,
};
use crate::logs;
use crate::store::{Change, NewImport, Part, Store, StoreError};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The open workspace and what was read of it.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) rows: Rows,
    pub(super) generation: u64,
    keys: Arc<AtomicI64>,
    /// What was worked out about each experiment, with what it was made from.
    pub(super) analyses: HashMap<i64, (Arc<Inputs>, Arc<Analysis>)>,
}

/// Rows of all imports in force, with the keys of the imports they came from.
#[derive(Default)]
pub(super) struct Rows {
    imports: Vec<i64>,
    pub(super) changes: Vec<PermissionChange>,
    pub(super) uses: Vec<DataUse>,
    pub(super) recorded: Vec<crate::domain::RecordedDeviations>,
}

/// For `map_err`: what the store says about a change that was not made.
fn unchanged(error: StoreError) -> Problem {
    Problem::of_store("Nothing was changed", &error)
}

impl Desk {
    /// Takes a workspace over.
    pub(super) fn new(store: Store) -> Result<Self, Problem> {
        let largest = store.largest_definition_key().map_err(unreadable)?;
        Ok(Self {
            store,
            rows: Rows::default(),
            generation: 0,
            keys: Arc::new(AtomicI64::new(largest)),
            analyses: HashMap::new(),
        })
    }

    /// Carries out a command that is no import; what it did, in words, where the person cannot see it anyway.
    pub(super) fn carry_out(&mut self, command: &Command) -> Result<String, Problem> {
        match command {
            Command::SaveExperiment(experiment) => self.save_experiment(experiment),
            Command::AddPolicyVersion(version) => self.add_policy_versions(std::slice::from_ref(&**version)),
            Command::AddPolicyFile(path) => self.add_policy_versions(&super::policy_file::read(path)?),
            Command::SaveIncidentNote(note) => {
                self.edit("Note on an incident", &Change::IncidentNote(note.key.clone(), Some(note.clone())))
            }
            Command::ChangeSettings(settings) => self.change_settings(settings),
            Command::UndoImport(id) => {
                self.refuse_if_reduced()?;
                self.edit("Take an import back", &Change::ImportInForce(*id, false))?;
                self.recount().map(|()| "The import was taken back.".into())
            }
            Command::Undo => self.step(self.store.undo(), "Undone"),
            Command::Redo => self.step(self.store.redo(), "Done again"),
            Command::ReduceToCounts => self.reduce(),
            Command::WriteReport(path) => self.write_report(path),
            Command::WriteSetAside { import, to } => self.write_set_aside(*import, to),
            Command::Import(_) => Ok(String::new()),
        }
    }

    fn edit(&self, label: &str, change: &Change) -> Result<String, Problem> {
        self.store.edit(label, change).map_err(unchanged)?;
        Ok(String::new())
    }

    /// Adds versions once all of them, together with those there are, can stand.
    fn add_policy_versions(&self, added: &[PolicyVersion]) -> Result<String, Problem> {
        let refused =
            |error| Problem::new("The policy was not changed", error, "Correct the version and add it again.");
        added.iter().try_for_each(PolicyVersion::check).map_err(refused)?;
        let mut versions = self.store.policy_versions().map_err(unreadable)?;
        versions.extend(added.iter().cloned());
        Policy::new(versions).map_err(refused)?;
        for version in added {
            let label = format!("Add policy version of {}", version.holds_from);
            self.edit(&label, &Change::PolicyVersion(version.holds_from, Some(Box::new(version.clone()))))?;
        }
        Ok(String::new())
    }

    fn step(&mut self, label: Result<Option<String>, StoreError>, done: &str) -> Result<String, Problem> {
        let label = label.map_err(unchanged)?;
        self.recount()?;
        Ok(label.map_or_else(String::new, |label| format!("{done}: {label}.")))
    }

    fn refuse_if_reduced(&self) -> Result<(), Problem> {
        if self.store.is_reduced().map_err(unreadable)? {
            let why = "the workspace was reduced to its counts, so the rows are gone";
            return Err(Problem::new("Nothing was changed", why, "Start a new workspace for new responses."));
        }
        Ok(())
    }

    fn save_experiment(&mut self, wanted: &Experiment) -> Result<String, Problem> {
        let mut experiment = wanted.clone();
        let refused = |why: String, advice: &str| Problem::new("The experiment was not saved", why, advice);
        let before = self.store.experiment(experiment.id).map_err(unreadable)?;
        if experiment.id == 0 {
            experiment.id = self.next_key();
        }
        if let Some(before) = &before {
            let gone = before
                .variants
                .iter()
                .find(|old| old.frozen && !experiment.variants.iter().any(|new| new.id == old.id));
            if let Some(gone) = gone {
                let why = format!("people were shown “{}” already, so it belongs to the experiment", gone.name);
                return Err(refused(why, "Undo its import first, or keep it."));
            }
            new_versions(before, &mut experiment);
        }
        for variant in experiment.variants.iter_mut().filter(|variant| variant.id == 0) {
            variant.id = self.keys.fetch_add(1, Ordering::Relaxed) + 1;
            variant.frozen = false;
        }
        if before.as_ref().map(|before| before.rule) != Some(experiment.rule) {
            experiment.rule_stated_after_people = self.counts(experiment.id)?.people_ever;
        } else if let Some(before) = &before {
            experiment.rule_stated_after_people = before.rule_stated_after_people;
        }
        experiment.check().map_err(|error| refused(error.to_string(), "Correct it and save again."))?;
        let others = self.store.experiments().map_err(unreadable)?;
        if others.iter().any(|other| other.id != experiment.id && other.name == experiment.name) {
            let why = format!("another experiment is called “{}”", experiment.name);
            return Err(refused(why, "Give it another name."));
        }
        let label = format!("{} “{}”", if before.is_some() { "Change" } else { "New experiment" }, experiment.name);
        self.edit(&label, &Change::Experiment(experiment.id, Some(Box::new(experiment.clone()))))
    }

    fn next_key(&self) -> i64 {
        self.keys.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn change_settings(&mut self, settings: &Settings) -> Result<String, Problem> {
        zone_of(&settings.time_zone)?;
        if !(1..=12).contains(&settings.fiscal_start_month) {
            let why = format!("{} is no month", settings.fiscal_start_month);
            return Err(Problem::new("The settings were not changed", why, "Give a month from 1 to 12."));
        }
        let currency = &settings.currency;
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let why = format!("“{currency}” is no currency code");
            return Err(Problem::new("The settings were not changed", why, "Give three capital letters, such as EUR."));
        }
        let before = self.store.settings().map_err(unreadable)?;
        self.edit("Change settings", &Change::Settings(settings.clone()))?;
        if before.time_zone != settings.time_zone {
            self.recount()?;
        }
        Ok(String::new())
    }

    fn reduce(&mut self) -> Result<String, Problem> {
        self.refuse_if_reduced()?;
        self.recount()?;
        let experiments = self.store.experiments().map_err(unreadable)?;
        let mut kept = Vec::new();
        for record in self.store.imports().map_err(unreadable)? {
            if record.kind == LogKind::Responses {
                let changes = self.changes_of_import(record.id, &experiments)?;
                kept.push((record.id, logs::encode_permissions(&changes).map_err(|error| damaged(&error))?));
            }
        }
        self.store.drop_response_rows(&kept).map_err(unchanged)?;
        Ok("The rows of all responses are gone; their counts and the permissions that people gave stay.".into())
    }

    fn write_report(&mut self, path: &Path) -> Result<String, Problem> {
        let model = self.assemble()?;
        super::reporting::write(&model, path)?;
        Ok(format!("The report is in {}.", path.display()))
    }

    fn write_set_aside(&self, import: i64, to: &Path) -> Result<String, Problem> {
        let what = "The rows set aside were not written";
        let failed = |error: logs::LogError| Problem::of_log(what, &error);
        let imports = self.store.imports().map_err(unreadable)?;
        let Some(record) = imports.into_iter().find(|record| record.id == import) else {
            return Err(Problem::new(what, "that import is not in force", "Choose another import."));
        };
        let mut rows = Vec::new();
        for chunk in self.store.chunks(import, Part::SetAside).map_err(unreadable)? {
            rows.extend(logs::decode_set_aside(&chunk).map_err(failed)?.rows);
        }
        let mut bytes = Vec::new();
        logs::write_set_aside(&mut bytes, &record.columns, &rows).map_err(failed)?;
        super::reporting::write_file(to, &bytes)?;
        Ok(format!("{} rows were written to {}.", rows.len(), to.display()))
    }

    /// What reading a log needs.
    pub(super) fn plan_import(&self, request: &ImportRequest) -> Result<Plan, Problem> {
        let what = format!("{} was not imported", request.path.display());
        if let Some(reason) = self.store.read_only() {
            return Err(Problem::of_store(&what, &StoreError::ReadOnly(reason.to_owned())));
        }
        let responses = request.mapping.kind() == LogKind::Responses;
        if responses {
            self.refuse_if_reduced()?;
            if request.experiment.trim().is_empty() {
                return Err(Problem::new(
                    what,
                    "it does not say for which experiment",
                    "Name the experiment (--experiment).",
                ));
            }
        }
        let experiments = self.store.experiments().map_err(unreadable)?;
        let settings = self.store.settings().map_err(unreadable)?;
        Ok(Plan {
            pseudonymiser: self.store.pseudonymiser().map_err(|error| Problem::of_store(&what, &error))?,
            zone: request.time_zone.as_deref().map(zone_of).transpose()?,
            fiscal_start_month: settings.fiscal_start_month,
            experiment: experiments
                .into_iter()
                .find(|experiment| responses && experiment.name == request.experiment.trim()),
            keys: self.keys.clone(),
            request: request.clone(),
        })
    }

    /// Takes in a log that was read.
    pub(super) fn take_in(&mut self, prepared: Prepared) -> Result<ImportOutcome, Problem> {
        let Prepared { record, experiment, rows, set_aside, more_follow } = prepared;
        if record.kind == LogKind::Responses {
            // The workspace may have been reduced while the log was read.
            self.refuse_if_reduced()?;
        }
        let experiment = experiment.map(|read| self.joined_with_stored(read)).transpose()?;
        let known = self.store.import_of(record.kind, record.experiment, &record.file_hash).map_err(unreadable)?;
        let import = if known.is_some() {
            None
        } else {
            let new = NewImport {
                record: record.clone(),
                experiment: experiment.as_ref(),
                rows: &rows,
                set_aside: &set_aside,
            };
            Some(self.store.add_import(&new).map_err(|error| Problem::of_store("Nothing was imported", &error))?)
        };
        let mut outcome = ImportOutcome {
            import,
            rows_read: record.rows_read,
            people_counted: record.rows_kept,
            set_aside: record.set_aside,
        };
        if let Some(experiment) = record.experiment {
            let counts = match import {
                Some(_) if more_follow => self.count_open(experiment)?,
                Some(_) => self.count(experiment)?,
                None => self.counts(experiment)?,
            };
            outcome.people_counted = counts.variants.iter().map(|count| count.shown).sum();
            let people = [("SawTwoVariants", counts.crossovers), ("AskedAgain", counts.repeated)];
            outcome
                .set_aside
                .extend(people.into_iter().filter(|p| p.1 > 0).map(|(name, count)| (name.to_owned(), count)));
        }
        Ok(outcome)
    }

    /// What an import adds to an experiment, on top of what was edited while the log was read.
    fn joined_with_stored(&self, read: Experiment) -> Result<Experiment, Problem> {
        let Some(mut stored) = self.store.experiment(read.id).map_err(unreadable)? else { return Ok(read) };
        for variant in read.variants {
            let Some(known) = stored.variants.iter_mut().find(|known| known.id == variant.id) else {
                stored.variants.push(variant);
                continue;
            };
            known.frozen |= variant.frozen;
            let new: Vec<String> =
                variant.recognised_as.into_iter().filter(|value| !known.recognised_as.contains(value)).collect();
            known.recognised_as.extend(new);
        }
        Ok(stored)
    }

    /// Counts all experiments that have rows again.
    fn recount(&mut self) -> Result<(), Problem> {
        if self.store.is_reduced().map_err(unreadable)? {
            return Ok(());
        }
        for experiment in self.store.experiments().map_err(unreadable)? {
            self.count(experiment.id)?;
        }
        Ok(())
    }

    /// The zone in which days are counted.
    pub(super) fn zone(&self) -> Result<TimeZone, Problem> {
        zone_of(&self.store.settings().map_err(unreadable)?.time_zone)
    }

    /// Counts an experiment and closes its days: from now on they can be seen.
    fn count(&self, experiment: i64) -> Result<ExperimentCounts, Problem> {
        self.count_and(experiment, super::blocks::close)
    }

    /// Counts an experiment while more of its logs are still to come, so that no day is closed yet.
    fn count_open(&self, experiment: i64) -> Result<ExperimentCounts, Problem> {
        self.count_and(experiment, super::blocks::keep_open)
    }

    fn count_and(
        &self,
        experiment: i64,
        close: fn(&ExperimentCounts, &mut ExperimentCounts),
    ) -> Result<ExperimentCounts, Problem> {
        let zone = self.zone()?;
        let definition = self.store.experiment(experiment).map_err(unreadable)?.unwrap_or_default();
        let variants: Vec<i64> = definition.variants.iter().map(|variant| variant.id).collect();
        let mut columns = Vec::new();
        // Earliest import first, so that rows without times keep the order in which they came.
        for record in self.store.imports().map_err(unreadable)?.iter().rev() {
            if record.experiment == Some(experiment) {
                columns.extend(self.response_columns(record.id)?);
            }
        }
        let mut counts = logs::count(&columns, &variants, &zone);
        close(&self.counts(experiment)?, &mut counts);
        self.store.put_counts(experiment, &counts).map_err(unchanged)?;
        Ok(counts)
    }

    fn response_columns(&self, import: i64) -> Result<Vec<logs::ResponseColumns>, Problem> {
        let chunks = self.store.chunks(import, Part::Rows).map_err(unreadable)?;
        chunks.iter().map(|chunk| logs::decode_responses(chunk).map_err(|error| damaged(&error))).collect()
    }

    /// What one response import permits: worked out from its rows, or read where these were thrown away.
    fn changes_of_import(&self, import: i64, experiments: &[Experiment]) -> Result<Vec<PermissionChange>, Problem> {
        let mut changes = Vec::new();
        for columns in self.response_columns(import)? {
            changes.extend(changes_of(&columns, experiments));
        }
        for chunk in self.store.chunks(import, Part::Permissions).map_err(unreadable)? {
            changes.extend(logs::decode_permissions(&chunk).map_err(|error| damaged(&error))?);
        }
        Ok(changes)
    }

    /// The counts of an experiment.
    pub(super) fn counts(&self, experiment: i64) -> Result<ExperimentCounts, Problem> {
        Ok(self.store.counts(experiment).map_err(unreadable)?.unwrap_or_default())
    }

    /// Reads the rows of permissions, uses and recorded deviations, if other imports are in force than when last read.
    pub(super) fn read_rows(&mut self, experiments: &[Experiment]) -> Result<(), Problem> {
        let records = self.store.imports().map_err(unreadable)?;
        let imports: Vec<i64> = records.iter().map(|record| record.id).collect();
        if imports == self.rows.imports {
            return Ok(());
        }
        let mut rows = Rows { imports, ..Rows::default() };
        for record in records.iter().rev() {
            match record.kind {
                LogKind::Responses => rows.changes.extend(self.changes_of_import(record.id, experiments)?),
                kind => {
                    for chunk in self.store.chunks(record.id, Part::Rows).map_err(unreadable)? {
                        rows.read(kind, &chunk).map_err(|error| damaged(&error))?;
                    }
                }
            }
        }
        self.rows = rows;
        Ok(())
    }

    /// One person's history, found by the identifier that the company's logs use.
    pub(super) fn history(&self, identifier: &str) -> Result<Vec<HistoryLine>, Problem> {
        let what = "The person was not looked up";
        let person = self.store.pseudonymiser().map_err(|error| Problem::of_store(what, &error))?.person(identifier);
        let experiments = self.store.experiments().map_err(unreadable)?;
        let origin = |origin| match origin {
            PermissionOrigin::Log => "Imported permission log".to_owned(),
            PermissionOrigin::Response { variant } => experiments
                .iter()
                .find(|experiment| experiment.variants.iter().any(|known| known.id == variant))
                .map_or_else(|| "A response".to_owned(), |experiment| format!("Response in “{}”", experiment.name)),
        };
        let line = |change: &PermissionChange| HistoryLine {
            at: change.at,
            purpose: change.purpose.clone(),
            category: change.category.clone(),
            state: change.state,
            origin: origin(change.origin),
        };
        Ok(compliance::history(&self.rows.changes, person).into_iter().map(line).collect())
    }
}

impl Rows {
    fn read(&mut self, kind: LogKind, chunk: &[u8]) -> Result<(), logs::LogError> {
        match kind {
            LogKind::Permissions => self.changes.extend(logs::decode_permissions(chunk)?),
            LogKind::Uses => self.uses.extend(logs::decode_uses(chunk)?),
            LogKind::Deviations => self.recorded.extend(
                serde_json::from_slice::<Vec<_>>(chunk)
                    .map_err(|error| logs::LogError::Stored { what: "deviations", detail: error.to_string() })?,
            ),
            LogKind::Responses => {}
        }
        Ok(())
    }
}

/// What people's answers permit, by the terms of the variant that each of them saw.
fn changes_of(columns: &logs::ResponseColumns, experiments: &[Experiment]) -> Vec<PermissionChange> {
    let variants: std::collections::BTreeMap<i64, &Variant> =
        experiments.iter().flat_map(|experiment| &experiment.variants).map(|variant| (variant.id, variant)).collect();
    let mut changes = Vec::new();
    for (index, event) in columns.event.iter().enumerate() {
        let crate::domain::ResponseEvent::Answered(answer) = *event else { continue };
        let Some(variant) = variants.get(&columns.variant[index]) else { continue };
        if let Ok(at) = jiff::Timestamp::from_microsecond(columns.at[index]) {
            changes.extend(compliance::change_from_response(columns.person[index], at, answer, variant));
        }
    }
    changes
}

/// Whoever changes words or terms that people were shown makes a new variant beside the one they were shown.
fn new_versions(before: &Experiment, experiment: &mut Experiment) {
    let mut added = Vec::new();
    for variant in &mut experiment.variants {
        let Some(old) = before.variants.iter().find(|old| old.id == variant.id && old.frozen) else { continue };
        if old.wording != variant.wording || old.terms != variant.terms {
            let version = old.version + 1;
            let name =
                format!("{}, version {version}", old.name.trim_end_matches(&format!(", version {}", old.version)));
            added.push(Variant {
                id: 0,
                name,
                version,
                recognised_as: Vec::new(),
                frozen: false,
                planned_share: 0.0,
                ..variant.clone()
            });
            *variant = old.clone();
        }
        variant.frozen = true;
    }
    experiment.variants.extend(added);
}

/// For `map_err`: what the store says about something that could not be read.
pub(super) fn unreadable(error: StoreError) -> Problem {
    Problem::of_store("The workspace could not be read", &error)
}

fn damaged(error: &logs::LogError) -> Problem {
    Problem::of_log("The rows of an import could not be read", error)
}

/// The time zone of a name.
pub(super) fn zone_of(name: &str) -> Result<TimeZone, Problem> {
    TimeZone::get(name).map_err(|_| {
        let why = format!("there is no time zone called “{name}”");
        Problem::new("Nothing was changed", why, "Give a name such as UTC or Europe/Berlin.")
    })
}
