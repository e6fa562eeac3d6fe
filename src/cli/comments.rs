//! `handshake comments`

use super::passphrase::unlocked;
use super::terminal::{open, say, say_json};
use super::words;
use crate::domain::{Comment, CommentSubject, IncidentKey, Quarter};
use crate::picture::format;
use crate::workbench::{Command, Model, Problem};
use jiff::civil::Date;
use std::path::PathBuf;

/// List comments, write one, remove one, or take over those of a copy of the workspace.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Comments {
    /// List them, earliest first.
    List {
        /// The workspace.
        workspace: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write one.
    Add(Add),
    /// Remove one.
    Remove {
        /// The workspace.
        workspace: PathBuf,
        /// Its key, as the list tells it.
        id: String,
    },
    /// Take over the comments of a copy, such as a snapshot that somebody commented on; all else in the copy stays there.
    TakeOver {
        /// The workspace.
        workspace: PathBuf,
        /// The copy.
        copy: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// The workspace.
    workspace: PathBuf,
    /// What to say.
    #[arg(long)]
    text: String,
    #[command(flatten)]
    about: About,
}

/// What a comment is about.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct About {
    /// About this experiment.
    #[arg(long, value_name = "NAME")]
    experiment: Option<String>,
    /// About this quarter, such as 2026-Q3.
    #[arg(long)]
    quarter: Option<String>,
    /// About an incident: its day, kind and campaign, such as `2026-01-07 NoPermission "Spring sale"`.
    #[arg(long, num_args = 3, value_names = ["DAY", "KIND", "CAMPAIGN"])]
    incident: Option<Vec<String>>,
    /// About the policy.
    #[arg(long)]
    policy: bool,
}

impl Comments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        match self {
            Self::List { workspace, json } => {
                let model = open(workspace)?.model();
                if *json {
                    return say_json(&model.comments);
                }
                model.comments.iter().for_each(|comment| list(&model, comment));
                Ok(())
            }
            Self::Add(add) => add.run(),
            Self::Remove { workspace, id } => {
                open(workspace)?.run(Command::RemoveComment(id.clone()))?;
                say("The comment is gone.");
                Ok(())
            }
            Self::TakeOver { workspace, copy } => {
                let workbench = open(workspace)?;
                let _unlocked = unlocked(copy)?;
                say(&workbench.told(Command::TakeOverComments(copy.clone()))?.said);
                Ok(())
            }
        }
    }
}

impl Add {
    fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let subject = self.about.subject(&workbench.model())?;
        workbench.run(Command::Comment { subject, text: self.text.clone() })?;
        say("The comment is kept.");
        Ok(())
    }
}

impl About {
    fn subject(&self, model: &Model) -> Result<CommentSubject, Problem> {
        let refused = |why: String, advice: &str| Problem::new("The comment was not kept", why, advice);
        if let Some(name) = &self.experiment {
            let known = model.experiments.iter().find(|known| known.experiment.name == *name);
            let known = known.ok_or_else(|| refused(format!("there is no experiment “{name}”"), "Check the name."))?;
            return Ok(CommentSubject::Experiment(known.experiment.id, name.clone()));
        }
        if let Some(quarter) = &self.quarter {
            return Ok(CommentSubject::quarter(words::quarter("The comment was not kept", quarter, model)?));
        }
        if let Some([day, kind, campaign]) = self.incident.as_deref() {
            let day: Date =
                day.parse().map_err(|_| refused(format!("“{day}” is no day"), "Write it as 2026-01-31."))?;
            let kind = words::kind(kind).map_err(|why| refused(why, "Give one of them."))?;
            let key = IncidentKey { day, kind, campaign: campaign.clone() };
            if !model.compliance.incidents.iter().any(|known| known.incident.key == key) {
                return Err(refused("there is no such incident".into(), "List the incidents and name one of them."));
            }
            return Ok(CommentSubject::Incident(key));
        }
        Ok(CommentSubject::Policy)
    }
}

fn list(model: &Model, comment: &Comment) {
    let about = match &comment.subject {
        CommentSubject::Experiment(id, name) => {
            let now = model.experiment(*id).map_or(name, |known| &known.experiment.name);
            format!("experiment “{now}”")
        }
        CommentSubject::Incident(key) => {
            format!("{} of {}, “{}”", key.kind.label(), format::day(key.day), key.campaign)
        }
        CommentSubject::Quarter(first) => Quarter::of(*first, model.workspace.fiscal_start_month).label(),
        CommentSubject::Policy => "the policy".into(),
    };
    let who = if comment.by.is_empty() { "somebody" } else { &comment.by };
    say(&format!("{}, {who}, on {about}  [{}]", format::moment(comment.at, &model.workspace.time_zone), comment.id));
    comment.text.lines().for_each(|line| say(&format!("  {line}")));
}
