//! The command line: the same workbench without a window, one file per subcommand.

mod ask_again;
mod backup;
mod check;
mod comments;
mod compare;
mod costs;
mod decide;
mod definition;
mod demo;
mod deviation;
mod experiment;
mod forget;
mod import;
mod incidents;
mod key;
mod lab;
mod new;
mod passphrase;
mod plan;
mod policy;
mod programme;
mod reduce;
mod report;
mod restore;
mod salvage;
mod settings;
mod sign;
mod snapshot;
mod terminal;
mod track;
mod verify;
#[cfg(feature = "warehouse")]
mod warehouse;
#[cfg(feature = "warehouse")]
mod warehouse_records;
mod what_if;
mod wording;
mod words;

use crate::workbench::Problem;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Find out how to ask people for permission, and see whether the company keeps its word.
#[derive(Debug, Parser)]
#[command(name = "handshake", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// The workspace to open in the window.
    workspace: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Subcommands>,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Make the sample workspace, import, compare, track and report; then open the window where there is a display.
    Demo(demo::Demo),
    /// Make a new workspace.
    New(new::New),
    /// Import a log.
    #[command(subcommand)]
    Import(import::Import),
    /// Show the policy's versions, or add versions from a file.
    Policy(policy::PolicyArguments),
    /// Check wordings for patterns that deceive or confuse.
    Check(check::Check),
    /// List wordings with how they did, write them to a file, or add those of a file.
    #[command(subcommand)]
    Wording(wording::WordingCommand),
    /// Compare the variants of an experiment, or counts given here.
    Compare(compare::Compare),
    /// Show an experiment, or settle its prior, its rule, why an unsound sample may stand, and who approved a wording.
    Experiment(experiment::ExperimentArguments),
    /// Learn from all experiments which words and traits make more or fewer people say yes.
    Lab(lab::Lab),
    /// How many people and days an experiment needs.
    Plan(plan::PlanArguments),
    /// Show deviations quarter by quarter.
    Track(track::Track),
    /// Report a deviation that no log shows, list what was reported, or remove a report.
    #[command(subcommand)]
    Deviation(deviation::Deviation),
    /// List incidents, or say of many at once why they happened, what they cost and what was decided.
    #[command(subcommand)]
    Incidents(incidents::Incidents),
    /// Judge the same uses by another policy.
    WhatIf(what_if::WhatIfArguments),
    /// Show what deviating and adhering cost, and what was forgone.
    Costs(costs::CostsArguments),
    /// Lay options for the permission programme side by side.
    Programme(programme::ProgrammeArguments),
    /// Write down what was decided, or show decisions with their effect.
    Decide(decide::Decide),
    /// Mark the day from which something else counts as a deviation.
    Definition(definition::Definition),
    /// Sign a quarter off, amend what was signed, or show what is signed.
    Sign(sign::Sign),
    /// Write who would have to be asked again.
    AskAgain(ask_again::AskAgainArguments),
    /// Forget people for good.
    Forget(forget::Forget),
    /// Back a workspace up, or list its backups.
    Backup(backup::Backup),
    /// Restore a backup.
    Restore(restore::Restore),
    /// Read a damaged workspace as far as it goes.
    Salvage(salvage::Salvage),
    /// Take a snapshot of a workspace to work on.
    Snapshot(snapshot::Snapshot),
    /// List comments, write one, remove one, or take over those of a copy of the workspace.
    #[command(subcommand)]
    Comments(comments::Comments),
    /// Write a report.
    Report(report::ReportArguments),
    /// Show or change time zone, fiscal year, currency and jurisdiction.
    Settings(settings::SettingsArguments),
    /// Throw away the rows of all responses; counts and permissions stay.
    Reduce(reduce::Reduce),
    /// Hold a workspace against its record of changes.
    Verify(verify::Verify),
    /// Put a workspace behind a passphrase, change that, or take it away.
    #[command(subcommand)]
    Passphrase(passphrase::PassphraseCommand),
    /// Hand the key of a workspace over on purpose, or take one over.
    Key(key::Key),
}

/// Runs what the command line says.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        None => terminal::window(arguments.workspace),
        Some(Subcommands::Demo(command)) => command.run(),
        Some(Subcommands::New(command)) => command.run(),
        Some(Subcommands::Import(command)) => command.run(),
        Some(Subcommands::Policy(command)) => command.run(),
        Some(Subcommands::Check(command)) => command.run(),
        Some(Subcommands::Wording(command)) => command.run(),
        Some(Subcommands::Compare(command)) => command.run(),
        Some(Subcommands::Experiment(command)) => command.run(),
        Some(Subcommands::Lab(command)) => command.run(),
        Some(Subcommands::Plan(command)) => command.run(),
        Some(Subcommands::Track(command)) => command.run(),
        Some(Subcommands::Deviation(command)) => command.run(),
        Some(Subcommands::Incidents(command)) => command.run(),
        Some(Subcommands::WhatIf(command)) => command.run(),
        Some(Subcommands::AskAgain(command)) => command.run(),
        Some(Subcommands::Forget(command)) => command.run(),
        Some(Subcommands::Costs(command)) => command.run(),
        Some(Subcommands::Programme(command)) => command.run(),
        Some(Subcommands::Decide(command)) => command.run(),
        Some(Subcommands::Definition(command)) => command.run(),
        Some(Subcommands::Sign(command)) => command.run(),
        Some(Subcommands::Backup(command)) => command.run(),
        Some(Subcommands::Restore(command)) => command.run(),
        Some(Subcommands::Salvage(command)) => command.run(),
        Some(Subcommands::Snapshot(command)) => command.run(),
        Some(Subcommands::Comments(command)) => command.run(),
        Some(Subcommands::Report(command)) => command.run(),
        Some(Subcommands::Settings(command)) => command.run(),
        Some(Subcommands::Reduce(command)) => command.run(),
        Some(Subcommands::Verify(command)) => command.run(),
        Some(Subcommands::Passphrase(command)) => command.run(),
        Some(Subcommands::Key(command)) => command.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => complain(&problem),
    }
}

fn complain(problem: &Problem) -> ExitCode {
    eprintln!("{}", terminal::plain(&format!("{}: {}.", problem.what, problem.why.trim_end_matches('.'))));
    if !problem.advice.is_empty() {
        eprintln!("{}", terminal::plain(&problem.advice));
    }
    ExitCode::FAILURE
}
