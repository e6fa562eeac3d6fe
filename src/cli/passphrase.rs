//! `handshake passphrase`, and asking for one on a terminal.

use super::terminal::{open, say};
use crate::workbench::{CAN_PROTECT, Command, Passphrase, PassphraseChange, Problem, Unlocked, is_locked, unlock};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What opens a workspace, where nobody is there to be asked.
const PRESENT: &str = "HANDSHAKE_PASSPHRASE";
/// What is to open it from now on.
const NEW: &str = "HANDSHAKE_NEW_PASSPHRASE";

/// Put a workspace behind a passphrase, change that, or take it away; its backups come along.
///
/// Asks for passphrases on the terminal, or takes them from `HANDSHAKE_PASSPHRASE` and, where a new one is needed, `HANDSHAKE_NEW_PASSPHRASE`. Never
/// an argument, as other users of a computer may read these. Nobody can open the workspace without its passphrase: one that is forgotten is lost.
#[derive(Debug, clap::Subcommand)]
pub(super) enum PassphraseCommand {
    /// Have the workspace encrypted from now on.
    Set {
        /// The workspace.
        workspace: PathBuf,
    },
    /// Have it open with another passphrase from now on.
    Change {
        /// The workspace.
        workspace: PathBuf,
    },
    /// Have it open without a passphrase from now on.
    Remove {
        /// The workspace.
        workspace: PathBuf,
    },
}

impl PassphraseCommand {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let (workspace, has_present, has_new) = match self {
            Self::Set { workspace } => (workspace, false, true),
            Self::Change { workspace } => (workspace, true, true),
            Self::Remove { workspace } => (workspace, true, false),
        };
        let present = if is_locked(workspace) && CAN_PROTECT { Some(present(workspace)?) } else { None };
        let unlocked = present.as_ref().map(|passphrase| unlock(workspace, passphrase)).transpose()?;
        let workbench = open(workspace)?;
        drop(unlocked);
        if present.is_some() != has_present {
            let (why, advice) = if has_present {
                ("the workspace has none", "Set one: `handshake passphrase set`.")
            } else {
                ("the workspace has one already", "Change it: `handshake passphrase change`.")
            };
            return Err(Problem::new("The passphrase was not changed", why, advice));
        }
        let new = if has_new { Some(new()?) } else { None };
        say(&workbench.told(Command::ChangePassphrase(PassphraseChange { present, new }))?.said);
        Ok(())
    }
}

/// Asks for the passphrase of a protected workspace or backup, if it was not given yet.
///
/// # Errors
/// Another passphrase; nobody who could be asked.
pub(super) fn unlocked(file: &Path) -> Result<Option<Unlocked>, Problem> {
    if !CAN_PROTECT || !is_locked(file) {
        // What this build cannot open is said when it is opened.
        return Ok(None);
    }
    unlock(file, &present(file)?).map(Some)
}

/// Asks for a new passphrase.
///
/// # Errors
/// Nobody who could be asked, or two answers that differ; a build that cannot use it.
pub(super) fn new() -> Result<Passphrase, Problem> {
    if !CAN_PROTECT {
        // The reason is the same as for the command that would follow.
        return Ok(Passphrase::new(Zeroizing::default()));
    }
    if let Some(given) = of_environment(NEW) {
        return Ok(given);
    }
    let asked = ask("New passphrase, several words: ", NEW)?;
    if ask("The same once more: ", NEW)? != asked {
        return Err(Problem::new("No passphrase was set", "the two differ", "Try again; nothing was changed."));
    }
    Ok(asked)
}

fn present(file: &Path) -> Result<Passphrase, Problem> {
    let name = super::terminal::plain(&file.display().to_string());
    of_environment(PRESENT).map_or_else(|| ask(&format!("Passphrase of {name}: "), PRESENT), Ok)
}

fn of_environment(variable: &str) -> Option<Passphrase> {
    std::env::var(variable).ok().map(|text| Passphrase::new(Zeroizing::new(text)))
}

/// Asks on the terminal, which shows nothing of the answer.
fn ask(prompt: &str, variable: &str) -> Result<Passphrase, Problem> {
    let failed = |error: std::io::Error| {
        let advice = format!("Run it on a terminal, or give the passphrase as {variable}.");
        Problem::new("A passphrase is needed", error, advice)
    };
    if !std::io::stdin().is_terminal() {
        return Err(failed(std::io::Error::other("nobody is there to be asked for it")));
    }
    read(prompt).map(|text| Passphrase::new(Zeroizing::new(text))).map_err(failed)
}

#[cfg(feature = "passphrase")]
fn read(prompt: &str) -> std::io::Result<String> {
    rpassword::prompt_password(prompt)
}

#[cfg(not(feature = "passphrase"))]
fn read(_: &str) -> std::io::Result<String> {
    Err(std::io::ErrorKind::Unsupported.into())
}
