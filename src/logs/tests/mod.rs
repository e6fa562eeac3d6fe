//! Goldens of the room: one small log for every rule and every hostile file, and two real ones.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail by panicking")]

mod kinds;

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

#[test]
fn delimiters_marks_and_line_breaks_are_recognised() {
    for (delimiter, text) in
        [(b',', "a,b\n1,2\n"), (b';', "a;b\r\n1,5;2,5\r\n"), (b'\t', "a\tb\n1\t2"), (b'|', "a|b\n1|2\n")]
    {
        let found = look(log(text).path()).unwrap();
        assert_eq!(
            (found.delimiter(), &found.columns, found.rows.len()),
            (delimiter, &vec!["a".into(), "b".into()], 1)
        );
    }
    let found = look(log("\u{feff}a,b,b,\n\"x\r\n\"\"y\"\"\",2,3,4\n").path()).unwrap();
    assert_eq!(found.columns, ["a", "b", "b (column 3)", "column 4"]);
    assert_eq!(found.rows, [["x\r\n\"y\"", "2", "3", "4"]]);
}

#[test]
fn files_that_are_no_logs_are_refused() {
    let refused = |bytes: &[u8]| look(log(bytes).path()).unwrap_err();
    assert!(matches!(refused(b""), LogError::Empty));
    assert!(matches!(refused(b"\n\n"), LogError::Empty));
    assert!(matches!(refused(b"a,b\n"), LogError::NoRows { columns: 2 }));
    assert!(matches!(
        refused(&[b"a,b\n1,\0\n".as_slice(), &b"2,3\n".repeat(50)].concat()),
        LogError::NotText { position: 6 }
    ));
    let wide = format!("{}\n", "c,".repeat(1_000_000));
    assert!(matches!(refused(wide.as_bytes()), LogError::TooManyColumns { found: 1_000_001 }));
    assert!(matches!(look(Path::new("/nowhere/log.csv")), Err(LogError::Io { .. })));
}

#[test]
fn a_record_without_end_is_refused_and_a_huge_cell_is_not() {
    let mut text = b"person,variant,at,answer\np1,A,2026-01-01,yes\np2,A,2026-01-01,".to_vec();
    text.extend(std::iter::repeat_n(b'x', 10 << 20));
    text.extend(b"\np3,A,2026-01-01,no\n");
    let read = responses(&text);
    assert_eq!((read.rows_read, read.rows.len()), (3, 2));
    assert_eq!(reasons(&read.set_aside), [(Reason::AnswerUnreadable, 1)]);
    assert!(read.set_aside.rows[0].cells[3].len() <= 200);
    let mut text = b"person,variant,at,answer\np1,A,2026-01-01,yes\np2,A,2026-01-01,\"".to_vec();
    text.extend(std::iter::repeat_n(b'x', 65 << 20));
    assert!(matches!(responses_with(&text, ""), Err(LogError::RecordTooLong { begins_at: 20 })));
}

#[test]
fn only_the_rows_at_fault_are_set_aside() {
    let mut text =
        b"person,variant,at,answer\np1,A,2026-01-01,yes\n\np2,A,2026-01-01\np3,A,2026-01-01,no,more\n".to_vec();
    text.extend(b"p4,A,2026-01-01,n\xFFo\np5,B,2026-01-01,5\" screen\n\"p6\",\"B\",\"2026-01-01\",\"yes\"\np7,B,\"never closed\n1\n2");
    let read = responses_with(&text, "response=answer").unwrap();
    assert_eq!((read.rows_read, read.rows.len()), (7, 2));
    let expected = [(Reason::AnswerUnreadable, 1), (Reason::RowMalformed, 3), (Reason::NotUtf8, 1)];
    assert_eq!(reasons(&read.set_aside), expected);
    let lines: Vec<u64> = read.set_aside.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 7]);
    assert!(read.set_aside.rows[4].detail.contains("3 lines"));
    assert!(read.set_aside.rows.iter().all(|row| row.cells.iter().all(|cell| !cell.contains("p2"))));
}

#[test]
fn a_plain_piece_and_a_damaged_one_read_alike() {
    let plain = "person,variant,at,answer,country\np1,A,2026-01-01,yes,\"a \"\"b\"\"\"\np2,B,2026-01-02 03:04:05,,\"x\ny\"\np3,B,1767225600,no,ß\n";
    let (one, other) = (responses(plain), responses(format!("{plain}\n")));
    assert_eq!(one, other);
    assert_eq!(one, responses(plain.replace('\n', "\r\n").replace("x\r\ny", "x\ny")));
    assert_eq!(one.rows.segments[0].values, ["a \"b\"", "x\ny", "ß"]);
    let mut times = one.rows.at.clone();
    times.sort_unstable();
    assert_eq!(times, [1_767_225_600_000_000, 1_767_225_600_000_000, 1_767_323_045_000_000]);
    assert!(one.set_aside.rows.is_empty());
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
fn shown_and_answered_are_folded_into_requests() {
    let counts = counted(
        "person,variant,at,event\n\
         1,A,2026-01-01 10:00,shown\n1,A,2026-01-01 10:01,accepted\n\
         2,A,2026-01-02 10:01,declined\n2,A,2026-01-01 10:00,shown\n\
         3,A,2026-01-01 10:00,shown\n\
         4,B,2026-01-01 10:00,declined\n4,B,2026-01-03 10:00,accepted\n\
         5,B,2026-01-01 10:00,shown\n5,B,2026-01-01 10:01,dismissed\n5,B,2026-01-02 10:00,shown\n5,B,2026-01-02 10:01,accepted\n",
    );
    let a = &counts.variants[0];
    assert_eq!((a.variant, a.shown, a.accepted, a.declined, a.dismissed, a.ignored), (1, 3, 1, 1, 0, 1));
    let b = &counts.variants[1];
    assert_eq!((b.variant, b.shown, b.accepted, b.declined, b.dismissed, b.ignored), (2, 2, 0, 1, 1, 0));
    assert_eq!((counts.repeated, counts.crossovers, counts.rows), (2, 0, 11));
    assert_eq!(counts.by_first_showing, counts.variants);
}

#[test]
fn who_saw_two_variants_counts_only_by_first_showing() {
    let text = "person,variant,at,answer,country\n1,B,2026-01-02,yes,FR\n1,A,2026-01-01,no,DE\n2,A,2026-01-01,yes,DE\n3,B,2026-01-01,no,FR\n";
    let counts = counted(text);
    assert_eq!((counts.variants[0].shown, counts.variants[1].shown, counts.crossovers), (1, 1, 1));
    assert_eq!((counts.by_first_showing[0].shown, counts.by_first_showing[0].declined), (2, 1));
    assert_eq!(counts.by_first_showing[1].shown, 1);
    let segments: Vec<_> = counts
        .segments
        .iter()
        .map(|s| (s.segment.as_str(), s.value.as_str(), s.count.variant, s.count.shown))
        .collect();
    let expected =
        [("", "2026-01-01", 1, 1), ("", "2026-01-01", 2, 1), ("country", "DE", 1, 1), ("country", "FR", 2, 1)];
    assert_eq!(segments, expected);
}

#[test]
fn imports_are_counted_together_and_days_are_those_of_the_zone() {
    let one = responses("person,variant,at,event\n1,A,2026-01-01T23:30:00Z,shown\n").rows;
    let other =
        responses("person,variant,at,event\n1,A,2026-01-02T00:30:00Z,accepted\n2,B,2026-01-01T22:30:00Z,no\n").rows;
    let counts = count(&[other, one], &[], &[1, 2], &TimeZone::get("Europe/Berlin").unwrap());
    assert_eq!((counts.variants[0].shown, counts.variants[0].accepted, counts.repeated), (1, 1, 0));
    let days: Vec<_> = counts.segments.iter().map(|s| (s.value.as_str(), s.count.variant)).collect();
    assert_eq!(days, [("2026-01-01", 2), ("2026-01-02", 1)]);
}

#[test]
fn without_a_person_every_row_is_somebody_else() {
    let read = responses("variant,answer\nA,yes\nA,yes\nB,no\n");
    assert!(read.set_aside.rows.is_empty());
    let mut places = read.rows.at.clone();
    places.sort_unstable();
    assert_eq!(places, [1, 2, 3]);
    let counts = count(&[read.rows], &[], &[1, 2], &TimeZone::UTC);
    assert_eq!((counts.variants[0].shown, counts.variants[1].shown, counts.segments.len()), (2, 1, 0));
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

#[test]
fn an_import_can_be_cancelled() {
    let file = log("person,variant,at,answer\np,A,2026-01-01,yes\n");
    let preview = look(file.path()).unwrap();
    let mapping = ResponseMapping::guess(&preview);
    let mut calls = 0;
    let result = count_values(file.path(), &preview, &[&mapping.variant], u64::MAX, &mut |state| {
        calls += 1;
        state.rows == 0
    });
    assert!(matches!(result, Err(LogError::Cancelled)));
    assert_eq!(calls, 2);
    assert_eq!(
        count_values(file.path(), &preview, &[&mapping.variant], u64::MAX, &mut go_on).unwrap(),
        [[("A".to_owned(), 1)]]
    );
}

#[test]
fn responses_are_stored_and_read_back() {
    let read = responses(
        "person,variant,at,answer,country\n1,A,2026-01-01,yes,DE\n2,B,2026-01-01,no,FR\n3,B,2026-01-01,,DE\n4,A,2026-01-01,close,\n5,A,2026-01-01,none,DE\n",
    );
    let stored = encode_responses(&read.rows).unwrap();
    assert_eq!(decode_responses(&stored).unwrap(), read.rows);
    assert!(decode_responses(b"no parquet").is_err());
    assert!(decode_responses(&stored[..stored.len() / 2]).is_err());
    assert!(decode_records(&stored).is_err());
    let empty = ResponseColumns {
        segment_names: vec!["x".into()],
        segments: vec![SegmentColumn::default()],
        ..Default::default()
    };
    assert_eq!(decode_responses(&encode_responses(&empty).unwrap()).unwrap(), empty);
}

#[test]
fn rows_set_aside_are_written_without_formulas() {
    let read = responses("person,variant,at,answer\n1,=1+1,2026-01-01,yes\n");
    assert_eq!(decode_set_aside(&encode_set_aside(&read.set_aside).unwrap()[0]).unwrap(), read.set_aside);
    let mut out = Vec::new();
    let columns = ["person".into(), "@x".into(), "at".into(), "answer".into()];
    write_set_aside(&mut out, &["log.csv".into()], &columns, &read.set_aside.rows).unwrap();
    let person = hidden().person("1").to_hex();
    let expected = format!(
        "line,reason,detail,person,'@x,at,answer\n1,UnknownVariant,“=1+1” is no variant,{person},'=1+1,2026-01-01,yes\n"
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn a_log_of_several_pieces_loses_no_row() {
    let mut text = String::from("person,variant,at,answer\n");
    for row in 0..400_000 {
        use std::fmt::Write as _;
        writeln!(text, "person number {row},{},2026-01-01 10:00:00,\"yes\"", if row % 2 == 0 { "A" } else { "B" })
            .unwrap();
        if row == 350_000 {
            text.push_str("short\n");
        }
    }
    let read = responses(&text);
    assert_eq!((read.rows_read, read.rows.len()), (400_001, 400_000));
    assert_eq!(read.set_aside.rows[0].line, 350_002);
    assert_eq!(count(&[read.rows], &[], &[1, 2], &TimeZone::UTC).variants[0].accepted, 200_000);
}

#[test]
fn files_are_identified_by_content() {
    let (one, other) = (log("a,b\n"), log("a,b\n"));
    let (one, other) = (identify(one.path()).unwrap(), identify(other.path()).unwrap());
    assert_eq!((one.hash, one.bytes), (other.hash, 4));
}

#[test]
fn the_udacity_log_gives_the_known_counts() {
    let Some(path) = shared("udacity_ab_data/ab_data.csv") else { return };
    let began = std::time::Instant::now();
    let preview = look(&path).unwrap();
    let mapping = ResponseMapping::guess(&preview);
    let proposed = count_values(&path, &preview, &[&mapping.variant], u64::MAX, &mut go_on).unwrap().remove(0);
    assert_eq!(proposed.len(), 4);
    assert_eq!(proposed[0].0, "treatment+new_page");
    let variant =
        |id, name: &str, value: &str| Variant { id, recognised_as: vec![value.into()], ..Variant::named(name) };
    let variants = [variant(1, "control", "control+old_page"), variant(2, "treatment", "treatment+new_page")];
    let log = read_as(&path, &preview, &mapping, &variants, &utc()).unwrap();
    println!("read and counted in {:?}", began.elapsed());
    let counts = log.counts.clone();
    let read = decoded(log);
    assert_eq!(read.rows_read, 294_478);
    assert_eq!(reasons(&read.set_aside), [(Reason::UnknownVariant, 3_893)]);
    assert_eq!(count(&[read.rows], &[], &[1, 2], &TimeZone::UTC), counts);
    let rates: Vec<_> = counts.variants.iter().map(|count| (count.accepted, count.shown)).collect();
    assert_eq!(rates, [(17_489, 145_274), (17_264, 145_310)]);
    assert_eq!((counts.repeated, counts.crossovers), (1, 0));
}

#[test]
fn the_ico_list_gives_the_known_quarters() {
    let Some(path) = shared("ico_incidents_long.csv") else { return };
    let preview = look(&path).unwrap();
    let mapping = DeviationMapping::guess(&preview);
    assert_eq!(mapping.quarter.as_deref(), Some("calendar_quarter"));
    assert_eq!((mapping.kind.as_deref(), mapping.count.as_deref()), (Some("category"), Some("n")));
    let read = read_deviations(&path, &preview, &mapping, 4, &TimeChoice::default(), &mut go_on).unwrap();
    assert_eq!((read.rows_read, read.set_aside.total()), (2_868, 0));
    let mut quarters: BTreeMap<Quarter, u64> = BTreeMap::new();
    for row in &read.rows {
        *quarters.entry(Quarter::of(row.day, 1)).or_default() += row.count;
    }
    let expected = [3_091, 2_984, 2_795, 2_629, 2_114, 2_594, 2_350, 2_425, 2_552, 2_431, 2_404];
    assert_eq!(quarters.into_values().collect::<Vec<u64>>(), expected);
}

/// Small numbers that look random and are the same in every run.
fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    }
}

/// Cells of all rows, and whether each row is at fault.
type Read = Vec<(Vec<String>, bool)>;

fn kept(read: &mut Read) -> impl FnMut(&rows::Row) -> Result<(), LogError> + '_ {
    |row| {
        read.push((row.cells.iter().map(ToString::to_string).collect(), row.fault.is_some()));
        Ok(())
    }
}

#[test]
fn the_fast_way_and_the_slow_way_read_the_same_cells_as_the_csv_crate() {
    let mut next = numbers(1);
    let parts = [
        "a",
        ",",
        ",",
        "\"",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\"x,\n\"",
        "\"\"",
        "\"q\"\"q\"",
        " ",
        "ü",
        "#",
        "1.5",
        "b,c\n",
        "d,\"e\"\n",
    ];
    let mut compared = 0;
    for _ in 0..3_000 {
        let mut body = String::new();
        for _ in 0..=next(12) {
            body.push_str(parts[next(parts.len())]);
        }
        let file = log(format!("one,two\nfirst,row\n{body}"));
        let preview = look(file.path()).unwrap();
        let (mut whole, mut fast, mut slow) = (Read::new(), Read::new(), Read::new());
        pieces::for_each_row(file.path(), &preview, &mut go_on, &mut kept(&mut whole)).unwrap();
        rows::text_rows(&body, &preview, &mut kept(&mut fast)).unwrap();
        rows::damaged_rows(body.as_bytes(), &preview, &mut kept(&mut slow)).unwrap();
        assert_eq!(fast, slow, "{body:?}");
        assert_eq!(&whole[1..], &fast, "{body:?}");
        let plain = fast.iter().all(|(_, fault)| !fault) && !body.replace("\r\n", "").contains('\r');
        if plain {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            assert_eq!(fast.into_iter().map(|row| row.0).collect::<Vec<_>>(), theirs, "{body:?}");
            compared += usize::from(!theirs.is_empty());
        }
    }
    assert!(compared > 100, "too few plain texts: {compared}");
}

#[test]
fn damaged_stored_bytes_are_an_error() {
    let read = responses("person,variant,at,answer,country\n1,A,2026-01-01,yes,DE\n2,B,2026-01-01,no,FR\n");
    let stored = encode_responses(&read.rows).unwrap();
    let mut next = numbers(2);
    for _ in 0..2_000 {
        let mut damaged = stored.clone();
        let position = next(damaged.len());
        damaged[position] ^= 1 << next(8);
        if next(4) == 0 {
            damaged.truncate(next(damaged.len()));
        }
        assert!(matches!(decode_responses(&damaged), Err(LogError::Stored { .. })));
    }
}
