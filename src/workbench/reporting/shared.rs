//! What both reports say of what they rest on.

use super::blocks::{count, table, table_or, words};
use super::methods;
use crate::domain::ImportRecord;
use crate::picture::format;
use crate::report::{About, Block, Cell, Definition, FileFigures, ImportFigures};
use crate::workbench::{Model, reason_label};
use jiff::tz::TimeZone;

/// What a report of this model rests on.
pub(super) fn about(model: &Model) -> About {
    let workspace = &model.workspace;
    About {
        workspace: workspace.name.clone(),
        made_on: model.today,
        program_version: env!("CARGO_PKG_VERSION").into(),
        currency: workspace.currency.clone(),
        time_zone: workspace.time_zone.clone(),
        jurisdiction: workspace.jurisdiction.clone(),
        smallest_group: smallest_group(model),
        anchor: workspace.anchor.clone(),
    }
}

/// Fewest people of whom a cell may tell.
fn smallest_group(model: &Model) -> u64 {
    match model.workspace.smallest_segment {
        0 => crate::stats::segments::FEWEST_PEOPLE,
        smallest => smallest,
    }
}

/// A number of people, unless it is of some but too few.
pub(super) fn held_back(people: u64, smallest: u64) -> Option<u64> {
    (people == 0 || people >= smallest).then_some(people)
}

pub(super) fn import(record: &ImportRecord) -> ImportFigures {
    let file = |file: &crate::domain::ImportedFile| FileFigures { name: file.name.clone(), blake3: file.hash.clone() };
    ImportFigures {
        file_name: record.file_name.clone(),
        log: record.kind.label().into(),
        imported_at: record.imported_at,
        rows_read: record.rows_read,
        rows_kept: record.rows_kept,
        set_aside: record.set_aside.clone(),
        files: record.files.iter().map(file).collect(),
    }
}

/// Digits of the record's hash at the foot of a page, enough to tell reports apart; the appendix has the whole anchor.
const DIGITS: usize = 16;

/// The beginning of the hash in which an anchor ends.
fn in_short(anchor: &str) -> String {
    let hash = anchor.split_whitespace().next_back().unwrap_or_default();
    format!(" · {} {}…", methods::ANCHOR, hash.chars().take(DIGITS).collect::<String>())
}

/// What stands at the foot of each page.
pub(super) fn footer(about: &About) -> String {
    let anchor = about.anchor.as_deref().map(in_short).unwrap_or_default();
    format!("{} · {}{anchor}", about.workspace, format::day(about.made_on))
}

/// Method appendix: what the figures mean, the program, the files.
pub(super) fn evidence(about: &About, definitions: &[Definition], imports: &[ImportFigures]) -> Vec<Block> {
    let definition = |one: &Definition| {
        [one.figure, one.meaning, one.denominator, if one.source.is_empty() { "–" } else { one.source }]
            .map(words)
            .to_vec()
    };
    let mut facts = vec![
        (methods::PROGRAM.to_owned(), format!("Handshake {}", about.program_version)),
        (methods::MADE_ON.to_owned(), format::day(about.made_on)),
        (methods::TIME_ZONE.to_owned(), about.time_zone.clone()),
        (methods::CURRENCY.to_owned(), about.currency.clone()),
        (methods::JURISDICTION.to_owned(), or(&about.jurisdiction, methods::ALL_RULES)),
        (methods::SMALL_GROUPS.to_owned(), methods::small_groups(about.smallest_group)),
    ];
    facts.extend(about.anchor.iter().map(|anchor| (methods::ANCHOR.to_owned(), anchor.clone())));
    let zone = TimeZone::get(&about.time_zone).unwrap_or(TimeZone::UTC);
    let zone = &zone;
    let files = imports.iter().flat_map(|import| import.files.iter().map(move |file| file_row(import, file, zone)));
    let mut blocks = vec![
        Block::Heading(methods::HOW.into()),
        table(
            "definitions",
            methods::HOW_CAPTION,
            &methods::DEFINITION_COLUMNS,
            definitions.iter().map(definition).collect(),
        ),
        Block::Heading(methods::EVIDENCE.into()),
        Block::Facts(facts),
        table_or(methods::NO_FILES, "files", methods::FILES_CAPTION, &methods::FILE_COLUMNS, files.collect()),
    ];
    if about.anchor.is_some() {
        blocks.push(Block::Remark(methods::ANCHOR_MEANING.into()));
    }
    blocks
}

fn file_row(import: &ImportFigures, file: &FileFigures, zone: &TimeZone) -> Vec<Cell> {
    vec![words(&file.name), words(&import.log), words(format::moment_in(import.imported_at, zone)), words(&file.blake3)]
}

/// Rows read, kept and set aside, import by import.
pub(super) fn quality(imports: &[ImportFigures]) -> Block {
    let row = |import: &ImportFigures| {
        let reasons: Vec<String> = import
            .set_aside
            .iter()
            .map(|(reason, rows)| format!("{}: {}", reason_label(reason), format::count(*rows)))
            .collect();
        vec![
            words(&import.file_name),
            words(&import.log),
            count(import.rows_read),
            count(import.rows_kept),
            words(or(&reasons.join("; "), "–")),
        ]
    };
    let (caption, columns) = (methods::IMPORTS_CAPTION, &methods::IMPORT_COLUMNS);
    table_or(methods::NO_FILES, "imports", caption, columns, imports.iter().map(row).collect())
}

/// Some words, or others where there are none.
pub(super) fn or(text: &str, otherwise: &str) -> String {
    if text.trim().is_empty() { otherwise.to_owned() } else { text.to_owned() }
}
