//! `handshake policy`

use super::terminal::{open, say};
use crate::picture::format;
use crate::workbench::{Command, Model, Problem};
use std::path::PathBuf;

/// Show the policy's versions, or add versions from a file.
#[derive(Debug, clap::Args)]
pub(super) struct PolicyArguments {
    /// The workspace.
    workspace: PathBuf,
    /// Add the versions in this TOML file.
    #[arg(long, value_name = "FILE.toml")]
    set: Option<PathBuf>,
}

impl PolicyArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let Some(file) = &self.set {
            workbench.run(Command::AddPolicyFile(file.clone()))?;
        }
        tell(&workbench.model());
        Ok(())
    }
}

fn tell(model: &Model) {
    let versions = model.policy.versions();
    if versions.is_empty() {
        say("There is no policy yet. Add one with --set FILE.toml.");
    }
    for (index, version) in versions.iter().enumerate() {
        say(&format!("Version {}, from {}: {}", index + 1, format::day(version.holds_from), version.title));
        if !version.reason.is_empty() {
            say(&format!("  Why: {}", version.reason));
        }
        for rule in &version.rules {
            say(&format!("  {}", format::rule(rule)));
        }
        let changed = index.checked_sub(1).and_then(|before| model.policy_differences.get(before));
        for difference in changed.into_iter().flatten() {
            say(&format!("  {} {}", if difference.widens { "Wider:" } else { "Narrower:" }, difference.sentence));
        }
    }
}
