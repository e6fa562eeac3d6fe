//! What the words of logs in a warehouse mean: the same as in files.

use super::mapping::parse_outcome;
use super::numbers::read_count;
use super::uses::optional;
use crate::domain::{Circumstance, PermissionState};
use crate::warehouse::{LogWords, ToldWords};

/// The words of a use log and of the permission log beside it, with their meanings.
pub fn log_words(uses: ToldWords, permissions: ToldWords) -> LogWords {
    let circumstance = |word: &str| optional(word, None, |word| Circumstance::parse(word).map(Some));
    let contacts = |word: &str| optional(word, None, |word| Some(Some(u32::try_from(read_count(word)?).ok()?)));
    LogWords {
        subjects: uses.tuples,
        outcomes: meant(uses.states, parse_outcome),
        circumstances: meant(uses.others, circumstance),
        scopes: permissions
            .tuples
            .into_iter()
            .map(|[purpose, category, channel, topic, ..]| [purpose, category, channel, topic])
            .collect(),
        states: meant(permissions.states, PermissionState::parse),
        contacts: meant(permissions.others, contacts),
    }
}

fn meant<T>(words: Vec<String>, means: impl Fn(&str) -> Option<T>) -> Vec<(String, Option<T>)> {
    words.into_iter().map(|word| (means(&word), word)).map(|(meaning, word)| (word, meaning)).collect()
}
