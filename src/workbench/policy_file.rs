//! Policy versions in a TOML file, as the README documents it.

use super::Problem;
use crate::domain::PolicyVersion;
use std::path::Path;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    version: Vec<PolicyVersion>,
}

/// The versions in a file, in its order.
pub(super) fn read(path: &Path) -> Result<Vec<PolicyVersion>, Problem> {
    let what = "The policy was not read";
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::new(what, format!("{}: {error}", path.display()), "Check the path."))?;
    toml::from_str::<PolicyFile>(&text)
        .map(|file| file.version)
        .map_err(|error| Problem::new(what, error, "Compare it with the example in the README and correct it."))
}
