//! A `PostgreSQL` of the test's own: a cluster in a temporary folder that listens on a socket there.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A running cluster; stopped when it is dropped.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
}

impl Cluster {
    /// Starts a cluster; `None`, said aloud, where `PostgreSQL` is not installed.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("HANDSHAKE_NEEDS_POSTGRESQL").is_none(), "PostgreSQL is not installed");
            eprintln!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cluster = Self { folder, programs };
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(cluster.folder.path()).status().expect("chown");
            assert!(owned.success());
        }
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        cluster.asks_for_passwords();
        let options = format!("-c listen_addresses='' -c fsync=off -k {}", cluster.folder.path().display());
        let log = cluster.folder.path().join("log").display().to_string();
        cluster.run("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"]);
        Some(cluster)
    }

    /// Whoever logs in as `locked` needs a password.
    fn asks_for_passwords(&self) {
        let path = self.folder.path().join("data/pg_hba.conf");
        let rules = std::fs::read_to_string(&path).expect("the cluster's rules");
        std::fs::write(&path, format!("local all locked scram-sha-256\n{rules}")).expect("the cluster's rules");
    }

    /// Where the socket is.
    pub fn socket(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Server programs refuse to run as root.
    fn run(&self, program: &str, arguments: &[&str]) {
        let path = self.programs.join(program);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&path) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&path);
        }
        let command =
            command.args(arguments).current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().expect("PostgreSQL's programs").success(), "{program} failed");
    }

    /// Runs statements; what they print.
    pub fn runs(&self, statements: &str) -> String {
        let mut psql = Command::new(self.programs.join("psql"))
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
            .arg(self.socket())
            .env("PGTZ", "America/New_York")
            .env("PGCLIENTENCODING", "UTF8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("psql");
        psql.stdin.take().expect("its input").write_all(statements.as_bytes()).expect("statements");
        let output = psql.wait_with_output().expect("psql");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}\n{statements}");
        String::from_utf8(output.stdout).expect("text")
    }
}

impl Cluster {
    /// Waits until this many sessions sleep in a query; fails after a minute.
    pub fn waits_for_sleepers(&self, wanted: usize) {
        for _ in 0..600 {
            let sleepers = self.runs("\\t on\nSELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
            if sleepers.trim() == wanted.to_string() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("there never were {wanted} sleeping sessions");
    }

    /// Kills the cluster, as a failure of power does.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
    }

    fn is_running(&self) -> bool {
        self.folder.path().join("data/postmaster.pid").exists()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.is_running() {
            self.stop();
        }
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The newest `PostgreSQL` of the system.
fn programs() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = folders.into_iter().rev().chain(std::env::split_paths(&path));
    all.find(|folder| ["initdb", "pg_ctl", "psql"].iter().all(|program| folder.join(program).exists()))
}
