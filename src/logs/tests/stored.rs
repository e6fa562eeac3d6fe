//! What is stored is read back as it was, or refused.

use super::*;

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
