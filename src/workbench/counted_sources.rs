//! What was counted in a warehouse, and whether it still says what the rules of today say.

use super::rows::Rows;
use crate::domain::{ImportRecord, LogKind};
use crate::picture::format;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Uses or permissions of which only counts are in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedSource {
    /// The import that brought them.
    pub import: i64,
    /// [`LogKind::CountedUses`] or [`LogKind::CountedPermissions`].
    pub kind: LogKind,
    /// Where they were counted, in words that open nothing.
    pub name: String,
    /// The day on which they were counted, in the workspace's time zone.
    pub on: Date,
    /// How many rows were counted.
    pub rows: u64,
    /// What has changed since so that it says something else than it would today.
    pub outdated: Option<Outdated>,
}

/// What makes a count outdated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outdated {
    /// The policy, or something else that decides, has changed.
    Rules,
    /// Who is who became known here, or people were forgotten: a warehouse knows neither, so that it cannot be asked again either.
    People,
}

impl CountedSource {
    /// Where the figures come from, in a sentence.
    pub fn sentence(&self) -> String {
        let (rows, look_up) = match self.kind {
            LogKind::CountedUses => (uses(self.rows), "Single uses"),
            _ => (changes(self.rows), "Single people"),
        };
        let (day, name) = (format::day(self.on), &self.name);
        format!("{rows} counted on {day} where the rows are: {name}. {look_up} are to be looked up there.")
    }

    /// What to do about it, if the rules have changed since.
    pub fn warning(&self) -> Option<&'static str> {
        self.outdated.map(|outdated| match outdated {
            Outdated::Rules => "Counted under earlier rules. Count again.",
            Outdated::People => {
                "Since then people were forgotten or identifiers joined here, of which the warehouse knows nothing. Bring its rows over \
                 instead, with pseudonyms, or take the count back."
            }
        })
    }
}

fn uses(number: u64) -> String {
    format!("{} {} judged and", format::count(number), if number == 1 { "use was" } else { "uses were" })
}

fn changes(number: u64) -> String {
    let noun = if number == 1 { "change of permission was" } else { "changes of permission were" };
    format!("{} {noun}", format::count(number))
}

/// What stands before the engine of a log that was counted in a warehouse.
pub(super) const COUNTED_BY: &str = "counted by ";

/// Whether an import holds counts that a warehouse made of rows with people.
pub(super) fn is_counted_there(import: &ImportRecord) -> bool {
    import.files.iter().any(|file| file.written.starts_with(COUNTED_BY))
}

/// What of the imports was counted elsewhere; `rules` is the fingerprint of the rules of today, `knows_people` says that people were joined or
/// forgotten here.
pub(super) fn counted_sources(
    imports: &[ImportRecord],
    rows: &Rows,
    rules: &str,
    knows_people: bool,
    zone: &TimeZone,
) -> Vec<CountedSource> {
    let counted_by = |import: &ImportRecord| match import.kind {
        LogKind::CountedUses => {
            let counted = rows.counted_uses.iter().find(|counted| counted.source == import.file_name);
            Some(counted.map(|counted| counted.judged_by.as_str()))
        }
        LogKind::CountedPermissions => {
            let counted = rows.counted_permissions.iter().find(|counted| counted.source == import.file_name);
            Some(counted.map(|counted| counted.counted_by.as_str()))
        }
        _ => None,
    };
    let source = |import: &ImportRecord| {
        let by = counted_by(import)?;
        Some(CountedSource {
            import: import.id,
            kind: import.kind,
            name: import.file_name.clone(),
            on: import.imported_at.to_zoned(zone.clone()).date(),
            rows: import.rows_kept,
            outdated: if knows_people {
                Some(Outdated::People)
            } else {
                (by != Some(rules)).then_some(Outdated::Rules)
            },
        })
    };
    imports.iter().filter_map(source).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CountedPermissions, CountedUses};
    use jiff::civil::date;

    fn import(id: i64, kind: LogKind, name: &str) -> ImportRecord {
        ImportRecord {
            id,
            kind,
            experiment: None,
            file_name: name.into(),
            imported_at: date(2026, 11, 22).at(23, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp(),
            rows_read: 1_002_000,
            rows_kept: 1_001_852,
            set_aside: std::collections::BTreeMap::default(),
            names_people: false,
            columns: Vec::new(),
            files: Vec::new(),
        }
    }

    #[test]
    fn a_count_is_outdated_once_the_rules_are_others() {
        let uses = CountedUses { source: "uses in x".into(), judged_by: "before".into(), ..CountedUses::default() };
        let permissions =
            CountedPermissions { source: "p in x".into(), counted_by: "now".into(), ..CountedPermissions::default() };
        let rows = Rows { counted_uses: vec![uses], counted_permissions: vec![permissions], ..Rows::default() };
        let imports = [
            import(3, LogKind::CountedPermissions, "p in x"),
            import(2, LogKind::CountedUses, "uses in x"),
            import(1, LogKind::Uses, "uses.csv"),
        ];
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let counted = counted_sources(&imports, &rows, "now", false, &berlin);
        assert_eq!(
            counted.iter().map(|one| (one.import, one.outdated)).collect::<Vec<_>>(),
            [(3, None), (2, Some(Outdated::Rules))]
        );
        assert_eq!(
            counted[1].sentence(),
            "1,001,852 uses were judged and counted on 23 Nov 2026 where the rows are: uses in x. Single uses are to be looked up there."
        );
        assert!(counted[0].warning().is_none() && counted[1].warning().is_some());
        let joined = counted_sources(&imports, &rows, "now", true, &berlin);
        assert!(joined.iter().all(|one| one.outdated == Some(Outdated::People)));
    }
}
