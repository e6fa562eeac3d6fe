//! `handshake import`

use super::terminal::{open, say, say_json};
use crate::logs::AnswerWords;
use crate::workbench::{Command, ImportOutcome, ImportRequest, LogKind, Mapping, Problem, Workbench, inspect_log};
use std::path::{Path, PathBuf};

/// Import a log.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Import {
    /// Responses of an experiment.
    Responses(Responses),
    /// Changes of permission.
    Permissions(Shared),
    /// Uses of data.
    Uses(Shared),
    /// Deviations recorded elsewhere.
    Deviations(Shared),
}

/// What all kinds of logs have in common.
#[derive(Debug, clap::Args)]
pub(super) struct Shared {
    /// The workspace.
    workspace: PathBuf,
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Corrects which column is what: `person=user_id,variant=group+page,segment:country=land`.
    #[arg(long)]
    columns: Option<String>,
    /// The time zone of times that name none, such as `UTC` or `Europe/Berlin`.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Write the rows set aside to this file, as CSV.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// Responses of an experiment.
#[derive(Debug, clap::Args)]
pub(super) struct Responses {
    #[command(flatten)]
    shared: Shared,
    /// The experiment; made with its variants if there is none of that name.
    #[arg(long)]
    experiment: String,
    /// A variant and the log's values that stand for it: `NAME='a value|b value'`.
    #[arg(long, value_name = "NAME=VALUES")]
    variant: Vec<String>,
    /// A word of the response column that means yes; may be repeated.
    #[arg(long)]
    accepted: Vec<String>,
    /// A word that means no.
    #[arg(long)]
    declined: Vec<String>,
    /// A word that means closed without choosing.
    #[arg(long)]
    dismissed: Vec<String>,
    /// A word that means no reaction.
    #[arg(long)]
    ignored: Vec<String>,
}

/// What an import sets aside by people instead of by rows.
const PEOPLE: [&str; 2] = ["SawTwoVariants", "AskedAgain"];

impl Import {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let (shared, kind) = match self {
            Self::Responses(responses) => (&responses.shared, LogKind::Responses),
            Self::Permissions(shared) => (shared, LogKind::Permissions),
            Self::Uses(shared) => (shared, LogKind::Uses),
            Self::Deviations(shared) => (shared, LogKind::Deviations),
        };
        let workbench = open(&shared.workspace)?;
        let mut total = ImportOutcome::default();
        let mut imports = Vec::new();
        for (place, file) in shared.files.iter().enumerate() {
            let more_follow = place + 1 < shared.files.len();
            let outcome = self.import(&workbench, shared, (kind, more_follow), file)?;
            imports.extend(outcome.import);
            if !shared.json {
                tell(file, kind, &outcome);
            }
            total.rows_read += outcome.rows_read;
            // Responses are counted over all imports of the experiment; other logs file by file.
            total.people_counted = if kind == LogKind::Responses {
                outcome.people_counted
            } else {
                total.people_counted + outcome.people_counted
            };
            for (reason, count) in outcome.set_aside {
                // People are counted over all imports as well, rows file by file.
                let is_people = kind == LogKind::Responses && PEOPLE.contains(&reason.as_str());
                let sum = total.set_aside.entry(reason).or_default();
                *sum = if is_people { count } else { *sum + count };
            }
        }
        if let Some(to) = &shared.rejects {
            write_rejects(&workbench, &imports, to)?;
        }
        if shared.json { say_json(&total) } else { Ok(()) }
    }

    fn import(
        &self,
        workbench: &Workbench,
        shared: &Shared,
        (kind, more_follow): (LogKind, bool),
        file: &Path,
    ) -> Result<ImportOutcome, Problem> {
        let mut mapping = inspect_log(file, None, kind)?.mapping;
        if let Some(columns) = &shared.columns {
            mapping.apply(columns).map_err(|error| Problem::of_log("The log was not imported", &error))?;
        }
        let (mut experiment, mut variants) = (String::new(), Vec::new());
        if let Self::Responses(responses) = self {
            experiment.clone_from(&responses.experiment);
            variants = responses.variant.iter().map(|text| variant(text)).collect::<Result<_, _>>()?;
            if let Mapping::Responses(mapping) = &mut mapping {
                responses.name_words(&mut mapping.answers);
            }
        }
        let time_zone = shared.time_zone.clone();
        let request = ImportRequest { path: file.to_owned(), mapping, experiment, variants, time_zone, more_follow };
        Ok(workbench.run(Command::Import(Box::new(request)))?.unwrap_or_default())
    }
}

impl Responses {
    /// Words given here replace the usual ones for their meaning, and mean nothing else.
    fn name_words(&self, words: &mut AnswerWords) {
        let given = [&self.accepted, &self.declined, &self.dismissed, &self.ignored];
        let lists = [&mut words.accepted, &mut words.declined, &mut words.dismissed, &mut words.ignored];
        for (list, given_list) in lists.into_iter().zip(given) {
            list.retain(|word| !given.iter().any(|list| list.iter().any(|other| other.eq_ignore_ascii_case(word))));
            if !given_list.is_empty() {
                list.clone_from(given_list);
            }
        }
    }
}

fn variant(text: &str) -> Result<(String, Vec<String>), Problem> {
    let (name, values) = text.split_once('=').ok_or_else(|| {
        let why = format!("“{text}” does not name a variant and its values");
        Problem::new("The log was not imported", why, "Write --variant NAME='a value|b value'.")
    })?;
    Ok((name.trim().to_owned(), values.split('|').map(|value| value.trim().to_owned()).collect()))
}

fn tell(file: &Path, kind: LogKind, outcome: &ImportOutcome) {
    let count = crate::picture::format::count;
    if outcome.import.is_none() {
        say(&format!("{}: this file was in already; nothing changed.", file.display()));
        return;
    }
    let unit = if kind == LogKind::Responses { "people counted" } else { "kept" };
    say(&format!(
        "{}: {} rows read, {} {unit}.",
        file.display(),
        count(outcome.rows_read),
        count(outcome.people_counted)
    ));
    for (reason, number) in &outcome.set_aside {
        say(&format!("  {reason}: {}", count(*number)));
    }
}

fn write_rejects(workbench: &Workbench, imports: &[i64], to: &Path) -> Result<(), Problem> {
    for (index, import) in imports.iter().enumerate() {
        let to = if index == 0 { to.to_owned() } else { numbered(to, index + 1) };
        workbench.run(Command::WriteSetAside { import: *import, to })?;
    }
    Ok(())
}

/// Several logs may have different columns, so each has a file of its own: `rejects.csv`, `rejects-2.csv`, …
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{number}{ending}"))
}
