//! `handshake plan`

use super::compare::{find_experiment, prior};
use super::terminal::{say, say_json};
use crate::picture::format;
use crate::stats::Beta;
use crate::stats::planning::{Goal, Plan, PlanQuestion, Rule, plan};
use crate::workbench::{ExperimentModel, Problem};
use std::path::PathBuf;

/// How many people and days an experiment needs.
#[derive(Debug, clap::Args)]
pub(super) struct PlanArguments {
    /// The workspace, to learn the control's rate and the daily traffic from an earlier experiment.
    #[arg(requires = "experiment")]
    workspace: Option<PathBuf>,
    /// That experiment.
    #[arg(long, requires = "workspace")]
    experiment: Option<String>,
    /// What is believed of the control's rate: `RATE@PEOPLE` such as 0.16@2000, or `ALPHA,BETA`.
    #[arg(long, value_name = "PRIOR", required_unless_present = "workspace")]
    baseline: Option<String>,
    /// What is believed of the other wording's rate, in the same way.
    #[arg(long, value_name = "PRIOR")]
    arm: String,
    /// Plan for this chance of finding out which is better (0.8 unless said otherwise).
    #[arg(long, value_name = "CHANCE", conflicts_with_all = ["width", "loss"])]
    assurance: Option<f64>,
    /// Plan for an interval of the difference of this width, in percentage points.
    #[arg(long, value_name = "POINTS", conflicts_with = "loss")]
    width: Option<f64>,
    /// Plan for giving up no more than this on average, in percentage points.
    #[arg(long, value_name = "POINTS")]
    loss: Option<f64>,
    /// How many wordings share the people.
    #[arg(long, default_value_t = 2)]
    arms: u32,
    /// People shown a prompt per day, all wordings together; read from the experiment if one is given.
    #[arg(long, value_name = "PEOPLE")]
    per_day: Option<f64>,
    /// The prior with which the experiment will be analysed.
    #[arg(long, value_name = "PRIOR", default_value = "uniform")]
    prior: String,
    /// The most people per wording to consider.
    #[arg(long, value_name = "PEOPLE", default_value_t = 10_000_000)]
    largest: u64,
    /// Print the whole curve as JSON.
    #[arg(long)]
    json: bool,
}

impl PlanArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let earlier = match (&self.workspace, &self.experiment) {
            (Some(workspace), Some(name)) => Some(find_experiment(workspace, name)?),
            _ => None,
        };
        let question = self.question(earlier.as_ref())?;
        let answer = plan(&question, |_, _| true).map_err(|error| {
            Problem::new("Nothing was planned", error, "Correct the rates, the goal or the number of people.")
        })?;
        if self.json {
            return say_json(&answer);
        }
        tell(&answer, &question);
        Ok(())
    }

    fn question(&self, earlier: Option<&ExperimentModel>) -> Result<PlanQuestion, Problem> {
        let learnt =
            earlier.and_then(|earlier| earlier.comparison.as_ref()).and_then(|comparison| comparison.arms.first());
        let baseline = match (&self.baseline, learnt) {
            (Some(text), _) => prior(text)?,
            (None, Some(arm)) => Beta { alpha: arm.posterior.alpha, beta: arm.posterior.beta },
            (None, None) => {
                let why = "nobody was asked in that experiment yet";
                return Err(Problem::new("Nothing was planned", why, "Give the control's rate with --baseline."));
            }
        };
        Ok(PlanQuestion {
            baseline,
            arm: prior(&self.arm)?,
            analysis: prior(&self.prior)?,
            goal: self.goal(),
            arms: self.arms,
            daily_people: self.per_day.or_else(|| earlier.and_then(ExperimentModel::daily_people)),
            largest_people: self.largest,
        })
    }

    fn goal(&self) -> Goal {
        match (self.width, self.loss) {
            (Some(points), _) => Goal::Width { width: points / 100.0, level: 0.95 },
            (None, Some(points)) => Goal::ExpectedLoss { loss: points / 100.0 },
            (None, None) => Goal::Assurance { target: self.assurance.unwrap_or(0.8), rule: Rule::default() },
        }
    }
}

fn tell(answer: &Plan, question: &PlanQuestion) {
    say(&answer.sentence);
    // Enough points to see the way, not every one.
    let step = answer.curve.len().div_ceil(20).max(1);
    for point in answer.curve.iter().step_by(step) {
        let days = point.days.map_or_else(String::new, |days| {
            format!(", {} {}", format::count(days), if days == 1 { "day" } else { "days" })
        });
        let value = match question.goal {
            Goal::Assurance { .. } => format!("{} chance", format::percent(point.value, 1)),
            Goal::Width { .. } => format!("{} wide", format::points(point.value, 2).trim_start_matches('+')),
            Goal::ExpectedLoss { .. } => format!("{} given up", format::points(point.value, 3).trim_start_matches('+')),
        };
        say(&format!("  {} people per wording{days}: {value}", format::count(point.people)));
    }
}
