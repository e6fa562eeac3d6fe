//! `handshake compare`

use super::terminal::{open, say, say_json};
use crate::picture::format;
use crate::stats::{self, Arm, Beta, Comparison};
use crate::workbench::Problem;
use std::path::PathBuf;

/// Compare the variants of an experiment, or counts given here.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// The workspace.
    #[arg(required_unless_present = "counts", conflicts_with = "counts", requires = "experiment")]
    workspace: Option<PathBuf>,
    /// The experiment in it.
    #[arg(long)]
    experiment: Option<String>,
    /// A variant with its counts, `NAME=ACCEPTED/SHOWN`; the first is the baseline.
    #[arg(long, value_name = "NAME=ACCEPTED/SHOWN")]
    counts: Vec<String>,
    /// Both shapes of the beta prior of every rate.
    #[arg(long, value_name = "ALPHA,BETA")]
    prior: Option<String>,
    /// How sure the limits of every interval are.
    #[arg(long)]
    interval: Option<f64>,
    /// Print all figures at full precision as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    comparison: &'a Comparison,
    verdict: String,
}

impl Compare {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let mut arms = match &self.workspace {
            Some(workspace) => self.arms_of_experiment(workspace)?,
            None => self.counts.iter().map(|text| arm(text)).collect::<Result<_, _>>()?,
        };
        if let Some(prior) = &self.prior {
            let prior = shapes(prior)?;
            arms.iter_mut().for_each(|arm| arm.prior = prior);
        }
        let comparison = stats::compare(&arms, self.interval.unwrap_or(0.95))
            .map_err(|error| refused(error, "Correct the counts, the prior or the interval."))?;
        let verdict = stats::verdict(&comparison);
        if self.json {
            return say_json(&Printed { comparison: &comparison, verdict: verdict.sentence });
        }
        say(&verdict.sentence);
        say(&verdict.detail);
        tell(&comparison);
        Ok(())
    }

    fn arms_of_experiment(&self, workspace: &std::path::Path) -> Result<Vec<Arm>, Problem> {
        let model = open(workspace)?.model();
        let name = self.experiment.as_deref().unwrap_or_default();
        let Some(found) = model.experiments.iter().find(|known| known.experiment.name == name) else {
            let known: Vec<_> = model.experiments.iter().map(|known| format!("“{}”", known.experiment.name)).collect();
            let advice =
                if known.is_empty() { "It has none yet.".into() } else { format!("It has {}.", known.join(", ")) };
            return Err(Problem::new(
                "Nothing was compared",
                format!("the workspace has no experiment “{name}”"),
                advice,
            ));
        };
        let Some(comparison) = &found.comparison else {
            return Err(refused("the experiment has fewer than two variants", "Add a variant."));
        };
        let arm = |arm: &stats::ArmFigures| Arm {
            name: arm.name.clone(),
            accepted: arm.accepted,
            shown: arm.shown,
            prior: arm.prior,
        };
        Ok(comparison.arms.iter().map(arm).collect())
    }
}

fn refused(why: impl ToString, advice: &str) -> Problem {
    Problem::new("Nothing was compared", why, advice)
}

fn arm(text: &str) -> Result<Arm, Problem> {
    let parsed = text.rsplit_once('=').and_then(|(name, counts)| {
        let (accepted, shown) = counts.split_once('/')?;
        Some((name.to_owned(), accepted.trim().parse().ok()?, shown.trim().parse().ok()?))
    });
    let (name, accepted, shown) =
        parsed.ok_or_else(|| refused(format!("“{text}” is not understood"), "Write --counts NAME=ACCEPTED/SHOWN."))?;
    Ok(Arm { name, accepted, shown, prior: Beta { alpha: 1.0, beta: 1.0 } })
}

fn shapes(text: &str) -> Result<Beta, Problem> {
    let parsed = text
        .split_once(',')
        .and_then(|(alpha, beta)| Some(Beta { alpha: alpha.trim().parse().ok()?, beta: beta.trim().parse().ok()? }));
    parsed.ok_or_else(|| refused(format!("“{text}” is no prior"), "Write --prior ALPHA,BETA, such as 1,1."))
}

fn tell(comparison: &Comparison) {
    let level = format::percent(comparison.interval, 0);
    for arm in &comparison.arms {
        let rate = arm.rate.map_or_else(|| "–".into(), |rate| format::percent_for_interval(rate, arm.equal_tailed));
        say(&format!(
            "  {}: {} of {} said yes, {rate} ({level} interval {}), chance of being best {}, cost if wrong {}",
            arm.name,
            format::count(arm.accepted),
            format::count(arm.shown),
            format::interval_percent(arm.equal_tailed),
            format::probability(arm.probability_best),
            format::points(arm.expected_loss, 3).trim_start_matches('+'),
        ));
    }
    for pair in &comparison.pairs {
        let [low, high] = pair.difference.equal_tailed;
        say(&format!(
            "  {} against {}: {} ({level} interval {} to {}), better with a chance of {}",
            pair.arm,
            pair.baseline,
            format::points(pair.difference.mean, 2),
            format::points(low, 2),
            format::points(high, 2),
            format::probability(pair.probability_better),
        ));
    }
}
