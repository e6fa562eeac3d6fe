//! Reporting a deviation by hand, in under a minute; and what was reported.

use super::incidents::{choice, money_of};
use crate::domain::{Circumstance, DeviationKind, Discovery, ReportedDeviation};
use crate::picture::format;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, labelled_multiline, labelled_text, muted, primary_button, table};
use crate::workbench::{Command, Model};
use eframe::egui::Ui;
use jiff::civil::Date;

/// A report as it is being written.
pub struct Draft {
    report: ReportedDeviation,
    kind: Option<DeviationKind>,
    day: String,
    people: String,
    cost: String,
    discovered_on: String,
    remedied_on: String,
}

impl Draft {
    /// A new report, of today.
    pub fn new(model: &Model) -> Self {
        let report = ReportedDeviation::of(model.today, DeviationKind::NoPermission);
        Self { kind: None, ..Self::of(&report) }
    }

    fn of(report: &ReportedDeviation) -> Self {
        Self {
            kind: Some(report.kind),
            day: report.day.to_string(),
            people: if report.people == 0 { String::new() } else { report.people.to_string() },
            cost: report.cost.map(|cost| cost.units().to_string()).unwrap_or_default(),
            discovered_on: report.discovered_on.map(|day| day.to_string()).unwrap_or_default(),
            remedied_on: report.remedied_on.map(|day| day.to_string()).unwrap_or_default(),
            report: report.clone(),
        }
    }

    /// The report, or what is missing.
    fn finished(&self, model: &Model) -> Result<ReportedDeviation, String> {
        let people = self.people.trim();
        let report = ReportedDeviation {
            day: day_of(&self.day)?.ok_or(DAY_ADVICE)?,
            discovered_on: day_of(&self.discovered_on)?,
            remedied_on: day_of(&self.remedied_on)?,
            kind: self.kind.ok_or("Choose how it deviated.")?,
            people: if people.is_empty() { 0 } else { people.parse().map_err(|_| "Write the people as a number.")? },
            cost: money_of(&self.cost)?,
            ..self.report.clone()
        };
        report.check(model.today).map_err(|why| format!("Not yet: {why}."))?;
        Ok(report)
    }
}

const DAY_ADVICE: &str = "Write days as 2026-01-31.";

fn day_of(text: &str) -> Result<Option<Date>, &'static str> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| DAY_ADVICE) }
}

/// Shows the form while a report is being written.
pub fn form(ui: &mut Ui, model: &Model, draft: &mut Option<Draft>, requests: &mut Vec<Request>) {
    let Some(open) = draft else { return };
    let title = if open.report.id == 0 { "Report a deviation" } else { "Change a report" };
    let done = card(ui, title, "For what no log shows. It counts in its quarter, beside what was judged", |ui| {
        fields(ui, model, open);
        let finished = open.finished(model);
        if let Err(missing) = &finished {
            muted(ui, missing);
        }
        ui.horizontal(|ui| {
            let words = if open.report.id == 0 { "Report it" } else { "Save the report" };
            let pressed = ui.add_enabled_ui(finished.is_ok(), |ui| primary_button(ui, words)).inner.clicked();
            let reported = finished.ok().filter(|_| pressed);
            if let Some(report) = reported {
                requests.push(Request::Run(Command::ReportDeviation(Box::new(report))));
            }
            ui.button("Cancel").clicked() || pressed
        })
        .inner
    });
    if done {
        *draft = None;
    }
}

fn fields(ui: &mut Ui, model: &Model, open: &mut Draft) {
    let report = &mut open.report;
    ui.columns(3, |columns| {
        labelled_text(&mut columns[0], "Day, as 2026-01-31", &mut open.day);
        let shown = open.kind.map_or("Choose", DeviationKind::label).to_owned();
        choice(&mut columns[1], "How it deviated", shown, |ui| {
            for known in DeviationKind::ALL {
                ui.selectable_value(&mut open.kind, Some(*known), known.label());
            }
        });
        labelled_text(&mut columns[2], "Campaign, or what happened", &mut report.what);
    });
    ui.columns(4, |columns| {
        labelled_text(&mut columns[0], "People touched (empty: not known)", &mut open.people);
        labelled_text(
            &mut columns[1],
            &format!("Cost in {} (empty: not known)", model.workspace.currency),
            &mut open.cost,
        );
        let why = |why: Option<Circumstance>| why.map_or("Nobody said yet", Circumstance::label);
        choice(&mut columns[2], "Why it happened", why(report.circumstance).to_owned(), |ui| {
            for known in std::iter::once(None).chain(Circumstance::ALL.iter().copied().map(Some)) {
                ui.selectable_value(&mut report.circumstance, known, why(known));
            }
        });
        let how = |how: Option<Discovery>| how.map_or("Nobody said", Discovery::label);
        choice(&mut columns[3], "How it came to light", how(report.discovery).to_owned(), |ui| {
            for known in std::iter::once(None).chain(Discovery::ALL.iter().copied().map(Some)) {
                ui.selectable_value(&mut report.discovery, known, how(known));
            }
        });
    });
    ui.columns(4, |columns| {
        labelled_text(&mut columns[0], "Came to light on (empty: not known)", &mut open.discovered_on);
        labelled_text(&mut columns[1], "Put right on (empty: not yet)", &mut open.remedied_on);
    });
    labelled_multiline(ui, "Note", &mut report.note);
}

/// Shows what was reported by hand; a click opens a report.
pub fn list(ui: &mut Ui, model: &Model, draft: &mut Option<Draft>, requests: &mut Vec<Request>) {
    let reported = &model.compliance.reported;
    if reported.is_empty() {
        return;
    }
    card(ui, "Reported by hand", "Click one to change it", |ui| {
        let headings = [
            ("How it deviated", false),
            ("Day", false),
            ("What happened", false),
            ("Why", false),
            ("People", true),
            ("Cost", true),
            ("Reported by", true),
        ];
        let open = draft.as_ref().and_then(|open| reported.iter().position(|one| one.id == open.report.id));
        let clicked = table(ui, "reported", &headings, reported.len(), open, false, |row, column| {
            cell(&reported[row], column, &model.workspace.currency)
        });
        if let Some(report) = clicked.and_then(|row| reported.get(row)) {
            *draft = Some(Draft::of(report));
        }
        let open = draft.as_ref().map(|open| open.report.id).filter(|id| *id != 0);
        if let Some(id) = open
            && ui.button("Remove this report").clicked()
        {
            requests.push(Request::Run(Command::RemoveReport(id)));
            *draft = None;
        }
    });
}

fn cell(report: &ReportedDeviation, column: usize, currency: &str) -> String {
    match column {
        0 => report.kind.label().into(),
        1 => format::day(report.day),
        2 => report.what.clone(),
        3 => report.circumstance.map_or("–", Circumstance::label).into(),
        4 if report.people == 0 => "–".into(),
        4 => format::count(report.people),
        5 => report.cost.map_or_else(|| "–".into(), |cost| format::money(cost, currency)),
        _ if report.by.is_empty() => "–".into(),
        _ => report.by.clone(),
    }
}
