//! Two sides that do the same work, each in a process of its own, so that its memory is its own.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// What one side printed as its last line: seconds by the clock and of processor time, peak in MB, and the figures that both sides must
/// agree on.
pub struct Measured {
    clock_s: f64,
    worked_s: f64,
    peak_mb: u64,
    counts: Vec<(u64, u64)>,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { clock_s, worked_s, peak_mb, .. } = self;
        write!(formatter, "{clock_s:.2} s by the clock, {worked_s:.2} s of processor time, at most {peak_mb} MB")
    }
}

/// Runs this very program as one side: `name` tells it which, and the arguments follow.
pub fn own(name: &str, arguments: &[&Path], keys: &Path) -> Outcome<Measured> {
    run(Command::new(std::env::current_exe()?).arg(name).args(arguments).env("HANDSHAKE_KEYS", keys))
}

/// The arguments of one side, if this program was started as that.
pub fn arguments_of(name: &str) -> Option<Vec<String>> {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1..).map(<[String]>::to_vec)
}

/// Lets DuckDB work, prints how the sides compare, and fails where their figures differ. `DUCKDB_PYTHON` names a Python that has the package
/// `duckdb` (`python3` unless told); where there is none, only our side was run.
pub fn compare_with_duckdb(ours: &Measured, script: &str, folder: &Path, files: &[&Path]) -> Outcome<()> {
    println!("Handshake: {ours}");
    let path = folder.join("duckdb_side.py");
    std::fs::write(&path, script)?;
    let python = std::env::var("DUCKDB_PYTHON").unwrap_or_else(|_| "python3".into());
    match run(Command::new(&python).arg(&path).args(files)) {
        Ok(theirs) => {
            println!("DuckDB:    {theirs}");
            let (clock, worked) = (ours.clock_s / theirs.clock_s, ours.worked_s / theirs.worked_s);
            println!("ratio:     {clock:.2} by the clock, {worked:.2} of processor time");
            if ours.counts != theirs.counts {
                return Err(format!("the counts differ: {:?} and {:?}", ours.counts, theirs.counts).into());
            }
            println!("both count {:?}", ours.counts);
        }
        Err(error) => println!("DuckDB was not run: {error}"),
    }
    Ok(())
}

/// The line that a side prints last.
pub fn tell((clock_s, worked_s): (f64, f64), peak_mb: u64, counts: &[(u64, u64)]) -> Outcome<()> {
    println!("{}", serde_json::to_string(&(clock_s, worked_s, peak_mb, counts))?);
    Ok(())
}

fn run(command: &mut Command) -> Outcome<Measured> {
    let output = command.stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.pop().ok_or("it printed nothing")?;
    lines.iter().for_each(|line| println!("  {line}"));
    let (clock_s, worked_s, peak_mb, counts) = serde_json::from_str(last)?;
    Ok(Measured { clock_s, worked_s, peak_mb, counts })
}

/// The most memory that this process had so far, where the system tells.
pub fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1_000
}

/// Time by the clock, and time that the processors really worked on it: on a shared machine the first says little.
pub struct Watch {
    begin: Instant,
    worked_s: f64,
}

impl Watch {
    pub fn now() -> Self {
        Self { begin: Instant::now(), worked_s: worked_s() }
    }

    /// Seconds by the clock and of processor time so far.
    pub fn so_far(&self) -> (f64, f64) {
        (self.begin.elapsed().as_secs_f64(), worked_s() - self.worked_s)
    }

    /// Prints what took so long.
    pub fn tell(&self, what: &str) {
        let (clock_s, worked_s) = self.so_far();
        println!("{what}: {clock_s:.2} s by the clock, {worked_s:.2} s of processor time");
    }
}

/// Processor time of all threads so far, in seconds (Linux counts it in hundredths).
fn worked_s() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
