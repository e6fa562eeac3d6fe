//! Asking for the passphrase of a workspace, and the card that sets it.

use super::shell::Request;
use super::theme::{self, color, palette};
use super::widgets::{card, muted, primary_button};
use crate::workbench::{CAN_PROTECT, Command, Model, Passphrase, PassphraseChange, Problem};
use eframe::egui::{self, Context, Frame, Id, Key, Margin, Modal, RichText, TextEdit, Ui};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Text fields move what is typed when it outgrows its place, and would leave a copy behind.
const ROOM: usize = 512;

/// What is typed where nobody should read it.
pub(super) struct Secret(Zeroizing<String>);

impl Default for Secret {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(ROOM)))
    }
}

impl Secret {
    /// What was typed; the field is empty from then on.
    fn take(&mut self) -> Passphrase {
        Passphrase::new(std::mem::take(self).0)
    }

    /// What is typed so far.
    #[cfg(feature = "warehouse")]
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Shows the field under its label.
    pub(super) fn field(&mut self, ui: &mut Ui, label: &str) -> egui::Response {
        let name = ui.label(RichText::new(label).small()).id;
        let id = Id::unique(("passphrase", label));
        let field = TextEdit::singleline(&mut *self.0).password(true).id(id).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(name);
        // What could be undone in the field is what was typed.
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        state.clear_undoer();
        state.store(ui.ctx(), id);
        field
    }
}

/// A workspace that waits for its passphrase.
pub struct Asked {
    path: PathBuf,
    typed: Secret,
    wrong: Option<Problem>,
}

/// What a person answered.
pub enum Answer {
    /// This.
    Passphrase(PathBuf, Passphrase),
    /// That it need not be opened.
    Nothing,
}

impl Asked {
    /// Asks for the passphrase of a workspace.
    pub fn about(path: PathBuf) -> Self {
        Self { path, typed: Secret::default(), wrong: None }
    }

    /// Whether it is about this workspace.
    pub fn is_about(&self, path: &Path) -> bool {
        self.path == path
    }

    /// Says why the answer was none.
    pub fn refuse(&mut self, problem: Problem) {
        self.wrong = Some(problem);
    }

    /// Shows the question; the answer, once there is one. `opening` says that an answer is being tried just now.
    pub fn show(&mut self, context: &Context, opening: bool) -> Option<Answer> {
        let mut answered = false;
        let mut cancelled = false;
        let frame = Frame::popup(&context.global_style()).inner_margin(Margin::same(theme::PADDING));
        let modal = Modal::new(Id::unique("passphrase")).frame(frame).show(context, |ui| {
            ui.set_width(420.0);
            let name = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            ui.label(RichText::new(format!("“{name}” is behind a passphrase")).font(theme::semibold(13.0)));
            ui.add_space(8.0);
            ui.add_enabled_ui(!opening, |ui| {
                let field = self.typed.field(ui, "Passphrase");
                let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                if !field.has_focus() && !enter {
                    field.request_focus();
                }
                if let Some(problem) = self.wrong.as_ref().filter(|_| !opening) {
                    ui.add_space(4.0);
                    ui.colored_label(color(palette(ui).bad), "That passphrase does not open this workspace.");
                    muted(ui, &problem.advice);
                }
                ui.add_space(12.0);
                ui.horizontal(|ui| {
                    let words = if opening { "Opening…" } else { "Open" };
                    answered = (primary_button(ui, words).clicked() || enter) && !self.typed.0.is_empty();
                    cancelled = ui.button("Cancel").clicked();
                });
            });
        });
        if answered {
            return Some(Answer::Passphrase(self.path.clone(), self.typed.take()));
        }
        (!opening && (cancelled || modal.should_close())).then_some(Answer::Nothing)
    }
}

/// What the card of the settings remembers.
#[derive(Default)]
pub struct State {
    present: Secret,
    new: Secret,
    again: Secret,
}

/// Shows the card that sets, changes and removes the passphrase.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let text = "Without it nobody can read this file, its backups and its snapshots. Nobody can recover one that is forgotten. The key for \
        pseudonyms stands outside the file and is not protected by it.";
    card(ui, "Passphrase", text, |ui| {
        ui.set_max_width(520.0);
        let has_one = model.workspace.has_passphrase;
        ui.label(if has_one { "This workspace is encrypted." } else { "This workspace is not encrypted." });
        if !CAN_PROTECT {
            return muted(ui, "This build of Handshake cannot encrypt workspaces; released builds can.");
        }
        if model.workspace.read_only.is_some() {
            return;
        }
        ui.add_space(4.0);
        if has_one {
            state.present.field(ui, "Present passphrase");
        }
        state.new.field(ui, "New passphrase, several words");
        state.again.field(ui, "The same once more");
        muted(ui, hint(state));
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let is_ready =
                hint(state).is_empty() && !state.new.0.is_empty() && (!has_one || !state.present.0.is_empty());
            let words = if has_one { "Change the passphrase" } else { "Set a passphrase" };
            if ui.add_enabled(is_ready, egui::Button::new(words)).clicked() {
                let present = has_one.then(|| state.present.take());
                requests.push(change(present, Some(state.new.take())));
                *state = State::default();
            }
            let remove = RichText::new("Remove the passphrase").color(color(palette(ui).bad));
            if has_one && ui.add_enabled(!state.present.0.is_empty(), egui::Button::new(remove)).clicked() {
                requests.push(change(Some(state.present.take()), None));
                *state = State::default();
            }
        });
    });
}

fn change(present: Option<Passphrase>, new: Option<Passphrase>) -> Request {
    Request::Run(Command::ChangePassphrase(PassphraseChange { present, new }))
}

/// What is still to be done before a new passphrase can be set.
fn hint(state: &State) -> String {
    let fewest = Passphrase::FEWEST_CHARACTERS;
    if !state.new.0.is_empty() && state.new.0.chars().count() < fewest {
        return format!("It needs at least {fewest} characters: several words that nobody would guess together.");
    }
    if !state.again.0.is_empty() && *state.new.0 != *state.again.0 {
        return "The two differ.".into();
    }
    if !state.new.0.is_empty() && state.again.0.is_empty() {
        return "Type it once more, so that a slip of the finger does not lock you out.".into();
    }
    String::new()
}
