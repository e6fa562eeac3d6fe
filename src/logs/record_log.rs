//! Reads what is on record of people, piece by piece on all cores.

use super::pieces::{Piece, map_pieces};
use super::rows::{Row, each_row};
use super::set_aside::{Hider, Kept, fault_reason};
use super::times::{TimeChoice, TimeReader};
use super::{LogError, LogFile, Preview, Progress, SetAside};
use crate::domain::Records;
use std::path::Path;

/// What a log of permissions or uses held.
#[derive(Debug, Clone)]
pub struct RecordLog {
    /// The file.
    pub file: LogFile,
    /// How many rows were read.
    pub rows_read: u64,
    /// The usable ones, in the order of the log.
    pub records: Records,
    /// The others.
    pub set_aside: SetAside,
}

/// Adds a row to the records, or says why it cannot be used.
pub(super) type ReadRow<'a> = dyn Fn(&Row, &mut TimeReader, &mut Records) -> Result<Kept<()>, LogError> + Sync + 'a;

/// Reads every row of a log into records, or sets it aside.
pub(super) fn read_records(
    path: &Path,
    preview: &Preview,
    hider: &Hider,
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
    read: &ReadRow,
) -> Result<RecordLog, LogError> {
    let work = |_, piece: Piece| {
        let (mut log, mut times) = (Part { records: Records::of_part(), ..Part::default() }, TimeReader::new(times));
        log.rows_read = each_row(&piece, preview, &mut |row| {
            let kept = match row.fault {
                Some(fault) => Err(fault_reason(fault, hider.columns())),
                None => read(row, &mut times, &mut log.records)?,
            };
            if let Err((reason, detail)) = kept {
                log.set_aside.add(row, reason, detail, hider);
            }
            Ok(())
        })?;
        Ok(log)
    };
    let mut all = Part::default();
    let file = map_pieces(path, preview, progress, &work, &mut |piece: Part| {
        all.set_aside.absorb(piece.set_aside, all.rows_read);
        all.records.append(piece.records);
        all.rows_read += piece.rows_read;
        Ok(all.rows_read)
    })?;
    Ok(RecordLog { file, rows_read: all.rows_read, records: all.records, set_aside: all.set_aside })
}

/// What came of the rows of a log so far.
#[derive(Default)]
struct Part {
    rows_read: u64,
    records: Records,
    set_aside: SetAside,
}
