//! Everything that the studio says about a wording while it is being written.

use crate::domain::{Terms, Wording};
use crate::wording::{
    self, Finding, Language, NamingKind, Prompt, Readability, Severity, Specificity, Trait, Weighed, canonical,
    readability,
};

/// How a wording stands, in the order in which it is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is written yet.
    Empty,
    /// So many serious findings, and so many others.
    Serious(usize, usize),
    /// Nothing serious, but so many other findings that it is not fair.
    Unfair(usize),
    /// Nothing in the settings is unfair, with so many findings; the words are in a language that is not read.
    Unread(usize),
    /// The words are fair, but nobody said yet what a yes agrees to: purposes or data.
    TermsMissing,
    /// The words are fair, but what a yes agrees to is not found in them: names of purposes, data and recipients.
    Unsaid(Vec<(NamingKind, String)>),
    /// Fair, with so many findings that would make it better.
    Fair(usize),
}

/// What is said about one wording with its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What is unfair or unclear, serious findings first.
    pub findings: Vec<Finding>,
    /// Whether it is fair; `None` if nothing in the settings speaks against it and its language is not read.
    pub is_fair: Option<bool>,
    /// How easily headline and text are read.
    pub readability: Readability,
    /// How specific it is; `None` if its language is not read.
    pub specificity: Option<Specificity>,
    /// Which of the five things people weigh it speaks to.
    pub weighed: Vec<(Weighed, bool)>,
    /// Its traits as the lab codes them.
    pub traits: Vec<Trait>,
    /// Whether purposes and data of a yes are set.
    pub has_terms: bool,
}

impl Look {
    /// Looks at a wording; takes a few milliseconds.
    pub fn at(wording: &Wording, terms: &Terms) -> Self {
        let prompt = Prompt { wording, terms };
        let language = Language::of_prompt(prompt);
        let findings = wording::check(prompt);
        Self {
            is_fair: wording::fairness(prompt, &findings),
            findings,
            readability: readability(&format!("{}\n{}", wording.headline, wording.body), language),
            specificity: wording::specificity(prompt),
            weighed: wording::weighed(prompt)
                .into_iter()
                .map(|(weighed, spans)| (weighed, !spans.is_empty()))
                .collect(),
            traits: wording::traits(prompt, language),
            has_terms: !terms.purposes.is_empty() && !terms.categories.is_empty(),
        }
    }

    /// Whether nothing is written yet that could be looked at.
    pub fn is_empty(&self) -> bool {
        self.readability.words == 0 && self.findings.is_empty()
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        let (serious, all) = (self.serious(), self.findings.len());
        let unsaid = self.unsaid();
        match (serious, self.is_fair) {
            // Nothing can be refused of nothing.
            _ if self.readability.words == 0 => Standing::Empty,
            (1.., _) => Standing::Serious(serious, all - serious),
            (0, Some(false)) => Standing::Unfair(all),
            (0, None) => Standing::Unread(all),
            _ if !self.has_terms => Standing::TermsMissing,
            _ if !unsaid.is_empty() => Standing::Unsaid(unsaid),
            _ => Standing::Fair(all),
        }
    }

    /// What the terms hold and the words do not say, as far as the checks can tell.
    fn unsaid(&self) -> Vec<(NamingKind, String)> {
        let namings = self.specificity.iter().flat_map(|specificity| &specificity.namings);
        let unsaid = namings.filter(|naming| !naming.is_named && !naming.name.is_empty());
        unsaid.map(|naming| (naming.kind, naming.name.clone())).collect()
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
    fn fair_words_are_not_enough_while_a_yes_agrees_to_more() {
        let wording = Wording {
            headline: "May we record your rides?".into(),
            body: "We use your location to draw a map of each ride. Switch it off at any time under Settings, Privacy."
                .into(),
            accept_label: "Yes".into(),
            decline_label: "No".into(),
            ..Wording::default()
        };
        let standing = |purposes: &[&str]| {
            let purposes = purposes.iter().map(ToString::to_string).collect();
            let terms = Terms { purposes, categories: vec!["user.location".into()], ..Terms::default() };
            Look::at(&wording, &terms).standing()
        };
        assert_eq!(Look::at(&wording, &Terms::default()).standing(), Standing::TermsMissing);
        assert_eq!(standing(&["functional"]), Standing::Fair(0));
        let sold = "third_party_sharing.payment_processing";
        assert_eq!(standing(&[sold]), Standing::Unsaid(vec![(NamingKind::Purpose, sold.to_owned())]));
        assert_eq!(Look::at(&Wording::default(), &Terms::default()).standing(), Standing::Empty);
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
        assert!(look.serious() >= 1 && look.is_fair == Some(false), "nobody can say no");
        let french = Wording {
            language: "fr".into(),
            headline: "Seuls les idiots refusent.".into(),
            accept_label: "Oui".into(),
            decline_label: "Non, je suis idiot".into(),
            ..Wording::default()
        };
        assert_eq!(Look::at(&french, &Terms::default()).standing(), Standing::Unread(0), "not called fair");
        assert_eq!(look.weighed.len(), 5);
        assert_eq!(look.readability.words, 19);
    }
}
