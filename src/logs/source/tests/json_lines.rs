use super::*;

fn table(lines: &[&str]) -> (Vec<String>, Vec<Result<Vec<String>, String>>) {
    let bytes: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
    let names = JsonColumns::discover(&bytes);
    let columns = JsonColumns::new(&names);
    let mut cells = Vec::new();
    let rows = bytes.iter().map(|line| columns.read(line, &mut cells).map(|()| cells.clone())).collect();
    (names, rows)
}

fn row(line: &str) -> Vec<(String, String)> {
    let (names, rows) = table(&[line]);
    names.into_iter().zip(rows[0].clone().unwrap()).collect()
}

fn cell(line: &str, name: &str) -> String {
    row(line).into_iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("no {name}")).1
}

#[test]
fn objects_within_objects_become_names_with_dots() {
    let line =
        r#"{"userId":"u1","context":{"consent":{"categoryPreferences":{"Advertising":false,"Data Sales":true}}}}"#;
    let expected = [
        ("userId", "u1"),
        ("context.consent.categoryPreferences.Advertising", "false"),
        ("context.consent.categoryPreferences.Data Sales", "true"),
    ];
    assert_eq!(row(line), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn lists_of_plain_values_are_joined_and_keyed_lists_become_columns() {
    let line = r#"{"consents":{"purposes":[{"id":"cookies","enabled":true},{"id":"ads","enabled":false}]},
        "accepted":["a","b",3,null,true],"empty":[],"mixed":[1,{"x":2}],"named":[{"v":7,"name":"n"}],"deep":[[1,2],[3]]}"#;
    assert_eq!(cell(line, "consents.purposes.cookies"), "true");
    assert_eq!(cell(line, "consents.purposes.ads"), "false");
    assert_eq!(cell(line, "accepted"), "a|b|3||true");
    assert_eq!(cell(line, "empty"), "");
    assert_eq!(cell(line, "mixed"), r#"[1,{"x":2}]"#);
    assert_eq!(cell(line, "named.n"), "7");
    assert_eq!(cell(line, "deep"), "[[1,2],[3]]");
}

#[test]
fn numbers_stay_as_they_are_written() {
    let line = r#"{"id":12345678901234567890123,"price":1.10,"tiny":-1E-7,"none":null,"text":"tab\tquote\"\u00e9\ud83c\udf6a"}"#;
    assert_eq!(cell(line, "id"), "12345678901234567890123");
    assert_eq!(cell(line, "price"), "1.10");
    assert_eq!(cell(line, "tiny"), "-1E-7");
    assert_eq!(cell(line, "none"), "");
    assert_eq!(cell(line, "text"), "tab\tquote\"é🍪");
}

#[test]
fn columns_are_those_of_all_first_lines_and_missing_is_empty() {
    let (names, rows) =
        table(&[r#"{"a":1,"p":null,"b":{"c":2}}"#, r#"{"b":{"d":3},"a":null,"p":{"ads":"Yes"}}"#, r#"{"A":1}"#]);
    assert_eq!(names, ["a", "b.c", "b.d", "p.ads", "A"]);
    assert_eq!(rows[0].clone().unwrap(), ["1", "2", "", "", ""]);
    assert_eq!(rows[1].clone().unwrap(), ["", "", "3", "Yes", ""]);
    assert_eq!(rows[2].clone().unwrap(), ["", "", "", "", "1"]);
}

#[test]
fn what_is_no_object_is_refused_and_leaves_no_trace() {
    for line in [
        "",
        "12",
        "[1]",
        "\"a\"",
        "{\"a\":1",
        "{\"a\":1} x",
        "{\"a\":tru}",
        "{\"a\":\"\\ud800\"}",
        "{a:1}",
        "{\"a\":01}",
    ] {
        let (names, rows) = table(&[r#"{"a":5}"#, line]);
        assert_eq!(names, ["a"], "{line}");
        assert!(rows[1].is_err(), "{line}");
    }
    let columns = JsonColumns::new(&["a".to_owned()]);
    let mut cells = Vec::new();
    assert!(columns.read(b"{\"a\":\"\xFF\"}", &mut cells).is_err());
    columns.read(b"{\"a\":\"x\"}", &mut cells).unwrap();
    columns.read(b"{\"b\":1}", &mut cells).unwrap();
    assert_eq!(cells, [""]);
}

#[test]
fn of_a_name_that_stands_twice_the_last_counts() {
    assert_eq!(row(r#"{"a":1,"a":2}"#), [("a".to_owned(), "2".to_owned())]);
}

#[test]
fn absurd_nesting_and_width_are_refused() {
    let deep = format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    assert!(table(&[&deep]).1[0].as_ref().is_err_and(|error| error.contains("nested")), "{deep:.40}");
    let lists = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(table(&[&lists]).1[0].as_ref().is_ok_and(|cells| cells[0].len() == 200_001));
    let wide: Vec<String> = (0..10_001).map(|column| format!("\"c{column}\":1")).collect();
    let wide = format!("{{{}}}", wide.join(","));
    assert_eq!(JsonColumns::discover(&[wide.as_bytes(), b"{\"more\":1}"]).len(), 10_001);
}
