//! Salvaging a damaged workspace into a new file.

use super::{NoticeLevel, Problem, Wake, Workbench};
use crate::domain::{CountedPermissions, CountedUses, LogKind};
use crate::logs;
use crate::store::{self, Part};
use std::path::Path;

/// Reads a damaged workspace as far as it goes into a new file, and leaves it as it is; what was lost, a sentence each.
///
/// # Errors
/// A file of which nothing can be read; a new file that exists already or cannot be written.
pub fn salvage(damaged: &Path, to: &Path) -> Result<Vec<String>, Problem> {
    store::salvage(damaged, to, &rows_in).map_err(|error| Problem::of_store("Nothing was salvaged", &error))
}

/// Salvages a damaged workspace into a new file and opens that, with a message that says what was lost.
///
/// # Errors
/// As for [`salvage`], and for opening.
pub fn open_salvaged(damaged: &Path, to: &Path, wake: Wake) -> Result<Workbench, Problem> {
    let lost = salvage(damaged, to)?;
    let workbench = Workbench::open(to, wake)?;
    let (level, why) = match &lost[..] {
        [] => (NoticeLevel::Done, "nothing is known to be lost".to_owned()),
        lost => (NoticeLevel::Failed, format!("this was lost. {}", lost.join(" "))),
    };
    workbench.shared.board.say(level, "The workspace was salvaged into a new file", &why, "");
    Ok(workbench)
}

fn rows_in(kind: LogKind, part: Part, bytes: &[u8]) -> Option<u64> {
    let rows = match (part, kind) {
        (Part::SetAside, _) => logs::decode_set_aside(bytes).ok()?.rows.len(),
        (Part::Permissions, _) | (Part::Rows, LogKind::Permissions | LogKind::Uses) => {
            let records = logs::decode_records(bytes).ok()?;
            records.changes.len() + records.uses.len()
        }
        (Part::Rows, LogKind::Responses | LogKind::People) => logs::decode_responses(bytes).ok()?.len(),
        (Part::Rows, LogKind::Links) => logs::decode_links(bytes).ok()?.len(),
        (Part::Rows, LogKind::Past) => logs::decode_past(bytes).ok()?.len(),
        (Part::Rows, LogKind::Deviations | LogKind::Counts) => {
            serde_json::from_slice::<Vec<serde::de::IgnoredAny>>(bytes).ok()?.len()
        }
        (Part::Rows, LogKind::CountedUses) => serde_json::from_slice::<CountedUses>(bytes).ok()?.months.len(),
        (Part::Rows, LogKind::CountedPermissions) => {
            serde_json::from_slice::<CountedPermissions>(bytes).ok()?.scopes.len()
        }
    };
    Some(rows as u64)
}
