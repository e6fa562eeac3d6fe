//! A real Spark cluster counts as files are counted, through its ADBC driver, and may die.

use super::failures::changes_nothing;
use super::imports::{COLUMNS as PLAIN_COLUMNS, import, importing};
use super::records::typed;
use super::spark::Spark;
use super::uses::{CHANGES, There, USES, World};
use super::{COLUMNS, Log, by_file, question, variants};
use crate::support::Place;
use handshake::engine::Engine;
use handshake::warehouse::{Connection, Counted, Dialect, Source, Staged, counted};
use std::process::Stdio;
use std::time::Duration;

fn engine(spark: &Spark) -> Engine {
    Engine::new(spark.driver(), Connection::new(&spark.uri(), |_| None).unwrap(), Dialect::Spark)
}

/// A text as a literal; empty cells are no value.
fn text(cell: &str) -> String {
    if cell.is_empty() { "NULL".to_owned() } else { Dialect::Spark.text(cell).unwrap() }
}

/// Puts random logs into one table, each row with the number of its log and its line.
fn fill(engine: &Engine, logs: &[Log]) {
    let names: Vec<String> = COLUMNS.iter().map(|name| Dialect::Spark.name(name).unwrap()).collect();
    let mut rows = Vec::new();
    for (number, log) in logs.iter().enumerate() {
        for (line, row) in log.rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| text(cell)).collect();
            rows.push(format!("({number}, {line}, {})", cells.join(", ")));
        }
    }
    let columns = names.join(", ");
    let sql = format!(
        "CREATE TABLE logs USING parquet AS SELECT log, line, {columns}, CAST({at} AS TIMESTAMP_NTZ) AS local, \
         CAST(concat({at}, 'Z') AS TIMESTAMP) AS exact FROM VALUES {} AS told (log, line, {columns})",
        rows.join(",\n"),
        at = names[3]
    );
    engine.ask(&sql, &mut || true).unwrap();
}

fn by_spark(engine: &Engine, log: &Log, number: usize, with_order: bool, smallest_group: u64) -> Counted {
    let at = Dialect::Spark.name(COLUMNS[3]).unwrap();
    let time = if log.local { "local" } else { "exact" };
    let rows = format!("SELECT * EXCEPT ({at}), {time} AS {at} FROM logs WHERE log = {number} -- all of it ;");
    let variants = variants();
    let sql = question(log, &variants, Dialect::Spark, &Source::Query(rows), with_order, smallest_group);
    counted(engine.lines(&sql, &mut || true).unwrap(), &variants).unwrap()
}

fn nasty_logs_count_alike(engine: &Engine) {
    let logs: Vec<Log> = (300..310).map(Log::random).collect();
    fill(engine, &logs);
    for (number, log) in logs.iter().enumerate() {
        let (counts, rows_read, set_aside) = by_file(log, &variants());
        let told = by_spark(engine, log, number, true, 0);
        assert_eq!(told.counts, counts, "log {number}");
        assert_eq!((told.rows_read, &told.set_aside), (rows_read, &set_aside), "log {number}");
        assert_eq!((told.doubtful, told.held_back.len()), (0, 0), "log {number}");
    }
}

/// Makes a table of texts and times; empty cells are no value.
fn table(engine: &Engine, name: &str, columns: &[&str], rows: &[Vec<String>]) {
    let rows = rows
        .iter()
        .enumerate()
        .map(|(line, row)| format!("({line}, {})", row.iter().map(|cell| text(cell)).collect::<Vec<_>>().join(", ")));
    let typed = columns.iter().map(|column| match *column {
        "at" | "until" => format!("CAST({column} AS TIMESTAMP) AS {column}"),
        column => format!("CAST({column} AS STRING) AS {column}"),
    });
    let sql = format!(
        "CREATE TABLE {name} USING parquet AS SELECT line, {} FROM VALUES {} AS told (line, {})",
        typed.collect::<Vec<_>>().join(", "),
        rows.collect::<Vec<_>>().join(",\n"),
        columns.join(", ")
    );
    engine.ask(&sql, &mut || true).unwrap();
}

fn uses_are_judged_alike(engine: &Engine) {
    // Each query takes Spark seconds, however few rows there are: worlds in which much goes wrong.
    let lively = |world: &World| world.changes.len() > 20 && world.deviations() > 25;
    let worlds: Vec<World> = (0..500).map(World::random).filter(lively).take(2).collect();
    assert_eq!(worlds.len(), 2, "the worlds are too tame");
    for (seed, world) in worlds.iter().enumerate() {
        let names = [format!("uses_{seed}"), format!("changes_{seed}")];
        table(engine, &names[0], USES, &world.uses);
        table(engine, &names[1], CHANGES, &world.changes);
        let [uses, changes] = names.map(Source::Table);
        let run = |staged: Staged, texts: usize| {
            let answer = engine.ask_in_steps(staged, &mut || true).unwrap();
            answer.cells(texts, if texts == 4 { 7 } else { 0 }).unwrap()
        };
        let there = There { dialect: Dialect::Spark, uses, changes, run: &run };
        let (counted, permissions) = world.counted(&there, 0);
        world.is_counted_alike(&counted, &permissions, &format!("log {seed}"));
    }
}

/// A log of local times, as a file and as a table.
fn spring(engine: &Engine) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["person", "variant", "at", "answer", "country"]).unwrap();
    let mut rows = Vec::new();
    for number in 0..400_u32 {
        let (person, at) =
            (format!("p{}", number / 3), format!("2026-10-{:02} 02:{:02}:00", 20 + number % 9, number % 60));
        let variant = if number % 5 < 2 { "plain" } else { "warm" };
        let answer = ["accepted", "declined", "shown", "perhaps"][(number % 7 % 4) as usize];
        let cells = [person.as_str(), variant, &at, answer, ["DE", "FR"][(number % 2) as usize]];
        writer.write_record(cells).unwrap();
        rows.push(format!("({})", cells.map(text).join(", ")));
    }
    let sql = format!(
        "CREATE TABLE spring USING parquet AS SELECT person, variant, CAST(at AS TIMESTAMP_NTZ) AS at, answer, country \
         FROM VALUES {} AS told (person, variant, at, answer, country)",
        rows.join(",\n")
    );
    engine.ask(&sql, &mut || true).unwrap();
    writer.into_inner().unwrap()
}

fn figures_are_those_of_the_file(spark: &Spark, engine: &Engine, place: &Place) {
    let file = place.file("spring.csv", spring(engine)).display().to_string();
    for workspace in ["file.handshake", "spark.handshake", "rows.handshake", "w.handshake"] {
        place.says(&["new", workspace]);
    }
    let zone = ["--time-zone", "Europe/Berlin"];
    let known = ["import", "responses", "file.handshake", &file, "--experiment", "Spring", "--columns", PLAIN_COLUMNS];
    place.says(&[&known[..], &zone].concat());
    let import = |zone: &[&str]| {
        let more = [&["--table", "spring", "--dialect", "spark"], zone].concat();
        import(place, "spark.handshake", spark.driver(), &spark.uri(), &more)
    };
    let (fine, said) = import(&[]);
    assert!(!fine && said.contains("names no zone") && said.contains("--time-zone"), "{said}");
    let (fine, said) = import(&zone);
    assert!(fine && said.contains("400 rows read"), "{said}");
    let figures = |workspace| place.says(&["compare", workspace, "--experiment", "Spring", "--json"]);
    assert_eq!(figures("file.handshake"), figures("spark.handshake"));

    let rows =
        ["responses", "rows.handshake", "--rows", "--table", "spring", "--dialect", "spark", "--experiment", "Spring"];
    let (driver, uri) = (spark.driver(), spark.uri());
    let (fine, said) = typed(place, (driver, &uri), &[&rows[..], &["--columns", PLAIN_COLUMNS], &zone].concat());
    assert!(fine && said.contains("400 rows read"), "{said}");
    assert_eq!(figures("file.handshake"), figures("rows.handshake"));
}

/// A table that is missing, and a cluster that is killed while it counts.
fn failures_change_nothing(spark: &mut Spark, place: &Place) {
    let (driver, uri) = (spark.driver().to_owned(), spark.uri());
    changes_nothing(place, &["refused the query", "TABLE_OR_VIEW_NOT_FOUND"], || {
        import(place, "w.handshake", &driver, &uri, &["--table", "nothing"])
    });
    let sql =
        "SELECT spring.* FROM spring, (SELECT sum(sqrt(id)) AS all FROM range(1000000000000)) WHERE all IS NOT NULL";
    let slow = place.file("slow.sql", sql).display().to_string();
    changes_nothing(place, &["broke off", "as it was"], || {
        let mut program = importing(place, "w.handshake", &driver, &uri, &["--query", &slow, "--time-zone", "UTC"]);
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs(8));
        assert!(child.try_wait().unwrap().is_none(), "the query should not be done by now");
        spark.stop();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    });
    changes_nothing(place, &["was not counted"], || {
        import(place, "w.handshake", &driver, &uri, &["--table", "spring"])
    });
}

#[test]
fn spark_counts_as_files_do_and_may_be_killed() {
    let Some(mut spark) = Spark::start() else { return };
    let (engine, place) = (engine(&spark), Place::new());
    nasty_logs_count_alike(&engine);
    uses_are_judged_alike(&engine);
    figures_are_those_of_the_file(&spark, &engine, &place);
    failures_change_nothing(&mut spark, &place);
}
