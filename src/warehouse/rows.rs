//! The rows themselves, where somebody wants them here: only the columns that mean something, identifiers as text.

use super::{Dialect, Order, Refusal, Source};

/// Asks for rows: these columns, each once, in the order that the column `order` tells. The column `person` comes as text, empty for
/// nobody, so that it can be made a pseudonym before it is written down anywhere.
///
/// # Errors
/// [`Refusal`] for names that cannot be written in a query, and for no column at all.
pub fn rows_sql(
    dialect: Dialect,
    source: &Source,
    columns: &[&String],
    person: Option<&String>,
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
        let is_person = person == Some(*column);
        Ok(if is_person { format!("{} AS {name}", dialect.as_text(&name)) } else { name })
    };
    let cells: Vec<String> = wanted.iter().map(cell).collect::<Result<_, Refusal>>()?;
    let from = source.sql(dialect)?;
    // Behind the alias of the table, since a person's column has the name of what it is made of.
    let sorted = match order {
        Some(Order::Number(column) | Order::Time(column)) => format!(" ORDER BY source_rows.{}", dialect.name(column)?),
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
        let sql = rows_sql(Dialect::PostgreSql, &table, &[&who, &answer, &who], Some(&who), Some(&Order::Number(line)))
            .unwrap();
        let who_as_text = Dialect::PostgreSql.as_text("\"who\"");
        assert_eq!(
            sql,
            format!(
                "SELECT {who_as_text} AS \"who\", \"answer\" FROM \"log\" source_rows ORDER BY source_rows.\"line\""
            )
        );
        assert!(rows_sql(Dialect::Spark, &table, &[], None, None).is_err());
    }
}
