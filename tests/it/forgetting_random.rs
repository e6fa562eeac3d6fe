//! Forgetting, on random small logs that come in any order, in many spellings, and again.

use crate::forgetting::forget;
use crate::support::Place;
use crate::traces::Traces;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const PEOPLE: usize = 5;

/// Somebody with several identifiers, and words that nobody else's rows use.
struct Person {
    /// A cookie, a mail address and the number of a customer, to which links join the others.
    identifiers: [String; 3],
    campaign: String,
    topic: String,
    town: String,
}

impl Person {
    fn new(chance: &mut ChaCha8Rng) -> Self {
        let mut word = |start: &str| {
            let letters: String = (0..10).map(|_| char::from(chance.random_range(b'a'..=b'z'))).collect();
            format!("{start}{letters}")
        };
        let mail = format!("{}@example.org", word("mail"));
        Self {
            identifiers: [word("cookie-"), mail, word("customer-")],
            campaign: word("Campaign"),
            topic: word("topic"),
            town: word("Town"),
        }
    }

    /// One of the identifiers as some system may write it.
    fn spelt(&self, chance: &mut ChaCha8Rng) -> String {
        let one = self.identifiers.choose(chance).unwrap();
        let one = if one.contains('@') && chance.random() { one.to_uppercase() } else { one.clone() };
        if chance.random() { format!(" {one} ") } else { one }
    }

    fn words(&self) -> [&str; 3] {
        [&self.campaign, &self.topic, &self.town]
    }
}

/// A log: how it is imported, and its lines, the first of which is the heading.
struct Log {
    kind: &'static str,
    columns: &'static str,
    lines: Vec<String>,
}

impl Log {
    fn import(&self, place: &Place, name: &str) {
        place.file(name, self.lines.join("\n"));
        let mut arguments = vec!["import", self.kind, "w.handshake", name, "--columns", self.columns];
        if self.kind == "responses" {
            arguments.extend(["--experiment", "E"]);
        }
        place.says(&arguments);
    }

    /// The same rows in another order, one of them twice, so that it is another file.
    fn again(&self, chance: &mut ChaCha8Rng) -> Self {
        let mut lines = self.lines.clone();
        lines.push(lines[1 + chance.random_range(0..PEOPLE)].clone());
        lines[1..].shuffle(chance);
        Self { lines, ..*self }
    }
}

/// Rows of everybody: one of each that can be used first, then some that cannot, each with an identifier somewhere in it.
fn log(
    kind: &'static str,
    (heading, columns): (&str, &'static str),
    people: &[Person],
    chance: &mut ChaCha8Rng,
    row: &dyn Fn(&Person, &str, &str) -> [String; 2],
) -> Log {
    let (mut lines, mut faulty) = (vec![heading.to_owned()], Vec::new());
    for (number, person) in people.iter().enumerate() {
        let at = format!("2026-01-{:02}T10:{:02}:00Z", 10 + number, chance.random_range(10..60));
        let [usable, unusable] = row(person, &person.spelt(chance), &at);
        lines.push(format!("{usable},{}", person.spelt(chance)));
        for _ in 0..chance.random_range(0..3) {
            let damage = if chance.random() { ",and one cell more" } else { "" };
            faulty.push(format!("{unusable},{}{damage}", person.spelt(chance)));
        }
    }
    lines.extend(faulty);
    Log { kind, columns, lines }
}

fn logs(people: &[Person], chance: &mut ChaCha8Rng) -> Vec<Log> {
    let uses = (
        "at,who,purpose,category,campaign,worth,address",
        "occurred_at=at,person=who,purpose=purpose,category=category,campaign=campaign,value=worth",
    );
    let permissions =
        ("at,who,purpose,state,topic,address", "at=at,person=who,purpose=purpose,state=state,topic=topic");
    let responses =
        ("at,who,arm,answer,town,address", "shown_at=at,person=who,variant=arm,response=answer,segment:town=town");
    vec![
        log("uses", uses, people, chance, &|person, who, at| {
            ["1", "much"].map(|worth| format!("{at},{who},sales,user.device,{},{worth}", person.campaign))
        }),
        log("permissions", permissions, people, chance, &|person, who, at| {
            ["given", "who knows"].map(|state| format!("{at},{who},sales,{state},{}", person.topic))
        }),
        log("responses", responses, people, chance, &|person, who, at| {
            ["yes", "perhaps"].map(|answer| format!("{at},{who},plain,{answer},{}", person.town))
        }),
        log("people", ("who,town,address", "person=who,segment:town=town"), people, chance, &|person, who, _| {
            [format!("{who},{}", person.town), format!(",{}", person.town)]
        }),
    ]
}

fn links(people: &[Person], chance: &mut ChaCha8Rng) -> Log {
    let mut lines = vec!["one,other".to_owned()];
    for Person { identifiers: [cookie, mail, customer], .. } in people {
        lines.push(format!("{cookie},{customer}"));
        lines.push(format!("{mail}, {customer}"));
    }
    lines[1..].shuffle(chance);
    Log { kind: "links", columns: "identifier=one,person=other", lines }
}

#[test]
fn whatever_comes_in_and_when_nothing_is_left_of_whoever_was_forgotten() {
    for seed in 0..6 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let people: Vec<Person> = (0..PEOPLE).map(|_| Person::new(&mut chance)).collect();
        let mut all = logs(&people, &mut chance);
        all.push(links(&people, &mut chance));
        all.shuffle(&mut chance);
        let (forgotten, others) = people.split_first().unwrap();
        let place = Place::new();
        place.says(&["new", "w.handshake"]);
        let before = chance.random_range(0..=all.len());
        for (number, one) in all.iter().enumerate() {
            if number == before {
                forget(&place, &format!("{}\n", forgotten.spelt(&mut chance)));
            }
            one.import(&place, &format!("first-{number}.csv"));
        }
        if before == all.len() {
            let held = Traces::of(&place, "w.handshake");
            assert!(
                forgotten.words().iter().all(|word| held.hold_word(word)),
                "seed {seed}: there was nothing to forget"
            );
            forget(&place, &format!("{}\n", forgotten.spelt(&mut chance)));
        }
        check(&place, forgotten, others, &format!("seed {seed}, forgotten before log {before}"));
        all.shuffle(&mut chance);
        for (number, one) in all.iter().enumerate() {
            one.again(&mut chance).import(&place, &format!("again-{number}.csv"));
        }
        check(&place, forgotten, others, &format!("seed {seed}, after all logs came again"));
    }
}

fn check(place: &Place, forgotten: &Person, others: &[Person], when: &str) {
    let traces = Traces::of(place, "w.handshake");
    for identifier in &forgotten.identifiers {
        assert!(!traces.hold_person(identifier), "{when}: {identifier} is there");
    }
    for word in forgotten.words() {
        assert!(!traces.hold_word(word), "{when}: {word} is there");
    }
    for other in others {
        assert!(other.identifiers.iter().all(|one| traces.hold_person(one)), "{when}: somebody else is gone");
        assert!(other.words().iter().all(|word| traces.hold_word(word)), "{when}: somebody else's words are gone");
    }
}
