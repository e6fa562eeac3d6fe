//! Headings and phrases that screens and reports share, so that both say the same.

/// A column: its heading, and whether numbers stand in it.
pub type Heading = (&'static str, bool);

/// The quarters of a table of deviations.
pub const QUARTERS: [Heading; 9] = [
    ("Quarter", false),
    ("Uses", true),
    ("Deviations", true),
    ("Incidents", true),
    ("Per 1,000", true),
    ("Level", true),
    ("95% interval", true),
    ("Better than before", true),
    ("Not judged", true),
];

/// People by purpose, data and state.
pub const PERMISSIONS: [Heading; 8] = [
    ("Purpose", false),
    ("Data", false),
    ("Permitted", true),
    ("Refused", true),
    ("Withdrawn", true),
    ("Ended", true),
    ("Not answered", true),
    ("Other", true),
];

/// How the verdict on an experiment comes about.
pub const DECISION_TABLE: &str = "The first of these that applies gives the verdict: 1. Nobody was asked, or only one wording: \
    nothing to say yet. 2. The sample raised an alarm and nobody said why the figures may stand: no verdict. 3. Withdrawals are known and \
    every wording was followed for 30 days: the permission that people keep decides. 4. A rule was stated: it says adopt, equivalent, keep \
    going or stop. 5. Else chance of being best (95%) and cost if wrong (under 1% of the control's rate) decide. A wording with a serious \
    finding never wins without a recorded reason. The e-value and the view over other priors qualify the sentence; they do not vote.";

/// Which data, and for a preference over which channel and on which topic.
pub fn reach(category: &str, channel: &str, topic: &str) -> String {
    let data = if category.is_empty() { "any data" } else { category };
    let limit = |words: &str, name: &str| if name.is_empty() { String::new() } else { format!(", {words} {name}") };
    format!("{data}{}{}", limit("over", channel), limit("about", topic))
}

#[cfg(test)]
mod tests {
    #[test]
    fn reach_names_what_is_limited() {
        assert_eq!(super::reach("", "email", "bikes"), "any data, over email, about bikes");
        assert_eq!(super::reach("user.location", "", ""), "user.location");
    }
}
