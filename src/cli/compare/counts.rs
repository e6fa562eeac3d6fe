//! Counts as they are typed.

use super::{prior, refused};
use crate::stats::{Arm, Beta};
use crate::workbench::Problem;

/// `NAME=ACCEPTED/SHOWN`, or `NAME=ACCEPTED/SHOWN@ALPHA,BETA`.
pub(super) fn arm(text: &str) -> Result<Arm, Problem> {
    let not_understood =
        || refused(format!("“{text}” is not understood"), "Write --counts NAME=ACCEPTED/SHOWN, such as A=12/100.");
    let (name, rest) = text.rsplit_once('=').ok_or_else(not_understood)?;
    let (counts, own) = rest.split_once('@').map_or((rest, None), |(counts, own)| (counts, Some(own)));
    let parsed = counts
        .split_once('/')
        .and_then(|(accepted, shown)| Some((accepted.trim().parse().ok()?, shown.trim().parse().ok()?)));
    let (accepted, shown) = parsed.ok_or_else(not_understood)?;
    let prior = own.map_or(Ok(Beta::UNIFORM), prior)?;
    Ok(Arm { name: name.to_owned(), accepted, shown, prior })
}
