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

/// What a driver says of a query, without what it quotes unless the query itself says it: it may be a cell.
pub(super) fn without_cells(detail: &str, query: &str) -> String {
    let (mut clean, mut rest) = (String::new(), detail);
    while let Some(start) = rest.find(['"', '\'', '`', '“']) {
        let (before, quoted) = rest.split_at(start);
        clean.push_str(before);
        let Some(sign) = quoted.chars().next() else { break };
        rest = quoted.get(sign.len_utf8()..).unwrap_or_default();
        clean.push(sign);
        if sign == '\'' && before.ends_with(char::is_alphanumeric) {
            continue;
        }
        // A quote that never ends hides all that follows.
        let end = end_of_quote(rest, if sign == '“' { '”' } else { sign });
        let (cell, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        clean.push_str(if is_said(cell, query) { cell } else { "…" });
        let close = after.chars().next();
        clean.extend(close);
        rest = after.get(close.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    clean + rest
}

/// Where a quote ends: at its sign, unless a word goes on behind it.
fn end_of_quote(text: &str, sign: char) -> usize {
    let goes_on =
        |at: usize| text.get(at + sign.len_utf8()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    text.match_indices(sign).map(|found| found.0).find(|at| !goes_on(*at)).unwrap_or(text.len())
}

/// Whether a query says just this, not as a part of other words.
fn is_said(text: &str, query: &str) -> bool {
    query.match_indices(text).any(|(at, _)| {
        let before = query.get(..at).is_none_or(|before| !before.ends_with(char::is_alphanumeric));
        before && query.get(at + text.len()..).is_none_or(|after| !after.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_not_told() {
        let query = "SELECT CAST(\"who\" AS bigint) FROM \"log\"";
        for (detail, told) in [
            ("invalid input syntax for type bigint: \"anna@x.org\"", "invalid input syntax for type bigint: \"…\""),
            ("relation \"log\" does not exist", "relation \"log\" does not exist"),
            ("the server can't read 'it's'", "the server can't read '…'"),
            ("no value 'O'Brien' here", "no value '…' here"),
            ("no value 'an' here", "no value '…' here"),
            ("“anna” is no number", "“…” is no number"),
            ("`who` of 'anna", "`who` of '…"),
        ] {
            assert_eq!(without_cells(detail, query), told);
        }
    }
}
