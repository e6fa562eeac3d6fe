//! `handshake costs`

use super::terminal::{open, say, say_json};
use crate::picture::format;
use crate::stats::money::{Amount, Totals};
use crate::workbench::{Command, CostModel, Problem, QuarterCosts};
use std::path::PathBuf;

/// Show what deviating and adhering cost, and what was forgone, quarter by quarter.
#[derive(Debug, clap::Args)]
pub(super) struct CostsArguments {
    /// The workspace.
    workspace: PathBuf,
    /// Take what is assumed of costs from this TOML file; it stands instead of what was assumed before.
    #[arg(long, value_name = "FILE.toml")]
    assume: Option<PathBuf>,
    /// Print all figures as JSON.
    #[arg(long)]
    json: bool,
}

/// The costs of a quarter, in units of the workspace's currency.
#[derive(serde::Serialize)]
pub(super) struct PrintedCosts<'a> {
    quarter: String,
    deviating: &'a Totals,
    adhering: &'a Totals,
    forgone: &'a Totals,
    incidents_written: u64,
    incidents_assumed: u64,
    incidents_unknown: u64,
}

impl CostsArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let Some(file) = &self.assume {
            workbench.run(Command::AssumptionsFile(file.clone()))?;
        }
        let model = workbench.model();
        if self.json {
            return say_json(&printed(&model.costs));
        }
        tell(&model.costs, &model.workspace.currency);
        Ok(())
    }
}

fn printed(costs: &CostModel) -> Vec<PrintedCosts<'_>> {
    costs.quarters.iter().map(printed_quarter).collect()
}

fn printed_quarter(costs: &QuarterCosts) -> PrintedCosts<'_> {
    PrintedCosts {
        quarter: costs.quarter.label(),
        deviating: &costs.deviating,
        adhering: &costs.adhering,
        forgone: &costs.forgone,
        incidents_written: costs.written,
        incidents_assumed: costs.assumed,
        incidents_unknown: costs.unknown,
    }
}

fn tell(costs: &CostModel, currency: &str) {
    if costs.assumptions.deviating.is_empty() {
        say("Nothing is assumed of what deviating costs: only costs that somebody wrote down are counted.");
    }
    let amount = |amount: &Amount| format::amount(amount, currency);
    for quarter in &costs.quarters {
        let unknown = match quarter.unknown {
            0 => String::new(),
            number => format!("; {} incidents of unknown cost", format::count(number)),
        };
        say(&format!(
            "{}: deviating cost {}{unknown}; adhering cost {}; forgone {}",
            quarter.quarter.label(),
            amount(&quarter.deviating.all),
            amount(&quarter.adhering.all),
            amount(&quarter.forgone.all),
        ));
        for (what, totals) in
            [("deviating", &quarter.deviating), ("adhering", &quarter.adhering), ("forgone", &quarter.forgone)]
        {
            for group in &totals.groups {
                say(&format!("  {what}, {}: {}", group.group, amount(&group.amount)));
            }
        }
    }
}
