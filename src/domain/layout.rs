//! How the window is laid out for somebody's work. It hides nothing and protects nothing.

use serde::{Deserialize, Serialize};

/// For whose work the window is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// For whoever does everything.
    #[default]
    Everything,
    /// For a marketer: asking comes first.
    Marketer,
    /// For a privacy officer: keeping one's word comes first.
    PrivacyOfficer,
}

impl Layout {
    /// All layouts, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Everything, Self::Marketer, Self::PrivacyOfficer];

    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Everything => "Everything, in the order of the work",
            Self::Marketer => "Marketer: experiments and wordings first",
            Self::PrivacyOfficer => "Privacy officer: compliance and policy first",
        }
    }
}
