//! Reads a log of uses and one of permissions into a new workspace, judges and counts them, and judges again after one rule was changed; lets
//! DuckDB do no more than parse both files, join each use with the latest change before it, and count by the same groups.
//!
//! `cargo bench --bench judging` prints both times, both peaks of memory and the ratio. Our side also hashes every identifier, writes the
//! rows into the workspace, judges by all rules of the policy, finds the incidents and makes the model that screens read; DuckDB keeps
//! nothing. `USES` sets the number of uses (10,000,000 unless told; a fifth as many changes, a tenth as many people). `DUCKDB_PYTHON` names
//! a Python that has the package `duckdb`. With `-- in-memory` it times the steps of judging alone, without files.

mod files;
mod in_memory;
#[path = "../sides/mod.rs"]
mod sides;

use handshake::domain::{DeviationKind, PolicyVersion, Rule, Settings};
use handshake::workbench::{Command, ImportRequest, LogKind, LogQuestion, Model, Workbench};
use sides::{Outcome, Watch, peak_mb, tell};
use std::path::Path;
use std::sync::Arc;

fn main() -> Outcome<()> {
    let uses = std::env::var("USES").ok().and_then(|uses| uses.parse().ok()).unwrap_or(10_000_000);
    if let Some([permissions, uses, workspace, ..]) = sides::arguments_of("one-workspace").as_deref() {
        return one_workspace(Path::new(permissions), Path::new(uses), Path::new(workspace));
    }
    if sides::arguments_of("in-memory").is_some() {
        in_memory::run(usize::try_from(uses)?);
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let files = [folder.path().join("permissions.csv"), folder.path().join("uses.csv")];
    files::write_permissions(&files[0], uses / 5, uses / 10)?;
    files::write_uses(&files[1], uses, uses / 10)?;
    let sizes = [files[0].metadata()?.len(), files[1].metadata()?.len()].map(|bytes| bytes / 1_000_000);
    println!("{uses} uses ({} MB), {} changes ({} MB)", sizes[1], uses / 5, sizes[0]);
    let workspace = folder.path().join("bench.handshake");
    let ours = sides::own("one-workspace", &[&files[0], &files[1], &workspace], folder.path())?;
    sides::compare_with_duckdb(&ours, DUCKDB, folder.path(), &[&files[0], &files[1]])
}

fn one_workspace(permissions: &Path, uses: &Path, workspace: &Path) -> Outcome<()> {
    let workbench = Workbench::create(workspace, Arc::new(|| ()))?;
    workbench.run(Command::ChangeSettings(Settings { time_zone: "UTC".into(), ..Settings::default() }))?;
    for version in [version("2024-01-01", 12), version("2025-01-01", 15)] {
        workbench.run(Command::AddPolicyVersion(Box::new(version)))?;
    }
    let watch = Watch::now();
    import(&workbench, permissions, LogKind::Permissions)?;
    import(&workbench, uses, LogKind::Uses)?;
    let (spent, found, peak) = (watch.so_far(), counts(&workbench.model()), peak_mb());
    let watch = Watch::now();
    workbench.run(Command::AddPolicyVersion(Box::new(version("2025-07-01", 9))))?;
    watch.tell("judged again by another rule");
    println!("at most {} MB with that", peak_mb());
    let after_change = counts(&workbench.model());
    let watch = Watch::now();
    drop(workbench);
    watch.tell("closed");
    let watch = Watch::now();
    let workbench = Workbench::open(workspace, Arc::new(|| ()))?;
    watch.tell(&format!("opened, {} MB", workspace.metadata()?.len() / 1_000_000));
    if counts(&workbench.model()) != after_change {
        return Err("what was stored is judged otherwise than what was read".into());
    }
    tell(spent, peak, &found)
}

fn import(workbench: &Workbench, log: &Path, kind: LogKind) -> Outcome<()> {
    let watch = Watch::now();
    let found = workbench.look_into(&LogQuestion::about(vec![log.to_owned()], kind))?;
    let request = ImportRequest {
        paths: vec![log.to_owned()],
        format: None,
        mapping: found.mapping,
        experiment: String::new(),
        variants: Vec::new(),
        time_zone: None,
        date_order: None,
        test: String::new(),
    };
    workbench.run(Command::Import(Box::new(request)))?;
    watch.tell(&format!("{kind:?} in, {} MB at most", peak_mb()));
    Ok(())
}

/// For each quarter, its uses with somebody's name on them, and those whose purpose nothing permitted at that moment.
fn counts(model: &Model) -> Vec<(u64, u64)> {
    let without = [DeviationKind::NoPermission, DeviationKind::UseAfterWithdrawal, DeviationKind::PurposeMismatch];
    let of = |kinds: &std::collections::BTreeMap<DeviationKind, u64>| {
        without.iter().filter_map(|kind| kinds.get(kind)).sum()
    };
    model.compliance.quarters.iter().map(|quarter| (quarter.counts.uses, of(&quarter.counts.by_kind))).collect()
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
        title: String::new(),
        holds_from: day.parse().unwrap_or_default(),
        reason: String::new(),
        rules: vec![
            rule("Mail", "marketing.communications"),
            rule("Reports", "analytics.reporting"),
            rule("Service", "essential"),
        ],
    }
}

/// Reading the files inside the join is what takes DuckDB least time and memory: tables of them double both.
///
/// Uses without a person are left out of the figures, as we count them as gaps; recipients that no rule lists deviate whatever is permitted.
const DUCKDB: &str = r#"
import duckdb, json, resource, sys, time
connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
began, worked = time.time(), time.process_time()
connection.execute(f"""
    CREATE TABLE counted AS
    SELECT date_trunc('month', uses.occurred_at) AS month, uses.campaign, uses.team, uses.purpose, uses.recipient, uses.outcome,
           uses.person IS NULL AS nobody, changes.state, count(*) AS number, sum(uses.value) AS value
    FROM read_csv('{sys.argv[2]}', header = true) AS uses
    ASOF LEFT JOIN read_csv('{sys.argv[1]}', header = true) AS changes
      ON uses.person = changes.person AND uses.purpose = changes.purpose AND uses.occurred_at >= changes.at
    GROUP BY ALL
""")
quarters = connection.execute("""
    SELECT CAST(date_trunc('quarter', month) AS VARCHAR), sum(number),
           sum(number) FILTER (purpose <> 'essential.service' AND recipient IS DISTINCT FROM 'Agency C' AND state IS DISTINCT FROM 'given')
    FROM counted WHERE outcome = 'done' AND NOT nobody GROUP BY 1 ORDER BY 1
""").fetchall()
seconds, worked = time.time() - began, time.process_time() - worked
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(connection.execute("SELECT count(*) FROM counted").fetchall()[0][0], "groups")
print(json.dumps([seconds, worked, peak, [[int(row[1]), int(row[2])] for row in quarters]]))
"#;
