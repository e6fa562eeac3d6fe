//! Everything a person can start, in one table that buttons, shortcuts and the palette read.

use super::dialogs::Purpose;
use super::shell::{Request, Screen};
use crate::workbench::{Command, Model, ReportOn};
use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// One thing to start.
pub struct Action {
    /// What it is called.
    pub label: &'static str,
    /// Its shortcut, if it has one.
    pub shortcut: Option<KeyboardShortcut>,
    /// Whether it can be started now.
    pub available: fn(&Model) -> bool,
    /// What it asks for.
    pub request: fn() -> Request,
}

const fn with(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn always(_: &Model) -> bool {
    true
}

fn can_write(model: &Model) -> bool {
    model.workspace.read_only.is_none()
}

/// All actions; shortcuts with more modifiers stand first, because they also match those with fewer.
pub const ACTIONS: &[Action] = &[
    Action {
        label: "Redo",
        shortcut: Some(with(CTRL_SHIFT, Key::Z)),
        available: |model| model.redo.is_some(),
        request: || Request::Run(Command::Redo),
    },
    Action {
        label: "Undo",
        shortcut: Some(with(Modifiers::COMMAND, Key::Z)),
        available: |model| model.undo.is_some(),
        request: || Request::Run(Command::Undo),
    },
    Action {
        label: "Import a log…",
        shortcut: Some(with(Modifiers::COMMAND, Key::I)),
        available: can_write,
        request: || Request::Ask(Purpose::Log),
    },
    #[cfg(feature = "warehouse")]
    Action {
        label: "Count in a warehouse…",
        shortcut: None,
        available: can_write,
        request: || Request::AskWarehouse(crate::domain::LogKind::Responses),
    },
    Action {
        label: "Import a folder of logs…",
        shortcut: None,
        available: can_write,
        request: || Request::Ask(Purpose::LogFolder),
    },
    Action {
        label: "New experiment",
        shortcut: Some(with(Modifiers::COMMAND, Key::N)),
        available: can_write,
        request: || Request::NewExperiment,
    },
    Action {
        label: "Report a deviation",
        shortcut: Some(with(Modifiers::COMMAND, Key::D)),
        available: can_write,
        request: || Request::ReportDeviation,
    },
    Action {
        label: "Write a report…",
        shortcut: Some(with(Modifiers::COMMAND, Key::P)),
        available: always,
        request: || Request::Ask(Purpose::Report(ReportOn::Quarter(None))),
    },
    Action {
        label: "Take a snapshot…",
        shortcut: None,
        available: always,
        request: || Request::Ask(Purpose::Snapshot),
    },
    Action {
        label: "Take over comments…",
        shortcut: None,
        available: can_write,
        request: || Request::Ask(Purpose::Comments),
    },
    Action { label: "Back up now", shortcut: None, available: always, request: || Request::Run(Command::BackUp(None)) },
    Action {
        label: "Add wordings from a file…",
        shortcut: None,
        available: can_write,
        request: || Request::Ask(Purpose::Wordings),
    },
    Action {
        label: "Export all wordings…",
        shortcut: None,
        available: |model| !model.experiments.is_empty(),
        request: || Request::Ask(Purpose::WordingsOut(String::new())),
    },
    Action {
        label: "Add a policy from a file…",
        shortcut: None,
        available: can_write,
        request: || Request::Ask(Purpose::Policy),
    },
    Action {
        label: "Open a workspace…",
        shortcut: Some(with(Modifiers::COMMAND, Key::O)),
        available: always,
        request: || Request::Ask(Purpose::Open),
    },
    Action { label: "New workspace…", shortcut: None, available: always, request: || Request::Ask(Purpose::New) },
    Action {
        label: "Go to overview",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num1)),
        available: always,
        request: || Request::Go(Screen::Overview),
    },
    Action {
        label: "Go to experiments",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num2)),
        available: always,
        request: || Request::Go(Screen::Experiments),
    },
    Action {
        label: "Go to the wording lab",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num3)),
        available: always,
        request: || Request::Go(Screen::Lab),
    },
    Action {
        label: "Go to permissions",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num4)),
        available: always,
        request: || Request::Go(Screen::Permissions),
    },
    Action {
        label: "Go to policy",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num5)),
        available: always,
        request: || Request::Go(Screen::Policy),
    },
    Action {
        label: "Go to compliance",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num6)),
        available: always,
        request: || Request::Go(Screen::Compliance),
    },
    Action {
        label: "Go to costs and decisions",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num7)),
        available: always,
        request: || Request::Go(Screen::Decisions),
    },
    Action {
        label: "Go to activity",
        shortcut: Some(with(Modifiers::COMMAND, Key::Num8)),
        available: always,
        request: || Request::Go(Screen::Activity),
    },
    Action {
        label: "Go to settings",
        shortcut: Some(with(Modifiers::COMMAND, Key::Comma)),
        available: always,
        request: || Request::Go(Screen::Settings),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_shortcuts_clash() {
        let shortcuts: Vec<_> = ACTIONS.iter().filter_map(|action| action.shortcut).collect();
        for (index, shortcut) in shortcuts.iter().enumerate() {
            assert!(!shortcuts[..index].contains(shortcut), "{shortcut:?} stands for two actions");
        }
        assert!(shortcuts.len() > 5);
    }
}
