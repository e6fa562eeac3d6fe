//! Makes a report of the model and writes it.

use super::{Model, Problem, QuarterModel};
use crate::domain::{Circumstance, DeviationKind};
use crate::picture::format;
use crate::report::{
    self, ExperimentSection, HeldBack, ImportSection, IncidentSection, PolicySection, QuarterSection, Report,
};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// The most incidents that a report lists; the rest is in the workspace.
const LISTED_INCIDENTS: usize = 20;

/// The circumstance of deviations of which nobody said why they happened.
const NOBODY_SAID: &str = "Nobody said yet";

const METHODS: &[&str] = &[
    "Rates are accepted over everyone shown. Each person counts once, at the first showing; whoever saw two wordings is \
     set aside; a dismissal or silence is not a refusal.",
    "Each wording's rate has a beta posterior. Chance of being best, cost of a wrong choice (expected loss), differences \
     and intervals are computed by quadrature, without simulation (Miller 2014; Cook 2005).",
    "Uses of one campaign on one day go wrong together. How much is learnt from how campaign-days differ, and integrated over: with \
     few of them the interval of deviations per 1,000 uses is wide.",
    "Every use is judged by the person's latest permission at that moment for that purpose and data category, by the terms \
     that this person accepted, and by the first rule about it in the policy version in force that day.",
    "What could not be judged is no deviation and is shown apart. Uses that were held back are no deviations either.",
];

/// Writes a report where the ending of the name says how: `.html` or `.json`.
pub(super) fn write(model: &Model, path: &Path) -> Result<(), Problem> {
    let report = made(model);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let text = match ending.as_str() {
        "html" | "htm" => report::html(&report),
        "json" => report::json(&report),
        _ => {
            let why = format!("“{}” does not say which kind of report", path.display());
            return Err(Problem::new("The report was not written", why, "Give a name that ends in .html or .json."));
        }
    };
    let text = text.map_err(|error| Problem::new("The report was not written", error, "Report this as a defect."))?;
    write_file(path, text.as_bytes())
}

/// The figures of a report made now, as its JSON file would hold them.
pub(super) fn figures(model: &Model) -> Result<serde_json::Value, Problem> {
    let failed = |error: String| Problem::new("The figures were not made", error, "Report this as a defect.");
    let text = report::json(&made(model)).map_err(|error| failed(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
}

/// Writes a table to a CSV file, whole or not at all.
pub(super) fn write_table(rows: &[Vec<String>], path: &Path) -> Result<String, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = rows.iter().try_for_each(|row| writer.write_record(row));
    let bytes = written
        .map_err(std::io::Error::other)
        .and_then(|()| writer.into_inner().map_err(|error| std::io::Error::other(error.to_string())));
    let failed = |error| Problem::new("The table was not written", error, "Report this as a defect.");
    write_file(path, &bytes.map_err(failed)?)?;
    Ok(format!("The table is in {}.", path.display()))
}

/// Writes a file whole or not at all.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path)?;
        Ok(())
    });
    written.map_err(|error| {
        let what = format!("{} was not written", path.display());
        Problem::new(what, error, "Choose a folder that exists and that you may write to.")
    })
}

fn made(model: &Model) -> Report {
    let (sentence, detail) = (model.compliance.sentence.clone(), model.compliance.detail.clone());
    Report {
        workspace: model.workspace.name.clone(),
        made_at: format::day(jiff::Zoned::now().date()),
        program_version: env!("CARGO_PKG_VERSION").into(),
        anchor: model.workspace.anchor.clone(),
        currency: model.workspace.currency.clone(),
        experiments: model.experiments.iter().map(experiment).collect(),
        policy: policy(model),
        compliance_sentence: sentence,
        compliance_detail: detail,
        quarters: model.compliance.quarters.iter().map(quarter).collect(),
        incidents: incidents(model),
        imports: model.imports.iter().map(import).collect(),
        methods: METHODS.iter().map(ToString::to_string).collect(),
    }
}

fn experiment(model: &super::ExperimentModel) -> ExperimentSection {
    let verdict = model.verdict.as_ref();
    ExperimentSection {
        name: model.experiment.name.clone(),
        hypothesis: model.experiment.hypothesis.clone(),
        verdict: verdict.map(|verdict| verdict.sentence.clone()).unwrap_or_default(),
        detail: verdict.map(|verdict| verdict.detail.clone()).unwrap_or_default(),
        people: model.counts.variants.iter().map(|count| count.shown).sum(),
        crossovers: model.counts.crossovers,
        repeated: model.counts.repeated,
        comparison: model.comparison.clone(),
        sample_ratio_p_value: model.analysis.as_ref().map(|analysis| analysis.sample.ratio.anytime_p),
        qualifications: verdict.map(|verdict| verdict.qualifications.clone()).unwrap_or_default(),
        variants: model.experiment.variants.clone(),
    }
}

fn policy(model: &Model) -> Vec<PolicySection> {
    let changes = |index: usize| index.checked_sub(1).and_then(|before| model.policy_differences.get(before));
    let section = |(index, version): (usize, &crate::domain::PolicyVersion)| PolicySection {
        title: version.title.clone(),
        holds_from: format::day(version.holds_from),
        reason: version.reason.clone(),
        rules: version.rules.iter().map(format::rule).collect(),
        changes: changes(index).into_iter().flatten().map(|difference| difference.sentence.clone()).collect(),
    };
    model.policy.versions().iter().enumerate().map(section).collect()
}

/// Deviations by kind, judged and recorded ones together, by the names people read.
pub fn by_kind(quarter: &QuarterModel) -> BTreeMap<String, u64> {
    let mut kinds = BTreeMap::new();
    for (kind, count) in &quarter.counts.recorded_by_kind {
        let label = DeviationKind::parse(kind).map_or(kind.as_str(), |known| known.label());
        *kinds.entry(label.to_owned()).or_default() += count;
    }
    for (kind, count) in &quarter.counts.by_kind {
        *kinds.entry(kind.label().to_owned()).or_default() += count;
    }
    kinds
}

/// Deviations by circumstance, likewise.
pub fn by_circumstance(quarter: &QuarterModel) -> BTreeMap<String, u64> {
    let mut circumstances = BTreeMap::new();
    for (name, count) in &quarter.counts.recorded_by_circumstance {
        let label = Circumstance::parse(name).map_or(name.as_str(), |known| known.label());
        let label = if label.is_empty() { NOBODY_SAID } else { label };
        *circumstances.entry(label.to_owned()).or_default() += count;
    }
    for (circumstance, count) in &quarter.counts.by_circumstance {
        let label = circumstance.map_or(NOBODY_SAID, Circumstance::label);
        *circumstances.entry(label.to_owned()).or_default() += count;
    }
    circumstances
}

fn quarter(model: &QuarterModel) -> QuarterSection {
    let counts = &model.counts;
    QuarterSection {
        quarter: model.quarter.label(),
        uses: counts.uses,
        deviations: counts.deviations + counts.recorded,
        incidents: counts.incidents,
        rate_per_1000: model.rate.as_ref().map(|rate| rate.rate * 1000.0),
        rate_interval: model.rate.as_ref().map(|rate| [rate.lower * 1000.0, rate.upper * 1000.0]),
        count_interval: model.count_interval,
        not_judged: counts.gaps.values().sum(),
        by_kind: by_kind(model),
        by_circumstance: by_circumstance(model),
        coverage_gaps: counts.gaps.iter().map(|(gap, count)| (gap.label().to_owned(), *count)).collect(),
        held_back: HeldBack { uses: counts.held_back.uses, value: counts.held_back.value.units() },
        cost: (counts.cost + counts.recorded_cost).units(),
    }
}

fn incidents(model: &Model) -> Vec<IncidentSection> {
    let mut largest: Vec<_> = model.compliance.incidents.iter().collect();
    largest.sort_by_key(|incident| std::cmp::Reverse(incident.incident.people));
    let section = |model: &&super::IncidentModel| {
        let incident = &model.incident;
        IncidentSection {
            day: format::day(incident.key.day),
            kind: incident.key.kind.label().into(),
            campaign: incident.key.campaign.clone(),
            people: incident.people,
            uses: incident.uses,
            circumstance: model.circumstance().map_or(NOBODY_SAID, Circumstance::label).into(),
            disposition: model.disposition().label().into(),
        }
    };
    largest.iter().take(LISTED_INCIDENTS).map(section).collect()
}

fn import(record: &super::ImportRecord) -> ImportSection {
    ImportSection {
        file_name: record.file_name.clone(),
        file_hash: record.files.iter().map(|file| file.hash.as_str()).collect::<Vec<_>>().join(" "),
        kind: record.kind.label().into(),
        imported_at: record.imported_at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        rows_read: record.rows_read,
        rows_kept: record.rows_kept,
        set_aside: record.set_aside.clone(),
    }
}
