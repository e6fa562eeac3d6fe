//! What people said about a thing, and a place to say more.

use super::shell::Request;
use super::widgets::{card, labelled_multiline, muted};
use crate::domain::{Comment, CommentSubject};
use crate::picture::format;
use crate::workbench::{Command, Model};
use eframe::egui::{RichText, Ui};

/// What a place for comments remembers.
#[derive(Debug, Default, PartialEq)]
pub struct State {
    /// What is being typed, and about what.
    draft: Option<(CommentSubject, String)>,
}

/// Shows the comments about a thing in a card.
pub fn show(ui: &mut Ui, model: &Model, subject: &CommentSubject, state: &mut State, requests: &mut Vec<Request>) {
    let text = "Said to each other here, never part of a figure; whoever reads the workspace reads it. Name no person.";
    card(ui, "Comments", text, |ui| inner(ui, model, subject, state, requests));
}

/// Shows them where there is a card already.
pub fn inner(ui: &mut Ui, model: &Model, subject: &CommentSubject, state: &mut State, requests: &mut Vec<Request>) {
    let can_write = model.workspace.read_only.is_none();
    for comment in model.comments.iter().filter(|comment| comment.subject.is_same(subject)) {
        line(ui, model, comment, can_write, requests);
    }
    if !can_write {
        return muted(
            ui,
            "This workspace can only be read. Take a snapshot to comment; its comments can be taken over.",
        );
    }
    if state.draft.as_ref().is_none_or(|(known, _)| !known.is_same(subject)) {
        state.draft = Some((subject.clone(), String::new()));
    }
    let Some((_, draft)) = &mut state.draft else { return };
    labelled_multiline(ui, "Say something", draft);
    ui.add_enabled_ui(!draft.trim().is_empty(), |ui| {
        if ui.button("Add the comment").clicked() {
            let command = Command::Comment { subject: subject.clone(), text: std::mem::take(draft) };
            requests.push(Request::Run(command));
        }
    });
}

fn line(ui: &mut Ui, model: &Model, comment: &Comment, can_write: bool, requests: &mut Vec<Request>) {
    ui.horizontal_wrapped(|ui| {
        let who = if comment.by.is_empty() { "Somebody" } else { &comment.by };
        ui.label(RichText::new(who).strong());
        muted(ui, format::moment(comment.at, &model.workspace.time_zone));
        if can_write && ui.small_button("Remove").clicked() {
            requests.push(Request::Run(Command::RemoveComment(comment.id.clone())));
        }
    });
    ui.label(&comment.text);
    ui.add_space(6.0);
}
