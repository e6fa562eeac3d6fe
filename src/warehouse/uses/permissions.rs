//! Counting permissions where they are: who permits what on a day, and what came and went.

use super::judged::in_order;
use super::{LogWords, RecordQuestion, UseLine, rows};
use crate::domain::{CountedFlow, CountedPermissions, CountedScope, FEW_PEOPLE, PermissionState};
use crate::warehouse::{AnswerError, Dialect, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Stands for the scopes of few people.
const FOLDED: i64 = -1;

/// A permission log that was counted in a warehouse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountedChanges {
    /// The counts; where and by what is for the asker to say.
    pub permissions: CountedPermissions,
    /// Rows of the log.
    pub rows_read: u64,
    /// Of these: usable.
    pub rows_kept: u64,
    /// Rows that cannot be used, by the reason's name.
    pub set_aside: BTreeMap<String, u64>,
    /// Usable rows whose identifier engines may spell otherwise.
    pub doubtful: u64,
    /// Rows with words that came after the words were asked for.
    pub new_words: u64,
}

/// The query that counts permissions as they stand at a moment, whose day is given in days since 1970; later changes are left out. It gives lines
/// as [`super::uses_sql`] does.
///
/// # Errors
/// A [`Refusal`] where the counts would differ from those of a file.
pub fn permissions_sql(question: &RecordQuestion, at: Timestamp, today: i32) -> Result<String, Refusal> {
    let parts = [
        rows::tables_sql(question)?,
        rows::changes_sql(question)?,
        entries_sql(at),
        steps_sql(question.dialect, today),
        states_sql(question.smallest_group, today),
    ];
    Ok(format!("WITH {}\n{}", parts.join(",\n"), lines_sql(question.dialect)))
}

/// `kept`: the changes of each person and scope in order, with the one after each. A request without an answer counts only while nothing else
/// is known.
fn entries_sql(at: Timestamp) -> String {
    let scope = "PARTITION BY person, scope ORDER BY place";
    format!(
        "entries AS (\n  SELECT change_rows.*, {} AS place FROM change_rows WHERE reason IS NULL AND micros <= {}\n),\n\
         counted AS (SELECT entries.*, row_number() OVER ({scope}) AS nth FROM entries),\n\
         ended AS (\n  SELECT counted.*, CASE WHEN valid = 0 THEN NULL\n    \
         WHEN until_day IS NULL OR until_day > counted.day_number + lasts + 1 THEN counted.day_number + lasts + 1 END AS rule_end\n  \
         FROM counted JOIN scope_facts ON counted.scope = scope_facts.place WHERE unanswered = 0 OR nth = 1\n),\n\
         limited AS (SELECT ended.*, CASE WHEN valid = 1 THEN coalesce(rule_end, until_day) END AS end_day FROM ended),\n\
         kept AS (\n  SELECT limited.*, lag(valid) OVER ({scope}) AS valid_before, lag(end_day) OVER ({scope}) AS end_before,\n    \
         lag(day_number) OVER ({scope}) AS day_before, lead(day_number) OVER ({scope}) AS day_after\n  FROM limited\n)",
        in_order(),
        at.as_microsecond()
    )
}

/// `steps`: permissions gained and lost, by month.
fn steps_sql(dialect: Dialect, today: i32) -> String {
    let was_valid = "valid_before = 1 AND (end_before IS NULL OR end_before > day_number)";
    let lost_day = "CASE WHEN end_day > day_number THEN end_day ELSE day_number END";
    format!(
        "steps AS (\n  SELECT {month} AS month, CASE WHEN valid = 1 AND NOT coalesce({was_valid}, 1 = 0) THEN 1 ELSE 0 END AS gained,\n    \
         CASE WHEN valid = 0 AND coalesce({was_valid}, 1 = 0) THEN 1 ELSE 0 END AS lost\n  FROM kept\n  UNION ALL\n  \
         SELECT {end_month} AS month, 0 AS gained, 1 AS lost FROM kept WHERE end_day <= coalesce(day_after, {today})\n)",
        month = dialect.month_of("day_number"),
        end_month = dialect.month_of(&format!("({lost_day})")),
    )
}

/// `stands`: people by scope and state.
fn states_sql(smallest: u64, today: i32) -> String {
    let expired = PermissionState::ALL.iter().position(|state| *state == PermissionState::Expired).unwrap_or_default();
    format!(
        "sized AS (SELECT scope, count(*) AS people_told FROM kept WHERE day_after IS NULL GROUP BY scope),\n\
         marked AS (SELECT sized.*, CASE WHEN people_told < {smallest} THEN 1 ELSE 0 END AS small FROM sized),\n\
         weighed AS (\n  SELECT marked.*, sum(small) OVER () AS small_groups, sum(small * people_told) OVER () AS small_people,\n    \
         CASE WHEN small = 0 THEN row_number() OVER (PARTITION BY small ORDER BY people_told, scope) END AS large_rank\n  FROM marked\n),\n\
         folded AS (\n  SELECT scope, CASE WHEN small = 1 OR (small_groups > 0 AND large_rank = 1 \
         AND (small_groups = 1 OR small_people < {smallest})) THEN {FOLDED} ELSE scope END AS told_scope FROM weighed\n),\n\
         stands AS (\n  SELECT told_scope, CASE WHEN end_day <= {today} THEN {expired} ELSE state END AS stand FROM kept\n  \
         JOIN folded ON kept.scope = folded.scope WHERE day_after IS NULL\n)"
    )
}

fn lines_sql(dialect: Dialect) -> String {
    let line = |section: &str, month: &str, name: &str, numbers: &[&str], from: &str| {
        super::answers::line(dialect, &format!("'{section}'"), [month, name, "''"], numbers, from)
    };
    [
        line("stands", "''", "''", &["told_scope", "stand", "count(*)"], "stands GROUP BY told_scope, stand"),
        line("flow", "month", "''", &["sum(gained)", "sum(lost)"], "steps GROUP BY month"),
        line("people", "''", "''", &["count(DISTINCT person)"], "kept"),
        line("changes_read", "''", "''", &["count(*)"], "change_rows"),
        line("changes_kept", "''", "''", &["count(*)"], "change_rows WHERE reason IS NULL"),
        line("changes_aside", "''", "reason", &["count(*)"], "change_rows WHERE reason IS NOT NULL GROUP BY reason"),
        line("doubtful", "''", "''", &["count(*)"], "change_rows WHERE reason IS NULL AND doubtful = 1"),
        line("new_words", "''", "''", &["count(*)"], "change_rows WHERE is_new = 1"),
    ]
    .join("\nUNION ALL\n")
}

/// The counts in the lines of an answer to [`permissions_sql`].
///
/// # Errors
/// [`AnswerError`] for lines that no query of ours gives.
pub fn counted_permissions(
    lines: impl IntoIterator<Item = UseLine>,
    words: &LogWords,
) -> Result<CountedChanges, AnswerError> {
    let mut log = CountedChanges::default();
    let mut scopes: BTreeMap<[String; 4], BTreeMap<PermissionState, u64>> = BTreeMap::new();
    for line in lines {
        let [first, second, third, ..] = line.numbers;
        let counted = match line.section.as_str() {
            "changes_read" => &mut log.rows_read,
            "changes_kept" => &mut log.rows_kept,
            "doubtful" => &mut log.doubtful,
            "new_words" => &mut log.new_words,
            "people" => &mut log.permissions.people,
            "changes_aside" => log.set_aside.entry(line.name).or_default(),
            "flow" => {
                log.permissions.flow.push(CountedFlow {
                    month_first_day: month(&line.month)?,
                    gained: amount(first)?,
                    lost: amount(second)?,
                });
                continue;
            }
            "stands" => {
                let state = usize::try_from(second).ok().and_then(|place| PermissionState::ALL.get(place));
                let state = *state.ok_or(AnswerError::Verdict(second))?;
                *scopes.entry(scope(first, words)?).or_default().entry(state).or_default() += amount(third)?;
                continue;
            }
            _ => return Err(AnswerError::Section(line.section)),
        };
        *counted += amount(first)?;
    }
    log.permissions.flow.sort_by_key(|flow| flow.month_first_day);
    log.permissions.scopes = scopes.into_iter().map(|(words, by_state)| CountedScope { words, by_state }).collect();
    Ok(log)
}

fn scope(place: i64, words: &LogWords) -> Result<[String; 4], AnswerError> {
    if place == FOLDED {
        return Ok([FEW_PEOPLE, "", "", ""].map(str::to_owned));
    }
    let known = usize::try_from(place).ok().and_then(|place| words.scopes.get(place));
    known.cloned().ok_or(AnswerError::Verdict(place))
}

fn amount(number: i64) -> Result<u64, AnswerError> {
    u64::try_from(number).map_err(|_| AnswerError::Count(number))
}

fn month(told: &str) -> Result<Date, AnswerError> {
    format!("{told}-01").parse().map_err(|_| AnswerError::Month(told.to_owned()))
}
