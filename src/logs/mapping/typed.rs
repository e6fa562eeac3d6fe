//! Corrections as people type them, and what a mapping must have.

use crate::logs::LogError;

/// The parts of `key=column,key=column`. What stands between quotation marks is one name, whatever it holds.
pub(in crate::logs) fn corrections(spec: &str) -> Result<Vec<(&str, &str)>, LogError> {
    let parts = split_names(spec, ',').into_iter().filter(|part| !part.is_empty());
    let pair = |part: &'_ str| LogError::Spec { part: part.chars().take(200).collect() };
    parts
        .map(|part| part.split_once('=').map(|(key, value)| (key.trim(), value.trim())).ok_or_else(|| pair(part)))
        .collect()
}

/// The trimmed parts between separators that stand outside quotation marks.
pub(super) fn split_names(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        quoted ^= letter == '"';
        if letter == separator && !quoted {
            parts.push(text.get(start..at).unwrap_or_default().trim());
            start = at + separator.len_utf8();
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts
}

/// A name without the quotation marks around it.
pub(in crate::logs) fn unquoted(name: &str) -> &str {
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

pub(in crate::logs) fn unknown(key: &str, known: &[&str]) -> LogError {
    let known = known.iter().map(|&name| name.to_owned()).collect();
    LogError::UnknownKey { key: key.chars().take(200).collect(), known }
}

pub(in crate::logs) fn column_exists(column: &str, columns: &[String]) -> Result<(), LogError> {
    if columns.iter().any(|known| known == column) {
        return Ok(());
    }
    Err(LogError::ColumnMissing { column: column.to_owned(), columns: columns.iter().take(100).cloned().collect() })
}

/// Whether the log has all mapped columns, and every role that is needed is mapped.
pub(super) fn check<'a>(
    mapped: impl IntoIterator<Item = &'a String>,
    needed: &[(bool, &'static str)],
    columns: &[String],
) -> Result<(), LogError> {
    mapped.into_iter().try_for_each(|column| column_exists(column, columns))?;
    let missing = needed.iter().find(|(is_mapped, _)| !is_mapped);
    missing.map_or(Ok(()), |&(_, role)| Err(LogError::RoleMissing { role }))
}
