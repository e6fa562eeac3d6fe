//! What the tests share: a folder of their own, the program as a user types it, and logs to try.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder that goes with the test, with a folder for keys in it.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder for keys: the one that the environment names, so that a test of the window itself finds them too, or one of its own.
    pub fn keys(&self) -> PathBuf {
        std::env::var_os("HANDSHAKE_KEYS").map_or_else(|| self.path("keys"), PathBuf::from)
    }

    /// Writes a file and returns its path.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, contents).expect("a file in the temporary folder");
        path
    }

    /// The program, ready to be started with keys of its own and no display.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handshake"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("HANDSHAKE_KEYS", self.keys()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().expect("the program starts")
    }

    /// Runs the program, which must succeed; what it printed.
    pub fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs the program, which must refuse without panicking; what it complained.
    pub fn refuses(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?} should be refused");
        assert!(!complaint.contains("panicked"), "{arguments:?}: {complaint}");
        assert!(complaint.len() > 20, "{arguments:?} gives no reason: {complaint}");
        complaint
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.says(arguments)).expect("JSON")
    }
}

/// A real log to try, or `None`, said aloud, where the folder beside the checkout does not exist.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} does not exist", path.display());
    None
}
