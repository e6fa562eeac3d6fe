//! `handshake compare`

mod counted;
mod counts;
mod printed;
mod told;

use super::terminal::{open, say_json};
use crate::stats::{self, Arm, Beta, Comparison, PriorChoice};
use crate::workbench::{Analysis, ExperimentModel, Model, Problem};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Compare the variants of an experiment, counts given here, or tests that were counted already.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// The workspace.
    #[arg(
        required_unless_present_any = ["counts", "counted"],
        conflicts_with_all = ["counts", "counted"],
        requires = "experiment"
    )]
    workspace: Option<PathBuf>,
    /// The experiment in it.
    #[arg(long)]
    experiment: Option<String>,
    /// A variant with its counts, `NAME=ACCEPTED/SHOWN`, with a prior of its own as `NAME=ACCEPTED/SHOWN@ALPHA,BETA`; the
    /// first is the baseline.
    #[arg(long, value_name = "NAME=ACCEPTED/SHOWN", conflicts_with = "counted")]
    counts: Vec<String>,
    /// A CSV or TSV file of tests that were counted already: one row per variant.
    #[arg(long, value_name = "FILE")]
    counted: Option<PathBuf>,
    /// The columns of that file, `test=…,variant=…,shown=…,accepted=…`; without a test column the file is one test.
    #[arg(long, value_name = "COLUMNS", requires = "counted")]
    columns: Option<String>,
    /// The prior of every rate: `ALPHA,BETA`, `uniform`, `jeffreys`, or `RATE@PEOPLE` such as 0.3@50 for “about 30%, as sure as
    /// if I had seen 50 people”.
    #[arg(long, value_name = "PRIOR")]
    prior: Option<String>,
    /// How sure the limits of every interval are.
    #[arg(long)]
    interval: Option<f64>,
    /// Half the width of the region of practical equivalence, in percentage points.
    #[arg(long, value_name = "POINTS")]
    rope: Option<f64>,
    /// Show the effects in every segment too.
    #[arg(long, requires = "workspace")]
    segments: bool,
    /// Show how the figures developed.
    #[arg(long, value_name = "STEP", value_parser = ["day"], requires = "workspace")]
    by: Option<String>,
    /// Print all figures at full precision as JSON.
    #[arg(long)]
    json: bool,
}

impl Compare {
    pub(super) fn run(&self) -> Result<(), Problem> {
        if let Some(file) = &self.counted {
            return counted::run(self, file);
        }
        let found = self.workspace.as_deref().map(|workspace| self.experiment(workspace)).transpose()?;
        let (comparison, analysis) = match &found {
            Some(found) => self.of_experiment(found)?,
            None => (self.of_counts()?, None),
        };
        let forgotten = found.map_or(0, |found| found.forgotten);
        let verdict = match &analysis {
            Some(analysis) => analysis.verdict.clone(),
            None => stats::verdict(&comparison),
        };
        let answer = printed::Answer::new(self, &comparison, &verdict, analysis.as_deref(), forgotten)?;
        if self.json {
            return say_json(&answer);
        }
        told::tell(&answer);
        Ok(())
    }

    fn of_counts(&self) -> Result<Comparison, Problem> {
        let mut arms: Vec<Arm> = self.counts.iter().map(|text| counts::arm(text)).collect::<Result<_, _>>()?;
        if let Some(prior) = self.shared_prior()? {
            arms.iter_mut().for_each(|arm| arm.prior = prior);
        }
        stats::compare(&arms, self.level())
            .map_err(|error| refused(error, "Correct the counts, the prior or the interval."))
    }

    fn of_experiment(&self, found: &ExperimentModel) -> Result<(Comparison, Option<Arc<Analysis>>), Problem> {
        let Some(comparison) = &found.comparison else {
            return Err(refused("the experiment has fewer than two variants", "Add a variant."));
        };
        let unchanged = self.prior.is_none() && self.interval.is_none();
        match &found.inputs {
            Some(inputs) if !unchanged => {
                let (comparison, analysis) = inputs.with(self.shared_prior()?, self.level())?;
                Ok((comparison, Some(Arc::new(analysis))))
            }
            _ => Ok((comparison.clone(), found.analysis.clone())),
        }
    }

    fn level(&self) -> f64 {
        self.interval.unwrap_or(0.95)
    }

    fn shared_prior(&self) -> Result<Option<Beta>, Problem> {
        self.prior.as_deref().map(prior).transpose()
    }

    fn experiment(&self, workspace: &Path) -> Result<ExperimentModel, Problem> {
        find_experiment(workspace, self.experiment.as_deref().unwrap_or_default())
    }
}

/// The experiment of that name in a workspace.
pub(super) fn find_experiment(workspace: &Path, name: &str) -> Result<ExperimentModel, Problem> {
    find_in(&open(workspace)?.model(), name)
}

/// The experiment of that name in a model.
pub(super) fn find_in(model: &Model, name: &str) -> Result<ExperimentModel, Problem> {
    if let Some(found) = model.experiments.iter().find(|known| known.experiment.name == name) {
        return Ok(found.clone());
    }
    let known: Vec<_> = model.experiments.iter().map(|known| format!("“{}”", known.experiment.name)).collect();
    let advice = if known.is_empty() { "It has none yet.".into() } else { format!("It has {}.", known.join(", ")) };
    Err(refused(format!("the workspace has no experiment “{name}”"), &advice))
}

fn refused(why: impl ToString, advice: &str) -> Problem {
    Problem::new("Nothing was compared", why, advice)
}

/// A prior as the command line takes it.
pub(super) fn prior(text: &str) -> Result<Beta, Problem> {
    let pair = |by: char| {
        let (first, second) = text.split_once(by)?;
        Some((first.trim().parse().ok()?, second.trim().parse().ok()?))
    };
    let choice = match text.trim().to_lowercase().as_str() {
        "uniform" => Some(PriorChoice::Uniform),
        "jeffreys" => Some(PriorChoice::Jeffreys),
        _ => pair('@')
            .map(|(rate, people)| PriorChoice::Informed { rate, people })
            .or_else(|| pair(',').map(|(alpha, beta)| PriorChoice::Shapes { alpha, beta })),
    };
    let advice = "Write ALPHA,BETA such as 1,1, or uniform, jeffreys, or RATE@PEOPLE such as 0.3@50.";
    let choice = choice.ok_or_else(|| refused(format!("“{text}” is no prior"), advice))?;
    choice.beta().map_err(|error| refused(error, advice))
}
