//! The record of changes: checking it, anchoring it outside the file, and taking out of it who is forgotten.

use super::desk::{Desk, unreadable};
use super::{Problem, reporting};
use crate::domain::{Anchor, Verified};
use crate::picture::record as words;
use crate::store;
use std::path::Path;

/// So many texts that still name a person are listed.
const LISTED: usize = 5;

/// Holds a workspace against its record, and that against an anchor; the file is only read. `None` if `advance`, which is told how many of how
/// many steps are done, says to stop.
///
/// # Errors
/// A file that cannot be read, or that has no record.
pub fn verify(
    workspace: &Path,
    anchor: Option<&Anchor>,
    advance: &mut store::Advance<'_>,
) -> Result<Option<Verified>, Problem> {
    store::verify(workspace, anchor, advance).map_err(|error| Problem::of_store("The record was not checked", &error))
}

/// An anchor from what a person gives: the text itself, or a file that holds one, such as a report.
///
/// # Errors
/// A text and file without an anchor.
pub fn read_anchor(given: &str) -> Result<Anchor, Problem> {
    let in_file = || std::fs::read(given).ok().and_then(|bytes| Anchor::find(&String::from_utf8_lossy(&bytes)));
    Anchor::find(given).or_else(in_file).ok_or_else(|| {
        let why = format!("“{given}” is no anchor, and no file with one");
        Problem::new("The record was not checked", why, "Give the file or the line that signing wrote, or a report.")
    })
}

impl Desk {
    /// Writes the record's anchor to a file that is to be kept outside the workspace.
    pub(super) fn write_anchor(&self, to: &Path) -> Result<String, Problem> {
        let why = "the workspace has no record";
        let anchor = self.store.anchor().map_err(unreadable)?;
        let anchor = anchor.ok_or_else(|| {
            Problem::new("The anchor was not written", why, "Open the workspace where it can be written.")
        })?;
        reporting::write_file(to, format!("{anchor}\n").as_bytes())?;
        Ok(format!(
            "The anchor is in {}. Keep it where nobody who can change the workspace can change it.",
            to.display()
        ))
    }

    /// Forgets people in the workspace, and in what its record keeps of earlier states.
    pub(super) fn forget_everywhere(&mut self, identifiers: &[String]) -> Result<String, Problem> {
        let said = self.forget(identifiers)?;
        let still = self.store.forget_in_record(&store::naming(identifiers)).map_err(super::desk::unchanged)?;
        if still.is_empty() {
            return Ok(said);
        }
        let mut listed: Vec<String> = still.iter().take(LISTED).map(words::object).collect();
        if still.len() > LISTED {
            listed.push(format!("{} more", still.len() - LISTED));
        }
        Ok(format!(
            "{said} People wrote of them in: {}. Write these otherwise, then forget once more.",
            listed.join("; ")
        ))
    }
}
