//! A permission request as a person meets it: its words, their places, and what is agreed to.

use crate::domain::{DeclinePlace, Terms, Wording};
use serde::Serialize;
use std::ops::Range;

/// A wording with the terms it asks for.
#[derive(Debug, Clone, Copy)]
pub struct Prompt<'a> {
    /// The words, and how they are set.
    pub wording: &'a Wording,
    /// What a yes agrees to.
    pub terms: &'a Terms,
}

/// One of the texts of a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Part {
    /// The headline.
    Headline,
    /// The text.
    Body,
    /// What is said about leaving later.
    WayOut,
    /// The label that accepts.
    Accept,
    /// The label that declines.
    Decline,
}

impl Part {
    /// All parts, in the order in which they are read.
    pub const ALL: [Self; 5] = [Self::Headline, Self::Body, Self::WayOut, Self::Accept, Self::Decline];

    /// Whether it is one of the two labels.
    pub fn is_label(self) -> bool {
        matches!(self, Self::Accept | Self::Decline)
    }
}

/// Words within one part of a wording.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// The part.
    pub part: Part,
    /// Where in the part's text, in bytes; both ends lie on character boundaries.
    pub range: Range<usize>,
}

impl<'a> Prompt<'a> {
    /// The text of a part.
    pub fn text(self, part: Part) -> &'a str {
        match part {
            Part::Headline => &self.wording.headline,
            Part::Body => &self.wording.body,
            Part::WayOut => &self.wording.way_out,
            Part::Accept => &self.wording.accept_label,
            Part::Decline => &self.wording.decline_label,
        }
    }

    /// Where the way towards no is; a label without words is no way.
    pub fn decline_place(self) -> DeclinePlace {
        if self.wording.decline_label.trim().is_empty() { DeclinePlace::Absent } else { self.wording.decline_place }
    }

    /// The first two parts of each purpose's name, without what is essential; one entry per purpose a person may want to
    /// answer apart (EDPB Guidelines 05/2020, paragraphs 42 to 45).
    pub fn separate_purposes(self) -> Vec<String> {
        let mut purposes: Vec<String> = self.terms.purposes.iter().filter_map(|purpose| asked_apart(purpose)).collect();
        purposes.sort();
        purposes.dedup();
        purposes
    }
}

fn asked_apart(purpose: &str) -> Option<String> {
    let parts: Vec<&str> = purpose.trim().split('.').take(2).collect();
    let first = parts.first().filter(|first| !first.is_empty() && **first != "essential")?;
    Some(parts.get(1).map_or_else(|| (*first).to_owned(), |second| format!("{first}.{second}")))
}
