//! Judging uses of data where they are: by the permissions beside them and the rules of the policy, as uses in files are judged.
//!
//! It takes two steps. First the warehouse tells which words there are (purposes, data, recipients, states …), of which there are few; the
//! program decides what each of them means and which rule is about which, in [`crate::domain::WordTables`]. Then one query holds people and
//! times against these tables: the permission that stood at the time of each use, contacts within 30 days, days that passed. Only counts come
//! over, month by month.

mod answers;
mod counted;
mod judged;
mod permissions;
mod rows;
mod vocabulary;

pub use counted::{CountedLog, UseLine, counted_uses};
pub use permissions::{CountedChanges, counted_permissions, permissions_sql};
pub use vocabulary::{ToldWords, permission_words_sql, told_words, use_words_sql};

use super::{Dialect, Moment, Order, Refusal, Source, Staged};
use crate::domain::{Circumstance, IdentifierRules, Outcome, PermissionState, WordTables};

/// The words of a use that judging looks at: purpose, category, recipient, channel, topic, wording, offer.
pub const SUBJECT_WORDS: usize = 7;
/// The words of a permission that judging looks at: purpose, category, channel, topic.
pub const SCOPE_WORDS: usize = 4;
/// More different subjects or scopes than this are no words but something that differs from row to row.
pub const MOST_WORDS: u32 = 5_000;
/// More pairs of subjects and scopes than this make the query too long for some engines.
pub const MOST_PAIRS: usize = 50_000;

/// Which column of a use log says what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRoles {
    /// When.
    pub at: Moment,
    /// Whose data; uses without are gaps.
    pub person: Option<String>,
    /// Purpose, category, recipient, channel, topic, wording of a request, offer that is delivered.
    pub subject: [Option<String>; SUBJECT_WORDS],
    /// Which campaign.
    pub campaign: Option<String>,
    /// Which team.
    pub team: Option<String>,
    /// Done or held back.
    pub outcome: Option<String>,
    /// What it was worth, in units of the currency.
    pub value: Option<String>,
    /// Why a deviation happened.
    pub circumstance: Option<String>,
    /// What tells the order of rows of the same moment, as the lines of a file do.
    pub order: Option<Order>,
}

/// Which column of a permission log says what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionRoles {
    /// When it took effect.
    pub at: Moment,
    /// Until when.
    pub until: Option<Moment>,
    /// Who.
    pub person: String,
    /// Purpose, category, channel, topic.
    pub scope: [Option<String>; SCOPE_WORDS],
    /// The new state.
    pub state: String,
    /// How often at most, in contacts per 30 days.
    pub contacts: Option<String>,
    /// What proves it.
    pub record: Option<String>,
    /// What tells the order of rows of the same moment.
    pub order: Option<Order>,
}

/// The words of the logs, with what those of closed lists mean; `None` for a word that is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogWords {
    /// The words of uses.
    pub subjects: Vec<[String; SUBJECT_WORDS]>,
    /// The words of permissions.
    pub scopes: Vec<[String; SCOPE_WORDS]>,
    /// Done or held back.
    pub outcomes: Vec<(String, Option<Outcome>)>,
    /// Circumstances; some rows may name none.
    pub circumstances: Vec<(String, Option<Option<Circumstance>>)>,
    /// States of permission.
    pub states: Vec<(String, Option<PermissionState>)>,
    /// Numbers of contacts; some rows may name none.
    pub contacts: Vec<(String, Option<Option<u32>>)>,
}

/// What both queries depend on.
#[derive(Debug, Clone, Copy)]
pub struct RecordQuestion<'a> {
    /// The engine's SQL.
    pub dialect: Dialect,
    /// The permissions; without, nobody permitted anything.
    pub permissions: Option<(&'a Source, &'a PermissionRoles)>,
    /// The words of both.
    pub words: &'a LogWords,
    /// What these decide.
    pub tables: &'a WordTables,
    /// How identifiers are spelt.
    pub identifiers: &'a IdentifierRules,
    /// The zone in which days are counted.
    pub days: &'a str,
    /// Groups of fewer people than this are counted together; 0 or 1 tells all apart.
    pub smallest_group: u64,
}

/// The query that judges and counts uses; it gives lines of eleven columns, see [`UseLine`].
///
/// # Errors
/// A [`Refusal`] where the counts would differ from those of a file, or the query would be too long.
pub fn uses_sql(question: &RecordQuestion, uses: (&Source, &UseRoles)) -> Result<String, Refusal> {
    let parts = Parts::of(question, uses)?;
    let all = [
        &parts.tables,
        &parts.uses,
        &parts.changes,
        &parts.history,
        &parts.visits,
        &parts.considered,
        &parts.verdicts,
        &parts.groups,
    ];
    Ok(with(&all, &answers::lines_sql(question.dialect, question.smallest_group)))
}

/// The same in steps, for an engine that would work out each part of a query as often as it is spoken of: what the steps give is kept for the
/// session alone. `None` for engines that do it once by themselves.
///
/// # Errors
/// As [`uses_sql`].
pub fn uses_in_steps(question: &RecordQuestion, uses: (&Source, &UseRoles)) -> Result<Option<Staged>, Refusal> {
    if question.dialect != Dialect::Spark {
        return Ok(None);
    }
    let parts = Parts::of(question, uses)?;
    let kept = |name: &str| format!("{name} AS (SELECT * FROM handshake_{name})");
    let [uses, changes, answered, visits, judged] =
        ["use_rows", "change_rows", "answered", "visits", "judged"].map(|name| (name, kept(name)));
    let step = |name: &str, needed: &[&String]| {
        format!("CACHE TABLE handshake_{name} AS\n{}", with(needed, &format!("SELECT * FROM {name}")))
    };
    Ok(Some(Staged {
        steps: vec![
            step(changes.0, &[&parts.tables, &parts.changes]),
            step(uses.0, &[&parts.tables, &parts.uses]),
            step(answered.0, &[&changes.1, &parts.history]),
            step(visits.0, &[&parts.tables, &uses.1, &parts.visits]),
            step(
                judged.0,
                &[&parts.tables, &uses.1, &parts.placed, &answered.1, &visits.1, &parts.considered, &parts.verdicts],
            ),
        ],
        query: with(
            &[&uses.1, &changes.1, &judged.1, &parts.groups],
            &answers::lines_sql(question.dialect, question.smallest_group),
        ),
        afterwards: [judged.0, visits.0, answered.0, uses.0, changes.0]
            .map(|name| format!("UNCACHE TABLE IF EXISTS handshake_{name}"))
            .into(),
    }))
}

/// The parts of the query, each of which speaks of those before it.
struct Parts {
    tables: String,
    uses: String,
    changes: String,
    history: String,
    placed: String,
    visits: String,
    considered: String,
    verdicts: String,
    groups: String,
}

impl Parts {
    fn of(question: &RecordQuestion, uses: (&Source, &UseRoles)) -> Result<Self, Refusal> {
        if question.tables.pairs.len() > MOST_PAIRS {
            return Err(Refusal::TooManyWords { what: "pairs of uses and permissions", most: MOST_PAIRS });
        }
        Ok(Self {
            tables: rows::tables_sql(question)?,
            uses: rows::uses_sql(question, uses)?,
            changes: rows::changes_sql(question)?,
            history: judged::history_sql(),
            placed: judged::placed_sql(),
            visits: judged::visits_sql(),
            considered: judged::considered_sql(),
            verdicts: judged::verdicts_sql(),
            groups: answers::groups_sql(question.smallest_group),
        })
    }
}

fn with(parts: &[&String], query: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
    format!("WITH {}\n{query}", parts.join(",\n"))
}
