//! A disk that is full at every point of a series of changes: each change happens or does not, and once there is room it goes on.

use super::{BackupFile, Change, NewImport, Store, StoreError, WholeCopy};
use crate::domain::{ImportRecord, LogKind, ReportedDeviation, Settings};
use std::collections::BTreeMap;
use std::path::Path;

fn record(kind: LogKind) -> ImportRecord {
    ImportRecord {
        id: 0,
        kind,
        experiment: None,
        file_name: "a log".into(),
        files: Vec::new(),
        imported_at: jiff::Timestamp::UNIX_EPOCH,
        rows_read: 3,
        rows_kept: 3,
        set_aside: BTreeMap::new(),
        names_people: false,
        columns: Vec::new(),
    }
}

/// One change of several kinds, small and large.
fn change(store: &Store, step: i64) -> Result<(), StoreError> {
    match step % 4 {
        0 => {
            let rows = (0..12_u8).map(|chunk| Ok(vec![chunk; 40_000]));
            let import =
                NewImport { record: &record(LogKind::Uses), experiment: None, rows: Box::new(rows), set_aside: &[] };
            store.add_import(import).map(|_| ())
        }
        1 => {
            let day = jiff::civil::date(2026, 1, 2);
            let kind = crate::domain::DeviationKind::NoPermission;
            let report =
                ReportedDeviation { id: step, note: "word ".repeat(20_000), ..ReportedDeviation::of(day, kind) };
            store.edit("Report", &Change::Reported(step, Some(Box::new(report))))
        }
        2 => store.undo().map(|_| ()),
        _ => {
            let month = i8::try_from(1 + step % 12).unwrap();
            store.edit("Settings", &Change::Settings(Settings { fiscal_start_month: month, ..Settings::default() }))
        }
    }
}

/// What a workspace holds, but for what undo goes by.
fn held(store: &Store) -> String {
    let imports: Vec<_> = store.imports().unwrap().iter().map(|import| (import.id, bytes(store, import.id))).collect();
    format!("{imports:?} {:?} {:?}", store.settings().unwrap(), store.reported_deviations().unwrap().len())
}

fn bytes(store: &Store, import: i64) -> usize {
    store.chunks(import, super::Part::Rows).unwrap().iter().map(Vec::len).sum()
}

fn pages(store: &Store) -> i64 {
    store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap()
}

fn room_for(store: &Store, pages: i64) {
    store.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("w.handshake"), None).unwrap();
    let (mut refused, mut done) = (0, 0);
    for step in 0..24 {
        for more in 0..20 {
            room_for(&store, pages(&store) + more);
            let before = held(&store);
            match change(&store, step) {
                Ok(()) => {
                    done += 1;
                    break;
                }
                Err(error) => {
                    assert!(matches!(error, StoreError::DiskFull), "{error}");
                    assert_eq!(held(&store), before, "step {step} with room for {more} pages");
                    refused += 1;
                }
            }
        }
        room_for(&store, i64::from(i32::MAX));
        // With room it always goes on.
        change(&store, step).unwrap();
    }
    let verdict: String = store.connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!((verdict.as_str(), done > 10), ("ok", true));
    assert!(refused > 50, "only {refused} changes met a full disk");
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.handshake");
    let store = Store::create(&path, None).unwrap();
    (0..8).for_each(|step| change(&store, step).unwrap());
    let to = folder.path().join("w backups");
    let stopped = WholeCopy::make(&path, &to, &mut |_, _| false);
    assert!(matches!(stopped, Err(StoreError::Stopped)));
    let left = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    assert_eq!(left(&to), 0);
    let (id, plan) = (store.backup_identity().unwrap(), crate::domain::BackupPlan::default());
    let now = jiff::Timestamp::UNIX_EPOCH;
    let name = super::backup_path(&path, &plan, crate::domain::BackupReason::Asked, now);
    WholeCopy::make(&path, &to, &mut |_, _| true).unwrap().publish(&name).unwrap();
    let found: Vec<BackupFile> = super::backups(&path, &id, &plan);
    assert_eq!(found.iter().map(|backup| backup.made_at).collect::<Vec<_>>(), [now]);
    let again = WholeCopy::make(&path, &to, &mut |_, _| true).unwrap().publish(&name);
    assert!(matches!(again, Err(StoreError::Exists(_))));
    assert_eq!(left(&to), 1);
}
