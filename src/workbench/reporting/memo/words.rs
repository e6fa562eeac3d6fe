//! The words of the memo about an experiment, in English.

use super::super::blocks::Heading;
use crate::domain::{Choice, DecisionRule};
use crate::picture::format;
use crate::report::About;
use jiff::civil::Date;

pub(super) const LANGUAGE: &str = "en";

pub(super) fn title(experiment: &str) -> String {
    format!("Experiment: {experiment}")
}

pub(super) fn subtitle(about: &About, days: Option<(Date, Date)>) -> String {
    let days = days.map(|(first, last)| format!(" · people asked {} to {}", format::day(first), format::day(last)));
    format!("{}{} · made {}", about.workspace, days.unwrap_or_default(), format::day(about.made_on))
}

// The question and the answer.

pub(super) const SUMMARY: &str = "In short";
pub(super) const NOTHING_TO_COMPARE: &str = "Nothing to compare: an experiment needs two wordings or more.";
pub(super) const PEOPLE: &str = "People asked";
pub(super) const BEST: &str = "Chance of being best";
pub(super) const DIFFERENCE: &str = "Difference to the control";
pub(super) const MOST_YES: &str = "Chance of most yes";
pub(super) const COST: &str = "Cost if wrong";
pub(super) const COST_REMARK: &str = "given up on average, should another be better";
pub(super) const QUESTION: &str = "The question";
pub(super) const NO_QUESTION: &str = "Nobody wrote down what was expected.";
pub(super) const WHERE: &str = "Where and when";
pub(super) const LAW: &str = "Law";
pub(super) const GROUND: &str = "Ground of the test";
pub(super) const NOT_SAID: &str = "not written down";

pub(super) fn set_aside(crossovers: u64, repeated: u64) -> String {
    format!(
        "{} saw two wordings and were set aside; {} were asked more than once and count once.",
        format::people(crossovers),
        format::people(repeated)
    )
}

pub(super) fn people_remark(wordings: usize) -> String {
    format!("with {wordings} wordings, each counted once")
}

pub(super) fn interval_remark(wording: &str, interval: &str) -> String {
    format!("“{wording}”, 95% {interval}")
}

// The wordings and what is said of them.

pub(super) const WORDINGS: &str = "The wordings as shown";
pub(super) const CONTROL: &str = "control";
pub(super) const NO_WORDS: &str = "Its words were never written down here.";
pub(super) const IDENTIFIER: &str = "Identifier";
pub(super) const PURPOSES: &str = "For";
pub(super) const CATEGORIES: &str = "Data";
pub(super) const RECIPIENTS: &str = "Received by";
pub(super) const NOBODY_ELSE: &str = "nobody else";
pub(super) const KEPT_FOR: &str = "Kept";
pub(super) const CONTACTS: &str = "Contacts in 30 days";
pub(super) const LASTS: &str = "The permission lasts";
pub(super) const OFFER: &str = "In return";
pub(super) const LANGUAGES: &str = "Also in";
pub(super) const NO_LIMIT: &str = "no limit named";
pub(super) const NOT_NAMED: &str = "not named";
pub(super) const TICKED: &str = "Ticked beforehand";
pub(super) const TICKED_WHY: &str = "A yes was counted and grants nothing (CJEU C-673/17).";
pub(super) const CHECKS: &str = "Checks of the wordings";
pub(super) const NO_FINDINGS: &str = "The checks found nothing unfair or unclear.";
pub(super) const FINDINGS_CAPTION: &str =
    "What is unfair or unclear, serious findings first; a wording with a serious one does not win without a reason";
pub(super) const FINDING_COLUMNS: [Heading<'_>; 5] =
    [("Wording", false), ("How grave", false), ("What", false), ("Why it matters", false), ("Source", false)];
pub(super) const SERIOUS: &str = "Serious";
pub(super) const WEAKNESS: &str = "Weakness";

pub(super) fn wording_heading(name: &str, version: u32, control: bool) -> String {
    let version = if version > 1 { format!(", version {version}") } else { String::new() };
    let control = if control { format!(" ({CONTROL})") } else { String::new() };
    format!("{name}{version}{control}")
}

pub(super) fn days(days: u32) -> String {
    if days == 1 { "1 day".into() } else { format!("{} days", format::count(days.into())) }
}

// The sample.

pub(super) const SAMPLE: &str = "The sample";
pub(super) const NOBODY_ASKED: &str = "Nobody has been asked yet.";
pub(super) const SOUND: &str = "Nothing stands in the way of a verdict.";
pub(super) const UNSOUND: &str = "The sample is not what it should be";
pub(super) const UNSOUND_NO_REASON: &str = "Nobody said why the figures may stand, so there is no verdict.";
pub(super) const GRAVITY: [&str; 3] = ["Alarm", "Caution", "Note"];
pub(super) const SPLIT: &str = "Split between the wordings";

pub(super) fn unsound_reason(reason: &str) -> String {
    format!("The figures may stand all the same, because: {reason}")
}

pub(super) fn split(p: f64) -> String {
    format!("Chance of a split at least as uneven, if people were split as planned, valid at every look: {}", small(p))
}

// The result.

pub(super) const RESULT: &str = "The result";
pub(super) const RESULT_CAPTION: &str = "How many say yes, of everyone shown";
/// Where kept permission decides, acceptance alone may point elsewhere; the table says which is which.
pub(super) fn result_columns(by_kept: bool) -> [Heading<'static>; 7] {
    [
        ("Wording", false),
        ("People", true),
        ("Said yes", true),
        ("Rate", true),
        ("95% interval", true),
        (best(by_kept), true),
        (COST, true),
    ]
}

pub(super) fn best(by_kept: bool) -> &'static str {
    if by_kept { MOST_YES } else { BEST }
}

pub(super) const DIFFERENCE_CAPTION: &str = "Against the control, of everyone shown";
pub(super) const DIFFERENCE_COLUMNS: [Heading<'_>; 5] = [
    ("Wording", false),
    ("Difference", true),
    ("95% interval", true),
    ("Chance of being better", true),
    ("Relative lift", true),
];
pub(super) const CHOSEN_CAPTION: &str =
    "The same of everyone who chose: who closed the request or did not answer is left out";
pub(super) const CHOSEN_COLUMNS: [Heading<'_>; 6] = [
    ("Wording", false),
    ("Chose", true),
    ("Said yes", true),
    ("Rate", true),
    ("Closed it", true),
    ("Did not answer", true),
];
pub(super) const EVIDENCE_CAPTION: &str =
    "How probable no difference, better and worse are; before the data 50%, 25% and 25%";
pub(super) const EVIDENCE_COLUMNS: [Heading<'_>; 5] =
    [("Wording", false), ("No difference", true), ("Better", true), ("Worse", true), ("Too small to matter", true)];
pub(super) const FIRST_SHOWING: &str = "Everybody counted for the wording they saw first";
pub(super) const FIRST_COLUMNS: [Heading<'_>; 4] =
    [("Wording", false), ("People", true), ("Rate", true), ("Chance of most yes", true)];

pub(super) fn first_showing(crossovers: u64) -> String {
    format!(
        "The {} people who saw two wordings are counted here too. If this says something else than above, leaving them out has selected people.",
        format::count(crossovers)
    )
}

pub(super) fn at_every_look(p: f64) -> String {
    format!("p of “all wordings are accepted alike”, valid however often one looked: {}.", small(p))
}

/// A p value with four decimals; never nothing.
fn small(p: f64) -> String {
    if p < 1e-4 { "< 0.0001".into() } else { format!("{p:.4}") }
}

pub(super) fn kept_after(days: f64) -> String {
    format!("Most kept after {} days", format::number(days, 0))
}

// Segments and permission kept.

pub(super) const SEGMENTS: &str = "Segments";
pub(super) const NO_SEGMENTS: &str = "The log names no segments.";
pub(super) const SEGMENT_COLUMNS: [Heading<'_>; 5] = [
    ("Segment", false),
    ("People", true),
    ("Difference", true),
    ("95% interval", true),
    ("Chance of being better", true),
];
pub(super) const SEGMENT_CHART: &str = "Difference to the control, with 95% intervals";
pub(super) const SEGMENT_REMARK: &str = "Each segment is told with what the others say, as far as its own numbers are small, so that chance alone makes none stand out.";
pub(super) const KEPT: &str = "Permission kept";
pub(super) const NO_KEPT: &str =
    "No withdrawals are known, so that nothing can be said of how long permission is kept.";
pub(super) const KEPT_CAPTION: &str =
    "Who still permits: of those who said yes, and of everyone shown; with 95% intervals";
pub(super) const KEPT_COLUMNS: [Heading<'_>; 4] =
    [("Wording", false), ("Days", true), ("Of those who said yes", true), ("Of everyone shown", true)];
pub(super) const NOT_FOLLOWED: &str = "not followed so long";

pub(super) fn segment_heading(column: &str, wording: &str) -> String {
    format!("By {column}: “{wording}” against the control")
}

pub(super) fn segment_caption(column: &str, wording: &str) -> String {
    format!("Difference to the control by {column}: “{wording}”")
}

pub(super) fn hidden(segments: usize, smallest: u64) -> String {
    format!(
        "{segments} segments of fewer than {} people, or that would give these away, stand together.",
        format::count(smallest)
    )
}

pub(super) fn no_kept_chart(smallest: u64) -> String {
    format!("There is no chart of it, as it would tell of fewer than {} people.", format::count(smallest))
}

// The decision.

pub(super) const DECISION: &str = "The decision";
pub(super) const VERDICT: &str = "Verdict";
pub(super) const BY_RULE: &str = "By";
pub(super) const RULE: &str = "Rule stated";
pub(super) const STATED: &str = "Stated";
pub(super) const STATED_BEFORE: &str = "before anybody was asked";
pub(super) const RULE_SAYS: &str = "The rule says";
pub(super) const APPROVED: &str = "Approved";
pub(super) const THE_SAMPLE: &str = "The sample";
pub(super) const REASONS: &str = "Findings overruled, with the reason on record";
pub(super) const REASON_COLUMNS: [Heading<'_>; 2] = [("What may stand", false), ("Why", false)];
pub(super) const TO_DECIDE: &str = "To be decided";
pub(super) const TO_DECIDE_WHY: &str = "Who decides which wording is used writes it here.";
pub(super) const SIGN_LINES: [&str; 4] = ["Wording used from now on", "Decided by", "Day", "Signature"];
pub(super) const LINE: &str = "______________________________";
pub(super) const DECIDED_BY: &str = "Decided by";
pub(super) const WRITTEN_DOWN: &str = "Written down";
pub(super) const RULE_THEN: &str = "Rule in force then";
pub(super) const VERDICT_THEN: &str = "Verdict then";
pub(super) const ASKED_THEN: &str = "Asked by then";

pub(super) fn chosen(choice: &Choice) -> String {
    match choice.variant {
        Some(_) => format!("“{}” is used from now on", choice.wording),
        None => "None of the wordings is used".into(),
    }
}

pub(super) const APPENDIX: &str = "Methods and evidence";

pub(super) fn stated_after(people: u64) -> String {
    match people {
        0 => STATED_BEFORE.into(),
        people => format!("after {} had been asked, so the data may have shaped it", format::people(people)),
    }
}

pub(super) fn approved(wording: &str, by: &str, on: Date) -> String {
    format!("“{wording}” by {by}, from {}", format::day(on))
}

/// A rule in words, or what holds without one.
pub(super) fn rule(rule: Option<&DecisionRule>) -> String {
    let Some(rule) = rule else {
        return "None; a wording wins at a chance of 95% and a cost if wrong under 1% of the control's rate.".into();
    };
    let number = |value: f64| format!("{}", (value * 1e6).round() / 1e6);
    let mut parts = vec![format!(
        "Adopt a wording at a chance of {}% of being best and a cost if wrong under {} pp",
        number(rule.chance * 100.0),
        number(rule.caring_points)
    )];
    parts.extend(
        rule.equivalence_points
            .map(|points| format!("call differences within {} pp too small to matter", number(points))),
    );
    parts.extend(rule.smallest_people.map(|people| format!("decide nothing before {}", format::people(people))));
    parts.extend(rule.largest_people.map(|people| format!("stop undecided after {}", format::people(people))));
    parts.extend(rule.last_day.map(|day| format!("stop undecided after {}", format::day(day))));
    format!("{}.", parts.join("; "))
}
