//! Uses, permissions and recorded deviations.

use super::*;
use crate::domain::{PermissionChange, Records, UseRow};

fn all_uses(records: &Records) -> Vec<DataUse> {
    (0..records.uses.len()).filter_map(|index| records.use_row(index)).map(UseRow::to_use).collect()
}

fn all_changes(records: &Records) -> Vec<PermissionChange> {
    (0..records.changes.len()).filter_map(|index| records.change(index)).collect()
}

fn read_back(records: &Records) -> Records {
    let mut all = Records::default();
    for chunk in encode_records(records).unwrap() {
        all.append(decode_records(&chunk).unwrap());
        assert!(decode_records(&chunk[1..]).is_err());
    }
    all
}

fn uses(bytes: &str) -> RecordLog {
    let file = log(bytes);
    let preview = look(file.path()).unwrap();
    let mapping = UseMapping::guess(&preview);
    read_uses(file.path(), &preview, &mapping, &hidden(), &utc(), &mut go_on).unwrap()
}

const USES: &str = "occurred_at,person,purpose,category,recipient,channel,campaign,outcome,value,circumstance\n\
    2026-01-01,p,marketing.communications.email,user.contact.email,,email,May,sent,\"1,234.50\",\n\
    2026-01-02,,sales,user.contact,Agency,,,held back,,Campaign deadline\n\
    2026-01-03,p,sales,user.contact,,,,maybe,1,\n2026-01-04,p,sales,user.contact,,,,done,much,\n\
    2026-01-05,p,sales,user.contact,,,,done,1,bad weather\n";

#[test]
fn uses_are_read_with_gaps_and_what_was_held_back() {
    let read = uses(USES);
    let rows = all_uses(&read.records);
    assert_eq!((read.rows_read, rows.len()), (5, 2));
    let expected = [(Reason::OutcomeUnreadable, 1), (Reason::ValueUnreadable, 1), (Reason::CircumstanceUnreadable, 1)];
    assert_eq!(reasons(&read.set_aside), expected);
    assert_eq!((rows[0].outcome, rows[0].value.cents), (Outcome::Done, 123_450));
    let gap = &rows[1];
    assert_eq!(
        (gap.person, gap.outcome, gap.circumstance),
        (None, Outcome::HeldBack, Some(Circumstance::CampaignDeadline))
    );
    assert_eq!(all_uses(&read_back(&read.records)), rows);
}

#[test]
fn permissions_are_read_and_stored() {
    let file = log("at,person,purpose,category,state\n2026-01-01,p,sales,,given\n2026-01-02,p,sales,,withdrawn\n\
        2026-01-03,,sales,,given\n2026-01-03,p,,,given\n2026-01-03,p,sales,,hm\n2026-01-03,p,sales,,given\n2026-01-04,p,sales,,given\n\
        2026-01-05,p,sales,,given\n2026-01-06,p,sales,,given\n");
    let preview = look(file.path()).unwrap();
    let mapping = PermissionMapping::guess(&preview);
    let read = read_permissions(file.path(), &preview, &mapping, &hidden(), &utc(), &mut go_on).unwrap();
    let rows = all_changes(&read.records);
    assert_eq!((read.rows_read, rows.len()), (9, 6));
    assert_eq!(rows[1].state, PermissionState::Withdrawn);
    let expected = [(Reason::PersonMissing, 1), (Reason::PurposeMissing, 1), (Reason::StateUnreadable, 1)];
    assert_eq!(reasons(&read.set_aside), expected);
    assert_eq!(all_changes(&read_back(&read.records)), rows);
}

#[test]
fn preferences_offers_and_records_are_read() {
    let file = log("at,person,purpose,category,state,channel,topic,contacts,until,record_id\n\
        2026-01-01,p,sales,,given,sms,cycling,2,2027-01-01,r-1\n2026-01-02,p,sales,,given,,,,,\n\
        2026-01-03,p,sales,,given,,,often,,\n2026-01-03,p,sales,,given,,,,someday,\n");
    let preview = look(file.path()).unwrap();
    let mapping = PermissionMapping::guess(&preview);
    let read = read_permissions(file.path(), &preview, &mapping, &hidden(), &utc(), &mut go_on).unwrap();
    assert_eq!(reasons(&read.set_aside), [(Reason::TimeUnreadable, 1), (Reason::CountUnreadable, 1)]);
    let rows = all_changes(&read_back(&read.records));
    let (first, second) = (&rows[0], &rows[1]);
    assert_eq!((first.channel.as_str(), first.topic.as_str()), ("sms", "cycling"));
    assert_eq!((first.contacts_per_30_days, first.has_record), (Some(2), true));
    assert_eq!(first.until, Some("2027-01-01T00:00:00Z".parse().unwrap()));
    assert_eq!((second.contacts_per_30_days, second.until, second.has_record), (None, None, false));
    let read = uses(
        "occurred_at,person,purpose,category,topic,wording,offer,team\n\
        2026-01-01,p,sales,user.contact,cycling,Plain,Map,CRM\n",
    );
    let row = &all_uses(&read_back(&read.records))[0];
    let words = [&row.topic, &row.wording, &row.delivers, &row.team];
    assert_eq!(words, ["cycling", "Plain", "Map", "CRM"]);
}

#[test]
fn deviations_are_added_up_by_day_kind_and_circumstance() {
    let file = log(
        "date;quarter;kind;circumstance;count;people;cost;owner\n2026-02-03;;Lost;Carelessness;1;10;2,50;x\n\
        2026-02-03;;Lost;Carelessness;2;5;;x\n;FY2026-Q4;Lost;;3;;;x\n;Q9 2026;Lost;;3;;;x\n2026-02-03;;Lost;;few;;;x\n",
    );
    let preview = look(file.path()).unwrap();
    let mapping = DeviationMapping::guess(&preview);
    let read = read_deviations(file.path(), &preview, &mapping, 4, &TimeChoice::default(), &mut go_on).unwrap();
    let rows: Vec<_> = read
        .rows
        .iter()
        .map(|row| (row.day.to_string(), row.quarter_only, row.count, row.people, row.cost.cents))
        .collect();
    assert_eq!(rows, [("2026-01-01".into(), true, 3, 0, 0), ("2026-02-03".into(), false, 3, 15, 250)]);
    assert_eq!(reasons(&read.set_aside), [(Reason::TimeUnreadable, 1), (Reason::CountUnreadable, 1)]);
    assert_eq!(read.set_aside.rows[0].cells[7], "(hidden)");
}
