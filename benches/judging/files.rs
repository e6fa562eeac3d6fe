//! The two logs, made up: the same for the same numbers.

use crate::sides::Outcome;
use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

const PURPOSES: [&str; 4] =
    ["marketing.communications.email", "marketing.communications.sms", "analytics.reporting", "essential.service"];
const CATEGORIES: [&str; 3] = ["user.contact.email", "user.contact.phone_number", "user.behavior.purchase_history"];
const RECIPIENTS: [&str; 5] = ["", "", "", "Agency A", "Agency C"];
const CAMPAIGNS: u64 = 2_000;
const TEAMS: [&str; 3] = ["CRM", "Shop", "Research"];
const DAY_MS: i64 = 86_400_000;
/// 2024-01-01.
const START_MS: i64 = 1_704_067_200_000;

/// Changes in the order in which they came: the first 120 days, for a purpose and all data about somebody.
pub fn write_permissions(path: &Path, changes: u64, people: u64) -> Outcome<()> {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(out, "at,person,purpose,category,state,record")?;
    for row in 0..changes {
        let at = instant(row, changes, 120 * DAY_MS)?;
        let (person, purpose) = (identifier(random.random_range(0..people)), PURPOSES[random.random_range(0..3)]);
        let state = match random.random_range(0..12) {
            0 => "withdrawn",
            1 => "refused",
            _ => "given",
        };
        writeln!(out, "{at:.3},{person},{purpose},,{state},R-{row}")?;
    }
    Ok(out.flush()?)
}

/// Uses of two years, a campaign after the other with some overlap; one of 1,000 does not say about whom it is, one of 50 was held back.
pub fn write_uses(path: &Path, uses: u64, people: u64) -> Outcome<()> {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(out, "occurred_at,person,purpose,category,recipient,channel,campaign,team,outcome,value")?;
    for row in 0..uses {
        let at = instant(row, uses, 730 * DAY_MS)?;
        let campaign = (row * CAMPAIGNS / uses + random.random_range(0..5)).min(CAMPAIGNS - 1);
        let kind = usize::try_from(campaign * 7 + random.random_range(0..3))?;
        let (purpose, category, recipient) = (PURPOSES[kind % 4], CATEGORIES[kind % 3], RECIPIENTS[kind % 5]);
        let channel = ["email", "sms", "", ""][kind % 4];
        let person = random.random_range(0..people);
        let person = if random.random_range(0..1000) == 0 { String::new() } else { identifier(person) };
        let outcome = if random.random_range(0..50) == 0 { "held_back" } else { "done" };
        let (team, cents) = (TEAMS[kind % 3], random.random_range(0..500));
        let value = format!("{}.{:02}", cents / 100, cents % 100);
        writeln!(
            out,
            "{at:.3},{person},{purpose},{category},{recipient},{channel},Campaign {campaign},{team},{outcome},{value}"
        )?;
    }
    Ok(out.flush()?)
}

fn instant(row: u64, rows: u64, span_ms: i64) -> Outcome<Timestamp> {
    let within = u128::from(row) * u128::from(span_ms.unsigned_abs()) / u128::from(rows.max(1));
    Ok(Timestamp::from_millisecond(START_MS)? + SignedDuration::from_millis(i64::try_from(within)?))
}

fn identifier(person: u64) -> String {
    let mixed = person.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    format!("{mixed:016x}{person:08x}")
}
