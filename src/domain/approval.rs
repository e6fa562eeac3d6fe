//! Who let a wording be shown to people.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// That somebody approved a wording with its terms, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The day from which it may be shown, in the workspace's time zone.
    pub on: Date,
    /// Who approved it.
    pub by: String,
}
