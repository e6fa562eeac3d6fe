//! What a warehouse is not asked, since its answer would differ from that of a file.

/// Why a log cannot be counted in a warehouse exactly as a file is counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No column tells the variant, or the experiment has none.
    #[error("nothing says which variant a row is about")]
    VariantMissing,
    /// People are named, but no time.
    #[error(
        "the log names people but no times: a table has no order, so that nobody could tell whose showing was the first"
    )]
    TimeMissing,
    /// Local times in a dialect whose rules for skipped and repeated hours were not compared with those of files.
    #[error("the times of “{column}” name no zone: let the query turn them into exact times")]
    LocalTime {
        /// The column.
        column: String,
    },
    /// Phone numbers or tags of mail addresses are to be brought into one spelling.
    #[error("the workspace brings {what} into one spelling, which a warehouse cannot do as a file import does")]
    Spelling {
        /// What.
        what: &'static str,
    },
    /// A word whose capital letters depend on their place.
    #[error("the answer “{0}” has letters whose capitals depend on their place in the word")]
    Word(String),
    /// A name or text that no dialect can quote.
    #[error("the name “{0}” cannot be written in a query")]
    Name(String),
    /// A table or query without text.
    #[error("neither a table nor a query is named")]
    SourceMissing,
    /// More words than a query can hold.
    #[error("there are more than {most} {what}, too many for one query")]
    TooManyWords {
        /// Of what.
        what: &'static str,
        /// How many are too many.
        most: usize,
    },
    /// A zone that is no plain name.
    #[error("the time zone “{0}” cannot be named in a query: choose one such as Europe/Berlin")]
    Zone(String),
}
