//! Files as they are found and read: what tells cells apart, what is at fault, pieces of large logs.

use super::*;

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
