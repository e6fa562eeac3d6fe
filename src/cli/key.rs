//! `handshake key`

use super::passphrase::unlocked;
use super::terminal::say;
use crate::workbench::{Problem, keys};
use std::path::PathBuf;

/// Hand the key of a workspace over on purpose, or take one over.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "direction")]
pub(super) struct KeyDirection {
    /// Write the key to this file.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Take the key over from this file.
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
}

/// Hand the key of a workspace over on purpose, or take one over.
#[derive(Debug, clap::Args)]
pub(super) struct Key {
    /// The workspace.
    workspace: PathBuf,
    #[command(flatten)]
    direction: KeyDirection,
}

impl Key {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let _unlocked = unlocked(&self.workspace)?;
        if let Some(to) = &self.direction.export {
            keys::export(&self.workspace, to)?;
            say(
                "The key was written. Whoever has it and the workspace can search it for a person: hand it over with care.",
            );
        }
        if let Some(from) = &self.direction.import {
            keys::import(&self.workspace, from)?;
            say("The key was taken over: logs can now be imported into this workspace here.");
        }
        Ok(())
    }
}
