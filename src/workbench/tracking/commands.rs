//! What an officer decides, assumes and signs, carried out.

use super::{costs, programme, signing};
use crate::domain::{
    CostAssumptions, Decision, DefinitionChange, ProgrammePlan, Quarter, SignOff, Signature, SignedFigures,
};
use crate::store::Change;
use crate::workbench::Problem;
use crate::workbench::desk::{Desk, unchanged, unreadable};
use jiff::Timestamp;
use jiff::civil::Date;

impl Desk {
    /// Marks a change of what counts as a deviation.
    pub(in crate::workbench) fn mark_definition_change(&self, change: &DefinitionChange) -> Result<String, Problem> {
        if change.what.trim().is_empty() {
            let why = "it does not say what changed";
            return Err(Problem::new("The change was not marked", why, "Say what counts otherwise since then."));
        }
        let label = format!("Mark the change of definition of {}", change.holds_from);
        self.edit(&label, &Change::DefinitionChange(change.holds_from, Some(Box::new(change.clone()))))
    }

    /// Takes such a mark away.
    pub(in crate::workbench) fn unmark_definition_change(&self, day: Date) -> Result<String, Problem> {
        self.edit(&format!("Unmark the change of definition of {day}"), &Change::DefinitionChange(day, None))
    }

    /// Writes a decision down, or changes it.
    pub(in crate::workbench) fn save_decision(&self, wanted: &Decision) -> Result<String, Problem> {
        let refused = |why: &str, advice: &str| Err(Problem::new("The decision was not written down", why, advice));
        if wanted.what.trim().is_empty() || wanted.reason.trim().is_empty() {
            return refused("it lacks what was decided, or why", "Say both; whoever reads it later will ask.");
        }
        if wanted.by.trim().is_empty() {
            return refused("it does not say who decided", "Give a name.");
        }
        let known = self.store.decisions().map_err(unreadable)?;
        let largest = known.iter().map(|decision| decision.id).max().unwrap_or(0);
        let id = if wanted.id == 0 { largest + 1 } else { wanted.id };
        let at = if wanted.id == 0 { Timestamp::now() } else { wanted.at };
        let decision = Decision { id, at, ..wanted.clone() };
        self.edit(&format!("Decision “{}”", decision.what), &Change::Decision(id, Some(Box::new(decision))))
    }

    /// Takes a decision out.
    pub(in crate::workbench) fn remove_decision(&self, id: i64) -> Result<String, Problem> {
        self.edit("Remove a decision", &Change::Decision(id, None))
    }

    /// Changes what is assumed of costs.
    pub(in crate::workbench) fn change_assumptions(&self, assumptions: &CostAssumptions) -> Result<String, Problem> {
        costs::check(assumptions)
            .map_err(|why| Problem::new("The assumptions were not changed", why, "Correct the figures."))?;
        self.edit("Change what costs are assumed", &Change::Assumptions(Box::new(assumptions.clone())))
    }

    /// Changes the options of the permission programme.
    pub(in crate::workbench) fn change_programme(&self, plan: &ProgrammePlan) -> Result<String, Problem> {
        programme::check(plan)
            .map_err(|why| Problem::new("The options were not changed", why, "Correct them and save again."))?;
        self.edit("Change the options of the programme", &Change::Programme(Box::new(plan.clone())))
    }

    /// Signs a quarter that is over, or amends what was signed where figures are others by now.
    pub(in crate::workbench) fn sign(
        &mut self,
        quarter: Quarter,
        by: &str,
        statement: &str,
    ) -> Result<String, Problem> {
        let label = quarter.label();
        let refused = |why: String, advice: &str| Problem::new(format!("{label} was not signed"), why, advice);
        if by.trim().is_empty() {
            return Err(refused("it does not say who signs".into(), "Give a name."));
        }
        let model = self.assemble()?;
        if quarter.next().first_day() > model.today {
            let last_day = quarter.next().first_day().yesterday().unwrap_or(model.today);
            return Err(refused(format!("it runs until {last_day}"), "Sign it when it is over."));
        }
        let known = model.compliance.quarters.iter().find(|known| known.quarter == quarter);
        let figures = known.map(|known| signing::figures_of(known, &model.compliance.incidents, &model.policy));
        let figures = figures
            .ok_or_else(|| refused("nothing is known of it".into(), "Import the use logs of that quarter first."))?;
        let forgotten_uses = model.forgotten.uses_between(quarter.first_day(), quarter.next().first_day());
        let signature = |figures| Signature {
            by: by.trim().into(),
            at: Timestamp::now(),
            statement: statement.trim().into(),
            figures,
            forgotten_uses,
        };
        let signed = model.sign_offs.into_iter().map(|model| model.sign_off).find(|one| one.quarter == quarter);
        let (sign_off, said) = match signed {
            None => {
                (SignOff { quarter, signed: signature(figures), amendments: Vec::new() }, format!("{label} is signed."))
            }
            Some(signed) => (
                amended(signed, figures, statement, signature).map_err(|(why, advice)| refused(why, advice))?,
                format!("The signature of {label} is amended."),
            ),
        };
        self.store.put_sign_off(&sign_off).map_err(unchanged)?;
        Ok(said)
    }
}

fn amended(
    mut signed: SignOff,
    figures: SignedFigures,
    statement: &str,
    signature: impl Fn(SignedFigures) -> Signature,
) -> Result<SignOff, (String, &'static str)> {
    if signed.latest().figures == figures {
        let why = format!("it is signed by {}, and its figures are the same still", signed.latest().by);
        return Err((why, "There is nothing to amend."));
    }
    if statement.trim().is_empty() {
        return Err(("its figures changed since it was signed".into(), "Say why they are others now (an amendment)."));
    }
    signed.amendments.push(signature(figures));
    Ok(signed)
}
