//! Logs that were counted already: how many people each variant of each test was shown to, and how many accepted.

use super::guess::Guesser;
use super::mapping::{column_exists, corrections, unknown, unquoted};
use super::numbers::read_count;
use super::pieces::for_each_row;
use super::rows::Row;
use super::{LogError, Preview};
use std::collections::HashMap;
use std::path::Path;

/// Which column says what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountedMapping {
    /// Which test a row belongs to; without it the file is one test.
    pub test: Option<String>,
    /// Which variant; the rows of a test with the same variant are added up.
    pub variant: Option<String>,
    /// How many people were shown it.
    pub shown: Option<String>,
    /// How many of them accepted.
    pub accepted: Option<String>,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedTest {
    /// What the file calls it; empty where the file is one test.
    pub name: String,
    /// Its variants in the order of the file; the first is the control.
    pub variants: Vec<CountedVariant>,
}

/// One variant of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedVariant {
    /// What the file calls it.
    pub name: String,
    /// People shown it.
    pub shown: u64,
    /// Of these, how many accepted.
    pub accepted: u64,
}

pub(super) const SHOWN: &[&str] = &["shown", "impressions", "people", "n", "visitors", "views", "trials", "total"];
pub(super) const ACCEPTED: &[&str] =
    &["accepted", "clicks", "conversions", "converted", "successes", "yes", "optins", "signups"];
pub(super) const VARIANTS: &[&str] = &["variant", "wording", "headline", "arm", "group", "name", "text"];
pub(super) const TESTS: &[&str] = &["test", "testid", "clickabilitytestid", "experiment", "experimentid", "campaign"];

impl CountedMapping {
    /// A guess from the names of the columns.
    pub fn guess(preview: &Preview) -> Self {
        let is_count = |cell: &str| read_count(cell).is_some();
        let mut guesser = Guesser::new(preview);
        Self {
            shown: guesser.by_name(SHOWN, is_count),
            accepted: guesser.by_name(ACCEPTED, is_count),
            test: guesser.by_name(TESTS, |_| true),
            variant: guesser.by_name(VARIANTS, |_| true),
        }
    }

    /// Corrects the mapping: `test=…,variant=…,shown=…,accepted=…`.
    pub fn apply(&mut self, spec: &str) -> Result<(), LogError> {
        for (key, value) in corrections(spec)? {
            let column = (!value.is_empty()).then(|| unquoted(value).to_owned());
            match key {
                "test" => self.test = column,
                "variant" => self.variant = column,
                "shown" => self.shown = column,
                "accepted" => self.accepted = column,
                _ => return Err(unknown(key, &["test", "variant", "shown", "accepted"])),
            }
        }
        Ok(())
    }

    fn check(&self, columns: &[String]) -> Result<(), LogError> {
        for (role, column) in [("variant", &self.variant), ("shown", &self.shown), ("accepted", &self.accepted)] {
            let Some(column) = column else { return Err(LogError::RoleMissing { role }) };
            column_exists(column, columns)?;
        }
        self.test.as_ref().map_or(Ok(()), |column| column_exists(column, columns))
    }
}

/// Reads all tests of a file in its order. Counts decide over people, so that a row that cannot be read refuses the whole file.
///
/// # Errors
/// [`LogError::Row`] for a row that cannot be read or that has more accepted than shown; else what reading a log may raise.
pub fn read_counted(path: &Path, preview: &Preview, mapping: &CountedMapping) -> Result<Vec<CountedTest>, LogError> {
    mapping.check(&preview.columns)?;
    let column = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
    let columns = [&mapping.test, &mapping.variant, &mapping.shown, &mapping.accepted].map(column);
    let mut tests: Vec<CountedTest> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for_each_row(path, preview, &mut |_| true, &mut |row| {
        let (test, variant) = read_row(row, columns)?;
        let place = *places.entry(test.clone()).or_insert(tests.len());
        if place == tests.len() {
            tests.push(CountedTest { name: test, variants: Vec::new() });
        }
        let variants = &mut tests[place].variants;
        match variants.iter_mut().find(|known| known.name == variant.name) {
            Some(known) => {
                known.shown = known.shown.saturating_add(variant.shown);
                known.accepted = known.accepted.saturating_add(variant.accepted);
            }
            None => variants.push(variant),
        }
        Ok(())
    })?;
    Ok(tests)
}

fn read_row(
    row: &Row<'_>,
    [test, variant, shown, accepted]: [Option<usize>; 4],
) -> Result<(String, CountedVariant), LogError> {
    let wrong = |detail: String| LogError::Row { line: row.line, detail };
    if row.fault.is_some() {
        return Err(wrong("it has too few or too many cells".into()));
    }
    let count = |column| {
        let cell: &str = row.cell(column);
        read_count(cell).ok_or_else(|| wrong(format!("“{}” is no count", cell.chars().take(40).collect::<String>())))
    };
    let (shown, accepted) = (count(shown)?, count(accepted)?);
    if accepted > shown {
        return Err(wrong(format!("{accepted} accepted, but only {shown} were shown it")));
    }
    Ok((row.cell(test).to_owned(), CountedVariant { name: row.cell(variant).to_owned(), shown, accepted }))
}
