//! Where a quarter deviated, how long it took to be seen and put right, and what was forgone.

use crate::picture::format;
use crate::ui::widgets::{card, figure, muted, table};
use crate::workbench::{QuarterDetails, QuarterPart, Quartiles};
use eframe::egui::{self, Ui};

/// Rates by purpose, recipient, team or campaign.
pub fn rates(ui: &mut Ui, label: &str, details: &QuarterDetails, part: &mut QuarterPart) {
    let subtitle =
        "Deviations per 1,000 uses, most deviations first; the interval allows for uses that go wrong together";
    card(ui, &format!("Where it deviated, {label}"), subtitle, |ui| {
        ui.horizontal(|ui| {
            for known in QuarterPart::ALL {
                ui.selectable_value(part, known, format!("By {}", known.label().to_lowercase()));
            }
        });
        let lines = details.part(*part);
        let headings =
            [(part.label(), false), ("Uses", true), ("Deviations", true), ("Per 1,000", true), ("95% interval", true)];
        table(ui, part.label(), &headings, lines.len(), None, false, |row, column| {
            let line = &lines[row];
            match column {
                0 => line.name.clone(),
                1 => format::count(line.uses),
                2 => format::count(line.deviations),
                3 => format::per_thousand(line.rate),
                _ => {
                    let [lower, upper] = line.interval;
                    format!("{} – {}", format::per_thousand(lower), format::per_thousand(upper))
                }
            }
        });
    });
}

/// How long it took to discover incidents and to put them right.
pub fn times(ui: &mut Ui, label: &str, details: &QuarterDetails) {
    card(ui, &format!("How long it took, {label}"), "Days from the event, as the notes on incidents say", |ui| {
        if details.times.is_empty() {
            muted(ui, "No note says yet when an incident came to light or was put right.");
            return;
        }
        ui.columns(2, |columns| {
            middle(&mut columns[0], "Until discovered", details.discovery.as_ref());
            middle(&mut columns[1], "Until put right", details.remedy.as_ref());
        });
        let days = |days: Option<i32>| days.map_or_else(|| "–".to_owned(), |days| days.to_string());
        let headings = [
            ("Slowest first", false),
            ("Day", false),
            ("Where", false),
            ("Days until discovered", true),
            ("Days until put right", true),
        ];
        egui::CollapsingHeader::new("Each incident").show(ui, |ui| {
            table(ui, "times", &headings, details.times.len(), None, false, |row, column| {
                let line = &details.times[row];
                match column {
                    0 => line.key.kind.label().to_owned(),
                    1 => format::day(line.key.day),
                    2 => line.key.campaign.clone(),
                    3 => days(line.to_discovery),
                    _ => days(line.to_remedy),
                }
            });
        });
    });
}

fn middle(ui: &mut Ui, caption: &str, quartiles: Option<&Quartiles>) {
    let Some(found) = quartiles else { return figure(ui, caption, "–", "not known of any") };
    let days = |days: f64| format::number(days, usize::from(days.fract() > 0.0));
    let detail = format!("half of {} took {} to {}", found.known, days(found.lower), days(found.upper));
    figure(ui, caption, &format!("{} days", days(found.median)), &detail);
}

/// What was forgone by keeping the rules.
pub fn forgone(ui: &mut Ui, label: &str, details: &QuarterDetails, currency: &str) {
    card(ui, &format!("What was forgone, {label}"), "Uses held back, by the rule that was kept", |ui| {
        if details.forgone.is_empty() {
            muted(ui, "Nothing was held back.");
            return;
        }
        let headings =
            [("Rule", false), ("For what", false), ("It would have been", false), ("Uses", true), ("Value", true)];
        table(ui, "forgone", &headings, details.forgone.len(), None, false, |row, column| {
            let line = &details.forgone[row];
            match column {
                0 => line.rule.clone(),
                1 => line.purpose.clone(),
                2 => line.would_have_been.to_owned(),
                3 => format::count(line.uses),
                _ => format::money(line.value, currency),
            }
        });
    });
}
