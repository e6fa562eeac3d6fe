//! Counting where the rows are: writes the SQL with which a warehouse counts a log just as the program counts a file, and reads what it answers.
//!
//! Nothing here speaks to a warehouse: text comes out, rows of counts go in. What a dialect cannot do exactly as the file import does is
//! refused in words, never done nearly.

mod cells;
mod connection;
mod counted;
mod dialect;
mod refusal;
mod responses;
mod rows;
mod source;
mod staged;
mod uses;

pub use connection::{Connection, ConnectionError};
pub use counted::{AnswerError, Counted, Line, counted};
pub use dialect::Dialect;
pub use refusal::Refusal;
pub use responses::{ResponseQuestion, responses_sql, variants_sql};
pub use rows::rows_sql;
pub use source::{Moment, Order, ResponseRoles, Source};
pub use staged::Staged;
pub use uses::{
    CountedChanges, CountedLog, LogWords, MOST_PAIRS, MOST_WORDS, PermissionRoles, RecordQuestion, SCOPE_WORDS,
    SUBJECT_WORDS, ToldWords, UseLine, UseRoles, counted_permissions, counted_uses, permission_words_sql,
    permissions_sql, told_words, use_words_sql, uses_in_steps, uses_sql,
};
