//! Taking words that name a person out of the record. The chain stays whole: it knows only salted digests of what goes.

use super::chain::{content_object, label_object};
use super::covered::named;
use crate::domain::RecordObject;
use crate::store::{Store, StoreError};
use rusqlite::params;
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

impl Store {
    /// Takes what the record keeps of states and words that name one of these identifiers out of it, as part of the change under way. What is
    /// still so in the workspace is left; it is returned, so that people can be told to write it otherwise.
    pub fn forget_in_record(&self, identifiers: &[String]) -> Result<Vec<RecordObject>, StoreError> {
        let wanted = wanted(identifiers);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        self.forget_labels(&wanted)?;
        let Naming { still, gone } = self.naming(&wanted)?;
        for (entry, position) in &gone {
            self.connection.execute(
                "UPDATE record_effect SET content = NULL, salt = NULL WHERE entry = ?1 AND position = ?2",
                params![entry, position],
            )?;
        }
        self.take_out_of_record(gone.into_iter().map(|(entry, position)| content_object(entry, position)).collect());
        Ok(still.into_iter().collect())
    }

    /// Whether something that is so in the workspace names one of these identifiers.
    pub fn names_one(&self, identifiers: &[String]) -> Result<bool, StoreError> {
        let wanted = wanted(identifiers);
        Ok(!wanted.is_empty() && !self.naming(&wanted)?.still.is_empty())
    }

    /// Which states that the record keeps name one of these.
    fn naming(&self, wanted: &[String]) -> Result<Naming, StoreError> {
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
            if !names(&content, wanted) {
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

    fn forget_labels(&self, wanted: &[String]) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare("SELECT number, label FROM record_entry WHERE label IS NOT NULL")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let gone: Vec<i64> = rows.into_iter().filter(|(_, label)| names(label, wanted)).map(|row| row.0).collect();
        for entry in &gone {
            self.connection
                .execute("UPDATE record_entry SET label = NULL, label_salt = NULL WHERE number = ?1", [entry])?;
        }
        self.take_out_of_record(gone.into_iter().map(label_object).collect());
        Ok(())
    }
}

fn wanted(identifiers: &[String]) -> Vec<String> {
    let spelt = identifiers.iter().map(|one| one.trim().to_lowercase());
    spelt.filter(|one| one.chars().count() >= SHORTEST_CHARACTERS).collect()
}

/// Whether a text has one of the identifiers in it, as a word of its own.
fn names(text: &str, wanted: &[String]) -> bool {
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
    fn an_identifier_is_found_as_a_word() {
        let wanted = ["ann@x.org".to_owned(), "4711".into()];
        assert!(names("{\"text\":\"Ann@X.org called\"}", &wanted));
        assert!(names("customer 4711.", &wanted));
        assert!(!names("14711 of joann@x.org", &wanted));
    }
}
