//! A query in steps.

/// Statements that are run one after the other in one session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staged {
    /// What is worked out first, and kept for the session.
    pub steps: Vec<String>,
    /// What gives the answer.
    pub query: String,
    /// What lets go of what was kept.
    pub afterwards: Vec<String>,
}

impl From<&str> for Staged {
    fn from(query: &str) -> Self {
        Self { query: query.to_owned(), ..Self::default() }
    }
}
