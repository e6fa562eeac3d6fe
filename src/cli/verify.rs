//! `handshake verify`

use super::terminal::{say, say_json};
use crate::domain::{Finding, Verified};
use crate::picture::record;
use crate::workbench::{Problem, read_anchor, verify};
use serde_json::json;
use std::path::PathBuf;

/// Hold a workspace against its record of changes; the file is only read. Ends with 1 where something was changed outside the program.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The workspace.
    workspace: PathBuf,
    /// An anchor that was kept outside: the line itself, or a file that holds one, such as a report.
    #[arg(long, value_name = "FILE-OR-TEXT")]
    anchor: Option<String>,
    /// Print what was found as JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let anchor = self.anchor.as_deref().map(read_anchor).transpose()?;
        let Some(verified) = verify(&self.workspace, anchor.as_ref(), &mut |_, _| true)? else { return Ok(()) };
        if self.json {
            say_json(&as_json(&verified))?;
        } else {
            tell(&verified, anchor.is_some());
        }
        if verified.findings.is_empty() {
            return Ok(());
        }
        let advice = "Compare it with a backup; what the record tells of each thing stands under Activity.";
        Err(Problem::new(
            record::verdict(&verified).trim_end_matches('.'),
            "it was changed outside the program",
            advice,
        ))
    }
}

fn tell(verified: &Verified, is_anchored: bool) {
    for finding in &verified.findings {
        say(&record::finding(finding));
    }
    if verified.findings.is_empty() {
        say(&record::verdict(verified));
    }
    if let Some(anchor) = &verified.anchor {
        say(&anchor.to_string());
    }
    if !is_anchored {
        say(record::LIMITS);
    }
}

fn as_json(verified: &Verified) -> serde_json::Value {
    json!({
        "is_whole": verified.findings.is_empty(),
        "entries": verified.entries,
        "things": verified.things,
        "anchor": verified.anchor.as_ref().map(ToString::to_string),
        "findings": verified.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> serde_json::Value {
    let thing = finding.object().map(|object| json!({"table": object.table, "keys": object.keys}));
    json!({"what": record::finding(finding), "thing": thing, "entry": finding.entry()})
}
