//! The rules of the house, held.

use std::path::{Path, PathBuf};
use std::process::Command;

const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("stats", 1),
    ("wording", 1),
    ("compliance", 1),
    ("warehouse", 1),
    ("picture", 2),
    ("logs", 3),
    ("store", 3),
    ("report", 3),
    ("engine", 3),
    ("workbench", 4),
    ("cli", 5),
    ("ui", 5),
];

/// Which packages only one room may name.
const OWNED: &[(&str, &str)] = &[
    ("polars", "logs"),
    ("polars_arrow", "logs"),
    ("polars_arrow_format", "logs"),
    ("polars_buffer", "logs"),
    ("polars_parquet", "logs"),
    ("argon2", "store"),
    ("rpassword", "cli"),
    ("calamine", "logs"),
    ("rusqlite", "store"),
    ("openssl_sys", "nobody"),
    ("adbc_core", "engine"),
    ("adbc_driver_manager", "engine"),
    ("arrow_array", "engine"),
    ("arrow_schema", "engine"),
    ("egui", "ui"),
    ("eframe", "ui"),
    ("egui_plot", "ui"),
    ("rfd", "ui"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|known| known.0 == room).map(|known| known.1)
}

#[test]
fn a_room_uses_only_rooms_on_floors_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for (room, own_floor) in FLOORS {
        for file in sources(&root.join(room)) {
            let text = std::fs::read_to_string(&file).expect("a source");
            for mention in text.split("crate::").skip(1) {
                let used: String = mention.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let Some(used_floor) = floor(&used) else { continue };
                seen += 1;
                // The front door's one way from the terminal to the window.
                let door = *room == "cli" && used == "ui";
                let allowed = used == *room || used_floor < *own_floor || door;
                assert!(allowed, "{}: {room} (floor {own_floor}) uses {used} (floor {used_floor})", file.display());
            }
        }
    }
    assert!(seen > 100, "the sources were not read");
}

#[test]
fn packages_that_belong_to_one_room_are_named_there_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, _) in FLOORS {
        for file in sources(&root.join(room)) {
            let text = std::fs::read_to_string(&file).expect("a source");
            for (package, owner) in OWNED.iter().filter(|owned| owned.1 != *room) {
                let named =
                    text.lines().any(|line| line.contains(&format!("{package}::")) && !line.trim().starts_with("//"));
                assert!(!named, "{} names {package}, which belongs to {owner}", file.display());
            }
        }
    }
}

/// The packages that a build with these features is made of.
fn packages(features: &[&str]) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn nothing_in_the_program_speaks_http_or_tls() {
    // Of this build: what others are made of may not be on this computer.
    let features: Vec<&str> =
        [("passphrase", cfg!(feature = "passphrase")), ("warehouse", cfg!(feature = "warehouse"))]
            .into_iter()
            .filter_map(|(feature, is_on)| is_on.then_some(feature))
            .collect();
    let packages = packages(&["--features", &features.join(",")]);
    let names = |package: &str| packages.iter().any(|known| known == package);
    assert!(names("polars"), "the tree was not read");
    // Protected workspaces bring in openssl-sys, of which SQLCipher's C code takes the ciphers. Without the package openssl no line of Rust can reach
    // the rest of it.
    assert_eq!(names("openssl-sys"), features.contains(&"passphrase"));
    for package in [
        "reqwest",
        "hyper",
        "h2",
        "ureq",
        "curl",
        "isahc",
        "rustls",
        "native-tls",
        "openssl",
        "tokio-openssl",
        "object_store",
    ] {
        assert!(!names(package), "{package} is in the program");
    }
}
