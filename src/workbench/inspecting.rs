//! A first look at a log, before anything of it is imported: how it is written, and what its columns are taken for.

use super::importing::files_of;
use super::{LogKind, Mapping, Problem};
use crate::logs::{self, DateOrder, Format, Preview, Shape};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// So much of a log is looked at for its values.
const LOOKED_AT_BYTES: u64 = 64 << 20;

/// What is asked about a log.
#[derive(Debug, Clone)]
pub struct LogQuestion {
    /// The files, and folders of files; the first file is looked at.
    pub paths: Vec<PathBuf>,
    /// How it is written; `None` to find out.
    pub format: Option<Format>,
    /// How its columns are read; `None` to take what fits best.
    pub mapping: Option<Mapping>,
    /// Which kind of log it is.
    pub kind: LogKind,
}

impl LogQuestion {
    /// A question about files that leaves everything open but its kind.
    pub fn about(paths: Vec<PathBuf>, kind: LogKind) -> Self {
        Self { paths, format: None, mapping: None, kind }
    }
}

/// How a log was read the last time that one with the same columns came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// The columns.
    pub columns: Vec<String>,
    /// What they were taken for.
    pub mapping: Mapping,
    /// The zone of its times.
    pub time_zone: Option<String>,
    /// The order of its dates, if somebody chose it.
    pub date_order: Option<DateOrder>,
}

/// What was found in a log before anything of it is imported.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// The files, and folders of files.
    pub paths: Vec<PathBuf>,
    /// How many files that are.
    pub files: usize,
    /// Its first rows, and how they are laid out.
    pub preview: Preview,
    /// How its columns would be read.
    pub mapping: Mapping,
    /// Where the mapping comes from, and what to know about such logs; empty if it was guessed from names and values.
    pub recognised: String,
    /// The zone of its times, if one is remembered.
    pub time_zone: Option<String>,
    /// The order of its dates, if one is remembered.
    pub date_order: Option<DateOrder>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// For responses: the values that tell the variant, with the number of their rows, most frequent first.
    pub variant_values: Vec<(String, u64)>,
    /// For responses: the values that tell the response, in the same way.
    pub response_values: Vec<(String, u64)>,
    /// In a warehouse: the columns of times that name no zone by their type.
    pub local_times: Vec<String>,
}

/// Reads the head of a log, decides what its columns mean unless that is told, and lists what tells the variants. What was remembered of a
/// log with the same columns comes first, then what is known of the exports of well-known tools, then a guess.
pub(super) fn look_into(question: &LogQuestion, remembered: &[Remembered]) -> Result<Inspection, Problem> {
    let failed = |error: logs::LogError| Problem::of_log("The log was not read", &error);
    let files = files_of(&question.paths).map_err(failed)?;
    let Some(first) = files.first() else {
        let why = "there is no file in that folder";
        return Err(Problem::new("The log was not read", why, "Choose a folder with logs in it."));
    };
    let preview = logs::preview(first, question.format.as_ref()).map_err(failed)?;
    let known = remembered
        .iter()
        .find(|known| known.mapping.kind() == question.kind && known.columns == preview.columns)
        .filter(|known| known.mapping.check(&preview.columns).is_ok());
    let (mapping, recognised) = match (&question.mapping, known, logs::preset(question.kind, &preview)) {
        (Some(mapping), ..) => (mapping.clone(), String::new()),
        (None, Some(known), _) => (known.mapping.clone(), "Read as the last log with these columns.".into()),
        (None, None, Some(preset)) => {
            let text = format!("Recognised: {}. {}", preset.name, preset.note);
            (Mapping::of_preset(preset, &preview), text.trim().to_owned())
        }
        (None, None, None) => (Mapping::guess(question.kind, &preview), String::new()),
    };
    let (mut variant_values, mut response_values) = (Vec::new(), Vec::new());
    let response: Vec<String> = match &mapping {
        Mapping::Responses(mapping) => mapping.response.iter().cloned().collect(),
        _ => Vec::new(),
    };
    let variant: Vec<String> = match &mapping {
        Mapping::Responses(mapping) => mapping.variant.clone(),
        Mapping::Counts(mapping) => mapping.variant.iter().cloned().collect(),
        _ => Vec::new(),
    };
    if !variant.is_empty() || !response.is_empty() {
        let groups: [&[String]; 2] = [&variant, &response];
        let counted = logs::count_values(first, &preview, &groups, LOOKED_AT_BYTES, &mut |_| true);
        let mut values = counted.map_err(failed)?.into_iter();
        (variant_values, response_values) = (values.next().unwrap_or_default(), values.next().unwrap_or_default());
    }
    let is_workbook = matches!(preview.format.shape, Shape::Sheet { .. });
    Ok(Inspection {
        paths: question.paths.clone(),
        files: files.len(),
        sheets: if is_workbook { logs::sheets(first).map_err(failed)? } else { Vec::new() },
        preview,
        mapping,
        recognised,
        time_zone: known.filter(|_| question.mapping.is_none()).and_then(|known| known.time_zone.clone()),
        date_order: known.filter(|_| question.mapping.is_none()).and_then(|known| known.date_order),
        variant_values,
        response_values,
        local_times: Vec::new(),
    })
}
