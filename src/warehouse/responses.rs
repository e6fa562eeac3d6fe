//! The query that counts a response log: each person once, at the first request they were shown, as for files.

use super::cells::{cell, event, is_doubtful, person, variant_place};
use super::source::zone;
use super::{Dialect, Order, Refusal, ResponseRoles, Source};
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
    let names: Vec<&String> = question.roles.segments.iter().map(|segment| &segment.0).collect();
    let names: Vec<String> = names.into_iter().map(|name| question.dialect.text(name)).collect::<Result<_, _>>()?;
    let people =
        if question.roles.person.is_some() { people_sql(names.len()) } else { rows_as_people_sql(names.len()) };
    let steps = [cells_sql(question)?, read_sql(question)?, people, cube_sql(names.len()), lines_sql(&names)];
    Ok(format!("WITH {},\n{}", steps.join(",\n"), answers_sql(question.dialect, question.smallest_group)))
}

/// The query for the values of the variant column, most frequent first, with the number of their rows and how many values there are. Where these
/// are more than `most`, the column tells people apart rather than variants: then a single line comes, with an empty value.
///
/// # Errors
/// A [`Refusal`] where no column is named, or cannot be.
pub fn variants_sql(dialect: Dialect, source: &Source, columns: &[String], most: u32) -> Result<String, Refusal> {
    let (value, source) = (joined(dialect, columns)?, source.sql(dialect)?);
    Ok(format!(
        "WITH named AS (SELECT {value} AS told FROM {source} source_rows),\n\
         counted AS (SELECT told, count(*) AS amount FROM named GROUP BY told),\n\
         placed AS (\n  SELECT told, amount, count(*) OVER () AS different, row_number() OVER (ORDER BY amount DESC, told) AS place\n  \
         FROM counted\n)\n\
         SELECT CASE WHEN different <= {most} THEN told ELSE '' END AS told, {} AS amount, {} AS different\n\
         FROM placed WHERE different <= {most} OR place = 1 ORDER BY place",
        dialect.whole("amount"),
        dialect.whole("different")
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
        Some(moment) => moment.exact(dialect)?,
    };
    let mut columns = vec![
        format!("{} AS variant_cell", joined(dialect, &roles.variant)?),
        format!("{} AS person_cell", text(&roles.person)?),
        format!("{} AS response_cell", text(&roles.response)?),
        format!("{} AS event_cell", text(&roles.event)?),
        format!("{moment} AS moment"),
    ];
    columns.push(format!("{} AS ordinal", Order::place(roles.order.as_ref(), dialect)?));
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
        None => ("''".to_owned(), "1 = 0"),
    };
    let (micros, day) = match &roles.shown_at {
        Some(_) => (dialect.micros("moment"), dialect.day("moment", &dialect.text(zone(question.days)?)?)),
        None => ("0".to_owned(), dialect.no_text()),
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

/// `people`: the first request of each person, how many variants they saw, and what else is told of all their rows.
///
/// A showing opens a request; an answer closes the open one, or else is a request of its own. A showing of the same time as such an answer
/// belongs to it. Whether a showing belongs to the answer before it depends on whether the showing before that one did: `opening` is
/// known for the others, and theirs is that of the latest that is known. Rows that withdraw are no requests, but are counted as rows: they
/// stand at the place -1.
///
/// The first window is by person alone, so that an engine that spreads the rows over machines does so once.
fn people_sql(segments: usize) -> String {
    let list = segment_list(segments);
    // Rows that name an event are told apart by it, the others by their time and variant.
    let same = "person, event, event_cell, CASE WHEN event_cell = '' THEN micros END, CASE WHEN event_cell = '' THEN place END";
    let order = format!("micros, ordinal, event, place{list}");
    let first = |name: &str| format!(", max(CASE WHEN turn = 1 THEN {name} END) AS {name}");
    let firsts: String = (0..segments).map(|place| first(&format!("segment_{place}"))).collect();
    let before = "PARTITION BY person, place ORDER BY turn";
    let running = format!("{before} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
    format!(
        "usable AS (\n  SELECT place, person, event, micros, event_cell, ordinal, day_told{list},\n    \
         dense_rank() OVER (PARTITION BY person ORDER BY {order})\n      \
         - dense_rank() OVER (PARTITION BY person ORDER BY micros, ordinal) AS ties_before\n  \
         FROM read_rows WHERE reason IS NULL\n),\n\
         copies AS (\n  SELECT place, person, event, micros, ordinal, day_told{list},\n    \
         max(ties_before) OVER (PARTITION BY person) AS ties,\n    \
         row_number() OVER (PARTITION BY {same}\n      ORDER BY {order}) AS copy_number\n  FROM usable\n),\n\
         turns AS (\n  SELECT CASE WHEN event = 5 THEN -1 ELSE place END AS place, person, event, micros, day_told{list}, ties,\n    \
         row_number() OVER (PARTITION BY person, CASE WHEN event = 5 THEN 1 ELSE 0 END ORDER BY {order}) AS turn\n  \
         FROM copies WHERE copy_number = 1\n),\n\
         neighbours AS (\n  SELECT place, person, event, micros, day_told{list}, ties, turn,\n    \
         lag(event) OVER ({before}) AS event_before,\n    lag(micros) OVER ({before}) AS micros_before,\n    \
         lag(event, 2) OVER ({before}) AS second_before\n  FROM turns\n),\n\
         openings AS (\n  SELECT place, person, event, day_told{list}, ties, turn, event_before,\n    \
         CASE WHEN event <> 0 THEN NULL\n      \
         WHEN event_before IS NULL OR event_before = 0 OR micros_before <> micros THEN 1\n      \
         WHEN second_before IS NULL OR second_before <> 0 THEN 0 END AS opening\n  FROM neighbours\n),\n\
         chains AS (\n  SELECT place, person, event, day_told{list}, ties, turn, event_before, opening,\n    \
         count(opening) OVER ({running}) AS chain\n  FROM openings\n),\n\
         opened AS (\n  SELECT place, person, event, day_told{list}, ties, turn, event_before,\n    \
         max(opening) OVER (PARTITION BY person, place, chain) AS opened\n  FROM chains\n),\n\
         numbered AS (\n  SELECT place, person, event, day_told{list}, ties, turn,\n    \
         sum(CASE WHEN event = 0 THEN opened WHEN event_before = 0 AND opened = 1 THEN 0 ELSE 1 END)\n      \
         OVER ({running}) AS request\n  FROM opened\n),\n\
         requests AS (\n  SELECT person, place, min(turn) AS first_turn, max(request) AS requests,\n    \
         coalesce(max(CASE WHEN event <> 0 AND request = 1 THEN event END), 4) AS answer,\n    \
         count(*) AS row_count, max(ties) AS ties, max(CASE WHEN turn = 1 THEN day_told END) AS day_told{firsts}\n  \
         FROM numbered GROUP BY person, place\n),\n\
         ranked AS (\n  SELECT place, answer, day_told{list}, ties,\n    \
         row_number() OVER (PARTITION BY person ORDER BY CASE WHEN place < 0 THEN 1 ELSE 0 END, first_turn) AS nth,\n    \
         sum(CASE WHEN place < 0 THEN 0 ELSE 1 END) OVER (PARTITION BY person) AS variants_seen,\n    \
         max(CASE WHEN place < 0 THEN 0 ELSE requests END) OVER (PARTITION BY person) AS most_requests,\n    \
         sum(row_count) OVER (PARTITION BY person) AS row_count\n  FROM requests\n),\n\
         people AS (\n  SELECT place, answer, day_told{list}, CASE WHEN variants_seen = 1 THEN 1 ELSE 0 END AS single,\n    \
         CASE WHEN variants_seen > 1 THEN 1 ELSE 0 END AS crossed,\n    \
         CASE WHEN most_requests > 1 THEN 1 ELSE 0 END AS repeated, CASE WHEN ties > 0 THEN 1 ELSE 0 END AS tied,\n    \
         row_count\n  FROM ranked WHERE nth = 1\n)"
    )
}

/// `people` where nobody is named: every row is a person of its own.
fn rows_as_people_sql(segments: usize) -> String {
    let list = segment_list(segments);
    format!(
        "people AS (\n  SELECT CASE WHEN event = 5 THEN -1 ELSE place END AS place, CASE WHEN event = 0 THEN 4 ELSE event END AS answer,\n    \
         day_told{list}, 1 AS single, 0 AS crossed, 0 AS repeated, 0 AS tied, 1 AS row_count\n  \
         FROM read_rows WHERE reason IS NULL\n)"
    )
}

/// `cube`: everything that is counted of people, counted in one go.
fn cube_sql(segments: usize) -> String {
    let columns: Vec<String> = grouped_columns(segments);
    let groupings: String = columns.iter().map(|column| format!(", GROUPING({column}) AS without_{column}")).collect();
    let sets: String = columns.iter().map(|column| format!(", (place, single, {column})")).collect();
    let answered = |number: u8, name: &str| format!("sum(CASE WHEN answer = {number} THEN 1 ELSE 0 END) AS {name}");
    let answers = [answered(1, "accepted"), answered(2, "declined"), answered(3, "dismissed"), answered(4, "ignored")];
    let sums = ["row_count", "crossed", "repeated", "tied"].map(|name| format!("sum({name}) AS {name}"));
    format!(
        "cube AS (\n  SELECT place, single, {}, GROUPING(place) AS without_place{groupings},\n    \
         count(*) AS shown, {},\n    {}\n  FROM people GROUP BY GROUPING SETS ((), (place, single){sets})\n)",
        columns.join(", "),
        answers.join(", "),
        sums.join(", ")
    )
}

/// The day and the segments.
fn grouped_columns(segments: usize) -> Vec<String> {
    let segments = (0..segments).map(|place| format!("segment_{place}"));
    std::iter::once("day_told".to_owned()).chain(segments).collect()
}

/// `counted_lines`: a line for each line of the cube that says something; `names` are the quoted names of the segments.
fn lines_sql(names: &[String]) -> String {
    let columns = grouped_columns(names.len());
    let is_group: Vec<String> = columns.iter().map(|column| format!("without_{column} = 0")).collect();
    let is_group = is_group.join(" OR ");
    let cases = |of: &dyn Fn(usize, &str) -> String| -> String {
        columns
            .iter()
            .enumerate()
            .map(|(place, column)| format!(" WHEN without_{column} = 0 THEN {}", of(place, column)))
            .collect()
    };
    let name = cases(&|place, _| {
        place.checked_sub(1).and_then(|segment| names.get(segment)).map_or("''", String::as_str).to_owned()
    });
    let value = cases(&|_, column| column.to_owned());
    let number = |of_all: &str, of_group: &str| {
        format!("CASE WHEN without_place = 1 THEN {of_all} ELSE {of_group} END AS {of_group}")
    };
    let numbers = [
        number("row_count", "shown"),
        number("crossed", "accepted"),
        number("repeated", "declined"),
        number("tied", "dismissed"),
        number("0", "ignored"),
    ];
    format!(
        "counted_lines AS (\n  SELECT CASE WHEN without_place = 1 THEN 'totals' WHEN {is_group} THEN 'group'\n      \
         WHEN single = 1 THEN 'variant' ELSE 'crossed' END AS section,\n    \
         CASE{name} ELSE '' END AS name, CASE{value} ELSE '' END AS value, coalesce(place, 0) AS variant,\n    {}\n  \
         FROM cube WHERE without_place = 1 OR place >= 0 AND (single = 1 OR NOT ({is_group}))\n    \
         AND NOT (without_day_told = 0 AND day_told IS NULL)\n)",
        numbers.join(",\n    ")
    )
}

/// What comes over: counts only. Values with too few people are held back; and where what is missing could be worked out from the total, one
/// value more.
fn answers_sql(dialect: Dialect, smallest: u64) -> String {
    let whole = |expression: &str| dialect.whole(expression);
    let small = |then: &str| format!("CASE WHEN section = 'group' AND fewest < {smallest} THEN {then} ELSE 0 END");
    let answers =
        ["accepted", "declined", "dismissed", "ignored"].map(|name| whole(&format!("coalesce(sum({name}), 0)")));
    let (nothing, value) = (whole("0"), "PARTITION BY section, name, value");
    format!(
        "sized AS (\n  SELECT section, name, value, variant, shown, accepted, declined, dismissed, ignored,\n    \
         min(shown) OVER ({value}) AS fewest, sum(shown) OVER ({value}) AS people_told,\n    \
         CASE WHEN row_number() OVER ({value} ORDER BY variant) = 1 THEN 1 ELSE 0 END AS is_first\n  FROM counted_lines\n),\n\
         weighed AS (\n  SELECT section, name, value, variant, shown, accepted, declined, dismissed, ignored, is_first,\n    \
         {} AS small,\n    sum({}) OVER (PARTITION BY section, name) AS small_values,\n    \
         sum({}) OVER (PARTITION BY section, name) AS small_people,\n    \
         dense_rank() OVER (PARTITION BY section, name, {} ORDER BY people_told, value) AS value_rank\n  FROM sized\n),\n\
         judged AS (\n  SELECT section, name, value, variant, shown, accepted, declined, dismissed, ignored, is_first,\n    \
         CASE WHEN small = 1 OR section = 'group' AND value_rank = 1 AND small_values > 0\n      \
         AND (small_values = 1 OR small_people < {smallest}) THEN 1 ELSE 0 END AS held\n  FROM weighed\n),\n\
         told AS (\n  SELECT CASE WHEN held = 1 THEN 'held_back' ELSE section END AS section, name,\n    \
         CASE WHEN held = 1 THEN '' ELSE value END AS value, CASE WHEN held = 1 THEN is_first ELSE variant END AS variant,\n    \
         CASE WHEN held = 1 THEN 0 ELSE variant END AS kept_apart, shown,\n    {}\n  FROM judged\n),\n\
         reasons AS (\n  SELECT coalesce(reason, '') AS reason, count(*) AS amount, sum(doubtful) AS doubtful\n  \
         FROM read_rows GROUP BY coalesce(reason, '')\n)\n\
         SELECT section, name, value, {} AS variant, {} AS shown,\n  {} AS accepted, {} AS declined, {} AS dismissed, {} AS ignored\n\
         FROM told GROUP BY section, name, value, kept_apart\n\
         UNION ALL\n\
         SELECT CASE WHEN reason = '' THEN 'usable' ELSE 'set_aside' END, reason, '', {nothing}, {}, {}, {nothing}, {nothing}, {nothing}\n\
         FROM reasons",
        small("1"),
        small("is_first"),
        small("shown"),
        small("1"),
        ["accepted", "declined", "dismissed", "ignored"]
            .map(|name| format!("CASE WHEN held = 1 THEN 0 ELSE {name} END AS {name}"))
            .join(", "),
        // Of what is held back: the number of values.
        whole("CASE WHEN section = 'held_back' THEN sum(variant) ELSE max(variant) END"),
        whole("coalesce(sum(shown), 0)"),
        answers[0],
        answers[1],
        answers[2],
        answers[3],
        whole("amount"),
        whole("doubtful"),
    )
}
