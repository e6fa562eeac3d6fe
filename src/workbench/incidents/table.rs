//! Incidents as a table for a spreadsheet.

use super::super::IncidentModel;
use super::IncidentList;
use crate::domain::Circumstance;

/// The columns of the table, in their order.
const COLUMNS: [&str; 17] = [
    "day",
    "kind",
    "campaign",
    "people",
    "uses",
    "purposes",
    "recipients",
    "teams",
    "circumstance",
    "state",
    "cost",
    "discovery",
    "discovered on",
    "remedied on",
    "note",
    "written by",
    "written at",
];

/// The incidents of a list as rows, headings first: names as people read them, days as 2026-01-31, costs in the workspace's currency with a
/// point, nothing where nobody said. Folded groups are not left out.
pub fn incident_table(all: &[IncidentModel], list: &IncidentList) -> Vec<Vec<String>> {
    let headings = COLUMNS.iter().map(ToString::to_string).collect();
    let rows = list.order.iter().filter_map(|&index| all.get(index)).map(row);
    std::iter::once(headings).chain(rows).collect()
}

fn row(model: &IncidentModel) -> Vec<String> {
    let (incident, note) = (&model.incident, model.note.as_ref());
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        incident.key.day.to_string(),
        incident.key.kind.label().to_owned(),
        words(&incident.key.campaign),
        incident.people.to_string(),
        incident.uses.to_string(),
        words(&incident.purposes.join("; ")),
        words(&incident.recipients.join("; ")),
        words(&incident.teams.join("; ")),
        model.circumstance().map_or("", Circumstance::label).to_owned(),
        model.disposition().label().to_owned(),
        model.cost().map(|cost| cost.to_string()).unwrap_or_default(),
        note.and_then(|note| note.discovery).map(|how| how.label().to_owned()).unwrap_or_default(),
        day(note.and_then(|note| note.discovered_on)),
        day(note.and_then(|note| note.remedied_on)),
        words(note.map_or("", |note| &note.note)),
        words(note.map_or("", |note| &note.by)),
        note.and_then(|note| note.at).map(|at| at.to_string()).unwrap_or_default(),
    ]
}

/// Words from logs and people: one line each, and never taken for a formula by a spreadsheet.
fn words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.starts_with(['=', '+', '-', '@']) { format!("'{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_others_stay_words_in_a_spreadsheet() {
        assert_eq!(words("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(words("spring\n sale\t2"), "spring sale 2");
    }
}
