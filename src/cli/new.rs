//! `handshake new`

use super::terminal::say;
use crate::workbench::{Problem, Workbench};
use std::path::PathBuf;
use std::sync::Arc;

/// Make a new workspace.
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The file to make, such as `spring.handshake`.
    workspace: PathBuf,
}

impl New {
    pub(super) fn run(&self) -> Result<(), Problem> {
        Workbench::create(&self.workspace, Arc::new(|| ()))?;
        say(&format!(
            "Made {}. Its key for pseudonyms is kept on this computer, outside the file.",
            self.workspace.display()
        ));
        Ok(())
    }
}
