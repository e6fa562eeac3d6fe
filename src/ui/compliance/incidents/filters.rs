//! What of the incidents is to be seen.

use crate::domain::Circumstance;
use crate::ui::widgets::labelled_text;
use crate::workbench::{IncidentChoices, IncidentGrouping, IncidentQuery};
use eframe::egui::{self, RichText, Ui};

/// Shows the filters, and what the incidents are put together by.
pub fn show(ui: &mut Ui, query: &mut IncidentQuery, choices: &IncidentChoices) {
    ui.columns(4, |columns| {
        labelled_text(&mut columns[0], "Search in everything", &mut query.text);
        filter(&mut columns[1], "Quarter", &mut query.quarter, &choices.quarters, |quarter| quarter.label());
        filter(&mut columns[2], "Kind", &mut query.kind, &choices.kinds, |kind| kind.label().into());
        let campaign = |name: &String| if name.is_empty() { "Without a campaign".into() } else { name.clone() };
        filter(&mut columns[3], "Campaign", &mut query.campaign, &choices.campaigns, campaign);
    });
    ui.columns(4, |columns| {
        filter(&mut columns[0], "Team", &mut query.team, &choices.teams, Clone::clone);
        let why = |why: &Option<Circumstance>| why.map_or("Nobody said yet", Circumstance::label).into();
        filter(&mut columns[1], "Circumstance", &mut query.circumstance, &choices.circumstances, why);
        let state = |state: &crate::domain::Disposition| state.label().into();
        filter(&mut columns[2], "State", &mut query.disposition, &choices.dispositions, state);
        let ui = &mut columns[3];
        let before = query.grouping;
        choice(ui, "Groups", query.grouping.label().into(), |ui| {
            for grouping in IncidentGrouping::ALL {
                ui.selectable_value(&mut query.grouping, grouping, grouping.label());
            }
        });
        if before != query.grouping {
            query.folded.clear();
        }
    });
}

fn filter<T: Clone + PartialEq>(
    ui: &mut Ui,
    label: &str,
    value: &mut Option<T>,
    choices: &[T],
    name: impl Fn(&T) -> String,
) {
    choice(ui, label, value.as_ref().map_or_else(|| "All".to_owned(), &name), |ui| {
        ui.selectable_value(value, None, "All");
        for known in choices {
            ui.selectable_value(value, Some(known.clone()), name(known));
        }
    });
}

/// A list to choose from under its label, as wide as there is room.
pub fn choice(ui: &mut Ui, label: &str, shown: String, contents: impl FnOnce(&mut Ui)) {
    let id = ui.label(RichText::new(label).small()).id;
    let width = ui.available_width();
    let combo = egui::ComboBox::from_id_salt(label).selected_text(shown).width(width).truncate();
    combo.show_ui(ui, contents).response.labelled_by(id);
}
