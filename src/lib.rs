//! Handshake: find out how to ask people for permission, and see whether the company keeps its word.
//!
//! # The house
//!
//! | floor | room | what it does |
//! |---|---|---|
//! | 0 | [`domain`] | the trade's own words: plain types and their invariants |
//! | 1 | [`stats`] | numbers in, numbers out: posteriors, comparison, one verdict, segments, kept permission, planning, rates |
//! | 1 | [`wording`] | what a request's words are: deceptive patterns, readability, traits, differences |
//! | 1 | [`compliance`] | what policy and terms say of one use of data; how judged uses add up to quarters |
//! | 1 | [`warehouse`] | the SQL with which a warehouse counts a log as a file is counted, and what it answers |
//! | 2 | [`picture`] | what is drawn, without a renderer: charts from figures, previews of requests, colours, number formats |
//! | 3 | [`logs`] | the only polars room: reads logs of every format, says what was wrong with each row, counts |
//! | 3 | [`store`] | the only `SQLite` room: the workspace file |
//! | 3 | [`report`] | charts as SVG and PNG; reports as PDF, web page, tables and JSON |
//! | 3 | `engine` | the only ADBC room, with the feature `warehouse`: asks a warehouse through a driver |
//! | 4 | [`workbench`] | the application without pixels: commands, undo, background jobs, the model screens read |
//! | 5 | [`cli`] | one file per subcommand |
//! | 5 | [`ui`] | the only egui room: shell, theme, widgets, charts, one folder per screen |
//!
//! **The floor rule.** A floor imports only floors below it; rooms on one floor never import each other. A test holds this.
//! `domain`, `stats`, `wording`, `compliance`, `warehouse` and `picture` know nothing of egui, `SQLite`, polars, files or clocks: time comes in as
//! an argument. `logs` hands out domain types and counts, `store` hands out domain types and bytes, and `workbench` never
//! names an egui type: it wakes the window through a callback.
//!
//! **Derived and written.** Counts, judgements and figures are derived from logs and definitions and can be made again at
//! any time. What people wrote (notes, costs, dispositions) hangs on stable keys and survives every recomputation.
//!
//! **Learning.** What the wording lab rests on (experiments that may stand, past tests, withdrawals) is gathered with the model and is cheap;
//! learning takes up to seconds, is done on a thread of its own when somebody looks, and again only after a change.
//!
//! **Words that are tested are the words that are shipped.** What people see and agree to has one canonical text, and its hash is the name
//! of the wording everywhere: in the file that goes to developers, in the log that comes back, in another workspace. An approval belongs to
//! those words and ends with them.
//!
//! **Logs of any size.** A log is read in pieces by all cores, its rows are grouped by pseudonym, and each group is sorted, counted and encoded by
//! itself; stored rows are counted again in the same way. Memory stays within bounds whatever the size, and the outcome does not depend on which
//! thread was faster.
//!
//! **Nothing shown as done is lost.** Every change is one transaction and one entry of the record. Backups and snapshots are copied beside the
//! work and named by the writing thread alone, so that forgetting overlooks none; restoring is one transaction over the whole file. What may go
//! wrong at any point of this is tried by tests that cut the power, fill the disk, kill the program and damage the file.
//!
//! **One way in, one way out.** Data travels one road: file → `logs` → `store` (one transaction) → the `workbench` model →
//! screen, report or terminal. Whatever a person can do in the window is a [`workbench::Command`] that the command line and
//! a test can run too.

pub mod cli;
pub mod compliance;
pub mod domain;
#[cfg(feature = "warehouse")]
pub mod engine;
pub mod logs;
pub mod picture;
pub mod report;
pub mod stats;
pub mod store;
pub mod ui;
pub mod warehouse;
pub mod wording;
pub mod workbench;
