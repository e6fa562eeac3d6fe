//! `handshake import`

use super::terminal::{open, say, say_json};
use crate::logs::{AnswerWords, Compression, DateOrder, Encoding, Format, Shape};
use crate::workbench::{Command, ImportOutcome, ImportRequest, LogKind, LogQuestion, Mapping, Problem, Workbench};
use std::path::PathBuf;

/// Import a log.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Import {
    /// Responses of an experiment.
    Responses(Responses),
    /// Changes of permission.
    Permissions(Permissions),
    /// Uses of data.
    Uses(Uses),
    /// Deviations recorded elsewhere.
    Deviations(Shared),
    /// Responses of an experiment that were counted already: how many people each variant was shown to, and how many accepted.
    Counts(Counts),
    /// What is known of people and tells segments, such as their country.
    People(Shared),
    /// Who is who: identifiers of different logs that name the same person.
    Links(Shared),
    /// Many tests of the past of which only counts are left: test, wording, people shown, accepted. The wording lab learns from them.
    Past(Shared),
}

/// What all kinds of logs have in common.
#[derive(Debug, clap::Args)]
pub(super) struct Shared {
    /// The workspace.
    pub(super) workspace: PathBuf,
    /// The files, or folders of files; together they are one log.
    #[cfg_attr(not(feature = "warehouse"), arg(required = true))]
    files: Vec<PathBuf>,
    /// Corrects which column is what: `person=user_id,variant=group+page,segment:country=land`.
    #[arg(long)]
    pub(super) columns: Option<String>,
    /// The time zone of times that name none, such as `UTC` or `Europe/Berlin`.
    #[arg(long, value_name = "ZONE")]
    pub(super) time_zone: Option<String>,
    /// What stands first in dates such as 03/04/2026, where the log itself does not show it.
    #[arg(long, value_enum)]
    dates: Option<Dates>,
    /// What stands between cells, where it is not found out rightly.
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<String>,
    /// How letters are written, where it is not found out rightly; Windows-1252 is never found out.
    #[arg(long, value_enum)]
    encoding: Option<Letters>,
    /// The sheet of an Excel workbook; the first unless told.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Write the rows set aside to this file, as CSV.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the outcome as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Responses of an experiment.
#[derive(Debug, clap::Args)]
pub(super) struct Responses {
    #[command(flatten)]
    shared: Shared,
    #[cfg(feature = "warehouse")]
    #[command(flatten)]
    warehouse: Box<super::warehouse::Warehouse>,
    /// The experiment; made with its variants if there is none of that name.
    #[arg(long)]
    experiment: String,
    /// A variant and the log's values that stand for it: `NAME='a value|b value'`.
    #[arg(long, value_name = "NAME=VALUES")]
    variant: Vec<String>,
    /// A word of the response column that means yes; may be repeated.
    #[arg(long)]
    accepted: Vec<String>,
    /// A word that means no.
    #[arg(long)]
    declined: Vec<String>,
    /// A word that means closed without choosing.
    #[arg(long)]
    dismissed: Vec<String>,
    /// A word that means no reaction.
    #[arg(long)]
    ignored: Vec<String>,
}

/// Changes of permission.
#[derive(Debug, clap::Args)]
pub(super) struct Permissions {
    #[command(flatten)]
    shared: Shared,
    #[cfg(feature = "warehouse")]
    #[command(flatten)]
    warehouse: Box<super::warehouse::Warehouse>,
}

/// Uses of data.
#[derive(Debug, clap::Args)]
pub(super) struct Uses {
    #[command(flatten)]
    shared: Shared,
    #[cfg(feature = "warehouse")]
    #[command(flatten)]
    warehouse: Box<super::warehouse::Warehouse>,
    #[cfg(feature = "warehouse")]
    #[command(flatten)]
    beside: Box<super::warehouse_records::PermissionsBeside>,
}

/// Responses of an experiment that were counted already.
#[derive(Debug, clap::Args)]
pub(super) struct Counts {
    #[command(flatten)]
    shared: Shared,
    /// The experiment; made with its variants if there is none of that name.
    #[arg(long)]
    experiment: String,
    /// A variant and the log's values that stand for it: `NAME='a value|b value'`.
    #[arg(long, value_name = "NAME=VALUES")]
    variant: Vec<String>,
    /// The test that is wanted, where the file holds several.
    #[arg(long, default_value = "")]
    test: String,
}

/// What stands first in a date.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Dates {
    /// 03/04/2026 is 3 April.
    DayFirst,
    /// 03/04/2026 is 4 March.
    MonthFirst,
}

impl Dates {
    fn order(self) -> DateOrder {
        match self {
            Self::DayFirst => DateOrder::DayFirst,
            Self::MonthFirst => DateOrder::MonthFirst,
        }
    }
}

impl Import {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let (shared, kind) = match self {
            Self::Responses(responses) => (&responses.shared, LogKind::Responses),
            Self::Permissions(permissions) => (&permissions.shared, LogKind::Permissions),
            Self::Uses(uses) => (&uses.shared, LogKind::Uses),
            Self::Deviations(shared) => (shared, LogKind::Deviations),
            Self::Counts(counts) => (&counts.shared, LogKind::Counts),
            Self::People(shared) => (shared, LogKind::People),
            Self::Links(shared) => (shared, LogKind::Links),
            Self::Past(shared) => (shared, LogKind::Past),
        };
        #[cfg(feature = "warehouse")]
        if let Some(done) = self.in_warehouse() {
            return done;
        }
        #[cfg(feature = "warehouse")]
        if shared.files.is_empty() {
            let (what, why) = ("Nothing was imported", "no file is named");
            return Err(Problem::new(
                what,
                why,
                "Name a file, or for responses, permissions and uses a warehouse (--warehouse).",
            ));
        }
        let workbench = open(&shared.workspace)?;
        let request = self.request(&workbench, shared, kind)?;
        let outcome = workbench.run(Command::Import(Box::new(request)))?.unwrap_or_default();
        if let (Some(to), Some(import)) = (&shared.rejects, outcome.import) {
            workbench.run(Command::WriteSetAside { import, to: to.clone() })?;
        }
        if shared.json {
            return say_json(&outcome);
        }
        tell(&shared.files, kind, &outcome);
        Ok(())
    }

    /// What came of counting in a warehouse, if one is named.
    #[cfg(feature = "warehouse")]
    fn in_warehouse(&self) -> Option<Result<(), Problem>> {
        use super::warehouse_records::{count_permissions, judge_uses};
        match self {
            Self::Responses(responses) if responses.warehouse.is_named() => Some(responses.count_in_warehouse()),
            Self::Permissions(Permissions { shared, warehouse }) if warehouse.is_named() => {
                Some(count_permissions(shared, warehouse))
            }
            Self::Uses(Uses { shared, warehouse, beside }) if warehouse.is_named() => {
                Some(judge_uses(shared, warehouse, beside))
            }
            _ => None,
        }
    }

    fn request(&self, workbench: &Workbench, shared: &Shared, kind: LogKind) -> Result<ImportRequest, Problem> {
        let question = LogQuestion::about(shared.files.clone(), kind);
        let mut found = match (workbench.look_into(&question), told_alone(shared)) {
            // What is told may be just what could not be found out.
            (Err(_), Some(format)) => workbench.look_into(&LogQuestion { format: Some(format), ..question.clone() })?,
            (found, _) => found?,
        };
        if let Some(format) = shared.told_format(&found.preview.format)? {
            found = workbench.look_into(&LogQuestion { format: Some(format), ..question })?;
        }
        let mut mapping = found.mapping;
        if let Some(columns) = &shared.columns {
            mapping.apply(columns).map_err(|error| Problem::of_log("The log was not imported", &error))?;
        }
        if let (Self::Responses(responses), Mapping::Responses(mapping)) = (self, &mut mapping) {
            responses.name_words(&mut mapping.answers);
        }
        let (experiment, named, test) = match self {
            Self::Responses(responses) => (responses.experiment.clone(), responses.variant.as_slice(), ""),
            Self::Counts(counts) => (counts.experiment.clone(), counts.variant.as_slice(), counts.test.as_str()),
            _ => (String::new(), &[][..], ""),
        };
        Ok(ImportRequest {
            paths: shared.files.clone(),
            format: shared.is_format_told().then_some(found.preview.format),
            mapping,
            experiment,
            variants: named.iter().map(|text| variant(text)).collect::<Result<_, _>>()?,
            test: test.to_owned(),
            time_zone: shared.time_zone.clone().or(found.time_zone),
            date_order: shared.dates.map(Dates::order).or(found.date_order),
        })
    }
}

impl Shared {
    /// What stands first in dates, if it is told.
    #[cfg(feature = "warehouse")]
    pub(super) fn date_order(&self) -> Option<DateOrder> {
        self.dates.map(Dates::order)
    }

    /// Refuses what is about files where a warehouse is named; dates may be told of where rows are read.
    #[cfg(feature = "warehouse")]
    pub(super) fn refuse_options_of_files(&self, reads_rows: bool) -> Result<(), Problem> {
        let dates = self.dates.is_some() && !reads_rows;
        if !self.files.is_empty() || self.rejects.is_some() || self.is_format_told() || dates {
            let why = "files, --rejects, --delimiter, --encoding and --sheet belong to files, and --dates to rows that are read";
            return Err(Problem::new(super::warehouse::WHAT, why, "Leave them out, or leave out --warehouse."));
        }
        Ok(())
    }

    fn is_format_told(&self) -> bool {
        self.delimiter.is_some() || self.encoding.is_some() || self.sheet.is_some()
    }

    /// How the log is written with what was told about it; `None` if nothing was.
    fn told_format(&self, found: &Format) -> Result<Option<Format>, Problem> {
        let mut format = found.clone();
        if let Some(encoding) = self.encoding {
            format.encoding = encoding.encoding();
        }
        if let Some(delimiter) = &self.delimiter {
            let plain = if delimiter == "\\t" || delimiter == "tab" { "\t" } else { delimiter };
            let [byte] = plain.as_bytes() else {
                let (what, why) = ("The log was not imported", "a delimiter is one character");
                return Err(Problem::new(what, why, "Write --delimiter ';' or --delimiter tab."));
            };
            format.shape = Shape::Delimited { delimiter: *byte };
        }
        if let Some(sheet) = &self.sheet {
            format.shape = Shape::Sheet { name: sheet.clone() };
        }
        Ok(self.is_format_told().then_some(format))
    }
}

/// The format as far as it is told, for a log of which nothing can be found out.
fn told_alone(shared: &Shared) -> Option<Format> {
    let encoding = shared.encoding.map_or(Encoding::Utf8, Letters::encoding);
    let shape = match &shared.sheet {
        Some(name) => Shape::Sheet { name: name.clone() },
        None => Shape::Delimited { delimiter: 0 },
    };
    shared.is_format_told().then_some(Format { compression: Compression::None, encoding, shape })
}

/// How the letters of a log are written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Letters {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252.
    Windows1252,
}

impl Letters {
    fn encoding(self) -> Encoding {
        match self {
            Self::Utf8 => Encoding::Utf8,
            Self::Utf16Le => Encoding::Utf16Le,
            Self::Utf16Be => Encoding::Utf16Be,
            Self::Windows1252 => Encoding::Windows1252,
        }
    }
}

impl Responses {
    #[cfg(feature = "warehouse")]
    fn count_in_warehouse(&self) -> Result<(), Problem> {
        let (shared, there) = (&self.shared, &self.warehouse);
        shared.refuse_options_of_files(there.rows)?;
        let mut mapping = crate::logs::ResponseMapping::default();
        let spec = shared.columns.as_deref().unwrap_or_default();
        mapping.apply(spec).map_err(|error| Problem::of_log(super::warehouse::WHAT, &error))?;
        self.name_words(&mut mapping.answers);
        let variants = self.variant.iter().map(|text| variant(text)).collect::<Result<_, _>>()?;
        if there.rows {
            let mapping = Mapping::Responses(mapping);
            return super::warehouse::bring_over(shared, there, mapping, &self.experiment, variants);
        }
        let request = crate::workbench::WarehouseRequest {
            at: there.address()?,
            source: there.source()?,
            mapping,
            order: there.order.clone(),
            experiment: self.experiment.clone(),
            variants,
            time_zone: shared.time_zone.clone(),
            smallest_group: there.smallest_group(),
        };
        let name = request.name();
        super::warehouse::run(shared, Command::ImportFromWarehouse(Box::new(request)), name, LogKind::Counts)
    }

    /// Words given here replace the usual ones for their meaning, and mean nothing else.
    fn name_words(&self, words: &mut AnswerWords) {
        let given = [&self.accepted, &self.declined, &self.dismissed, &self.ignored];
        let lists = [&mut words.accepted, &mut words.declined, &mut words.dismissed, &mut words.ignored];
        for (list, given_list) in lists.into_iter().zip(given) {
            list.retain(|word| !given.iter().any(|list| list.iter().any(|other| other.eq_ignore_ascii_case(word))));
            if !given_list.is_empty() {
                list.clone_from(given_list);
            }
        }
    }
}

fn variant(text: &str) -> Result<(String, Vec<String>), Problem> {
    let (name, values) = text.split_once('=').ok_or_else(|| {
        let why = format!("“{text}” does not name a variant and its values");
        Problem::new("The log was not imported", why, "Write --variant NAME='a value|b value'.")
    })?;
    Ok((name.trim().to_owned(), values.split('|').map(|value| value.trim().to_owned()).collect()))
}

pub(super) fn tell(files: &[PathBuf], kind: LogKind, outcome: &ImportOutcome) {
    let count = crate::picture::format::count;
    let name = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
    if outcome.import.is_none() {
        say(&format!("{name}: in already; nothing changed."));
        return;
    }
    let rows_only = kind == LogKind::Responses && !outcome.names_people;
    let unit = match kind {
        _ if rows_only => "rows counted: the log names nobody",
        LogKind::Responses | LogKind::Counts => "people counted",
        _ => "kept",
    };
    say(&format!("{name}: {} rows read, {} {unit}.", count(outcome.rows_read), count(outcome.people_counted)));
    if let Some(links) = outcome.links {
        let (joined, people, several) = (count(links.joined), count(links.people), count(links.several));
        say(&format!(
            "  {joined} identifiers belong to {people} people; {several} of them have several, at most {}.",
            count(links.most)
        ));
        say(&format!(
            "  {} identifiers were linked to different people and are joined to nobody.",
            count(links.conflicts)
        ));
    }
    if let Some(gone) = outcome.gone_in_words() {
        say(&format!("  {gone}"));
    }
    for other in outcome.in_sentences() {
        say(&format!("  {other}"));
    }
    for (reason, number) in &outcome.set_aside {
        say(&format!("  {reason}: {}", count(*number)));
    }
}
