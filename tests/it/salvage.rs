//! Hundreds of random damages: what is salvaged is whole, holds nothing that was not there, and says what is missing.

use crate::record::checked;
use crate::support::Place;
use handshake::workbench::{Workbench, salvage};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

const PAGE: usize = 16_384;

/// What tells rows of a table apart, and what else they hold.
const HELD: [(&str, &str, &str); 6] = [
    ("setting", "name", "value"),
    ("experiment", "id", "definition"),
    ("import", "id", "record"),
    ("chunk", "import || part || position", "hex(bytes)"),
    ("policy_version", "holds_from", "definition"),
    ("incident_note", "day || kind || campaign", "note"),
];

type Held = BTreeMap<(&'static str, String), String>;

fn held(path: &Path) -> Held {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let verdict: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let mut all = Held::new();
    for (table, key, value) in HELD {
        let mut statement =
            connection.prepare(&format!("SELECT CAST({key} AS TEXT), CAST({value} AS TEXT) FROM {table}")).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
        all.extend(rows.map(Result::unwrap).map(|(key, value)| ((table, key), value)));
    }
    all
}

fn workspace() -> Place {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    for name in ["one", "two", "three"] {
        let mut log = String::from("person,shown_at,variant,response,country\n");
        for person in 0..9000 {
            let (variant, answer) = (["plain", "benefit"][person % 2], ["yes", "no", "no"][person % 3]);
            let (day, country) = (1 + person % 28, ["DE", "FR", "PL"][person % 3]);
            writeln!(log, "{name}{person},2026-01-{day:02}T00:00:00Z,{variant},{answer},{country}").unwrap();
        }
        place.file("log.csv", log);
        place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", name]);
    }
    let mut policy = String::new();
    for year in 2001..2026 {
        write!(
            policy,
            "[[version]]\ntitle = \"Mail\"\nholds_from = \"{year}-01-01\"\nreason = \"{}\"\n[[version.rules]]\nname = \"Mail\"\n\
             purposes = [\"marketing.communications.email\"]\nneeds_permission = true\n",
            "A longer text of what changed. ".repeat(40)
        )
        .unwrap();
    }
    place.file("policy.toml", policy);
    place.says(&["policy", "w.handshake", "--set", "policy.toml"]);
    place
}

/// Spoils a file somehow; how.
fn spoil(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) -> String {
    let pages = bytes.len() / PAGE;
    match random.random_range(0..6) {
        0 => {
            bytes.truncate(random.random_range(PAGE..bytes.len()));
            format!("cut to {} bytes", bytes.len())
        }
        1 => {
            let first = random.random_range(0..bytes.len() - 5000);
            let length = random.random_range(1..5000);
            bytes[first..first + length].iter_mut().for_each(|byte| *byte = random.random());
            format!("{length} bytes from {first} are noise")
        }
        2 => {
            bytes[..PAGE].fill(0);
            "the first page is empty".into()
        }
        kind => {
            let several = random.random_range(1..4);
            let hit: Vec<usize> = (0..several).map(|_| random.random_range(1..pages)).collect();
            let other = random.random_range(1..pages);
            for page in &hit {
                let copy = bytes[other * PAGE..(other + 1) * PAGE].to_vec();
                for (byte, copied) in bytes[page * PAGE..(page + 1) * PAGE].iter_mut().zip(copy) {
                    *byte = [0, random.random(), copied][kind - 3];
                }
            }
            format!("pages {hit:?} are {}", ["empty", "noise", "others"][kind - 3])
        }
    }
}

#[test]
fn whatever_can_be_read_of_a_damaged_workspace_is_salvaged() {
    let damages = if std::env::var_os("HANDSHAKE_CRASHES").is_some() { 300 } else { 40 };
    let place = workspace();
    let (damaged, new) = (place.path("damaged.handshake"), place.path("new.handshake"));
    let whole = std::fs::read(place.path("w.handshake")).unwrap();
    let all = held(&place.path("w.handshake"));
    let mut random = ChaCha8Rng::seed_from_u64(8);
    let (mut nothing, mut complete, mut kept, mut altered) = (0, 0, 0, 0);
    for damage in 0..damages {
        let mut bytes = whole.clone();
        let how = spoil(&mut bytes, &mut random);
        std::fs::write(&damaged, &bytes).unwrap();
        let _ = std::fs::remove_file(&new);
        let lost = match salvage(&damaged, &new) {
            Ok(lost) => lost,
            Err(problem) => {
                assert!(!new.exists(), "{how}: {problem}");
                nothing += 1;
                continue;
            }
        };
        assert_eq!(std::fs::read(&damaged).unwrap(), bytes, "the damaged file is left as it is");
        let found = held(&new);
        for (key, value) in &found {
            let before = all.get(key).unwrap_or_else(|| panic!("{how}: {key:?} was never there"));
            if before != value {
                altered += 1;
                assert!(!lost.is_empty(), "{how}: {key:?} is not as it was, and nobody says so");
            }
        }
        complete += u32::from(found.len() == all.len());
        kept += found.len();
        assert!(found.len() == all.len() || !lost.is_empty(), "{how}: something is missing, and nobody says so");
        if damage % 10 == 0 {
            // What was lost is in the record, or the record begins anew.
            assert_eq!(checked(&new, None).findings, [], "{how}");
            Workbench::open(&new, Arc::new(|| ())).unwrap_or_else(|problem| panic!("{how}: {problem}"));
        }
    }
    let share = kept as f64 / (all.len() * usize::try_from(damages - nothing).unwrap()) as f64;
    println!(
        "{damages} damages to {} pages: nothing of {nothing}, all of {complete}, {:.0}% of the things of the others; {altered} altered",
        whole.len() / PAGE,
        100.0 * share
    );
    assert!(nothing < damages / 20 && share > 0.7, "{nothing} {share}");
    assert!(altered < damages / 20, "{altered}");
    assert_eq!(
        std::fs::read_dir(place.path(""))
            .unwrap()
            .flatten()
            .filter(|entry| { entry.file_name().to_string_lossy().starts_with(".handshake") })
            .count(),
        0
    );
}

#[test]
fn the_command_line_says_what_was_lost() {
    let place = workspace();
    let mut bytes = std::fs::read(place.path("w.handshake")).unwrap();
    let length = bytes.len();
    bytes[length / 2..length / 2 + 3 * PAGE].fill(7);
    place.file("damaged.handshake", bytes);
    assert!(place.refuses(&["track", "damaged.handshake"]).contains("salvage"));
    let said = place.says(&["salvage", "damaged.handshake", "--to", "new.handshake"]);
    assert!(said.contains("Lost:"), "{said}");
    place.says(&["track", "new.handshake"]);
    assert!(place.refuses(&["salvage", "damaged.handshake", "--to", "new.handshake"]).contains("exists"));
    place.file("noise.handshake", vec![1; 100_000]);
    assert!(place.refuses(&["salvage", "noise.handshake", "--to", "other.handshake"]).contains("nothing in"));
}
