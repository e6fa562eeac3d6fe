//! What a privacy officer does: works through incidents by the thousand.

use crate::support::Place;
use handshake::domain::{Circumstance, DeviationKind, Disposition, IncidentNote, Money, ReportedDeviation};
use handshake::workbench::{
    Command, CostGiven, IncidentGrouping, IncidentList, IncidentModel, IncidentQuery, NoteChange, QuarterDetails,
    QuarterPart, Workbench,
};
use jiff::civil::date;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

const POLICY: &str = "[[version]]\ntitle = \"Mail with permission\"\nholds_from = \"2025-01-01\"\n\
    [[version.rules]]\nname = \"Mail\"\npurposes = [\"marketing.communications\"]\nneeds_permission = true\n\
    recipients = [\"Agency A\"]\n\
    [[version]]\ntitle = \"Agency B as well\"\nholds_from = \"2026-01-01\"\nreason = \"A new agency.\"\n\
    [[version.rules]]\nname = \"Mail\"\npurposes = [\"marketing.communications\"]\nneeds_permission = true\n\
    recipients = [\"Agency A\", \"Agency B\"]\n";

/// A workspace with some thousand incidents over a year and a half, in forty campaigns of four teams.
pub fn thousands(place: &Place) -> Workbench {
    let mut permissions = String::from("at,person,purpose,category,channel,state,until\n");
    let in_days = |days: i64| jiff::Timestamp::now() + jiff::Span::new().hours(24 * days);
    for person in 0..200 {
        let state = if person % 8 == 0 { "refused" } else { "given" };
        // Of ten people who said yes, one did so for twenty days more and one for sixty.
        let until = match person % 10 {
            3 => in_days(20).to_string(),
            4 => in_days(60).to_string(),
            _ => String::new(),
        };
        let _ =
            writeln!(permissions, "2025-01-01T08:00:00Z,p{person},marketing.communications.email,,,{state},{until}");
        if person % 5 == 0 {
            let _ = writeln!(permissions, "2025-03-01T08:00:00Z,p{person},marketing.communications.sms,,sms,refused,");
        }
    }
    let mut uses = String::from(
        "occurred_at,person,purpose,category,recipient,channel,campaign,outcome,value,team,circumstance\n",
    );
    for day in 0..540_u32 {
        let day_of_use = date(2025, 2, 1).checked_add(jiff::Span::new().days(i64::from(day))).unwrap();
        for number in 0..40_u32 {
            let draw = day.wrapping_mul(2_654_435_761).wrapping_add(number.wrapping_mul(40_503)) >> 7;
            let campaign = (draw >> 3) % 40;
            let recipient = ["", "Agency A", "Agency A", "Agency B"][(draw % 4) as usize];
            let why = ["", "", "CampaignDeadline", "VendorChange", "AmbiguousPolicy"][(draw % 5) as usize];
            let outcome = if draw % 31 == 0 { "held back" } else { "done" };
            let team = ["CRM", "Shop", "Brand", "Events"][(campaign % 4) as usize];
            let _ = writeln!(
                uses,
                "{day_of_use}T{:02}:00:00Z,p{},marketing.communications.email,user.contact.email,{recipient},email,\
                 Campaign {campaign:02},{outcome},2,{team},{why}",
                6 + number % 12,
                draw % 210
            );
        }
    }
    place.says(&["new", "w.handshake"]);
    place.file("policy.toml", POLICY);
    place.file("permissions.csv", permissions);
    place.file("uses.csv", uses);
    place.says(&["policy", "w.handshake", "--set", "policy.toml"]);
    place.says(&["import", "permissions", "w.handshake", "permissions.csv"]);
    place.says(&["import", "uses", "w.handshake", "uses.csv"]);
    Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).expect("it opens")
}

/// Notes on the incidents of the last quarter: when each came to light and was put right.
pub fn notes(workbench: &Workbench) -> Vec<IncidentNote> {
    let model = workbench.model();
    let recent = model.compliance.incidents.iter().filter(|one| one.incident.key.day >= date(2026, 7, 1));
    let after = |day: jiff::civil::Date, days: usize| {
        day.checked_add(jiff::Span::new().days(i64::try_from(days).unwrap())).ok()
    };
    let note = |(place, one): (usize, &IncidentModel)| IncidentNote {
        discovered_on: after(one.incident.key.day, place % 12),
        remedied_on: after(one.incident.key.day, 4 + place % 31).filter(|_| place % 3 > 0),
        disposition: Disposition::Stands,
        ..IncidentNote::empty(one.incident.key.clone())
    };
    recent.enumerate().map(note).collect()
}

fn chosen<'a>(all: &'a [IncidentModel], list: &IncidentList) -> Vec<&'a IncidentModel> {
    list.order.iter().map(|&index| &all[index]).collect()
}

#[test]
fn many_incidents_are_noted_as_one_edit_and_taken_back_as_one() {
    let place = Place::new();
    place.says(&["new", "named.handshake"]);
    place.says(&["settings", "named.handshake", "--own-name", "Ada  Officer"]);
    let workbench = thousands(&place);
    let model = workbench.model();
    let all = &model.compliance.incidents;
    assert!(all.len() > 3_000, "{} incidents", all.len());
    let query = IncidentQuery { team: Some("CRM".into()), ..IncidentQuery::default() };
    let list = IncidentList::of(all, &query, 1);
    let change = NoteChange {
        circumstance: Some(Some(Circumstance::VendorChange)),
        disposition: Some(Disposition::Stands),
        cost: Some(CostGiven::Together(Money { cents: 1_234_567 })),
        ..NoteChange::default()
    };
    let notes = change.apply(&chosen(all, &list));
    assert_eq!(notes.len(), list.order.len());
    workbench.run(Command::SaveIncidentNotes(notes)).unwrap();
    let after = workbench.model();
    let noted: Vec<_> = after.compliance.incidents.iter().filter_map(|incident| incident.note.as_ref()).collect();
    assert_eq!(noted.len(), list.order.len());
    assert_eq!(noted.iter().filter_map(|note| note.cost).sum::<Money>(), Money { cents: 1_234_567 });
    assert!(noted.iter().all(|note| note.at.is_some()));
    let cost: Money = after.compliance.quarters.iter().map(|quarter| quarter.counts.cost).sum();
    assert_eq!(cost, Money { cents: 1_234_567 });
    assert_eq!(after.undo.as_deref(), Some(format!("Notes on {} incidents", noted.len()).as_str()));
    workbench.run(Command::Undo).unwrap();
    assert!(workbench.model().compliance.incidents.iter().all(|incident| incident.note.is_none()));
    workbench.run(Command::Redo).unwrap();
    let again = workbench.model();
    assert_eq!(again.compliance.incidents.iter().filter(|incident| incident.note.is_some()).count(), noted.len());
}

#[test]
fn thousands_of_incidents_are_laid_out_at_once() {
    let place = Place::new();
    let workbench = thousands(&place);
    let model = workbench.model();
    let all = &model.compliance.incidents;
    let query = IncidentQuery {
        text: "agency campaign".into(),
        grouping: IncidentGrouping::Campaign,
        ..IncidentQuery::default()
    };
    let started = Instant::now();
    let list = IncidentList::of(all, &query, 1);
    let taken = started.elapsed();
    eprintln!("{} of {} incidents laid out in {taken:?}", list.order.len(), all.len());
    assert!(list.groups.len() > 30 && list.order.len() > 500);
    assert!(taken < Duration::from_secs(2), "{taken:?}");
}

#[test]
fn an_incident_is_told_down_to_the_rows_it_rests_on() {
    let place = Place::new();
    let workbench = thousands(&place);
    let model = workbench.model();
    let incident = model.compliance.incidents.iter().find(|one| one.incident.uses > 1).expect("one with two uses");
    workbench.open_incident(incident.incident.key.clone());
    let rows = loop {
        match workbench.incident_rows() {
            Some(rows) => break rows.unwrap(),
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    assert_eq!((rows.uses as u64, rows.told.len() as u64), (incident.incident.uses, incident.incident.uses));
    assert_eq!(rows.told[0].explanation, incident.explanation);
    assert!(rows.told[0].rests_on.iter().any(|row| row.starts_with("Rule of the policy from 1 Jan 20")), "{rows:?}");
    let with_permission = model.compliance.incidents.iter().find(|one| !one.explanation.rests_on.changes.is_empty());
    workbench.open_incident(with_permission.expect("one that rests on a permission").incident.key.clone());
    let rows = loop {
        match workbench.incident_rows() {
            Some(rows) => break rows.unwrap(),
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let told = &rows.told[0].rests_on[0];
    assert!(
        told.starts_with("Permission, 1 Jan 2025, 08:00 UTC: ") && told.contains("Imported permission log"),
        "{told}"
    );
}

#[test]
fn a_deviation_reported_by_hand_counts_in_its_quarter_and_can_be_taken_back() {
    let place = Place::new();
    drop(thousands(&place));
    let before = place.json(&["track", "w.handshake", "--json"]);
    let add = ["deviation", "add", "w.handshake", "--kind", "Preference ignored", "--what", "Letters sent twice"];
    let more = ["--day", "2026-05-04", "--people", "40", "--cost", "120.50", "--circumstance", "misdelivery"];
    place.says(&[&add[..], &more[..]].concat());
    let after = place.json(&["track", "w.handshake", "--json"]);
    let (was, is) = (&before["quarters"][5], &after["quarters"][5]);
    assert_eq!(is["quarter"], "2026-Q2");
    assert_eq!(is["deviations"].as_u64().unwrap(), was["deviations"].as_u64().unwrap() + 1);
    assert_eq!(is["cost"], 120.5);
    assert_eq!(is["rate_per_1000"], was["rate_per_1000"], "it is among no uses");
    assert_eq!(after["quarters"][5]["by_kind"]["PreferenceIgnored"], 1);
    assert_eq!(after["quarters"][5]["by_circumstance"]["Misdelivery"], 1);
    let listed = place.json(&["deviation", "list", "w.handshake", "--json"]);
    assert_eq!((&listed[0]["id"], &listed[0]["people"]), (&1.into(), &40.into()));
    place.refuses(&["deviation", "add", "w.handshake", "--kind", "Bad luck", "--what", "x", "--day", "2026-05-04"]);
    place.refuses(&["deviation", "add", "w.handshake", "--kind", "NoPermission", "--what", "x", "--day", "2999-05-04"]);
    place.refuses(&["deviation", "remove", "w.handshake", "7"]);
    place.says(&["deviation", "remove", "w.handshake", "1"]);
    assert_eq!(place.json(&["track", "w.handshake", "--json"]), before);
    let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    let report = ReportedDeviation {
        what: "Letters sent twice".into(),
        ..ReportedDeviation::of(date(2026, 5, 4), DeviationKind::PreferenceIgnored)
    };
    workbench.run(Command::ReportDeviation(Box::new(report))).unwrap();
    let known = workbench.model().compliance.reported[0].clone();
    workbench.run(Command::RemoveReport(known.id)).unwrap();
    assert!(workbench.model().compliance.reported.is_empty());
    workbench.run(Command::Undo).unwrap();
    let changed = ReportedDeviation { people: 41, ..known };
    workbench.run(Command::ReportDeviation(Box::new(changed))).unwrap();
    let model = workbench.model();
    assert_eq!((model.compliance.reported.len(), model.compliance.reported[0].people), (1, 41));
}

#[test]
fn a_quarter_is_told_by_where_it_deviated_and_how_long_it_took() {
    let place = Place::new();
    let workbench = thousands(&place);
    let written = notes(&workbench);
    let expected: Vec<i32> = {
        let days = |note: &IncidentNote| note.discovered_on.map(|day| (day - note.key.day).get_days());
        let mut days: Vec<i32> = written.iter().filter_map(days).collect();
        days.sort_unstable();
        days
    };
    workbench.run(Command::SaveIncidentNotes(written)).unwrap();
    let model = workbench.model();
    let quarter = model.compliance.quarters.last().unwrap();
    let details = QuarterDetails::of(&model, quarter);
    for part in QuarterPart::ALL {
        let lines = details.part(part);
        assert_eq!(lines.iter().map(|line| line.deviations).sum::<u64>(), quarter.counts.deviations, "{part:?}");
        assert!(lines.iter().all(|line| line.interval[0] <= line.rate && line.rate <= line.interval[1]), "{part:?}");
    }
    assert_eq!(details.part(QuarterPart::Team).len(), 4);
    let discovery = details.discovery.unwrap();
    assert_eq!(discovery.known, expected.len());
    assert!((discovery.median - f64::from(expected[expected.len() / 2])).abs() <= 1.0);
    assert!(details.remedy.unwrap().known < discovery.known);
    let slowest = details.times[0].to_remedy.max(details.times[0].to_discovery);
    assert_eq!(slowest, Some(34));
    let held_back: u64 = details.forgone.iter().map(|line| line.uses).sum();
    assert_eq!(held_back, quarter.counts.held_back.uses);
    assert!(details.forgone.iter().all(|line| line.rule == "Mail"));
    assert!(details.sentence.contains("2026-Q3"), "{}", details.sentence);
}

#[test]
fn what_is_ahead_for_permissions_is_told_and_the_list_to_ask_again_is_written() {
    let place = Place::new();
    let workbench = thousands(&place);
    workbench.look_ahead();
    let outlook = loop {
        match workbench.outlook() {
            Some(outlook) => break outlook.unwrap(),
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    assert_eq!(outlook.generation, workbench.model().generation);
    let given = |rest: u32| (0..200_u32).filter(|person| person % 8 > 0 && person % 10 == rest).count() as u64;
    assert_eq!(outlook.people_permitting, 175);
    assert_eq!((outlook.ending[0].within_30_days, outlook.ending[0].within_90_days), (given(3), given(3) + given(4)));
    assert_eq!(outlook.ending_first.len() as u64, given(3) + given(4));
    assert_eq!(outlook.to_ask_again, 175, "Agency B was added after all of them had said yes");
    assert!(outlook.reasons[0].sentence.contains("Agency B"), "{:?}", outlook.reasons);
    workbench.run(Command::WriteAskAgain(place.path("ask.csv"))).unwrap();
    let written = std::fs::read_to_string(place.path("ask.csv")).unwrap();
    assert_eq!(written.lines().count(), 176);
    let flow = &workbench.model().permissions.monthly_flow;
    assert_eq!(flow[0].gained, 175);
}

#[test]
fn incidents_are_worked_through_on_the_command_line() {
    let place = Place::new();
    drop(thousands(&place));
    let wanted = ["w.handshake", "--team", "CRM", "--kind", "NoPermission"];
    let list = |more: &[&str]| place.json(&[&["incidents", "list"], &wanted[..], more, &["--json"]].concat());
    let number = list(&[]).as_array().unwrap().len();
    assert!(number > 100);
    let refused = place.refuses(&[&["incidents", "note"], &wanted[..]].concat());
    assert!(refused.contains("nothing was said of the incidents"), "{refused}");
    let say = ["--decide", "Stands", "--circumstance", "Carelessness", "--cost-together", "1000.01", "--note", "=1+1"];
    place.says(&[&["incidents", "note"], &wanted[..], &say].concat());
    let after = list(&["--state", "Stands", "--because", "Carelessness"]);
    let cost: f64 = after.as_array().unwrap().iter().filter_map(|one| one["cost"].as_f64()).sum();
    assert_eq!(after.as_array().unwrap().len(), number);
    assert!((cost - 1000.01).abs() < 1e-6, "{cost}");
    place.says(&[&["incidents", "list"], &wanted[..], &["--csv", "incidents.csv"]].concat());
    let written = std::fs::read_to_string(place.path("incidents.csv")).unwrap();
    assert_eq!(written.lines().count(), number + 1);
    assert!(written.contains("'=1+1") && !written.contains(",=1+1"), "{written}");
    assert!(place.refuses(&["incidents", "list", "w.handshake", "--quarter", "2026-Q5"]).contains("no quarter"));
}

#[test]
fn a_report_by_hand_counts_in_how_long_it_took_to_be_seen_and_mended() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let add = ["deviation", "add", "w.handshake", "--day", "2026-02-01", "--kind", "NoPermission", "--what", "Fair"];
    let early = place.refuses(&[&add[..], &["--remedied-on", "2026-01-31"]].concat());
    assert!(early.contains("put right"), "{early}");
    place.says(&[&add[..], &["--discovered-on", "2026-02-04", "--remedied-on", "2026-02-11"]].concat());
    let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    let model = workbench.model();
    let details = QuarterDetails::of(&model, model.compliance.quarters.last().unwrap());
    let times = &details.times[0];
    assert_eq!((times.to_discovery, times.to_remedy, details.times.len()), (Some(3), Some(10), 1));
    assert_eq!(details.discovery.unwrap().known, 1);
}
