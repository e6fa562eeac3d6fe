//! The workspace as the writing thread holds it: carries commands out, and keeps what would be slow to read again.

use super::analysis::{Analysis, Inputs};
use super::judging::Kept;
use super::lab::LabInputs;
use super::rows::Rows;
use super::{Command, HistoryLine, Problem};
use crate::compliance::{self, LedgerLine};
use crate::domain::{
    EntryKind, Experiment, ExperimentCounts, LogKind, PermissionOrigin, Policy, PolicyVersion, Records, Settings,
};
use crate::logs;
use crate::store::{self, Change, Part, Store, StoreError};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// The open workspace and what was read of it.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) rows: Rows,
    pub(super) kept: Kept,
    pub(super) generation: u64,
    pub(super) keys: Arc<AtomicI64>,
    /// What was worked out about each experiment, with what it was made from.
    pub(super) analyses: HashMap<i64, (Arc<Inputs>, Arc<Analysis>)>,
    /// What the lab learns from.
    pub(super) lab: Arc<LabInputs>,
}

/// For `map_err`: what the store says about a change that was not made.
pub(super) fn unchanged(error: StoreError) -> Problem {
    Problem::of_store("Nothing was changed", &error)
}

impl Desk {
    /// Takes a workspace over.
    pub(super) fn new(store: Store) -> Result<Self, Problem> {
        let largest = store.largest_definition_key().map_err(unreadable)?;
        Ok(Self {
            store,
            rows: Rows::default(),
            kept: Kept::default(),
            generation: 0,
            keys: Arc::new(AtomicI64::new(largest)),
            analyses: HashMap::new(),
            lab: Arc::default(),
        })
    }

    /// Mends what a program left behind that was stopped.
    pub(super) fn open(&mut self) -> Result<(), Problem> {
        if self.store.read_only().is_some() {
            return Ok(());
        }
        self.as_one(EntryKind::Upkeep, "Count again", Self::recount_stale)
    }

    /// Carries out a command that is no import, as one change; what it did, in words, where the person cannot see it anyway.
    pub(super) fn carry_out(&mut self, command: &Command) -> Result<String, Problem> {
        let reads_only = self.store.read_only().is_some() && matches!(command, Command::WriteWordings { .. });
        if reads_only || !command.changes_workspace() {
            return self.done(command);
        }
        let mut said = self.as_one(EntryKind::Upkeep, "Change the workspace", |desk| desk.done(command))?;
        if matches!(self.store.tidy(), Ok(Some(false)) | Err(_)) {
            said += " Somebody else reads this workspace: the old bytes leave the file once it is closed everywhere.";
        }
        Ok(said)
    }

    /// Does work as one change to the workspace, which is one entry of its record: all of it, or nothing. The words are for what has none of
    /// its own.
    pub(super) fn as_one<T>(
        &mut self,
        kind: EntryKind,
        label: &str,
        work: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.store.begin(kind, label).map_err(unchanged)?;
        let done = work(self).and_then(|value| self.store.commit().map(|()| value).map_err(unchanged));
        if done.is_err() {
            self.store.roll_back();
            self.let_go_of_rows();
        }
        done
    }

    /// What was given up may be among the rows in memory, and the next import may have its key.
    fn let_go_of_rows(&mut self) {
        let in_force = self.store.imports().unwrap_or_default();
        if !in_force.iter().map(|record| record.id).eq(self.rows.imports.iter().copied()) {
            (self.rows, self.kept) = (Rows::default(), Kept::default());
        }
    }

    fn done(&mut self, command: &Command) -> Result<String, Problem> {
        match command {
            Command::SaveExperiment(experiment) => self.save_experiment(experiment),
            Command::Choose { experiment, choice } => self.choose(*experiment, choice),
            Command::CorrectTrait { variant, name, value } => self.correct_trait(*variant, name, *value),
            Command::AddPolicyVersion(version) => self.add_policy_versions(std::slice::from_ref(&**version)),
            Command::AddPolicyFile(path) => self.add_policy_versions(&super::policy_file::read(path)?),
            Command::SaveIncidentNotes(notes) => self.save_incident_notes(notes),
            Command::ReportDeviation(report) => self.report_deviation(report),
            Command::RemoveReport(id) => self.remove_report(*id),
            Command::ChangeOwnName(name) => {
                let failed = |error| Problem::of_store("The name was not kept", &error);
                store::set_own_name(name).map(|()| String::new()).map_err(failed)
            }
            Command::ChangeLayout(layout) => {
                let failed = |error| Problem::of_store("The layout was not kept", &error);
                store::set_layout(*layout).map(|()| String::new()).map_err(failed)
            }
            Command::ChangeBackupPlan(plan) => {
                let failed = |error| Problem::of_store("The plan of backups was not kept", &error);
                let mut plan = plan.clone().in_place_of(&store::backup_plan());
                // The same folder, wherever the program is started the next time.
                plan.folder = plan.folder.map(|folder| std::path::absolute(&folder).unwrap_or(folder));
                store::set_backup_plan(&plan).map(|()| String::new()).map_err(failed)
            }
            Command::Restore(backup) => self.restore(backup),
            Command::Comment { subject, text } => self.add_comment(subject, text),
            Command::RemoveComment(id) => self.remove_comment(id),
            Command::TakeOverComments(copy) => self.take_over_comments(copy),
            Command::ChangePassphrase(change) => self.change_passphrase(change),
            Command::MarkDefinitionChange(change) => self.mark_definition_change(change),
            Command::UnmarkDefinitionChange(day) => self.unmark_definition_change(*day),
            Command::SaveDecision(decision) => self.save_decision(decision),
            Command::RemoveDecision(id) => self.remove_decision(*id),
            Command::ChangeAssumptions(assumptions) => self.change_assumptions(assumptions),
            Command::AssumptionsFile(path) => self.change_assumptions(&super::written_file::read(path)?),
            Command::ChangeProgramme(plan) => self.change_programme(plan),
            Command::ProgrammeFile(path) => self.change_programme(&super::written_file::read(path)?),
            Command::Sign { quarter, by, statement } => self.sign(*quarter, by, statement),
            Command::Forget(identifiers) => self.forget_everywhere(identifiers),
            Command::ChangeSettings(settings) => self.change_settings(settings),
            Command::UndoImport(id) => {
                self.refuse_if_reduced()?;
                self.edit("Take an import back", &Change::ImportInForce(*id, false))?;
                self.recount().map(|()| "The import was taken back.".into())
            }
            Command::Undo => self.step(self.store.undo(), "Undone"),
            Command::Redo => self.step(self.store.redo(), "Done again"),
            Command::ReduceToCounts => self.reduce(),
            Command::WriteAskAgain(path) => {
                let found = self.write_ask_again(&super::NewDeal::LatestPolicy, path)?;
                let people = crate::picture::format::people(found.people.len() as u64);
                Ok(format!("The pseudonyms of {people} were written to {}.", path.display()))
            }
            Command::WriteAnchor(path) => self.write_anchor(path),
            Command::WriteReport { what, path, form } => self.write_report(what, path, *form),
            Command::WritePicture { chart, to, scale } => super::reporting::write_picture(chart, to, *scale),
            Command::WriteWordings { to, experiment } => self.write_wordings(to, experiment),
            Command::AddWordings { from, experiment } => self.add_wordings(from, experiment),
            Command::WriteTable { rows, to } => super::reporting::write_table(rows, to),
            Command::WriteSetAside { import, to } => self.write_set_aside(*import, to),
            #[cfg(feature = "warehouse")]
            Command::ImportFromWarehouse(_) | Command::CountInWarehouse(_) | Command::BringFromWarehouse(_) => {
                Ok(String::new())
            }
            Command::Import(_) | Command::BackUp(_) | Command::TakeSnapshot(_) => Ok(String::new()),
        }
    }

    pub(super) fn edit(&self, label: &str, change: &Change) -> Result<String, Problem> {
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
        let change =
            |version: &PolicyVersion| Change::PolicyVersion(version.holds_from, Some(Box::new(version.clone())));
        let label = match added {
            [] => return Ok(String::new()),
            [version] => format!("Add policy version of {}", version.holds_from),
            several => format!("Add {} versions of the policy", several.len()),
        };
        self.edit(&label, &Change::Many(added.iter().map(change).collect()))
    }

    fn step(&mut self, label: Result<Option<String>, StoreError>, done: &str) -> Result<String, Problem> {
        let Some(label) = label.map_err(unchanged)? else { return Ok(String::new()) };
        self.recount()?;
        Ok(format!("{done}: {label}."))
    }

    pub(super) fn refuse_if_reduced(&self) -> Result<(), Problem> {
        if self.store.is_reduced().map_err(unreadable)? {
            let why = "the workspace was reduced to its counts, so the rows are gone";
            return Err(Problem::new("Nothing was changed", why, "Start a new workspace for new responses."));
        }
        Ok(())
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
        let named = self.store.imports().map_err(unreadable)?.iter().any(|import| import.names_people);
        if before.identifiers != settings.identifiers && named {
            let why = "people came in under the spelling of identifiers that is set now";
            return Err(Problem::new(
                "The settings were not changed",
                why,
                "Undo the imports first, or start a new workspace.",
            ));
        }
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
                let mut records = Records::default();
                self.add_changes_of_import(record.id, record.experiment, &experiments, &mut records)?;
                kept.push((record.id, logs::encode_records(&records).map_err(|error| damaged(&error))?));
            }
        }
        self.store.drop_response_rows(&kept).map_err(unchanged)?;
        Ok("The rows of all responses are gone; their counts and the permissions that people gave stay.".into())
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
        let files: Vec<String> = record.files.iter().map(|file| file.name.clone()).collect();
        let mut bytes = Vec::new();
        logs::write_set_aside(&mut bytes, &files, &record.columns, &rows).map_err(failed)?;
        super::reporting::write_file(to, &bytes)?;
        Ok(format!("{} rows were written to {}.", rows.len(), to.display()))
    }

    /// All versions of the policy.
    pub(super) fn policy(&self) -> Result<Policy, Problem> {
        Policy::new(self.store.policy_versions().map_err(unreadable)?).map_err(|error| {
            Problem::new("The policy could not be read", error, "Open your latest backup of the workspace.")
        })
    }

    /// The zone in which days are counted.
    pub(super) fn zone(&self) -> Result<TimeZone, Problem> {
        zone_of(&self.store.settings().map_err(unreadable)?.time_zone)
    }

    /// The counts of an experiment.
    pub(super) fn counts(&self, experiment: i64) -> Result<ExperimentCounts, Problem> {
        Ok(self.store.counts(experiment).map_err(unreadable)?.unwrap_or_default())
    }

    /// One person's history, found by the identifier that the company's logs use.
    pub(super) fn history(&mut self, identifier: &str) -> Result<Vec<HistoryLine>, Problem> {
        let what = "The person was not looked up";
        let person = self.rows.links.person(self.pseudonymiser(what)?.person(identifier));
        let experiments = self.store.experiments().map_err(unreadable)?;
        let line = |line: LedgerLine| HistoryLine {
            origin: origin(&experiments, line.change.origin),
            at: line.change.at,
            purpose: line.change.purpose,
            category: line.change.category,
            channel: line.change.channel,
            topic: line.change.topic,
            state: line.change.state,
            last_day: line.last_day,
        };
        let judged = self.judged_now()?;
        let now = jiff::Timestamp::now();
        Ok(compliance::history(&judged.evidence, &judged.rules.rulebook(), person, now).into_iter().map(line).collect())
    }
}

/// Where a permission was learnt from, in words.
pub(super) fn origin(experiments: &[Experiment], origin: PermissionOrigin) -> String {
    match origin {
        PermissionOrigin::Log => "Imported permission log".to_owned(),
        PermissionOrigin::Response { variant } => experiments
            .iter()
            .find(|experiment| experiment.variants.iter().any(|known| known.id == variant))
            .map_or_else(|| "A response".to_owned(), |experiment| format!("Response in “{}”", experiment.name)),
    }
}

/// For `map_err`: what the store says about something that could not be read.
pub(super) fn unreadable(error: StoreError) -> Problem {
    Problem::of_store("The workspace could not be read", &error)
}

pub(super) fn damaged(error: &logs::LogError) -> Problem {
    Problem::of_log("The rows of an import could not be read", error)
}

/// The time zone of a name.
pub(super) fn zone_of(name: &str) -> Result<TimeZone, Problem> {
    TimeZone::get(name).map_err(|_| {
        let why = format!("there is no time zone called “{name}”");
        Problem::new("Nothing was changed", why, "Give a name such as UTC or Europe/Berlin.")
    })
}
