//! Tests of the past of which only the counts are left: evidence for the wording lab, but no experiments of the workspace.

use serde::{Deserialize, Serialize};

/// One wording of a past test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastWording {
    /// The words that people were shown.
    pub text: String,
    /// People who were shown them.
    pub shown: u64,
    /// Of these, how many accepted.
    pub accepted: u64,
}

/// Wordings that were tried on comparable people at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastTest {
    /// What the file calls it; empty where the file is one test.
    pub name: String,
    /// Its wordings in the order of the file.
    pub wordings: Vec<PastWording>,
}

impl PastTest {
    /// Adds people to a wording; the same words are one wording.
    pub fn add(&mut self, wording: PastWording) {
        match self.wordings.iter_mut().find(|known| known.text == wording.text) {
            Some(known) => {
                known.shown = known.shown.saturating_add(wording.shown);
                known.accepted = known.accepted.saturating_add(wording.accepted);
            }
            None => self.wordings.push(wording),
        }
    }
}
