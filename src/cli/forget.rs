//! `handshake forget`

use super::terminal::{open, say};
use crate::domain::Forgotten;
use crate::workbench::{Command, Problem};
use std::io::BufRead as _;
use std::path::PathBuf;

/// Forget people: every row about them goes, for good, and no old log brings them back.
///
/// Copies of the workspace made before still hold them: delete those, or forget the people there as well.
#[derive(Debug, clap::Args)]
pub(super) struct Forget {
    /// The workspace.
    workspace: PathBuf,
    /// The identifier as the company's logs write it; without it, identifiers are read from the standard input, one a line, so that they do
    /// not stay in the history of the terminal.
    #[arg(long, value_name = "IDENTIFIER")]
    person: Option<String>,
    /// Say that it is meant: it cannot be undone.
    #[arg(long)]
    for_good: bool,
}

impl Forget {
    pub(super) fn run(&self) -> Result<(), Problem> {
        if !self.for_good {
            let why = "it cannot be undone, and nobody said that it is meant";
            return Err(Problem::new("Nobody was forgotten", why, "Add --for-good."));
        }
        let workbench = open(&self.workspace)?;
        let before = workbench.model().forgotten.clone();
        let told = workbench.told(Command::Forget(self.identifiers()?))?;
        let after = &workbench.model().forgotten;
        let people = after.people - before.people;
        let answers = |forgotten: &Forgotten| forgotten.people_by_experiment.values().sum::<u64>();
        say(&format!(
            "{people} {} forgotten: {} uses, {} changes of permission and the answers of {} people in experiments are gone.",
            if people == 1 { "person was" } else { "people were" },
            after.uses() - before.uses(),
            after.changes - before.changes,
            answers(after) - answers(&before),
        ));
        // What became of backups, and where people wrote of them.
        say(&told.said);
        Ok(())
    }

    fn identifiers(&self) -> Result<Vec<String>, Problem> {
        if let Some(person) = &self.person {
            return Ok(vec![person.clone()]);
        }
        let lines: Result<Vec<String>, std::io::Error> = std::io::stdin().lock().lines().collect();
        let lines = lines.map_err(|error| {
            Problem::new("Nobody was forgotten", error, "Give one identifier a line, or use --person.")
        })?;
        // Some programs put a byte-order mark before the first line.
        Ok(lines.iter().map(|line| line.trim_start_matches('\u{feff}').to_owned()).collect())
    }
}
