//! People and times held against the tables: the same order of rules as for single uses, in `compliance/judge.rs`.

use crate::domain::{CoverageGap, DeviationKind};

/// Added to the place of a gap, so that it is told from the places of deviations, which begin with 1.
pub(super) const GAP: u8 = 64;

fn code(kind: DeviationKind) -> u8 {
    kind as u8 + 1
}

/// `answered`: every answer of a person, until when it stood, and how often the person wanted to be contacted by then.
///
/// Of changes at the same instant the stricter one comes last. A yes without a word about how often leaves standing what was said before,
/// unless the person took it back in between.
pub(super) fn history_sql() -> String {
    let scope = "PARTITION BY person, scope ORDER BY place";
    let so_far = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
    format!(
        "changes AS (\n  SELECT change_rows.*, {} AS place FROM change_rows WHERE reason IS NULL\n),\n\
         runs AS (\n  SELECT changes.*, lead(micros) OVER ({scope}) AS next_micros,\n    \
         sum(1 - valid) OVER ({scope} {so_far}) AS run\n  FROM changes WHERE unanswered = 0\n),\n\
         limited AS (\n  SELECT runs.*, CASE WHEN valid = 1 THEN max(CASE WHEN valid = 1 AND contacts IS NOT NULL THEN place END)\n    \
         OVER (PARTITION BY person, scope, run ORDER BY place {so_far}) END AS limit_place\n  FROM runs\n),\n\
         answered AS (\n  SELECT limited.*, max(CASE WHEN place = limit_place THEN contacts END)\n    \
         OVER (PARTITION BY person, scope, limit_place) AS limit_contacts\n  FROM limited\n)",
        in_order()
    )
}

/// The place of each change among those of its person.
pub(super) fn in_order() -> String {
    "row_number() OVER (PARTITION BY person\n    ORDER BY micros, strictness, coalesce(until_micros, 9223372036854775807) DESC, \
     1 - proved, coalesce(contacts, 4294967295) DESC, ordinal, scope)"
        .to_owned()
}

/// `placed`: usable uses with the version of the policy that was in force.
pub(super) fn placed_sql() -> String {
    "placed AS (\n  SELECT use_rows.*, versions.place AS version FROM use_rows\n  \
     LEFT JOIN versions ON day_number >= versions.first_day AND day_number < versions.end_day\n  WHERE reason IS NULL\n)"
        .to_owned()
}

/// `visits`: the uses of each person in order, each with its rule and the contacts of the 30 days before it.
pub(super) fn visits_sql() -> String {
    placed_sql()
        + ",\n"
        + "ruled AS (\n  SELECT placed.*, gap, is_contact, is_request, wording_from, rulings.rule, unlisted, needs_permission, needs_record,\n    \
     needs_approval, retention, lasts, most_contacts, ask_again, done * is_contact AS contact,\n    \
     row_number() OVER (PARTITION BY person ORDER BY micros, ordinal, placed.subject, done) AS turn\n  FROM placed\n  \
     JOIN subject_facts ON placed.subject = subject_facts.place\n  \
     LEFT JOIN rulings ON rulings.version = placed.version AND rulings.subject = placed.subject\n  WHERE person IS NOT NULL\n),\n\
     visits AS (\n  SELECT ruled.*,\n    \
     sum(contact) OVER (PARTITION BY person ORDER BY day_number RANGE BETWEEN 29 PRECEDING AND CURRENT ROW)\n    \
     - sum(contact) OVER (PARTITION BY person, day_number ORDER BY turn ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS recent\n  \
     FROM ruled\n)"
}

/// `considered`: what of a person's answers bears on each use; `wanted`: contacts against a limit that the person named.
///
/// What is known of the latest answer is carried along rather than looked up again: large joins cost more than wide rows.
pub(super) fn considered_sql() -> String {
    let valid_then = "valid = 1 AND (until_micros IS NULL OR micros < until_micros)";
    let covers = "purpose = 1 AND category = 1";
    let no = |channel: u8, topic: u8| {
        format!(
            "max(CASE WHEN is_no = 1 AND hits = 1 AND {covers} AND of_channel = {channel} AND of_topic = {topic} THEN place END)"
        )
    };
    let yes = |which: &str| format!("max(CASE WHEN {valid_then} AND hits = 1 AND {covers} AND {which} THEN place END)");
    let of_latest = ["valid", "is_no", "preference", "lapse", "proved", "until_micros", "given_day"]
        .map(|column| format!("max(CASE WHEN place = latest THEN {column} END) AS latest_{column}"));
    format!(
        "bearing AS (\n  SELECT visits.person, visits.turn, visits.micros, visits.day_number, visits.is_contact, answered.place, answered.scope,\n    \
         answered.valid, answered.is_no, answered.refused, answered.preference, answered.lapse, answered.proved, answered.until_micros,\n    \
         answered.day_number AS given_day, answered.of_channel, answered.of_topic, answered.limit_place, answered.limit_contacts,\n    \
         pairs.purpose, pairs.category, pairs.reaches, pairs.hits\n  FROM visits\n  \
         JOIN answered ON answered.person = visits.person AND answered.micros <= visits.micros\n    \
         AND (answered.next_micros IS NULL OR answered.next_micros > visits.micros)\n  \
         LEFT JOIN pairs ON pairs.subject = visits.subject AND pairs.scope = answered.scope\n  WHERE visits.rule IS NOT NULL\n),\n\
         weighed_answers AS (\n  SELECT bearing.*,\n    \
         max(CASE WHEN {covers} AND ((valid = 1 AND reaches = 1) OR (valid = 0 AND hits = 1)) THEN place END)\n      \
         OVER (PARTITION BY person, turn) AS latest,\n    \
         max(CASE WHEN hits = 1 AND {covers} THEN limit_place END) OVER (PARTITION BY person, turn) AS latest_limit\n  FROM bearing\n),\n\
         considered AS (\n  SELECT person, turn, max(latest) AS latest, {},\n    \
         max(day_number) AS day_number, max(is_contact) AS is_contact,\n    \
         max(CASE WHEN limit_place = latest_limit AND hits = 1 AND {covers} THEN limit_contacts END) AS limit_contacts,\n    \
         max(CASE WHEN limit_place = latest_limit AND hits = 1 AND {covers} THEN scope END) AS limit_scope,\n    \
         max(CASE WHEN preference = 0 AND {covers} AND {valid_then} THEN 1 ELSE 0 END) AS general,\n    \
         max(CASE WHEN {valid_then} THEN coalesce(category, 0) * 2 + coalesce(purpose, 0) END) AS nearest,\n    \
         {} AS no_channel, {} AS no_topic, {} AS no_both,\n    \
         {} AS yes_channel, {} AS yes_topic, {} AS yes_both,\n    \
         max(CASE WHEN refused = 1 THEN given_day END) AS refused_day\n  FROM weighed_answers GROUP BY person, turn\n),\n\
         wanted AS (\n  SELECT wanting.person, wanting.turn, wanting.limit_contacts, count(pairs.subject) AS amount FROM considered wanting\n  \
         LEFT JOIN visits earlier ON earlier.person = wanting.person AND earlier.turn < wanting.turn\n    \
         AND earlier.day_number > wanting.day_number - 30 AND earlier.contact = 1\n  \
         LEFT JOIN pairs ON pairs.subject = earlier.subject AND pairs.scope = wanting.limit_scope AND pairs.purpose = 1 AND pairs.hits = 1\n  \
         WHERE wanting.limit_contacts IS NOT NULL AND wanting.is_contact = 1\n  \
         GROUP BY wanting.person, wanting.turn, wanting.limit_contacts\n)",
        of_latest.join(",\n    "),
        no(1, 0),
        no(0, 1),
        no(1, 1),
        yes("of_channel = 1"),
        yes("of_topic = 1"),
        yes("of_channel = 1 AND of_topic = 1"),
    )
}

/// `judged`: every usable use with its verdict: 0 fine, from 1 on the place of a deviation, from [`GAP`] on that of a gap.
pub(super) fn verdicts_sql() -> String {
    use DeviationKind as Kind;
    let forbidden = "(no_channel > coalesce(yes_channel, 0) OR no_topic > coalesce(yes_topic, 0) OR no_both > coalesce(yes_both, 0))";
    let permitted = "visits.needs_permission = 1 AND";
    let whens = [
        ("visits.gap IS NOT NULL".to_owned(), format!("{GAP} + visits.gap")),
        ("visits.rule IS NULL".to_owned(), (GAP + CoverageGap::OutsideAnyPolicy as u8).to_string()),
        ("visits.unlisted = 1".to_owned(), code(Kind::UnlistedRecipient).to_string()),
        (format!("{permitted} latest IS NULL"), nothing_covers()),
        (
            format!("{permitted} latest_valid = 0"),
            format!(
                "CASE WHEN latest_is_no = 1 AND latest_preference = 1 AND general = 1 THEN {} ELSE latest_lapse END",
                code(Kind::PreferenceIgnored)
            ),
        ),
        (format!("{permitted} visits.needs_record = 1 AND latest_proved = 0"), code(Kind::RecordMissing).to_string()),
        (
            format!("{permitted} (visits.micros >= latest_until_micros OR visits.day_number > latest_given_day + visits.lasts)"),
            code(Kind::UseAfterExpiry).to_string(),
        ),
        (
            format!("{permitted} visits.day_number > latest_given_day + visits.retention"),
            code(Kind::RetentionOverrun).to_string(),
        ),
        (
            format!(
                "{permitted} deal_version.place < visits.version AND (deal.rule IS NULL OR deal.unlisted = 1 \
                 OR visits.day_number > latest_given_day + deal.retention OR (visits.is_contact = 1 AND visits.recent >= deal.most_contacts))"
            ),
            code(Kind::SecondaryUseWithoutReask).to_string(),
        ),
        (format!("visits.is_contact = 1 AND {forbidden}"), code(Kind::PreferenceIgnored).to_string()),
        ("wanted.amount >= wanted.limit_contacts".to_owned(), code(Kind::PreferenceIgnored).to_string()),
        (
            "visits.is_contact = 1 AND visits.recent >= visits.most_contacts".to_owned(),
            code(Kind::OverContact).to_string(),
        ),
        (
            "visits.is_request = 1 AND visits.needs_approval = 1 AND visits.day_number < visits.wording_from".to_owned(),
            code(Kind::UnapprovedWording).to_string(),
        ),
        (
            "visits.is_request = 1 AND visits.ask_again > 0 AND visits.day_number <= refused_day + visits.ask_again - 1".to_owned(),
            code(Kind::AskedAgainTooSoon).to_string(),
        ),
    ];
    let cases: String = whens.iter().map(|(when, then)| format!("\n      WHEN {when} THEN {then}")).collect();
    let stranger = GAP + CoverageGap::UnresolvedPerson as u8;
    let columns = "micros, ordinal, subject, month, day_number, person, campaign, team, purpose, recipient, circumstance, cents, done";
    let of_visits: Vec<String> = columns.split(", ").map(|column| format!("visits.{column}")).collect();
    format!(
        "judged AS (\n  SELECT {}, visits.version, visits.rule, visits.contact,\n    CASE{cases}\n      ELSE 0 END AS verdict\n  FROM visits\n  \
         LEFT JOIN considered ON considered.person = visits.person AND considered.turn = visits.turn\n  \
         LEFT JOIN versions deal_version ON latest_given_day >= deal_version.first_day AND latest_given_day < deal_version.end_day\n  \
         LEFT JOIN rulings deal ON deal.version = deal_version.place AND deal.subject = visits.subject\n  \
         LEFT JOIN wanted ON wanted.person = visits.person AND wanted.turn = visits.turn\n  UNION ALL\n  \
         SELECT {columns}, version, NULL, 0, {stranger} FROM placed WHERE person IS NULL\n)",
        of_visits.join(", ")
    )
}

/// The deviation of a use that no answer covers, by the valid permission nearest to it.
fn nothing_covers() -> String {
    use DeviationKind as Kind;
    format!(
        "CASE nearest WHEN 3 THEN {} WHEN 2 THEN {other} WHEN 1 THEN {} WHEN 0 THEN {other} ELSE {} END",
        code(Kind::PreferenceIgnored),
        code(Kind::CategoryNotCovered),
        code(Kind::NoPermission),
        other = code(Kind::PurposeMismatch),
    )
}
