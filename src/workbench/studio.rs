//! Everything that the studio says about a wording while it is being written.

use crate::domain::{Terms, Wording};
use crate::wording::{
    self, Finding, Language, Prompt, Readability, Severity, Specificity, Trait, Weighed, canonical, readability,
};

/// What is said about one wording with its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What is unfair or unclear, serious findings first.
    pub findings: Vec<Finding>,
    /// Whether the findings leave it fair.
    pub is_fair: bool,
    /// How easily headline and text are read.
    pub readability: Readability,
    /// How specific it is; `None` if its language is not read.
    pub specificity: Option<Specificity>,
    /// Which of the five things people weigh it speaks to.
    pub weighed: Vec<(Weighed, bool)>,
    /// Its traits as the lab codes them.
    pub traits: Vec<Trait>,
}

impl Look {
    /// Looks at a wording; takes a few milliseconds.
    pub fn at(wording: &Wording, terms: &Terms) -> Self {
        let prompt = Prompt { wording, terms };
        let language = Language::of_prompt(prompt);
        let findings = wording::check(prompt);
        Self {
            is_fair: wording::is_fair(&findings),
            findings,
            readability: readability(&format!("{}\n{}", wording.headline, wording.body), language),
            specificity: wording::specificity(prompt),
            weighed: wording::weighed(prompt)
                .into_iter()
                .map(|(weighed, spans)| (weighed, !spans.is_empty()))
                .collect(),
            traits: wording::traits(prompt, language),
        }
    }

    /// Whether nothing is written yet that could be looked at.
    pub fn is_empty(&self) -> bool {
        self.readability.words == 0 && self.findings.is_empty()
    }

    /// How many findings are serious.
    pub fn serious(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == Severity::Serious).count()
    }
}

/// The hash of what people see and agree to, 64 hexadecimal digits (BLAKE3; O'Connor et al., 2020): the same words in the same places,
/// asking for the same, have the same hash in every workspace.
pub fn wording_hash(wording: &Wording, terms: &Terms) -> String {
    blake3::hash(canonical(Prompt { wording, terms }).as_bytes()).to_hex().to_string()
}

/// The short name of a wording, `w1-` and the first 16 digits of its hash: what a program that shows it may write into its log.
pub fn wording_identifier(wording: &Wording, terms: &Terms) -> String {
    format!("{IDENTIFIER_PREFIX}{}", wording_hash(wording, terms).chars().take(IDENTIFIER_DIGITS).collect::<String>())
}

/// Whether a value of a log is the identifier of some wording.
pub fn is_wording_identifier(value: &str) -> bool {
    value.strip_prefix(IDENTIFIER_PREFIX).is_some_and(|digits| {
        digits.len() == IDENTIFIER_DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

const IDENTIFIER_PREFIX: &str = "w1-";
const IDENTIFIER_DIGITS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_have_the_same_identifier_and_others_another() {
        let wording = |headline: &str| Wording { headline: headline.into(), ..Wording::default() };
        let terms = Terms::default();
        let identifier = wording_identifier(&wording("May we?"), &terms);
        assert!(is_wording_identifier(&identifier), "{identifier}");
        assert_eq!(identifier, wording_identifier(&wording(" May  we? "), &terms));
        assert_ne!(identifier, wording_identifier(&wording("May we!"), &terms));
        let wider = Terms { retention_days: Some(9), ..Terms::default() };
        assert_ne!(identifier, wording_identifier(&wording("May we?"), &wider));
        assert!(!is_wording_identifier("w1-plain") && !is_wording_identifier("plain"));
        assert!(!is_wording_identifier("w1-0123456789ABCDEF"));
    }

    #[test]
    fn a_look_says_what_the_checks_say() {
        let wording = Wording {
            headline: "May we send you our newsletter by email?".into(),
            body: "We use your email address to send it twice a month.".into(),
            accept_label: "Yes".into(),
            ..Wording::default()
        };
        let look = Look::at(&wording, &Terms::default());
        assert!(look.serious() >= 1 && !look.is_fair, "nobody can say no");
        assert_eq!(look.weighed.len(), 5);
        assert_eq!(look.readability.words, 19);
    }
}
