//! A first look at a log in a warehouse: its columns, and what they are taken for. No row leaves the warehouse, only names and numbers.

use super::importing::{WarehouseAddress, told_refusal};
use super::inspecting::{Inspection, Remembered};
use super::{LogKind, Mapping, Problem};
use crate::engine::{ColumnKind, EngineError};
use crate::logs::{Compression, Encoding, Format, Preview, Shape};
use crate::warehouse::{Source, variants_sql};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// More values than this are not offered, and do not come over.
const MOST_VALUES: u32 = 100;
const WHAT: &str = "The warehouse was not looked into";

/// What is asked about a table or query in a warehouse.
#[derive(Debug, Clone)]
pub struct WarehouseQuestion {
    /// The warehouse.
    pub at: WarehouseAddress,
    /// Which rows.
    pub source: Source,
    /// Which kind of log it is.
    pub kind: LogKind,
    /// How its columns are read; `None` to take what fits best.
    pub mapping: Option<Mapping>,
}

/// Asks a warehouse for the columns, decides what they mean unless that is told, and has the values counted that tell variants and responses.
/// What was remembered of a log with the same columns comes first, then a guess by their names.
pub(super) fn look_into(
    question: &WarehouseQuestion,
    remembered: &[Remembered],
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Inspection, Problem> {
    let (engine, dialect) = question.at.opened(WHAT)?;
    let failed = |error: EngineError| told_refusal(WHAT, error);
    let refused = |refusal: crate::warehouse::Refusal| {
        Problem::new(WHAT, refusal, "Correct the table or the query, and say anew what the columns hold.")
    };
    let columns = engine.columns(&question.source.sql(dialect).map_err(refused)?, go_on).map_err(failed)?;
    let name = question.at.name_of(&question.source);
    let mut found = without_values(name, question.kind, &columns, question.mapping.as_ref(), remembered);
    if let Mapping::Responses(mapping) = &found.mapping {
        let variant: Vec<String> = mapping.variant.clone();
        let response: Vec<String> = mapping.response.iter().cloned().collect();
        let mut values = |columns: &[String]| {
            if columns.is_empty() {
                return Ok(Vec::new());
            }
            let sql = variants_sql(dialect, &question.source, columns, MOST_VALUES).map_err(refused)?;
            engine.ask(&sql, go_on).and_then(|answer| answer.values()).map(|values| values.0).map_err(failed)
        };
        (found.variant_values, found.response_values) = (values(&variant)?, values(&response)?);
    }
    Ok(found)
}

/// What the columns alone tell.
fn without_values(
    name: String,
    kind: LogKind,
    columns: &[(String, ColumnKind)],
    mapping: Option<&Mapping>,
    remembered: &[Remembered],
) -> Inspection {
    let preview = Preview {
        format: Format { compression: Compression::None, encoding: Encoding::Utf8, shape: Shape::ArrowIpc },
        carriage_returns: false,
        columns: columns.iter().map(|column| column.0.clone()).collect(),
        rows: Vec::new(),
        wanted: Vec::new(),
        date_orders: BTreeMap::new(),
    };
    let known = remembered
        .iter()
        .find(|known| known.mapping.kind() == kind && known.columns == preview.columns)
        .filter(|known| mapping.is_none() && known.mapping.check(&preview.columns).is_ok());
    let recognised = known.map(|_| "Read as the last log with these columns.".to_owned()).unwrap_or_default();
    let local = columns.iter().filter(|column| column.1 == ColumnKind::Local);
    Inspection {
        paths: vec![PathBuf::from(name)],
        files: 0,
        mapping: mapping
            .or(known.map(|known| &known.mapping))
            .cloned()
            .unwrap_or_else(|| Mapping::guess(kind, &preview)),
        preview,
        recognised,
        time_zone: known.and_then(|known| known.time_zone.clone()),
        date_order: None,
        sheets: Vec::new(),
        variant_values: Vec::new(),
        response_values: Vec::new(),
        local_times: local.map(|column| column.0.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logs::UseMapping;

    fn columns() -> Vec<(String, ColumnKind)> {
        [("used_at", ColumnKind::Local), ("person", ColumnKind::Other), ("purpose", ColumnKind::Other)]
            .map(|(name, kind)| (name.to_owned(), kind))
            .to_vec()
    }

    #[test]
    fn names_tell_what_columns_hold_where_no_row_is_seen() {
        let found = without_values("uses in x".into(), LogKind::Uses, &columns(), None, &[]);
        let Mapping::Uses(mapping) = &found.mapping else { panic!("uses") };
        assert_eq!(mapping.person.as_deref(), Some("person"));
        assert_eq!(mapping.purpose.as_deref(), Some("purpose"));
        assert_eq!(mapping.occurred_at.as_deref(), Some("used_at"));
        assert_eq!(found.local_times, ["used_at"]);
        assert!(found.preview.rows.is_empty() && found.recognised.is_empty());
    }

    #[test]
    fn what_is_remembered_comes_before_a_guess_and_what_is_told_before_both() {
        let of = |purpose: &str| {
            let by = |name: &str| Some(name.to_owned());
            Mapping::Uses(UseMapping {
                occurred_at: by("used_at"),
                person: by("person"),
                purpose: by(purpose),
                ..UseMapping::default()
            })
        };
        let remembered = [Remembered {
            columns: columns().into_iter().map(|column| column.0).collect(),
            mapping: of("person"),
            time_zone: Some("UTC".into()),
            date_order: None,
        }];
        let known = without_values(String::new(), LogKind::Uses, &columns(), None, &remembered);
        assert_eq!((known.mapping, known.time_zone.as_deref()), (of("person"), Some("UTC")));
        let told = without_values(String::new(), LogKind::Uses, &columns(), Some(&of("purpose")), &remembered);
        assert_eq!((told.mapping, told.time_zone), (of("purpose"), None));
        let other = without_values(String::new(), LogKind::Permissions, &columns(), None, &remembered);
        assert_eq!(other.mapping.kind(), LogKind::Permissions);
    }
}
