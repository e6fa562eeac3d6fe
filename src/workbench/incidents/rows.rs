//! One incident down to the rows that its judgement rests on.

use super::super::Problem;
use super::super::desk::{Desk, origin, unreadable};
use super::super::judging::Judged;
use crate::compliance::{self, Explainer, Explanation};
use crate::domain::{Experiment, IncidentKey, PermissionChange, UseRow};
use crate::picture::format;
use jiff::{Timestamp, tz::TimeZone};

/// The most uses of an incident that are told one by one.
const TOLD_USES: usize = 50;

/// The uses of an incident, each with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRows {
    /// Which incident.
    pub key: IncidentKey,
    /// How many uses it has.
    pub uses: usize,
    /// The earliest of them, at most fifty.
    pub told: Vec<ExplainedUse>,
}

/// One use, why it was judged so, and the rows that this rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedUse {
    /// When.
    pub at: Timestamp,
    /// What was done and why it deviates.
    pub explanation: Explanation,
    /// The permissions, earlier uses and the rule that it rests on, in words.
    pub rests_on: Vec<String>,
}

impl Desk {
    /// The uses of an incident with what each rests on; an incident that is no longer found has none.
    pub(in super::super) fn incident_rows(&mut self, key: &IncidentKey) -> Result<IncidentRows, Problem> {
        let judged = self.judged_now()?;
        let experiments = self.store.experiments().map_err(unreadable)?;
        let words = Words { judged: &judged, experiments: &experiments, zone: self.zone()? };
        let uses = compliance::incident_uses(&judged.evidence, &judged.judgements, key);
        let rulebook = judged.rules.rulebook();
        let explainer = Explainer::new(&judged.evidence, &rulebook);
        let told = |&index: &usize| {
            let explanation = explainer.explain(index)?;
            let at = judged.evidence.records().use_row(index)?.at;
            Some(ExplainedUse { at, rests_on: words.of(&explanation), explanation })
        };
        let told = uses.iter().take(TOLD_USES).filter_map(told).collect();
        Ok(IncidentRows { key: key.clone(), uses: uses.len(), told })
    }
}

/// What it takes to tell rows in words.
struct Words<'a> {
    judged: &'a Judged,
    experiments: &'a [Experiment],
    zone: TimeZone,
}

impl Words<'_> {
    fn of(&self, explanation: &Explanation) -> Vec<String> {
        let rests_on = &explanation.rests_on;
        let records = self.judged.evidence.records();
        let changes = rests_on.changes.iter().filter_map(|&index| records.change(index));
        let mut words: Vec<String> = changes.map(|change| self.permission(&change)).collect();
        words.extend(rests_on.uses.iter().filter_map(|&index| Some(self.contact(&records.use_row(index)?))));
        words.extend(rests_on.rule.and_then(|(version, rule)| self.rule(version, rule)));
        words
    }

    fn permission(&self, change: &PermissionChange) -> String {
        let data = if change.category.is_empty() { "any data" } else { &change.category };
        let (moment, state, purpose) = (self.moment(change.at), change.state.label(), &change.purpose);
        let origin = origin(self.experiments, change.origin);
        format!("Permission, {moment}: {state}, {purpose} with {data}. {origin}.")
    }

    fn contact(&self, row: &UseRow) -> String {
        let campaign = if row.campaign.is_empty() { String::new() } else { format!(", {}", row.campaign) };
        format!("Earlier contact, {}: {}{campaign}.", self.moment(row.at), row.purpose)
    }

    fn rule(&self, version: usize, rule: usize) -> Option<String> {
        let version = self.judged.rules.policy.versions().get(version)?;
        let rule = format::rule(version.rules.get(rule)?);
        Some(format!("Rule of the policy from {}. {rule}", format::day(version.holds_from)))
    }

    fn moment(&self, at: Timestamp) -> String {
        format::moment_in(at, &self.zone)
    }
}
