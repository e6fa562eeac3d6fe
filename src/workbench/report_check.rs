//! Holding a report against the workspace: does it still produce exactly these figures?

use super::desk::{Desk, unreadable};
use super::{Problem, ReportOn, Workbench};
use crate::domain::{Anchor, Quarter};
use crate::report;
use serde_json::Value;
use std::path::Path;

/// What tells a report from another of the same figures: when, by which program and at which entry it was made.
const NOT_FIGURES: &[&str] = &["made_at", "made_on", "program_version", "anchor"];
/// Figures of the day on which a report was made: they are others on another day, though nothing in the workspace has changed.
const OF_THE_DAY: &[&str] = &["ask_again", "decisions_needed", "permissions.by_purpose"];

/// A report, held against the workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportCheck {
    /// Figures that are others now.
    pub differences: Vec<FigureDifference>,
    /// The anchor that the report prints, if it prints one.
    pub anchor: Option<Anchor>,
    /// How many entries the record has had since.
    pub entries_since: Option<i64>,
}

/// A figure that is another one now.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FigureDifference {
    /// Where it stands, such as `quarters.2.deviations`.
    pub path: String,
    /// As the report has it; empty if it has none.
    pub in_report: String,
    /// As the workspace has it; empty if it has none.
    pub now: String,
}

impl Workbench {
    /// Holds a report against the workspace and waits; for the terminal and for tests, never for a window.
    ///
    /// # Errors
    /// A report that cannot be read or holds no figures; a workspace that cannot be read.
    pub fn check_report(&self, report: &Path) -> Result<ReportCheck, Problem> {
        let (figures, anchor) = read(report)?;
        self.ask(move |desk| desk.check_report(&figures, anchor))
    }
}

impl Desk {
    fn check_report(&mut self, figures: &Value, anchor: Option<Anchor>) -> Result<ReportCheck, Problem> {
        let now = self.figures_again(figures)?;
        let on = |figures: &Value| figures["about"]["made_on"].clone();
        let same_day = on(figures) == on(&now);
        let mut differences = Vec::new();
        compare("", figures, &now, &mut differences);
        // What is ahead on one day is something else on another.
        differences.retain(|one| same_day || !OF_THE_DAY.iter().any(|part| one.path.starts_with(part)));
        let latest = self.store.anchor().map_err(unreadable)?;
        let since = anchor.as_ref().zip(latest).map(|(then, latest)| latest.entry - then.entry);
        Ok(ReportCheck { differences, anchor, entries_since: since })
    }
}

impl Desk {
    /// The figures of a report about the same, made now.
    fn figures_again(&mut self, figures: &Value) -> Result<Value, Problem> {
        let what = "The report was not checked";
        let month = self.store.settings().map_err(unreadable)?.fiscal_start_month;
        let about = match (figures["kind"].as_str(), figures["experiment"].as_str(), &figures["quarter"]) {
            (Some("experiment_memo"), Some(name), _) => ReportOn::Experiment(name.to_owned()),
            (Some("compliance_report"), _, Value::Null) => ReportOn::Quarter(None),
            (Some("compliance_report"), _, quarter) => {
                let label = quarter["label"].as_str().unwrap_or_default();
                let quarter = Quarter::parse(label, month).ok_or_else(|| {
                    let why = format!("“{label}” is no quarter of this workspace");
                    Problem::new(what, why, "Check that the report is of this workspace.")
                })?;
                ReportOn::Quarter(Some(quarter))
            }
            _ => {
                let why = "it is no report that this program knows";
                return Err(Problem::new(what, why, "Give a report that this version of the program made."));
            }
        };
        let (_, made) = self.report(&about)?;
        let failed = |error: String| Problem::new(what, error, "Report this as a defect.");
        // Read back as the report's own figures are: a number that went through text may differ in its last bit.
        let text = report::json(&made).map_err(|error| failed(error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
    }
}

/// The figures in a report, and the anchor that it prints.
fn read(path: &Path) -> Result<(Value, Option<Anchor>), Problem> {
    let what = "The report was not checked";
    let bytes = std::fs::read(path).map_err(|error| Problem::new(what, error, "Check the path."))?;
    let json = report::figures_in(&bytes).unwrap_or_default();
    let figures = serde_json::from_str::<Value>(&json).ok().filter(Value::is_object);
    let figures = figures.ok_or_else(|| {
        Problem::new(
            what,
            "the file holds no figures",
            "Give the report as PDF, HTML or JSON, as this program wrote it.",
        )
    })?;
    // What a PDF prints is packed; its figures name the anchor as well.
    let anchor = Anchor::find(&String::from_utf8_lossy(&bytes)).or_else(|| Anchor::find(&json));
    Ok((figures, anchor))
}

/// Notes where two trees of figures differ, leaf by leaf.
fn compare(path: &str, report: &Value, now: &Value, differences: &mut Vec<FigureDifference>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (report, now) {
        (Value::Object(before), Value::Object(after)) => {
            let added = after.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(added).filter(|key| !NOT_FIGURES.contains(&key.as_str())) {
                let side = |side: &serde_json::Map<String, Value>| side.get(key).cloned().unwrap_or_default();
                compare(&below(key), &side(before), &side(after), differences);
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for place in 0..before.len().max(after.len()) {
                let side = |side: &[Value]| side.get(place).cloned().unwrap_or_default();
                compare(&below(&(place + 1).to_string()), &side(before), &side(after), differences);
            }
        }
        (before, after) if before == after => {}
        (before, after) => {
            let (in_report, now) = (in_words(before), in_words(after));
            differences.push(FigureDifference { path: path.to_owned(), in_report, now });
        }
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_that_differ_are_named_by_their_place() {
        let report = json!({"made_at": "1 May", "quarters": [{"uses": 3, "rate": 0.5}, {"uses": 4}], "name": "W"});
        let now = json!({"made_at": "2 May", "quarters": [{"uses": 3, "rate": 0.25}], "name": "W", "more": true});
        let mut found = Vec::new();
        compare("", &report, &now, &mut found);
        let told: Vec<_> =
            found.iter().map(|one| (one.path.as_str(), one.in_report.as_str(), one.now.as_str())).collect();
        assert_eq!(
            told,
            [("quarters.1.rate", "0.5", "0.25"), ("quarters.2", "{\"uses\":4}", ""), ("more", "", "true")]
        );
    }
}
