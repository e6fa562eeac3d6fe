//! What all subcommands share: opening a workspace, printing, and the way to the window.

use super::passphrase::unlocked;
use crate::workbench::{Problem, Workbench};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens a workspace for a command; asks for its passphrase if it has one.
pub(super) fn open(path: &Path) -> Result<Workbench, Problem> {
    let _unlocked = unlocked(path)?;
    Workbench::open(path, Arc::new(|| ()))
}

/// Text for a terminal: control characters in data never reach it, nor those that turn the direction of writing.
pub(super) fn plain(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' || turns(c) { '\u{fffd}' } else { c }).collect()
}

/// Prints a line; a reader that went away (such as `head`) is no error.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", plain(text));
}

/// Prints a value as JSON.
pub(super) fn say_json<T: serde::Serialize>(value: &T) -> Result<(), Problem> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Problem::new("The figures were not printed", error, "Report this as a defect."))?;
    say(&text);
    Ok(())
}

/// Opens the window, where there is a display.
pub(super) fn window(workspace: Option<PathBuf>) -> Result<(), Problem> {
    if !has_display() {
        let advice = "Run a command instead: `handshake --help` lists them.";
        return Err(Problem::new("The window was not opened", "there is no display", advice));
    }
    crate::ui::run(workspace).map_err(|error| {
        Problem::new("The window was not opened", error, "Check the graphics driver of this computer.")
    })
}

/// Whether a window could be shown.
pub(super) fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
