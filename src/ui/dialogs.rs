//! Native file dialogs, which never block the window.

use super::charts::WantedPicture;
use crate::report::Format;
use crate::workbench::ReportOn;
use eframe::egui::Context;
use std::path::PathBuf;
use std::sync::mpsc;

/// What a dialog was opened for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// A new workspace.
    New,
    /// An existing workspace.
    Open,
    /// Logs to import.
    Log,
    /// A folder of logs to import.
    LogFolder,
    /// A policy to add.
    Policy,
    /// An anchor of the record, or a report that prints one.
    Anchor,
    /// Where the anchor of the record goes.
    AnchorOut,
    /// Where a report goes.
    Report(ReportOn),
    /// Where the picture of a chart goes.
    Picture(Box<WantedPicture>),
    /// Wordings to add.
    Wordings,
    /// Where wordings go: of the experiment with this name, or of all.
    WordingsOut(String),
    /// Where the list of people to ask again goes.
    AskAgain,
    /// Where the rows set aside by an import go.
    SetAside(i64),
    /// Where a snapshot goes.
    Snapshot,
    /// A copy of the workspace whose comments are taken over.
    Comments,
    /// Where what can be read of a damaged workspace goes.
    Salvage(PathBuf),
    /// The folder in which backups stand.
    BackupFolder,
    /// The folder in which the sample workspace is made.
    Sample,
}

/// The dialogs of a window: one at a time.
#[derive(Default)]
pub struct Dialogs {
    answer: Option<(Purpose, mpsc::Receiver<Vec<PathBuf>>)>,
}

impl Dialogs {
    /// Opens a dialog, unless one is open already.
    pub fn ask(&mut self, context: &Context, purpose: Purpose) {
        if self.answer.is_some() {
            return;
        }
        let dialog = rfd::AsyncFileDialog::new();
        let (sender, receiver) = mpsc::channel();
        let context = context.clone();
        let answer = move |files: Vec<rfd::FileHandle>| {
            // A window that was closed meanwhile needs no answer.
            let _ = sender.send(files.iter().map(|file| file.path().to_owned()).collect());
            context.request_repaint();
        };
        let workspace = ["handshake"];
        match &purpose {
            Purpose::New => one(
                dialog.add_filter("Workspace", &workspace).set_file_name("permissions.handshake").save_file(),
                answer,
            ),
            Purpose::Open | Purpose::Comments => one(dialog.add_filter("Workspace", &workspace).pick_file(), answer),
            Purpose::Log => {
                let files = dialog.add_filter("Log", LOGS).add_filter("All files", &["*"]).pick_files();
                wait(async { files.await.unwrap_or_default() }, answer);
            }
            Purpose::Policy => one(dialog.add_filter("Policy", &["toml"]).pick_file(), answer),
            Purpose::Wordings => one(dialog.add_filter("Wordings", WORDINGS).pick_file(), answer),
            Purpose::WordingsOut(_) => {
                one(dialog.add_filter("Wordings", WORDINGS).set_file_name("wordings.toml").save_file(), answer)
            }
            Purpose::Anchor => one(dialog.pick_file(), answer),
            Purpose::AnchorOut => {
                one(dialog.add_filter("Text", &["txt"]).set_file_name("handshake-anchor.txt").save_file(), answer)
            }
            Purpose::Report(what) => {
                // Each form is a choice of its own, the printed one first.
                let dialog = Format::ALL
                    .iter()
                    .fold(dialog, |dialog, format| dialog.add_filter(format.name(), &[format.ending()]));
                one(dialog.set_file_name(format!("{}.pdf", report_name(what))).save_file(), answer)
            }
            Purpose::Picture(wanted) => {
                let (name, ending) = (plain_name(&wanted.chart.title), wanted.form.ending());
                let dialog = dialog.add_filter(wanted.form.name(), &[ending]);
                one(dialog.set_file_name(format!("{name}.{ending}")).save_file(), answer)
            }
            Purpose::AskAgain => {
                one(dialog.add_filter("CSV", &["csv"]).set_file_name("ask-again.csv").save_file(), answer)
            }
            Purpose::SetAside(_) => {
                one(dialog.add_filter("CSV", &["csv"]).set_file_name("set-aside.csv").save_file(), answer)
            }
            Purpose::Snapshot => {
                one(dialog.add_filter("Workspace", &workspace).set_file_name("snapshot.handshake").save_file(), answer)
            }
            Purpose::Salvage(_) => {
                one(dialog.add_filter("Workspace", &workspace).set_file_name("salvaged.handshake").save_file(), answer)
            }
            Purpose::LogFolder | Purpose::Sample | Purpose::BackupFolder => one(dialog.pick_folder(), answer),
        }
        self.answer = Some((purpose, receiver));
    }

    /// The answer, once the person has chosen; nothing if they did not choose anything. Only logs may be several.
    pub fn chosen(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let (_, receiver) = self.answer.as_ref()?;
        let answer = match receiver.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return None,
            Ok(answer) => answer,
            Err(mpsc::TryRecvError::Disconnected) => Vec::new(),
        };
        let (purpose, _) = self.answer.take()?;
        (!answer.is_empty()).then_some((purpose, answer))
    }
}

/// The name that a report's file has if nobody chooses another.
fn report_name(what: &ReportOn) -> String {
    let name = match what {
        ReportOn::Quarter(None) => "report".to_owned(),
        ReportOn::Quarter(Some(quarter)) => format!("report {}", quarter.label()),
        ReportOn::Experiment(name) => format!("memo {name}"),
    };
    plain_name(&name)
}

/// A text as the name of a file that every system takes.
fn plain_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || matches!(c, ' ' | '-') { c } else { ' ' }).collect()
}

/// The endings of files of wordings.
const WORDINGS: &[&str] = &["toml", "json"];
/// The endings of logs, packed or not.
const LOGS: &[&str] =
    &["csv", "tsv", "txt", "log", "json", "jsonl", "ndjson", "parquet", "arrow", "feather", "ipc", "xlsx", "gz", "zst"];

fn one(
    dialog: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
    answer: impl FnOnce(Vec<rfd::FileHandle>) + Send + 'static,
) {
    wait(async { dialog.await.into_iter().collect() }, answer);
}

fn wait(
    dialog: impl Future<Output = Vec<rfd::FileHandle>> + Send + 'static,
    answer: impl FnOnce(Vec<rfd::FileHandle>) + Send + 'static,
) {
    // Without a thread the sender is dropped, which counts as nothing chosen.
    let _ = std::thread::Builder::new().name("file-dialog".into()).spawn(move || answer(pollster::block_on(dialog)));
}
