//! JSON lines as rows: objects within objects become columns with dotted names.

use super::{DEEPEST, MOST_COLUMNS};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Formatter;

/// What stands between the entries of a list in one cell.
const BETWEEN: char = '|';

/// The columns of a JSON-lines log, to look up where a value goes.
///
/// Objects within objects give names with dots (`context.consent.categoryPreferences.Advertising`). A list of plain values is one
/// cell, joined by `|`. A list of objects with an `id` or a `name` and one other plain value gives a column for each
/// (`consents.purposes.cookies`), any other list is its own JSON text. Numbers stay as they are written; `null` and what is missing
/// are the empty cell. Of a name that stands twice in an object the last value counts.
pub(in crate::logs) struct JsonColumns {
    places: HashMap<String, usize>,
}

impl JsonColumns {
    /// The names of the columns in the first lines of a log, in the order in which they first appear. Lines that are no JSON
    /// object are passed over. Beyond 10,000 columns no more lines are looked at.
    pub fn discover(first_lines: &[&[u8]]) -> Vec<String> {
        let mut found = Found::default();
        for line in first_lines {
            let mut of_line = Found::default();
            if walk_line(line, &mut |path, value| of_line.add(path, value)).is_ok() {
                of_line.names.into_iter().for_each(|name| found.take(name, &of_line.filled));
            }
            if found.names.len() > MOST_COLUMNS {
                break;
            }
        }
        found.without_empty_parents()
    }

    /// Columns of these names.
    pub fn new(names: &[String]) -> Self {
        Self { places: names.iter().enumerate().map(|(place, name)| (name.clone(), place)).collect() }
    }

    /// Reads one line into one cell for each column; the cells are cleared first. Values of other names are passed over.
    ///
    /// # Errors
    /// What is wrong with the line, in words, if it is no JSON object; the cells then hold nothing to rely on.
    pub fn read(&self, line: &[u8], cells: &mut Vec<String>) -> Result<(), String> {
        cells.resize_with(self.places.len(), String::new);
        cells.iter_mut().for_each(String::clear);
        walk_line(line, &mut |path, value| {
            if let Some(cell) = self.places.get(path).and_then(|place| cells.get_mut(*place)) {
                cell.clear();
                cell.push_str(value);
            }
        })
    }
}

/// Names of columns, and which of them ever held something.
#[derive(Default)]
struct Found {
    names: Vec<String>,
    known: HashSet<String>,
    filled: HashSet<String>,
}

impl Found {
    fn add(&mut self, path: &str, value: &str) {
        if !value.is_empty() {
            self.filled.insert(path.to_owned());
        }
        if self.known.insert(path.to_owned()) {
            self.names.push(path.to_owned());
        }
    }

    fn take(&mut self, name: String, filled: &HashSet<String>) {
        self.add(&name, if filled.contains(&name) { "filled" } else { "" });
    }

    /// An object that is `null` in some lines, or a list that is empty, is no column of its own.
    fn without_empty_parents(self) -> Vec<String> {
        let mut parents = HashSet::new();
        for name in &self.names {
            parents.extend(name.match_indices('.').filter_map(|(dot, _)| name.get(..dot)));
        }
        let is_column = |name: &&String| self.filled.contains(*name) || !parents.contains(name.as_str());
        self.names.iter().filter(is_column).cloned().collect()
    }
}

/// Takes the dotted name of a value and its text.
type Give<'a> = dyn FnMut(&str, &str) + 'a;

fn walk_line(line: &[u8], give: &mut Give) -> Result<(), String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not valid UTF-8".to_owned())?;
    if !text.trim_ascii_start().starts_with('{') {
        return Err("the line is no JSON object".to_owned());
    }
    walk_object(text, &mut String::new(), 1, give).map_err(|error| format!("the line is no valid JSON: {error}"))
}

fn walk_object(object: &str, path: &mut String, depth: usize, give: &mut Give) -> Result<(), String> {
    if depth > DEEPEST {
        return Err(format!("more than {DEEPEST} objects are nested in each other"));
    }
    let own_length = path.len();
    each_member(object, |name, value| {
        if own_length > 0 {
            path.push('.');
        }
        path.push_str(name);
        let result = walk_value(value, path, depth, give);
        path.truncate(own_length);
        result
    })
}

fn walk_value(value: &RawValue, path: &mut String, depth: usize, give: &mut Give) -> Result<(), String> {
    match value.get().as_bytes().first() {
        Some(b'{') => walk_object(value.get(), path, depth + 1, give),
        Some(b'[') => walk_list(value, path, give),
        _ => {
            give(path, &plain(value)?.unwrap_or_default());
            Ok(())
        }
    }
}

fn walk_list(list: &RawValue, path: &mut String, give: &mut Give) -> Result<(), String> {
    let entries: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|error| error.to_string())?;
    if let Some(keyed) =
        entries.iter().map(|entry| keyed(entry)).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
    {
        let own_length = path.len();
        for (key, value) in keyed {
            path.push('.');
            path.push_str(&key);
            give(path, &value);
            path.truncate(own_length);
        }
        return Ok(());
    }
    let mut joined = String::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some(text) = plain(entry)? else {
            give(path, list.get());
            return Ok(());
        };
        if index > 0 {
            joined.push(BETWEEN);
        }
        joined.push_str(&text);
    }
    give(path, &joined);
    Ok(())
}

/// The key and the value of an object that has an `id` or a `name` and one other plain value.
fn keyed(entry: &RawValue) -> Option<(String, String)> {
    if !entry.get().starts_with('{') {
        return None;
    }
    let mut members: Vec<(String, String)> = Vec::new();
    each_member(entry.get(), |name, value| match plain(value)? {
        Some(value) if members.len() < 2 => {
            members.push((name.to_owned(), value.into_owned()));
            Ok(())
        }
        _ => Err(String::new()),
    })
    .ok()?;
    let key = ["id", "name"].iter().find_map(|key| members.iter().position(|(name, _)| name == key))?;
    let (_, key) = (members.len() == 2).then(|| members.remove(key))?;
    let (_, value) = members.pop()?;
    (!key.is_empty()).then_some((key, value))
}

/// The text of a value that holds no others; `null` is empty.
fn plain(value: &RawValue) -> Result<Option<Cow<'_, str>>, String> {
    let written = value.get();
    match written.as_bytes().first() {
        Some(b'{' | b'[') => Ok(None),
        Some(b'n') => Ok(Some(Cow::Borrowed(""))),
        Some(b'"') => string(written).map(Some),
        _ => Ok(Some(Cow::Borrowed(written))),
    }
}

fn string(written: &str) -> Result<Cow<'_, str>, String> {
    let inside = written.get(1..written.len() - 1).unwrap_or_default();
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inside));
    }
    serde_json::from_str::<String>(written).map(Cow::Owned).map_err(|error| error.to_string())
}

/// Hands out the members of an object one after the other, until one is refused.
fn each_member(object: &str, mut each: impl FnMut(&str, &RawValue) -> Result<(), String>) -> Result<(), String> {
    let mut deserializer = serde_json::Deserializer::from_str(object);
    let result = deserializer.deserialize_map(Members(&mut each));
    result.and_then(|()| deserializer.end()).map_err(|error| error.to_string())
}

struct Members<'a>(&'a mut dyn FnMut(&str, &RawValue) -> Result<(), String>);

/// A name that is borrowed from the line wherever it has no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter) -> std::fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            let value: &'de RawValue = map.next_value()?;
            (self.0)(&name, value).map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}
