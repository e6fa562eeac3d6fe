//! The figures as a person reads them on a terminal.

use super::printed::{Answer, Pair};
use crate::cli::terminal::say;
use crate::picture::format;
use crate::stats::{ArmFigures, Claim, bayes_factor_words};

/// Prints the verdict, then what stands behind it.
pub(super) fn tell(answer: &Answer<'_>) {
    say(answer.verdict);
    say(&answer.told.detail);
    answer.qualifications.iter().for_each(|sentence| say(&format!("  * {sentence}")));
    for finding in answer.sample.into_iter().flat_map(|sample| &sample.findings) {
        say(&format!("  {:?}: {}", finding.severity, finding.sentence));
    }
    for finding in answer.serious_findings {
        say(&format!("  ! {}", finding.sentence()));
    }
    if answer.forgotten > 0 {
        say(&format!("  Answered and forgotten since: {}.", format::people(answer.forgotten)));
    }
    let level = format::percent(answer.interval, 0);
    answer.arms.iter().for_each(|arm| tell_arm(arm, &level));
    answer.pairs.iter().for_each(|pair| tell_pair(pair, &level));
    tell_days(answer);
    for (column, pairs) in answer.segments.iter().flatten() {
        for (arm, figures) in pairs {
            say(&format!("  {column}, “{arm}”: {}", figures.sentence));
            for segment in &figures.segments {
                let [low, high] = segment.difference.equal_tailed;
                say(&format!(
                    "    {}: {} ({level} interval {} to {}), {}, {} borrowed",
                    segment.name,
                    format::points(segment.difference.mean, 2),
                    format::points(low, 2),
                    format::points(high, 2),
                    format::people(segment.baseline.shown + segment.arm.shown),
                    format::percent(segment.borrowed, 0),
                ));
            }
        }
    }
}

fn tell_arm(arm: &ArmFigures, level: &str) {
    let rate = arm.rate.map_or_else(|| "–".into(), |rate| format::percent_for_interval(rate, arm.equal_tailed));
    say(&format!(
        "  {}: {} of {} said yes, {rate} ({level} interval {}), chance of being best {}, cost if wrong {}",
        arm.name,
        format::count(arm.accepted),
        format::count(arm.shown),
        format::interval_percent(arm.equal_tailed),
        format::probability(arm.probability_best),
        format::points(arm.expected_loss, 3).trim_start_matches('+'),
    ));
}

fn tell_pair(pair: &Pair<'_>, level: &str) {
    let figures = pair.figures;
    let [low, high] = figures.difference.equal_tailed;
    say(&format!(
        "  {} against {}: {} ({level} interval {} to {}), better with a chance of {}",
        figures.arm,
        figures.baseline,
        format::points(figures.difference.mean, 2),
        format::points(low, 2),
        format::points(high, 2),
        format::probability(figures.probability_better),
    ));
    say(&format!("    {}", bayes_factor_words(pair.logit.ln_bayes_factor_different, Claim::Different)));
    if let Some(equivalence) = &pair.equivalence {
        say(&format!(
            "    Within ± {}: {}",
            format::points(equivalence.margin, 2).trim_start_matches('+'),
            format::probability(equivalence.equivalent)
        ));
    }
}

fn tell_days(answer: &Answer<'_>) {
    for day in answer.days.iter().flatten() {
        let arms: Vec<String> = answer
            .arms
            .iter()
            .zip(&day.standing.arms)
            .map(|(arm, at)| {
                let best = format::probability(at.probability_best);
                format!(
                    "{} {} of {}, best {best}",
                    arm.name,
                    format::percent(at.mean, 2),
                    format::count(at.so_far.shown)
                )
            })
            .collect();
        let evidence = format::number(day.standing.evidence.ln_e.exp().min(1e12), 2);
        say(&format!("  {}: {}; e-value {evidence}", day.date, arms.join("; ")));
    }
}
