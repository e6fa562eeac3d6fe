//! What people write in TOML files: assumptions about costs, options of the programme.

use super::Problem;
use serde::de::DeserializeOwned;
use std::path::Path;

/// What a file says.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let what = format!("{} was not read", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| Problem::new(&what, error, "Check the path."))?;
    toml::from_str(&text)
        .map_err(|error| Problem::new(&what, error, "Compare it with the example in the README and correct it."))
}
