//! The files of a log before they are read: which there are, and what a first look at each finds.

use super::{Plan, Refusal, Source};
use crate::logs::{self, DateOrder, LogError, Shape, TimeChoice};
use std::path::{Path, PathBuf};

/// The files of a log, each with a first look at it.
pub(super) type Sources = Vec<Source>;

/// More files than this are no log but something else that was chosen by mistake.
const MOST_FILES: usize = 100_000;

/// All files that paths stand for: files as they are, and of folders everything in them whose name begins with neither a point nor an
/// underline, in alphabetical order.
pub(in crate::workbench) fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, LogError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() { collect(path, &mut files)? } else { files.push(path.clone()) }
    }
    if files.len() > MOST_FILES { Err(LogError::TooManyFiles { found: files.len() }) } else { Ok(files) }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), LogError> {
    let io = |source| LogError::Io { path: folder.to_owned(), source };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        entries.push(entry.map_err(io)?.path());
    }
    entries.sort();
    for path in entries {
        let hidden = logs::file_name(&path).starts_with(['.', '_']);
        // A link may lead back to the folder it stands in.
        let is_link = path.is_symlink();
        match path.is_dir() {
            _ if hidden || files.len() > MOST_FILES => {}
            true if !is_link => collect(&path, files)?,
            true => {}
            false => files.push(path),
        }
    }
    Ok(())
}

/// Looks at every file of a plan.
pub(super) fn look(plan: &Plan) -> Result<Sources, Refusal> {
    let files = files_of(&plan.request.paths)?;
    if files.is_empty() {
        return Err(Refusal::Other("there is no file in that folder".into(), "Choose a folder with logs in it."));
    }
    let several = files.len() > 1;
    let mut sources = Vec::new();
    for path in files {
        let preview = logs::preview(&path, plan.request.format.as_ref());
        let preview = preview.map_err(|error| if several { error.of_file(&path) } else { error })?;
        sources.push((path, preview));
    }
    share_columns(&mut sources);
    for (path, preview) in &mut sources {
        let checked = plan.request.mapping.check(&preview.columns);
        checked.map_err(|error| if several { error.of_file(path) } else { error })?;
        preview.read_only(&plan.request.mapping.columns());
    }
    Ok(sources)
}

/// In JSON a key that is missing is an empty cell: every file has the columns of all.
fn share_columns(sources: &mut Sources) {
    if !sources.iter().all(|(_, preview)| preview.format.shape == Shape::JsonLines) {
        return;
    }
    let mut columns: Vec<String> = Vec::new();
    for name in sources.iter().flat_map(|(_, preview)| &preview.columns) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    sources.iter_mut().for_each(|(_, preview)| preview.columns.clone_from(&columns));
}

/// What is known of the times in a column: what was chosen, or else what the first rows of the files show without contradiction.
pub(super) fn times_of(plan: &Plan, sources: &Sources, column: Option<&str>) -> TimeChoice {
    let shown = sources.iter().filter_map(|(_, preview)| preview.date_orders.get(column?)).flatten();
    let mut shown: Vec<DateOrder> = shown.copied().collect();
    shown.sort_unstable();
    shown.dedup();
    let only = if let [order] = shown.as_slice() { Some(*order) } else { None };
    TimeChoice { zone: plan.zone.clone(), order: plan.request.date_order.or(only) }
}
