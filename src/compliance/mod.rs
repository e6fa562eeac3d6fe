//! What the policy and the accepted terms say of each use of data, and how judged uses add up to quarters.
//!
//! Pure: no input or output, no clock. The order in which a use is judged stands at the top of `judge.rs`.
//!
//! The facts ([`Evidence`]) are sorted once and judged by a [`Rulebook`] as often as wanted; every report adds up the cells
//! of the [`Judgements`].

mod ask_again;
mod breaks;
mod by_person;
mod calendar;
mod case;
mod compiled;
mod differences;
mod ends;
mod evidence;
mod explain;
mod history;
mod incidents;
mod judge;
mod judgement;
mod kept;
mod ledger;
mod pattern;
mod phrases;
mod quarters;
mod reasons;
mod rejudged;
mod responses;
mod standing;
mod summary;
mod tally;
#[cfg(test)]
mod tests;
mod timeline;
mod what_if;
mod word_tables;
mod worth;

pub use ask_again::{AskAgain, AskReason, NotAsked, ask_again, ask_again_for_terms, not_asked};
pub use breaks::{Break, BreakReason, breaks, segments};
pub use differences::{PolicyDifference, differences, terms_differences};
pub use evidence::{AskedWith, Evidence, Rulebook};
pub use explain::{Explainer, Explanation, RestsOn};
pub use incidents::{Incident, incident_uses, incidents};
pub use judge::judge;
pub use judgement::{Cell, Judgement, Judgements, Verdict};
pub use kept::{KeptFor, kept_times};
pub use ledger::{Expiring, LedgerLine, expiring, history, people_permitting};
pub use pattern::pattern_groups;
pub use quarters::{Elsewhere, Forgone, HeldBack, MonthCounts, QuarterCounts, Rated, quarters};
pub use rejudged::{Rejudged, RejudgedUses, rejudged};
pub use responses::change_from_response;
pub use summary::{MonthlyFlow, PermissionSummary, PurposeSummary, permission_summary};
pub use timeline::Occasion;
pub use what_if::{BeforeAfter, WhatIf, what_if};
pub use word_tables::word_tables;
pub use worth::{PermissionWorth, permission_worth};
