//! Link files: one identifier a row, and another that names the same person.

use super::guess::Guesser;
use super::mapping::{column_exists, corrections, unknown, unquoted};
use super::set_aside::{Hider, fault_reason, read_each};
use super::stored::{gap, sealed, unsealed};
use super::{LogError, Preview, Progress, Reason, SetAside};
use crate::domain::{PersonKey, Pseudonymiser};
use serde::{Deserialize, Serialize};
use std::path::Path;

const WHAT: &str = "links";

/// Which columns hold the two identifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkMapping {
    /// One identifier, such as that of a cookie.
    pub identifier: Option<String>,
    /// Another that stands for the same person, such as the number of a customer.
    pub person: Option<String>,
}

const IDENTIFIERS: &[&str] = &[
    "identifier",
    "cookieid",
    "cookie",
    "deviceid",
    "device",
    "anonymousid",
    "visitorid",
    "clientid",
    "userpseudoid",
    "alias",
    "otherid",
    "from",
    "id",
];
const PEOPLE: &[&str] = &[
    "person",
    "personid",
    "customerid",
    "customernumber",
    "customer",
    "userid",
    "user",
    "memberid",
    "accountid",
    "canonicalid",
    "email",
    "to",
];

impl LinkMapping {
    /// A guess from the names of the columns; of two columns, the first is joined to the second.
    pub fn guess(preview: &Preview) -> Self {
        let mut guesser = Guesser::new(preview);
        let person = guesser.by_name(PEOPLE, |_| true);
        let identifier = guesser.by_name(IDENTIFIERS, |_| true);
        match (identifier, person, preview.columns.as_slice()) {
            (None, Some(person), [one, other]) => {
                let identifier = if *one == person { other } else { one }.clone();
                Self { identifier: Some(identifier), person: Some(person) }
            }
            (None, None, [one, other]) => Self { identifier: Some(one.clone()), person: Some(other.clone()) },
            (identifier, person, _) => Self { identifier, person },
        }
    }

    /// Corrects it: `identifier=…,person=…`.
    pub fn apply(&mut self, spec: &str) -> Result<(), LogError> {
        for (key, value) in corrections(spec)? {
            let column = (!value.is_empty()).then(|| unquoted(value).to_owned());
            match key {
                "identifier" => self.identifier = column,
                "person" => self.person = column,
                _ => return Err(unknown(key, &["identifier", "person"])),
            }
        }
        Ok(())
    }

    /// Whether the log has both columns.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        for (role, column) in [("identifier", &self.identifier), ("person", &self.person)] {
            column_exists(column.as_ref().ok_or(LogError::RoleMissing { role })?, columns)?;
        }
        Ok(())
    }
}

/// What a link file held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// Pairs of pseudonyms: one, and the one that stands for the same person.
    pub rows: Vec<(PersonKey, PersonKey)>,
    /// The rows that cannot be used.
    pub set_aside: SetAside,
}

/// Reads a link file.
///
/// # Errors
/// What reading a log may raise.
pub fn read_links(
    path: &Path,
    preview: &Preview,
    mapping: &LinkMapping,
    pseudonymiser: &Pseudonymiser,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<LinkLog, LogError> {
    mapping.check(&preview.columns)?;
    let column = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
    let (one, other) = (column(&mapping.identifier), column(&mapping.person));
    // Nothing of a link file may be kept as it came.
    let hider = Hider::new(Some(pseudonymiser), other, [], preview.columns.len());
    let (rows_read, rows, set_aside) = read_each(path, preview, &hider, progress, &mut |row| {
        if let Some(fault) = row.fault {
            return Ok(Err(fault_reason(fault, hider.columns())));
        }
        let (one, other) = (row.cell(one), row.cell(other));
        if one.is_empty() || other.is_empty() {
            return Ok(Err((Reason::PersonMissing, "one of the two identifiers is empty".to_owned())));
        }
        Ok(Ok((pseudonymiser.person(one), pseudonymiser.person(other))))
    })?;
    Ok(LinkLog { rows_read, rows, set_aside })
}

/// Links as bytes to store.
pub fn encode_links(rows: &[(PersonKey, PersonKey)]) -> Vec<u8> {
    sealed(rows.iter().flat_map(|(one, other)| one.0.into_iter().chain(other.0)).collect())
}

/// Links from stored bytes.
///
/// # Errors
/// [`LogError::Stored`] for bytes that are damaged.
pub fn decode_links(bytes: &[u8]) -> Result<Vec<(PersonKey, PersonKey)>, LogError> {
    let (pairs, rest) = unsealed(bytes, WHAT)?.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(gap(WHAT));
    }
    let half = |pair: &[u8; 32], from: usize| PersonKey(std::array::from_fn(|index| pair[from + index]));
    Ok(pairs.iter().map(|pair| (half(pair, 0), half(pair, 16))).collect())
}
