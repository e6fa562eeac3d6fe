//! Rows of the logs, with their words exchanged for places in the tables.

use super::{LogWords, PermissionRoles, RecordQuestion, SCOPE_WORDS, SUBJECT_WORDS, UseRoles};
use crate::domain::{Circumstance, Outcome, PermissionState, StateRow};
use crate::warehouse::cells::{cell, is_doubtful, person};
use crate::warehouse::{Dialect, Order, Refusal, Source};

/// The first moment beyond what is plausible: the beginning of 2200, in microseconds.
const TOO_LATE: i64 = 7_258_118_400_000_000;
/// Stands for a word that means nothing that is known.
const UNKNOWN: i64 = -2;
/// Stands for an empty cell that may be empty.
const NOTHING: i64 = -1;
/// An amount that every engine reads alike.
const PLAIN_AMOUNT: &str = "^-?[0-9]{1,13}([.][0-9]{0,2}0*)?$";

fn flag(is: bool) -> String {
    u8::from(is).to_string()
}

fn number<T: Into<i64>>(value: Option<T>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| value.into().to_string())
}

/// The tables of words, and of what they decide.
pub(super) fn tables_sql(question: &RecordQuestion) -> Result<String, Refusal> {
    let (dialect, words) = (question.dialect, question.words);
    let mut tables = vec![
        spoken(dialect, "subject_words", &words.subjects)?,
        spoken(dialect, "scope_words", &words.scopes)?,
        meanings(dialect, "outcome_words", words.outcomes.iter().map(|(word, means)| (word, means.map(outcome))))?,
        meanings(dialect, "circumstance_words", circumstances(words))?,
        meanings(dialect, "contact_words", contacts(words))?,
        states(dialect, words, &question.tables.states)?,
    ];
    tables.extend(decisions(question));
    Ok(tables.join(",\n"))
}

fn outcome(outcome: Outcome) -> i64 {
    i64::from(outcome == Outcome::Done)
}

fn circumstances(words: &LogWords) -> impl Iterator<Item = (&String, Option<i64>)> {
    let place = |named: Circumstance| Circumstance::ALL.iter().zip(0..).find(|(known, _)| **known == named);
    let meaning = move |named: Option<Circumstance>| named.and_then(place).map_or(NOTHING, |(_, place)| place);
    words.circumstances.iter().map(move |(word, means)| (word, means.map(meaning)))
}

fn contacts(words: &LogWords) -> impl Iterator<Item = (&String, Option<i64>)> {
    words.contacts.iter().map(|(word, means)| (word, means.map(|limit| limit.map_or(NOTHING, i64::from))))
}

/// Tuples of words with their places.
fn spoken<const N: usize>(dialect: Dialect, name: &str, tuples: &[[String; N]]) -> Result<String, Refusal> {
    let mut columns = vec![("place".to_owned(), true)];
    columns.extend((0..N).map(|word| (format!("word_{word}"), false)));
    let row = |(place, words): (usize, &[String; N])| {
        let texts: Result<Vec<String>, Refusal> = words.iter().map(|word| dialect.text(word)).collect();
        Ok(std::iter::once(place.to_string()).chain(texts?).collect())
    };
    Ok(dialect.table(name, &columns, &tuples.iter().enumerate().map(row).collect::<Result<Vec<_>, Refusal>>()?))
}

/// Words with their meanings.
fn meanings<'a>(
    dialect: Dialect,
    name: &str,
    words: impl Iterator<Item = (&'a String, Option<i64>)>,
) -> Result<String, Refusal> {
    let row =
        |(word, meaning): (&String, Option<i64>)| Ok(vec![dialect.text(word)?, meaning.unwrap_or(UNKNOWN).to_string()]);
    let rows: Result<Vec<_>, Refusal> = words.map(row).collect();
    Ok(dialect.table(name, &[("word".to_owned(), false), ("meaning".to_owned(), true)], &rows?))
}

fn states(dialect: Dialect, words: &LogWords, known: &[StateRow]) -> Result<String, Refusal> {
    let names = ["readable", "state", "valid", "unanswered", "is_no", "refused", "strictness", "lapse"];
    let mut columns = vec![("word".to_owned(), false)];
    columns.extend(names.map(|name| (name.to_owned(), true)));
    let row = |(word, state): &(String, Option<PermissionState>)| {
        let place = state.and_then(|state| PermissionState::ALL.iter().position(|known| *known == state));
        let means = place.and_then(|place| known.get(place));
        let mut row = vec![dialect.text(word)?, flag(means.is_some()), place.unwrap_or_default().to_string()];
        let is = |property: fn(&StateRow) -> bool| flag(means.is_some_and(property));
        row.extend([is(|m| m.is_valid), is(|m| m.is_unanswered), is(|m| m.is_no)]);
        row.push(flag(*state == Some(PermissionState::Refused)));
        row.push(means.map_or(0, |m| m.strictness).to_string());
        row.push(means.and_then(|m| m.lapse).map_or(0, |kind| kind as u8 + 1).to_string());
        Ok(row)
    };
    let rows: Result<Vec<_>, Refusal> = words.states.iter().map(row).collect();
    Ok(dialect.table("state_words", &columns, &rows?))
}

/// What the words decide.
fn decisions(question: &RecordQuestion) -> [String; 5] {
    let (dialect, tables) = (question.dialect, question.tables);
    let columns = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), true)).collect::<Vec<_>>();
    let subjects = tables.subjects.iter().enumerate().map(|(place, row)| {
        let gap = number(row.gap.map(|gap| gap as u8));
        vec![place.to_string(), gap, flag(row.is_contact), flag(row.is_request), number(row.wording_from_day)]
    });
    let ends = tables.versions_from_day.iter().skip(1).map(|day| i64::from(*day)).chain([i64::from(i32::MAX)]);
    let versions = tables.versions_from_day.iter().zip(ends).enumerate();
    let versions = versions.map(|(place, (from, end))| vec![place.to_string(), from.to_string(), end.to_string()]);
    let rulings = tables.rulings.iter().map(|row| {
        vec![
            row.version.to_string(),
            row.subject.to_string(),
            row.rule.to_string(),
            flag(row.is_unlisted),
            flag(row.needs_permission),
            flag(row.needs_record),
            flag(row.needs_approved_wording),
            number(row.retention_days),
            number(row.permission_lasts_days),
            number(row.contacts_per_30_days),
            number(row.ask_again_after_days),
        ]
    });
    let pairs = tables.pairs.iter().map(|row| {
        let flags = [row.covers_purpose, row.covers_category, row.reaches, row.hits].map(flag);
        [row.subject.to_string(), row.scope.to_string()].into_iter().chain(flags).collect()
    });
    let ruling_names = [
        "version",
        "subject",
        "rule",
        "unlisted",
        "needs_permission",
        "needs_record",
        "needs_approval",
        "retention",
        "lasts",
        "most_contacts",
        "ask_again",
    ];
    let scopes = tables.lasts_days.iter().enumerate().map(|(place, days)| vec![place.to_string(), number(*days)]);
    [
        dialect.table("scope_facts", &columns(&["place", "lasts"]), &scopes.collect::<Vec<_>>()),
        dialect.table(
            "subject_facts",
            &columns(&["place", "gap", "is_contact", "is_request", "wording_from"]),
            &subjects.collect::<Vec<_>>(),
        ),
        dialect.table("versions", &columns(&["place", "first_day", "end_day"]), &versions.collect::<Vec<_>>()),
        dialect.table("rulings", &columns(&ruling_names), &rulings.collect::<Vec<_>>()),
        dialect.table(
            "pairs",
            &columns(&["subject", "scope", "purpose", "category", "reaches", "hits"]),
            &pairs.collect::<Vec<_>>(),
        ),
    ]
}

/// The expression of a column's trimmed text; of no column, the empty text.
pub(super) fn text(dialect: Dialect, column: Option<&String>) -> Result<String, Refusal> {
    column.map_or(Ok("''".to_owned()), |column| cell(dialect, column))
}

fn words(prefix: &str, count: usize) -> String {
    (0..count).map(|word| format!("{prefix}{word}, ")).collect()
}

fn joined(table: &str, count: usize) -> String {
    let equal: Vec<String> = (0..count).map(|word| format!("spelt.said_{word} = {table}.word_{word}")).collect();
    format!("LEFT JOIN {table} ON {}", equal.join(" AND "))
}

/// `use_rows`: what each use says, and why it is set aside.
pub(super) fn uses_sql(question: &RecordQuestion, (source, roles): (&Source, &UseRoles)) -> Result<String, Refusal> {
    let dialect = question.dialect;
    let said = roles
        .subject
        .iter()
        .enumerate()
        .map(|(word, column)| Ok(format!("{} AS said_{word}, ", text(dialect, column.as_ref())?)));
    let said: String = said.collect::<Result<_, Refusal>>()?;
    let cells = [
        format!("{} AS person_cell", text(dialect, roles.person.as_ref())?),
        format!("{} AS outcome_cell", text(dialect, roles.outcome.as_ref())?),
        format!("{} AS value_cell", text(dialect, roles.value.as_ref())?),
        format!("{} AS circumstance_cell", text(dialect, roles.circumstance.as_ref())?),
        format!("{} AS campaign", text(dialect, roles.campaign.as_ref())?),
        format!("{} AS team", text(dialect, roles.team.as_ref())?),
        format!("{} AS moment", roles.at.exact(dialect)?),
        format!("{} AS ordinal", Order::place(roles.order.as_ref(), dialect)?),
    ];
    let spelling = spelling(question)?;
    let zone = dialect.text(crate::warehouse::source::zone(question.days)?)?;
    let plain = dialect.matches("value_cell", &dialect.text(PLAIN_AMOUNT)?);
    Ok(format!(
        "use_cells AS (\n  SELECT {said}{}\n  FROM {} source_rows\n),\n\
         use_spelt AS (\n  SELECT {}outcome_cell, value_cell, circumstance_cell, campaign, team, moment, ordinal,\n    {spelling},\n    \
         {} AS micros\n  FROM use_cells\n),\n\
         use_rows AS (\n  SELECT person, doubtful, micros, ordinal, campaign, team, subject_words.place AS subject, said_0 AS purpose, \
         said_2 AS recipient,\n    \
         outcome_words.meaning AS done, circumstance_words.meaning AS circumstance,\n    {} AS day_number,\n    {} AS month,\n    \
         CASE WHEN value_cell = '' THEN 0 WHEN {plain} THEN {} END AS cents,\n    \
         CASE WHEN subject_words.place IS NULL OR outcome_words.meaning IS NULL OR circumstance_words.meaning IS NULL THEN 1 ELSE 0 END AS is_new,\n    \
         CASE WHEN micros IS NULL THEN 'TimeMissing'\n      WHEN micros < 0 OR micros >= {TOO_LATE} THEN 'TimeOutOfRange'\n      \
         WHEN outcome_words.meaning = {UNKNOWN} THEN 'OutcomeUnreadable'\n      \
         WHEN circumstance_words.meaning = {UNKNOWN} THEN 'CircumstanceUnreadable' END AS reason\n  \
         FROM use_spelt spelt\n  {}\n  LEFT JOIN outcome_words ON outcome_cell = outcome_words.word\n  \
         LEFT JOIN circumstance_words ON circumstance_cell = circumstance_words.word\n)",
        cells.join(",\n    "),
        source.sql(dialect)?,
        words("said_", SUBJECT_WORDS),
        dialect.micros("moment"),
        in_range(&dialect.day_number("moment", &zone)),
        in_range(&format!("substr({}, 1, 7)", dialect.day("moment", &zone))),
        dialect.cents("value_cell"),
        joined("subject_words", SUBJECT_WORDS),
    ))
}

fn in_range(expression: &str) -> String {
    format!("CASE WHEN micros >= 0 AND micros < {TOO_LATE} THEN {expression} END")
}

/// The person in one spelling, nothing for nobody; and whether engines may spell it otherwise.
fn spelling(question: &RecordQuestion) -> Result<String, Refusal> {
    let who = person(question.dialect, "person_cell", question.identifiers)?;
    let doubt = is_doubtful(question.dialect, "person_cell", question.identifiers)?;
    let doubt = doubt.unwrap_or_else(|| "1 = 0".to_owned());
    Ok(format!(
        "CASE WHEN person_cell = '' THEN NULL ELSE {who} END AS person,\n    CASE WHEN {doubt} THEN 1 ELSE 0 END AS doubtful"
    ))
}

/// `change_rows`: what each change of permission says, and why it is set aside; none without a permission log.
pub(super) fn changes_sql(question: &RecordQuestion) -> Result<String, Refusal> {
    let dialect = question.dialect;
    let Some((source, roles)) = question.permissions else { return Ok(no_changes(dialect)) };
    changes_of(question, source, roles)
}

fn changes_of(question: &RecordQuestion, source: &Source, roles: &PermissionRoles) -> Result<String, Refusal> {
    let dialect = question.dialect;
    let said = roles
        .scope
        .iter()
        .enumerate()
        .map(|(word, column)| Ok(format!("{} AS said_{word}, ", text(dialect, column.as_ref())?)));
    let said: String = said.collect::<Result<_, Refusal>>()?;
    // Where nothing tells an end, the column is there all the same.
    let until = roles.until.as_ref().unwrap_or(&roles.at).exact(dialect)?;
    let cells = [
        format!("{} AS person_cell", cell(dialect, &roles.person)?),
        format!("{} AS state_cell", cell(dialect, &roles.state)?),
        format!("{} AS contacts_cell", text(dialect, roles.contacts.as_ref())?),
        format!("{} AS record_cell", text(dialect, roles.record.as_ref())?),
        format!("{} AS moment", roles.at.exact(dialect)?),
        format!("{until} AS ends_at"),
        format!("{} AS ordinal", Order::place(roles.order.as_ref(), dialect)?),
    ];
    let spelling = spelling(question)?;
    let zone = dialect.text(crate::warehouse::source::zone(question.days)?)?;
    let (ends, last) = match &roles.until {
        Some(_) => (dialect.micros("ends_at"), dialect.day_number("ends_at", &zone)),
        None => (dialect.no_whole(), dialect.no_whole()),
    };
    Ok(format!(
        "change_cells AS (\n  SELECT {said}{}\n  FROM {} source_rows\n),\n\
         change_spelt AS (\n  SELECT {}state_cell, contacts_cell, record_cell, moment, ends_at, ordinal,\n    {spelling},\n    \
         {} AS micros,\n    {ends} AS until_micros\n  FROM change_cells\n),\n\
         change_rows AS (\n  SELECT person, doubtful, micros, until_micros, ordinal, scope_words.place AS scope,\n    \
         CASE WHEN scope_words.word_2 <> '' OR scope_words.word_3 <> '' THEN 1 ELSE 0 END AS preference,\n    \
         CASE WHEN scope_words.word_2 <> '' THEN 1 ELSE 0 END AS of_channel,\n    \
         CASE WHEN scope_words.word_3 <> '' THEN 1 ELSE 0 END AS of_topic,\n    \
         state, valid, unanswered, is_no, refused, strictness, lapse,\n    \
         CASE WHEN contact_words.meaning >= 0 THEN contact_words.meaning END AS contacts,\n    \
         CASE WHEN record_cell <> '' THEN 1 ELSE 0 END AS proved,\n    {} AS day_number,\n    CASE WHEN until_micros >= 0 AND until_micros < {TOO_LATE} THEN {last} END AS until_day,\n    \
         CASE WHEN scope_words.place IS NULL OR state_words.word IS NULL OR contact_words.meaning IS NULL THEN 1 ELSE 0 END AS is_new,\n    \
         CASE WHEN micros IS NULL THEN 'TimeMissing'\n      WHEN micros < 0 OR micros >= {TOO_LATE} THEN 'TimeOutOfRange'\n      \
         WHEN until_micros < 0 OR until_micros >= {TOO_LATE} THEN 'TimeOutOfRange'\n      WHEN person IS NULL THEN 'PersonMissing'\n      \
         WHEN said_0 = '' THEN 'PurposeMissing'\n      WHEN readable = 0 THEN 'StateUnreadable'\n      \
         WHEN contact_words.meaning = {UNKNOWN} THEN 'CountUnreadable' END AS reason\n  \
         FROM change_spelt spelt\n  {}\n  LEFT JOIN state_words ON state_cell = state_words.word\n  \
         LEFT JOIN contact_words ON contacts_cell = contact_words.word\n)",
        cells.join(",\n    "),
        source.sql(dialect)?,
        words("said_", SCOPE_WORDS),
        dialect.micros("moment"),
        in_range(&dialect.day_number("moment", &zone)),
        joined("scope_words", SCOPE_WORDS),
    ))
}

/// The columns of `change_rows`, and no row.
fn no_changes(dialect: Dialect) -> String {
    let numbers = [
        "doubtful",
        "micros",
        "until_micros",
        "ordinal",
        "scope",
        "preference",
        "of_channel",
        "of_topic",
        "state",
        "until_day",
        "valid",
        "unanswered",
        "is_no",
        "refused",
        "strictness",
        "lapse",
        "contacts",
        "proved",
        "day_number",
        "is_new",
    ];
    let columns = [("person", false), ("reason", false)].into_iter().chain(numbers.map(|name| (name, true)));
    dialect.table(
        "change_rows",
        &columns.map(|(name, is_number)| (name.to_owned(), is_number)).collect::<Vec<_>>(),
        &[],
    )
}
