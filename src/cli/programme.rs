//! `handshake programme`

use super::terminal::{open, say, say_json};
use crate::picture::format;
use crate::stats::money::ProgrammeFigures;
use crate::workbench::{Command, OptionModel, Problem};
use std::path::PathBuf;

/// Lay options for the permission programme side by side: what they bring, what they cost.
#[derive(Debug, clap::Args)]
pub(super) struct ProgrammeArguments {
    /// The workspace.
    workspace: PathBuf,
    /// Take the options from this TOML file; they stand instead of those before.
    #[arg(long, value_name = "FILE.toml")]
    options: Option<PathBuf>,
    /// Print all figures as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Printed<'a> {
    name: &'a str,
    figures: Option<&'a ProgrammeFigures>,
    problem: Option<&'a str>,
    acceptance_from: String,
    kept_from: String,
    worth_from: String,
}

impl ProgrammeArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let Some(file) = &self.options {
            workbench.run(Command::ProgrammeFile(file.clone()))?;
        }
        let model = workbench.model();
        let options = &model.programme.options;
        if self.json {
            return say_json(&options.iter().map(printed).collect::<Vec<_>>());
        }
        if options.is_empty() {
            say("There are no options yet. Give them with --options FILE.toml.");
        }
        options.iter().for_each(|option| tell(option, &model.workspace.currency));
        Ok(())
    }
}

fn printed(option: &OptionModel) -> Printed<'_> {
    Printed {
        name: &option.name,
        figures: option.figures.as_ref().ok(),
        problem: option.figures.as_ref().err().map(String::as_str),
        acceptance_from: option.acceptance.label(),
        kept_from: option.kept.label(),
        worth_from: option.worth.label(),
    }
}

fn tell(option: &OptionModel, currency: &str) {
    let figures = match &option.figures {
        Ok(figures) => figures,
        Err(problem) => return say(&format!("{}: {problem}.", option.name)),
    };
    let budget = figures.probability_within_budget.map_or_else(String::new, |chance| {
        format!("; chance to stay within the budget {}", format::probability(chance))
    });
    say(&format!(
        "{}: {} kept permissions, worth {}, cost {}, net {}; chance of being the best option {}{budget}",
        option.name,
        format::amount_of(&figures.permissions),
        format::amount(&figures.value, currency),
        format::amount(&figures.cost, currency),
        format::amount(&figures.net, currency),
        format::probability(figures.probability_best),
    ));
    say(&format!(
        "  accepting: {}; kept: {}; worth: {}",
        option.acceptance.label(),
        option.kept.label(),
        option.worth.label()
    ));
}
