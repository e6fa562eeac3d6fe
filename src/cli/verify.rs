//! `handshake verify`

use super::passphrase::unlocked;
use super::terminal::{say, say_json};
use crate::domain::{Finding, Verified};
use crate::picture::{format, record};
use crate::workbench::{Problem, ReportCheck, Workbench, read_anchor, verify};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Hold a workspace against its record of changes; the file is only read. Ends with 1 where something was changed outside the program.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The workspace.
    workspace: PathBuf,
    /// An anchor that was kept outside: the line itself, or a file that holds one, such as a report.
    #[arg(long, value_name = "FILE-OR-TEXT")]
    anchor: Option<String>,
    /// A report (`.json` or `.html`): tells whether the workspace still produces exactly its figures.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print what was found as JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    fn check_report(&self, report: &Path) -> Result<ReportCheck, Problem> {
        Workbench::look_at(&self.workspace, Arc::new(|| ()))?.check_report(report)
    }

    pub(super) fn run(&self) -> Result<(), Problem> {
        let _unlocked = unlocked(&self.workspace)?;
        let mut anchor = self.anchor.as_deref().map(read_anchor).transpose()?;
        let report = self.report.as_ref().map(|path| self.check_report(path)).transpose()?;
        if let Some(printed) = report.as_ref().and_then(|report| report.anchor.clone()) {
            // Without an anchor of its own, the one that the report prints holds the record.
            anchor.get_or_insert(printed);
        }
        let Some(verified) = verify(&self.workspace, anchor.as_ref(), &mut |_, _| true)? else { return Ok(()) };
        if self.json {
            say_json(&as_json(&verified, report.as_ref()))?;
        } else {
            tell(&verified, anchor.is_some());
            report.iter().for_each(tell_report);
        }
        if verified.findings.is_empty() {
            return match report.filter(|report| !report.differences.is_empty()) {
                Some(report) => Err(other_figures(&report)),
                None => Ok(()),
            };
        }
        let advice = "Compare it with a backup; what the record tells of each thing stands under Activity.";
        Err(Problem::new(
            record::verdict(&verified).trim_end_matches('.'),
            "it was changed outside the program",
            advice,
        ))
    }
}

fn other_figures(report: &ReportCheck) -> Problem {
    let number = format::count(report.differences.len() as u64);
    let why = format!("{number} of its figures or words are others now");
    Problem::new("The workspace no longer produces this report", why, "The record tells what was changed since.")
}

fn tell_report(report: &ReportCheck) {
    if report.differences.is_empty() {
        say("The workspace still produces exactly the figures of the report.");
    }
    for one in &report.differences {
        say(&format!("{}: {} in the report, {} now", one.path, shown(&one.in_report), shown(&one.now)));
    }
    match report.entries_since {
        Some(0) => say("Nothing was entered into the record since the report."),
        Some(since) => say(&format!("{since} entries came since the report.")),
        None => say("The report prints no anchor of the record."),
    }
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
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

fn as_json(verified: &Verified, report: Option<&ReportCheck>) -> serde_json::Value {
    let report = report.map(|report| {
        json!({
            "is_the_same": report.differences.is_empty(),
            "differences": report.differences,
            "entries_since": report.entries_since,
        })
    });
    json!({
        "report": report,
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
