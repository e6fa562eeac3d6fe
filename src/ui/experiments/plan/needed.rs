//! How many people and days it takes, and how the rule behaves on the way.

use crate::picture::{analysis_figures, format};
use crate::stats::Beta;
use crate::stats::planning::{Goal, Plan, PlanQuestion, Rule, plan};
use crate::stats::watching::{RuleBehaviour, StoppingRule, Trial, simulate_rule};
use crate::ui::charts;
use crate::ui::theme;
use crate::ui::widgets::{card, labelled_combo, muted, primary_button};
use crate::workbench::{ExperimentModel, Progress, Wake, Work, stopping_rule};
use eframe::egui::{self, RichText, Ui};
use std::sync::Arc;

/// Runs of the simulation, and its seed: the same question gives the same answer.
const RUNS: u32 = 1_000;
const SEED: u64 = 20_260;
/// The most people per wording that a plan considers.
const LARGEST: u64 = 10_000_000;

/// What the screen remembers.
pub struct State {
    goal: usize,
    rate_percent: Option<f64>,
    gain_points: f64,
    sure_people: f64,
    target_percent: f64,
    points: f64,
    per_day: Option<f64>,
    planning: Option<Work<Result<(Plan, Goal), String>>>,
    planned: Option<Result<(Plan, Goal), String>>,
    simulating: Option<Work<Result<Option<RuleBehaviour>, String>>>,
    behaviour: Option<Result<Option<RuleBehaviour>, String>>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            goal: 0,
            rate_percent: None,
            gain_points: 2.0,
            sure_people: 500.0,
            target_percent: 80.0,
            points: 2.0,
            per_day: None,
            planning: None,
            planned: None,
            simulating: None,
            behaviour: None,
        }
    }
}

const GOALS: [&str; 3] =
    ["find out which wording is better", "know the difference to within some points", "give up little by choosing"];

/// Shows the question and its answer.
pub fn show(ui: &mut Ui, model: &ExperimentModel, state: &mut State) {
    receive(state);
    card(ui, "How many people it takes", "Worked out before the first person is asked", |ui| {
        question(ui, model, state)
    });
    match &state.planned {
        Some(Ok((answer, goal))) => {
            charts::show(ui, "plan", &analysis_figures::plan_curve(answer, goal), 200.0);
        }
        Some(Err(why)) => muted(ui, why),
        None => {}
    }
    how_it_behaves(ui, model, state);
}

fn receive(state: &mut State) {
    if let Some(answer) = state.planning.as_ref().and_then(Work::answer) {
        (state.planned, state.planning) = (Some(answer), None);
    }
    if let Some(answer) = state.simulating.as_ref().and_then(Work::answer) {
        (state.behaviour, state.simulating) = (Some(answer), None);
    }
}

fn question(ui: &mut Ui, model: &ExperimentModel, state: &mut State) {
    let learnt = model.comparison.as_ref().and_then(|comparison| comparison.arms.first()).and_then(|arm| arm.rate);
    let rate = state.rate_percent.get_or_insert_with(|| (1000.0 * learnt.unwrap_or(0.2)).round() / 10.0);
    let per_day = state.per_day.get_or_insert_with(|| model.daily_people().unwrap_or(500.0).round());
    ui.horizontal_wrapped(|ui| {
        labelled_combo(ui, "I want to", &mut state.goal, &GOALS.map(str::to_owned));
        match state.goal {
            0 => field(ui, "with a chance of, in %", &mut state.target_percent, 1.0..=99.9),
            1 => field(ui, "interval no wider than, in pp", &mut state.points, 0.01..=100.0),
            _ => field(ui, "no more on average than, in pp", &mut state.points, 0.001..=100.0),
        }
        field(ui, "Control's rate, in %", rate, 0.01..=99.9);
        field(ui, "The other may gain, in pp", &mut state.gain_points, -50.0..=50.0);
        field(ui, "as sure as from so many people", &mut state.sure_people, 2.0..=1e6);
        field(ui, "People asked a day", per_day, 1.0..=1e9);
    });
    let asked = asked(model, state);
    ui.horizontal(|ui| {
        if primary_button(ui, "Work it out").clicked() {
            let work = move |mut progress: Progress| {
                let share = |done: usize, total: usize| u32::try_from(100 * done / total.max(1)).unwrap_or(100);
                let answer = plan(&asked, |done, total| progress(share(done, total)));
                answer.map(|answer| (answer, asked.goal)).map_err(|error| error.to_string())
            };
            (state.planned, state.planning) = (None, Work::start(wake(ui), work));
        }
        running(ui, &mut state.planning);
    });
    if let Some(Ok((answer, _))) = &state.planned {
        ui.label(RichText::new(&answer.sentence).font(theme::medium(15.0)));
    }
}

fn wake(ui: &Ui) -> Wake {
    let context = ui.ctx().clone();
    Arc::new(move || context.request_repaint())
}

/// How far work is, with a way to stop it.
fn running<T: Send + 'static>(ui: &mut Ui, work: &mut Option<Work<T>>) {
    let Some(percent) = work.as_ref().map(Work::done_percent) else { return };
    ui.label(format!("{percent}%"));
    if ui.button("Cancel").clicked() {
        *work = None;
    }
}

fn asked(model: &ExperimentModel, state: &State) -> PlanQuestion {
    let rate = state.rate_percent.unwrap_or(20.0) / 100.0;
    let other = (rate + state.gain_points / 100.0).clamp(0.0001, 0.9999);
    let about = |rate: f64| Beta { alpha: rate * state.sure_people, beta: (1.0 - rate) * state.sure_people };
    let [alpha, beta] = model.experiment.prior;
    PlanQuestion {
        baseline: about(rate),
        arm: about(other),
        analysis: Beta { alpha, beta },
        goal: match state.goal {
            0 => Goal::Assurance { target: state.target_percent / 100.0, rule: Rule::default() },
            1 => Goal::Width { width: state.points / 100.0, level: 0.95 },
            _ => Goal::ExpectedLoss { loss: state.points / 100.0 },
        },
        arms: u32::try_from(model.experiment.variants.len().max(2)).unwrap_or(2),
        daily_people: state.per_day,
        largest_people: LARGEST,
    }
}

fn how_it_behaves(ui: &mut Ui, model: &ExperimentModel, state: &mut State) {
    let subtitle =
        "A thousand simulated experiments near these rates, looked at every day, seeded so that they can be repeated";
    card(ui, "How the rule behaves", subtitle, |ui| {
        let Some(rule) = &model.experiment.rule else {
            muted(ui, "State a rule below to see how often it would err and how long it would take.");
            return;
        };
        let (rule, trial) = (stopping_rule(rule), trial(model, state));
        ui.horizontal(|ui| {
            if ui.button("Try the rule").clicked() {
                // A date means nothing to a simulated day, so that only the limit on people holds there.
                let rule = StoppingRule { last_day: None, ..rule };
                let work = move |mut progress: Progress| {
                    let behaviour =
                        simulate_rule(&rule, &trial, RUNS, SEED, |done, total| progress(100 * done / total.max(1)));
                    behaviour.map_err(|error| error.to_string())
                };
                (state.behaviour, state.simulating) = (None, Work::start(wake(ui), work));
            }
            running(ui, &mut state.simulating);
        });
        match &state.behaviour {
            Some(Ok(Some(behaviour))) => behaved(ui, model, behaviour),
            Some(Err(why)) => muted(ui, why),
            _ => {}
        }
    });
}

/// Rates near the experiment's own: what was seen, or what the plan above supposes.
fn trial(model: &ExperimentModel, state: &State) -> Trial {
    let seen: Option<Vec<f64>> =
        model.comparison.as_ref().and_then(|comparison| comparison.arms.iter().map(|arm| arm.rate).collect());
    let supposed = || {
        let rate = state.rate_percent.unwrap_or(20.0) / 100.0;
        let other = (rate + state.gain_points / 100.0).clamp(0.0, 1.0);
        std::iter::once(rate).chain(std::iter::repeat_n(other, model.experiment.variants.len().max(2) - 1)).collect()
    };
    let rates: Vec<f64> = seen.filter(|rates| rates.len() > 1).unwrap_or_else(supposed);
    let per_arm = state.per_day.unwrap_or(500.0) / rates.len() as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "people in a day")]
    let people_per_day_per_arm = per_arm.clamp(1.0, 1e9).round() as u64;
    Trial { rates, people_per_day_per_arm, days: 90, prior: model.experiment.prior, interval: 0.95 }
}

fn behaved(ui: &mut Ui, model: &ExperimentModel, behaviour: &RuleBehaviour) {
    let chance = |share: f64| format::probability(share);
    let names = model.comparison.iter().flat_map(|comparison| &comparison.arms).map(|arm| arm.name.as_str());
    let names: Vec<&str> = names.chain(model.experiment.variants.iter().map(|variant| variant.name.as_str())).collect();
    ui.label(format!(
        "Picks a wording that is worse by more than what matters in {} of experiments; ends after {} days in half of them, after {} in \
         nine of ten ({} and {} people).",
        chance(behaviour.wrong_pick),
        behaviour.days[0],
        behaviour.days[1],
        format::count(behaviour.people[0]),
        format::count(behaviour.people[1])
    ));
    for (share, name) in behaviour.picks.iter().zip(names) {
        muted(ui, format!("Adopts “{name}”: {}", chance(*share)));
    }
    muted(
        ui,
        format!(
            "Equivalent: {}; stopped by a limit: {}; still going after 90 days: {}",
            chance(behaviour.equivalent),
            chance(behaviour.futile),
            chance(behaviour.undecided)
        ),
    );
}

fn field(ui: &mut Ui, label: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>) {
    ui.vertical(|ui| {
        let id = ui.label(RichText::new(label).small()).id;
        ui.add(egui::DragValue::new(value).range(range).speed(0.1).min_decimals(0).max_decimals(3)).labelled_by(id);
    });
}
