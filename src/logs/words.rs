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
    /// Says only that the request was shown; so does an empty cell.
    pub shown: Vec<String>,
    /// Took a permission back that was given before.
    pub withdrawn: Vec<String>,
}

const ACCEPTED: &str = "accepted accept accept_all acceptall accepted_all yes y true t 1 1.0 1,0 granted grant given opt_in optin opt-in \
    opted_in opted-in agree agreed allow allowed allow_all authorized authorised consent consented approve approved ok converted \
    subscribed on";
const DECLINED: &str = "declined decline no n false f 0 0.0 0,0 denied deny deny_all denyall refused refuse rejected reject \
    reject_all rejected_all opt_out optout opt-out opted_out opted-out disagree disagreed disallow disallowed unauthorized off";
const DISMISSED: &str =
    "dismissed dismiss close closed cancelled canceled cancel skip skipped later not_now deferred defer";
const IGNORED: &str = "ignored ignore none timeout timed_out no_response noresponse no_answer no_reaction unset \
    not_determined restricted expired";
const WITHDRAWN: &str =
    "withdrawn withdraw withdrawal consent_withdrawn revoked revoke unsubscribed unsubscribe taken_back";
const SHOWN: &str = "shown show impression impressions view viewed displayed display served presented seen v";

impl Default for AnswerWords {
    fn default() -> Self {
        let list = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        Self {
            accepted: list(ACCEPTED),
            declined: list(DECLINED),
            dismissed: list(DISMISSED),
            ignored: list(IGNORED),
            shown: list(SHOWN),
            withdrawn: list(WITHDRAWN),
        }
    }
}

impl AnswerWords {
    /// The words, ready to be looked up; the lists of answers stand above those of “shown” and “withdrawn”.
    pub(super) fn words(&self) -> Words {
        let mut table = HashMap::default();
        let lists = [
            (&self.withdrawn, ResponseEvent::Withdrawn),
            (&self.shown, ResponseEvent::Shown),
            (&self.ignored, ResponseEvent::Answered(Answer::Ignored)),
            (&self.dismissed, ResponseEvent::Answered(Answer::Dismissed)),
            (&self.declined, ResponseEvent::Answered(Answer::Declined)),
            (&self.accepted, ResponseEvent::Answered(Answer::Accepted)),
        ];
        for (words, event) in lists {
            table.extend(words.iter().map(|word| (word.trim().to_lowercase(), event)));
        }
        Words(table)
    }

    /// What a word means; `None` if its rows are set aside.
    pub fn meaning(&self, word: &str) -> Option<ResponseEvent> {
        self.words().meaning(word.trim())
    }

    /// Gives a word a meaning, or none.
    pub fn set_meaning(&mut self, word: &str, meaning: Option<ResponseEvent>) {
        let plain = word.trim().to_lowercase();
        let lists = [
            &mut self.accepted,
            &mut self.declined,
            &mut self.dismissed,
            &mut self.ignored,
            &mut self.shown,
            &mut self.withdrawn,
        ];
        let chosen = match meaning {
            Some(ResponseEvent::Answered(Answer::Accepted)) => 0,
            Some(ResponseEvent::Answered(Answer::Declined)) => 1,
            Some(ResponseEvent::Answered(Answer::Dismissed)) => 2,
            Some(ResponseEvent::Answered(Answer::Ignored)) => 3,
            Some(ResponseEvent::Shown) => 4,
            Some(ResponseEvent::Withdrawn) => 5,
            None => 6,
        };
        for (index, list) in lists.into_iter().enumerate() {
            list.retain(|known| known.trim().to_lowercase() != plain);
            if index == chosen {
                list.push(plain.clone());
            }
        }
    }
}

/// Words of answers, ready to be looked up.
pub(super) struct Words(HashMap<String, ResponseEvent, foldhash::fast::RandomState>);

impl Words {
    /// What a trimmed cell means.
    pub fn meaning(&self, word: &str) -> Option<ResponseEvent> {
        if word.is_empty() {
            return Some(ResponseEvent::Shown);
        }
        self.0.get(word).or_else(|| self.0.get(&word.to_lowercase())).copied()
    }
}
