//! The record of changes: one entry for every command, and what is changed outside the program is found and located.

mod anchors;
mod commands;
mod tampering;

use handshake::domain::{Anchor, Verified};
use handshake::workbench::{Workbench, verify};
use std::path::Path;
use std::sync::Arc;

pub(crate) fn checked(path: &Path, anchor: Option<&Anchor>) -> Verified {
    verify(path, anchor, &mut |_, _| true).unwrap().unwrap()
}

fn assert_whole(path: &Path) -> Verified {
    let verified = checked(path, None);
    assert_eq!(verified.findings, []);
    verified
}

fn opened(path: &Path) -> Workbench {
    Workbench::open(path, Arc::new(|| ())).expect("a workspace")
}
