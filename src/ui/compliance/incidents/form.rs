//! What a person says of the chosen incidents: only what is set here is changed.
#![expect(clippy::option_option, reason = "the outer one: whether it is set at all; the inner one: to what")]

use super::filters::choice;
use super::money_of;
use crate::domain::{Circumstance, Discovery, Disposition};
use crate::ui::shell::Request;
use crate::ui::widgets::{card, muted, primary_button};
use crate::workbench::{Command, CostGiven, IncidentModel, Model, NoteChange};
use eframe::egui::{self, RichText, Ui};
use jiff::civil::Date;

const LEFT: &str = "Different, left as they are";

/// What is being written.
pub struct Form {
    /// Of which choice, and of which state of the workspace.
    version: u64,
    generation: u64,
    /// What all of them had in common when writing began.
    before: NoteChange,
    now: Fields,
    first: Fields,
}

#[derive(Clone, PartialEq, Eq)]
struct Fields {
    circumstance: Option<Option<Circumstance>>,
    disposition: Option<Disposition>,
    discovery: Option<Option<Discovery>>,
    cost: String,
    together: bool,
    discovered_on: String,
    remedied_on: String,
    note: String,
}

/// Shows the form, and hands in what was written.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    chosen: &[&IncidentModel],
    version: u64,
    form: &mut Option<Form>,
    requests: &mut Vec<Request>,
) {
    // What is being written stays, whatever changes in the workspace meanwhile.
    let is_stale =
        |form: &Form| form.version != version || (form.generation != model.generation && form.now == form.first);
    if form.as_ref().is_none_or(is_stale) {
        *form = Some(Form::of(model, chosen, version));
    }
    let Some(open) = form else { return };
    let title = if chosen.len() == 1 { "What you say of it" } else { "What you say of all of them" };
    let saved = card(ui, title, "Only what you change here is changed", |ui| {
        open.fields(ui, &model.workspace.currency, chosen.len());
        if model.workspace.own_name.is_empty() {
            muted(ui, "Written without a name: say yours under Settings.");
        }
        match open.change() {
            Err(advice) => {
                muted(ui, advice);
                false
            }
            Ok(change) => {
                let button = if chosen.len() == 1 { "Save".to_owned() } else { format!("Save for {}", chosen.len()) };
                let save = ui.add_enabled_ui(open.now != open.first, |ui| primary_button(ui, &button)).inner;
                let notes = if save.clicked() { change.apply(chosen) } else { Vec::new() };
                if !notes.is_empty() {
                    requests.push(Request::Run(Command::SaveIncidentNotes(notes)));
                }
                save.clicked()
            }
        }
    });
    if saved {
        *form = None;
    }
}

impl Form {
    fn of(model: &Model, chosen: &[&IncidentModel], version: u64) -> Self {
        let before = NoteChange::shared(chosen);
        let cost = match before.cost {
            Some(CostGiven::Each(Some(cost))) => cost.units().to_string(),
            _ => String::new(),
        };
        let first = Fields {
            circumstance: before.circumstance,
            disposition: before.disposition,
            discovery: before.discovery,
            cost,
            together: chosen.len() > 1,
            discovered_on: written(before.discovered_on.flatten()),
            remedied_on: written(before.remedied_on.flatten()),
            note: before.note.clone().unwrap_or_default(),
        };
        Self { version, generation: model.generation, before, now: first.clone(), first }
    }

    fn fields(&mut self, ui: &mut Ui, currency: &str, number: usize) {
        let (before, now) = (&self.before, &mut self.now);
        ui.columns(2, |columns| {
            let why = |why: &Option<Circumstance>| why.map_or("As the log says", Circumstance::label);
            let all = std::iter::once(None).chain(Circumstance::ALL.iter().copied().map(Some));
            pick(&mut columns[0], "Circumstance", &mut now.circumstance, before.circumstance.is_none(), all, why);
            let all = Disposition::ALL.iter().copied();
            let state = |state: &Disposition| state.label();
            pick(&mut columns[1], "State", &mut now.disposition, before.disposition.is_none(), all, state);
        });
        ui.columns(2, |columns| {
            let hint = |known: bool| if known { "" } else { LEFT };
            let label = format!("Cost in {currency}, such as 18400.50");
            field(&mut columns[0], &label, &mut now.cost, hint(before.cost.is_some()));
            let all = std::iter::once(None).chain(Discovery::ALL.iter().copied().map(Some));
            let how = |how: &Option<Discovery>| how.map_or("Nobody said", Discovery::label);
            pick(&mut columns[1], "How it came to light", &mut now.discovery, before.discovery.is_none(), all, how);
            let known = before.discovered_on.is_some();
            field(&mut columns[0], "Came to light on, as 2026-01-31", &mut now.discovered_on, hint(known));
            let known = before.remedied_on.is_some();
            field(&mut columns[1], "Put right on, as 2026-01-31", &mut now.remedied_on, hint(known));
        });
        if number > 1 && now.cost != self.first.cost {
            ui.horizontal(|ui| {
                ui.radio_value(&mut now.together, true, format!("All {number} together cost this"));
                ui.radio_value(&mut now.together, false, "Each cost this");
            });
        }
        let id = ui.label(RichText::new("Note").small()).id;
        let hint = if before.note.is_some() { "" } else { LEFT };
        let note =
            egui::TextEdit::multiline(&mut now.note).desired_rows(3).desired_width(f32::INFINITY).hint_text(hint);
        ui.add(note).labelled_by(id);
    }

    /// What was set, or what is to be corrected first.
    fn change(&self) -> Result<NoteChange, &'static str> {
        let (now, first) = (&self.now, &self.first);
        let day = |now: &str, first: &str| {
            let read = || day_of(now).map(Some).map_err(|_| "Write days as 2026-01-31, or leave them empty.");
            if now == first { Ok(None) } else { read() }
        };
        let cost = if now.cost == first.cost { None } else { Some(self.cost()?) };
        Ok(NoteChange {
            circumstance: now.circumstance.filter(|_| now.circumstance != first.circumstance),
            disposition: now.disposition.filter(|_| now.disposition != first.disposition),
            cost,
            discovery: now.discovery.filter(|_| now.discovery != first.discovery),
            discovered_on: day(&now.discovered_on, &first.discovered_on)?,
            remedied_on: day(&now.remedied_on, &first.remedied_on)?,
            note: (now.note != first.note).then(|| now.note.clone()),
        })
    }

    fn cost(&self) -> Result<CostGiven, &'static str> {
        Ok(match money_of(&self.now.cost)? {
            Some(cost) if self.now.together => CostGiven::Together(cost),
            cost => CostGiven::Each(cost),
        })
    }
}

/// One of several values under its label; nothing of them where the incidents differ and are left as they are.
fn pick<T: Clone + PartialEq>(
    ui: &mut Ui,
    label: &str,
    value: &mut Option<T>,
    may_be_left: bool,
    all: impl Iterator<Item = T>,
    name: impl Fn(&T) -> &'static str,
) {
    choice(ui, label, value.as_ref().map_or(LEFT, &name).to_owned(), |ui| {
        if may_be_left {
            ui.selectable_value(value, None, LEFT);
        }
        for known in all {
            let words = name(&known);
            ui.selectable_value(value, Some(known), words);
        }
    });
}

fn field(ui: &mut Ui, label: &str, text: &mut String, hint: &str) {
    let id = ui.label(RichText::new(label).small()).id;
    ui.add(egui::TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(hint)).labelled_by(id);
}

fn written(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The day in a field, if it is not empty.
fn day_of(text: &str) -> Result<Option<Date>, jiff::Error> {
    if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some) }
}
