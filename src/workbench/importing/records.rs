//! Reads logs of permissions and of uses, file by file.

use super::sources::Sources;
use super::{Outcome, Plan, Refusal, Source, with_times};
use crate::domain::Records;
use crate::logs::{
    self, FileRead, LogError, PermissionMapping, Progress, RecordLog, SetAside, Spool, TimeChoice, UseMapping,
};

/// Rows of the files so far.
#[derive(Default)]
struct Gathered {
    records: Records,
    set_aside: SetAside,
    files: Vec<FileRead>,
    rows_read: u64,
}

type Told<'a> = &'a mut dyn FnMut(Progress) -> bool;

pub(super) fn read_permissions(
    plan: &Plan,
    mapping: &PermissionMapping,
    sources: &Sources,
    progress: Told<'_>,
) -> Result<Outcome, Refusal> {
    read(plan, sources, mapping.at.as_deref(), progress, &|(path, preview), times, told| {
        logs::read_permissions(path, preview, mapping, &plan.pseudonymiser, times, told)
    })
}

pub(super) fn read_uses(
    plan: &Plan,
    mapping: &UseMapping,
    sources: &Sources,
    progress: Told<'_>,
) -> Result<Outcome, Refusal> {
    read(plan, sources, mapping.occurred_at.as_deref(), progress, &|(path, preview), times, told| {
        logs::read_uses(path, preview, mapping, &plan.pseudonymiser, times, told)
    })
}

fn read(
    plan: &Plan,
    sources: &Sources,
    time_column: Option<&str>,
    progress: Told<'_>,
    read_file: &dyn Fn(&Source, &TimeChoice, Told<'_>) -> Result<RecordLog, LogError>,
) -> Result<Outcome, Refusal> {
    let mut gathered = Gathered::default();
    for source in sources {
        let read = |times: &TimeChoice, told: Told<'_>| read_file(source, times, told);
        let log = with_times(plan, sources, time_column, progress, read, |log| &log.set_aside)?;
        gathered.add(plan, log);
    }
    let Gathered { records, set_aside, files, rows_read } = gathered;
    let mut rows = Spool::new(usize::MAX);
    logs::encode_records(&records)?.into_iter().try_for_each(|chunk| rows.push(chunk))?;
    Ok(Outcome {
        files,
        rows_read,
        rows_kept: (records.changes.len() + records.uses.len()) as u64,
        rows,
        records: Some(records),
        set_aside,
        experiment: None,
        counts: None,
    })
}

impl Gathered {
    /// Adds what a file held, unless it is in already.
    fn add(&mut self, plan: &Plan, log: RecordLog) {
        let RecordLog { file, rows_read, records, mut set_aside } = log;
        let known = plan.known.contains(&file.hash) || self.files.iter().any(|read| read.file.hash == file.hash);
        if known {
            return self.files.push(FileRead { file, rows: 0, known });
        }
        let place = self.files.iter().filter(|read| !read.known).count();
        set_aside.rows.iter_mut().for_each(|row| row.file = place);
        self.set_aside.absorb(set_aside, 0);
        self.records.append(records);
        self.rows_read += rows_read;
        self.files.push(FileRead { file, rows: rows_read, known });
    }
}
