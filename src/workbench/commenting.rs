//! Comments: written, removed, and taken over from a copy of the workspace.

use super::Problem;
use super::desk::{Desk, unreadable};
use crate::domain::{Comment, CommentSubject, Experiment};
use crate::store::{self, Change};
use jiff::Timestamp;
use std::collections::HashMap;
use std::path::Path;

/// So many characters a comment has at most; whoever has more to say writes a document.
const LONGEST: usize = 4000;

impl Desk {
    /// Writes a comment.
    pub(super) fn add_comment(&self, subject: &CommentSubject, text: &str) -> Result<String, Problem> {
        let refused = |why: &str, advice: &str| Problem::new("The comment was not kept", why, advice);
        let text = text.trim();
        if text.is_empty() {
            return Err(refused("it says nothing", "Write something."));
        }
        if text.chars().count() > LONGEST {
            return Err(refused("it is longer than 4,000 characters", "Make it shorter, or say it in several."));
        }
        let subject = match subject {
            CommentSubject::Experiment(id, _) => {
                let experiments = self.store.experiments().map_err(unreadable)?;
                let known = experiments.into_iter().find(|known| known.id == *id);
                let known = known.ok_or_else(|| refused("there is no such experiment", "Choose another."))?;
                CommentSubject::Experiment(known.id, known.name)
            }
            other => other.clone(),
        };
        let id = store::random_name().map_err(|error| Problem::of_store("The comment was not kept", &error))?;
        let (by, at) = (store::own_name(), Timestamp::now());
        let comment = Comment { id: id.clone(), subject, text: text.to_owned(), by, at, removed: false };
        self.edit("Write a comment", &Change::Comment(id, Some(Box::new(comment))))
    }

    /// The comments that were not removed, earliest first.
    pub(super) fn standing_comments(&self) -> Result<Vec<Comment>, Problem> {
        let mut comments = self.store.comments().map_err(unreadable)?;
        comments.retain(|comment| !comment.removed);
        Ok(comments)
    }

    /// Removes a comment.
    pub(super) fn remove_comment(&self, id: &str) -> Result<String, Problem> {
        let known = self.store.comments().map_err(unreadable)?.into_iter().find(|known| known.id == id);
        let Some(comment) = known.filter(|known| !known.removed) else {
            return Err(Problem::new("Nothing was removed", "there is no such comment", "Choose another."));
        };
        self.edit("Remove a comment", &Change::Comment(id.to_owned(), Some(Box::new(removed(comment)))))
    }

    /// Takes over the comments of a copy of this workspace, such as a snapshot that somebody commented on; all else in the copy stays there. A
    /// comment that was removed in either is removed.
    pub(super) fn take_over_comments(&self, copy: &Path) -> Result<String, Problem> {
        let what = "No comments were taken over";
        let theirs = self.store.comments_in_copy(copy).map_err(|error| Problem::of_store(what, &error))?;
        let known = self.store.comments().map_err(unreadable)?;
        let known: HashMap<&str, &Comment> = known.iter().map(|comment| (comment.id.as_str(), comment)).collect();
        let experiments = self.store.experiments().map_err(unreadable)?;
        let (mut changes, mut fresh, mut gone, mut homeless) = (Vec::new(), 0_u64, 0_u64, 0_u64);
        for comment in theirs {
            match known.get(comment.id.as_str()) {
                Some(ours) if comment.removed && !ours.removed => gone += 1,
                Some(_) => continue,
                None if comment.removed => continue,
                None if !has_subject(&comment.subject, &experiments) => {
                    homeless += 1;
                    continue;
                }
                None => fresh += 1,
            }
            changes.push(Change::Comment(comment.id.clone(), Some(Box::new(comment))));
        }
        if !changes.is_empty() {
            self.edit("Take over comments", &Change::Many(changes))?;
        }
        Ok(said(fresh, gone, homeless))
    }
}

fn removed(comment: Comment) -> Comment {
    Comment { text: String::new(), removed: true, ..comment }
}

/// Whether what a comment is about is there: an experiment made in the copy is not, and its key may be that of another here; so the name it
/// had has to be the same as well.
fn has_subject(subject: &CommentSubject, experiments: &[Experiment]) -> bool {
    match subject {
        CommentSubject::Experiment(id, name) => experiments.iter().any(|known| known.id == *id && known.name == *name),
        _ => true,
    }
}

fn said(fresh: u64, gone: u64, homeless: u64) -> String {
    let comments = |number: u64| match number {
        1 => "1 comment".to_owned(),
        _ => format!("{} comments", crate::picture::format::count(number)),
    };
    let mut said = match fresh {
        0 => "There were no new comments.".to_owned(),
        1 => "1 comment was taken over.".into(),
        _ => format!("{} were taken over.", comments(fresh)),
    };
    if gone > 0 {
        said += &format!(" Removed there, and so here: {}.", comments(gone));
    }
    if homeless > 0 {
        said += &format!(
            " Left out, as their experiment is not in this workspace under that name: {}.",
            comments(homeless)
        );
    }
    said
}
