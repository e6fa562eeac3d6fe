//! The policy: its versions, its rules, and what changed between them.

use super::comments;
use super::dialogs::Purpose;
use super::experiments::{limit, names};
use super::shell::Request;
use super::theme::{self, color, palette};
use super::widgets::{Tone, badge, card, empty_state, labelled_text, muted, page_header, primary_button};
use crate::domain::{CommentSubject, Policy, PolicyError, PolicyVersion, Rule};
use crate::picture::format;
use crate::workbench::{Command, Model};
use eframe::egui::{self, RichText, Ui};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    draft: Option<(PolicyVersion, String)>,
    comments: comments::State,
}

/// Shows the policy.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let versions = model.policy.versions();
    page_header(ui, "Policy", |ui| {
        if ui.button("New version").clicked() {
            state.draft = Some(draft_after(versions.last()));
        }
        if ui.button("Add from a file…").clicked() {
            requests.push(Request::Ask(Purpose::Policy));
        }
    });
    if let Some((version, day)) = &mut state.draft {
        match edit(ui, model, version, day) {
            Edit::Open => {}
            Edit::Dropped => state.draft = None,
            Edit::Done(version) => {
                requests.push(Request::Run(Command::AddPolicyVersion(version)));
                state.draft = None;
            }
        }
    }
    let text = "A policy says which uses need permission, who may receive data, how long they are kept, and how often \
        people are contacted. Uses are judged by the version in force on their day.";
    if versions.is_empty() && state.draft.is_none() && empty_state(ui, "No policy yet", text, "Write the first version")
    {
        state.draft = Some(draft_after(None));
    }
    for (index, version) in versions.iter().enumerate().rev() {
        shown(ui, model, index, version, model.policy.in_force(model.today) == Some(index));
    }
    if !versions.is_empty() {
        comments::show(ui, model, &CommentSubject::Policy, &mut state.comments, requests);
    }
}

fn shown(ui: &mut Ui, model: &Model, index: usize, version: &PolicyVersion, in_force: bool) {
    let title = format!("Version {}, from {}: {}", index + 1, format::day(version.holds_from), version.title);
    card(ui, &title, &version.reason, |ui| {
        if in_force {
            badge(ui, "In force", Tone::Good);
        }
        rules(ui, index, version);
        let changed = index.checked_sub(1).and_then(|before| model.policy_differences.get(before));
        if changed.is_some_and(|changed| !changed.is_empty()) {
            ui.add_space(4.0);
            ui.label(RichText::new("What changed").font(theme::semibold(13.0)));
        }
        for difference in changed.into_iter().flatten() {
            ui.horizontal_wrapped(|ui| {
                let (word, tone) = if difference.widens { ("Wider", Tone::Warning) } else { ("Narrower", Tone::Good) };
                badge(ui, word, tone);
                ui.label(&difference.sentence);
            });
        }
    });
}

fn rules(ui: &mut Ui, index: usize, version: &PolicyVersion) {
    let tokens = palette(ui);
    let headings = ["Rule", "What it covers", "Permission", "May receive the data", "Kept", "Contacts", "Asking again"];
    let shares = [0.16, 0.22, 0.1, 0.16, 0.12, 0.12, 0.12];
    let width = ui.available_width() - 12.0 * 6.0;
    egui::Grid::new(("rules", index)).spacing([12.0, 8.0]).show(ui, |ui| {
        for (heading, share) in headings.iter().zip(shares) {
            ui.set_min_width(0.0);
            cell(ui, width * share, RichText::new(*heading).small().color(color(tokens.muted)));
        }
        ui.end_row();
        for rule in &version.rules {
            let cells = format::rule_cells(rule);
            for ((text, share), first) in cells.into_iter().zip(shares).zip([true].into_iter().chain([false; 6])) {
                let text = RichText::new(text);
                cell(ui, width * share, if first { text.font(theme::medium(13.0)) } else { text });
            }
            ui.end_row();
        }
    });
}

fn cell(ui: &mut Ui, width: f32, text: RichText) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.add(egui::Label::new(text).wrap());
    });
}

fn draft_after(last: Option<&PolicyVersion>) -> (PolicyVersion, String) {
    let rules =
        last.map_or_else(|| vec![Rule { needs_permission: true, ..Rule::default() }], |last| last.rules.clone());
    let holds_from = last.map_or(jiff::civil::Date::ZERO, |last| last.holds_from);
    (PolicyVersion { title: String::new(), holds_from, reason: String::new(), rules }, String::new())
}

enum Edit {
    Open,
    Dropped,
    Done(Box<PolicyVersion>),
}

fn edit(ui: &mut Ui, model: &Model, version: &mut PolicyVersion, day: &mut String) -> Edit {
    card(ui, "New version", "It begins with the rules of the latest one", |ui| {
        labelled_text(ui, "Title", &mut version.title);
        labelled_text(ui, "Holds from, as 2026-01-31", day);
        labelled_text(ui, "Why it is made", &mut version.reason);
        let mut gone = None;
        for (index, one) in version.rules.iter_mut().enumerate() {
            ui.push_id(("rule", index), |ui| {
                if rule(ui, one) {
                    gone = Some(index);
                }
            });
        }
        if let Some(index) = gone {
            version.rules.remove(index);
        }
        let parsed: Option<jiff::civil::Date> = day.trim().parse().ok();
        let mut outcome = Edit::Open;
        ui.horizontal(|ui| {
            if ui.button("Add a rule").clicked() {
                version.rules.push(Rule { needs_permission: true, ..Rule::default() });
            }
            if ui.button("Drop the draft").clicked() {
                outcome = Edit::Dropped;
            }
            // Checked before it is handed in, so that nothing typed is lost to a refusal.
            match parsed.map(|holds_from| checked(model, PolicyVersion { holds_from, ..version.clone() })) {
                None => muted(ui, "Give the first day on which it holds."),
                Some(Err(refused)) => muted(ui, refused.to_string()),
                Some(Ok(ready)) => {
                    if primary_button(ui, "Add the version").clicked() {
                        outcome = Edit::Done(Box::new(ready));
                    }
                }
            }
        });
        outcome
    })
}

fn checked(model: &Model, version: PolicyVersion) -> Result<PolicyVersion, PolicyError> {
    version.check()?;
    let mut versions = model.policy.versions().to_vec();
    versions.push(version.clone());
    Policy::new(versions)?;
    Ok(version)
}

fn rule(ui: &mut Ui, rule: &mut Rule) -> bool {
    ui.separator();
    rule_fields(ui, rule);
    ui.small_button("Remove this rule").clicked()
}

/// The fields of one rule.
pub(super) fn rule_fields(ui: &mut Ui, rule: &mut Rule) {
    labelled_text(ui, "Rule", &mut rule.name);
    labelled_text(ui, "Jurisdiction, such as EU (empty: all)", &mut rule.jurisdiction);
    names(ui, "Purposes, separated by commas (empty: all)", &mut rule.purposes);
    names(ui, "Data categories (empty: all)", &mut rule.categories);
    ui.checkbox(&mut rule.needs_permission, "Needs the person's permission");
    ui.checkbox(&mut rule.needs_record, "The permission must be provable by a record");
    ui.checkbox(&mut rule.needs_approved_wording, "People may be asked with approved wordings only");
    let mut limited = rule.recipients.is_some();
    if ui.checkbox(&mut limited, "Only named recipients may receive the data").changed() {
        rule.recipients = limited.then(Vec::new);
    }
    if let Some(recipients) = &mut rule.recipients {
        names(ui, "Recipients (empty: nobody)", recipients);
    }
    limit(ui, "Days after the permission (empty: no limit)", &mut rule.retention_days);
    limit(ui, "Days that a permission lasts (empty: no limit)", &mut rule.permission_lasts_days);
    limit(ui, "Contacts in 30 days (empty: no limit)", &mut rule.contacts_per_30_days);
    limit(ui, "Days before asking again (empty: no limit)", &mut rule.ask_again_after_days);
}
