//! What the rules did to the rate of deviations, and what people did.

use crate::compliance::Rejudged;
use crate::domain::Quarter;
use crate::stats::rates::{ChangePart, ChangeSplit, RejudgedGroup, split_change};
use crate::workbench::Problem;

/// How sure the limits of every interval on screen are.
const LEVEL: f64 = 0.95;
/// A part is called better or worse from this chance on.
const SURE: f64 = 0.95;

/// The change from one quarter to the next where the rules changed.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitModel {
    /// The later quarter.
    pub quarter: Quarter,
    /// The version of the policy by which both are judged, as an index into its versions.
    pub version: usize,
    /// The change and its parts, in deviations per use.
    pub change: ChangeSplit,
    /// The same in a sentence.
    pub sentence: String,
}

/// Splits each change.
///
/// # Errors
/// Never for the level that is set here.
pub(in crate::workbench) fn splits(rejudged: &[Rejudged]) -> Result<Vec<SplitModel>, Problem> {
    let mut models = Vec::new();
    for one in rejudged {
        let before: Vec<RejudgedGroup> = one
            .before
            .iter()
            .map(|group| RejudgedGroup {
                uses: group.uses,
                both: group.both,
                only_old: group.only_old,
                only_new: group.only_new,
            })
            .collect();
        let split = split_change(&before, &one.now, LEVEL)
            .map_err(|error| Problem::new("The quarters were not compared", error, "Report this as a defect."))?;
        if let Some(change) = split {
            models.push(SplitModel { quarter: one.quarter, version: one.version, change, sentence: sentence(&change) });
        }
    }
    Ok(models)
}

fn sentence(change: &ChangeSplit) -> String {
    let part = |part: &ChangePart| {
        let thousand = 1000.0 * part.observed;
        let sure = if part.probability_better >= SURE || part.probability_better <= 1.0 - SURE {
            ""
        } else {
            " (which way cannot be told)"
        };
        let sign = if thousand < 0.0 { "−" } else { "+" };
        format!("{sign}{:.1}{sure}", thousand.abs())
    };
    format!(
        "Deviations per 1,000 uses changed by {}: {} by the new rules, {} by what people did.",
        part(&change.total),
        part(&change.rules),
        part(&change.conduct)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::RejudgedUses;

    #[test]
    fn a_rule_that_forbids_less_is_told_from_people_who_do_better() {
        let quarter = Quarter { year: 2026, number: 2, start_month: 1 };
        let before = vec![RejudgedUses { uses: 100, both: 2, only_old: 8, only_new: 0 }; 40];
        let looser = Rejudged { quarter, version: 1, before: before.clone(), now: vec![(2, 100); 40] };
        let found = &splits(&[looser]).unwrap()[0];
        assert!((found.change.rules.observed + 0.08).abs() < 1e-12 && found.change.rules.probability_better > 0.99);
        assert!(found.change.conduct.observed.abs() < 1e-12);
        assert_eq!(
            found.sentence,
            "Deviations per 1,000 uses changed by −80.0: −80.0 by the new rules, +0.0 (which way cannot be told) by what people did."
        );
        let nobody = Rejudged { quarter, version: 1, before, now: Vec::new() };
        assert!(splits(&[nobody]).unwrap().is_empty());
    }
}
