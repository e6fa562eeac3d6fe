//! The words with which logs say how people answered.

use crate::domain::{Answer, ResponseEvent};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The words that stand for each answer, in any case.
///
/// An empty cell, and a word such as `shown`, says only that the request was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerWords {
    /// Said yes.
    pub accepted: Vec<String>,
    /// Said no.
    pub declined: Vec<String>,
    /// Closed the request.
    pub dismissed: Vec<String>,
    /// Did not react.
    pub ignored: Vec<String>,
}

const ACCEPTED: &str = "accepted accept accept_all acceptall accepted_all yes y true t 1 1.0 granted grant given opt_in optin opt-in \
    opted_in opted-in agree agreed allow allowed allow_all authorized authorised consent consented approve approved ok converted \
    subscribed on";
const DECLINED: &str = "declined decline no n false f 0 0.0 denied deny deny_all denyall refused refuse rejected reject \
    reject_all rejected_all opt_out optout opt-out opted_out opted-out disagree disagreed disallow disallowed unauthorized off";
const DISMISSED: &str =
    "dismissed dismiss close closed cancelled canceled cancel skip skipped later not_now deferred defer";
const IGNORED: &str = "ignored ignore none timeout timed_out no_response noresponse no_answer no_reaction unset \
    not_determined restricted expired";
const SHOWN: &str = "shown show impression impressions view viewed displayed display served presented seen v";

impl Default for AnswerWords {
    fn default() -> Self {
        let list = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        Self { accepted: list(ACCEPTED), declined: list(DECLINED), dismissed: list(DISMISSED), ignored: list(IGNORED) }
    }
}

impl AnswerWords {
    /// A table from each word, in lower case, to what it means; the lists stand above the usual words for “shown”.
    pub(super) fn table(&self) -> HashMap<String, ResponseEvent> {
        let mut table: HashMap<String, ResponseEvent> =
            SHOWN.split_whitespace().map(|word| (word.to_owned(), ResponseEvent::Shown)).collect();
        table.insert(String::new(), ResponseEvent::Shown);
        let lists = [
            (&self.ignored, Answer::Ignored),
            (&self.dismissed, Answer::Dismissed),
            (&self.declined, Answer::Declined),
            (&self.accepted, Answer::Accepted),
        ];
        for (words, answer) in lists {
            for word in words {
                table.insert(word.trim().to_lowercase(), ResponseEvent::Answered(answer));
            }
        }
        table
    }
}
