//! A warehouse counts as a file is counted: nasty small logs, counted by both.

mod cluster;
mod failures;
mod imports;
mod in_spark;
mod records;
mod rows;
mod spark;
mod uses;
mod window;
mod wire;

use cluster::Cluster;
use handshake::domain::{
    Answer, ExperimentCounts, IdentifierRules, Pseudonymiser, ResponseEvent, Variant, VariantCount,
};
use handshake::logs::{self, AnswerWords, ResponseMapping, ResponseReading, TimeChoice};
use handshake::warehouse::{
    Counted, Dialect, Line, Moment, Order, ResponseQuestion, ResponseRoles, Source, counted, responses_sql,
    variants_sql,
};
use jiff::tz::TimeZone;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["who is \"it\"", "variant", "page", "at", "answer", "event id", "country", "device"];
const PEOPLE: &[&str] = &[
    "1",
    "1.0",
    " 1 ",
    "2",
    "3",
    "aB",
    "ab",
    "Anna@Example.org",
    "anna@example.ORG",
    "mailto:ANNA@example.org",
    "Mailto:@x",
    "a b@c",
    "",
    "\u{a0}4\u{2003}",
    "4",
    "5.0.0",
    ".0",
    "a@b@c",
];
const VARIANTS: &[&str] = &["Plain", " plain ", "PLAIN", "b", "B", "warm", "Wärm", "WÄRM", "", "?", "o'hara\\"];
const PAGES: &[&str] = &["", "new"];
const ANSWERS: &[&str] = &[
    "yes",
    "Yes",
    "ACCEPTED",
    "no",
    "DECLINED",
    "closed",
    "timeout",
    "",
    "shown",
    "SHOWN",
    "withdrawn",
    "JÄ",
    "jä",
    "maybe",
    "o\u{212a}",
];
const COUNTRIES: &[&str] = &["DE", " DE", "de", "", "it's", "\"q\"", "é\u{3000}"];
/// Around midnight and around the hours that clocks skip and repeat in Berlin; before 1970, in its first day, and beyond 2199.
const MOMENTS: &[&str] = &[
    "2026-03-28 22:59:59.999999",
    "2026-03-28 23:00:00",
    "2026-03-29 00:30:00",
    "2026-03-29 02:30:00",
    "2026-03-29 03:30:00",
    "2026-10-25 00:30:00",
    "2026-10-25 01:30:00",
    "2026-10-25 02:30:00",
    "2026-10-25 03:00:00",
    "2026-11-22 12:00:00",
    "2026-11-22 12:00:00.000001",
    "1969-12-31 23:59:59",
    "1970-01-01 06:00:00",
    "2199-12-31 23:00:00",
    "2200-01-01 12:00:00",
    "",
];

struct Log {
    rows: Vec<Vec<String>>,
    with_events: bool,
    with_people: bool,
    local: bool,
    days: &'static str,
    rules: IdentifierRules,
}

impl Log {
    fn random(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let people = 2 + random.random_range(0..PEOPLE.len() - 1);
        let well_known = random.random_bool(0.5);
        let moments = 1 + random.random_range(0..if well_known { 3 } else { MOMENTS.len() });
        let first = random.random_range(0..MOMENTS.len());
        let (with_events, with_people) = (random.random_bool(0.4), random.random_bool(0.9));
        let mut pick = |from: &[&str]| from[random.random_range(0..from.len())].to_owned();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for _ in 0..60 {
            let moment: Vec<&str> = (0..moments).map(|place| MOMENTS[(first + place) % MOMENTS.len()]).collect();
            rows.push(vec![
                pick(&PEOPLE[..people]),
                pick(if well_known { &VARIANTS[..5] } else { VARIANTS }),
                pick(if well_known { &PAGES[..1] } else { PAGES }),
                pick(&moment),
                pick(if well_known { &["yes", "no", "shown", "shown"] } else { ANSWERS }),
                pick(&["", "e1", "e2", " e1 "]),
                pick(COUNTRIES),
                pick(&["phone", "desk"]),
            ]);
        }
        let repeated: Vec<_> = rows.iter().take(6).cloned().collect();
        rows.extend(repeated);
        let rules = IdentifierRules {
            any_case: random.random_bool(0.3),
            mail_addresses: random.random_bool(0.7),
            ..IdentifierRules::default()
        };
        let (local, days) = (random.random_bool(0.5), DAYS[random.random_range(0..DAYS.len())]);
        Self { rows, with_events, with_people, local, days, rules }
    }

    fn as_file(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS).unwrap();
        for row in &self.rows {
            let zone = if self.local || row[3].is_empty() { "" } else { "Z" };
            let cells = row.iter().enumerate();
            let cells =
                cells.map(|(place, cell)| if place == 3 { cell.replace(' ', "T") + zone } else { cell.clone() });
            writer.write_record(cells).unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn as_statements(&self) -> String {
        let text =
            |cell: &str| if cell.is_empty() { "NULL".to_owned() } else { Dialect::PostgreSql.text(cell).unwrap() };
        let zone = if self.local { "timestamp" } else { "timestamptz" };
        let names: Vec<String> = COLUMNS.iter().map(|name| Dialect::PostgreSql.name(name).unwrap()).collect();
        let types =
            names.iter().enumerate().map(|(place, name)| format!("{name} {}", if place == 3 { zone } else { "text" }));
        let rows = self.rows.iter().enumerate().map(|(line, row)| {
            let offset = if self.local || row[3].is_empty() { "" } else { "Z" };
            let cells = row.iter().enumerate();
            let cells =
                cells.map(|(place, cell)| text(&if place == 3 { format!("{cell}{offset}") } else { cell.clone() }));
            format!("({line}, {})", cells.collect::<Vec<_>>().join(", "))
        });
        format!(
            "CREATE TEMP TABLE log (line int, {});\nINSERT INTO log VALUES {};\n",
            types.collect::<Vec<_>>().join(", "),
            rows.collect::<Vec<_>>().join(",\n")
        )
    }

    fn mapping(&self) -> ResponseMapping {
        let name = |place: usize| COLUMNS[place].to_owned();
        ResponseMapping {
            person: self.with_people.then(|| name(0)),
            variant: vec![name(1), name(2)],
            shown_at: Some(name(3)),
            response: Some(name(4)),
            event: self.with_events.then(|| name(5)),
            segments: vec![("country".into(), name(6)), ("it's a device".into(), name(7))],
            answers: AnswerWords {
                accepted: ["yes", "accepted", "jä", "ok"].map(str::to_owned).into(),
                declined: vec!["No".into(), "declined".into(), "Yes".into()],
                ..AnswerWords::default()
            },
        }
    }

    fn roles(&self, with_order: bool) -> ResponseRoles {
        let mapping = self.mapping();
        let column = COLUMNS[3].to_owned();
        let zone = "Europe/Berlin".to_owned();
        ResponseRoles {
            person: mapping.person,
            variant: mapping.variant,
            shown_at: Some(if self.local { Moment::Local { column, zone } } else { Moment::Exact(column) }),
            response: mapping.response,
            event: mapping.event,
            order: with_order.then(|| Order::Number("line".to_owned())),
            segments: mapping.segments,
        }
    }
}

fn variants() -> Vec<Variant> {
    let variant = |id, name: &str, values: &[&str]| Variant {
        id,
        recognised_as: values.iter().map(|value| (*value).to_owned()).collect(),
        ..Variant::named(name)
    };
    vec![
        variant(11, " Plain+ ", &[]),
        variant(12, "b+", &["b+new", "B+new"]),
        variant(13, "Wärm+", &["warm+", "plain+new", "o'hara\\+"]),
    ]
}

fn words(answers: &AnswerWords) -> Vec<(String, ResponseEvent)> {
    let lists = [
        (&answers.accepted, ResponseEvent::Answered(Answer::Accepted)),
        (&answers.declined, ResponseEvent::Answered(Answer::Declined)),
        (&answers.dismissed, ResponseEvent::Answered(Answer::Dismissed)),
        (&answers.ignored, ResponseEvent::Answered(Answer::Ignored)),
        (&answers.shown, ResponseEvent::Shown),
        (&answers.withdrawn, ResponseEvent::Withdrawn),
    ];
    lists.into_iter().flat_map(|(list, event)| list.iter().map(move |word| (word.clone(), event))).collect()
}

/// A zone with clocks moved by half an hour, and one whose midnight parts the two hours that Berlin's clocks show alike.
const DAYS: [&str; 2] = ["Australia/Lord_Howe", "Atlantic/Cape_Verde"];

/// What the file import counts: counts, rows read, and rows set aside by reason.
fn by_file(log: &Log, variants: &[Variant]) -> (ExperimentCounts, u64, BTreeMap<String, u64>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    std::fs::write(&path, log.as_file()).unwrap();
    let preview = logs::preview(&path, None).unwrap();
    let zone = |name: &str| TimeZone::get(name).unwrap();
    let reading = ResponseReading {
        mapping: &log.mapping(),
        variants,
        pseudonymiser: &Pseudonymiser::new([7; 32]).with_rules(log.rules.clone()),
        times: &TimeChoice { zone: Some(zone("Europe/Berlin")), order: None },
        days: &zone(log.days),
        people: false,
    };
    let read = logs::read_responses(&[(path, preview)], &reading, &|_| false, &mut |_| true).unwrap();
    let reasons = read.set_aside.by_reason.iter().map(|(reason, count)| (reason.name().to_owned(), *count));
    (read.counts, read.rows_read, reasons.collect())
}

/// The query that counts a log.
fn question(
    log: &Log,
    variants: &[Variant],
    dialect: Dialect,
    source: &Source,
    with_order: bool,
    least: u64,
) -> String {
    let sql = responses_sql(&ResponseQuestion {
        dialect,
        source,
        roles: &log.roles(with_order),
        variants,
        words: &words(&log.mapping().answers),
        identifiers: &log.rules,
        days: log.days,
        smallest_group: least,
    });
    sql.unwrap()
}

fn by_warehouse(cluster: &Cluster, log: &Log, variants: &[Variant], with_order: bool, smallest_group: u64) -> Counted {
    let source = Source::Query("SELECT * FROM log -- all of it ;".into());
    let sql = question(log, variants, Dialect::PostgreSql, &source, with_order, smallest_group);
    let printed = cluster.runs(&format!("{}COPY (\n{}\n) TO STDOUT WITH CSV;\n", log.as_statements(), sql));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(printed.as_bytes());
    let lines = reader.records().map(|record| {
        let record = record.unwrap();
        let number = |place: usize| record[place].parse().unwrap();
        Line {
            section: record[0].into(),
            name: record[1].into(),
            value: record[2].into(),
            variant: number(3),
            shown: number(4),
            accepted: number(5),
            declined: number(6),
            dismissed: number(7),
            ignored: number(8),
        }
    });
    counted(lines, variants).unwrap()
}

#[test]
fn nasty_logs_count_alike_in_files_and_in_postgresql() {
    let Some(cluster) = Cluster::start() else { return };
    let variants = variants();
    let (mut crossovers, mut repeated, mut untied) = (0, 0, 0);
    for seed in 0..80 {
        let log = Log::random(seed);
        let (counts, rows_read, set_aside) = by_file(&log, &variants);
        let warehouse = by_warehouse(&cluster, &log, &variants, true, 0);
        assert_eq!(warehouse.counts, counts, "log {seed}");
        assert_eq!((warehouse.rows_read, &warehouse.set_aside), (rows_read, &set_aside), "log {seed}");
        assert_eq!((warehouse.doubtful, warehouse.held_back.len()), (0, 0), "log {seed}");
        crossovers += counts.crossovers;
        repeated += counts.repeated;
        let unordered = by_warehouse(&cluster, &log, &variants, false, 0);
        if unordered.tied == 0 {
            untied += 1;
            assert_eq!(unordered.counts, counts, "log {seed} without an order");
        }
    }
    assert!(crossovers > 50 && repeated > 50 && untied > 5, "{crossovers} {repeated} {untied}: the logs are too tame");
}

#[test]
fn small_groups_stay_in_the_warehouse_and_cannot_be_worked_out_from_the_totals() {
    let Some(cluster) = Cluster::start() else { return };
    let variants = variants();
    let mut held = 0;
    for seed in 200..240 {
        let log = Log { with_people: false, ..Log::random(seed) };
        let all = by_warehouse(&cluster, &log, &variants, true, 0);
        let few = by_warehouse(&cluster, &log, &variants, true, 4);
        assert_eq!((&few.counts.variants, few.counts.rows), (&all.counts.variants, all.counts.rows));
        for group in &few.counts.segments {
            assert!(group.count.shown >= 4 && all.counts.segments.contains(group), "log {seed}: {group:?}");
        }
        for name in ["", "country", "it's a device"] {
            let people = |counts: &ExperimentCounts| -> u64 {
                counts.segments.iter().filter(|group| group.segment == name).map(|group| group.count.shown).sum()
            };
            let missing = people(&all.counts) - people(&few.counts);
            let (values, told) = few.held_back.get(name).copied().unwrap_or_default();
            assert_eq!(missing, told, "log {seed}, “{name}”");
            // What is missing is nobody, everybody, or several values with enough people.
            assert!(missing == 0 || people(&few.counts) == 0 || (values > 1 && missing >= 4), "log {seed}, “{name}”");
            held += values;
        }
    }
    assert!(held > 50, "{held}");
}

#[test]
fn values_of_the_variant_column_are_found_and_doubtful_spellings_are_told() {
    let Some(cluster) = Cluster::start() else { return };
    let log = Log::random(3);
    let source = Source::Table("log".into());
    let columns = ["variant".to_owned(), "page".to_owned()];
    let sql = variants_sql(Dialect::PostgreSql, &source, &columns, 1_000).unwrap();
    let printed = cluster.runs(&format!("{}COPY (\n{sql}\n) TO STDOUT WITH CSV;\n", log.as_statements()));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(printed.as_bytes());
    let told: Vec<(String, u64)> = reader
        .records()
        .map(|record| record.unwrap())
        .map(|record| (record[0].into(), record[1].parse().unwrap()))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    std::fs::write(&path, log.as_file()).unwrap();
    let preview = logs::preview(&path, None).unwrap();
    let values = logs::count_values(&path, &preview, &[&columns], u64::MAX, &mut |_| true).unwrap();
    assert_eq!(told, values[0]);
    let sql = variants_sql(Dialect::PostgreSql, &source, &columns, 1).unwrap();
    let printed = cluster.runs(&format!("{}COPY (\n{sql}\n) TO STDOUT WITH CSV;\n", log.as_statements()));
    assert!(printed.starts_with("\"\",") && printed.trim().ends_with(&format!(",{}", told.len())), "{printed}");

    let row = |who: &str| [who, "b", "", "2026-11-22 12:00:00", "yes", "", "DE", "desk"].map(str::to_owned).to_vec();
    let rows = vec![row("Ännä@example.org"), row("ännä"), row("anna@example.org")];
    let foreign = Log {
        rows,
        with_events: false,
        with_people: true,
        local: false,
        days: DAYS[0],
        rules: IdentifierRules::default(),
    };
    assert_eq!(by_warehouse(&cluster, &foreign, &variants(), true, 0).doubtful, 1);
    let expected = VariantCount { variant: 12, shown: 3, accepted: 3, ..VariantCount::default() };
    assert_eq!(by_warehouse(&cluster, &foreign, &variants(), true, 0).counts.variants[1], expected);
}
