//! Stored rows without the people who were forgotten.

use super::stored_records::names_more_than_its_rows;
use super::stored_responses::names_more_values_than_its_rows;
use super::{
    LogError, ResponseColumns, SegmentColumn, decode_links, decode_records, decode_responses, decode_set_aside,
    encode_links, encode_records, encode_responses,
};
use crate::domain::{Dropped, LogKind, PersonKey};

/// What is left of stored rows, once some are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The rows that stay; `None` if there are none.
    pub bytes: Option<Vec<u8>>,
    /// How many rows are gone.
    pub dropped: u64,
}

/// The stored rows of a log of this kind without those about forgotten people; `None` if none is about them. Whatever no row that stays
/// names, such as the value of a segment, goes as well, also where none of these rows is about them.
///
/// # Errors
/// [`LogError::Stored`] for bytes that are damaged; [`LogError::Table`] if what is left cannot be written.
pub fn forget_in_rows(
    kind: LogKind,
    bytes: &[u8],
    is_forgotten: &dyn Fn(PersonKey) -> bool,
) -> Result<Option<Left>, LogError> {
    match kind {
        LogKind::Responses | LogKind::People => forget_responses(bytes, is_forgotten),
        LogKind::Permissions | LogKind::Uses => forget_records(bytes, is_forgotten),
        LogKind::Links => forget_links(bytes, is_forgotten),
        LogKind::Deviations | LogKind::Counts | LogKind::Past | LogKind::CountedUses | LogKind::CountedPermissions => {
            Ok(None)
        }
    }
}

/// The stored permissions and uses without those of forgotten people; `None` if none is of them.
///
/// # Errors
/// As for [`forget_in_rows`].
pub fn forget_records(bytes: &[u8], is_forgotten: &dyn Fn(PersonKey) -> bool) -> Result<Option<Left>, LogError> {
    let records = decode_records(bytes)?;
    let named = records.people.keys().iter().any(|&person| is_forgotten(person));
    if !named && !names_more_than_its_rows(&records) {
        return Ok(None);
    }
    let (kept, dropped) = if named { records.without(is_forgotten) } else { (records, Dropped::default()) };
    Ok(Some(Left { bytes: encode_records(&kept)?.into_iter().next(), dropped: dropped.changes + dropped.uses }))
}

fn forget_responses(bytes: &[u8], is_forgotten: &dyn Fn(PersonKey) -> bool) -> Result<Option<Left>, LogError> {
    let rows = decode_responses(bytes)?;
    let places: Vec<usize> =
        rows.person.iter().enumerate().filter(|(_, person)| !is_forgotten(**person)).map(|(place, _)| place).collect();
    let dropped = (rows.len() - places.len()) as u64;
    if dropped == 0 && !names_more_values_than_its_rows(&rows) {
        return Ok(None);
    }
    let still_named = |segment: SegmentColumn| SegmentColumn { codes: picked(&segment.codes, &places), ..segment };
    let left = ResponseColumns {
        person: picked(&rows.person, &places),
        variant: picked(&rows.variant, &places),
        at: picked(&rows.at, &places),
        event: picked(&rows.event, &places),
        segments: rows.segments.into_iter().map(still_named).collect(),
        segment_names: rows.segment_names,
    };
    Ok(Some(Left { bytes: Some(encode_responses(&left)?), dropped }))
}

fn picked<T: Copy>(column: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|&place| column.get(place).copied()).collect()
}

fn forget_links(bytes: &[u8], is_forgotten: &dyn Fn(PersonKey) -> bool) -> Result<Option<Left>, LogError> {
    let pairs = decode_links(bytes)?;
    let before = pairs.len();
    let left: Vec<_> = pairs.into_iter().filter(|&(one, other)| !is_forgotten(one) && !is_forgotten(other)).collect();
    let dropped = (before - left.len()) as u64;
    Ok((dropped > 0).then(|| Left { bytes: Some(encode_links(&left)), dropped }))
}

/// The rows set aside without those that name forgotten people, by pseudonym or by what `names` says of a cell; `None` if none does. The
/// numbers by reason stay: they are about no one.
///
/// # Errors
/// As for [`forget_in_rows`].
pub fn forget_in_set_aside(bytes: &[u8], names: &dyn Fn(&str) -> bool) -> Result<Option<Left>, LogError> {
    let mut aside = decode_set_aside(bytes)?;
    let before = aside.rows.len();
    aside.rows.retain(|row| !row.cells.iter().any(|cell| names(cell)));
    let dropped = (before - aside.rows.len()) as u64;
    if dropped == 0 {
        return Ok(None);
    }
    let bytes = serde_json::to_vec(&aside).map_err(|error| LogError::Write(error.to_string()))?;
    Ok(Some(Left { bytes: Some(bytes), dropped }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ResponseEvent;

    fn key(number: u128) -> PersonKey {
        PersonKey::from_number(number)
    }

    #[test]
    fn responses_stay_without_the_person_and_without_what_only_they_named() {
        let rows = ResponseColumns {
            segment_names: vec!["town".into()],
            person: vec![key(1), key(2), key(1), key(3)],
            variant: vec![7, 8, 7, 8],
            at: vec![10, 20, 30, 40],
            event: vec![ResponseEvent::Shown; 4],
            segments: vec![SegmentColumn { values: vec!["Ulm".into(), "Bonn".into()], codes: vec![0, 1, 0, 1] }],
        };
        let bytes = encode_responses(&rows).unwrap();
        let left = forget_in_rows(LogKind::Responses, &bytes, &|person| person == key(1)).unwrap().unwrap();
        assert_eq!(left.dropped, 2);
        let left = decode_responses(&left.bytes.unwrap()).unwrap();
        assert_eq!((left.person, left.at), (vec![key(2), key(3)], vec![20, 40]));
        assert_eq!(left.segments[0], SegmentColumn { values: vec!["Bonn".into()], codes: vec![0, 0] });
        assert_eq!(forget_in_rows(LogKind::Responses, &bytes, &|person| person == key(9)).unwrap(), None);
        let nobody = forget_in_rows(LogKind::Responses, &bytes, &|_| true).unwrap().unwrap();
        assert!(decode_responses(&nobody.bytes.unwrap()).unwrap().is_empty());
    }

    #[test]
    fn links_of_a_forgotten_person_go_whichever_side_they_stand_on() {
        let bytes = encode_links(&[(key(1), key(2)), (key(3), key(1)), (key(4), key(5))]);
        let left = forget_in_rows(LogKind::Links, &bytes, &|person| person == key(1)).unwrap().unwrap();
        assert_eq!(decode_links(&left.bytes.unwrap()).unwrap(), [(key(4), key(5))]);
    }
}
