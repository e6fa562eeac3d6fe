//! Goldens of the room: one small log for every rule and every hostile file, and two real ones.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail by panicking")]

mod counting;
mod files;
mod kinds;
mod stored;

use super::*;
use crate::domain::{
    Circumstance, DataUse, ExperimentCounts, Outcome, PermissionState, Pseudonymiser, Quarter, Variant,
};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

fn log(bytes: impl AsRef<[u8]>) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes.as_ref()).unwrap();
    file
}

fn hidden() -> Pseudonymiser {
    Pseudonymiser::new([7; 32])
}

fn go_on(_: Progress) -> bool {
    true
}

fn variants() -> Vec<Variant> {
    let variant = |id, name: &str| Variant { id, ..Variant::named(name) };
    vec![variant(1, "A"), variant(2, "B")]
}

/// A response log with its rows decoded, sorted by person and time.
#[derive(Debug, PartialEq)]
struct Decoded {
    rows_read: u64,
    rows: ResponseColumns,
    set_aside: SetAside,
}

fn decoded(mut log: ResponseLog) -> Decoded {
    let mut rows = ResponseColumns::default();
    for part in 0..log.chunks.len() {
        rows.append(decode_responses(&log.chunks.take(part).unwrap()).unwrap());
    }
    assert_eq!(log.rows_kept, rows.len() as u64);
    Decoded { rows_read: log.rows_read, rows, set_aside: log.set_aside }
}

fn utc() -> TimeChoice {
    TimeChoice { zone: Some(TimeZone::UTC), order: None }
}

fn look(path: &Path) -> Result<Preview, LogError> {
    preview(path, None)
}

fn read_as(
    path: &Path,
    preview: &Preview,
    mapping: &ResponseMapping,
    variants: &[Variant],
    times: &TimeChoice,
) -> Result<ResponseLog, LogError> {
    let (pseudonymiser, days) = (&hidden(), &TimeZone::UTC);
    let reading = ResponseReading { mapping, variants, pseudonymiser, times, days, people: false };
    read_responses(&[(path.to_owned(), preview.clone())], &reading, &|_| false, &mut go_on)
}

fn responses_with(bytes: impl AsRef<[u8]>, spec: &str) -> Result<Decoded, LogError> {
    let file = log(bytes);
    let preview = look(file.path())?;
    let mut mapping = ResponseMapping::guess(&preview);
    mapping.apply(spec)?;
    read_as(file.path(), &preview, &mapping, &variants(), &utc()).map(decoded)
}

fn responses(bytes: impl AsRef<[u8]>) -> Decoded {
    responses_with(bytes, "").unwrap()
}

fn counted(bytes: impl AsRef<[u8]>) -> ExperimentCounts {
    count(&[responses(bytes).rows], &[], &[1, 2], &TimeZone::UTC)
}

fn reasons(set_aside: &SetAside) -> Vec<(Reason, u64)> {
    set_aside.by_reason.iter().map(|(reason, count)| (*reason, *count)).collect()
}

fn shared(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// Small numbers that look random and are the same in every run.
fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    }
}

#[test]
fn each_reason_sets_its_rows_aside() {
    let read = responses(
        "user_id,variant,timestamp,answer,secret\n1,A,2026-01-01,yes,s\n1,A,2026-01-01,yes,s\n1,A,2026-01-01,no,s\n2,C,,,s\n,A,2026-01-01,yes,s\n\
         3,A,,yes,s\n4,A,soon,yes,s\n5,A,1492-10-12,yes,s\n6,A,99999999999999999999999,yes,s\n7,a,2026-01-01,perhaps,s\n",
    );
    let expected = [
        (Reason::UnknownVariant, 1),
        (Reason::PersonMissing, 1),
        (Reason::TimeMissing, 1),
        (Reason::TimeUnreadable, 1),
        (Reason::TimeOutOfRange, 2),
        (Reason::AnswerUnreadable, 1),
        (Reason::DuplicateRow, 1),
    ];
    assert_eq!(reasons(&read.set_aside), expected);
    assert_eq!((read.rows_read, read.rows.len(), read.set_aside.total()), (10, 2, 8));
    let row = &read.set_aside.rows[1];
    assert_eq!(row.cells[0], hidden().person("2").to_hex());
    assert_eq!((row.cells[1].as_str(), row.cells[4].len()), ("C", 8));
    assert_ne!(row.cells[4], "s");
}

#[test]
fn times_are_read_in_all_usual_forms() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let choice = TimeChoice { zone: Some(berlin), order: None };
    let read = |text: &str| times::TimeReader::new(&choice).read(text).map(|at| at / 1_000_000);
    for same in [
        "2026-01-01T11:00:00Z",
        "2026-01-01 11:00:00 UTC",
        "2026-01-01T12:00:00+01:00",
        "2026-01-01 12:00:00 +01:00",
        "2026-01-01 12:00:00",
        "2026-01-01T12:00:00.000",
        "2026/01/01 12:00",
        "1767265200",
        "1767265200.0",
        "1767265200000",
        "1767265200000000",
        "1767265200000000000",
    ] {
        assert_eq!(read(same), Ok(1_767_265_200), "{same}");
    }
    assert_eq!(read("2026-01-01"), Ok(1_767_222_000));
    assert_eq!(read("20260101"), Ok(1_767_222_000));
    // In the hour that does not exist, the time is read with the offset from before.
    assert_eq!(read("2026-03-29 02:30:00"), Ok(1_774_747_800));
    assert_eq!(read("2200-01-01T00:00:00Z"), Err(times::TimeFault::OutOfRange));
    for bad in ["", "now", "2026-13-01", "1.2.3", ".5", "2026-01-01T12:00:00+99:00", "½", "２０２６"] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_missing_zone_is_asked_for_only_where_it_matters() {
    let read = |time: &str| {
        let file = log(format!("person,variant,at,answer\np,A,{time},yes\n"));
        let preview = look(file.path()).unwrap();
        let mapping = ResponseMapping::guess(&preview);
        read_as(file.path(), &preview, &mapping, &variants(), &TimeChoice::default())
    };
    assert_eq!(read("2026-01-01T00:00:00Z").unwrap().rows_kept, 1);
    let error = read("2026-01-01 10:00:00").unwrap_err();
    assert!(
        matches!(error, LogError::TimeZoneMissing { column, example } if column == "at" && example == "2026-01-01 10:00:00")
    );
}

#[test]
fn mappings_are_guessed_corrected_and_checked() {
    let file =
        log("user_id,timestamp,group,landing_page,converted,country\n1,2017-01-01 10:00:00,control,old_page,0,DE\n");
    let preview = look(file.path()).unwrap();
    let mut mapping = ResponseMapping::guess(&preview);
    assert_eq!(mapping.person.as_deref(), Some("user_id"));
    assert_eq!(mapping.variant, ["group", "landing_page"]);
    assert_eq!(mapping.shown_at.as_deref(), Some("timestamp"));
    assert_eq!(mapping.response.as_deref(), Some("converted"));
    assert_eq!(mapping.segments, [("country".into(), "country".into())]);
    mapping.apply("variant=group, segment:country=, segment:page=landing_page,accepted=ja|oui,person=").unwrap();
    assert_eq!((mapping.variant.len(), mapping.person.is_none()), (1, true));
    assert_eq!(mapping.segments, [("page".into(), "landing_page".into())]);
    assert_eq!(mapping.answers.accepted, ["ja", "oui"]);
    assert!(mapping.check(&preview.columns).is_ok());
    assert!(
        matches!(mapping.apply("who=x"), Err(LogError::UnknownKey { key, known }) if key == "who" && known.len() == 12)
    );
    assert!(matches!(mapping.apply("person"), Err(LogError::Spec { .. })));
    mapping.apply("person=nobody").unwrap();
    let missing = mapping.check(&preview.columns);
    assert!(
        matches!(missing, Err(LogError::ColumnMissing { column, columns }) if column == "nobody" && columns.len() == 6)
    );
    let file = log("who,when,which,what\np,2026-01-01,A,yes\nq,2026-01-02,B,no\n");
    let mapping = ResponseMapping::guess(&look(file.path()).unwrap());
    assert_eq!((mapping.shown_at.as_deref(), mapping.response.as_deref()), (Some("when"), Some("what")));
    assert!(matches!(mapping.check(&["when".into(), "what".into()]), Err(LogError::RoleMissing { role: "variant" })));
}
