//! The sample is what the repository holds, and shows what it promises to show.

use super::{SampleFile, generate};
use crate::compliance::{
    AskedWith, Elsewhere, Evidence, Judgements, QuarterCounts, Rulebook, Verdict, change_from_response, judge, quarters,
};
use crate::domain::{
    Answer, Circumstance, DataUse, Experiment, Money, Outcome, PermissionChange, PermissionOrigin, PermissionState,
    Policy, PolicyVersion, Pseudonymiser, Records, Variant,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[derive(Deserialize)]
struct Experiments {
    experiment: Vec<Experiment>,
}

#[derive(Deserialize)]
struct Versions {
    version: Vec<PolicyVersion>,
}

fn contents<'a>(files: &'a [SampleFile], name: &str) -> &'a str {
    &files.iter().find(|file| file.name == name).unwrap().contents
}

fn rows(files: &[SampleFile], name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(contents(files, name).as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn experiments(files: &[SampleFile]) -> Vec<Experiment> {
    let mut all = toml::from_str::<Experiments>(contents(files, "experiments.toml")).unwrap().experiment;
    let variants = all.iter_mut().flat_map(|experiment| &mut experiment.variants);
    for (id, variant) in (1..).zip(variants) {
        variant.id = id;
    }
    all
}

fn permissions(files: &[SampleFile], people: &Pseudonymiser) -> Vec<PermissionChange> {
    let change = |row: Vec<String>| PermissionChange {
        at: row[0].parse().unwrap(),
        person: people.person(&row[1]),
        purpose: row[2].clone(),
        category: row[3].clone(),
        channel: String::new(),
        topic: String::new(),
        state: PermissionState::parse(&row[4]).unwrap(),
        origin: PermissionOrigin::Log,
        contacts_per_30_days: None,
        until: None,
        has_record: false,
    };
    rows(files, "permissions.csv").into_iter().map(change).collect()
}

fn uses(files: &[SampleFile], people: &Pseudonymiser) -> Vec<DataUse> {
    let data_use = |row: Vec<String>| DataUse {
        at: row[0].parse().unwrap(),
        person: (!row[1].is_empty()).then(|| people.person(&row[1])),
        purpose: row[2].clone(),
        category: row[3].clone(),
        recipient: row[4].clone(),
        channel: row[5].clone(),
        topic: String::new(),
        wording: String::new(),
        delivers: String::new(),
        team: String::new(),
        campaign: row[6].clone(),
        outcome: if row[7] == "done" { Outcome::Done } else { Outcome::HeldBack },
        value: Money::from_units(row[8].parse().unwrap()).unwrap(),
        circumstance: (!row[9].is_empty()).then(|| Circumstance::parse(&row[9]).unwrap()),
    };
    rows(files, "uses.csv").into_iter().map(data_use).collect()
}

fn answered(files: &[SampleFile], name: &str, experiment: &Experiment) -> Vec<(String, Timestamp, Answer, Variant)> {
    let answer = |word: &str| match word {
        "accepted" => Answer::Accepted,
        "declined" => Answer::Declined,
        "dismissed" => Answer::Dismissed,
        _ => Answer::Ignored,
    };
    let usable = |row: Vec<String>| {
        let variant = experiment.variants.iter().find(|variant| variant.is_meant_by(&row[2]))?;
        Some((row[0].clone(), row[1].parse().ok()?, answer(&row[3]), variant.clone()))
    };
    rows(files, name).into_iter().filter_map(usable).collect()
}

const RESPONSES: [&str; 3] = ["responses_newsletter.csv", "responses_ride_data.csv", "responses_personal_offers.csv"];

fn judged(with_responses: bool) -> (Vec<DataUse>, Judgements, Vec<QuarterCounts>) {
    let files = generate();
    let people = Pseudonymiser::new([7; 32]);
    let mut changes = permissions(&files, &people);
    let experiments = experiments(&files);
    let variants = experiments.iter().flat_map(|experiment| &experiment.variants);
    let variants = variants.map(|variant| (variant.id, AskedWith::of(variant))).collect::<BTreeMap<_, _>>();
    if with_responses {
        for (name, experiment) in RESPONSES.iter().zip(&experiments) {
            for (person, at, answer, variant) in answered(&files, name, experiment) {
                changes.extend(change_from_response(
                    people.person(&person),
                    at,
                    crate::domain::ResponseEvent::Answered(answer),
                    &variant,
                ));
            }
        }
    }
    let policy = Policy::new(toml::from_str::<Versions>(contents(&files, "policy.toml")).unwrap().version).unwrap();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let uses = uses(&files, &people);
    let evidence = Evidence::new(Arc::new(Records::from_rows(&changes, &uses)), &zone, 2);
    let rulebook = Rulebook { policy: &policy, jurisdiction: "EU", variants: &variants };
    let judgements = judge(&evidence, &rulebook, 2);
    let counts = quarters(&evidence, &judgements, &[], Elsewhere::default(), 1);
    (uses, judgements, counts)
}

/// Run with `HANDSHAKE_WRITE_SAMPLE=1` to write the files anew after a change of the generator.
#[test]
fn the_files_are_what_the_generator_makes() {
    let folder = Path::new(file!()).parent().unwrap().join("../../../sample_data");
    let folder = if folder.is_dir() { folder } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data") };
    for file in generate() {
        let path = folder.join(file.name);
        if std::env::var_os("HANDSHAKE_WRITE_SAMPLE").is_some() {
            std::fs::write(&path, &file.contents).unwrap();
        }
        assert!(std::fs::read_to_string(&path).unwrap() == file.contents, "{} differs", file.name);
    }
    assert!(generate().iter().map(|file| file.contents.len()).sum::<usize>() < 4_200_000);
}

#[test]
fn definitions_can_stand() {
    let files = generate();
    for experiment in experiments(&files) {
        assert_eq!(experiment.check(), Ok(()));
    }
    for version in toml::from_str::<Versions>(contents(&files, "policy.toml")).unwrap().version {
        assert_eq!(version.check(), Ok(()));
    }
}

#[test]
fn rates_fall_with_the_new_policy() {
    for with_responses in [true, false] {
        let (_, _, counts) = judged(with_responses);
        assert_eq!(counts.len(), 8);
        for quarter in &counts {
            println!(
                "{} uses {} deviations {} rate {:.1} incidents {} held {} gaps {:?} kinds {:?} why {:?}",
                quarter.quarter.label(),
                quarter.uses,
                quarter.deviations,
                1000.0 * quarter.deviations as f64 / quarter.uses as f64,
                quarter.incidents,
                quarter.held_back.uses,
                quarter.gaps,
                quarter.by_kind,
                quarter.by_circumstance
            );
            let per_thousand = 1000.0 * quarter.deviations as f64 / quarter.uses as f64;
            let band = if quarter.quarter.year == 2025 { 6.5..10.0 } else { 3.0..5.5 };
            assert!(band.contains(&per_thousand), "{} {per_thousand}", quarter.quarter.label());
            assert!(quarter.held_back.uses > 0 && quarter.held_back.value > Money::default());
            assert!(!quarter.gaps.is_empty());
        }
    }
}

#[test]
fn deviations_gather_on_few_campaign_days() {
    let (uses, judgements, counts) = judged(true);
    let groups: Vec<(u64, u64)> = counts.iter().flat_map(|quarter| quarter.groups.clone()).collect();
    assert!(groups.iter().filter(|group| group.0 > 0).count() < 80);
    let is_deviation = |index: &usize| matches!(judgements.verdict(*index), Some(Verdict::Deviation(_)));
    assert_eq!(uses.len(), judgements.len());
    assert!((0..uses.len()).filter(is_deviation).count() > 100);
}

#[test]
fn one_request_wins_one_does_not_and_one_wins_but_loses_people() {
    let files = generate();
    let share = |name: &str, variant: &str| {
        let rows = rows(&files, name);
        let shown: Vec<_> = rows.iter().filter(|row| row[2] == variant).collect();
        shown.iter().filter(|row| row[3] == "accepted").count() as f64 / shown.len() as f64
    };
    assert!(share(RESPONSES[0], "contents") > share(RESPONSES[0], "plain") + 0.04);
    assert!((share(RESPONSES[1], "short") - share(RESPONSES[1], "together")).abs() < 0.015);
    assert!(share(RESPONSES[2], "voucher") > share(RESPONSES[2], "plain") + 0.06);
    let leavers: Vec<String> = rows(&files, "permissions.csv")
        .into_iter()
        .filter(|row| row[2] == "marketing.advertising.first_party" && row[4] == "withdrawn")
        .map(|row| row[1].clone())
        .collect();
    let left = |variant: &str| {
        let accepted = rows(&files, RESPONSES[2]).into_iter().filter(|row| row[2] == variant && row[3] == "accepted");
        let people: Vec<String> = accepted.map(|row| row[0].clone()).collect();
        people.iter().filter(|person| leavers.contains(person)).count() as f64 / people.len() as f64
    };
    assert!(left("voucher") > 0.25 && left("plain") < 0.1, "{} {}", left("voucher"), left("plain"));
}
