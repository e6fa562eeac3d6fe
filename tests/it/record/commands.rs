//! Every command writes exactly one entry, or none if it changes nothing in the workspace.

use super::{assert_whole, checked, opened};
use crate::support::Place;
use crate::tracking::judged;
use handshake::domain::{
    CommentSubject, Decision, DefinitionChange, DeviationKind, Experiment, IncidentKey, IncidentNote, Pattern,
    PolicyVersion, Quarter, ReportedDeviation, Variant,
};
use handshake::workbench::{
    CAN_PROTECT, Command, Model, Passphrase, PassphraseChange, ReportForm, ReportOn, Workbench,
};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The name of a command; a new one has to be walked as well.
fn name(command: &Command) -> &'static str {
    match command {
        Command::SaveExperiment(_) => "save experiment",
        Command::Choose { .. } => "choose",
        Command::CorrectTrait { .. } => "correct trait",
        Command::AddPolicyVersion(_) => "add policy version",
        Command::AddPolicyFile(_) => "add policy file",
        Command::SaveIncidentNotes(_) => "save notes",
        Command::ReportDeviation(_) => "report",
        Command::RemoveReport(_) => "remove report",
        Command::ChangeOwnName(_) => "own name",
        Command::MarkDefinitionChange(_) => "mark",
        Command::UnmarkDefinitionChange(_) => "unmark",
        Command::SaveDecision(_) => "save decision",
        Command::RemoveDecision(_) => "remove decision",
        Command::ChangeAssumptions(_) => "assumptions",
        Command::AssumptionsFile(_) => "assumptions file",
        Command::ChangeProgramme(_) => "programme",
        Command::ProgrammeFile(_) => "programme file",
        Command::Sign { .. } => "sign",
        Command::Forget(_) => "forget",
        Command::ChangeSettings(_) => "settings",
        Command::Import(_) => "import",
        // Walked where there is a warehouse.
        #[cfg(feature = "warehouse")]
        Command::ImportFromWarehouse(_) | Command::CountInWarehouse(_) | Command::BringFromWarehouse(_) => {
            "import from warehouse"
        }
        Command::UndoImport(_) => "undo import",
        Command::Undo => "undo",
        Command::Redo => "redo",
        Command::ReduceToCounts => "reduce",
        Command::WriteAskAgain(_) => "write ask again",
        Command::WriteAnchor(_) => "write anchor",
        Command::WriteReport { .. } => "write report",
        Command::WritePicture { .. } => "write picture",
        Command::WriteWordings { .. } => "write wordings",
        Command::AddWordings { .. } => "add wordings",
        Command::WriteTable { .. } => "write table",
        Command::WriteSetAside { .. } => "write set aside",
        Command::ChangeBackupPlan(_) => "plan of backups",
        Command::BackUp(_) => "back up",
        Command::ChangeLayout(_) => "layout",
        Command::Comment { .. } => "comment",
        Command::RemoveComment(_) => "remove comment",
        Command::TakeOverComments(_) => "take over comments",
        Command::TakeSnapshot(_) => "snapshot",
        Command::Restore(_) => "restore",
        Command::ChangePassphrase(_) => "passphrase",
    }
}

const ALL: usize = if CAN_PROTECT { 42 } else { 41 };

fn experiment() -> Experiment {
    let mut experiment = Experiment::named("Newsletter");
    experiment.variants = vec![Variant::named("plain"), Variant::named("benefit")];
    for (variant, headline) in experiment.variants.iter_mut().zip(["May we write?", "News first for you"]) {
        variant.wording.headline = headline.into();
    }
    experiment
}

fn later_policy(day: jiff::civil::Date) -> PolicyVersion {
    let mut version: PolicyVersion = serde_json::from_value(serde_json::json!({
        "title": "Later", "holds_from": day.to_string(), "rules": [{"name": "Mail", "purposes": ["marketing.communications.email"], "needs_permission": true}]
    }))
    .unwrap();
    version.reason = "A new agency.".into();
    version
}

fn note() -> IncidentNote {
    let key = IncidentKey { day: date(2026, 1, 7), kind: DeviationKind::NoPermission, campaign: "A".into() };
    IncidentNote { note: "The person with the number cust-4711 complained.".into(), ..IncidentNote::empty(key) }
}

/// Runs commands and looks how many entries each wrote.
struct Walk<'a> {
    place: &'a Place,
    path: PathBuf,
    workbench: Option<Workbench>,
    walked: BTreeSet<&'static str>,
}

impl<'a> Walk<'a> {
    fn of(place: &'a Place, path: PathBuf, walked: BTreeSet<&'static str>) -> Self {
        Self { place, workbench: Some(opened(&path)), path, walked }
    }

    fn model(&self) -> Arc<Model> {
        self.workbench.as_ref().unwrap().model()
    }

    fn run(&mut self, command: Command, wanted: i64) {
        let name = name(&command);
        self.walk(name, wanted, |walk| {
            walk.workbench.as_ref().unwrap().run(command).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        });
    }

    /// What needs the key of the workspace, or writes beside it, is typed, so that it finds the keys of the test.
    fn typed(&mut self, name: &'static str, wanted: i64, arguments: &[&str]) {
        self.walk(name, wanted, |walk| {
            walk.workbench = None;
            walk.place.says(arguments);
        });
        self.workbench = Some(opened(&self.path));
    }

    fn walk(&mut self, name: &'static str, wanted: i64, step: impl FnOnce(&mut Self)) {
        let before = checked(&self.path, None).entries;
        step(self);
        self.walked.insert(name);
        let after = checked(&self.path, None);
        assert_eq!(after.findings, [], "after {name}");
        assert_eq!(after.entries - before, wanted, "entries of {name}");
    }
}

/// A workspace in which everything was done once; each command is checked on the way.
pub(super) fn worked_with() -> Place {
    let place = judged();
    place.file(
        "log.csv",
        "person,shown_at,variant,response\n1a,2026-01-01T00:00:00Z,plain,yes\n2b,2026-01-01T00:00:00Z,benefit,no\n\
         3c,2026-01-01T00:00:00Z,benefit,perhaps maybe\n",
    );
    place.file("links.csv", "cookie,customer\ncookie1,p1\ncookie2,p2\n");
    place.file("more.toml", "[[version]]\ntitle = \"More\"\nholds_from = \"2027-01-01\"\n[[version.rules]]\nname = \"Mail\"\npurposes = [\"marketing.communications.email\"]\nneeds_permission = true\n[[version]]\ntitle = \"Even more\"\nholds_from = \"2028-01-01\"\n[[version.rules]]\nname = \"Mail\"\npurposes = [\"marketing.communications.email\"]\nneeds_permission = true\n");
    place.file("costs.toml", "[[adhering]]\nwhat = \"Centre\"\namount = { low = 10, likely = 10, high = 10 }\n");
    place.file("programme.toml", "");
    let mut walk = Walk::of(&place, place.path("w.handshake"), BTreeSet::new());
    walk.run(Command::SaveExperiment(Box::new(experiment())), 1);
    let variant = walk.model().experiments[0].experiment.variants[0].id;
    let model = walk.model();
    let choice = Box::new(model.experiments[0].choice(Some(variant), "It is shorter.", "Ada"));
    walk.run(Command::Choose { experiment: model.experiments[0].experiment.id, choice }, 1);
    walk.run(Command::CorrectTrait { variant, name: "second_person".into(), value: Some(1.0) }, 1);
    walk.typed("import", 1, &["import", "responses", "w.handshake", "log.csv", "--experiment", "Newsletter"]);
    walk.typed("import", 1, &["import", "links", "w.handshake", "links.csv"]);
    walk.run(Command::AddPolicyVersion(Box::new(later_policy(date(2026, 9, 1)))), 1);
    walk.run(Command::AddPolicyFile(place.path("more.toml")), 1);
    walk.run(Command::SaveIncidentNotes(vec![note()]), 1);
    let report = ReportedDeviation {
        what: "A list on a desk".into(),
        ..ReportedDeviation::of(date(2026, 2, 3), DeviationKind::UnlistedRecipient)
    };
    walk.run(Command::ReportDeviation(Box::new(report.clone())), 1);
    walk.run(Command::ReportDeviation(Box::new(report)), 1);
    walk.run(Command::RemoveReport(1), 1);
    let change = |day| DefinitionChange { holds_from: day, what: "Mail counts by person.".into() };
    walk.run(Command::MarkDefinitionChange(Box::new(change(date(2026, 3, 1)))), 1);
    walk.run(Command::MarkDefinitionChange(Box::new(change(date(2026, 4, 1)))), 1);
    walk.run(Command::UnmarkDefinitionChange(date(2026, 4, 1)), 1);
    let decision = Decision {
        id: 0,
        holds_from: date(2026, 2, 1),
        what: "Ask before each campaign".into(),
        reason: "Two complaints".into(),
        pattern: Pattern::default(),
        policy_version: None,
        by: "Ada".into(),
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    walk.run(Command::SaveDecision(Box::new(decision.clone())), 1);
    walk.run(Command::SaveDecision(Box::new(Decision { what: "Another".into(), ..decision })), 1);
    walk.run(Command::RemoveDecision(2), 1);
    walk.run(Command::Comment { subject: CommentSubject::Policy, text: "Who approved this?".into() }, 1);
    let comment = walk.model().comments[0].id.clone();
    walk.run(Command::RemoveComment(comment), 1);
    walk.run(Command::ChangeAssumptions(Box::default()), 1);
    walk.run(Command::AssumptionsFile(place.path("costs.toml")), 1);
    walk.run(Command::ChangeProgramme(Box::default()), 1);
    walk.run(Command::ProgrammeFile(place.path("programme.toml")), 1);
    let quarter = Quarter::of(date(2026, 1, 7), 1);
    walk.run(Command::Sign { quarter, by: "Ada".into(), statement: String::new() }, 1);
    let settings = walk.model().workspace.settings();
    walk.run(Command::ChangeSettings(handshake::domain::Settings { time_zone: "Europe/Berlin".into(), ..settings }), 1);
    walk.run(Command::Undo, 1);
    walk.run(Command::Redo, 1);
    walk.run(Command::Redo, 0);
    walk.run(Command::WriteAnchor(place.path("anchor.txt")), 0);
    let report = ReportOn::Quarter(None);
    walk.run(Command::WriteReport { what: report, path: place.path("report.json"), form: ReportForm::default() }, 0);
    let chart = Box::new(handshake::picture::figures::ranked_bars("Kinds", "", vec![("No permission".into(), 3)]));
    walk.run(Command::WritePicture { chart, to: place.path("kinds.png"), scale: 2 }, 0);
    walk.run(Command::WriteAskAgain(place.path("people.csv")), 0);
    walk.run(Command::WriteTable { rows: vec![vec!["a".into()]], to: place.path("table.csv") }, 0);
    let links = walk.model().imports[0].id;
    walk.run(Command::WriteSetAside { import: links - 1, to: place.path("aside.csv") }, 0);
    walk.run(Command::WriteWordings { to: place.path("wordings.toml"), experiment: String::new() }, 1);
    walk.run(Command::AddWordings { from: place.path("wordings.toml"), experiment: "Elsewhere".into() }, 1);
    walk.typed("layout", 0, &["settings", "w.handshake", "--layout", "privacy-officer"]);
    walk.typed("plan of backups", 0, &["backup", "w.handshake", "--every", "weekly"]);
    walk.typed("back up", 0, &["backup", "w.handshake", "--to", "kept.handshake"]);
    walk.typed("snapshot", 0, &["snapshot", "w.handshake", "--to", "mine.handshake"]);
    walk.run(Command::TakeOverComments(place.path("mine.handshake")), 0);
    // The record that comes with the backup has one entry more, which tells of the restoring.
    walk.typed("restore", 1, &["restore", "kept.handshake", "--to", "w.handshake"]);
    walk.typed("own name", 0, &["settings", "w.handshake", "--own-name", "Ada"]);
    walk.typed("forget", 1, &["forget", "w.handshake", "--person", "p3", "--for-good"]);
    walk.run(Command::UndoImport(links), 1);
    let walked = walk.walked;
    drop(walk.workbench);
    let copy = place.path("reduced.handshake");
    std::fs::copy(place.path("w.handshake"), &copy).unwrap();
    let mut walk = Walk::of(&place, copy, walked);
    if CAN_PROTECT {
        let passphrase = || Some(Passphrase::new("seven herons over the marsh".to_owned().into()));
        walk.run(Command::ChangePassphrase(PassphraseChange { present: None, new: passphrase() }), 1);
        walk.run(Command::ChangePassphrase(PassphraseChange { present: passphrase(), new: None }), 1);
    }
    walk.run(Command::ReduceToCounts, 1);
    assert_eq!(walk.walked.len(), ALL, "{:?}", walk.walked);
    drop(walk);
    place
}

#[test]
fn every_command_is_one_entry() {
    let place = worked_with();
    let before = assert_whole(&place.path("w.handshake"));
    // Opening clears away the import that was taken back, which is a change like any other.
    drop(opened(&place.path("w.handshake")));
    assert_eq!(assert_whole(&place.path("w.handshake")).entries, before.entries + 1);
    drop(opened(&place.path("w.handshake")));
    assert_eq!(assert_whole(&place.path("w.handshake")).entries, before.entries + 1);
}

#[test]
fn what_fails_leaves_no_entry_and_changes_nothing() {
    let place = judged();
    let workbench = opened(&place.path("w.handshake"));
    workbench.run(Command::SaveExperiment(Box::new(experiment()))).unwrap();
    let before = assert_whole(&place.path("w.handshake"));
    workbench.run(Command::SaveExperiment(Box::new(experiment()))).unwrap_err();
    let nowhere = place.path("no folder").join("wordings.toml");
    // Logs would be allowed to name the wordings by their identifiers; as no file was written, they are not.
    workbench.run(Command::WriteWordings { to: nowhere, experiment: String::new() }).unwrap_err();
    assert_eq!(assert_whole(&place.path("w.handshake")).anchor, before.anchor);
    assert!(workbench.model().experiments[0].experiment.variants.iter().all(|one| one.recognised_as.len() < 2));
}

#[test]
fn forgetting_takes_words_out_of_the_record_and_the_chain_stays_whole() {
    let place = worked_with();
    let path = place.path("w.handshake");
    let holds = |text: &str| {
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    let workbench = opened(&path);
    let mut changed = note();
    workbench.run(Command::SaveIncidentNotes(vec![changed.clone()])).unwrap();
    changed.note = "Somebody complained.".into();
    workbench.run(Command::SaveIncidentNotes(vec![changed])).unwrap();
    drop(workbench);
    assert!(holds("cust-4711"), "the record keeps what was before");
    place.says(&["forget", "w.handshake", "--person", "cust-4711", "--for-good"]);
    assert!(!holds("cust-4711"));
    assert_whole(&path);
}
