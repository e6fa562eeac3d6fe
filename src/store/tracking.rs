//! What people write in view of the figures: marked changes of definition, decisions, assumptions, sign-offs; and who was forgotten.

use super::definitions::{read_json, write_json};
use super::{Store, StoreError};
use crate::domain::{CostAssumptions, Decision, DefinitionChange, EntryKind, Forgotten, ProgrammePlan, SignOff};
use jiff::civil::Date;
use rusqlite::params;
use serde::{Serialize, de::DeserializeOwned};

impl Store {
    /// All marked changes of definition, earliest first.
    pub fn definition_changes(&self) -> Result<Vec<DefinitionChange>, StoreError> {
        self.all("change of definition", "SELECT change FROM definition_change ORDER BY holds_from")
    }

    pub(super) fn definition_change(&self, day: Date) -> Result<Option<DefinitionChange>, StoreError> {
        let sql = "SELECT change FROM definition_change WHERE holds_from = ?1";
        self.one("change of definition", sql, [day.to_string()])
    }

    pub(super) fn put_definition_change(&self, day: Date, change: Option<&DefinitionChange>) -> Result<(), StoreError> {
        let day = day.to_string();
        match change {
            Some(change) => self.connection.execute(
                "INSERT OR REPLACE INTO definition_change (holds_from, change) VALUES (?1, ?2)",
                params![day, write_json("change of definition", change)?],
            )?,
            None => self.connection.execute("DELETE FROM definition_change WHERE holds_from = ?1", [day])?,
        };
        Ok(())
    }

    /// All decisions, in the order in which they were written down.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        self.all("decision", "SELECT decision FROM decision ORDER BY id")
    }

    pub(super) fn decision(&self, id: i64) -> Result<Option<Decision>, StoreError> {
        self.one("decision", "SELECT decision FROM decision WHERE id = ?1", [id])
    }

    pub(super) fn put_decision(&self, id: i64, decision: Option<&Decision>) -> Result<(), StoreError> {
        match decision {
            Some(decision) => self.connection.execute(
                "INSERT OR REPLACE INTO decision (id, decision) VALUES (?1, ?2)",
                params![id, write_json("decision", decision)?],
            )?,
            None => self.connection.execute("DELETE FROM decision WHERE id = ?1", [id])?,
        };
        Ok(())
    }

    /// What is assumed of costs.
    pub fn assumptions(&self) -> Result<CostAssumptions, StoreError> {
        self.written("assumptions")
    }

    pub(super) fn put_assumptions(&self, assumptions: &CostAssumptions) -> Result<(), StoreError> {
        self.write("assumptions", assumptions)
    }

    /// The options of the permission programme.
    pub fn programme(&self) -> Result<ProgrammePlan, StoreError> {
        self.written("programme")
    }

    pub(super) fn put_programme(&self, plan: &ProgrammePlan) -> Result<(), StoreError> {
        self.write("programme", plan)
    }

    /// Who was forgotten.
    pub fn forgotten(&self) -> Result<Forgotten, StoreError> {
        self.written("forgotten")
    }

    pub(super) fn put_forgotten(&self, forgotten: &Forgotten) -> Result<(), StoreError> {
        self.write("forgotten", forgotten)
    }

    /// All signed quarters, earliest first.
    pub fn sign_offs(&self) -> Result<Vec<SignOff>, StoreError> {
        let mut all: Vec<SignOff> = self.all("sign-off", "SELECT sign_off FROM sign_off")?;
        all.sort_by_key(|sign_off| sign_off.quarter.first_day());
        Ok(all)
    }

    /// Keeps a signature. It is not among what can be undone: what was signed is amended, never taken back.
    pub fn put_sign_off(&self, sign_off: &SignOff) -> Result<(), StoreError> {
        let quarter = sign_off.quarter.label();
        // Fiscal years that start in different months have quarters of the same name.
        let key = format!("{quarter} {}", sign_off.quarter.first_day());
        let what = if sign_off.amendments.is_empty() { "Sign" } else { "Amend the signature of" };
        self.in_transaction(EntryKind::SignOff, &format!("{what} {quarter}"), || {
            self.connection.execute(
                "INSERT OR REPLACE INTO sign_off (quarter, sign_off) VALUES (?1, ?2)",
                params![key, write_json("sign-off", sign_off)?],
            )?;
            Ok(())
        })
    }

    fn written<T: DeserializeOwned + Default>(&self, name: &'static str) -> Result<T, StoreError> {
        Ok(self.text(name)?.map(|text| read_json(name, &text)).transpose()?.unwrap_or_default())
    }

    fn write<T: Serialize>(&self, name: &'static str, value: &T) -> Result<(), StoreError> {
        self.set_text(name, &write_json(name, value)?)
    }
}
