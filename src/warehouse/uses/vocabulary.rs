//! The words that the rows hold: the program decides what they mean before anything is judged.

use super::rows::text;
use super::{MOST_WORDS, PermissionRoles, SCOPE_WORDS, SUBJECT_WORDS, UseRoles};
use crate::warehouse::{AnswerError, Dialect, Refusal, Source};

/// Stands for words that are too many.
const TOO_MANY: &str = "too_many";

/// Words as a warehouse told them: each list without repetitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldWords {
    /// The words of uses or of permissions that judging looks at, tuple by tuple.
    pub tuples: Vec<[String; SUBJECT_WORDS]>,
    /// Done or held back, or the states of permission.
    pub states: Vec<String>,
    /// Circumstances, or numbers of contacts.
    pub others: Vec<String>,
}

/// The query for the words of a use log; it gives lines of a section and seven texts, at most [`MOST_WORDS`] of each section; of a
/// section with more, only that.
///
/// # Errors
/// A [`Refusal`] where a column cannot be named.
pub fn use_words_sql(dialect: Dialect, source: &Source, roles: &UseRoles) -> Result<String, Refusal> {
    let words: Vec<Option<&String>> = roles.subject.iter().map(Option::as_ref).collect();
    words_sql(dialect, source, &words, roles.outcome.as_ref(), roles.circumstance.as_ref())
}

/// The query for the words of a permission log; as [`use_words_sql`].
///
/// # Errors
/// A [`Refusal`] where a column cannot be named.
pub fn permission_words_sql(dialect: Dialect, source: &Source, roles: &PermissionRoles) -> Result<String, Refusal> {
    let words: Vec<Option<&String>> = roles.scope.iter().map(Option::as_ref).collect();
    debug_assert_eq!(words.len(), SCOPE_WORDS);
    words_sql(dialect, source, &words, Some(&roles.state), roles.contacts.as_ref())
}

fn words_sql(
    dialect: Dialect,
    source: &Source,
    words: &[Option<&String>],
    state: Option<&String>,
    other: Option<&String>,
) -> Result<String, Refusal> {
    let rows = source.sql(dialect)?;
    let padded = words.iter().copied().chain(std::iter::repeat(None)).take(SUBJECT_WORDS);
    let tuple: Result<Vec<String>, Refusal> = padded.map(|column| text(dialect, column)).collect();
    let single = |column: Option<&String>| -> Result<Vec<String>, Refusal> {
        let empty = std::iter::repeat_n(Ok("''".to_owned()), SUBJECT_WORDS - 1);
        std::iter::once(text(dialect, column)).chain(empty).collect()
    };
    let section = |name: &str, values: Vec<String>| {
        let named: Vec<String> =
            values.iter().enumerate().map(|(place, value)| format!("{value} AS word_{place}")).collect();
        let columns: Vec<String> = (0..SUBJECT_WORDS).map(|place| format!("word_{place}")).collect();
        let told: Vec<String> = columns
            .iter()
            .map(|column| format!("CASE WHEN amount <= {MOST_WORDS} THEN {column} ELSE '' END AS {column}"))
            .collect();
        // Where there are too many, what tells people apart may be among them: none comes over.
        format!(
            "SELECT CASE WHEN amount <= {MOST_WORDS} THEN '{name}' ELSE '{TOO_MANY}' END AS section, {} FROM (\n  \
             SELECT {columns}, count(*) OVER () AS amount, row_number() OVER (ORDER BY {columns}) AS nth FROM (\n    \
             SELECT DISTINCT {columns} FROM (SELECT {} FROM {rows} source_rows) named\n  ) different_{name}\n\
             ) told_{name} WHERE amount <= {MOST_WORDS} OR nth = 1",
            told.join(", "),
            named.join(", "),
            columns = columns.join(", "),
        )
    };
    let sections = [section("tuple", tuple?), section("state", single(state)?), section("other", single(other)?)];
    Ok(sections.join("\nUNION ALL\n"))
}

/// The words in the lines of an answer: a section and seven texts each.
///
/// # Errors
/// [`AnswerError`] for lines that no query of ours gives; [`AnswerError::TooManyWords`] where there are more than [`MOST_WORDS`].
pub fn told_words(
    lines: impl IntoIterator<Item = (String, [String; SUBJECT_WORDS])>,
) -> Result<ToldWords, AnswerError> {
    let mut told = ToldWords::default();
    for (section, words) in lines {
        let [first, ..] = &words;
        match section.as_str() {
            TOO_MANY => return Err(AnswerError::TooManyWords(MOST_WORDS)),
            "state" => told.states.push(first.clone()),
            "other" => told.others.push(first.clone()),
            "tuple" => told.tuples.push(words),
            _ => return Err(AnswerError::Section(section)),
        }
    }
    Ok(told)
}
