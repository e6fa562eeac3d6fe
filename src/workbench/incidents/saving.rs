//! Keeps what people say of incidents, and what they report by hand, with who said it and when.

use super::super::Problem;
use super::super::desk::{Desk, unreadable};
use crate::domain::{IncidentNote, ReportedDeviation};
use crate::store::{self, Change};

impl Desk {
    /// Keeps notes on incidents as one edit.
    pub(in super::super) fn save_incident_notes(&self, notes: &[IncidentNote]) -> Result<String, Problem> {
        let (by, at) = (store::own_name(), Some(jiff::Timestamp::now()));
        let signed = |note: &IncidentNote| Box::new(IncidentNote { by: by.clone(), at, ..note.clone() });
        let change = |note: &IncidentNote| Change::IncidentNote(note.key.clone(), Some(signed(note)));
        let label = match notes.len() {
            0 => return Ok(String::new()),
            1 => "Note on an incident".to_owned(),
            number => format!("Notes on {number} incidents"),
        };
        self.edit(&label, &Change::Many(notes.iter().map(change).collect()))
    }

    /// Keeps a report, or changes one.
    pub(in super::super) fn report_deviation(&self, report: &ReportedDeviation) -> Result<String, Problem> {
        let today = jiff::Timestamp::now().to_zoned(self.zone()?).date();
        let refused = |why| Problem::new("The deviation was not recorded", why, "Correct it and report it again.");
        report.check(today).map_err(refused)?;
        let known = self.store.reported_deviations().map_err(unreadable)?;
        let next = known.iter().map(|known| known.id).max().unwrap_or(0) + 1;
        let (id, label) = match report.id {
            0 => (next, "Report a deviation"),
            id => (id, "Change a report"),
        };
        let (by, at) = (store::own_name(), Some(jiff::Timestamp::now()));
        let report = ReportedDeviation { id, by, at, ..report.clone() };
        self.edit(label, &Change::Reported(id, Some(Box::new(report))))
    }

    /// Removes a report.
    pub(in super::super) fn remove_report(&self, id: i64) -> Result<String, Problem> {
        let known = self.store.reported_deviations().map_err(unreadable)?;
        if !known.iter().any(|report| report.id == id) {
            let why = format!("there is no report number {id}");
            return Err(Problem::new("Nothing was removed", why, "List the reports and choose one of them."));
        }
        self.edit("Remove a report", &Change::Reported(id, None))
    }
}
