//! One table or query: where its rows are, and what its columns hold.

use crate::ui::import::columns;
use crate::ui::widgets::{card, labelled_combo, labelled_multiline, labelled_text, muted, primary_button};
use crate::warehouse::Source;
use crate::workbench::{Inspection, Mapping, Problem};
use eframe::egui::Ui;

/// What is known of one table or query.
#[derive(Default)]
pub struct Part {
    /// Whether a query gives the rows, rather than a table.
    pub is_query: bool,
    /// The table, as it is typed.
    pub table: String,
    /// The query, as it is typed.
    pub query: String,
    /// What the warehouse said of the columns.
    pub found: Option<Result<Inspection, Problem>>,
    /// Place of the column that tells the order, after the place of none.
    order: usize,
}

/// What somebody wants of a part.
pub enum Asked {
    /// Look at the columns, and find out what they hold.
    Look,
    /// Look again under this mapping.
    LookAs(Box<Mapping>),
}

impl Part {
    /// Which rows; `None` while nothing is typed.
    pub fn source(&self) -> Option<Source> {
        let typed = if self.is_query { &self.query } else { &self.table };
        let source = if self.is_query { Source::Query } else { Source::Table };
        (!typed.trim().is_empty()).then(|| source(typed.trim().to_owned()))
    }

    /// The columns, if they were looked at and all that is needed is known of them.
    pub fn ready(&self) -> Option<&Inspection> {
        let found = self.found.as_ref()?.as_ref().ok()?;
        found.mapping.check(&found.preview.columns).is_ok().then_some(found)
    }

    /// The column that tells the order of rows of one moment.
    pub fn order(&self) -> Option<String> {
        let found = self.found.as_ref()?.as_ref().ok()?;
        found.preview.columns.get(self.order.checked_sub(1)?).cloned()
    }

    /// What was found does not hold any more.
    pub fn forget(&mut self) {
        (self.found, self.order) = (None, 0);
    }

    /// Shows which rows are meant; what is asked for then. `can_look` says that a warehouse is named.
    pub fn rows(&mut self, ui: &mut Ui, looking: bool, can_look: bool) -> Option<Asked> {
        let before = (self.is_query, self.table.clone(), self.query.clone());
        ui.horizontal(|ui| {
            ui.radio_value(&mut self.is_query, false, "A table");
            ui.radio_value(&mut self.is_query, true, "A query");
        });
        if self.is_query {
            labelled_multiline(ui, "Query that gives the rows (SQL)", &mut self.query);
        } else {
            labelled_text(ui, "Table, with its schema before a point where it needs one", &mut self.table);
        }
        if before != (self.is_query, self.table.clone(), self.query.clone()) {
            self.forget();
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let can_look = can_look && self.source().is_some() && !looking;
            let wanted = ui.add_enabled_ui(can_look, |ui| primary_button(ui, "Look at the columns").clicked()).inner;
            if looking {
                ui.spinner();
                muted(ui, "Asking the warehouse…");
            }
            wanted.then_some(Asked::Look)
        })
        .inner
    }

    /// Shows what the columns hold, or why that is not known.
    pub fn columns(&mut self, ui: &mut Ui) -> Option<Asked> {
        let found = match &self.found {
            None => return None,
            Some(Err(problem)) => {
                card(ui, &problem.what, "", |ui| {
                    ui.label(&problem.why);
                    muted(ui, &problem.advice);
                });
                return None;
            }
            Some(Ok(found)) => found,
        };
        if !found.recognised.is_empty() {
            muted(ui, &found.recognised);
        }
        let mapping = columns::show(ui, found);
        let names: Vec<String> =
            ["No column".to_owned()].into_iter().chain(found.preview.columns.iter().cloned()).collect();
        card(ui, "Order of rows of one moment", "", |ui| {
            labelled_combo(ui, "Column that tells it", &mut self.order, &names);
            muted(
                ui,
                "A table has no first and last row: where a person has two rows of one moment, this column says which came later.",
            );
        });
        mapping.map(|mapping| Asked::LookAs(Box::new(mapping)))
    }
}
