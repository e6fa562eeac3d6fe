//! Another rule, held against the uses that really happened.

use crate::compliance::HeldBack;
use crate::domain::{Decision, Pattern, PolicyVersion, Rule};
use crate::picture::format;
use crate::ui::policy;
use crate::ui::shell::Request;
use crate::ui::widgets::{
    Tone, badge, card, empty_state, figure, labelled_combo, labelled_text, muted, primary_button, sentence, table,
};
use crate::workbench::{Command, Model, OtherPolicy, Problem, Workbench};
use eframe::egui::Ui;
use jiff::Timestamp;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct State {
    /// The version that is changed, and its rules as they would be.
    draft: Option<(usize, Vec<Rule>)>,
    rule: usize,
    waiting: bool,
    answer: Option<Result<OtherPolicy, Problem>>,
    title: String,
    from: String,
    reason: String,
    by: String,
}

/// Shows the question and its answer.
pub(super) fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let versions = model.policy.versions();
    let Some(last) = versions.last() else {
        let text = "Write a policy first; then any of its rules can be changed here to see what would have come of it.";
        empty_state(ui, "No policy yet", text, "");
        return;
    };
    if let Some(answer) = workbench.tried_policy() {
        (state.answer, state.waiting) = (Some(answer), false);
    }
    question(ui, model, workbench, state);
    match &state.answer {
        None => {}
        Some(Err(problem)) => {
            card(ui, "", "", |ui| {
                badge(ui, "Not worked out", Tone::Bad);
                ui.label(format!("{}: {}. {}", problem.what, problem.why, problem.advice));
            });
        }
        Some(Ok(other)) => {
            answered(ui, other, &model.workspace.currency);
            let other = other.clone();
            adopt(ui, last, &other, state, requests);
        }
    }
}

fn question(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State) {
    let versions = model.policy.versions();
    let subtitle = "The rule is changed in a version of the policy; all uses are judged once more as if it had read so";
    card(ui, "What if", subtitle, |ui| {
        let names: Vec<String> =
            versions.iter().rev().map(|version| format!("From {}", format::day(version.holds_from))).collect();
        let last = versions.len() - 1;
        let (version, rules) = state.draft.get_or_insert_with(|| (last, versions[last].rules.clone()));
        let mut back = last.saturating_sub(*version);
        ui.horizontal_wrapped(|ui| {
            if labelled_combo(ui, "Version", &mut back, &names) {
                *version = last.saturating_sub(back);
                *rules = versions.get(*version).map(|known| known.rules.clone()).unwrap_or_default();
                state.rule = 0;
            }
            let names: Vec<String> = rules.iter().map(|rule| rule.name.clone()).collect();
            labelled_combo(ui, "Rule", &mut state.rule, &names);
        });
        if let Some(rule) = rules.get_mut(state.rule) {
            policy::rule_fields(ui, rule);
        }
        let changed = versions.get(*version).is_none_or(|known| known.rules != *rules);
        let other = model.policy.with_rules(*version, rules.clone());
        ui.horizontal(|ui| {
            if ui.button("Back to the rules as they are").clicked() {
                (state.draft, state.answer) = (None, None);
            }
            if state.waiting {
                ui.spinner();
                muted(ui, "All uses are judged once more …");
            } else if !changed {
                muted(ui, "Change the rule, then see what would have come of it.");
            } else if primary_button(ui, "See what would have come of it").clicked()
                && let Some(other) = other
            {
                workbench.try_policy(other);
                (state.waiting, state.answer) = (true, None);
            }
        });
    });
}

fn answered(ui: &mut Ui, other: &OtherPolicy, currency: &str) {
    let what_if = &other.what_if;
    let rate = |deviations: u64, uses: u64| {
        if uses == 0 { "no rate".to_owned() } else { format::per_thousand(deviations as f64 / uses as f64) }
    };
    let first = format!(
        "{} instead of {} deviations: {} instead of {} per 1,000 uses.",
        format::count(what_if.deviations.after),
        format::count(what_if.deviations.before),
        rate(what_if.deviations.after, what_if.uses.after),
        rate(what_if.deviations.before, what_if.uses.before)
    );
    let detail = format!(
        "{} deviations would have been fine, {} fine uses would have been deviations; {} people would have to be asked again.",
        format::count(what_if.became_fine),
        format::count(what_if.became_deviations),
        format::count(other.ask_again.people.len() as u64)
    );
    sentence(ui, &first, &detail);
    let held = |held: HeldBack| format!("{} uses", format::count(held.uses));
    card(ui, "What it would have brought and cost", "Paired use by use; costs with their 80% range", |ui| {
        ui.columns(4, |columns| {
            let change = format::amount(&other.costs.change.all, currency);
            let chance = format!("less with a chance of {}", format::probability(other.costs.probability_lower));
            figure(&mut columns[0], "Change of the cost of deviating", &change, &chance);
            let forgone = |held: HeldBack| format::money(held.value, currency);
            let before = format!("instead of {}", forgone(what_if.forgone.before));
            figure(&mut columns[1], "Forgone by adhering", &forgone(what_if.forgone.after), &before);
            figure(&mut columns[2], "Set free", &forgone(what_if.set_free), &held(what_if.set_free));
            figure(&mut columns[3], "Newly forbidden", &forgone(what_if.newly_bound), &held(what_if.newly_bound));
        });
    });
    card(ui, "By kind of deviation", "", |ui| {
        let kinds: Vec<_> = what_if.by_kind.iter().collect();
        let headings = [("Kind", false), ("As it was", true), ("As it would have been", true)];
        table(ui, "what-if kinds", &headings, kinds.len(), None, false, |row, column| match column {
            0 => kinds[row].0.label().into(),
            1 => format::count(kinds[row].1.before),
            _ => format::count(kinds[row].1.after),
        });
    });
    card(ui, "Who would have to be asked again", "", |ui| {
        if other.ask_again.people.is_empty() {
            ui.label("Nobody: nothing may be done that could not be done before.");
        }
        for reason in &other.ask_again.reasons {
            ui.label(format!("{}: {}", format::count(reason.people), reason.sentence));
        }
        for difference in &other.differences {
            ui.horizontal_wrapped(|ui| {
                let (word, tone) = if difference.widens { ("Wider", Tone::Warning) } else { ("Narrower", Tone::Good) };
                badge(ui, word, tone);
                ui.label(&difference.sentence);
            });
        }
    });
}

/// Makes the rules a new version of the policy, with the decision behind it.
fn adopt(ui: &mut Ui, last: &PolicyVersion, other: &OtherPolicy, state: &mut State, requests: &mut Vec<Request>) {
    let subtitle = "It becomes a new version of the policy, and the decision is kept with its reason";
    card(ui, "Make it so", subtitle, |ui| {
        labelled_text(ui, "What it is called", &mut state.title);
        labelled_text(ui, "Holds from, as 2026-01-31", &mut state.from);
        labelled_text(ui, "Why", &mut state.reason);
        labelled_text(ui, "Who decides", &mut state.by);
        let day: Option<jiff::civil::Date> = state.from.trim().parse().ok();
        let complete = ![&state.title, &state.reason, &state.by].iter().any(|text| text.trim().is_empty());
        let Some(day) = day.filter(|day| *day > last.holds_from && complete) else {
            muted(ui, format!("Give all four; the day must lie after {}.", format::day(last.holds_from)));
            return;
        };
        if !primary_button(ui, "Add the version and write the decision down").clicked() {
            return;
        }
        let Some((_, rules)) = state.draft.take() else { return };
        let (title, reason) = (state.title.trim().to_owned(), state.reason.trim().to_owned());
        let version = PolicyVersion { title: title.clone(), holds_from: day, reason: reason.clone(), rules };
        // What would have become fine, or deviated, most of all is what the decision is about.
        let kinds = other.what_if.by_kind.iter();
        let kind = kinds.max_by_key(|(_, both)| both.before.abs_diff(both.after)).map(|(kind, _)| *kind);
        let decision = Decision {
            id: 0,
            holds_from: day,
            what: title,
            reason,
            pattern: Pattern { kind, ..Pattern::default() },
            policy_version: Some(day),
            by: state.by.trim().to_owned(),
            at: Timestamp::UNIX_EPOCH,
        };
        requests.push(Request::Run(Command::AddPolicyVersion(Box::new(version))));
        requests.push(Request::Run(Command::SaveDecision(Box::new(decision))));
        *state = State::default();
    });
}
