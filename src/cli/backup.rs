//! `handshake backup`

use super::terminal::{open, say};
use crate::picture::format;
use crate::workbench::{BackupPlan, BackupRhythm, Command, Problem};
use std::path::PathBuf;

/// Back a workspace up, also while somebody works in it, list its backups, or say how often the window makes them.
///
/// Without --to the backup goes into the folder of backups beside the workspace, or the one chosen in the settings.
#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    /// The workspace.
    workspace: PathBuf,
    /// The file to make.
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    to: Option<PathBuf>,
    /// List the backups there are, latest first, instead of making one.
    #[arg(long)]
    list: bool,
    /// How often open workspaces are backed up on this computer, for this user: off, hourly, daily or weekly.
    #[arg(long, value_name = "RHYTHM", value_parser = rhythm, conflicts_with_all = ["list", "to"])]
    every: Option<BackupRhythm>,
    /// The folder that backups go into; without it, with --every, each beside its workspace.
    #[arg(long, value_name = "FOLDER", requires = "every")]
    folder: Option<PathBuf>,
}

fn rhythm(text: &str) -> Result<BackupRhythm, String> {
    serde_json::from_value(text.into()).map_err(|_| "give off, hourly, daily or weekly".to_owned())
}

impl Backup {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let Some(every) = self.every {
            workbench.run(Command::ChangeBackupPlan(BackupPlan {
                every,
                folder: self.folder.clone(),
                ..BackupPlan::default()
            }))?;
            say("The plan of backups is kept.");
            return Ok(());
        }
        if !self.list {
            say(&workbench.told(Command::BackUp(self.to.clone()))?.said);
        }
        let zone = workbench.model().workspace.time_zone.clone();
        let found = if self.to.is_some() { Vec::new() } else { workbench.find_backups() };
        for backup in found {
            let when = format::moment(backup.file.made_at, &zone);
            let (size, why) = (format::bytes(backup.file.bytes), backup.file.reason.label());
            say(&format!("{when}, {why}: {size}, {}", backup.content_in_words()));
            say(&format!("  {}", backup.file.path.display()));
        }
        Ok(())
    }
}
