//! `handshake what-if`

use super::terminal::{open, say, say_json};
use crate::compliance::{AskAgain, BeforeAfter, HeldBack, WhatIf};
use crate::picture::format;
use crate::stats::money::ScenarioDifference;
use crate::workbench::{OtherPolicy, Problem};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Judge the same uses by another policy.
#[derive(Debug, clap::Args)]
pub(super) struct WhatIfArguments {
    /// The workspace.
    workspace: PathBuf,
    /// The other policy, with all of its versions.
    #[arg(long, value_name = "FILE.toml")]
    policy: PathBuf,
    /// Print all figures as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Printed {
    uses: PrintedPair<u64>,
    deviations: PrintedPair<u64>,
    rate_per_1000: PrintedPair<Option<f64>>,
    not_judged: PrintedPair<u64>,
    by_kind: BTreeMap<&'static str, PrintedPair<u64>>,
    became_fine: u64,
    became_deviations: u64,
    changed_kind: u64,
    forgone: PrintedPair<PrintedHeldBack>,
    set_free: PrintedHeldBack,
    newly_bound: PrintedHeldBack,
    costs: ScenarioDifference,
    ask_again: PrintedAskAgain,
}

#[derive(serde::Serialize)]
struct PrintedPair<T> {
    before: T,
    after: T,
}

#[derive(serde::Serialize)]
struct PrintedHeldBack {
    uses: u64,
    value: f64,
}

#[derive(serde::Serialize)]
struct PrintedAskAgain {
    people: u64,
    people_permitting: u64,
    reasons: BTreeMap<String, u64>,
}

impl WhatIfArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let other = workbench.what_if(&self.policy)?;
        if self.json {
            return say_json(&printed(&other));
        }
        tell(&other, &workbench.model().workspace.currency);
        Ok(())
    }
}

fn pair<T: Copy, U>(both: BeforeAfter<T>, of: impl Fn(T) -> U) -> PrintedPair<U> {
    PrintedPair { before: of(both.before), after: of(both.after) }
}

fn held_back(held: HeldBack) -> PrintedHeldBack {
    PrintedHeldBack { uses: held.uses, value: held.value.units() }
}

fn rate(deviations: u64, uses: u64) -> Option<f64> {
    (uses > 0).then(|| deviations as f64 / uses as f64)
}

fn rates(what_if: &WhatIf) -> BeforeAfter<Option<f64>> {
    BeforeAfter {
        before: rate(what_if.deviations.before, what_if.uses.before),
        after: rate(what_if.deviations.after, what_if.uses.after),
    }
}

fn printed(other: &OtherPolicy) -> Printed {
    let what_if = &other.what_if;
    let AskAgain { people, reasons, people_permitting } = &other.ask_again;
    Printed {
        uses: pair(what_if.uses, |uses| uses),
        deviations: pair(what_if.deviations, |deviations| deviations),
        rate_per_1000: pair(rates(what_if), |rate| rate.map(|rate| rate * 1000.0)),
        not_judged: pair(what_if.gaps, |gaps| gaps),
        by_kind: what_if.by_kind.iter().map(|(kind, both)| (kind.name(), pair(*both, |uses| uses))).collect(),
        became_fine: what_if.became_fine,
        became_deviations: what_if.became_deviations,
        changed_kind: what_if.changed_kind,
        forgone: pair(what_if.forgone, held_back),
        set_free: held_back(what_if.set_free),
        newly_bound: held_back(what_if.newly_bound),
        costs: other.costs.clone(),
        ask_again: PrintedAskAgain {
            people: people.len() as u64,
            people_permitting: *people_permitting,
            reasons: reasons.iter().map(|reason| (reason.sentence.clone(), reason.people)).collect(),
        },
    }
}

fn tell(other: &OtherPolicy, currency: &str) {
    let what_if = &other.what_if;
    let per_thousand = |rate: Option<f64>| rate.map_or_else(|| "no rate".to_owned(), format::per_thousand);
    let rates = rates(what_if);
    say(&format!(
        "Under the other policy, {} of {} uses would have been deviations instead of {} of {} ({} instead of {} per 1,000).",
        format::count(what_if.deviations.after),
        format::count(what_if.uses.after),
        format::count(what_if.deviations.before),
        format::count(what_if.uses.before),
        per_thousand(rates.after),
        per_thousand(rates.before),
    ));
    say(&format!(
        "{} deviations would have been fine, {} fine uses deviations, {} deviations of another kind; {} instead of {} not judged.",
        format::count(what_if.became_fine),
        format::count(what_if.became_deviations),
        format::count(what_if.changed_kind),
        format::count(what_if.gaps.after),
        format::count(what_if.gaps.before),
    ));
    for (kind, both) in &what_if.by_kind {
        say(&format!("  {}: {} instead of {}", kind.label(), format::count(both.after), format::count(both.before)));
    }
    let held = |held: HeldBack| format!("{} worth {}", format::count(held.uses), format::money(held.value, currency));
    say(&format!(
        "Uses held back that the rules forbid: {} instead of {}. Set free: {}; newly forbidden: {}.",
        held(what_if.forgone.after),
        held(what_if.forgone.before),
        held(what_if.set_free),
        held(what_if.newly_bound),
    ));
    let costs = &other.costs;
    let amount = |amount| format::amount(amount, currency);
    say(&format!(
        "Deviating would have cost {} instead of {}: a change by {}; the chance that it is less is {}.",
        amount(&costs.after.all),
        amount(&costs.before.all),
        amount(&costs.change.all),
        format::probability(costs.probability_lower)
    ));
    super::ask_again::tell(&other.ask_again);
}
