//! Wordings in a plain file, so that what is tested and what is shipped are the same words.

use super::Problem;
use super::studio::{wording_hash, wording_identifier};
use crate::domain::{Terms, Variant, Wording};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The longest file that is read.
const LONGEST_BYTES: u64 = 16 << 20;

/// A wording with its terms, as a file writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedWording {
    /// What it is called.
    pub name: String,
    /// The experiment that tests it; empty if the file does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub experiment: String,
    /// The short name of its main text, such as `w1-0123456789abcdef`, which a log may give in place of the variant.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub identifier: String,
    /// The hash of its main text with the terms, 64 hexadecimal digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hash: String,
    /// The words.
    #[serde(flatten)]
    pub wording: Wording,
    /// What a yes agrees to.
    pub terms: Terms,
    /// The short names of its translations, by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub identifiers: BTreeMap<String, String>,
    /// The same words in other languages.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, Wording>,
}

impl NamedWording {
    /// A variant as a file writes it.
    pub fn of(variant: &Variant, experiment: &str) -> Self {
        let (wording, terms) = (&variant.wording, &variant.terms);
        let identifier =
            |(tag, wording): (&String, &Wording)| (tag.clone(), wording_identifier(wording, &variant.terms));
        Self {
            name: variant.name.clone(),
            experiment: experiment.to_owned(),
            identifier: wording_identifier(wording, terms),
            hash: wording_hash(wording, terms),
            identifiers: variant.translations.iter().map(identifier).collect(),
            wording: wording.clone(),
            terms: terms.clone(),
            translations: variant.translations.clone(),
        }
    }

    /// The variant that it is, not shown to anybody yet.
    pub fn variant(&self) -> Variant {
        let name = if self.name.trim().is_empty() { "Wording" } else { self.name.trim() };
        Variant {
            wording: self.wording.clone(),
            terms: self.terms.clone(),
            translations: self.translations.clone(),
            ..Variant::named(name)
        }
    }

    /// Whether words or terms are others than when the file was written; never for a file without identifiers.
    pub fn is_changed(&self) -> bool {
        let differs =
            |known: &str, wording: &Wording| !known.is_empty() && known != wording_identifier(wording, &self.terms);
        let translated = |(tag, wording): (&String, &Wording)| {
            self.identifiers.get(tag).is_some_and(|known| differs(known, wording))
        };
        differs(&self.identifier, &self.wording) || self.translations.iter().any(translated)
    }
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

/// Wordings as the text of a file whose name says how: `.toml` or `.json`.
///
/// # Errors
/// The name ends in neither.
pub(super) fn written(wordings: &[NamedWording], path: &Path) -> Result<String, Problem> {
    let file = WordingFile { wording: wordings.to_vec() };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let text = match ending.as_str() {
        "toml" => toml::to_string_pretty(&file).map_err(|error| error.to_string()),
        "json" => serde_json::to_string_pretty(&file).map_err(|error| error.to_string()),
        _ => Err(format!("“{}” does not say which kind of file", path.display())),
    };
    let advice = "Give a name that ends in .toml or .json.";
    text.map_err(|error| Problem::new("The wordings were not written", error, advice))
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

    #[test]
    fn what_is_written_is_read_again_word_for_word_and_changes_are_seen() {
        let mut variant = Variant::named("Plain “one”");
        variant.wording.headline = "May we?\nReally?".into();
        variant.wording.language = "en".into();
        variant.terms.purposes = vec!["functional".into()];
        variant.terms.retention_days = Some(30);
        let german = Wording { headline: "Dürfen wir?".into(), language: "de".into(), ..Wording::default() };
        variant.translations.insert("de".into(), german);
        let named = NamedWording::of(&variant, "Spring");
        let folder = tempfile::tempdir().unwrap();
        for name in ["wordings.toml", "wordings.json"] {
            let path = folder.path().join(name);
            std::fs::write(&path, written(std::slice::from_ref(&named), &path).unwrap()).unwrap();
            let mut read = read_wordings(&path).unwrap();
            assert_eq!(read, std::slice::from_ref(&named), "{name}");
            assert!(!read[0].is_changed() && read[0].variant().says_the_same_as(&variant));
            read[0].translations.get_mut("de").unwrap().headline = "Dürften wir?".into();
            assert!(read[0].is_changed());
        }
        assert!(written(&[named], Path::new("wordings.pdf")).is_err());
    }
}
