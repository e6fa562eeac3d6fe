//! Writes the report about a quarter of a workspace of ten million responses and ten million uses, in every form.
//!
//! `cargo bench --bench report` prints how long opening and writing take in a process that has nothing in memory yet, and how long writing takes
//! where the workspace has been open. `ROWS` sets the number of responses and of uses (10,000,000 unless told; a fifth as many changes of
//! permission, a tenth as many people with uses).

#[path = "judging/files.rs"]
mod files;
#[path = "sides/mod.rs"]
#[expect(dead_code, reason = "nothing is held against another program here")]
mod sides;

use handshake::domain::{PolicyVersion, Rule, Settings};
use handshake::workbench::{Command, ImportRequest, LogKind, LogQuestion, ReportForm, ReportOn, Workbench};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sides::{Outcome, Watch, peak_mb};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command as Process;
use std::sync::Arc;

const FORMS: [&str; 5] = ["pdf", "html", "json", "zip", "xlsx"];

fn main() -> Outcome<()> {
    if let Some([workspace, report, ..]) = sides::arguments_of("one-report").as_deref() {
        return one_report(Path::new(workspace), Path::new(report));
    }
    let rows = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(10_000_000);
    let folder = tempfile::tempdir()?;
    let workspace = folder.path().join("bench.handshake");
    fill(&workspace, folder.path(), rows)?;
    println!("{rows} responses and {rows} uses, {} MB", workspace.metadata()?.len() / 1_000_000);
    for form in FORMS {
        let report = folder.path().join(format!("cold.{form}"));
        let status = Process::new(std::env::current_exe()?).arg("one-report").args([&workspace, &report]).status()?;
        if !status.success() {
            return Err(format!("the report as {form} was not written").into());
        }
    }
    let workbench = Workbench::open(&workspace, Arc::new(|| ()))?;
    for form in FORMS {
        let watch = Watch::now();
        write(&workbench, &folder.path().join(format!("warm.{form}")))?;
        watch.tell(&format!("{form}, workspace open"));
    }
    Ok(())
}

/// What a command line does: nothing is in memory before.
fn one_report(workspace: &Path, report: &Path) -> Outcome<()> {
    let watch = Watch::now();
    let workbench = Workbench::open(workspace, Arc::new(|| ()))?;
    watch.tell("opened");
    write(&workbench, report)?;
    let form = report.extension().unwrap_or_default().to_string_lossy();
    watch.tell(&format!("{form}, from nothing, {} MB at most", peak_mb()));
    Ok(())
}

fn write(workbench: &Workbench, path: &Path) -> Outcome<()> {
    let path = path.to_owned();
    workbench.run(Command::WriteReport { what: ReportOn::Quarter(None), path, form: ReportForm::default() })?;
    Ok(())
}

fn fill(workspace: &Path, folder: &Path, rows: u64) -> Outcome<()> {
    let logs = ["permissions.csv", "uses.csv", "responses.csv"].map(|name| folder.join(name));
    files::write_permissions(&logs[0], rows / 5, rows / 10)?;
    files::write_uses(&logs[1], rows, rows / 10)?;
    write_responses(&logs[2], rows)?;
    let workbench = Workbench::create(workspace, Arc::new(|| ()))?;
    workbench.run(Command::ChangeSettings(Settings { time_zone: "UTC".into(), ..Settings::default() }))?;
    for version in [version("2024-01-01", 12), version("2025-01-01", 15)] {
        workbench.run(Command::AddPolicyVersion(Box::new(version)))?;
    }
    import(&workbench, &logs[0], LogKind::Permissions, "")?;
    import(&workbench, &logs[1], LogKind::Uses, "")?;
    import(&workbench, &logs[2], LogKind::Responses, "Benchmark")
}

fn import(workbench: &Workbench, log: &Path, kind: LogKind, experiment: &str) -> Outcome<()> {
    let found = workbench.look_into(&LogQuestion::about(vec![log.to_owned()], kind))?;
    let request = ImportRequest {
        paths: vec![log.to_owned()],
        format: None,
        mapping: found.mapping,
        experiment: experiment.into(),
        variants: Vec::new(),
        time_zone: None,
        date_order: None,
        test: String::new(),
    };
    workbench.run(Command::Import(Box::new(request)))?;
    Ok(())
}

/// One row per person over the first 90 days of 2025, with two segments.
fn write_responses(path: &Path, rows: u64) -> Outcome<()> {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    writeln!(out, "person,shown_at,variant,response,country,platform")?;
    let first = jiff::Timestamp::from_second(1_735_689_600)?;
    for row in 0..rows {
        let variant = ["control", "benefit"][random.random_range(0..2)];
        let answer = ["accepted", "declined", "dismissed", "ignored"][random.random_range(0..4)];
        let country = ["DE", "FR", "GB", "US"][random.random_range(0..4)];
        let platform = ["web", "ios", "android"][random.random_range(0..3)];
        let at = first + jiff::SignedDuration::from_micros(i64::try_from(row * 7_776_000_000_000 / rows)?);
        writeln!(out, "r{row:08x},{at:.0},{variant},{answer},{country},{platform}")?;
    }
    out.flush()?;
    Ok(())
}

fn version(day: &str, contacts: u32) -> PolicyVersion {
    let rule = |name: &str, purpose: &str| Rule {
        name: name.into(),
        purposes: vec![purpose.into()],
        needs_permission: purpose != "essential",
        recipients: Some(vec!["Agency A".into(), "Agency B".into()]),
        retention_days: Some(730),
        contacts_per_30_days: Some(contacts),
        ..Rule::default()
    };
    PolicyVersion {
        holds_from: day.parse().unwrap_or_default(),
        rules: vec![
            rule("Mail", "marketing.communications"),
            rule("Reports", "analytics.reporting"),
            rule("Service", "essential"),
        ],
        title: String::new(),
        reason: String::new(),
    }
}
