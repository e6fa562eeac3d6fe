//! Imports a large response log into a new workspace, and lets DuckDB do no more than parse it and compute the same counts.
//!
//! `cargo bench --bench import` prints both times, both peaks of memory and the ratio. `ROWS` sets the number of rows (10,000,000 unless
//! told), `DUCKDB_PYTHON` names a Python that has the package `duckdb` (`python3` unless told); where there is none, only our side is run.
//! With the feature `passphrase`, `PASSPHRASE` puts the workspace behind one, of 15 characters or more, to see what that costs.
//! Each side runs in a process of its own, so that its memory is its own.

#[path = "sides/mod.rs"]
mod sides;

use handshake::logs::ResponseMapping;
use handshake::workbench::{Command, ImportRequest, LogKind, LogQuestion, Mapping, Passphrase, Workbench, unlock};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sides::{Outcome, Watch};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() -> Outcome<()> {
    if let Some([log, workspace, ..]) = sides::arguments_of("one-import").as_deref() {
        return one_import(Path::new(log), Path::new(workspace));
    }
    let rows: u64 = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(10_000_000);
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("responses.csv");
    generate(&log, rows)?;
    println!("{rows} rows, {} MB", std::fs::metadata(&log)?.len() / 1_000_000);
    let workspace = folder.path().join("bench.handshake");
    let ours = sides::own("one-import", &[&log, &workspace], folder.path())?;
    sides::compare_with_duckdb(&ours, DUCKDB, folder.path(), &[&log])
}

fn one_import(log: &Path, workspace: &Path) -> Outcome<()> {
    let passphrase = std::env::var("PASSPHRASE").ok().map(|text| Passphrase::new(text.into()));
    let workbench = Workbench::create_behind(passphrase.as_ref(), workspace, Arc::new(|| ()))?;
    let watch = Watch::now();
    let mapping = workbench.look_into(&LogQuestion::about(vec![log.to_owned()], LogKind::Responses))?.mapping;
    watch.tell("a first look");
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
    let watch = Watch::now();
    workbench.run(Command::Import(Box::new(request)))?;
    let spent = watch.so_far();
    let variants = workbench.model().experiments[0].counts.variants.clone();
    let counts: Vec<(u64, u64)> = variants.iter().map(|variant| (variant.shown, variant.accepted)).collect();
    drop(workbench);
    let peak_mb = sides::peak_mb();
    let stored = std::fs::metadata(workspace)?.len() / 1_000_000;
    let watch = Watch::now();
    let unlocked = passphrase.map(|passphrase| unlock(workspace, &passphrase)).transpose()?;
    if unlocked.is_some() {
        watch.tell("the key was derived");
    }
    let watch = Watch::now();
    let workbench = Workbench::open(workspace, Arc::new(|| ()))?;
    let verdict = workbench.model().experiments[0].verdict.is_some();
    watch.tell(&format!("opened {stored} MB with the results ({verdict})"));
    sides::tell(spent, peak_mb, &counts)
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
began, worked = time.time(), time.process_time()
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
seconds, worked = time.time() - began, time.process_time() - worked
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(json.dumps([seconds, worked, peak, [[row[1], row[2]] for row in total]]))
"#;
