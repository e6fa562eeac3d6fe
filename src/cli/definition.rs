//! `handshake definition`

use super::terminal::{open, say};
use crate::domain::DefinitionChange;
use crate::picture::format;
use crate::workbench::{Command, Problem};
use jiff::civil::Date;
use std::path::PathBuf;

/// Mark the day from which something else counts as a deviation, so that figures before and after are not compared.
#[derive(Debug, clap::Args)]
pub(super) struct Definition {
    /// The workspace.
    workspace: PathBuf,
    /// The first day of the new definition.
    #[arg(long, value_name = "DAY", requires = "what")]
    from: Option<Date>,
    /// What changed.
    #[arg(long, requires = "from")]
    what: Option<String>,
    /// Take the mark of this day away.
    #[arg(long, value_name = "DAY", conflicts_with = "from")]
    remove: Option<Date>,
}

impl Definition {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let (Some(from), Some(what)) = (self.from, &self.what) {
            let change = DefinitionChange { holds_from: from, what: what.clone() };
            workbench.run(Command::MarkDefinitionChange(Box::new(change)))?;
        }
        if let Some(day) = self.remove {
            workbench.run(Command::UnmarkDefinitionChange(day))?;
        }
        let model = workbench.model();
        if model.definition_changes.is_empty() {
            say("No change of definition is marked.");
        }
        for change in &model.definition_changes {
            say(&format!("From {}: {}", format::day(change.holds_from), change.what));
        }
        Ok(())
    }
}
