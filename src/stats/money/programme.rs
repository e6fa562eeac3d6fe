//! Options for a permission programme side by side: what they would bring, what they cost, and which is best.

use super::super::error::StatsError;
use super::super::posterior::Beta;
use super::column::{Column, Columns};
use super::draws::{Amount, DRAWS, Law, Quantity};
use serde::{Deserialize, Serialize};

/// Luck among fewer people than this has no Beta distribution.
const FEWEST_PEOPLE: f64 = 2.0;

/// One way to ask for permission. In every draw its net value is people × acceptance × kept × value − costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgrammeOption {
    /// What people call it.
    pub name: String,
    /// How many people would be asked.
    pub people: Quantity,
    /// The share of them who would accept, in [0, 1]: the posterior of the wording, or a range.
    pub acceptance: Quantity,
    /// The share of these permissions that would be kept for as long as they are to bring their value, in [0, 1].
    pub kept: Quantity,
    /// What one kept permission is worth, in currency units.
    pub value: Quantity,
    /// What it costs.
    pub costs: Vec<ProgrammeCost>,
}

/// One cost of an option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgrammeCost {
    /// How much, in currency units.
    pub amount: Quantity,
    /// What it is paid for.
    pub per: CostPer,
}

/// What a cost is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CostPer {
    /// Once, such as a tool.
    Programme,
    /// Every person asked, such as a letter.
    PersonAsked,
    /// Every permission given, kept or not, such as the offer in return.
    Permission,
}

/// What one option would bring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgrammeFigures {
    /// What people call it.
    pub name: String,
    /// Kept permissions.
    pub permissions: Amount,
    /// What they are worth, in currency units.
    pub value: Amount,
    /// What the option costs.
    pub cost: Amount,
    /// Value − cost.
    pub net: Amount,
    /// Chance that its net value is highest of all options, ties shared.
    pub probability_best: f64,
    /// Net value given up on average by choosing it instead of the best one, in currency units.
    pub expected_loss: f64,
    /// Chance that its value covers its cost.
    pub probability_pays_back: f64,
    /// Chance that its cost stays within the budget; `None` without a budget.
    pub probability_within_budget: Option<f64>,
}

/// What each of `options` would bring, in their order, over [`DRAWS`] seeded draws; `budget` in currency units. To compare with doing
/// nothing, add an option that asks nobody at no cost.
///
/// A share known by its posterior is drawn with the luck of the people themselves: of n people asked, the share who accept varies
/// more than the rate (beta-binomial). It is drawn from the Beta with the mean and the variance of that share.
///
/// # Errors
/// [`StatsError::NoArms`] without options; [`StatsError::BadRange`] or [`StatsError::BadPrior`] for a quantity that is none, a share that
/// reaches outside [0, 1], fewer than 0 people, a cost that may fall below 0, or a budget that is no number.
pub fn programme(options: &[ProgrammeOption], budget: Option<f64>) -> Result<Vec<ProgrammeFigures>, StatsError> {
    if options.is_empty() {
        return Err(StatsError::NoArms);
    }
    options.iter().try_for_each(check)?;
    if let Some(budget) = budget {
        super::Range::exactly(budget).check("budget")?;
    }
    let mut columns = Columns::default();
    let outcomes: Vec<Outcome> = options.iter().map(|option| Outcome::of(option, &mut columns)).collect();
    let nets: Vec<&Column> = outcomes.iter().map(|outcome| &outcome.net).collect();
    let standings = standings(&nets);
    let figures = options.iter().zip(&outcomes).zip(standings);
    Ok(figures.map(|((option, outcome), standing)| outcome.figures(&option.name, standing, budget)).collect())
}

fn check(option: &ProgrammeOption) -> Result<(), StatsError> {
    let within = |quantity: &Quantity, most: f64, reason| {
        quantity.check()?;
        match quantity.law {
            Law::Range(range) if range.low < 0.0 || range.high > most => Err(StatsError::BadRange {
                name: quantity.name.clone(),
                low: range.low,
                likely: range.likely,
                high: range.high,
                reason,
            }),
            _ => Ok(()),
        }
    };
    within(&option.people, f64::INFINITY, "nobody can ask fewer than 0 people")?;
    within(&option.acceptance, 1.0, "a share lies from 0 to 1")?;
    within(&option.kept, 1.0, "a share lies from 0 to 1")?;
    option.value.check()?;
    option.costs.iter().try_for_each(|cost| within(&cost.amount, f64::INFINITY, "a cost is 0 or more"))
}

/// What an option brings in every draw.
struct Outcome {
    permissions: Column,
    value: Column,
    cost: Column,
    net: Column,
}

impl Outcome {
    fn of(option: &ProgrammeOption, columns: &mut Columns) -> Self {
        let people = columns.of(&option.people);
        let asked = option.people.mean();
        let accepted = people.times(&columns.of(&with_luck(&option.acceptance, asked)).at_most(1.0));
        let accepting = asked * option.acceptance.mean();
        let permissions = accepted.times(&columns.of(&with_luck(&option.kept, accepting)).at_most(1.0));
        let value = permissions.times(&columns.of(&option.value));
        let mut cost = Column::Known(0.0);
        for part in &option.costs {
            let amount = columns.of(&part.amount);
            cost = cost.plus(&match part.per {
                CostPer::Programme => amount,
                CostPer::PersonAsked => amount.times(&people),
                CostPer::Permission => amount.times(&accepted),
            });
        }
        let net = value.plus(&cost.times(&Column::Known(-1.0)));
        Self { permissions, value, cost, net }
    }

    fn figures(&self, name: &str, standing: Standing, budget: Option<f64>) -> ProgrammeFigures {
        ProgrammeFigures {
            name: name.to_owned(),
            permissions: self.permissions.amount(),
            value: self.value.amount(),
            cost: self.cost.amount(),
            net: self.net.amount(),
            probability_best: standing.best,
            expected_loss: standing.loss,
            probability_pays_back: self.net.share(|net| net >= 0.0),
            probability_within_budget: budget.map(|budget| self.cost.share(|cost| cost <= budget)),
        }
    }
}

/// The share among `people` of whom each says yes at a rate known by its posterior: mean m and concentration s of the rate become m and
/// s (n − 1) / (s + n), which gives the variance of the beta-binomial share.
fn with_luck(share: &Quantity, people: f64) -> Quantity {
    let Law::Share(Beta { alpha, beta }) = share.law else { return share.clone() };
    let people = people.max(FEWEST_PEOPLE);
    let kept = (people - 1.0) / (alpha + beta + people);
    Quantity { name: share.name.clone(), law: Law::Share(Beta { alpha: alpha * kept, beta: beta * kept }) }
}

/// How one option stands among all.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    best: f64,
    loss: f64,
}

fn standings(nets: &[&Column]) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); nets.len()];
    for draw in 0..DRAWS {
        let (mut highest, mut ties) = (f64::NEG_INFINITY, 0.0);
        for net in nets {
            let net = net.at(draw);
            if net > highest {
                (highest, ties) = (net, 1.0);
            } else if net >= highest {
                ties += 1.0;
            }
        }
        for (standing, net) in standings.iter_mut().zip(nets) {
            let behind = highest - net.at(draw);
            standing.loss += behind;
            standing.best += if behind <= 0.0 { 1.0 / ties } else { 0.0 };
        }
    }
    let draws = DRAWS as f64;
    standings.iter().map(|sum| Standing { best: sum.best / draws, loss: sum.loss / draws }).collect()
}

#[cfg(test)]
#[path = "programme_tests.rs"]
mod tests;
