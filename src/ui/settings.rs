//! What the workspace is set to, and reducing it to its counts.

use super::shell::Request;
use super::theme::{color, palette};
use super::widgets::{card, labelled_combo, labelled_text, muted, page_header};
use super::{backups, passphrase};
use crate::workbench::{Command, Layout, Model, Settings, Workbench};
use eframe::egui::{self, RichText, Ui};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// What is being typed, and what was last handed in.
    draft: Option<Settings>,
    handed_in: Option<Settings>,
    /// The person's own name, as it is being typed.
    name: Option<String>,
    /// What the card of backups remembers.
    backups: backups::State,
    /// What the card of the passphrase remembers.
    passphrase: passphrase::State,
    /// The workspace's name, typed to confirm what cannot be undone.
    confirmation: String,
}

/// Shows the settings.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    page_header(ui, "Settings", |_| ());
    let now = model.workspace.settings();
    let draft = state.draft.get_or_insert_with(|| now.clone());
    card(ui, "This workspace", "Saved as soon as you leave a field", |ui| {
        ui.set_max_width(520.0);
        labelled_text(
            ui,
            "Time zone in which days and quarters are counted, such as Europe/Berlin",
            &mut draft.time_zone,
        );
        let mut month = usize::try_from(draft.fiscal_start_month.saturating_sub(1)).unwrap_or(0);
        if labelled_combo(ui, "The fiscal year starts in", &mut month, &MONTHS.map(str::to_owned)) {
            draft.fiscal_start_month = i8::try_from(month + 1).unwrap_or(1);
        }
        labelled_text(ui, "Currency of all amounts, such as EUR", &mut draft.currency);
        labelled_text(ui, "Jurisdiction, such as EU (empty: the rules of all)", &mut draft.jurisdiction);
        let id = ui.label(RichText::new("Fewest people of a segment that is shown").small()).id;
        ui.add(egui::DragValue::new(&mut draft.smallest_segment).range(1..=1_000_000)).labelled_by(id);
    });
    let settled = state.handed_in.as_ref() == Some(draft);
    let busy = ui.text_edit_focused() || ui.input(|input| input.pointer.any_down());
    if *draft != now && !settled && !busy {
        requests.push(Request::Run(Command::ChangeSettings(draft.clone())));
        state.handed_in = Some(draft.clone());
    }
    if *draft == now {
        // Whatever is undone later shows here.
        (state.draft, state.handed_in) = (None, None);
    }
    own_name(ui, model, &mut state.name, requests);
    backups::show(ui, model, workbench, &mut state.backups, requests);
    passphrase::show(ui, model, &mut state.passphrase, requests);
    reduce(ui, model, &mut state.confirmation, requests);
}

fn own_name(ui: &mut Ui, model: &Model, name: &mut Option<String>, requests: &mut Vec<Request>) {
    let text = "Kept on this computer beside the keys. Your name enters a workspace only with what you write there; whoever opens a workspace that you have open is told it.";
    card(ui, "You", text, |ui| {
        ui.set_max_width(520.0);
        let draft = name.get_or_insert_with(|| model.workspace.own_name.clone());
        let field = labelled_text(ui, "Your name, written under what you decide", draft);
        if field.lost_focus() && *draft != model.workspace.own_name {
            requests.push(Request::Run(Command::ChangeOwnName(draft.clone())));
        }
        let names = Layout::ALL.map(|layout| layout.label().to_owned());
        let mut chosen = Layout::ALL.iter().position(|layout| *layout == model.workspace.layout).unwrap_or(0);
        if labelled_combo(ui, "The window is laid out for", &mut chosen, &names) {
            requests.push(Request::Run(Command::ChangeLayout(Layout::ALL.get(chosen).copied().unwrap_or_default())));
        }
        muted(ui, "What stands first, on this computer. Everybody can reach everything: a layout protects nothing.");
    });
}

fn reduce(ui: &mut Ui, model: &Model, confirmation: &mut String, requests: &mut Vec<Request>) {
    let text = "Throws away the rows of all response logs. Counts, reports and the permissions that people gave stay; \
        nothing more can be counted from those rows, and this cannot be undone.";
    card(ui, "Reduce to counts", text, |ui| {
        if model.workspace.reduced {
            ui.label("This workspace was reduced to its counts.");
            return;
        }
        ui.set_max_width(520.0);
        let name = &model.workspace.name;
        labelled_text(ui, &format!("Type {name} to confirm"), confirmation);
        let words = RichText::new("Reduce to counts").color(color(palette(ui).bad));
        if ui.add_enabled(confirmation.trim() == name, egui::Button::new(words)).clicked() {
            requests.push(Request::Run(Command::ReduceToCounts));
            confirmation.clear();
        }
        muted(
            ui,
            "Copy the file first if you may need the rows again. Backups keep the rows until they are replaced by later ones.",
        );
    });
}
