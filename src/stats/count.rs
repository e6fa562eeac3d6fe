//! People shown a prompt, and those of them who accepted.

use super::error::StatsError;
use serde::{Deserialize, Serialize};

/// People of one arm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many people accepted; at most `shown`.
    pub accepted: u64,
    /// How many people were shown the prompt.
    pub shown: u64,
}

impl Count {
    /// Both counts together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { accepted: self.accepted.saturating_add(other.accepted), shown: self.shown.saturating_add(other.shown) }
    }

    /// What was counted beyond `earlier`; `None` if fewer accepted, or fewer did not, than before.
    pub(in crate::stats) fn beyond(self, earlier: Self) -> Option<Self> {
        let accepted = self.accepted.checked_sub(earlier.accepted)?;
        let declined = self.declined().checked_sub(earlier.declined())?;
        Some(Self { accepted, shown: accepted.checked_add(declined)? })
    }

    /// How many people were shown the prompt and did not accept.
    pub(in crate::stats) fn declined(self) -> u64 {
        self.shown.saturating_sub(self.accepted)
    }

    pub(in crate::stats) fn check(self, arm: &str) -> Result<(), StatsError> {
        let (accepted, shown) = (self.accepted, self.shown);
        if accepted > shown {
            return Err(StatsError::AcceptedExceedsShown { arm: arm.to_owned(), accepted, shown });
        }
        Ok(())
    }
}
