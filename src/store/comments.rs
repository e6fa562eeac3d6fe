//! Comments as the file keeps them.

use super::definitions::write_json;
use super::open::{check_content, check_head};
use super::{Store, StoreError};
use crate::domain::Comment;
use rusqlite::params;
use std::path::Path;

impl Store {
    /// All comments, earliest first; those that were removed included.
    pub fn comments(&self) -> Result<Vec<Comment>, StoreError> {
        let mut all: Vec<Comment> = self.all("comment", "SELECT comment FROM comment")?;
        all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(all)
    }

    pub(super) fn comment(&self, id: &str) -> Result<Option<Comment>, StoreError> {
        self.one("comment", "SELECT comment FROM comment WHERE id = ?1", [id])
    }

    pub(super) fn put_comment(&self, id: &str, comment: Option<&Comment>) -> Result<(), StoreError> {
        match comment {
            Some(comment) => self.connection.execute(
                "INSERT OR REPLACE INTO comment (id, comment) VALUES (?1, ?2)",
                params![id, write_json("comment", comment)?],
            )?,
            None => self.connection.execute("DELETE FROM comment WHERE id = ?1", [id])?,
        };
        Ok(())
    }

    /// The comments in another copy of this workspace, such as a snapshot, which is only read.
    ///
    /// # Errors
    /// A file that is no workspace, is damaged, is a copy of another workspace, or is of an older format, which opening it would change.
    pub fn comments_in_copy(&self, copy: &Path) -> Result<Vec<Comment>, StoreError> {
        check_head(copy)?;
        check_content(copy)?;
        let other = Self::look_at(copy)?;
        if other.identity()?.0 != self.identity()?.0 {
            return Err(StoreError::OtherWorkspace(copy.to_owned()));
        }
        other.comments()
    }
}
