//! Taking words that name a person out of the record. The chain stays whole: it knows only salted digests of what goes.

use super::chain::{content_object, label_object};
use super::covered::named;
use crate::domain::RecordObject;
use crate::store::{Store, StoreError};
use rusqlite::params;
use serde_json::Value;
use std::collections::BTreeSet;

/// Shorter identifiers stand in too many words that are about nobody.
const SHORTEST_CHARACTERS: usize = 4;

/// States that name somebody.
#[derive(Default)]
struct Naming {
    /// Things that are still so.
    still: BTreeSet<RecordObject>,
    /// How things were: the number of an entry, and the place in it.
    gone: Vec<(i64, i64)>,
}

/// Says whether a text names somebody.
pub type Names<'a> = dyn Fn(&str) -> bool + 'a;

/// What says whether a text has one of these identifiers in it, as a word of its own.
pub fn naming(identifiers: &[String]) -> impl Fn(&str) -> bool + use<> {
    let spelt = identifiers.iter().map(|one| one.trim().to_lowercase());
    let wanted: Vec<String> = spelt.filter(|one| one.chars().count() >= SHORTEST_CHARACTERS).collect();
    move |text| has_word(text, &wanted)
}

impl Store {
    /// Takes what the record keeps of states and words that name somebody out of it, as part of the change under way. What is still so in the
    /// workspace is left; it is returned, so that people can be told to write it otherwise.
    pub fn forget_in_record(&self, names: &Names<'_>) -> Result<Vec<RecordObject>, StoreError> {
        self.forget_labels(names)?;
        let Naming { still, gone } = self.naming_somebody(names)?;
        for (entry, position) in &gone {
            self.connection.execute(
                "UPDATE record_effect SET content = NULL, salt = NULL WHERE entry = ?1 AND position = ?2",
                params![entry, position],
            )?;
        }
        self.take_out_of_record(gone.into_iter().map(|(entry, position)| content_object(entry, position)).collect());
        Ok(still.into_iter().collect())
    }

    /// Whether something that is so in the workspace names somebody.
    pub fn names_somebody(&self, names: &Names<'_>) -> Result<bool, StoreError> {
        Ok(!self.naming_somebody(names)?.still.is_empty())
    }

    /// Which states that the record keeps name somebody.
    fn naming_somebody(&self, names: &Names<'_>) -> Result<Naming, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT entry, position, object, content,
                 entry = (SELECT MAX(entry) FROM record_effect AS later WHERE later.object = record_effect.object)
             FROM record_effect WHERE content IS NOT NULL",
        )?;
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
        let mut naming = Naming::default();
        for row in rows {
            let (entry, position, object, content, is_latest): (i64, i64, String, String, bool) = row?;
            if !some_text(&content, names) {
                continue;
            }
            if is_latest {
                naming.still.insert(named(&object));
            } else {
                naming.gone.push((entry, position));
            }
        }
        Ok(naming)
    }

    fn forget_labels(&self, names: &Names<'_>) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare("SELECT number, label FROM record_entry WHERE label IS NOT NULL")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let gone: Vec<i64> = rows.into_iter().filter(|(_, label)| names(label)).map(|row| row.0).collect();
        for entry in &gone {
            self.connection
                .execute("UPDATE record_entry SET label = NULL, label_salt = NULL WHERE number = ?1", [entry])?;
        }
        self.take_out_of_record(gone.into_iter().map(label_object).collect());
        Ok(())
    }
}

/// Whether one of the texts in kept content names somebody: as people wrote it, not as JSON spells it.
fn some_text(content: &str, names: &Names<'_>) -> bool {
    match serde_json::from_str::<Value>(content) {
        Ok(value @ (Value::Array(_) | Value::Object(_))) => some_value(&value, names),
        _ => names(content),
    }
}

fn some_value(value: &Value, names: &Names<'_>) -> bool {
    match value {
        Value::String(text) => some_text(text, names),
        Value::Array(values) => values.iter().any(|value| some_value(value, names)),
        Value::Object(fields) => fields.iter().any(|(name, value)| names(name) || some_value(value, names)),
        Value::Number(number) => names(&number.to_string()),
        Value::Bool(_) | Value::Null => false,
    }
}

fn has_word(text: &str, wanted: &[String]) -> bool {
    let text = text.to_lowercase();
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    wanted.iter().any(|wanted| {
        text.match_indices(wanted.as_str()).any(|(at, found)| {
            let (before, after) = (text.get(..at), text.get(at + found.len()..));
            let ends =
                (before.and_then(|before| before.chars().next_back()), after.and_then(|after| after.chars().next()));
            !is_letter(ends.0) && !is_letter(ends.1)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_found_as_a_word_as_people_wrote_it() {
        let names = naming(&["ann@x.org".to_owned(), "4711".into(), "CORP\\ann".into(), "abc".into()]);
        let kept = |text: &str| {
            let definition = serde_json::json!({ "text": text }).to_string();
            serde_json::json!([7, definition]).to_string()
        };
        for text in ["Ann@X.org called", "customer 4711.", "Please call:\n4711 tomorrow", "by corp\\ANN", "\"4711\""] {
            assert!(some_text(&kept(text), &names), "{text}");
        }
        for text in ["14711 of joann@x.org", "abc", "corp ann"] {
            assert!(!some_text(&kept(text), &names), "{text}");
        }
        assert!(some_text("no JSON of 4711", &names));
    }
}
