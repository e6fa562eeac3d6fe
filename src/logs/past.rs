//! Files of many tests of the past: how many people each wording of each test was shown to, and how many accepted.

use super::guess::Guesser;
use super::mapping::{column_exists, is_count};
use super::numbers::read_count;
use super::pieces::for_each_row;
use super::rows::Row;
use super::set_aside::{Hider, Kept, fault_reason, quoted, read_each};
use super::{LogError, PastMapping, Preview, Progress, Reason, SetAside};
use crate::domain::{PastTest, PastWording};
use std::collections::HashMap;
use std::path::Path;

/// What such a file held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// The usable rows: the name of the test, and the wording with its people.
    pub rows: Vec<(String, PastWording)>,
    /// The rows that cannot be used.
    pub set_aside: SetAside,
}

/// How often the wordings of a test differ, as far as the rows can be used; over all files of a log.
#[derive(Debug, Clone, Default)]
pub struct TestsSeen {
    /// The first wording of each test, and whether there is another.
    tests: HashMap<String, (String, bool)>,
}

impl TestsSeen {
    /// Notes the tests of one more file.
    ///
    /// # Errors
    /// What reading a log may raise.
    pub fn note(
        &mut self,
        path: &Path,
        preview: &Preview,
        mapping: &PastMapping,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<(), LogError> {
        let columns = Columns::new(mapping, preview);
        for_each_row(path, preview, progress, &mut |row| {
            if let (None, Ok((test, wording))) = (row.fault, read_row(row, &columns)) {
                let known = self.tests.entry(test).or_insert_with(|| (wording.text.clone(), false));
                known.1 |= known.0 != wording.text;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn compares(&self, test: &str) -> bool {
        self.tests.get(test).is_some_and(|known| known.1)
    }
}

struct Columns {
    test: Option<usize>,
    wording: Option<usize>,
    shown: Option<usize>,
    accepted: Option<usize>,
}

impl Columns {
    fn new(mapping: &PastMapping, preview: &Preview) -> Self {
        let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
        Self {
            test: find(&mapping.test),
            wording: find(&mapping.wording),
            shown: find(&mapping.shown),
            accepted: find(&mapping.accepted),
        }
    }
}

impl PastMapping {
    /// A guess from the names of the columns; without a name that tells, the wording stands in the first column whose values are several words.
    pub fn guess(preview: &Preview) -> Self {
        let mut guesser = Guesser::new(preview);
        let shown = guesser.by_name(super::counted::SHOWN, is_count);
        let accepted = guesser.by_name(super::counted::ACCEPTED, is_count);
        let wording = guesser.by_name(WORDINGS, |_| true).or_else(|| guesser.by_values(is_text));
        Self { test: guesser.by_name(super::counted::TESTS, |_| true), wording, shown, accepted }
    }

    /// Whether the log has all mapped columns, and wording, people shown and accepted are mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        self.columns().into_iter().try_for_each(|column| column_exists(column, columns))?;
        let needed = [(&self.wording, "wording"), (&self.shown, "shown"), (&self.accepted, "accepted")];
        match needed.into_iter().find(|(column, _)| column.is_none()) {
            Some((_, role)) => Err(LogError::RoleMissing { role }),
            None => Ok(()),
        }
    }
}

const WORDINGS: &[&str] =
    &["wording", "headline", "text", "words", "prompt", "copy", "message", "title", "subject", "subjectline", "body"];

/// Whether a cell is a text rather than a name or a number.
fn is_text(cell: &str) -> bool {
    cell.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 3
}

/// Reads a file of past tests. A row of a test of which `seen` knows only one wording compares nothing and is set aside, as is one without
/// words, without the name of its test where a column tells them, or with counts that cannot be.
///
/// # Errors
/// What reading a log may raise.
pub fn read_past(
    path: &Path,
    preview: &Preview,
    mapping: &PastMapping,
    seen: &TestsSeen,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<PastLog, LogError> {
    mapping.check(&preview.columns)?;
    let columns = Columns::new(mapping, preview);
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(None, None, mapped, preview.columns.len());
    let (rows_read, rows, set_aside) = read_each(path, preview, &hider, progress, &mut |row| {
        if let Some(fault) = row.fault {
            return Ok(Err(fault_reason(fault, hider.columns())));
        }
        Ok(read_row(row, &columns).and_then(|(test, wording)| {
            if seen.compares(&test) {
                return Ok((test, wording));
            }
            Err((Reason::NothingToCompare, format!("{} is the only wording of its test", quoted(&wording.text))))
        }))
    })?;
    Ok(PastLog { rows_read, rows, set_aside })
}

fn read_row(row: &Row, columns: &Columns) -> Kept<(String, PastWording)> {
    let test = row.cell(columns.test);
    if columns.test.is_some() && test.is_empty() {
        return Err((Reason::TestMissing, "no test is named".to_owned()));
    }
    let text = row.cell(columns.wording);
    if !text.chars().any(char::is_alphabetic) {
        return Err((Reason::WordingMissing, format!("{} holds no words", quoted(text))));
    }
    let count = |column| {
        let cell = row.cell(column);
        read_count(cell).ok_or_else(|| (Reason::CountUnreadable, format!("{} is no count", quoted(cell))))
    };
    let (shown, accepted) = (count(columns.shown)?, count(columns.accepted)?);
    if accepted > shown {
        let detail = format!("{accepted} accepted, but only {shown} people were shown it");
        return Err((Reason::CountContradiction, detail));
    }
    Ok((test.to_owned(), PastWording { text: text.to_owned(), shown, accepted }))
}

/// The tests that rows belong to, in the order in which they come; the same words in one test are one wording.
pub fn past_tests(rows: Vec<(String, PastWording)>) -> Vec<PastTest> {
    let mut tests: Vec<PastTest> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (name, wording) in rows {
        let place = *places.entry(name.clone()).or_insert(tests.len());
        if place == tests.len() {
            tests.push(PastTest { name, wordings: Vec::new() });
        }
        if let Some(test) = tests.get_mut(place) {
            test.add(wording);
        }
    }
    tests
}

/// Past tests as bytes to store.
pub fn encode_past(tests: &[PastTest]) -> Result<Vec<u8>, LogError> {
    serde_json::to_vec(tests).map_err(|error| LogError::Stored { what: "past tests", detail: error.to_string() })
}

/// Past tests from stored bytes.
pub fn decode_past(bytes: &[u8]) -> Result<Vec<PastTest>, LogError> {
    serde_json::from_slice(bytes).map_err(|error| LogError::Stored { what: "past tests", detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, columns: &str) -> (PastMapping, PastLog) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let preview = Preview::of(file.path(), None).unwrap();
        let mut mapping = PastMapping::guess(&preview);
        mapping.apply(columns).unwrap();
        let mut seen = TestsSeen::default();
        seen.note(file.path(), &preview, &mapping, &mut |_| true).unwrap();
        let log = read_past(file.path(), &preview, &mapping, &seen, &mut |_| true).unwrap();
        (mapping, log)
    }

    #[test]
    fn rows_that_cannot_stand_are_set_aside_with_their_reason() {
        let text = "campaign,line,sent,opened\n\
            1,May we write to you?,100,10\n1,We would like to write,100,12\n1,We would like to write,50,5\n\
            2,Only one here,100,9\n3,Twice the same,100,1\n3,Twice the same,100,2\n\
            ,No test is named,100,3\n4,,100,3\n4,–,100,3\n5,Too many people accepted,10,11\n5,Not a number,ten,1\n5,The other one,10,1\n";
        let (mapping, log) = read(text, "shown=sent,accepted=opened");
        assert_eq!((mapping.test.as_deref(), mapping.wording.as_deref()), (Some("campaign"), Some("line")));
        assert_eq!((log.rows_read, log.rows.len()), (12, 3));
        let tests = past_tests(log.rows);
        assert_eq!(tests.len(), 1);
        assert_eq!(
            tests[0].wordings[1],
            PastWording { text: "We would like to write".into(), shown: 150, accepted: 17 }
        );
        let count = |reason| log.set_aside.by_reason.get(&reason).copied();
        assert_eq!(count(Reason::NothingToCompare), Some(4), "tests 2, 3 and 5 have one usable wording each");
        assert_eq!((count(Reason::TestMissing), count(Reason::WordingMissing)), (Some(1), Some(2)));
        assert_eq!((count(Reason::CountContradiction), count(Reason::CountUnreadable)), (Some(1), Some(1)));
    }

    #[test]
    fn columns_are_found_by_names_and_values_and_tests_survive_storing() {
        let (mapping, log) = read("test_id,headline,impressions,clicks\na,One two three,9,1\na,Four five,9,2\n", "");
        let found =
            [&mapping.test, &mapping.wording, &mapping.shown, &mapping.accepted].map(|column| column.as_deref());
        assert_eq!(found, [Some("test_id"), Some("headline"), Some("impressions"), Some("clicks")]);
        let tests = past_tests(log.rows);
        assert_eq!(decode_past(&encode_past(&tests).unwrap()).unwrap(), tests);
        assert!(decode_past(b"{").is_err());
    }
}
