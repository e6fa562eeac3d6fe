//! `handshake check`

use super::terminal::{open, say, say_json};
use crate::domain::Wording;
use crate::wording::{self, Language, Prompt, Severity};
use crate::workbench::{NamedWording, Problem, read_wordings};
use serde::Serialize;
use std::path::PathBuf;

/// Check wordings for patterns that deceive or confuse; the exit status says whether there is a serious finding.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// A file of wordings (TOML or JSON), or a workspace.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is said about one wording.
#[derive(Serialize)]
struct Checked {
    name: String,
    /// `None` if nothing in the settings speaks against it and its language is not read.
    fair: Option<bool>,
    serious: bool,
    findings: Vec<Found>,
    readability: wording::Readability,
    specificity: Option<f64>,
    /// No purpose stands in the terms, so that what is bundled or demanded was read from the words alone.
    words_alone: bool,
}

#[derive(Serialize)]
struct Found {
    family: &'static str,
    name: &'static str,
    serious: bool,
    words: Vec<String>,
    why: &'static str,
    source: &'static str,
    mend: &'static str,
}

impl Check {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let wordings = self.wordings()?;
        let checked: Vec<Checked> = wordings.iter().flat_map(check).collect();
        if self.json {
            say_json(&checked)?;
        } else {
            checked.iter().for_each(tell);
            tell_words_alone(&checked);
        }
        let serious = checked.iter().filter(|checked| checked.serious).count();
        if serious == 0 {
            return Ok(());
        }
        let what = format!("{serious} of {} wordings have a serious finding", checked.len());
        Err(Problem::new(
            what,
            "what they get would likely be no valid consent",
            "Mend what is named above and check again.",
        ))
    }

    fn wordings(&self) -> Result<Vec<NamedWording>, Problem> {
        if self.file.extension().is_none_or(|ending| ending != "handshake") {
            return read_wordings(&self.file);
        }
        let model = open(&self.file)?.model();
        let variants = model.experiments.iter().flat_map(|known| {
            let name = &known.experiment.name;
            known.experiment.variants.iter().filter(|variant| !variant.archived).map(move |variant| NamedWording {
                name: format!("{name}: {}", variant.name),
                ..NamedWording::of(variant, name)
            })
        });
        Ok(variants.collect())
    }
}

/// The main text, and each translation under its language.
fn check(named: &NamedWording) -> Vec<Checked> {
    let translation =
        |(tag, wording): (&String, &Wording)| check_one(format!("{} ({tag})", named.name), wording, named);
    let main = check_one(named.name.clone(), &named.wording, named);
    std::iter::once(main).chain(named.translations.iter().map(translation)).collect()
}

fn check_one(name: String, wording: &Wording, named: &NamedWording) -> Checked {
    let prompt = Prompt { wording, terms: &named.terms };
    let findings = wording::check(prompt);
    let text = [&wording.headline, &wording.body].map(String::as_str).join("\n");
    let found = |finding: &wording::Finding| Found {
        family: finding.family.key(),
        name: finding.family.name(),
        serious: finding.severity() == Severity::Serious,
        words: finding
            .spans
            .iter()
            .filter_map(|span| prompt.text(span.part).get(span.range.clone()))
            .map(str::to_owned)
            .collect(),
        why: finding.family.why(),
        source: finding.family.source(),
        mend: finding.family.mend(),
    };
    Checked {
        name,
        fair: wording::fairness(prompt, &findings),
        serious: findings.iter().any(|finding| finding.severity() == Severity::Serious),
        findings: findings.iter().map(found).collect(),
        readability: wording::readability(&text, Language::of_prompt(prompt)),
        specificity: wording::specificity(prompt).map(|specificity| specificity.score),
        words_alone: named.terms.purposes.is_empty() && wording::is_read(prompt),
    }
}

fn tell(checked: &Checked) {
    let verdict = match (checked.serious, checked.fair) {
        (true, _) => "serious",
        (false, Some(true)) => "fair",
        (false, Some(false)) => "can be better",
        (false, None) => "judged by its settings alone, as only English and German are read",
    };
    let seconds = checked.readability.reading_time_seconds;
    say(&format!("{}: {verdict}; read in about {seconds:.0} seconds", checked.name));
    for finding in &checked.findings {
        let weight = if finding.serious { "!" } else { "-" };
        let words = finding.words.iter().map(|words| format!("“{words}”")).collect::<Vec<_>>().join(", ");
        let pointing = if words.is_empty() { String::new() } else { format!(" ({words})") };
        say(&format!("  {weight} {}{pointing}: {} {} [{}]", finding.name, finding.why, finding.mend, finding.source));
    }
}

fn tell_words_alone(checked: &[Checked]) {
    let words_alone = checked.iter().filter(|checked| checked.words_alone).count();
    if words_alone > 0 {
        say(&format!(
            "{words_alone} of {} wordings have no purposes in their terms: what they bundle or demand was read from their words alone.",
            checked.len()
        ));
    }
}
