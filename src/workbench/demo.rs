//! The sample workspace: made from the sample logs by the same commands that a person would use.

use super::{Command, ImportOutcome, ImportRequest, LogKind, LogQuestion, Problem, Workbench};
use crate::domain::{Circumstance, Decision, Experiment, Pattern, Quarter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Sample logs, in the order in which they are imported: what each is, and the experiment that responses belong to.
const LOGS: &[(&str, LogKind, &str)] = &[
    ("responses_newsletter.csv", LogKind::Responses, "Newsletter sign-up, spring"),
    ("responses_ride_data.csv", LogKind::Responses, "Ride-data sharing"),
    ("responses_personal_offers.csv", LogKind::Responses, "Personal offers"),
    ("permissions.csv", LogKind::Permissions, ""),
    ("uses.csv", LogKind::Uses, ""),
];

macro_rules! sample {
    ($($name:literal),*) => {
        /// The sample files, by name.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../sample_data/", $name)))),*];
    };
}

sample!(
    "README.md",
    "experiments.toml",
    "policy.toml",
    "costs.toml",
    "programme.toml",
    "responses_newsletter.csv",
    "responses_ride_data.csv",
    "responses_personal_offers.csv",
    "permissions.csv",
    "uses.csv"
);

/// Experiments as a file describes them.
#[derive(Debug, serde::Deserialize)]
pub struct ExperimentFile {
    /// The experiments.
    pub experiment: Vec<Experiment>,
}

/// Writes the sample files into a folder and makes `sample.handshake` of them there; replaces an earlier one.
///
/// Every step is told to `said`.
pub fn make_sample(folder: &Path, said: &mut dyn FnMut(&str)) -> Result<PathBuf, Problem> {
    let failed = |error: std::io::Error| {
        Problem::new("The sample workspace was not made", error, "Choose a folder that you may write to.")
    };
    let data = folder.join("sample_data");
    std::fs::create_dir_all(&data).map_err(failed)?;
    for (name, contents) in FILES {
        std::fs::write(data.join(name), contents).map_err(failed)?;
    }
    let path = folder.join("sample.handshake");
    if path.exists() {
        std::fs::remove_file(&path).map_err(failed)?;
    }
    let workbench = Workbench::create(&path, Arc::new(|| ()))?;
    fill(&workbench, &data, said)?;
    Ok(path)
}

fn fill(workbench: &Workbench, data: &Path, said: &mut dyn FnMut(&str)) -> Result<(), Problem> {
    let experiments: ExperimentFile = toml::from_str(text("experiments.toml"))
        .map_err(|error| Problem::new("The sample workspace was not made", error, "Install Handshake again."))?;
    for mut experiment in experiments.experiment {
        if experiment.prior == [0.0, 0.0] {
            experiment.prior = [1.0, 1.0];
        }
        workbench.run(Command::SaveExperiment(Box::new(experiment)))?;
    }
    workbench.run(Command::AddPolicyFile(data.join("policy.toml")))?;
    for (name, kind, experiment) in LOGS {
        let outcome = import(workbench, &data.join(name), *kind, experiment)?;
        let rows = crate::picture::format::count(outcome.rows_read);
        let aside: u64 = outcome.set_aside.values().sum();
        said(&format!("{name}: {rows} rows read, {aside} set aside"));
    }
    workbench.run(Command::AssumptionsFile(data.join("costs.toml")))?;
    workbench.run(Command::ProgrammeFile(data.join("programme.toml")))?;
    workbench.run(Command::SaveDecision(Box::new(decision())))?;
    for quarter in [SIGNED, SIGNED.next()] {
        let statement = "Every incident of more than twenty people was looked at.".into();
        workbench.run(Command::Sign { quarter, by: OFFICER.into(), statement })?;
    }
    Ok(())
}

/// Who signs in the sample.
const OFFICER: &str = "Mara Lindt";
/// The first quarter that is signed in the sample.
const SIGNED: Quarter = Quarter { year: 2025, number: 1, start_month: 1 };

fn decision() -> Decision {
    let second_version = jiff::civil::date(2026, 1, 1);
    Decision {
        id: 0,
        holds_from: second_version,
        what: "Four contacts in 30 days at most, and lists are checked before each campaign".into(),
        reason: "Too many complaints after the autumn campaigns of 2025, most of them sent in a hurry.".into(),
        pattern: Pattern { circumstance: Some(Circumstance::CampaignDeadline), ..Pattern::default() },
        policy_version: Some(second_version),
        by: OFFICER.into(),
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

fn text(name: &str) -> &'static str {
    FILES.iter().find(|file| file.0 == name).map_or("", |file| file.1)
}

fn import(workbench: &Workbench, path: &Path, kind: LogKind, experiment: &str) -> Result<ImportOutcome, Problem> {
    let mapping = workbench.look_into(&LogQuestion::about(vec![path.to_owned()], kind))?.mapping;
    let request = ImportRequest {
        paths: vec![path.to_owned()],
        format: None,
        date_order: None,
        test: String::new(),
        mapping,
        experiment: experiment.to_owned(),
        variants: Vec::new(),
        time_zone: Some("UTC".into()),
    };
    let outcome = workbench.run(Command::Import(Box::new(request)))?;
    outcome.ok_or_else(|| Problem::new("The sample workspace was not made", "an import gave no outcome", "Try again."))
}

/// Where the window makes the sample workspace: a folder of the person's own.
pub fn folder() -> PathBuf {
    directories::UserDirs::new()
        .and_then(|folders| folders.document_dir().map(Path::to_owned))
        .unwrap_or_else(std::env::temp_dir)
        .join("Handshake sample")
}
