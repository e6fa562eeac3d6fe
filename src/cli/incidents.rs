//! `handshake incidents`

use super::terminal::{open, say, say_json};
use super::words;
use crate::domain::{Circumstance, DeviationKind, Discovery, Disposition, Money};
use crate::picture::format;
use crate::workbench::{
    Command, CostGiven, IncidentList, IncidentModel, IncidentQuery, Model, NoteChange, Problem, incident_table,
};
use jiff::civil::Date;
use serde::Serialize;
use std::path::PathBuf;

/// List incidents, or say of many at once why they happened, what they cost and what was decided.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Incidents {
    /// List those that are wanted.
    List(List),
    /// Say something of all that are wanted.
    Note(Box<Note>),
}

/// Which incidents are wanted; all where nothing is said.
#[derive(Debug, clap::Args)]
struct Wanted {
    /// The workspace.
    workspace: PathBuf,
    /// Of this quarter only, such as 2026-Q3.
    #[arg(long, value_name = "QUARTER")]
    quarter: Option<String>,
    /// Of this kind only, such as `NoPermission`.
    #[arg(long, value_name = "KIND", value_parser = words::kind)]
    kind: Option<DeviationKind>,
    /// Of this campaign only.
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
    /// Of this team only.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// With this circumstance only, such as `CampaignDeadline`.
    #[arg(long, value_name = "CIRCUMSTANCE", value_parser = words::circumstance)]
    because: Option<Circumstance>,
    /// In this state only, such as Open.
    #[arg(long, value_name = "STATE", value_parser = words::disposition)]
    state: Option<Disposition>,
    /// With all of these words somewhere.
    #[arg(long, value_name = "WORDS", default_value = "")]
    search: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    wanted: Wanted,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write them to a CSV file.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    csv: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Note {
    #[command(flatten)]
    wanted: Wanted,
    /// Why they happened.
    #[arg(long, value_name = "CIRCUMSTANCE", value_parser = words::circumstance)]
    circumstance: Option<Circumstance>,
    /// What was decided.
    #[arg(long, value_name = "STATE", value_parser = words::disposition)]
    decide: Option<Disposition>,
    /// What each of them cost, in the workspace's currency.
    #[arg(long, value_name = "AMOUNT", value_parser = words::money)]
    cost_each: Option<Money>,
    /// What all of them cost together; each bears an even share.
    #[arg(long, value_name = "AMOUNT", value_parser = words::money, conflicts_with = "cost_each")]
    cost_together: Option<Money>,
    /// How they came to light, such as Audit.
    #[arg(long, value_name = "HOW", value_parser = words::discovery)]
    discovery: Option<Discovery>,
    /// The day on which they came to light.
    #[arg(long, value_name = "DAY")]
    discovered_on: Option<Date>,
    /// The day on which they were put right.
    #[arg(long, value_name = "DAY")]
    remedied_on: Option<Date>,
    /// In words.
    #[arg(long = "note", value_name = "WORDS")]
    in_words: Option<String>,
}

#[derive(Serialize)]
struct PrintedIncident<'a> {
    day: String,
    kind: &'static str,
    campaign: &'a str,
    people: u64,
    uses: u64,
    circumstance: Option<&'static str>,
    state: &'static str,
    cost: Option<f64>,
    why: &'a str,
    would_have_been_fine: &'a str,
    note: &'a str,
}

impl Incidents {
    pub(super) fn run(&self) -> Result<(), Problem> {
        match self {
            Self::List(list) => list.run(),
            Self::Note(note) => note.run(),
        }
    }
}

impl Wanted {
    fn of(&self, model: &Model) -> Result<IncidentList, Problem> {
        let quarter = |label: &String| words::quarter("No incident was looked up", label, model);
        let query = IncidentQuery {
            quarter: self.quarter.as_ref().map(quarter).transpose()?,
            kind: self.kind,
            campaign: self.campaign.clone(),
            team: self.team.clone(),
            circumstance: self.because.map(Some),
            disposition: self.state,
            text: self.search.clone(),
            ..IncidentQuery::default()
        };
        Ok(IncidentList::of(&model.compliance.incidents, &query, model.workspace.fiscal_start_month))
    }
}

fn chosen<'a>(model: &'a Model, list: &IncidentList) -> Vec<&'a IncidentModel> {
    list.order.iter().filter_map(|&index| model.compliance.incidents.get(index)).collect()
}

impl List {
    fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.wanted.workspace)?;
        let model = workbench.model();
        let list = self.wanted.of(&model)?;
        if let Some(path) = &self.csv {
            workbench.run(Command::WriteTable {
                rows: incident_table(&model.compliance.incidents, &list),
                to: path.clone(),
            })?;
            say(&format!("{} were written to {}.", incidents(list.totals.incidents), path.display()));
            return Ok(());
        }
        let found = chosen(&model, &list);
        if self.json {
            return say_json(&found.iter().map(|model| printed(model)).collect::<Vec<_>>());
        }
        for model in found {
            say(&format!("  {}", line(model)));
        }
        say(&format!(
            "{}, {} of them open; cost as far as somebody said {}.",
            incidents(list.totals.incidents),
            format::count(list.totals.open as u64),
            format::money(list.totals.cost, &model.workspace.currency)
        ));
        Ok(())
    }
}

impl Note {
    fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.wanted.workspace)?;
        let model = workbench.model();
        let list = self.wanted.of(&model)?;
        let change = self.change();
        if change == NoteChange::default() {
            let advice = "Say at least one of --circumstance, --decide, --cost-each, --note and the like.";
            return Err(Problem::new("Nothing was changed", "nothing was said of the incidents", advice));
        }
        let notes = change.apply(&chosen(&model, &list));
        let changed = notes.len();
        workbench.run(Command::SaveIncidentNotes(notes))?;
        say(&format!("{} of {} changed.", format::count(changed as u64), incidents(list.totals.incidents)));
        Ok(())
    }

    fn change(&self) -> NoteChange {
        let each = self.cost_each.map(|cost| CostGiven::Each(Some(cost)));
        NoteChange {
            circumstance: self.circumstance.map(Some),
            disposition: self.decide,
            cost: each.or(self.cost_together.map(CostGiven::Together)),
            discovery: self.discovery.map(Some),
            discovered_on: self.discovered_on.map(Some),
            remedied_on: self.remedied_on.map(Some),
            note: self.in_words.clone(),
        }
    }
}

fn incidents(number: usize) -> String {
    format!("{} {}", format::count(number as u64), if number == 1 { "incident" } else { "incidents" })
}

fn line(model: &IncidentModel) -> String {
    let incident = &model.incident;
    let campaign = if incident.key.campaign.is_empty() { "without a campaign" } else { &incident.key.campaign };
    format!(
        "{}: {}, {campaign}; {}, {}; {}; {}",
        format::day(incident.key.day),
        incident.key.kind.label(),
        format::people(incident.people),
        format::uses(incident.uses),
        model.circumstance().map_or("nobody said why", Circumstance::label),
        model.disposition().label()
    )
}

fn printed(model: &IncidentModel) -> PrintedIncident<'_> {
    let incident = &model.incident;
    PrintedIncident {
        day: incident.key.day.to_string(),
        kind: incident.key.kind.name(),
        campaign: &incident.key.campaign,
        people: incident.people,
        uses: incident.uses,
        circumstance: model.circumstance().map(Circumstance::name),
        state: model.disposition().name(),
        cost: model.cost().map(Money::units),
        why: &model.explanation.why,
        would_have_been_fine: &model.explanation.would_have_been_fine,
        note: model.note.as_ref().map_or("", |note| &note.note),
    }
}
