//! Rows that come over from a real `PostgreSQL`, with pseudonyms in place of identifiers.

use super::failures::changes_nothing;
use super::imports::{COLUMNS, PASSWORD, ground, import, log, uri};
use super::records::{PERMISSION_COLUMNS, USE_COLUMNS, sample, table, typed, workspace};
use super::wire::Wire;

#[test]
fn rows_that_come_over_give_the_figures_of_the_files() {
    let Some((cluster, driver, place)) = ground() else { return };
    let file = place.file("log.csv", log(&cluster)).display().to_string();
    table(&cluster, "uses", "uses.csv");
    table(&cluster, "permissions", "permissions.csv");
    let uri = uri(cluster.socket(), "postgres");
    let there = (driver.as_str(), uri.as_str());
    for name in ["file.handshake", "rows.handshake"] {
        workspace(&place, name);
    }
    place.says(&["import", "responses", "file.handshake", &file, "--experiment", "Spring", "--columns", COLUMNS]);
    let responses =
        ["responses", "rows.handshake", "--rows", "--table", "log", "--experiment", "Spring", "--columns", COLUMNS];
    let (fine, said) = typed(&place, there, &responses);
    assert!(fine && said.contains("400 rows read"), "{said}");
    let compared = |workspace| place.says(&["compare", workspace, "--experiment", "Spring", "--json"]);
    assert_eq!(compared("rows.handshake"), compared("file.handshake"));

    for (kind, columns) in [("permissions", PERMISSION_COLUMNS), ("uses", USE_COLUMNS)] {
        place.says(&["import", kind, "file.handshake", sample(&format!("{kind}.csv")).to_str().unwrap()]);
        let rows = [kind, "rows.handshake", "--rows", "--table", kind, "--order", "line", "--columns", columns];
        let (fine, said) = typed(&place, there, &rows);
        assert!(fine, "{said}");
    }
    for command in [&["track"][..], &["incidents", "list"]] {
        let told = |workspace: &str| place.says(&[command, &[workspace, "--json"]].concat());
        assert_eq!(told("rows.handshake"), told("file.handshake"), "{command:?}");
    }
    place.says(&["verify", "rows.handshake"]);
    let bytes = std::fs::read(place.path("rows.handshake")).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let person = csv::Reader::from_path(sample("uses.csv")).unwrap().records().next().unwrap().unwrap();
    assert!(!holds(&person[1]) && holds("rows of PostgreSQL by query "), "{person:?}");

    // Whoever is forgotten stays forgotten, though the warehouse knows nothing of it.
    for workspace in ["file.handshake", "rows.handshake"] {
        place.says(&["forget", workspace, "--person", &person[1], "--for-good"]);
    }
    let rows = ["uses", "rows.handshake", "--rows", "--table", "uses", "--order", "line", "--columns", USE_COLUMNS];
    let (fine, said) = typed(&place, there, &rows);
    assert!(fine, "{said}");
    let told = |workspace: &str| place.says(&["track", workspace, "--json"]);
    assert_eq!(told("rows.handshake"), told("file.handshake"));
}

#[test]
fn rows_stand_in_for_counts_of_the_same_log_and_counts_for_rows() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    let uri = uri(cluster.socket(), "postgres");
    workspace(&place, "w.handshake");
    let counted = |more: &[&str]| {
        let (fine, said) = import(&place, "w.handshake", &driver, &uri, &[&["--table", "log"], more].concat());
        assert!(fine, "{said}");
        said
    };
    let figures = || place.says(&["compare", "w.handshake", "--experiment", "Spring", "--json"]);
    let said = counted(&[]);
    assert!(!said.contains("stands in"), "{said}");
    let before = figures();
    let rows = ["responses", "w.handshake", "--rows", "--table", "log", "--experiment", "Spring", "--columns", COLUMNS];
    let (fine, said) = typed(&place, (&driver, &uri), &rows);
    assert!(fine && said.contains("stands in for the import of") && said.contains("(400 rows)"), "{said}");
    assert_eq!(figures(), before);
    assert!(counted(&[]).contains("stands in for the import of"));
    assert_eq!(figures(), before);
    // Under another name it is another log, of which is told.
    let said = counted(&["--name", "November"]);
    assert!(said.contains("“log in postgresql:///postgres” is in force beside it"), "{said}");
    assert_ne!(figures(), before);
}

#[test]
fn what_would_be_judged_wrongly_is_refused() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    cluster.runs(
        "CREATE VIEW odd AS SELECT *, '1' AS line, row_number() OVER ()::float8 AS number FROM log;\n\
         CREATE TABLE uses (at timestamptz, who text, purpose text);\n\
         INSERT INTO uses VALUES (now(), 'a', 'marketing'), (now(), 'b', 'marketing');\n\
         CREATE TABLE changes (at timestamptz, who text, whom text, purpose text, state text);\n\
         INSERT INTO changes VALUES (now() - interval '1 day', 'A-1', 'a', 'marketing', 'given');",
    );
    let uri = uri(cluster.socket(), "postgres");
    workspace(&place, "w.handshake");
    let refused = |arguments: &[&str], why: &str| {
        let (fine, said) = typed(&place, (&driver, &uri), arguments);
        assert!(!fine && said.contains(why), "{arguments:?}: {said}");
    };
    let columns = COLUMNS.replace("person=person", "person=number");
    let of_log = ["responses", "w.handshake", "--table", "odd", "--experiment", "Spring", "--columns"];
    refused(
        &[&of_log[..], &[COLUMNS, "--order", "line"]].concat(),
        "“line” holds neither whole numbers nor exact times",
    );
    refused(&[&of_log[..], &[&columns]].concat(), "“number” holds numbers with a fraction");
    refused(&[&of_log[..], &[&columns, "--rows"]].concat(), "“number” holds numbers with a fraction");
    let timeless = COLUMNS.replace(",shown_at=at", "");
    refused(&[&of_log[..], &[&timeless, "--rows"]].concat(), "names people but no times");
    let uses = ["uses", "w.handshake", "--table", "uses", "--columns", "occurred_at=at,person=who,purpose=purpose"];
    refused(&uses, "no table with permissions is named");
    let beside = |person: &str| format!("at=at,person={person},purpose=purpose,state=state");
    let with = |columns: &str| {
        let beside = ["--permissions-table", "changes", "--permissions-columns", columns];
        uses.iter().chain(&beside).map(|text| (*text).to_owned()).collect::<Vec<_>>()
    };
    let unmet = with(&beside("who"));
    refused(&unmet.iter().map(String::as_str).collect::<Vec<_>>(), "none of the 2 people in the uses");
    let met = with(&beside("whom"));
    let (fine, said) = typed(&place, (&driver, &uri), &met.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(fine && said.contains("tell of fewer than 10 of"), "{said}");
    refused(&[&uses[..], &["--rows", "--without-permissions"]].concat(), "the uses are judged here");
    let (fine, said) = typed(&place, (&driver, &uri), &[&uses[..], &["--without-permissions"]].concat());
    assert!(fine, "{said}");
    let (fine, said) = typed(&place, (&driver, "port=1 user=u"), &[&uses[..], &["--without-permissions"]].concat());
    assert!(!fine && !said.contains("Give the log a name"), "{said}");
    let (fine, said) = typed(&place, (&driver, "user=u"), &[&uses[..], &["--without-permissions"]].concat());
    assert!(!fine && said.contains("Give the log a name (--name)"), "{said}");
}

#[test]
fn columns_that_find_capitals_equal_are_read_letter_by_letter() {
    let Some((cluster, driver, place)) = ground() else { return };
    let rows = [("Anna", "A"), ("anna", "B"), ("ANNA", "A"), ("Ben", "B"), ("ben ", "B")];
    let file: String = rows.map(|(who, variant)| format!("{who},{variant},2026-11-01T10:00:00Z,accepted\n")).concat();
    let file = place.file("log.csv", format!("person,variant,at,answer\n{file}")).display().to_string();
    let values = rows.map(|(who, variant)| format!("('{who}', '{variant}', '2026-11-01T10:00:00Z', 'accepted')"));
    cluster.runs(&format!(
        "CREATE COLLATION alike (provider = icu, locale = 'und-u-ks-level2', deterministic = false);\n\
         CREATE TABLE log (person text COLLATE alike, variant text COLLATE alike, at timestamptz, answer text COLLATE alike);\n\
         INSERT INTO log VALUES {};",
        values.join(", ")
    ));
    let uri = uri(cluster.socket(), "postgres");
    for name in ["file.handshake", "there.handshake"] {
        workspace(&place, name);
    }
    let columns = "person=person,variant=variant,shown_at=at,response=answer";
    let of_log = ["--experiment", "Spring", "--columns", columns];
    place.says(&[&["import", "responses", "file.handshake", &file], &of_log[..]].concat());
    let there = ["responses", "there.handshake", "--table", "log", "--smallest-group", "0"];
    let (fine, said) = typed(&place, (&driver, &uri), &[&there[..], &of_log[..]].concat());
    assert!(fine && said.contains("5 people counted"), "{said}");
    let figures = |workspace| place.says(&["compare", workspace, "--experiment", "Spring", "--json"]);
    assert_eq!(figures("there.handshake"), figures("file.handshake"));
}

#[test]
fn rows_that_break_off_leave_nothing_behind() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    let kept = tempfile::tempdir().unwrap();
    let fetched = |workspace: &str, wire: &Wire| {
        let uri = uri(wire.folder(), "postgres");
        let there =
            ["import", "responses", workspace, "--rows", "--table", "log", "--warehouse", &driver, "--uri", &uri];
        let mut program = place.program(&[&there[..], &["--experiment", "Spring", "--columns", COLUMNS]].concat());
        let program = program.env("WAREHOUSE_PASSWORD", PASSWORD).env("TMPDIR", kept.path());
        let output = program.output().unwrap();
        (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    for workspace in ["w.handshake", "whole.handshake"] {
        place.says(&["new", workspace]);
    }
    let whole = Wire::new(cluster.socket(), u64::MAX);
    let (fine, said) = fetched("whole.handshake", &whole);
    assert!(fine, "{said}");
    for missing in [4_000, 1_000, 200, 50] {
        let wire = Wire::new(cluster.socket(), whole.crossed() - missing);
        changes_nothing(&place, &["broke off", "as it was"], || fetched("w.handshake", &wire));
    }
    assert_eq!(kept.path().read_dir().unwrap().count(), 0, "what was fetched is gone");
}

#[test]
fn counts_that_hold_somebody_who_is_forgotten_are_named() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    table(&cluster, "uses", "uses.csv");
    table(&cluster, "permissions", "permissions.csv");
    let uri = uri(cluster.socket(), "postgres");
    workspace(&place, "w.handshake");
    let (fine, said) = import(&place, "w.handshake", &driver, &uri, &["--table", "log"]);
    assert!(fine, "{said}");
    let uses = ["uses", "w.handshake", "--table", "uses", "--columns", USE_COLUMNS, "--order", "line"];
    let beside = ["--permissions-table", "permissions", "--permissions-columns", PERMISSION_COLUMNS];
    let count = || typed(&place, (&driver, &uri), &[&uses[..], &beside[..]].concat());
    let (fine, said) = count();
    assert!(fine && said.contains("The permissions tell of"), "{said}");
    assert!(!place.says(&["track", "w.handshake"]).contains("Bring its rows over"));
    let said = place.says(&["forget", "w.handshake", "--person", "V20568", "--for-good"]);
    for log in ["log in postgresql:///postgres", "uses in postgresql:///postgres"] {
        assert!(said.contains("nobody can be taken out of them") && said.contains(log), "{said}");
    }
    assert!(place.says(&["track", "w.handshake"]).contains("Bring its rows over"));
    let (fine, said) = count();
    assert!(!fine && said.contains("people were forgotten here") && said.contains("--rows"), "{said}");
}

#[test]
fn identifiers_of_a_type_of_their_own_and_rows_without_a_place_are_read_alike_there_and_here() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    // The same person saw two variants at one moment; a row without a place comes before all others.
    cluster.runs(
        "CREATE TABLE typed AS SELECT md5(person)::uuid AS person, variant, at, answer, country, \
           CASE WHEN random() < 2 THEN row_number() OVER () END AS line FROM log;\n\
         INSERT INTO typed VALUES (md5('x')::uuid, 'plain', '2026-11-03T10:00:00Z', 'accepted', 'DE', 1000), \
           (md5('x')::uuid, 'warm', '2026-11-03T10:00:00Z', 'declined', 'DE', NULL);",
    );
    let told = "COPY (SELECT person, variant, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS at, answer, country \
                FROM typed ORDER BY line NULLS FIRST) TO STDOUT WITH (FORMAT csv, HEADER);";
    let file = place.file("typed.csv", cluster.runs(told)).display().to_string();
    let uri = uri(cluster.socket(), "postgres");
    let of_log = ["--experiment", "Spring", "--columns", COLUMNS];
    for name in ["file.handshake", "there.handshake", "rows.handshake"] {
        workspace(&place, name);
    }
    place.says(&[&["import", "responses", "file.handshake", &file], &of_log[..]].concat());
    let from = |workspace: &str, more: &[&str]| {
        let all = [&["responses", workspace, "--table", "typed", "--order", "line"], &of_log[..], more].concat();
        let (fine, said) = typed(&place, (&driver, &uri), &all);
        assert!(fine, "{said}");
        said
    };
    from("there.handshake", &["--smallest-group", "0"]);
    from("rows.handshake", &["--rows"]);
    let figures = |workspace: &str| place.says(&["compare", workspace, "--experiment", "Spring", "--json"]);
    assert_eq!(figures("there.handshake"), figures("file.handshake"));
    assert_eq!(figures("rows.handshake"), figures("file.handshake"));

    // The same rows read in another way are read anew.
    let said = from("rows.handshake", &["--rows", "--accepted", "perhaps"]);
    assert!(said.contains("stands in for"), "{said}");
    assert_ne!(figures("rows.handshake"), figures("file.handshake"));
}
