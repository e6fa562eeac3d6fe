//! What comes over of judged uses: counts only.

use super::judged::GAP;
use crate::warehouse::Dialect;

/// The groups that are told by their names, with the columns that hold these.
const GROUPED: [&str; 4] = ["purpose", "recipient", "team", "campaign"];

/// `told`: groups of a month, those of few people under one name.
///
/// A single small group, and small groups that have few people together, are joined by the next smallest: their name could be worked out from the
/// groups that are told.
pub(super) fn groups_sql(smallest: u64) -> String {
    let one = |name: &&str| {
        format!(
            "SELECT '{name}' AS section, month, {name} AS name, count(*) AS uses, sum(CASE WHEN verdict > 0 THEN 1 ELSE 0 END) AS deviations, \
             count(DISTINCT person) AS people\n  FROM judged WHERE done = 1 AND verdict < {GAP} GROUP BY month, {name}"
        )
    };
    let grouped: Vec<String> = GROUPED.iter().map(one).collect();
    format!(
        "grouped AS (\n  {}\n),\n\
         marked AS (SELECT grouped.*, CASE WHEN people < {smallest} THEN 1 ELSE 0 END AS small FROM grouped),\n\
         weighed AS (\n  SELECT marked.*, sum(small) OVER (PARTITION BY section, month) AS small_groups,\n    \
         sum(small * people) OVER (PARTITION BY section, month) AS small_people,\n    \
         CASE WHEN small = 0 THEN row_number() OVER (PARTITION BY section, month, small ORDER BY people, name) END AS large_rank\n  FROM marked\n),\n\
         folded AS (\n  SELECT weighed.*, CASE WHEN small = 1 OR (small_groups > 0 AND large_rank = 1 \
         AND (small_groups = 1 OR small_people < {smallest})) THEN 1 ELSE 0 END AS fold FROM weighed\n),\n\
         told AS (\n  SELECT section, month, CASE WHEN fold = 1 THEN '' ELSE name END AS name, fold, sum(uses) AS uses, sum(deviations) AS deviations\n  \
         FROM folded GROUP BY section, month, CASE WHEN fold = 1 THEN '' ELSE name END, fold\n),\n\
         spared AS (\n  SELECT month, purpose, CASE WHEN verdict < {GAP} THEN version ELSE -1 END AS version, \
         CASE WHEN verdict < {GAP} THEN rule ELSE -1 END AS rule, CASE WHEN verdict < {GAP} THEN verdict ELSE 0 END AS kind,\n    \
         count(*) AS uses, coalesce(sum(cents), 0) AS cents, sum(CASE WHEN cents = 0 THEN 1 ELSE 0 END) AS without_value,\n    \
         CASE WHEN count(DISTINCT person) < {smallest} THEN 1 ELSE 0 END AS fold\n  FROM judged WHERE done = 0\n  \
         GROUP BY month, purpose, CASE WHEN verdict < {GAP} THEN version ELSE -1 END, CASE WHEN verdict < {GAP} THEN rule ELSE -1 END, \
         CASE WHEN verdict < {GAP} THEN verdict ELSE 0 END\n),\n\
         campaign_days AS (\n  SELECT month, day_number, campaign, count(*) AS uses, sum(CASE WHEN verdict > 0 THEN 1 ELSE 0 END) AS deviations\n  \
         FROM judged WHERE done = 1 AND verdict < {GAP} GROUP BY month, day_number, campaign\n),\n\
         incidents AS (\n  SELECT month, day_number, campaign, verdict, CASE WHEN count(DISTINCT person) < {smallest} THEN 1 ELSE 0 END AS fold\n  \
         FROM judged WHERE done = 1 AND verdict > 0 AND verdict < {GAP} GROUP BY month, day_number, campaign, verdict\n),\n\
         happened AS (\n  SELECT judged.month, CASE WHEN fold = 1 THEN 0 ELSE judged.day_number END AS day_number, judged.verdict, judged.person,\n    \
         coalesce(judged.circumstance, -1) AS circumstance, judged.cents, judged.purpose,\n    \
         judged.recipient, judged.team, fold, CASE WHEN fold = 1 THEN '' ELSE judged.campaign END AS campaign\n  FROM judged JOIN incidents\n    \
         ON judged.day_number = incidents.day_number AND judged.campaign = incidents.campaign AND judged.verdict = incidents.verdict\n  \
         WHERE judged.done = 1\n)",
        grouped.join("\n  UNION ALL\n  ")
    )
}

/// Uses of people of whom the permissions tell anything.
const MET: &str = "use_rows WHERE reason IS NULL AND person IN \
                   (SELECT person FROM change_rows WHERE reason IS NULL AND person IS NOT NULL)";

/// A line of four texts and seven whole numbers; those that are not given are 0.
pub(super) fn line(dialect: Dialect, section: &str, texts: [&str; 3], numbers: &[&str], from: &str) -> String {
    let all = numbers.iter().copied().chain(std::iter::repeat("0")).take(7).enumerate();
    let numbers: Vec<String> =
        all.map(|(place, number)| format!("{} AS number_{place}", dialect.whole(number))).collect();
    let [month, name, word] = texts;
    format!(
        "SELECT {section} AS section, {month} AS month, {name} AS name, {word} AS word, {}\nFROM {from}",
        numbers.join(", ")
    )
}

/// The lines: four texts and seven whole numbers each, see [`super::UseLine`].
pub(super) fn lines_sql(dialect: Dialect, smallest: u64) -> String {
    let line = |section: &str, month: &str, name: &str, numbers: &[&str], from: &str| {
        line(dialect, section, [month, name, "''"], numbers, from)
    };
    let single = |section: &str, amount: &str, from: &str| line(&format!("'{section}'"), "''", "''", &[amount], from);
    let aside = |section: &str, from: &str| {
        let from = format!("{from} WHERE reason IS NOT NULL GROUP BY reason");
        line(&format!("'{section}'"), "''", "reason", &["count(*)"], &from)
    };
    // The words that an incident's uses have, one a line; those of few people are not told.
    let words = |word: &str| {
        let from = format!(
            "happened WHERE fold = 0 AND {word} <> '' GROUP BY month, campaign, {word}, day_number, verdict, fold \
             HAVING count(DISTINCT person) >= {smallest}"
        );
        let numbers = ["day_number", "verdict", "fold"];
        super::answers::line(dialect, &format!("'incident_{word}'"), ["month", "campaign", word], &numbers, &from)
    };
    // Rows of one moment whose order nothing tells, where it could matter: contacts are counted one after another.
    let tied = "(SELECT person, micros, ordinal FROM judged WHERE person IS NOT NULL GROUP BY person, micros, ordinal \
                HAVING count(DISTINCT subject * 2 + done) > 1 AND max(contact) = 1) alike";
    [
        line("'verdict'", "month", "''", &["verdict", "count(*)"], "judged WHERE done = 1 GROUP BY month, verdict"),
        line(
            "'incident'",
            "month",
            "campaign",
            &["day_number", "verdict", "circumstance", "count(*)", "coalesce(sum(cents), 0)", "fold"],
            "happened GROUP BY month, campaign, day_number, verdict, circumstance, fold",
        ),
        line(
            "'incident_people'",
            "month",
            "campaign",
            &["day_number", "verdict", "count(DISTINCT person)", "fold"],
            "happened GROUP BY month, campaign, day_number, verdict, fold",
        ),
        words("purpose"),
        words("recipient"),
        words("team"),
        line("section", "month", "name", &["uses", "deviations", "fold"], "told"),
        line(
            "'forgone'",
            "month",
            "CASE WHEN fold = 1 THEN '' ELSE purpose END",
            &["version", "rule", "kind", "uses", "cents", "without_value", "fold"],
            "spared",
        ),
        line(
            "'group'",
            "month",
            "''",
            &["deviations", "uses", "count(*)"],
            "campaign_days GROUP BY month, deviations, uses",
        ),
        line("'incidents'", "month", "''", &["count(*)"], "incidents GROUP BY month"),
        single("uses_read", "count(*)", "use_rows"),
        single("uses_kept", "count(*)", "use_rows WHERE reason IS NULL"),
        single("changes_read", "count(*)", "change_rows"),
        single("changes_kept", "count(*)", "change_rows WHERE reason IS NULL"),
        single("people", "count(DISTINCT person)", "use_rows WHERE reason IS NULL"),
        single("people_met", "count(DISTINCT person)", MET),
        aside("uses_aside", "use_rows"),
        aside("changes_aside", "change_rows"),
        single("amounts", "count(*)", "use_rows WHERE reason IS NULL AND cents IS NULL"),
        single("doubtful", "count(*)", "use_rows WHERE reason IS NULL AND doubtful = 1"),
        single("doubtful", "count(*)", "change_rows WHERE reason IS NULL AND doubtful = 1"),
        single("new_words", "count(*)", "use_rows WHERE is_new = 1"),
        single("new_words", "count(*)", "change_rows WHERE is_new = 1"),
        single("tied", "count(*)", tied),
    ]
    .join("\nUNION ALL\n")
}
