//! Uses of data judged where they are, held against judging the same logs as files.

use super::cluster::Cluster;
use handshake::compliance::{
    AskedWith, Elsewhere, Evidence, PermissionSummary, QuarterCounts, Rulebook, judge, permission_summary, quarters,
    word_tables,
};
use handshake::domain::{
    FEW_PEOPLE, IdentifierRules, PermissionState, Policy, PolicyVersion, Pseudonymiser, Records, Rule, Terms,
};
use handshake::logs::{self, PermissionMapping, RecordLog, TimeChoice, UseMapping};
use handshake::warehouse::{
    AnswerError, CountedChanges, CountedLog, Dialect, MOST_PAIRS, MOST_WORDS, Moment, Order, PermissionRoles,
    RecordQuestion, Source, Staged, UseLine, UseRoles, counted_permissions, counted_uses, permission_words_sql,
    permissions_sql, told_words, use_words_sql, uses_in_steps, uses_sql,
};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const PURPOSES: &[&str] =
    &["marketing.communications", "marketing.communications.email", "sales", "sales", "", "nonsense"];
const CATEGORIES: &[&str] =
    &["user.contact", "user.contact.email", "user.device", "", "user.privacy_preferences", "odd"];
const CHANNELS: &[&str] = &["email", "sms", "", ""];
const TOPICS: &[&str] = &["bikes", "bikes.road", "", "", ""];
const STATES: &[&str] = &[
    "given",
    "Granted",
    "yes",
    "refused",
    "withdrawn",
    "Revoked",
    "expired",
    "requested",
    "invalid",
    "unset",
    "?",
    "renewed",
];
const OUTCOMES: &[&str] = &["", "sent", "done", "Held back", "suppressed", "perhaps"];
const CIRCUMSTANCES: &[&str] = &["", "", "Carelessness", "convenience", "whim"];
const VALUES: &[&str] = &["", "12", "-3.5", "0", "1234.56", "7."];
const PEOPLE: &[&str] = &["1", "1.0", "Anna@example.org", "mailto:anna@EXAMPLE.org", "b", "c", ""];
/// A zone with clocks moved by half an hour.
const DAYS: &str = "Australia/Lord_Howe";
pub const USES: &[&str] = &[
    "at",
    "who",
    "purpose",
    "category",
    "recipient",
    "channel",
    "topic",
    "wording",
    "delivers",
    "campaign",
    "team",
    "outcome",
    "value",
    "circumstance",
];
pub const CHANGES: &[&str] =
    &["at", "who", "purpose", "category", "channel", "topic", "state", "contacts", "until", "record"];

/// Logs of uses and of permissions, and what they are judged by.
pub struct World {
    pub uses: Vec<Vec<String>>,
    pub changes: Vec<Vec<String>>,
    policy: Policy,
    variants: BTreeMap<i64, AskedWith>,
}

struct Dice(ChaCha8Rng);

impl Dice {
    fn pick(&mut self, from: &[&str]) -> String {
        from[self.0.random_range(0..from.len())].to_owned()
    }

    fn seldom(&mut self, from: &[&str]) -> String {
        if self.0.random_bool(0.25) { self.pick(from) } else { String::new() }
    }

    fn instant(&mut self) -> String {
        if self.0.random_bool(0.02) {
            return self.pick(&["", "1969-12-31T00:00:00Z", "2201-01-01T00:00:00Z"]);
        }
        // Steps of some hours over about three months, so that some rows share their moment; a change of the clocks lies within.
        let start: Timestamp = "2024-02-20T20:00:00Z".parse().unwrap();
        (start + SignedDuration::from_hours(self.0.random_range(0..240) * 9)).to_string()
    }

    fn number(&mut self, below: u32) -> Option<u32> {
        self.0.random_bool(0.4).then(|| self.0.random_range(0..below))
    }

    fn rule(&mut self) -> Rule {
        let mut some = |from: &[&str]| {
            let names: BTreeSet<String> = (0..self.0.random_range(0..3)).map(|_| self.pick(from)).collect();
            names.into_iter().collect::<Vec<_>>()
        };
        let (purposes, categories) = (some(&PURPOSES[..4]), some(&CATEGORIES[..3]));
        let recipients = self.0.random_bool(0.5).then(|| vec!["A".to_owned()]);
        Rule {
            name: "rule".into(),
            purposes,
            categories,
            recipients,
            needs_permission: self.0.random_bool(0.8),
            retention_days: self.number(60),
            permission_lasts_days: self.number(60),
            contacts_per_30_days: self.number(5),
            ask_again_after_days: self.number(40),
            needs_record: self.0.random_bool(0.2),
            needs_approved_wording: self.0.random_bool(0.5),
            ..Rule::default()
        }
    }
}

impl World {
    pub fn random(seed: u64) -> Self {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let people = &PEOPLE[..2 + dice.0.random_range(0..PEOPLE.len() - 1)];
        let mut uses = Vec::new();
        for _ in 0..200 {
            uses.push(vec![
                dice.instant(),
                dice.pick(people),
                dice.pick(PURPOSES),
                dice.pick(CATEGORIES),
                dice.pick(&["A", "B", "", ""]),
                dice.pick(CHANNELS),
                dice.seldom(TOPICS),
                dice.seldom(&["good", "Bad", "unheard of"]),
                dice.seldom(&["Map"]),
                dice.pick(&["spring", "autumn"]),
                dice.pick(&["CRM", ""]),
                dice.pick(OUTCOMES),
                dice.pick(VALUES),
                dice.pick(CIRCUMSTANCES),
            ]);
        }
        let mut changes = Vec::new();
        for _ in 0..dice.0.random_range(0..60) {
            changes.push(vec![
                dice.instant(),
                dice.pick(people),
                dice.pick(&PURPOSES[..5]),
                dice.pick(&CATEGORIES[..4]),
                dice.seldom(CHANNELS),
                dice.seldom(TOPICS),
                dice.pick(STATES),
                dice.seldom(&["0", "1", "2", "1,000", "3.0", "often"]),
                if dice.0.random_bool(0.2) { dice.instant() } else { String::new() },
                dice.pick(&["", "r1"]),
            ]);
        }
        let versions = (0..dice.0.random_range(1..4)).map(|place| PolicyVersion {
            title: String::new(),
            holds_from: [Date::MIN, date(2024, 3, 10), date(2024, 4, 20)][place],
            reason: String::new(),
            rules: (0..dice.0.random_range(1..4)).map(|_| dice.rule()).collect(),
        });
        let versions: Vec<_> = versions.collect();
        let asked = |name: &str, approved_from| AskedWith {
            terms: Terms::default(),
            names: vec![name.to_owned()],
            approved_from,
        };
        let variants = BTreeMap::from([(1, asked("Good", Some(date(2024, 3, 20)))), (2, asked("bad", None))]);
        Self { uses, changes, policy: Policy::new(versions).unwrap(), variants }
    }

    fn rulebook(&self) -> Rulebook<'_> {
        Rulebook { policy: &self.policy, jurisdiction: "", variants: &self.variants }
    }

    /// What judging the files adds up to; rows read and set aside of both.
    fn by_file(&self) -> (Vec<QuarterCounts>, PermissionSummary, [RecordLog; 2]) {
        let folder = tempfile::tempdir().unwrap();
        let pseudonymiser = Pseudonymiser::new([7; 32]).with_rules(IdentifierRules::default());
        let times = TimeChoice { zone: None, order: None };
        let file = |name: &str, columns: &[&str], rows: &[Vec<String>]| {
            let path = folder.path().join(name);
            let mut writer = csv::Writer::from_path(&path).unwrap();
            writer.write_record(columns).unwrap();
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            drop(writer);
            let preview = logs::preview(&path, None).unwrap();
            (path, preview)
        };
        let (path, preview) = file("changes.csv", CHANGES, &self.changes);
        let changes =
            logs::read_permissions(&path, &preview, &permission_mapping(), &pseudonymiser, &times, &mut |_| true)
                .unwrap();
        let (path, preview) = file("uses.csv", USES, &self.uses);
        let uses = logs::read_uses(&path, &preview, &use_mapping(), &pseudonymiser, &times, &mut |_| true).unwrap();
        let mut records = changes.records.clone();
        records.append(uses.records.clone());
        let evidence = Evidence::new(Arc::new(records), &TimeZone::get(DAYS).unwrap(), 1);
        let judgements = judge(&evidence, &self.rulebook(), 1);
        let summary = permission_summary(&evidence, &self.rulebook(), now());
        (quarters(&evidence, &judgements, &[], Elsewhere::default(), 1), summary, [uses, changes])
    }

    /// How many uses deviate.
    pub fn deviations(&self) -> u64 {
        self.by_file().0.iter().map(|quarter| quarter.deviations).sum()
    }

    fn by_postgresql(&self, cluster: &Cluster, smallest_group: u64) -> (CountedLog, CountedChanges) {
        let dialect = Dialect::PostgreSql;
        let tables = table("uses", USES, &self.uses) + &table("changes", CHANGES, &self.changes);
        let run = |staged: Staged, texts: usize| {
            assert!(staged.steps.is_empty());
            let printed = cluster.runs(&format!("{tables}COPY (\n{}\n) TO STDOUT WITH CSV;\n", staged.query));
            let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(printed.as_bytes()).into_records();
            let line = |record: csv::StringRecord| {
                let (told, counted) = (record.iter().take(texts), record.iter().skip(texts));
                (told.map(str::to_owned).collect(), counted.map(|number| number.parse().unwrap()).collect())
            };
            reader.map(|record| line(record.unwrap())).collect()
        };
        let table = |name: &str| Source::Table(name.into());
        self.counted(&There { dialect, uses: table("uses"), changes: table("changes"), run: &run }, smallest_group)
    }

    /// What a warehouse counts.
    pub fn counted(&self, there: &There<'_>, smallest_group: u64) -> (CountedLog, CountedChanges) {
        let There { dialect, uses, changes, run } = there;
        let words = |sql: String| {
            let lines = run(sql.as_str().into(), 8)
                .into_iter()
                .map(|(texts, _)| (texts[0].clone(), std::array::from_fn(|word| texts[word + 1].clone())));
            told_words(lines).unwrap()
        };
        let (use_roles, change_roles) = (use_roles(), permission_roles());
        let words = logs::log_words(
            words(use_words_sql(*dialect, uses, &use_roles).unwrap()),
            words(permission_words_sql(*dialect, changes, &change_roles).unwrap()),
        );
        let question = RecordQuestion {
            dialect: *dialect,
            permissions: Some((changes, &change_roles)),
            tables: &word_tables(&words.subjects, &words.scopes, &self.rulebook(), now(), &days(), MOST_PAIRS),
            words: &words,
            identifiers: &IdentifierRules::default(),
            days: DAYS,
            smallest_group,
        };
        let lines = |staged: Staged| {
            run(staged, 4).into_iter().map(|(texts, numbers)| UseLine {
                section: texts[0].clone(),
                month: texts[1].clone(),
                name: texts[2].clone(),
                word: texts[3].clone(),
                numbers: std::array::from_fn(|place| numbers[place]),
            })
        };
        let today = now().to_zoned(days()).date();
        let today_number = (today - date(1970, 1, 1)).get_days();
        let sql = permissions_sql(&question, now(), today_number).unwrap();
        let mut permissions = counted_permissions(lines(sql.as_str().into()), &words).unwrap();
        permissions.permissions.counted_on = today;
        let uses = (uses, &use_roles);
        let staged = uses_in_steps(&question, uses).unwrap();
        let staged = staged.unwrap_or_else(|| uses_sql(&question, uses).unwrap().as_str().into());
        (counted_uses(lines(staged)).unwrap(), permissions)
    }

    /// Holds what a warehouse counted against the same logs as files.
    pub fn is_counted_alike(
        &self,
        counted: &CountedLog,
        permissions: &CountedChanges,
        log: &str,
    ) -> Vec<QuarterCounts> {
        let (expected, summary, [uses, changes]) = self.by_file();
        let mut told = PermissionSummary::default();
        told.add_counted(&permissions.permissions);
        assert_eq!(told, summary, "{log}");
        assert_eq!(sorted(added_up(counted)), sorted(expected.clone()), "{log}");
        let reasons = |log: &RecordLog| -> BTreeMap<String, u64> {
            log.set_aside.by_reason.iter().map(|(reason, count)| (reason.name().to_owned(), *count)).collect()
        };
        assert_eq!((counted.uses_read, &counted.uses_aside), (uses.rows_read, &reasons(&uses)), "{log}");
        assert_eq!((counted.changes_read, &counted.changes_aside), (changes.rows_read, &reasons(&changes)), "{log}");
        assert_eq!((counted.amounts, counted.doubtful, counted.new_words, counted.tied), (0, 0, 0, 0), "{log}");
        expected
    }
}

/// Lines of so many texts, and the numbers behind them, that a query gives.
pub type Run<'a> = &'a dyn Fn(Staged, usize) -> Vec<(Vec<String>, Vec<i64>)>;

/// A warehouse with a world's logs.
pub struct There<'a> {
    pub dialect: Dialect,
    pub uses: Source,
    pub changes: Source,
    pub run: Run<'a>,
}

fn days() -> TimeZone {
    TimeZone::get(DAYS).unwrap()
}

/// In the midst of the changes, so that some are yet to come and some have ended.
fn now() -> Timestamp {
    "2024-05-01T10:00:00Z".parse().unwrap()
}

fn table(name: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let is_time = |place: usize| matches!(columns[place], "at" | "until");
    let types = columns
        .iter()
        .enumerate()
        .map(|(place, column)| format!("{column} {}", if is_time(place) { "timestamptz" } else { "text" }));
    let text =
        |cell: &String| if cell.is_empty() { "NULL".to_owned() } else { Dialect::PostgreSql.text(cell).unwrap() };
    let rows: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(line, row)| format!("({line}, {})", row.iter().map(text).collect::<Vec<_>>().join(", ")))
        .collect();
    let insert =
        if rows.is_empty() { String::new() } else { format!("INSERT INTO {name} VALUES {};\n", rows.join(",\n")) };
    format!("CREATE TEMP TABLE {name} (line int, {});\n{insert}", types.collect::<Vec<_>>().join(", "))
}

fn use_mapping() -> UseMapping {
    let mut mapping = UseMapping::default();
    let columns = USES.iter().map(|name| match *name {
        "at" => "occurred_at=at".to_owned(),
        "who" => "person=who".to_owned(),
        other => format!("{other}={other}"),
    });
    mapping.apply(&columns.collect::<Vec<_>>().join(",")).unwrap();
    mapping
}

fn permission_mapping() -> PermissionMapping {
    let mut mapping = PermissionMapping::default();
    let columns =
        CHANGES.iter().map(|name| if *name == "who" { "person=who".to_owned() } else { format!("{name}={name}") });
    mapping.apply(&columns.collect::<Vec<_>>().join(",")).unwrap();
    mapping
}

fn use_roles() -> UseRoles {
    let name = |name: &str| Some(name.to_owned());
    UseRoles {
        at: Moment::Exact("at".into()),
        person: name("who"),
        subject: ["purpose", "category", "recipient", "channel", "topic", "wording", "delivers"].map(name),
        campaign: name("campaign"),
        team: name("team"),
        outcome: name("outcome"),
        value: name("value"),
        circumstance: name("circumstance"),
        order: name("line").map(Order::Number),
    }
}

fn permission_roles() -> PermissionRoles {
    let name = |name: &str| Some(name.to_owned());
    PermissionRoles {
        at: Moment::Exact("at".into()),
        until: Some(Moment::Exact("until".into())),
        person: "who".into(),
        scope: ["purpose", "category", "channel", "topic"].map(name),
        state: "state".into(),
        contacts: name("contacts"),
        record: name("record"),
        order: name("line").map(Order::Number),
    }
}

/// What only counts add up to.
fn added_up(counted: &CountedLog) -> Vec<QuarterCounts> {
    let nothing = Evidence::new(Arc::new(Records::default()), &TimeZone::UTC, 1);
    let rulebook = Rulebook { policy: &Policy::default(), jurisdiction: "", variants: &BTreeMap::new() };
    let judgements = judge(&nothing, &rulebook, 1);
    quarters(&nothing, &judgements, &[], Elsewhere { recorded: &[], counted: &counted.months }, 1)
}

/// Campaign-days in an order of their own, as theirs is not told.
fn sorted(mut quarters: Vec<QuarterCounts>) -> Vec<QuarterCounts> {
    for quarter in &mut quarters {
        quarter.groups.sort_unstable();
        quarter.months.iter_mut().for_each(|month| month.groups.sort_unstable());
    }
    quarters
}

#[test]
fn uses_are_judged_alike_in_files_and_in_postgresql() {
    let Some(cluster) = Cluster::start() else { return };
    let mut expired = 0;
    let (mut kinds, mut spared, mut gaps) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for seed in 0..120 {
        let world = World::random(seed);
        let (counted, permissions) = world.by_postgresql(&cluster, 0);
        let expected = world.is_counted_alike(&counted, &permissions, &format!("log {seed}"));
        expired += permissions
            .permissions
            .scopes
            .iter()
            .filter_map(|scope| scope.by_state.get(&PermissionState::Expired))
            .sum::<u64>();
        for quarter in &expected {
            quarter.by_kind.iter().for_each(|(kind, uses)| *kinds.entry(*kind).or_insert(0) += uses);
            quarter.gaps.iter().for_each(|(gap, uses)| *gaps.entry(*gap).or_insert(0) += uses);
            quarter
                .forgone
                .iter()
                .for_each(|one| *spared.entry(one.would_have_been).or_insert(0) += one.held_back.uses);
        }
    }
    assert!(
        kinds.len() >= 13 && expired > 50 && gaps.len() == 4 && spared.len() > 8,
        "{kinds:?} {gaps:?} {spared:?}: the logs are too tame"
    );
}

#[test]
fn groups_of_few_people_are_told_together() {
    let Some(cluster) = Cluster::start() else { return };
    let mut folded = 0;
    for seed in 300..330 {
        let world = World::random(seed);
        let ((all, everybody), (few, fewer)) = (world.by_postgresql(&cluster, 0), world.by_postgresql(&cluster, 3));
        for (all, few) in all.months.iter().zip(&few.months) {
            assert_eq!((&few.by_kind, few.incidents, &few.gaps), (&all.by_kind, all.incidents, &all.gaps));
            let splits = [
                (&few.by_purpose, &all.by_purpose),
                (&few.by_recipient, &all.by_recipient),
                (&few.by_team, &all.by_team),
                (&few.by_campaign, &all.by_campaign),
            ];
            for (few, all) in splits {
                let sum = |groups: &BTreeMap<String, [u64; 2]>| {
                    groups.values().fold([0, 0], |sum, group| [sum[0] + group[0], sum[1] + group[1]])
                };
                assert_eq!(sum(few), sum(all), "log {seed}");
                let told: Vec<_> = few.iter().filter(|(name, _)| *name != FEW_PEOPLE).collect();
                assert!(told.iter().all(|(name, group)| all.get(*name) == Some(*group)), "log {seed}");
                let hidden = all.len() - told.len();
                assert!(hidden != 1 || all.len() == 1, "log {seed}: the name of the hidden group can be worked out");
                folded += hidden;
            }
        }
        let people = |counted: &CountedChanges| -> u64 {
            counted.permissions.scopes.iter().flat_map(|scope| scope.by_state.values()).sum()
        };
        assert_eq!(people(&everybody), people(&fewer));
        let told = fewer.permissions.scopes.iter().filter(|scope| scope.words[0] != FEW_PEOPLE);
        assert!(told.clone().all(|scope| scope.by_state.values().sum::<u64>() >= 3), "log {seed}");
    }
    assert!(folded > 50, "{folded}");
}

#[test]
fn words_that_tell_people_apart_stay_in_the_warehouse() {
    let Some(cluster) = Cluster::start() else { return };
    let mut roles = use_roles();
    roles.subject[5] = Some("who".into());
    let told = |people: u32| {
        let sql = use_words_sql(Dialect::PostgreSql, &Source::Table("uses".into()), &roles).unwrap();
        let columns = USES.join(", ").replace("at, who", "now() AS at, 'person ' || n AS who");
        let columns = columns
            .split(", ")
            .map(|column| if column.contains(" AS ") { column.to_owned() } else { format!("'x' AS {column}") });
        let rows = format!(
            "CREATE TEMP TABLE uses AS SELECT {} FROM generate_series(1, {people}) n;\n",
            columns.collect::<Vec<_>>().join(", ")
        );
        let printed = cluster.runs(&format!("{rows}COPY (\n{sql}\n) TO STDOUT WITH CSV;\n"));
        let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(printed.as_bytes()).into_records();
        let lines = reader
            .map(|record| record.unwrap())
            .map(|record| (record[0].to_owned(), std::array::from_fn(|word| record[word + 1].to_owned())));
        (printed.contains("person "), told_words(lines))
    };
    let (named, few) = told(MOST_WORDS);
    assert!(named && few.unwrap().tuples.len() == MOST_WORDS as usize);
    assert_eq!(told(MOST_WORDS + 1), (false, Err(AnswerError::TooManyWords(MOST_WORDS))));
}
