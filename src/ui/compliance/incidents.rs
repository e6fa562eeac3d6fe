//! Incidents: a table, and what a person says of one.

use crate::domain::{Circumstance, Discovery, Disposition, IncidentKey, IncidentNote, Money};
use crate::picture::format;
use crate::ui::shell::Request;
use crate::ui::widgets::{
    card, empty_state, labelled_combo, labelled_multiline, labelled_text, muted, primary_button, table,
};
use crate::workbench::{Command, IncidentModel, Model};
use eframe::egui::Ui;
use jiff::civil::Date;

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    filter: String,
    draft: Option<Draft>,
}

struct Draft {
    key: IncidentKey,
    circumstance: usize,
    disposition: usize,
    cost: String,
    note: String,
    discovery: usize,
    discovered_on: String,
    remedied_on: String,
}

/// Shows the incidents.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let all = &model.compliance.incidents;
    if all.is_empty() {
        empty_state(ui, "No incidents", "No use that could be judged deviated from permission, terms or policy.", "");
        return;
    }
    let mut chosen = None;
    card(ui, "Incidents", "Deviating uses of one kind, campaign and day", |ui| {
        labelled_text(ui, "Filter by kind, campaign, circumstance or state", &mut state.filter);
        let wanted = state.filter.to_lowercase();
        let shown: Vec<&IncidentModel> = all.iter().filter(|incident| matches(incident, &wanted)).collect();
        let selected =
            state.draft.as_ref().and_then(|draft| shown.iter().position(|incident| incident.incident.key == draft.key));
        let headings = [
            ("What", false),
            ("Day", false),
            ("Where", false),
            ("Circumstance", false),
            ("People", true),
            ("Uses", true),
            ("Cost", true),
            ("State", true),
        ];
        let currency = &model.workspace.currency;
        let clicked = table(ui, "incidents", &headings, shown.len(), selected, false, |row, column| {
            cell(shown[row], column, currency)
        });
        chosen = clicked.map(|row| shown[row].incident.key.clone());
        muted(ui, format!("{} of {} incidents. Choose one to say why it happened.", shown.len(), all.len()));
    });
    if let Some(incident) = chosen.and_then(|key| all.iter().find(|incident| incident.incident.key == key)) {
        state.draft = Some(draft_of(incident));
    }
    edit(ui, model, state, requests);
}

fn circumstance(model: &IncidentModel) -> Option<Circumstance> {
    model.note.as_ref().and_then(|note| note.circumstance).or(model.incident.circumstance_in_log)
}

fn disposition(model: &IncidentModel) -> Disposition {
    model.note.as_ref().map_or(Disposition::Open, |note| note.disposition)
}

fn matches(model: &IncidentModel, wanted: &str) -> bool {
    let why = circumstance(model).map_or("", |circumstance| circumstance.label());
    let key = &model.incident.key;
    let words = [key.kind.label(), &key.campaign, why, disposition(model).label()];
    wanted.is_empty() || words.iter().any(|word| word.to_lowercase().contains(wanted))
}

fn cell(model: &IncidentModel, column: usize, currency: &str) -> String {
    let incident = &model.incident;
    match column {
        0 => incident.key.kind.label().into(),
        1 => format::day(incident.key.day),
        2 => incident.key.campaign.clone(),
        3 => circumstance(model).map_or("–", |circumstance| circumstance.label()).into(),
        4 => format::count(incident.people),
        5 => format::count(incident.uses),
        6 => {
            let cost = model.note.as_ref().and_then(|note| note.cost);
            cost.map_or_else(|| "–".into(), |cost| format::money(cost, currency))
        }
        _ => disposition(model).label().into(),
    }
}

fn draft_of(model: &IncidentModel) -> Draft {
    let note = model.note.as_ref();
    let said = note.and_then(|note| note.circumstance);
    Draft {
        key: model.incident.key.clone(),
        circumstance: said
            .and_then(|said| Circumstance::ALL.iter().position(|known| *known == said))
            .map_or(0, |at| at + 1),
        disposition: Disposition::ALL.iter().position(|known| *known == disposition(model)).unwrap_or(0),
        cost: note.and_then(|note| note.cost).map(|cost| cost.units().to_string()).unwrap_or_default(),
        note: note.map(|note| note.note.clone()).unwrap_or_default(),
        discovery: note
            .and_then(|note| note.discovery)
            .and_then(|said| Discovery::ALL.iter().position(|known| *known == said))
            .map_or(0, |at| at + 1),
        discovered_on: written(note.and_then(|note| note.discovered_on)),
        remedied_on: written(note.and_then(|note| note.remedied_on)),
    }
}

fn written(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The day in a field, if it is not empty.
fn day_of(text: &str) -> Result<Option<Date>, jiff::Error> {
    if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some) }
}

fn edit(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let Some(draft) = &mut state.draft else { return };
    let Some(incident) = model.compliance.incidents.iter().find(|known| known.incident.key == draft.key) else {
        return;
    };
    let title = format!("{}, {}, {}", draft.key.kind.label(), draft.key.campaign, format::day(draft.key.day));
    card(ui, &title, "", |ui| {
        ui.label(&incident.explanation.what);
        ui.label(&incident.explanation.why);
        muted(ui, &incident.explanation.would_have_been_fine);
        let mut circumstances = vec!["As the log says".to_owned()];
        circumstances.extend(Circumstance::ALL.iter().map(|known| known.label().to_owned()));
        let dispositions: Vec<String> = Disposition::ALL.iter().map(|known| known.label().to_owned()).collect();
        ui.horizontal(|ui| {
            labelled_combo(ui, "Circumstance", &mut draft.circumstance, &circumstances);
            labelled_combo(ui, "State", &mut draft.disposition, &dispositions);
        });
        labelled_text(ui, &format!("Cost in {}", model.workspace.currency), &mut draft.cost);
        let mut discoveries = vec!["Nobody said".to_owned()];
        discoveries.extend(Discovery::ALL.iter().map(|known| known.label().to_owned()));
        labelled_combo(ui, "How it came to light", &mut draft.discovery, &discoveries);
        labelled_text(ui, "Came to light on, as 2026-01-31", &mut draft.discovered_on);
        labelled_text(ui, "Put right on, as 2026-01-31", &mut draft.remedied_on);
        labelled_multiline(ui, "Note", &mut draft.note);
        let (discovered, remedied) = (day_of(&draft.discovered_on), day_of(&draft.remedied_on));
        let cost = draft.cost.trim();
        let parsed = cost.parse::<f64>().ok().filter(|cost| *cost >= 0.0).and_then(Money::from_units);
        if !cost.is_empty() && parsed.is_none() {
            muted(
                ui,
                "Write the cost in digits with a point for decimals and nothing between thousands, such as 18400.50.",
            );
        } else if let (Ok(discovered_on), Ok(remedied_on)) = (discovered, remedied) {
            if !primary_button(ui, "Save the note").clicked() {
                return;
            }
            requests.push(Request::Run(Command::SaveIncidentNote(Box::new(IncidentNote {
                key: draft.key.clone(),
                circumstance: draft.circumstance.checked_sub(1).and_then(|at| Circumstance::ALL.get(at)).copied(),
                cost: parsed,
                disposition: Disposition::ALL.get(draft.disposition).copied().unwrap_or(Disposition::Open),
                note: draft.note.clone(),
                discovery: draft.discovery.checked_sub(1).and_then(|at| Discovery::ALL.get(at)).copied(),
                discovered_on,
                remedied_on,
            }))));
        } else {
            muted(ui, "Write days as 2026-01-31, or leave them empty.");
        }
    });
}
