//! The tables of a report as files for spreadsheets and programs.

mod csv_files;
mod workbook;

pub(super) use csv_files::zipped;
pub(super) use workbook::workbook;

use super::{Document, Table};
use std::collections::BTreeSet;

/// Each table with a name that no other has and that files and sheets may bear, of so many characters at most.
fn named(document: &Document, most: usize) -> Vec<(String, &Table)> {
    let mut taken = BTreeSet::new();
    let mut named = Vec::new();
    for table in document.tables() {
        let base = fitting(&table.name, most);
        let numbered = (2_u32..).map(|number| {
            let ending = format!("-{number}");
            format!("{}{ending}", fitting(&base, most.saturating_sub(ending.len())))
        });
        let name = std::iter::once(base.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        named.extend(name.map(|name| (name, table)));
    }
    named
}

/// A name without what file systems and spreadsheets forbid.
fn fitting(name: &str, most: usize) -> String {
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let safe: String = name.chars().map(|c| if is_fine(c) { c } else { '-' }).take(most).collect();
    let safe = safe.trim_matches([' ', '-']);
    if safe.is_empty() { "table".to_owned() } else { safe.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Block, Section};

    #[test]
    fn names_are_short_safe_and_each_is_borne_once() {
        let table = |name: &str| {
            Block::Table(Table { name: name.into(), caption: String::new(), columns: vec![], rows: vec![] })
        };
        let long = "a very long name of a table that nobody needs";
        let blocks = [long, long, "../../etc/passwd", "[x]:*?", "", "Table"].map(table).to_vec();
        let document = Document {
            title: String::new(),
            subtitle: String::new(),
            language: "en".into(),
            footer: String::new(),
            sections: vec![Section { blocks, ..Section::default() }],
        };
        let names: Vec<String> = named(&document, 31).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names[0], "a very long name of a table tha");
        assert_eq!(names[1], "a very long name of a table t-2");
        assert_eq!(names[2..], ["etc-passwd", "x", "table", "Table-2"]);
        assert!(names.iter().all(|name| name.chars().count() <= 31));
    }
}
