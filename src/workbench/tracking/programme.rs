//! Options of the permission programme: what they would bring, by what experiments, permissions and uses have shown.

use super::estimates::{check_cost, range};
use crate::compliance::PermissionWorth;
use crate::domain::{OptionCost, PaidPer, PlannedOption, ProgrammePlan};
use crate::stats::Beta;
use crate::stats::money::{CostPer, ProgrammeCost, ProgrammeFigures, ProgrammeOption, Quantity, Range, programme};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One standard error to each side leaves so much in each tail: a tenth lies beyond 1.2816 of them.
const TENTH: f64 = 1.281_551_565_544_600_4;

/// The options side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProgrammeModel {
    /// What was planned.
    pub plan: ProgrammePlan,
    /// One entry per option, in their order.
    pub options: Vec<OptionModel>,
    /// What a year with permissions has shown.
    pub worth: PermissionWorth,
}

/// One option.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionModel {
    /// Its name.
    pub name: String,
    /// What it would bring, compared with all options that can be worked out; or what is missing, in words.
    pub figures: Result<ProgrammeFigures, String>,
    /// Where the share that accepts is from.
    pub acceptance: Source,
    /// Where the share that is kept is from.
    pub kept: Source,
    /// Where the worth of a permission is from.
    pub worth: Source,
}

/// Where a figure of an option is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Somebody estimated it.
    Estimated,
    /// People asked in an experiment.
    Experiment {
        /// How many accepted.
        accepted: u64,
        /// How many were shown the wording.
        shown: u64,
    },
    /// Permissions of this workspace, followed for a year.
    Permissions {
        /// How many people gave one.
        given: u64,
        /// How many still held one a year later.
        kept: u64,
    },
    /// Uses of the last year in this workspace.
    Uses {
        /// How many people permitted them.
        people: u64,
    },
    /// There is nothing to tell it by.
    Nothing,
}

impl Source {
    /// In words.
    pub fn label(&self) -> String {
        let count = crate::picture::format::count;
        match self {
            Self::Estimated => "estimated".into(),
            Self::Experiment { accepted, shown } => {
                format!("{} of {} people in the experiment", count(*accepted), count(*shown))
            }
            Self::Permissions { given, kept } => {
                format!("{} of {} people held one a year later", count(*kept), count(*given))
            }
            Self::Uses { people } => format!("the last year's uses, {} people", count(*people)),
            Self::Nothing => "nothing tells it".into(),
        }
    }
}

/// What the options are worked out from; the same inputs give the same figures.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::workbench) struct ProgrammeInputs {
    pub plan: ProgrammePlan,
    /// By experiment and wording: prior, accepted, shown.
    pub arms: BTreeMap<(String, String), (Beta, u64, u64)>,
    pub worth: PermissionWorth,
}

impl ProgrammeInputs {
    /// The options worked out.
    pub fn worked_out(&self) -> ProgrammeModel {
        let made: Vec<_> = self.plan.options.iter().map(|option| self.option(option)).collect();
        let complete: Vec<ProgrammeOption> = made.iter().filter_map(|made| made.0.clone().ok()).collect();
        let figures = if complete.is_empty() {
            Ok(Vec::new())
        } else {
            programme(&complete, self.plan.budget).map_err(|error| error.to_string())
        };
        let mut figures = figures.map(Vec::into_iter);
        let options = self.plan.options.iter().zip(made);
        let options = options.map(|(planned, (option, [acceptance, kept, worth]))| OptionModel {
            name: planned.name.clone(),
            figures: option.and_then(|_| match &mut figures {
                Ok(figures) => figures.next().ok_or_else(|| "it was not worked out".to_owned()),
                Err(problem) => Err(problem.clone()),
            }),
            acceptance,
            kept,
            worth,
        });
        ProgrammeModel { options: options.collect(), plan: self.plan.clone(), worth: self.worth }
    }

    fn option(&self, planned: &PlannedOption) -> (Result<ProgrammeOption, String>, [Source; 3]) {
        let (acceptance, from_whom) = self.acceptance(planned);
        let (kept, from_permissions) = self.kept(planned);
        let (value, from_uses) = self.value(planned);
        let cost = |cost: &OptionCost| ProgrammeCost {
            amount: Quantity::range(format!("cost: {}", cost.what), range(&cost.amount)),
            per: match cost.per {
                PaidPer::Programme => CostPer::Programme,
                PaidPer::PersonAsked => CostPer::PersonAsked,
                PaidPer::Permission => CostPer::Permission,
            },
        };
        let made = || {
            Ok(ProgrammeOption {
                name: planned.name.clone(),
                people: Quantity::range(format!("people asked by {}", planned.name), range(&planned.people)),
                acceptance: acceptance?,
                kept: kept?,
                value: value?,
                costs: planned.costs.iter().map(cost).collect(),
            })
        };
        (made(), [from_whom, from_permissions, from_uses])
    }

    fn acceptance(&self, planned: &PlannedOption) -> (Result<Quantity, String>, Source) {
        if let Some(estimate) = &planned.acceptance {
            let name = format!("acceptance of {}", planned.name);
            return (Ok(Quantity::range(name, range(estimate))), Source::Estimated);
        }
        let key = (planned.experiment.clone(), planned.wording.clone());
        match self.arms.get(&key) {
            Some(&(prior, accepted, shown)) => {
                let name = format!("acceptance of {} in {}", planned.wording, planned.experiment);
                let source = Source::Experiment { accepted, shown };
                (Ok(Quantity::share(name, prior.after(accepted, shown))), source)
            }
            None if planned.experiment.is_empty() => (
                Err("say which wording of which experiment is to be used, or estimate the share that accepts".into()),
                Source::Nothing,
            ),
            None => {
                let (wording, experiment) = (&planned.wording, &planned.experiment);
                (Err(format!("there is no wording “{wording}” in an experiment “{experiment}”")), Source::Nothing)
            }
        }
    }

    fn kept(&self, planned: &PlannedOption) -> (Result<Quantity, String>, Source) {
        let PermissionWorth { given, kept, .. } = self.worth;
        match &planned.kept {
            Some(estimate) => {
                (Ok(Quantity::range(format!("share kept by {}", planned.name), range(estimate))), Source::Estimated)
            }
            None if given > 0 => {
                let posterior = Beta::JEFFREYS.after(kept, given);
                (Ok(Quantity::share("share kept for a year", posterior)), Source::Permissions { given, kept })
            }
            None => {
                let why =
                    "nobody gave a permission more than a year before the latest log: estimate the share that is kept";
                (Err(why.into()), Source::Nothing)
            }
        }
    }

    fn value(&self, planned: &PlannedOption) -> (Result<Quantity, String>, Source) {
        let PermissionWorth { people, mean_value, standard_error, .. } = self.worth;
        match &planned.worth {
            Some(estimate) => (
                Ok(Quantity::range(format!("worth of a permission of {}", planned.name), range(estimate))),
                Source::Estimated,
            ),
            None if people > 1 && mean_value > 0.0 => {
                let mean = around(mean_value, standard_error);
                (Ok(Quantity::range("worth of a permission by the uses", mean)), Source::Uses { people })
            }
            None => {
                let why = "no use of the last year has a value that rests on a permission: estimate what one is worth";
                (Err(why.into()), Source::Nothing)
            }
        }
    }
}

/// What is known of a mean by its standard error; never below 0.
fn around(mean: f64, standard_error: f64) -> Range {
    let reach = TENTH * standard_error;
    if reach <= 0.0 {
        Range::exactly(mean)
    } else if mean > reach {
        Range::tenths(mean - reach, mean, mean + reach)
    } else {
        Range::bounds(0.0, mean, mean + 2.0 * reach)
    }
}

/// Whether a plan can stand: what it does not say yet may be missing, but what it says must be right.
pub(super) fn check(plan: &ProgrammePlan) -> Result<(), String> {
    let mut names: Vec<&str> = plan.options.iter().map(|option| option.name.trim()).collect();
    names.sort_unstable();
    if names.iter().any(|name| name.is_empty()) {
        return Err("an option has no name".into());
    }
    if let Some((name, _)) = names.iter().zip(names.iter().skip(1)).find(|(one, other)| one == other) {
        return Err(format!("two options are called “{name}”"));
    }
    if plan.budget.is_some_and(|budget| !(budget.is_finite() && budget >= 0.0)) {
        return Err("the budget is 0 or more".into());
    }
    for option in &plan.options {
        let shares = [option.acceptance, option.kept].into_iter().flatten();
        if shares.into_iter().any(|share| share.low < 0.0 || share.high > 1.0) {
            return Err(format!("{}: a share lies from 0 to 1", option.name));
        }
        check_cost(&format!("{}: people asked", option.name), &option.people)?;
        for estimate in [option.acceptance, option.kept, option.worth].into_iter().flatten() {
            range(&estimate).check(&option.name).map_err(|error| error.to_string())?;
        }
        for cost in &option.costs {
            check_cost(&format!("{}: {}", option.name, cost.what), &cost.amount)?;
        }
    }
    Ok(())
}

/// The options of these inputs: those known, if they were made from the same.
pub(in crate::workbench) fn kept_or_made(
    known: &mut Option<(ProgrammeInputs, Arc<ProgrammeModel>)>,
    inputs: ProgrammeInputs,
) -> Arc<ProgrammeModel> {
    if let Some((_, model)) = known.as_ref().filter(|(before, _)| *before == inputs) {
        return model.clone();
    }
    let model = Arc::new(inputs.worked_out());
    *known = Some((inputs, model.clone()));
    model
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Estimate;

    fn inputs() -> ProgrammeInputs {
        let option = |name: &str, wording: &str| PlannedOption {
            name: name.into(),
            people: Estimate::exactly(10_000.0),
            experiment: "Offers".into(),
            wording: wording.into(),
            costs: vec![OptionCost {
                what: "tool".into(),
                per: PaidPer::Programme,
                amount: Estimate::exactly(1_000.0),
            }],
            ..PlannedOption::default()
        };
        let arm =
            |wording: &str, accepted| (("Offers".to_owned(), wording.to_owned()), (Beta::JEFFREYS, accepted, 1_000));
        let worth = PermissionWorth {
            people: 400,
            mean_value: 2.0,
            standard_error: 0.1,
            given: 100,
            kept: 75,
            ..PermissionWorth::default()
        };
        let options = vec![option("plain", "A"), option("specific", "B"), option("unknown", "C")];
        ProgrammeInputs {
            plan: ProgrammePlan { budget: Some(1_500.0), options },
            arms: [arm("A", 200), arm("B", 300)].into(),
            worth,
        }
    }

    #[test]
    fn options_are_worked_out_from_what_experiments_permissions_and_uses_showed() {
        let model = inputs().worked_out();
        let specific = model.options[1].figures.as_ref().unwrap();
        // 10,000 people, 30% accept, 75% are kept, each worth 2 a year.
        assert!((specific.permissions.median - 2_250.0).abs() < 60.0);
        assert!((specific.value.mean - 4_500.0).abs() < 120.0);
        assert!(specific.probability_best > 0.99 && specific.probability_within_budget == Some(1.0));
        assert_eq!(model.options[1].acceptance, Source::Experiment { accepted: 300, shown: 1_000 });
        assert_eq!(model.options[1].kept, Source::Permissions { given: 100, kept: 75 });
        assert_eq!(model.options[2].acceptance, Source::Nothing);
        assert!(model.options[2].figures.as_ref().unwrap_err().contains("“C”"));
    }

    #[test]
    fn what_is_estimated_stands_before_what_was_seen_and_what_is_missing_is_said() {
        let mut inputs = inputs();
        inputs.plan.options[0].acceptance = Some(Estimate { low: 0.1, likely: 0.2, high: 0.3, never_beyond: true });
        inputs.worth = PermissionWorth::default();
        let model = inputs.worked_out();
        assert_eq!(model.options[0].acceptance, Source::Estimated);
        assert!(model.options.iter().all(|option| option.figures.is_err() && option.kept == Source::Nothing));
    }

    #[test]
    fn plans_that_contradict_themselves_are_refused() {
        let good = inputs().plan;
        assert_eq!(check(&good), Ok(()));
        let with = |change: fn(&mut ProgrammePlan)| {
            let mut plan = inputs().plan;
            change(&mut plan);
            check(&plan).is_err()
        };
        assert!(with(|plan| plan.options[0].name = "specific".into()));
        assert!(with(|plan| plan.options[0].kept = Some(Estimate::exactly(1.2))));
        assert!(with(|plan| plan.options[0].costs[0].amount.low = -1.0));
        assert!(with(|plan| plan.budget = Some(f64::NAN)));
    }
}
