//! What goes wrong between here and a warehouse.

/// Why a warehouse gave no answer; no text in it opens the warehouse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The driver cannot be loaded.
    #[error("the driver {driver} cannot be loaded: {detail}")]
    Driver {
        /// The driver, as it was named.
        driver: String,
        /// What the loader said.
        detail: String,
    },
    /// The warehouse did not let us in, or did not answer.
    #[error("{warehouse} could not be opened: {detail}")]
    Closed {
        /// The warehouse.
        warehouse: String,
        /// What the driver said.
        detail: String,
    },
    /// The warehouse refused the query.
    #[error("the warehouse refused the query: {0}")]
    Query(String),
    /// The warehouse keeps nothing for a session, so that a query in steps cannot begin.
    #[error("the warehouse refused the first step of the query: {0}")]
    NoSteps(String),
    /// Rows that came could not be written down here.
    #[error("the rows could not be kept here while they are read: {0}")]
    Kept(String),
    /// The connection broke before the answer was complete.
    #[error("the answer broke off: {0}")]
    Broken(String),
    /// The answer has another shape than was asked for.
    #[error("the warehouse answered otherwise than asked: {0}")]
    Answer(String),
    /// Somebody said not to go on.
    #[error("cancelled")]
    Cancelled,
}

impl EngineError {
    pub(super) fn closed(warehouse: String, detail: String) -> Self {
        Self::Closed { warehouse, detail }
    }

    pub(super) fn query(detail: String) -> Self {
        Self::Query(detail)
    }

    pub(super) fn broken(detail: String) -> Self {
        Self::Broken(detail)
    }
}
