//! The words of the report about a quarter, in English.

use super::super::blocks::{Heading, group_in_words};
use crate::domain::Choice;
use crate::picture::format;
use crate::report::{About, CostFigures, QuarterSpan};
use jiff::civil::Date;

pub(super) const LANGUAGE: &str = "en";
pub(super) const NOTHING_JUDGED: &str = "Nothing to judge yet.";
pub(super) const NOTHING_JUDGED_WHY: &str = "No log of uses and no deviation is known of this workspace, so that there is nothing to hold against permission and policy.";

pub(super) fn title(span: Option<&QuarterSpan>) -> String {
    span.map_or_else(
        || "Permissions and compliance".into(),
        |span| format!("Permissions and compliance, {}", span.label),
    )
}

pub(super) fn subtitle(about: &About, span: Option<&QuarterSpan>) -> String {
    let days = span.map(|span| format!(" · {} to {}", format::day(span.first_day), format::day(span.last_day)));
    format!("{}{} · made {}", about.workspace, days.unwrap_or_default(), format::day(about.made_on))
}

// The verdict, and what has to be decided.

pub(super) const SUMMARY: &str = "In short";
pub(super) const RUNNING: &str = "The quarter is still running";
pub(super) const RUNNING_WHY: &str = "Its figures will change until it ends and all logs are in.";
pub(super) const DECISIONS_NEEDED: &str = "Decisions needed";
pub(super) const NO_DECISION: &str = "No decision is needed.";
pub(super) const RATE: &str = "Deviations per 1,000 uses";
pub(super) const DEVIATIONS: &str = "Deviations";
pub(super) const COST: &str = "Cost of deviating";
pub(super) const FORGONE: &str = "Forgone by adhering";

pub(super) fn rate_remark(interval: Option<String>, uses: u64) -> String {
    let among = format!("among {}", format::uses(uses));
    interval.map_or_else(|| among.clone(), |interval| format!("95% {interval}, {among}"))
}

pub(super) fn deviations_remark(incidents: u64, recorded: u64) -> String {
    let also =
        if recorded == 0 { String::new() } else { format!(", {} of them recorded elsewhere", format::count(recorded)) };
    format!("in {} incidents{also}", format::count(incidents))
}

pub(super) fn cost_remark(unknown: u64, range: Option<String>) -> String {
    match unknown {
        0 => range.map_or_else(String::new, |range| format!("{range} in 8 of 10 cases")),
        unknown => format!("{} of its incidents have no known cost", format::count(unknown)),
    }
}

pub(super) fn forgone_remark(uses: u64) -> String {
    format!("{} held back", format::uses(uses))
}

pub(super) fn needed_signals(signals: u64) -> String {
    match signals {
        1 => "Find out what is out of the ordinary: the months show one signal.".into(),
        _ => format!("Find out what is out of the ordinary: the months show {} signals.", format::count(signals)),
    }
}

pub(super) fn needed_open(incidents: u64) -> String {
    let (number, verb) = if incidents == 1 {
        ("One incident".into(), "is")
    } else {
        (format!("{} incidents", format::count(incidents)), "are")
    };
    format!(
        "{number} of the quarter {verb} open: decide whether each stands, is explained, is accepted or was put right."
    )
}

pub(super) fn needed_older(incidents: u64) -> String {
    match incidents {
        1 => "One incident of an earlier quarter is open too.".into(),
        _ => format!("{} incidents of earlier quarters are open too.", format::count(incidents)),
    }
}

pub(super) fn needed_circumstances(deviations: u64) -> String {
    format!("Say why {} deviations happened: nobody has yet.", format::count(deviations))
}

pub(super) fn needed_gaps(uses: u64) -> String {
    format!("{} could not be judged: complete the policy or the logs.", format::uses(uses))
}

pub(super) fn needed_asking(people: Option<u64>, smallest: u64) -> String {
    format!(
        "Ask people again, or keep to what they agreed to: the policy now allows what {} people did not agree to.",
        group_in_words(people, smallest)
    )
}

pub(super) fn needed_costs(incidents: u64) -> String {
    format!("Estimate what {} incidents cost: nothing is known of it.", format::count(incidents))
}

pub(super) fn needed_amendment(figures: u64) -> String {
    match figures {
        1 => "Amend the signature: one signed figure is another one now.".into(),
        _ => format!("Amend the signature: {} signed figures are others now.", format::count(figures)),
    }
}

pub(super) const NEEDED_SIGNATURE: &str = "Sign the quarter, or say what keeps you from it.";

// The policy.

pub(super) const POLICY: &str = "What changed in the policy";
pub(super) const NO_POLICY: &str =
    "There is no policy in this workspace, so that uses are judged by permissions and terms alone.";
pub(super) const NO_POLICY_YET: &str = "No version of the policy was in force yet.";
pub(super) const ALLOWS_MORE: &str = "What it newly allows";
pub(super) const ALLOWS_LESS: &str = "What it no longer allows";
pub(super) const NO_DIFFERENCE: &str = "What may be done is the same as under the version before.";
pub(super) const FIRST_VERSION: &str = "It is the first version: there is none to compare it with.";
pub(super) const RULES: &str = "The rules in force";
pub(super) const COUNTED_OTHERWISE: &str = "Counted otherwise";

pub(super) fn policy_unchanged(title: &str, from: Date) -> String {
    format!("The policy did not change in the quarter. In force is “{title}”, since {}.", format::day(from))
}

pub(super) fn policy_changed(number: u64, title: &str, from: Date, reason: &str) -> String {
    let why = if reason.is_empty() { String::new() } else { format!(" Why: {reason}") };
    format!("Version {number}, “{title}”, came into force on {}.{why}", format::day(from))
}

pub(super) fn definition_changed(from: Date, what: &str) -> String {
    format!("From {}: {what}. Figures before and after do not compare.", format::day(from))
}

// Deviations over time.

pub(super) const OVER_TIME: &str = "Deviations over time";
pub(super) const NO_RATES: &str = "No uses are known, so there is no rate over time.";
pub(super) const OUT_OF_ORDINARY: &str = "Out of the ordinary";
pub(super) const NOTHING_UNUSUAL: &str = "No month of the quarter is out of the ordinary.";
pub(super) const RULES_AND_CONDUCT: &str = "Rules and conduct";

pub(super) fn all_quarters(running: &[String]) -> String {
    let so_far = if running.is_empty() { String::new() } else { format!(" ({} so far)", running.join(", ")) };
    format!("Each quarter{so_far}; the rate is of uses judged in it, the level is told with the help of its neighbours")
}

// Kinds, circumstances, places.

pub(super) const WHY: &str = "How and why it deviated";
pub(super) const NO_DEVIATIONS: &str = "Nothing deviated in the quarter.";
pub(super) const KINDS: &str = "How it deviated";
pub(super) const CIRCUMSTANCES: &str = "Why it happened";
pub(super) const PARETO: &str = "Deviations of the quarter, their share, and the share of all down to here";
pub(super) const WHERE: &str = "Where it deviated";

pub(super) fn most(kind: &str, share: &str, why: &str, why_share: &str) -> String {
    format!(
        "Most often: {} ({share} of the deviations). Most often because of: {} ({why_share}).",
        kind.to_lowercase(),
        why.to_lowercase()
    )
}

pub(super) fn by_part(part: &str) -> String {
    format!(
        "By {}: deviations per 1,000 uses of the quarter; the interval allows for uses that go wrong together",
        part.to_lowercase()
    )
}

pub(super) fn part_columns(part: &str) -> [Heading<'_>; 5] {
    [(part, false), ("Uses", true), ("Deviations", true), ("Per 1,000", true), ("95% interval", true)]
}

pub(super) fn more_rows(rows: usize) -> String {
    format!("{rows} more with fewer deviations are in the workspace.")
}

// What was forgone, and what it cost.

pub(super) const FORGONE_SECTION: &str = "What was forgone";
pub(super) const NOTHING_HELD_BACK: &str = "Nothing was held back in the quarter.";
pub(super) const FORGONE_CAPTION: &str = "Uses held back, by the rule that was kept; most value first";
pub(super) const FORGONE_COLUMNS: [Heading<'_>; 5] =
    [("Rule", false), ("For what", false), ("It would have been", false), ("Uses", true), ("Value", true)];
pub(super) const COSTS: &str = "What deviating and adhering cost";
pub(super) const NO_COSTS: &str = "No costs are known.";
pub(super) const COST_PARTS: &str = "Costs of the quarter by part; median, and the range that holds 80%";
pub(super) const COST_COLUMNS: [Heading<'_>; 3] = [("Cost", false), ("Part", false), ("Amount", true)];
pub(super) const DEVIATING: &str = "Deviating";
pub(super) const ADHERING: &str = "Adhering";
pub(super) const FORGONE_COST: &str = "Forgone";
pub(super) const ALL_OF_IT: &str = "All";

pub(super) fn forgone_sentence(uses: u64, value: &str) -> String {
    format!("{} worth {value} were held back to keep the rules.", format::uses(uses))
}

pub(super) fn costs_sentence(label: &str, costs: &CostFigures, currency: &str) -> String {
    let amount = |amount| format::amount(amount, currency);
    format!(
        "In {label}, deviating cost {}, adhering cost {}, and {} was forgone.",
        amount(&costs.deviating.all),
        amount(&costs.adhering.all),
        amount(&costs.forgone.all)
    )
}

const RANGES: &str = "Ranges hold 80%.";

pub(super) fn costs_known(costs: &CostFigures) -> String {
    let parts = [
        (costs.written, "with a cost that somebody wrote down"),
        (costs.assumed, "counted with what is assumed"),
        (costs.unknown, "of unknown cost, counted as 0"),
    ];
    let told = parts.into_iter().filter(|(incidents, _)| *incidents > 0);
    let told: Vec<String> = told.map(|(incidents, how)| format!("{} {how}", format::count(incidents))).collect();
    if told.is_empty() { RANGES.into() } else { format!("Incidents: {}. {RANGES}", told.join(", ")) }
}

// Permissions, experiments, people to ask.

pub(super) const PERMISSIONS: &str = "Permissions held, gained and lost";
pub(super) const NO_PERMISSIONS: &str = "No permission is known.";
pub(super) const NO_FLOW: &str = "No change of permission is known up to the end of the quarter.";
pub(super) const HELD_BACK: &str = "held back";
pub(super) const FLOW: [&str; 4] = ["Held at its start", "Gained", "Lost", "Held at its end"];
pub(super) const FLOW_REMARK: &str = "A person counts once for each purpose, data, channel and topic";

pub(super) fn permissions_caption(made_on: Date) -> String {
    format!("People by purpose, data and state, on {}", format::day(made_on))
}

pub(super) fn small_groups(smallest: u64) -> String {
    format!("Numbers of people under {} are not told.", format::count(smallest))
}

pub(super) fn no_monthly_chart(smallest: u64) -> String {
    format!("There is no chart by month, as some months would tell of fewer than {} people.", format::count(smallest))
}

pub(super) const EXPERIMENTS: &str = "Experiments decided";
pub(super) const NO_EXPERIMENTS: &str =
    "No experiment asked people or was decided in the quarter, and no wording was approved in it.";
pub(super) const EXPERIMENTS_CAPTION: &str =
    "Experiments that asked people or were decided in the quarter, with their verdict on the day of the report";
pub(super) const EXPERIMENT_COLUMNS: [Heading<'_>; 6] = [
    ("Experiment", false),
    ("People in the quarter", true),
    ("People in all", true),
    ("Decision", false),
    ("Verdict", false),
    ("Wordings approved in the quarter", false),
];

/// What stands where nobody decided: whether the figures would allow it.
pub(super) fn undecided(can_be_decided: bool) -> &'static str {
    if can_be_decided { "Not decided; the figures say enough" } else { "Not decided; the figures do not say enough" }
}

pub(super) fn chosen(choice: &Choice, when: &str) -> String {
    let what = if choice.variant.is_some() { format!("“{}”", choice.wording) } else { "None of them".into() };
    format!("{what}, by {}, {when}: {}", choice.by, choice.reason)
}

pub(super) fn approved(wording: &str, by: &str, on: Date) -> String {
    format!("“{wording}” by {by}, from {}", format::day(on))
}

pub(super) fn without_days(experiments: u64) -> String {
    match experiments {
        1 => "The log of one experiment has no times, so that it belongs to no quarter.".into(),
        _ => format!(
            "The logs of {} experiments have no times, so that they belong to no quarter.",
            format::count(experiments)
        ),
    }
}

pub(super) const ASK_AGAIN: &str = "People to be asked again";
pub(super) const ASK_NOT_KNOWN: &str = "There is no policy to hold people's permissions against.";
pub(super) const ASK_NOBODY: &str = "Nobody: every permission covers what the latest version of the policy allows.";
pub(super) const ASK_CAPTION: &str =
    "What the policy allows that people did not agree to; a person may stand in several lines";
pub(super) const ASK_COLUMNS: [Heading<'_>; 2] = [("What", false), ("People", true)];
pub(super) const NOT_ASKED_CAPTION: &str =
    "People who hold some permission, but none for a purpose that the policy needs one for";
pub(super) const NOT_ASKED_COLUMNS: [Heading<'_>; 2] = [("Purpose", false), ("People", true)];
pub(super) const ENDING_CAPTION: &str = "Permissions that end by themselves, unless they are renewed";
pub(super) const ENDING_COLUMNS: [Heading<'_>; 5] =
    [("Purpose", false), ("Data", false), ("First on", false), ("In 30 days", true), ("In 90 days", true)];

pub(super) fn to_ask_again(people: Option<u64>, of: Option<u64>, made_on: Date, smallest: u64) -> String {
    format!(
        "{} of {} people who hold a permission on {} said yes to a narrower deal than the latest version of the policy.",
        group_in_words(people, smallest),
        group_in_words(of, smallest),
        format::day(made_on)
    )
}

// What is not known, what is carried forward, who signs.

pub(super) const QUALITY: &str = "Coverage gaps and data quality";
pub(super) const NO_GAPS: &str = "Every use of the quarter could be judged.";
pub(super) const GAPS_CAPTION: &str =
    "Uses of the quarter that could not be judged; they are no deviations, and not among the uses of the rate";
pub(super) const GAP_COLUMNS: [Heading<'_>; 3] = [("Why", false), ("Uses", true), ("Share", true)];
pub(super) fn with_gaps(uses: u64, rate: &str) -> String {
    format!(
        "{} could not be judged; if each were a deviation, the rate would be {rate} per 1,000 uses.",
        format::uses(uses)
    )
}

pub(super) fn forgotten(uses: u64) -> String {
    format!("{} of the quarter were of people who were forgotten since; they are in no figure.", format::uses(uses))
}

pub(super) fn conflicts(identifiers: u64) -> String {
    format!("{} identifiers were linked to different people and are joined to nobody.", format::count(identifiers))
}

pub(super) const CARRIED: &str = "Carried forward";
pub(super) const DISPOSITIONS: &str = "Incidents of the quarter, by what was decided about them";
pub(super) const DISPOSITION_COLUMNS: [Heading<'_>; 3] = [("Decided", false), ("Incidents", true), ("Share", true)];
pub(super) const NO_INCIDENTS: &str = "There were no incidents in the quarter.";
pub(super) const NO_OPEN: &str = "No incident of the quarter is open.";
pub(super) const OPEN_COLUMNS: [Heading<'_>; 6] =
    [("Day", false), ("How it deviated", false), ("Campaign", false), ("People", true), ("Uses", true), ("Why", false)];
pub(super) const DECISIONS: &str = "Decisions that hold";
pub(super) const NO_DECISIONS: &str = "No decision is written down.";
pub(super) const DECISIONS_CAPTION: &str = "What was decided in view of deviations, and what came of it";
pub(super) const DECISION_COLUMNS: [Heading<'_>; 5] =
    [("Decision", false), ("Why", false), ("By", false), ("From", false), ("What came of it", false)];

pub(super) fn open_caption(listed: usize, all: u64) -> String {
    if listed as u64 == all {
        "Incidents of the quarter that nobody has decided about, most people first".into()
    } else {
        format!(
            "The {listed} largest of {} incidents of the quarter that nobody has decided about, most people first",
            format::count(all)
        )
    }
}

pub(super) fn open_before(quarters: &[String]) -> String {
    format!("Open incidents of earlier quarters: {}.", quarters.join(", "))
}

pub(super) const SIGN_OFF: &str = "Signature";
pub(super) const NOT_SIGNED: &str = "Not signed yet";
pub(super) const NOT_SIGNED_RUNNING: &str = "The quarter is still running: it can be signed once it has ended.";
pub(super) const NOT_SIGNED_WHY: &str = "Nobody has signed the figures of this quarter.";
pub(super) const SIGNED_BY: &str = "Signed by";
pub(super) const AMENDED_BY: &str = "Amended by";
pub(super) const WHAT_WAS_SIGNED: &str = "What was signed";
pub(super) const STATEMENT: &str = "Statement";
pub(super) const CHANGED_SINCE: &str = "Figures changed since they were signed";
pub(super) const SIGN_LINES: [&str; 4] = ["Name", "Position", "Day", "Signature"];
pub(super) const LINE: &str = "______________________________";

pub(super) fn signed_figures(uses: u64, deviations: u64, incidents: u64, open: u64) -> String {
    format!(
        "{} deviations in {} incidents ({} open), among {}",
        format::count(deviations),
        format::count(incidents),
        format::count(open),
        format::uses(uses)
    )
}

pub(super) const APPENDIX: &str = "Methods and evidence";
