//! How the engines differ in what the queries need.

use super::Refusal;

/// An engine's SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `PostgreSQL` from 14 on, and what speaks like it.
    PostgreSql,
    /// Apache Spark from 3.4 on, and Databricks.
    Spark,
    /// Google `BigQuery`.
    BigQuery,
    /// Snowflake.
    Snowflake,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 4] = [Self::PostgreSql, Self::Spark, Self::BigQuery, Self::Snowflake];

    /// The dialect of a driver, by its name or the file name of its library; `None` if it is not known.
    pub fn of_driver(driver: &str) -> Option<Self> {
        let file = driver.rsplit(['/', '\\']).next().unwrap_or(driver).to_lowercase();
        let known = [
            ("postgres", Self::PostgreSql),
            ("spark", Self::Spark),
            ("databricks", Self::Spark),
            ("bigquery", Self::BigQuery),
            ("snowflake", Self::Snowflake),
        ];
        known.into_iter().find(|(name, _)| file.contains(name)).map(|(_, dialect)| dialect)
    }

    /// The dialect as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::PostgreSql => "PostgreSQL",
            Self::Spark => "Spark SQL",
            Self::BigQuery => "BigQuery",
            Self::Snowflake => "Snowflake",
        }
    }

    /// Whether its counts were held against those of files.
    pub fn is_tried(self) -> bool {
        matches!(self, Self::PostgreSql | Self::Spark)
    }

    /// Statements that fit a session for queries of this kind; engines that do not know them may refuse them.
    ///
    /// `PostgreSQL` knows nothing of how many rows a part of a query gives: it would go through one for each row of another, and compile the
    /// whole query for longer than it runs.
    pub fn session(self) -> &'static [&'static str] {
        if self == Self::PostgreSql { &["SET enable_nestloop TO off", "SET jit TO off"] } else { &[] }
    }

    /// A name, quoted so that it means just this column or table.
    ///
    /// # Errors
    /// [`Refusal::Name`] for a name that is empty or holds control characters.
    pub fn name(self, name: &str) -> Result<String, Refusal> {
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Refusal::Name(name.to_owned()));
        }
        Ok(match self {
            Self::PostgreSql | Self::Snowflake => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::BigQuery => format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`")),
        })
    }

    /// A text as a literal.
    ///
    /// # Errors
    /// [`Refusal::Name`] for a text with a zero character, which no engine takes.
    pub fn text(self, text: &str) -> Result<String, Refusal> {
        if text.contains('\0') {
            return Err(Refusal::Name(text.replace('\0', "\u{fffd}")));
        }
        if self == Self::PostgreSql {
            let quoted = text.replace('\'', "''");
            // Whether a backslash is itself depends on the server, unless it is said.
            let told = if text.contains('\\') {
                format!("E'{}'", quoted.replace('\\', "\\\\"))
            } else {
                format!("'{quoted}'")
            };
            return Ok(told);
        }
        let escaped = text.chars().map(|c| match c {
            '\\' => "\\\\".to_owned(),
            '\'' => "\\'".to_owned(),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        });
        Ok(format!("'{}'", escaped.collect::<String>()))
    }

    /// Whatever stands in an expression as text, which is equal to another only letter by letter; nothing is empty text.
    pub(super) fn as_text(self, expression: &str) -> String {
        // A column may be told to find capital and small letters equal, which no file does.
        let told = self.text_typed(expression);
        if self == Self::PostgreSql {
            format!("(coalesce({told}, '') COLLATE \"C\")")
        } else {
            format!("coalesce({told}, '')")
        }
    }

    /// A text without the characters of the literal `white` at either end.
    pub(super) fn trimmed(self, expression: &str, white: &str) -> String {
        match self {
            Self::PostgreSql => format!("btrim({expression}, {white})"),
            Self::Spark => format!("trim(BOTH {white} FROM {expression})"),
            Self::BigQuery | Self::Snowflake => format!("trim({expression}, {white})"),
        }
    }

    /// Whether a text matches a regular expression that is anchored at both ends.
    pub(super) fn matches(self, expression: &str, pattern: &str) -> String {
        match self {
            Self::PostgreSql => format!("{expression} ~ {pattern}"),
            Self::Spark => format!("{expression} RLIKE {pattern}"),
            Self::BigQuery => format!("REGEXP_CONTAINS({expression}, {pattern})"),
            Self::Snowflake => format!("REGEXP_LIKE({expression}, {pattern})"),
        }
    }

    /// Whether a text holds more than ASCII.
    pub(super) fn beyond_ascii(self, expression: &str) -> String {
        let bytes = if self == Self::BigQuery { "BYTE_LENGTH" } else { "octet_length" };
        let letters = if self == Self::Snowflake { "LENGTH" } else { "CHAR_LENGTH" };
        format!("{bytes}({expression}) <> {letters}({expression})")
    }

    /// The expression of an exact time from a column of local times in the zone of the literal `zone`: skipped times are moved past the
    /// gap, of repeated ones the earlier is meant, as in files.
    pub(super) fn exact_of_local(self, column: &str, name: &str, zone: &str) -> Result<String, Refusal> {
        if self == Self::Spark {
            // Java's rule is that of files; the Z keeps the zone of the session out of it.
            let there = format!("convert_timezone({zone}, 'UTC', CAST({column} AS TIMESTAMP_NTZ))");
            return Ok(format!("CAST(concat(CAST({there} AS STRING), 'Z') AS TIMESTAMP)"));
        }
        if self != Self::PostgreSql {
            return Err(Refusal::LocalTime { column: name.to_owned() });
        }
        // PostgreSQL takes the later of repeated times: the offset of the day before gives the earlier, if it is one.
        let local = format!("CAST({column} AS timestamp)");
        let later = format!("({local} AT TIME ZONE {zone})");
        let offset = format!(
            "((({later} - interval '24 hours') AT TIME ZONE {zone}) - (({later} - interval '24 hours') AT TIME ZONE 'UTC'))"
        );
        let earlier = format!("(({local} - {offset}) AT TIME ZONE 'UTC')");
        Ok(format!(
            "(CASE WHEN {local} IN ('infinity', '-infinity') THEN {later} \
             WHEN {earlier} < {later} AND ({earlier} AT TIME ZONE {zone}) = {local} THEN {earlier} ELSE {later} END)"
        ))
    }

    /// Microseconds since 1970 of an exact time; of what is no finite time, a negative number.
    pub(super) fn micros(self, moment: &str) -> String {
        match self {
            Self::PostgreSql => format!(
                "(CASE WHEN isfinite({moment}) THEN CAST(extract(epoch FROM {moment}) * 1000000 AS bigint) \
                 WHEN {moment} IS NULL THEN NULL ELSE -1 END)"
            ),
            Self::Spark => format!("unix_micros({moment})"),
            Self::BigQuery => format!("UNIX_MICROS({moment})"),
            Self::Snowflake => format!("DATE_PART(EPOCH_MICROSECOND, {moment})"),
        }
    }

    /// The day of an exact time in the zone of the literal `zone`, as `2026-11-22`.
    pub(super) fn day(self, moment: &str, zone: &str) -> String {
        match self {
            Self::PostgreSql => format!("to_char({moment} AT TIME ZONE {zone}, 'YYYY-MM-DD')"),
            // Whatever the zone of the session: the clock's time there, taken as if it were that of Greenwich.
            Self::Spark => format!(
                "CAST(date_add(DATE '1970-01-01', \
                 CAST(unix_micros(from_utc_timestamp({moment}, {zone})) DIV 86400000000 AS INT)) AS STRING)"
            ),
            Self::BigQuery => format!("CAST(DATE({moment}, {zone}) AS STRING)"),
            Self::Snowflake => format!("TO_CHAR(CONVERT_TIMEZONE({zone}, {moment}), 'YYYY-MM-DD')"),
        }
    }

    /// The day of an exact time in the zone of the literal `zone`, in days since 1970.
    pub(super) fn day_number(self, moment: &str, zone: &str) -> String {
        match self {
            Self::PostgreSql => format!("(CAST({moment} AT TIME ZONE {zone} AS date) - DATE '1970-01-01')"),
            Self::Spark => format!(
                "CAST(floor(CAST(unix_micros(from_utc_timestamp({moment}, {zone})) AS DOUBLE) / 86400000000) AS INT)"
            ),
            Self::BigQuery => format!("UNIX_DATE(DATE({moment}, {zone}))"),
            Self::Snowflake => {
                format!("DATEDIFF(day, DATE '1970-01-01', CAST(CONVERT_TIMEZONE({zone}, {moment}) AS DATE))")
            }
        }
    }

    /// The month of a day in days since 1970, such as `2026-11`.
    pub(super) fn month_of(self, day_number: &str) -> String {
        let date = match self {
            Self::PostgreSql => return format!("to_char(DATE '1970-01-01' + CAST({day_number} AS int), 'YYYY-MM')"),
            Self::Spark => format!("CAST(date_add(DATE '1970-01-01', CAST({day_number} AS INT)) AS STRING)"),
            Self::BigQuery => format!("CAST(DATE_FROM_UNIX_DATE(CAST({day_number} AS INT64)) AS STRING)"),
            Self::Snowflake => format!("TO_CHAR(DATEADD(day, {day_number}, DATE '1970-01-01'), 'YYYY-MM-DD')"),
        };
        format!("substr({date}, 1, 7)")
    }

    /// Hundredths of an amount that is written in digits, with at most two behind the point.
    pub(super) fn cents(self, text: &str) -> String {
        match self {
            Self::PostgreSql => format!("CAST(CAST({text} AS numeric) * 100 AS bigint)"),
            Self::Spark => format!("CAST(CAST({text} AS DECIMAL(18, 2)) * 100 AS BIGINT)"),
            Self::BigQuery => format!("CAST(CAST({text} AS NUMERIC) * 100 AS INT64)"),
            Self::Snowflake => format!("CAST(CAST({text} AS NUMBER(18, 2)) * 100 AS BIGINT)"),
        }
    }

    /// A table of literals as a part of `WITH`; of each column the name, and whether it holds whole numbers rather than texts.
    pub(super) fn table(self, name: &str, columns: &[(String, bool)], rows: &[Vec<String>]) -> String {
        let names: Vec<&str> = columns.iter().map(|column| column.0.as_str()).collect();
        let typed = |(column, is_number): &(String, bool), value: &str| {
            let value = if *is_number { self.whole(value) } else { self.text_typed(value) };
            format!("{value} AS {column}")
        };
        if rows.is_empty() {
            let nothing: Vec<String> = columns.iter().map(|column| typed(column, "NULL")).collect();
            return format!("{name} AS (SELECT {} FROM (SELECT 1 AS one) nowhere WHERE one = 0)", nothing.join(", "));
        }
        let rows: Vec<String> = rows.iter().map(|row| format!("({})", row.join(", "))).collect();
        let rows = rows.join(", ");
        if self == Self::BigQuery {
            let field = |(column, is_number): &(String, bool)| {
                format!("{column} {}", if *is_number { "INT64" } else { "STRING" })
            };
            let fields: Vec<String> = columns.iter().map(field).collect();
            return format!("{name} AS (SELECT * FROM UNNEST(ARRAY<STRUCT<{}>>[{rows}]))", fields.join(", "));
        }
        let columns: Vec<String> = columns.iter().map(|column| typed(column, &column.0)).collect();
        let columns = columns.join(", ");
        format!("{name} AS (SELECT {columns} FROM (VALUES {rows}) AS literals ({}))", names.join(", "))
    }

    fn text_typed(self, expression: &str) -> String {
        let of_type = match self {
            Self::PostgreSql => "text",
            Self::Spark | Self::BigQuery => "STRING",
            Self::Snowflake => "VARCHAR",
        };
        format!("CAST({expression} AS {of_type})")
    }

    /// Nothing, of the type of whole numbers.
    pub(super) fn no_whole(self) -> String {
        self.whole("NULL")
    }

    /// Nothing, of the type of texts.
    pub(super) fn no_text(self) -> String {
        self.text_typed("NULL")
    }

    /// An expression as a whole number of 64 bits.
    pub(super) fn whole(self, expression: &str) -> String {
        let of_type = if self == Self::BigQuery { "INT64" } else { "BIGINT" };
        format!("CAST({expression} AS {of_type})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_cannot_leave_their_quotes() {
        for (dialect, name, text) in [
            (Dialect::PostgreSql, r#""a""b`c\d""#, r"E'a''b\\c'"),
            (Dialect::Snowflake, r#""a""b`c\d""#, r"'a\'b\\c'"),
            (Dialect::Spark, r#"`a"b``c\d`"#, r"'a\'b\\c'"),
            (Dialect::BigQuery, r#"`a"b\`c\\d`"#, r"'a\'b\\c'"),
        ] {
            assert_eq!(dialect.name("a\"b`c\\d").unwrap(), name);
            assert_eq!(dialect.text("a'b\\c").unwrap(), text);
            assert!(dialect.name("").is_err() && dialect.name("a\nb").is_err() && dialect.text("a\0").is_err());
        }
    }

    #[test]
    fn drivers_tell_their_dialect() {
        assert_eq!(Dialect::of_driver("/usr/lib/libadbc_driver_postgresql.so"), Some(Dialect::PostgreSql));
        assert_eq!(Dialect::of_driver("Databricks"), Some(Dialect::Spark));
        assert_eq!(Dialect::of_driver("/opt/spark/libadbc_driver_duckdb.so"), None);
    }
}
