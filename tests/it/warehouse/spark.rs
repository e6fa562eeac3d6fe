//! A Spark of the test's own: a master, two workers and Spark Connect, as processes of this machine that speak over its network.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// So long a part of the cluster may take to come up.
const PATIENCE: Duration = Duration::from_mins(5);

/// A running cluster; killed when it is dropped.
pub struct Spark {
    folder: TempDir,
    home: PathBuf,
    parts: Vec<Child>,
    port: u16,
    driver: String,
}

impl Spark {
    /// Starts a cluster; `None`, said aloud, where Spark is not installed. `HANDSHAKE_SPARK` names the Python environment that holds `pyspark` and
    /// `adbc-driver-spark`.
    pub fn start() -> Option<Self> {
        let Some((home, driver)) = installed() else {
            assert!(std::env::var_os("HANDSHAKE_NEEDS_SPARK").is_none(), "Spark is not installed");
            eprintln!(
                "skipped: HANDSHAKE_SPARK names no environment with Java, pyspark and adbc-driver-spark (pip install)"
            );
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut spark = Self { folder, home, parts: Vec::new(), port: free_port(), driver };
        let master = free_port().to_string();
        let class = ["bin/spark-class", "org.apache.spark.deploy.master.Master"];
        spark.launch("master", &[&class[..], &["--host", "127.0.0.1", "--port", &master]].concat());
        spark.waits_for("master", "New state: ALIVE", 1);
        let master = format!("spark://127.0.0.1:{master}");
        for name in ["worker-1", "worker-2"] {
            let class = ["bin/spark-class", "org.apache.spark.deploy.worker.Worker"];
            let size = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", &master];
            spark.launch(name, &[class.as_slice(), &size].concat());
        }
        spark.waits_for("master", "Registering worker", 2);
        spark.connects(&master);
        Some(spark)
    }

    /// Starts Spark Connect and waits until it answers.
    fn connects(&mut self, master: &str) {
        let connect = "org.apache.spark.sql.connect.service.SparkConnectServer";
        let settings = [
            "spark.driver.host=127.0.0.1".to_owned(),
            "spark.driver.bindAddress=127.0.0.1".to_owned(),
            "spark.connect.grpc.binding.address=127.0.0.1".to_owned(),
            format!("spark.connect.grpc.binding.port={}", self.port),
            // Small logs need no two hundred parts, no plans made anew halfway, and no code of their own.
            "spark.sql.shuffle.partitions=2".to_owned(),
            "spark.sql.adaptive.enabled=false".to_owned(),
            "spark.sql.codegen.wholeStage=false".to_owned(),
            "spark.sql.codegen.factoryMode=NO_CODEGEN".to_owned(),
            // Times must not depend on the zone of whoever runs the cluster.
            "spark.sql.session.timeZone=America/New_York".to_owned(),
            "spark.ui.enabled=false".to_owned(),
        ];
        let settings: Vec<&str> = settings.iter().flat_map(|setting| ["--conf", setting]).collect();
        let start = ["bin/spark-submit", "--master", master, "--executor-memory", "600m"];
        self.launch("connect", &[&start[..], &settings, &["--class", connect, "spark-internal"]].concat());
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(began.elapsed() < PATIENCE, "Spark Connect did not come up: {}", self.log("connect"));
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The library of the ADBC driver.
    pub fn driver(&self) -> &str {
        &self.driver
    }

    /// Where the cluster answers.
    pub fn uri(&self) -> String {
        format!("sc://127.0.0.1:{}", self.port)
    }

    /// Kills the cluster, the part that answers first.
    pub fn stop(&mut self) {
        for part in self.parts.iter_mut().rev() {
            // A part that has ended already is what is wanted.
            let _ = part.kill();
            let _ = part.wait();
        }
        self.parts.clear();
    }

    fn launch(&mut self, name: &str, arguments: &[&str]) {
        let log = std::fs::File::create(self.log_path(name)).expect("a log");
        let (program, arguments) = arguments.split_first().expect("a program");
        let child = Command::new(self.home.join(program))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("SPARK_HOME", &self.home)
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("SPARK_WORKER_DIR", self.folder.path())
            .env("SPARK_MASTER_WEBUI_PORT", "0")
            .env("SPARK_WORKER_WEBUI_PORT", "0")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn();
        self.parts.push(child.expect("Spark's programs"));
    }

    fn waits_for(&self, name: &str, words: &str, times: usize) {
        let began = Instant::now();
        while self.log(name).matches(words).count() < times {
            assert!(began.elapsed() < PATIENCE, "{name} did not come up: {}", self.log(name));
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn log_path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name).with_extension("log")
    }

    fn log(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.log_path(name)).unwrap_or_default()).into_owned()
    }
}

impl Drop for Spark {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Spark's folder and the driver's library.
fn installed() -> Option<(PathBuf, String)> {
    let environment = PathBuf::from(std::env::var_os("HANDSHAKE_SPARK")?);
    let java = Command::new("java").arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let packages = |python: PathBuf| python.join("site-packages");
    let mut folders = std::fs::read_dir(environment.join("lib")).ok()?.flatten().map(|entry| packages(entry.path()));
    let found = |packages: PathBuf| {
        let driver = packages.join("adbc_driver_spark/libadbc_driver_spark.so");
        let home = packages.join("pyspark");
        (driver.exists() && home.join("bin/spark-class").exists()).then(|| (home, driver.display().to_string()))
    };
    java.is_ok_and(|status| status.success()).then(|| folders.find_map(found)).flatten()
}

/// A port that nobody uses just now.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}
