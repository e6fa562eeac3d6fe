//! What makes a use the same use after its log was imported again.

use super::{Outcome, UseRow};

/// The identity of a use: a hash of what it says, not of where it stood.
///
/// Amounts, circumstances and teams are left out, so that a log may be corrected in them. Of uses that agree in everything else, the
/// first is number 0, the next 1 and so on; which of them is which makes no difference, as they say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct UseId(pub [u8; 16]);

impl UseId {
    /// The identity of a use that stands as the given number among its likes.
    pub fn of(row: &UseRow, number: u32) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("Handshake use of data, first scheme");
        hasher.update(&row.at.as_microsecond().to_le_bytes());
        hasher.update(&row.person.map_or([0; 16], |person| person.0));
        hasher.update(&[u8::from(row.person.is_some()), u8::from(row.outcome == Outcome::Done)]);
        for word in Self::words(row) {
            hasher.update(&(word.len() as u64).to_le_bytes());
            hasher.update(word.as_bytes());
        }
        hasher.update(&number.to_le_bytes());
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self(bytes)
    }

    /// Whether two uses agree in everything that makes up the identity.
    pub fn is_alike(one: &UseRow, other: &UseRow) -> bool {
        (one.at, one.person, one.outcome) == (other.at, other.person, other.outcome)
            && Self::words(one) == Self::words(other)
    }

    /// The identity as 32 hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn words<'a>(row: &UseRow<'a>) -> [&'a str; 8] {
        [row.purpose, row.category, row.recipient, row.channel, row.topic, row.wording, row.delivers, row.campaign]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    fn row() -> UseRow<'static> {
        UseRow {
            at: "2026-03-01T10:00:00Z".parse().unwrap(),
            person: None,
            purpose: "sales",
            category: "user.device",
            recipient: "",
            channel: "",
            topic: "",
            wording: "",
            delivers: "",
            campaign: "Spring",
            team: "CRM",
            outcome: Outcome::Done,
            value: Money { cents: 100 },
            circumstance: None,
        }
    }

    #[test]
    fn the_identity_rests_on_what_the_use_says() {
        let id = UseId::of(&row(), 0);
        assert_eq!(UseId::of(&UseRow { value: Money { cents: 7 }, team: "", ..row() }, 0), id);
        let others = [
            UseRow { purpose: "sale", category: "suser.device", ..row() },
            UseRow { outcome: Outcome::HeldBack, ..row() },
            UseRow { person: Some(crate::domain::PersonKey([0; 16])), ..row() },
        ];
        for other in others {
            assert_ne!(UseId::of(&other, 0), id);
            assert!(!UseId::is_alike(&other, &row()));
        }
        assert_ne!(UseId::of(&row(), 1), id);
        assert_eq!(id.to_hex().len(), 32);
    }
}
