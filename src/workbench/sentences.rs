//! What a quarter comes to, in two sentences that say no more than the figures do.

use super::model::QuarterModel;
use crate::picture::format;

/// The reason for setting rows aside as people read it.
pub fn reason_label(name: &str) -> String {
    if let Some(of_permissions) = name.strip_prefix("Permissions: ") {
        return format!("Permissions: {}", reason_label(of_permissions).to_lowercase());
    }
    let of_rows = crate::logs::Reason::ALL.iter().find(|reason| reason.name() == name).map(|reason| reason.label());
    let of_warehouses = match name {
        "HeldBackValues" => Some("Values of few people, which stayed in the warehouse"),
        "PeopleWithoutOrder" => Some("People with rows of one moment whose order nothing tells"),
        _ => None,
    };
    of_rows.or(of_warehouses).unwrap_or(name).to_owned()
}

/// The latest quarter in a sentence, and the counts behind it in a second.
pub(super) fn of_quarters(quarters: &[QuarterModel]) -> (String, String) {
    let Some(last) = quarters.last() else {
        let detail = "Import a log of what was done with the data, and the policy it is to be held against.";
        return ("Nothing to judge yet.".into(), detail.into());
    };
    of_quarter(last, quarters.len().checked_sub(2).and_then(|place| quarters.get(place)))
}

/// A quarter in a sentence, and the counts behind it in a second.
pub(super) fn of_quarter(quarter: &QuarterModel, before: Option<&QuarterModel>) -> (String, String) {
    let label = quarter.quarter.label();
    let Some(rate) = &quarter.rate else { return counted_only(quarter, before) };
    let compared = match quarter.level.and_then(|level| level.probability_better) {
        None if quarter.starts_segment => "the first quarter under another policy or definition".to_owned(),
        None => "the first quarter with uses".to_owned(),
        Some(better) if better >= 0.9 => {
            format!("better than the quarter before with a chance of {}", format::probability(better))
        }
        Some(better) if better <= 0.1 => {
            format!("worse than the quarter before with a chance of {}", format::probability(1.0 - better))
        }
        Some(_) => "no clear change on the quarter before".to_owned(),
    };
    let sentence = format!("{} deviations per 1,000 uses in {label}: {compared}.", format::per_thousand(rate.rate));
    (sentence, detail(quarter))
}

/// Where it is not known among how many uses the deviations were.
fn counted_only(quarter: &QuarterModel, before: Option<&QuarterModel>) -> (String, String) {
    let recorded = |quarter: &QuarterModel| format::count(quarter.counts.recorded);
    let compared = match before {
        _ if quarter.starts_segment => "; something else counts as a deviation since, so they do not compare".into(),
        Some(before) => format!(", {} in the quarter before", recorded(before)),
        None => String::new(),
    };
    (
        format!("{} deviations were recorded in {}{compared}.", recorded(quarter), quarter.quarter.label()),
        "How many uses they were among is not known, so there is no rate.".into(),
    )
}

fn detail(quarter: &QuarterModel) -> String {
    let counts = &quarter.counts;
    let gaps: u64 = counts.gaps.values().sum();
    let mut detail = format!(
        "{} deviations in {} incidents, among {} uses.",
        format::count(counts.deviations),
        format::count(counts.incidents),
        format::count(counts.uses)
    );
    if let Some(better) =
        quarter.level.and_then(|level| level.probability_better).filter(|chance| (0.1..0.9).contains(chance))
    {
        detail += &format!(" The chance that it is better than the quarter before is {}.", format::probability(better));
    }
    if let Some(signals) = &quarter.signals {
        detail += &format!(" {}", signals.sentence);
    }
    if gaps > 0 {
        let with_gaps = quarter.rate_with_gaps.map(format::per_thousand).unwrap_or_default();
        detail += &format!(
            " {} uses could not be judged; if each were a deviation, the rate would be {with_gaps}.",
            format::count(gaps)
        );
    }
    detail
}
