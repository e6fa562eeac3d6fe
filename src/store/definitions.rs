//! Definitions and notes: experiments, policy versions, incident notes, settings, counts.

use super::{Store, StoreError};
use crate::domain::{
    EntryKind, Experiment, ExperimentCounts, IncidentKey, IncidentNote, PolicyVersion, ReportedDeviation, Settings,
};
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Params, params};
use serde::{Serialize, de::DeserializeOwned};

pub(super) fn read_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Content { what, source })
}

pub(super) fn write_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Content { what, source })
}

impl Store {
    pub(super) fn one<T: DeserializeOwned>(
        &self,
        what: &'static str,
        sql: &str,
        values: impl Params,
    ) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self.connection.query_row(sql, values, |row| row.get(0)).optional()?;
        text.map(|text| read_json(what, &text)).transpose()
    }

    pub(super) fn all<T: DeserializeOwned>(&self, what: &'static str, sql: &str) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare(sql)?;
        let texts = statement.query_map([], |row| row.get::<_, String>(0))?;
        texts.map(|text| read_json(what, &text?)).collect()
    }

    /// All experiments, in the order in which they were made.
    pub fn experiments(&self) -> Result<Vec<Experiment>, StoreError> {
        self.all("experiment", "SELECT definition FROM experiment WHERE removed = 0 ORDER BY id")
    }

    /// The experiment with a key.
    pub fn experiment(&self, id: i64) -> Result<Option<Experiment>, StoreError> {
        self.one("experiment", "SELECT definition FROM experiment WHERE id = ?1 AND removed = 0", [id])
    }

    pub(super) fn put_experiment(&self, id: i64, experiment: Option<&Experiment>) -> Result<(), StoreError> {
        match experiment {
            Some(experiment) => self.connection.execute(
                "INSERT INTO experiment (id, name, definition) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET name = ?2, definition = ?3, removed = 0",
                params![id, experiment.name, write_json("experiment", experiment)?],
            )?,
            // Imports that were taken back may still refer to it, so it is only hidden.
            None => self.connection.execute("UPDATE experiment SET removed = 1 WHERE id = ?1", [id])?,
        };
        Ok(())
    }

    /// The largest key of an experiment or variant ever given.
    pub fn largest_definition_key(&self) -> Result<i64, StoreError> {
        let every: Vec<Experiment> = self.all("experiment", "SELECT definition FROM experiment")?;
        let variants = every.iter().flat_map(|experiment| experiment.variants.iter().map(|variant| variant.id));
        Ok(every.iter().map(|experiment| experiment.id).chain(variants).max().unwrap_or(0))
    }

    /// All versions of the policy, by their day.
    pub fn policy_versions(&self) -> Result<Vec<PolicyVersion>, StoreError> {
        self.all("policy version", "SELECT definition FROM policy_version ORDER BY holds_from")
    }

    pub(super) fn policy_version(&self, day: Date) -> Result<Option<PolicyVersion>, StoreError> {
        self.one("policy version", "SELECT definition FROM policy_version WHERE holds_from = ?1", [day.to_string()])
    }

    pub(super) fn put_policy_version(&self, day: Date, version: Option<&PolicyVersion>) -> Result<(), StoreError> {
        match version {
            Some(version) => self.connection.execute(
                "INSERT OR REPLACE INTO policy_version (holds_from, definition) VALUES (?1, ?2)",
                params![day.to_string(), write_json("policy version", version)?],
            )?,
            None => self.connection.execute("DELETE FROM policy_version WHERE holds_from = ?1", [day.to_string()])?,
        };
        Ok(())
    }

    /// Everything people wrote about incidents.
    pub fn incident_notes(&self) -> Result<Vec<IncidentNote>, StoreError> {
        self.all("note", "SELECT note FROM incident_note ORDER BY day, kind, campaign")
    }

    pub(super) fn incident_note(&self, key: &IncidentKey) -> Result<Option<IncidentNote>, StoreError> {
        self.one(
            "note",
            "SELECT note FROM incident_note WHERE day = ?1 AND kind = ?2 AND campaign = ?3",
            params![key.day.to_string(), key.kind.name(), key.campaign],
        )
    }

    pub(super) fn put_incident_note(&self, key: &IncidentKey, note: Option<&IncidentNote>) -> Result<(), StoreError> {
        let (day, kind) = (key.day.to_string(), key.kind.name());
        match note {
            Some(note) => self.connection.execute(
                "INSERT OR REPLACE INTO incident_note (day, kind, campaign, note) VALUES (?1, ?2, ?3, ?4)",
                params![day, kind, key.campaign, write_json("note", note)?],
            )?,
            None => self.connection.execute(
                "DELETE FROM incident_note WHERE day = ?1 AND kind = ?2 AND campaign = ?3",
                params![day, kind, key.campaign],
            )?,
        };
        Ok(())
    }

    /// All deviations that people reported by hand, latest day first.
    pub fn reported_deviations(&self) -> Result<Vec<ReportedDeviation>, StoreError> {
        let mut all: Vec<ReportedDeviation> = self.all("report", "SELECT report FROM reported_deviation")?;
        all.sort_by_key(|report| (std::cmp::Reverse(report.day), report.id));
        Ok(all)
    }

    pub(super) fn reported_deviation(&self, id: i64) -> Result<Option<ReportedDeviation>, StoreError> {
        self.one("report", "SELECT report FROM reported_deviation WHERE id = ?1", [id])
    }

    pub(super) fn put_reported(&self, id: i64, report: Option<&ReportedDeviation>) -> Result<(), StoreError> {
        match report {
            Some(report) => self.connection.execute(
                "INSERT OR REPLACE INTO reported_deviation (id, report) VALUES (?1, ?2)",
                params![id, write_json("report", report)?],
            )?,
            None => self.connection.execute("DELETE FROM reported_deviation WHERE id = ?1", [id])?,
        };
        Ok(())
    }

    /// The settings.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        Ok(self.text("settings")?.map(|text| read_json("settings", &text)).transpose()?.unwrap_or_default())
    }

    pub(super) fn put_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        self.set_text("settings", &write_json("settings", settings)?)
    }

    /// The counts of an experiment as they were last made.
    pub fn counts(&self, experiment: i64) -> Result<Option<ExperimentCounts>, StoreError> {
        self.one("count", "SELECT counts FROM experiment_counts WHERE experiment = ?1", [experiment])
    }

    /// What the counts of an experiment were made from; empty if there are none.
    pub fn counts_made_from(&self, experiment: i64) -> Result<String, StoreError> {
        let made_from = self.connection.query_row(
            "SELECT made_from FROM experiment_counts WHERE experiment = ?1",
            [experiment],
            |row| row.get(0),
        );
        Ok(made_from.optional()?.unwrap_or_default())
    }

    /// Keeps the counts of an experiment, so that opening need not count again, with what tells whether they still hold.
    pub fn put_counts(&self, experiment: i64, counts: &ExperimentCounts, made_from: &str) -> Result<(), StoreError> {
        self.in_transaction(EntryKind::Upkeep, "Count again", || {
            self.connection.execute(
                "INSERT OR REPLACE INTO experiment_counts (experiment, counts, made_from) VALUES (?1, ?2, ?3)",
                params![experiment, write_json("count", counts)?, made_from],
            )?;
            Ok(())
        })
    }
}
