//! Which columns of a response log, or of a log that tells something of people, say what.

use super::suggested::{EVENTS, PEOPLE, RESPONSES, SEGMENTS, TIMES, VARIANTS, tells_segments};
use super::typed::{check, corrections, split_names, unknown, unquoted};
use crate::logs::guess::Guesser;
use crate::logs::times::{is_time, is_written_time};
use crate::logs::{AnswerWords, LogError, Preview};
use serde::{Deserialize, Serialize};

/// Where a response log says who saw which variant when, and what they answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResponseMapping {
    /// Who; without it every row is a person of its own.
    pub person: Option<String>,
    /// Which variant; the values of several columns are joined with `+`.
    pub variant: Vec<String>,
    /// When; without it the rows keep the order of the log.
    pub shown_at: Option<String>,
    /// What was answered; without it every row says only that the request was shown.
    pub response: Option<String>,
    /// What tells one event from another; rows of the same person, event and answer are one row that came twice.
    pub event: Option<String>,
    /// Segments: their names and columns.
    pub segments: Vec<(String, String)>,
    /// The words for the answers.
    pub answers: AnswerWords,
}

const RESPONSE_KEYS: &[&str] = &[
    "person",
    "variant",
    "shown_at",
    "response",
    "event",
    "segment:NAME",
    "accepted",
    "declined",
    "dismissed",
    "ignored",
    "shown",
    "withdrawn",
];
/// Of a log with more columns, the first so many are proposed as segments.
const MOST_SEGMENTS: usize = 10;

impl ResponseMapping {
    /// A guess from the names of the columns, then from their values.
    pub fn guess(preview: &Preview) -> Self {
        let words = AnswerWords::default();
        let table = words.words();
        let is_answer = |cell: &str| table.meaning(cell.trim()).is_some();
        let mut guesser = Guesser::new(preview);
        let shown_at = guesser.by_name(TIMES, is_time).or_else(|| guesser.by_values(is_written_time));
        let response = guesser.by_name(RESPONSES, is_answer);
        let person = guesser.by_name(PEOPLE, |_| true);
        let mut variant: Vec<String> = guesser.by_name(VARIANTS, |_| true).into_iter().collect();
        // A group alone may not tell what was shown: assignment and showing can disagree.
        if variant.first().is_some_and(|column| column.to_lowercase().contains("group")) {
            variant.extend(guesser.by_name(&["landingpage", "page", "shownpage"], |_| true));
        }
        let response = response.or_else(|| guesser.by_values(is_answer));
        let mut segments = Vec::new();
        for name in SEGMENTS {
            segments.extend(guesser.exactly(name).map(|column| (column.clone(), column)));
        }
        let event = guesser.by_name(EVENTS, |_| true);
        Self { person, variant, shown_at, response, event, segments, answers: words }
    }

    /// Corrects the mapping: `person=user_id,variant=group+landing_page,segment:country=country`; words for answers
    /// are parted by bars (`accepted=ja|oui`), and nothing after the equals sign clears what was mapped.
    pub fn apply(&mut self, spec: &str) -> Result<(), LogError> {
        for (key, value) in corrections(spec)? {
            let column = (!value.is_empty()).then(|| unquoted(value).to_owned());
            let split = |by: char| {
                split_names(value, by).into_iter().map(unquoted).filter(|part| !part.is_empty()).map(str::to_owned)
            };
            match key {
                "person" => self.person = column,
                "variant" => self.variant = split('+').collect(),
                "shown_at" => self.shown_at = column,
                "response" => self.response = column,
                "event" => self.event = column,
                "accepted" => self.answers.accepted = split('|').collect(),
                "declined" => self.answers.declined = split('|').collect(),
                "dismissed" => self.answers.dismissed = split('|').collect(),
                "ignored" => self.answers.ignored = split('|').collect(),
                "shown" => self.answers.shown = split('|').collect(),
                "withdrawn" => self.answers.withdrawn = split('|').collect(),
                _ => self.apply_segment(key, column)?,
            }
        }
        Ok(())
    }

    /// The mapped columns.
    pub fn columns(&self) -> Vec<&String> {
        let single = [&self.person, &self.shown_at, &self.response, &self.event];
        let segments = self.segments.iter().map(|(_, column)| column);
        single.into_iter().flatten().chain(&self.variant).chain(segments).collect()
    }

    /// A guess for a log that says something about people: who, and as segments the columns of which many people share the few values, so
    /// that neither names nor addresses are proposed.
    pub fn guess_people(preview: &Preview) -> Self {
        let person = Guesser::new(preview).by_name(PEOPLE, |_| true).or_else(|| preview.columns.first().cloned());
        let others = preview.columns.iter().filter(|column| Some(*column) != person.as_ref());
        let telling = others.filter(|column| tells_segments(preview, column));
        let segments = telling.take(MOST_SEGMENTS).map(|column| (column.clone(), column.clone())).collect();
        Self { person, segments, ..Self::default() }
    }

    /// Whether the log has all mapped columns, and a person and at least one segment are mapped.
    pub fn check_people(&self, columns: &[String]) -> Result<(), LogError> {
        let mapped = self.person.iter().chain(self.segments.iter().map(|(_, column)| column));
        let needed = [(self.person.is_some(), "person"), (!self.segments.is_empty(), "segment:NAME")];
        check(mapped, &needed, columns)
    }

    fn apply_segment(&mut self, key: &str, column: Option<String>) -> Result<(), LogError> {
        let name = key.strip_prefix("segment:").map(str::trim).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| unknown(key, RESPONSE_KEYS))?;
        self.segments.retain(|(known, _)| known != name);
        self.segments.extend(column.map(|column| (name.to_owned(), column)));
        Ok(())
    }

    /// Whether the log has all mapped columns, and a variant is mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        check(self.columns(), &[(!self.variant.is_empty(), "variant")], columns)
    }
}
