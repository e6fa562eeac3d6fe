//! Input that nobody should send: a clear error or rows set aside, never a panic, and nothing lost.

use crate::support::Place;

fn import(file: &str) -> Vec<&str> {
    vec!["import", "responses", "w.handshake", file, "--experiment", "E", "--time-zone", "UTC", "--json"]
}

#[test]
fn files_that_are_no_logs_are_refused_in_words() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let wide: String = (0..1_000_000).map(|index| format!("c{index},")).collect::<String>() + "\n1\n";
    let files: [(&str, Vec<u8>); 5] = [
        ("empty.csv", Vec::new()),
        ("header.csv", b"person,shown_at,variant,response\n".to_vec()),
        ("binary.csv", (0..=255).cycle().take(100_000).collect()),
        ("wide.csv", wide.into_bytes()),
        ("other.csv", b"just some words\nand some more\n".to_vec()),
    ];
    for (name, contents) in files {
        place.file(name, contents);
        place.refuses(&import(name));
    }
    place.refuses(&import("missing.csv"));
    assert_eq!(place.json(&["track", "w.handshake", "--json"])["quarters"].as_array().map(Vec::len), Some(0));
}

#[test]
fn bad_rows_are_set_aside_and_good_rows_count() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let mut log = b"person,shown_at,variant,response\n".to_vec();
    for index in 0..200 {
        let variant = if index % 2 == 0 { "a" } else { "b" };
        log.extend(format!("p{index},2026-01-01T00:00:00Z,{variant},yes\n").into_bytes());
    }
    log.extend(b"q1,not a time,a,yes\nq2,2026-01-01T00:00:00Z,a,\xff\xfe\nq3,2026-01-01T00:00:00Z\n");
    log.extend(
        b"q4,2026-01-01T00:00:00Z,a,".iter().copied().chain(std::iter::repeat_n(b'x', 10_000_000)).chain(*b"\n"),
    );
    place.file("log.csv", log);
    let mut arguments = import("log.csv");
    arguments.extend(["--variant", "a=a", "--variant", "b=b", "--rejects", "aside.csv"]);
    let outcome = place.json(&arguments);
    assert_eq!(outcome["people_counted"], 200);
    let aside: u64 = outcome["set_aside"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(aside, 4, "{outcome}");
    assert!(std::fs::metadata(place.path("aside.csv")).unwrap().len() < 100_000, "a cell of 10 MB is not kept whole");
}

#[test]
fn workspaces_that_are_none_are_left_untouched() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let whole = std::fs::read(place.path("w.handshake")).unwrap();
    let mut other = whole.clone();
    other[68..72].copy_from_slice(&[1, 2, 3, 4]);
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&999_u32.to_be_bytes());
    let cases: [(&str, &[u8]); 5] = [
        ("truncated.handshake", &whole[..whole.len() / 2]),
        ("text.handshake", b"not a workspace at all, but long enough"),
        ("nothing.handshake", b""),
        ("other.handshake", &other),
        ("newer.handshake", &newer),
    ];
    for (name, contents) in cases {
        let path = place.file(name, contents);
        let complaint = place.refuses(&["track", name]);
        assert_eq!(std::fs::read(&path).unwrap(), contents, "{name} was changed: {complaint}");
    }
    assert!(place.refuses(&["track", "newer.handshake"]).contains("newer"));
    place.refuses(&["new", "w.handshake"]);
    assert_eq!(std::fs::read(place.path("w.handshake")).unwrap(), whole);
}
