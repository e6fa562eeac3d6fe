//! What the figures mean, of what they are shares, and where the methods come from; the words of the appendix.

use super::blocks::Heading;
use crate::report::Definition;

pub(super) const HOW: &str = "How the figures are made";
pub(super) const HOW_CAPTION: &str = "What each figure means, of what it is a share, and where its method comes from";
pub(super) const DEFINITION_COLUMNS: [Heading<'_>; 4] =
    [("Figure", false), ("What it means", false), ("Counted among", false), ("Method", false)];
pub(super) const EVIDENCE: &str = "What the figures rest on";
pub(super) const PROGRAM: &str = "Program";
pub(super) const MADE_ON: &str = "Made on";
pub(super) const TIME_ZONE: &str = "Days are counted in";
pub(super) const CURRENCY: &str = "Currency";
pub(super) const JURISDICTION: &str = "Law";
pub(super) const ALL_RULES: &str = "All rules of the policy";
pub(super) const SMALL_GROUPS: &str = "Small groups";
pub(super) const ANCHOR: &str = "Record";
pub(super) const ANCHOR_MEANING: &str = "The line “Record” is the anchor of the workspace's record of changes when this report was made. Kept \
    outside the workspace, it shows whether the record was cut or written anew since.";
pub(super) const FILES_CAPTION: &str =
    "Every imported file that the figures rest on, with the BLAKE3 hash of its contents";
pub(super) const FILE_COLUMNS: [Heading<'_>; 4] =
    [("File", false), ("Log", false), ("Imported", false), ("BLAKE3", false)];
pub(super) const NO_FILES: &str = "No file has been imported.";

pub(super) const IMPORTS_CAPTION: &str = "Rows read, rows kept and rows set aside, import by import";
pub(super) const IMPORT_COLUMNS: [Heading<'_>; 5] =
    [("File", false), ("Log", false), ("Rows read", true), ("Kept", true), ("Set aside", false)];

pub(super) fn small_groups(smallest: u64) -> String {
    format!("Numbers of people under {smallest} are told as “fewer than {smallest}”, and no person is named")
}

/// What the figures of the report about a quarter mean.
pub(super) const OF_COMPLIANCE: &[Definition] = &[
    Definition {
        figure: "Use",
        meaning: "One use of one person's data, as the log of uses tells it. It is judged by the person's latest permission at that moment \
            for that purpose and those data, by the terms that this person accepted, and by the first rule about it in the version of the \
            policy that was in force that day.",
        denominator: "Uses done and judged; what could not be judged and what was held back is not among them",
        source: "",
    },
    Definition {
        figure: "Deviation",
        meaning: "A use against permission, terms or policy. One recorded elsewhere or reported by hand counts beside the judged ones, but \
            is in no rate.",
        denominator: "Counted use by use",
        source: "",
    },
    Definition {
        figure: "Incident",
        meaning: "All deviations of one kind in one campaign on one day.",
        denominator: "Counted once, whatever the number of uses",
        source: "",
    },
    Definition {
        figure: "Deviations per 1,000 uses",
        meaning: "Deviations divided by uses. Uses of one campaign on one day go wrong together; how much is learnt from how \
            campaign-days differ, and the 95% interval is as wide as that asks for.",
        denominator: "Uses judged in the quarter",
        source: "Beta-binomial with a learnt dispersion, integrated over",
    },
    Definition {
        figure: "Level",
        meaning: "The rate as the neighbouring quarters help to tell it, with its 95% band. A new policy or a changed definition begins \
            anew, so that what does not compare is not compared.",
        denominator: "Uses judged in the quarter",
        source: "Local-level model; scale of the steps after Gelman 2006",
    },
    Definition {
        figure: "Control limits",
        meaning: "Within them a month varies as months usually do. With fewer than 12 months since the last change they are trial limits.",
        denominator: "Uses judged in the month",
        source: "Montgomery; Laney 2002; runs after Anhøj & Olesen 2014",
    },
    Definition {
        figure: "By new rules, by what people did",
        meaning: "The uses before a change of the policy are judged once more by the new rules; the rest of the change is what people did.",
        denominator: "Uses judged in both quarters",
        source: "Paired use by use",
    },
    Definition {
        figure: "Not judged",
        meaning: "A use whose person, purpose or data is not known, or that no version of the policy is about. It is a gap in what is \
            known, no deviation.",
        denominator: "Counted apart from the uses",
        source: "",
    },
    Definition {
        figure: "Forgone",
        meaning: "What uses would have been worth that were held back to keep a rule.",
        denominator: "Uses held back in the quarter",
        source: "",
    },
    Definition {
        figure: "Costs",
        meaning: "Costs that somebody wrote down stand as they are; others come from what is assumed of costs, which are ranges. Medians \
            with 80% ranges.",
        denominator: "Incidents, rules and uses of the quarter; an incident of unknown cost counts as 0",
        source: "Seeded simulation with 100,000 draws",
    },
    Definition {
        figure: "Permission",
        meaning: "A person's yes that holds: given or renewed, not withdrawn, not ended. A dismissal or silence is not a refusal; a box \
            ticked beforehand grants nothing (CJEU C-673/17).",
        denominator: "A person counts once for each purpose, data, channel and topic",
        source: "",
    },
    Definition {
        figure: "People to be asked again",
        meaning: "People whose yes was to a narrower deal than the latest version of the policy allows.",
        denominator: "People who hold any permission on the day of the report",
        source: "",
    },
];

/// What the figures of the memo about an experiment mean.
pub(super) const OF_MEMO: &[Definition] = &[
    Definition {
        figure: "Rate",
        meaning: "People who said yes. Each person counts once, at the first showing; who saw two wordings is set aside; a dismissal or \
            silence is not a refusal.",
        denominator: "Everyone shown",
        source: "",
    },
    Definition {
        figure: "Rate of those who chose",
        meaning: "People who said yes; who closed the request or did not answer is left out.",
        denominator: "Everyone who said yes or no",
        source: "",
    },
    Definition {
        figure: "95% interval",
        meaning: "Where the true rate or difference lies with a chance of 95%, given the data and the prior.",
        denominator: "Everyone shown",
        source: "Beta posteriors, by quadrature; Cook 2005",
    },
    Definition {
        figure: "Chance of being best",
        meaning: "The chance that a wording's true rate is the highest of all.",
        denominator: "Everyone shown",
        source: "By quadrature; Miller 2014",
    },
    Definition {
        figure: "Cost if wrong",
        meaning: "What choosing a wording gives up on average, should another be better (expected loss).",
        denominator: "Percentage points of everyone shown",
        source: "By quadrature; Miller 2014",
    },
    Definition {
        figure: "Evidence for a difference",
        meaning: "How much better the data fit a difference than none.",
        denominator: "Everyone shown",
        source: "Logit model; Gronau, Raj & Wagenmakers 2021",
    },
    Definition {
        figure: "p valid at every look",
        meaning: "However often one looks, the chance that it ever falls below 5% while all wordings are accepted alike is at most 5%.",
        denominator: "Days as blocks",
        source: "Turner, Ly & Grünwald 2024",
    },
    Definition {
        figure: "Split between the wordings",
        meaning: "Whether people were split as planned, at every look.",
        denominator: "Everyone shown",
        source: "Lindon & Malek 2022",
    },
    Definition {
        figure: "Effect in a segment",
        meaning: "The difference to the control in one part of the people, with what the other parts say, so that chance alone makes none \
            stand out.",
        denominator: "People of the segment in both wordings",
        source: "Binomial-normal hierarchy; Smith, Spiegelhalter & Thomas 1995; Gelman 2006",
    },
    Definition {
        figure: "Permission kept",
        meaning: "The share that still permits some days after saying yes; who still permits on the day of the report is counted as such.",
        denominator: "Those who said yes, or everyone shown, as the column says",
        source: "Kaplan & Meier 1958, with a Bayesian band",
    },
];
