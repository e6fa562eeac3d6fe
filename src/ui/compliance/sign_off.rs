//! Whether a quarter is signed, by whom, and what was found since.

use crate::domain::Signature;
use crate::picture::format;
use crate::ui::dialogs::Purpose;
use crate::ui::shell::Request;
use crate::ui::widgets::{Tone, badge, card, labelled_text, muted, primary_button};
use crate::workbench::{Command, Model, QuarterModel, figures_of};
use eframe::egui::Ui;

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    /// As it is being typed; at first the name of the person at this computer.
    by: Option<String>,
    statement: String,
}

/// What an anchor is for.
const ANCHOR: &str =
    "One line to keep outside the workspace: with it, a check tells if the record was rewritten or cut later";

/// Shows the signatures of a quarter, and a place to sign.
pub fn show(ui: &mut Ui, model: &Model, quarter: &QuarterModel, state: &mut State, requests: &mut Vec<Request>) {
    let label = quarter.quarter.label();
    let known = model.sign_offs.iter().find(|known| known.sign_off.quarter == quarter.quarter);
    let last_day = quarter.quarter.next().first_day().yesterday().unwrap_or(model.today);
    card(
        ui,
        &format!("Signature, {label}"),
        "Signed figures are kept as they were; what is found later is an amendment",
        |ui| {
            let Some(known) = known else {
                if last_day >= model.today {
                    badge(ui, "Still running", Tone::Neutral);
                    return muted(ui, format!("It can be signed after {}.", format::day(last_day)));
                }
                badge(ui, "Not signed", Tone::Warning);
                let open = figures_of(quarter, &model.compliance.incidents, &model.policy).open_incidents;
                if open > 0 {
                    muted(ui, format!("{} incidents are still open; that is signed with it.", format::count(open)));
                }
                return sign(ui, "Sign the quarter", model, quarter, state, requests);
            };
            let changed = !known.changed.is_empty();
            let (word, tone) = if changed { ("Figures changed since", Tone::Warning) } else { ("Signed", Tone::Good) };
            badge(ui, word, tone);
            let zone = &model.workspace.time_zone;
            signed(ui, "Signed", &known.sign_off.signed, zone);
            for amendment in &known.sign_off.amendments {
                signed(ui, "Amended", amendment, zone);
            }
            for figure in &known.changed {
                ui.label(format::changed_figure(figure, &model.workspace.currency));
            }
            if model.workspace.anchor.is_some() && ui.button("Save the anchor…").on_hover_text(ANCHOR).clicked() {
                requests.push(Request::Ask(Purpose::AnchorOut));
            }
            if changed && known.forgotten_uses > 0 {
                let uses = format::count(known.forgotten_uses);
                muted(ui, format!("{uses} of the uses were of people who were forgotten since."));
            }
            if changed {
                sign(ui, "Sign the amendment", model, quarter, state, requests);
            }
        },
    );
}

fn signed(ui: &mut Ui, what: &str, signature: &Signature, zone: &str) {
    ui.label(format!("{what} by {}, {}", signature.by, format::moment(signature.at, zone)));
    if !signature.statement.is_empty() {
        muted(ui, &signature.statement);
    }
}

fn sign(
    ui: &mut Ui,
    button: &str,
    model: &Model,
    quarter: &QuarterModel,
    state: &mut State,
    requests: &mut Vec<Request>,
) {
    let by = state.by.get_or_insert_with(|| model.workspace.own_name.clone());
    labelled_text(ui, "Who signs", by);
    labelled_text(ui, "What to add (for an amendment: why the figures are others now)", &mut state.statement);
    if primary_button(ui, button).clicked() {
        requests.push(Request::Run(Command::Sign {
            quarter: quarter.quarter,
            by: by.clone(),
            statement: state.statement.clone(),
        }));
        state.statement = String::new();
    }
}
