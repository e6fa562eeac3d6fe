//! The query that counts a response log: each person once, at the first request they were shown, as for files.

use super::cells::{cell, event, is_doubtful, person, variant_place};
use super::source::zone;
use super::{Dialect, Moment, Refusal, ResponseRoles, Source};
use crate::domain::{IdentifierRules, ResponseEvent, Variant};

/// Times within the first day of 1970 belong to no day.
const FIRST_REAL_TIME: i64 = 86_400_000_000;
/// The first moment beyond what is plausible: the beginning of 2200, in microseconds.
const TOO_LATE: i64 = 7_258_118_400_000_000;
const LONGEST_VALUE: u32 = 200;

/// Everything that the query depends on.
#[derive(Debug, Clone, Copy)]
pub struct ResponseQuestion<'a> {
    /// The engine's SQL.
    pub dialect: Dialect,
    /// Which rows.
    pub source: &'a Source,
    /// Which column says what.
    pub roles: &'a ResponseRoles,
    /// The variants of the experiment, in their order.
    pub variants: &'a [Variant],
    /// What the words of the response column mean; of a word with several meanings, the first holds.
    pub words: &'a [(String, ResponseEvent)],
    /// How identifiers are spelt.
    pub identifiers: &'a IdentifierRules,
    /// The zone in which days are counted, such as `Europe/Berlin`.
    pub days: &'a str,
    /// Values of segments and days with fewer people than this in any variant stay in the warehouse; 0 or 1 holds nothing back.
    pub smallest_group: u64,
}

/// The query that counts the responses. It gives lines of nine columns, see [`super::Line`].
///
/// Where several rows of one person have the same time and no column tells their order, showings come first, then answers, by variant.
///
/// # Errors
/// A [`Refusal`] where the counts would differ from those of a file.
pub fn responses_sql(question: &ResponseQuestion) -> Result<String, Refusal> {
    let segments = question.roles.segments.len();
    Ok([format!("WITH {}", cells_sql(question)?), read_sql(question)?, kept_sql(question), requests_sql(segments)]
        .join(",\n")
        + ",\n"
        + &answers_sql(question)?)
}

/// The query for the values of the variant column, most frequent first, at most `most`, with the number of their rows.
///
/// # Errors
/// A [`Refusal`] where no column is named, or cannot be.
pub fn variants_sql(dialect: Dialect, source: &Source, columns: &[String], most: u32) -> Result<String, Refusal> {
    let (value, source) = (joined(dialect, columns)?, source.sql(dialect)?);
    Ok(format!(
        "WITH named AS (SELECT {value} AS told FROM {source} source_rows)\n\
         SELECT told, {} AS amount FROM named GROUP BY told ORDER BY amount DESC, told LIMIT {most}",
        dialect.whole("count(*)")
    ))
}

fn joined(dialect: Dialect, columns: &[String]) -> Result<String, Refusal> {
    let cells: Vec<String> = columns.iter().map(|column| cell(dialect, column)).collect::<Result<_, _>>()?;
    if cells.is_empty() { Err(Refusal::VariantMissing) } else { Ok(cells.join(" || '+' || ")) }
}

/// `cells`: the mapped columns as texts and times.
fn cells_sql(question: &ResponseQuestion) -> Result<String, Refusal> {
    let (dialect, roles) = (question.dialect, question.roles);
    if roles.person.is_some() && roles.shown_at.is_none() {
        return Err(Refusal::TimeMissing);
    }
    let text = |column: &Option<String>| column.as_ref().map_or(Ok("''".to_owned()), |column| cell(dialect, column));
    let moment = match &roles.shown_at {
        None => "0".to_owned(),
        Some(Moment::Exact(column)) => dialect.name(column)?,
        Some(Moment::Local { column, zone: name }) => {
            dialect.exact_of_local(&dialect.name(column)?, column, &dialect.text(zone(name)?)?)?
        }
    };
    let mut columns = vec![
        format!("{} AS variant_cell", joined(dialect, &roles.variant)?),
        format!("{} AS person_cell", text(&roles.person)?),
        format!("{} AS response_cell", text(&roles.response)?),
        format!("{} AS event_cell", text(&roles.event)?),
        format!("{moment} AS moment"),
    ];
    // Names are told apart by their rows where they name nobody.
    if roles.person.is_none() {
        columns.push("row_number() OVER (ORDER BY 1) AS row_told".to_owned());
    }
    columns.push(format!("{} AS ordinal", roles.order.as_ref().map_or(Ok("0".to_owned()), |name| dialect.name(name))?));
    for (place, (_, column)) in roles.segments.iter().enumerate() {
        columns.push(format!("substr({}, 1, {LONGEST_VALUE}) AS segment_{place}", cell(dialect, column)?));
    }
    Ok(format!(
        "cells AS (\n  SELECT {}\n  FROM {} source_rows\n)",
        columns.join(",\n    "),
        question.source.sql(dialect)?
    ))
}

/// `read_rows`: what each row says, and why it is set aside.
fn read_sql(question: &ResponseQuestion) -> Result<String, Refusal> {
    let (dialect, roles) = (question.dialect, question.roles);
    let place = variant_place(dialect, "variant_cell", question.variants)?;
    let event = event(dialect, "response_cell", question.words)?;
    let (who, nobody) = match &roles.person {
        Some(_) => (person(dialect, "person_cell", question.identifiers)?, "person_cell = ''"),
        None => (dialect.as_text("row_told"), "1 = 0"),
    };
    let (micros, day) = match &roles.shown_at {
        Some(_) => (dialect.micros("moment"), dialect.day("moment", &dialect.text(zone(question.days)?)?)),
        None => ("0".to_owned(), dialect.no_text().to_owned()),
    };
    let doubt = match roles.person.as_ref().map(|_| is_doubtful(dialect, "person_cell", question.identifiers)) {
        Some(doubt) => doubt?.unwrap_or_else(|| "1 = 0".to_owned()),
        None => "1 = 0".to_owned(),
    };
    let segments = segment_list(roles.segments.len());
    Ok(format!(
        "spelt AS (\n  SELECT {place} AS place,\n    {who} AS person,\n    {event} AS event,\n    {micros} AS micros,\n    \
         CASE WHEN {doubt} THEN 1 ELSE 0 END AS doubtful, person_cell, event_cell, moment, ordinal{segments}\n  FROM cells\n),\n\
         read_rows AS (\n  SELECT place, person, event, micros, doubtful, event_cell, ordinal{segments},\n    \
         CASE WHEN micros >= {FIRST_REAL_TIME} AND micros < {TOO_LATE} THEN {day} END AS day_told,\n    \
         CASE WHEN place IS NULL THEN 'UnknownVariant'\n      WHEN {nobody} THEN 'PersonMissing'\n      \
         WHEN micros IS NULL THEN 'TimeMissing'\n      WHEN micros < 0 OR micros >= {TOO_LATE} THEN 'TimeOutOfRange'\n      \
         WHEN event IS NULL THEN 'AnswerUnreadable' END AS reason\n  FROM spelt\n)"
    ))
}

/// `, segment_0, segment_1`.
fn segment_list(segments: usize) -> String {
    (0..segments).map(|place| format!(", segment_{place}")).collect()
}

/// `kept_rows`: usable rows without those that say the same once more.
fn kept_sql(question: &ResponseQuestion) -> String {
    let segments = segment_list(question.roles.segments.len());
    // Rows that name an event are told apart by it, the others by their time and variant.
    let same = "person, event, event_cell, CASE WHEN event_cell = '' THEN micros END, CASE WHEN event_cell = '' THEN place END";
    format!(
        "usable AS (\n  SELECT place, person, event, micros, event_cell, ordinal, day_told{segments},\n    \
         row_number() OVER (PARTITION BY {same}\n      ORDER BY micros, ordinal, event, place{segments}) AS copy_number\n  \
         FROM read_rows WHERE reason IS NULL\n),\n\
         kept_rows AS (SELECT * FROM usable WHERE copy_number = 1)"
    )
}

/// `people`: the first request of each person, and how many variants they saw.
///
/// A showing opens a request; an answer closes the open one, or else is a request of its own. A showing of the same time as such an answer
/// belongs to it. Whether a showing belongs to the answer before it depends on whether the showing before that one did: `opening` is
/// known for the others, and theirs is that of the latest that is known.
fn requests_sql(segments: usize) -> String {
    let list = segment_list(segments);
    let first = |name: &str| format!(", max(CASE WHEN turn = 1 THEN {name} END) AS {name}");
    let firsts: String = (0..segments).map(|place| first(&format!("segment_{place}"))).collect();
    let before = "PARTITION BY person, place ORDER BY turn";
    let running = format!("{before} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
    format!(
        "turns AS (\n  SELECT place, person, event, micros, day_told{list},\n    \
         row_number() OVER (PARTITION BY person ORDER BY micros, ordinal, event, place{list}) AS turn\n  \
         FROM kept_rows WHERE event <> 5\n),\n\
         neighbours AS (\n  SELECT place, person, event, micros, day_told{list}, turn,\n    \
         lag(event) OVER ({before}) AS event_before,\n    lag(micros) OVER ({before}) AS micros_before,\n    \
         lag(event, 2) OVER ({before}) AS second_before\n  FROM turns\n),\n\
         openings AS (\n  SELECT place, person, event, day_told{list}, turn, event_before,\n    \
         CASE WHEN event <> 0 THEN NULL\n      \
         WHEN event_before IS NULL OR event_before = 0 OR micros_before <> micros THEN 1\n      \
         WHEN second_before IS NULL OR second_before <> 0 THEN 0 END AS opening\n  FROM neighbours\n),\n\
         chains AS (\n  SELECT place, person, event, day_told{list}, turn, event_before, opening,\n    \
         count(opening) OVER ({running}) AS chain\n  FROM openings\n),\n\
         opened AS (\n  SELECT place, person, event, day_told{list}, turn, event_before,\n    \
         max(opening) OVER (PARTITION BY person, place, chain) AS opened\n  FROM chains\n),\n\
         numbered AS (\n  SELECT place, person, event, day_told{list}, turn,\n    \
         sum(CASE WHEN event = 0 THEN opened WHEN event_before = 0 AND opened = 1 THEN 0 ELSE 1 END)\n      \
         OVER ({running}) AS request\n  FROM opened\n),\n\
         requests AS (\n  SELECT person, place, min(turn) AS first_turn, max(request) AS requests,\n    \
         coalesce(max(CASE WHEN event <> 0 AND request = 1 THEN event END), 4) AS answer,\n    \
         max(CASE WHEN turn = 1 THEN day_told END) AS day_told{firsts}\n  FROM numbered GROUP BY person, place\n),\n\
         ranked AS (\n  SELECT place, answer, day_told{list},\n    \
         row_number() OVER (PARTITION BY person ORDER BY first_turn) AS nth,\n    \
         count(*) OVER (PARTITION BY person) AS variants_seen,\n    \
         max(requests) OVER (PARTITION BY person) AS most_requests\n  FROM requests\n),\n\
         people AS (SELECT place, answer, day_told{list}, variants_seen, most_requests FROM ranked WHERE nth = 1)"
    )
}

/// What comes over: counts only.
fn answers_sql(question: &ResponseQuestion) -> Result<String, Refusal> {
    let dialect = question.dialect;
    let whole = |expression: &str| dialect.whole(expression);
    let sum = |number: u8, name: &str| {
        format!("{} AS {name}", whole(&format!("sum(CASE WHEN answer = {number} THEN 1 ELSE 0 END)")))
    };
    let sums = [
        format!("{} AS shown", whole("count(*)")),
        sum(1, "accepted"),
        sum(2, "declined"),
        sum(3, "dismissed"),
        sum(4, "ignored"),
    ]
    .join(", ");
    let place = whole("place");
    let mut groups = vec![format!(
        "SELECT '' AS name, day_told AS value, {place} AS variant, {sums}\n  FROM people WHERE variants_seen = 1 AND day_told IS NOT NULL GROUP BY day_told, place"
    )];
    for (index, (name, _)) in question.roles.segments.iter().enumerate() {
        groups.push(format!(
            "SELECT {} AS name, segment_{index} AS value, {place} AS variant, {sums}\n  FROM people WHERE variants_seen = 1 GROUP BY segment_{index}, place",
            dialect.text(name)?
        ));
    }
    let zeros = format!("{0}, {0}, {0}, {0}", whole("0"));
    let single = |section: &str, amount: &str, from: &str| {
        format!("SELECT '{section}', '', '', {}, {}, {zeros}\nFROM {from}", whole("0"), whole(amount))
    };
    let list = segment_list(question.roles.segments.len());
    let tied = format!(
        "(SELECT DISTINCT person FROM (SELECT DISTINCT person, micros, ordinal, event, place{list} FROM usable) alike \
         GROUP BY person, micros, ordinal HAVING count(*) > 1) tied_people"
    );
    let of_people = |section: &str, filter: &str| {
        format!(
            "SELECT '{section}' AS section, '' AS name, '' AS value, {place} AS variant, {sums}\nFROM people{filter} GROUP BY place"
        )
    };
    let aside = |reason: &str, from: &str| {
        format!("SELECT 'set_aside', {reason}, '', {}, {}, {zeros}\nFROM {from}", whole("0"), whole("count(*)"))
    };
    let answers = [
        of_people("variant", " WHERE variants_seen = 1"),
        of_people("first", ""),
        format!(
            "SELECT 'group', name, value, variant, shown, accepted, declined, dismissed, ignored\nFROM judged WHERE NOT ({HELD})"
        ),
        format!(
            "SELECT 'held_back', name, '', {}, {}, {zeros}\nFROM judged WHERE {HELD} GROUP BY name",
            whole("count(DISTINCT value)"),
            whole("sum(shown)")
        ),
        aside("reason", "read_rows WHERE reason IS NOT NULL GROUP BY reason"),
        aside("'DuplicateRow'", "usable WHERE copy_number > 1"),
        single("rows_read", "count(*)", "read_rows"),
        single("rows", "count(*)", "kept_rows"),
        single("crossovers", "count(*)", "people WHERE variants_seen > 1"),
        single("repeated", "count(*)", "people WHERE most_requests > 1"),
        single("tied", "count(*)", &tied),
        single("doubtful", "count(*)", "read_rows WHERE reason IS NULL AND doubtful = 1"),
    ];
    Ok(format!("{}\n{}", held_sql(&groups, question.smallest_group), answers.join("\nUNION ALL\n")))
}

/// What is held back: values with too few people; and where what is missing could be worked out from the total, one value more.
const HELD: &str =
    "small = 1 OR (small_values > 0 AND (small_values = 1 OR small_people < smallest) AND large_rank = 1)";

/// `judged`: the groups, each with what decides whether it is held back.
fn held_sql(groups: &[String], smallest: u64) -> String {
    format!(
        "grouped AS (\n  {}\n),\n\
         sized AS (\n  SELECT name, value, min(shown) AS fewest, sum(shown) AS people_told FROM grouped GROUP BY name, value\n),\n\
         marked AS (\n  SELECT name, value, people_told, CASE WHEN fewest < {smallest} THEN 1 ELSE 0 END AS small FROM sized\n),\n\
         weighed AS (\n  SELECT name, value, small, {smallest} AS smallest,\n    sum(small) OVER (PARTITION BY name) AS small_values,\n    \
         sum(small * people_told) OVER (PARTITION BY name) AS small_people,\n    \
         CASE WHEN small = 0 THEN row_number() OVER (PARTITION BY name, small ORDER BY people_told, value) END AS large_rank\n  \
         FROM marked\n),\n\
         judged AS (\n  SELECT grouped.name, grouped.value, variant, shown, accepted, declined, dismissed, ignored,\n    \
         small, small_values, small_people, smallest, large_rank\n  \
         FROM grouped JOIN weighed ON grouped.name = weighed.name AND grouped.value = weighed.value\n)",
        groups.join("\n  UNION ALL\n  ")
    )
}
