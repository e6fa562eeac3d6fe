//! Wordings in a plain file, so that what is tested and what is shipped are the same words.

use super::Problem;
use crate::domain::{Terms, Wording};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The longest file that is read.
const LONGEST_BYTES: u64 = 16 << 20;

/// A wording with its terms, as a file writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedWording {
    /// What it is called.
    pub name: String,
    /// The words.
    #[serde(flatten)]
    pub wording: Wording,
    /// What a yes agrees to.
    pub terms: Terms,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    wording: Vec<NamedWording>,
}

/// Reads the wordings of a file: TOML with one `[[wording]]` each, or JSON with a list called `wording`.
///
/// # Errors
/// The file cannot be read, is neither, or holds no wording.
pub fn read_wordings(path: &Path) -> Result<Vec<NamedWording>, Problem> {
    let what = || format!("{} was not read", path.display());
    let unread =
        |error: std::io::Error| Problem::new(what(), error, "Check that the file exists and that you may read it.");
    let length = std::fs::metadata(path).map_err(unread)?.len();
    if length > LONGEST_BYTES {
        return Err(Problem::new(what(), "it has more than 16 MB", "Give a file of wordings."));
    }
    let text = std::fs::read_to_string(path).map_err(unread)?;
    let advice = "Write one [[wording]] for each, with name, headline, body, accept_label and decline_label.";
    let read = if text.trim_start().starts_with('{') {
        serde_json::from_str::<WordingFile>(&text).map_err(|error| error.to_string())
    } else {
        toml::from_str::<WordingFile>(&text).map_err(|error| error.to_string())
    };
    let wordings = read.map_err(|error| Problem::new(what(), error, advice))?.wording;
    if wordings.is_empty() { Err(Problem::new(what(), "it holds no wording", advice)) } else { Ok(wordings) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_and_json_say_the_same_and_nonsense_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            let path = folder.path().join("wordings");
            std::fs::write(&path, text).unwrap();
            read_wordings(&path)
        };
        let toml = "[[wording]]\nname = \"Plain\"\nheadline = \"May we?\"\naccept_label = \"Yes\"\ndecline_place = \"second_layer\"\n\
            [wording.terms]\npurposes = [\"functional\"]\n";
        let json = r#"{"wording": [{"name": "Plain", "headline": "May we?", "accept_label": "Yes", "decline_place": "second_layer",
            "terms": {"purposes": ["functional"]}}]}"#;
        let wordings = read(toml).unwrap();
        assert_eq!(wordings, read(json).unwrap());
        assert_eq!((wordings[0].name.as_str(), wordings[0].terms.purposes.len()), ("Plain", 1));
        for nonsense in ["", "wording = 1", "{", "[[wordings]]\nname = \"x\""] {
            assert!(read(nonsense).is_err(), "{nonsense}");
        }
    }
}
