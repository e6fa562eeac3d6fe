//! Which wordings have a serious finding, and so do not win without a recorded reason.

use crate::domain::{Experiment, Variant};
use crate::stats::SeriousFinding;
use crate::wording::{Family, Prompt, Severity, check};
use std::collections::BTreeSet;

/// What keeps the wordings of an experiment from winning, at most one entry per variant.
pub(super) fn serious_findings(experiment: &Experiment) -> Vec<SeriousFinding> {
    let finding = |variant: &Variant| {
        let families = serious_families(variant);
        let names: Vec<String> = families.iter().map(|family| family.name().to_lowercase()).collect();
        let word = if names.len() == 1 { "a serious finding" } else { "serious findings" };
        (!names.is_empty()).then(|| SeriousFinding {
            arm: variant.name.clone(),
            what: format!("its wording has {word} ({})", names.join(", ")),
            reason: variant.reason_to_win.clone(),
        })
    };
    experiment.variants.iter().filter_map(finding).collect()
}

/// The serious families that any text of a variant shows, in any of its languages.
pub fn serious_families(variant: &Variant) -> BTreeSet<Family> {
    let found = |wording| check(Prompt { wording, terms: &variant.terms });
    let serious = variant.wordings().flat_map(|(_, wording)| found(wording));
    let serious = serious.filter(|finding| finding.severity() == Severity::Serious).map(|finding| finding.family);
    // Whoever imported responses may never have written the words down; what was ticked is known all the same.
    let ticked = variant.wordings().any(|(_, wording)| wording.ticked_beforehand).then_some(Family::PreTicked);
    serious.chain(ticked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Wording;

    fn named(wording: Wording) -> Variant {
        Variant { wording, ..Variant::named("B") }
    }

    fn fair() -> Wording {
        Wording {
            headline: "May we send you our newsletter by email?".into(),
            body: "We use your email address to send it twice a month, and for nothing else.".into(),
            accept_label: "Yes, send it".into(),
            decline_label: "No, thank you".into(),
            way_out: "One click in every email ends it.".into(),
            ..Wording::default()
        }
    }

    #[test]
    fn a_fair_wording_may_win_and_one_without_a_no_may_not() {
        assert!(serious_families(&named(fair())).is_empty());
        let unfair = named(Wording { decline_label: String::new(), ..fair() });
        assert!(serious_families(&unfair).contains(&Family::NoRefusal));
        let mut experiment = Experiment::named("E");
        experiment.variants = vec![named(fair()), unfair];
        let found = serious_findings(&experiment);
        assert_eq!(found.len(), 1);
        assert!(found[0].what.contains("no way to refuse"), "{}", found[0].what);
    }

    #[test]
    fn every_language_counts_and_so_does_what_was_ticked_beforehand() {
        let mut variant = named(fair());
        variant.translations.insert("en-GB".into(), Wording { decline_label: String::new(), ..fair() });
        assert!(serious_families(&variant).contains(&Family::NoRefusal));
        let ticked = named(Wording { ticked_beforehand: true, ..Wording::default() });
        assert_eq!(serious_families(&ticked).into_iter().collect::<Vec<_>>(), [Family::PreTicked]);
    }
}
