#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod fixtures;
mod hostile;
mod json_lines;
mod tables;
mod texts;

use super::*;
use crate::logs::LogError;
use std::path::{Path, PathBuf};

/// A file that is gone after the test.
struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// All rows of a log that is not text, as it is detected to be written.
fn rows_of(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), LogError> {
    let mut source = TableSource::open(path, &detect(path)?)?;
    let columns = source.columns().to_vec();
    let mut rows = Vec::new();
    while let Some(table) = source.next()? {
        for row in 0..table.height() {
            rows.push((0..columns.len()).map(|column| table.cell(column, row).to_owned()).collect());
        }
    }
    Ok((columns, rows))
}
