//! Imports a large response log into a new workspace, and lets DuckDB do no more than parse it and compute the same counts.
//!
//! `cargo bench --bench import` prints both times, both peaks of memory and the ratio. `ROWS` sets the number of rows (10,000,000 unless
//! told), `DUCKDB_PYTHON` names a Python that has the package `duckdb` (`python3` unless told); where there is none, only our side is run.
//! Each side runs in a process of its own, so that its memory is its own.

use handshake::logs::ResponseMapping;
use handshake::workbench::{Command, ImportRequest, LogKind, LogQuestion, Mapping, Workbench};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "one-import").and_then(|at| arguments.get(at + 1..)) {
        Some([log, workspace, ..]) => one_import(Path::new(log), Path::new(workspace)),
        _ => compare(),
    }
}

fn compare() -> Outcome<()> {
    let rows: u64 = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(10_000_000);
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("responses.csv");
    generate(&log, rows)?;
    println!("{rows} rows, {} MB", std::fs::metadata(&log)?.len() / 1_000_000);
    let ours = run(std::process::Command::new(std::env::current_exe()?)
        .arg("one-import")
        .arg(&log)
        .arg(folder.path().join("bench.handshake"))
        .env("HANDSHAKE_KEYS", folder.path()))?;
    println!("Handshake: {ours}");
    let script = folder.path().join("count.py");
    std::fs::write(&script, DUCKDB)?;
    let python = std::env::var("DUCKDB_PYTHON").unwrap_or_else(|_| "python3".into());
    match run(std::process::Command::new(&python).arg(&script).arg(&log)) {
        Ok(theirs) => {
            println!("DuckDB:    {theirs}");
            println!("ratio:     {:.2}", ours.seconds / theirs.seconds);
            if ours.counts != theirs.counts {
                return Err(format!("the counts differ: {:?} and {:?}", ours.counts, theirs.counts).into());
            }
            println!("both count {:?}", ours.counts);
        }
        Err(error) => println!("DuckDB was not run: {error}"),
    }
    Ok(())
}

/// What one side printed as its last line: seconds, peak in MB, and shown and accepted for each variant.
struct Measured {
    seconds: f64,
    peak_mb: u64,
    counts: Vec<(u64, u64)>,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.2} s, at most {} MB", self.seconds, self.peak_mb)
    }
}

fn run(command: &mut std::process::Command) -> Outcome<Measured> {
    let output = command.stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let last = text.lines().last().ok_or("it printed nothing")?;
    let (seconds, peak_mb, counts) = serde_json::from_str(last)?;
    for line in text.lines().rev().skip(1) {
        println!("  {line}");
    }
    Ok(Measured { seconds, peak_mb, counts })
}

fn one_import(log: &Path, workspace: &Path) -> Outcome<()> {
    let workbench = Workbench::create(workspace, Arc::new(|| ()))?;
    let began = Instant::now();
    let mapping = workbench.look_into(&LogQuestion::about(vec![log.to_owned()], LogKind::Responses))?.mapping;
    let looked = began.elapsed();
    let Mapping::Responses(ResponseMapping { segments, .. }) = &mapping else { return Err("no response log".into()) };
    assert_eq!(segments.len(), 2);
    let request = ImportRequest {
        paths: vec![log.to_owned()],
        format: None,
        mapping,
        experiment: "Benchmark".into(),
        variants: Vec::new(),
        time_zone: None,
        date_order: None,
        test: String::new(),
    };
    let began = Instant::now();
    workbench.run(Command::Import(Box::new(request)))?;
    let seconds = began.elapsed().as_secs_f64();
    let variants = workbench.model().experiments[0].counts.variants.clone();
    let counts: Vec<(u64, u64)> = variants.iter().map(|variant| (variant.shown, variant.accepted)).collect();
    drop(workbench);
    let peak_mb = peak_mb();
    let stored = std::fs::metadata(workspace)?.len() / 1_000_000;
    let began = Instant::now();
    let workbench = Workbench::open(workspace, Arc::new(|| ()))?;
    let opened = began.elapsed();
    let verdict = workbench.model().experiments[0].verdict.is_some();
    println!(
        "a first look took {looked:.2?}; the workspace has {stored} MB; opened with its results ({verdict}) in {opened:.2?}"
    );
    println!("{}", serde_json::to_string(&(seconds, peak_mb, counts))?);
    Ok(())
}

/// The most memory that this process had so far, where the system tells.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1_000
}

/// A log in order of time: 97 of 100 rows are about somebody new, 3 ask an earlier person again; one person in 2,000 sees both variants.
fn generate(path: &PathBuf, rows: u64) -> Outcome<()> {
    const COUNTRIES: [&str; 8] = ["DE", "FR", "GB", "US", "ES", "IT", "NL", "SE"];
    const PLATFORMS: [&str; 4] = ["web", "ios", "android", "desktop"];
    const ANSWERS: [&str; 4] = ["accepted", "declined", "dismissed", "ignored"];
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    writeln!(out, "person,shown_at,variant,response,country,platform")?;
    let first = jiff::Timestamp::from_second(1_767_225_600)?;
    let mut people = 0_u64;
    for row in 0..rows {
        let again = people > 1_000 && random.random_range(0..100) < 3;
        let person = if again { random.random_range(0..people) } else { people };
        people += u64::from(!again);
        let mixed = person.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let crossed = again && random.random_range(0..60) == 0;
        let variant = if (mixed >> 40).is_multiple_of(2) == crossed { "personal_offers" } else { "control" };
        let at = first + jiff::SignedDuration::from_micros(i64::try_from(row * 2_592_000_000_000 / rows)?);
        let yes = if variant == "control" { 30 } else { 32 };
        let answer = if random.random_range(0..100) < yes { 0 } else { random.random_range(1..4) };
        let (country, platform) = (COUNTRIES[random.random_range(0..8)], PLATFORMS[random.random_range(0..4)]);
        writeln!(out, "{mixed:016x}{person:08x},{at:.3},{variant},{},{country},{platform}", ANSWERS[answer])?;
    }
    out.flush()?;
    Ok(())
}

const DUCKDB: &str = r#"
import duckdb, json, resource, sys, time
connection = duckdb.connect()
began = time.time()
connection.execute("""
    CREATE TABLE firsts AS
    SELECT person, arg_min(variant, shown_at) AS variant, arg_min(response, shown_at) AS response, min(shown_at) AS shown,
           arg_min(country, shown_at) AS country, arg_min(platform, shown_at) AS platform
    FROM read_csv(?, header = true)
    GROUP BY person HAVING count(DISTINCT variant) = 1
""", [sys.argv[1]])
total = connection.execute("SELECT variant, count(*), count(*) FILTER (response = 'accepted') FROM firsts GROUP BY 1 ORDER BY 1").fetchall()
for columns in ["CAST(shown AS DATE)", "country", "platform"]:
    connection.execute(f"SELECT variant, {columns}, count(*), count(*) FILTER (response = 'accepted') FROM firsts GROUP BY ALL").fetchall()
seconds = time.time() - began
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000, [[row[1], row[2]] for row in total]]))
"#;
