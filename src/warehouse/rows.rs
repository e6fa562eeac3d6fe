//! The rows themselves, where somebody wants them here: only the columns that mean something, identifiers as text.

use super::{Dialect, Order, Refusal, Source};

/// Asks for rows: these columns, each once, in the order that the column `order` tells. The column `person` comes as text, empty for
/// nobody, so that it can be made a pseudonym before it is written down anywhere; so do the columns in `bytes`, which a file would have as text.
///
/// # Errors
/// [`Refusal`] for names that cannot be written in a query, and for no column at all.
pub fn rows_sql(
    dialect: Dialect,
    source: &Source,
    columns: &[&String],
    person: Option<&String>,
    bytes: &[String],
    order: Option<&Order>,
) -> Result<String, Refusal> {
    let mut wanted: Vec<&String> = Vec::new();
    for column in columns {
        if !wanted.contains(column) {
            wanted.push(column);
        }
    }
    if wanted.is_empty() {
        return Err(Refusal::SourceMissing);
    }
    let cell = |column: &&String| {
        let name = dialect.name(column)?;
        let is_text = person == Some(*column) || bytes.contains(column);
        Ok(if is_text { format!("{} AS {name}", dialect.as_text(&name)) } else { name })
    };
    let cells: Vec<String> = wanted.iter().map(cell).collect::<Result<_, Refusal>>()?;
    let from = source.sql(dialect)?;
    let sorted = match order {
        Some(order) => format!(" ORDER BY {}", Order::place(Some(order), dialect)?),
        None => String::new(),
    };
    Ok(format!("SELECT {} FROM {from} source_rows{sorted}", cells.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_something_is_asked_for() {
        let [who, answer, line] = ["who", "answer", "line"].map(str::to_owned);
        let table = Source::Table("log".into());
        let sql =
            rows_sql(Dialect::PostgreSql, &table, &[&who, &answer, &who], Some(&who), &[], Some(&Order::Number(line)))
                .unwrap();
        let who_as_text = Dialect::PostgreSql.as_text("\"who\"");
        let place = "coalesce(CAST(\"line\" AS BIGINT), -9223372036854775807)";
        let expected = format!("SELECT {who_as_text} AS \"who\", \"answer\" FROM \"log\" source_rows ORDER BY {place}");
        assert_eq!(sql, expected);
        assert!(rows_sql(Dialect::Spark, &table, &[], None, &[], None).is_err());
    }
}
