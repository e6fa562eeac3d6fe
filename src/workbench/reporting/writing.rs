//! Writes a report to a file.

use super::compliance::{self, default_quarter};
use super::{memo, write_file};
use crate::domain::Quarter;
use crate::report::{self, Document, Figures, Format, Options};
use crate::workbench::desk::Desk;
use crate::workbench::{ExperimentModel, Model, Problem, QuarterModel, ReportForm, ReportOn};
use std::path::Path;

impl Desk {
    /// A report, as people read it and in figures.
    pub(in crate::workbench) fn report(&mut self, what: &ReportOn) -> Result<(Document, Figures), Problem> {
        let mut model = self.assemble()?;
        match what {
            ReportOn::Quarter(wanted) => {
                let wanted = wanted.or_else(|| default_quarter(&model));
                if wanted.is_some_and(|quarter| rules_changed(&model, quarter)) {
                    model.splits = Some(self.splits()?);
                }
                let ahead = self.outlook()?;
                let quarter = wanted.map(|wanted| quarter_of(&model, wanted)).transpose()?;
                Ok(compliance::report(&model, quarter, Some(&ahead)))
            }
            ReportOn::Experiment(name) => Ok(memo::memo(&model, experiment_of(&model, name)?)),
        }
    }

    /// Writes a report to a file, in the form that the ending of its name says.
    pub(in crate::workbench) fn write_report(
        &mut self,
        what: &ReportOn,
        path: &Path,
        form: ReportForm,
    ) -> Result<String, Problem> {
        let Some(format) = Format::of(path) else {
            let why = format!("“{}” does not say which kind of report", path.display());
            let endings: Vec<String> = Format::ALL.iter().map(|format| format!(".{}", format.ending())).collect();
            return Err(Problem::new(NOT_WRITTEN, why, format!("Give a name that ends in {}.", endings.join(", "))));
        };
        let (document, figures) = self.report(what)?;
        let options = Options {
            paper: form.paper,
            archival: form.archival,
            made_at: jiff::Timestamp::now().to_zoned(self.zone()?),
        };
        let failed = |error| Problem::new(NOT_WRITTEN, error, "Report this as a defect.");
        let json = report::json(&figures).map_err(failed)?;
        let bytes = report::write(&document, &json, format, &options).map_err(failed)?;
        write_file(path, &bytes)?;
        Ok(format!("The report is in {}.", path.display()))
    }
}

fn quarter_of(model: &Model, wanted: Quarter) -> Result<&QuarterModel, Problem> {
    let known = || model.compliance.quarters.iter();
    known().find(|known| known.quarter == wanted).ok_or_else(|| {
        let why = format!("nothing is known of {}", wanted.label());
        let advice = match (known().next(), known().next_back()) {
            (Some(first), Some(last)) => {
                format!("Choose a quarter from {} to {}.", first.quarter.label(), last.quarter.label())
            }
            _ => "Import a log of uses first.".into(),
        };
        Problem::new(NOT_WRITTEN, why, advice)
    })
}

fn experiment_of<'a>(model: &'a Model, name: &str) -> Result<&'a ExperimentModel, Problem> {
    model.experiments.iter().find(|known| known.experiment.name == name).ok_or_else(|| {
        let why = format!("no experiment is called “{name}”");
        let names: Vec<String> = model.experiments.iter().map(|known| format!("“{}”", known.experiment.name)).collect();
        let advice =
            if names.is_empty() { "Make one first.".into() } else { format!("Choose one of {}.", names.join(", ")) };
        Problem::new(NOT_WRITTEN, why, advice)
    })
}

/// Whether a version of the policy came into force in the quarter or the one before, so that the two are told apart by rules and conduct.
fn rules_changed(model: &Model, quarter: Quarter) -> bool {
    let before = model.compliance.quarters.iter().rev().find(|known| known.quarter < quarter);
    let first = before.map_or(quarter.first_day(), |before| before.quarter.first_day());
    let within = first..quarter.next().first_day();
    model.policy.versions().iter().skip(1).any(|version| within.contains(&version.holds_from))
}

const NOT_WRITTEN: &str = "The report was not written";
