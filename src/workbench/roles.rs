//! What a column of a log can be taken for.

use super::Mapping;
use crate::domain::LogKind;

/// Something that a column can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// The name as the command line writes it.
    pub key: &'static str,
    /// The name as people read it.
    pub label: &'static str,
}

const fn role(key: &'static str, label: &'static str) -> Role {
    Role { key, label }
}

const RESPONSES: &[Role] = &[
    role("person", "person"),
    role("variant", "variant"),
    role("shown_at", "time shown"),
    role("response", "response"),
    role("event", "event"),
    role("segment", "segment"),
];
const PERMISSIONS: &[Role] = &[
    role("at", "time"),
    role("person", "person"),
    role("purpose", "purpose"),
    role("category", "data"),
    role("channel", "channel"),
    role("topic", "topic"),
    role("state", "state"),
    role("contacts", "contacts in 30 days"),
    role("until", "until"),
    role("record", "record"),
];
const USES: &[Role] = &[
    role("occurred_at", "time"),
    role("person", "person"),
    role("purpose", "purpose"),
    role("category", "data"),
    role("recipient", "recipient"),
    role("channel", "channel"),
    role("topic", "topic"),
    role("wording", "wording"),
    role("delivers", "offer delivered"),
    role("campaign", "campaign"),
    role("team", "team"),
    role("outcome", "done or held back"),
    role("value", "value"),
    role("circumstance", "circumstance"),
];
const DEVIATIONS: &[Role] = &[
    role("date", "date"),
    role("quarter", "quarter"),
    role("kind", "kind"),
    role("circumstance", "circumstance"),
    role("count", "count"),
    role("people", "people affected"),
    role("cost", "cost"),
];

const COUNTS: &[Role] = &[
    role("test", "test"),
    role("variant", "variant"),
    role("day", "day"),
    role("shown", "people shown"),
    role("accepted", "accepted"),
    role("declined", "declined"),
    role("dismissed", "dismissed"),
    role("ignored", "ignored"),
];
const PEOPLE: &[Role] = &[role("person", "person"), role("segment", "segment")];
const PAST: &[Role] =
    &[role("test", "test"), role("wording", "wording"), role("shown", "people shown"), role("accepted", "accepted")];
const LINKS: &[Role] = &[role("identifier", "identifier"), role("person", "the same person")];

impl Role {
    /// All roles that a column of a log can have.
    pub fn of(kind: LogKind) -> &'static [Self] {
        match kind {
            LogKind::Responses => RESPONSES,
            LogKind::Permissions | LogKind::CountedPermissions => PERMISSIONS,
            LogKind::Uses | LogKind::CountedUses => USES,
            LogKind::Deviations => DEVIATIONS,
            LogKind::Counts => COUNTS,
            LogKind::People => PEOPLE,
            LogKind::Links => LINKS,
            LogKind::Past => PAST,
        }
    }
}

impl Mapping {
    /// What a column is taken for.
    pub fn role_of(&self, column: &str) -> Option<Role> {
        Role::of(self.kind()).iter().copied().find(|role| match (self, role.key) {
            (Self::Responses(mapping), "variant") => mapping.variant.iter().any(|known| known == column),
            (Self::Responses(mapping) | Self::People(mapping), "segment") => {
                mapping.segments.iter().any(|(_, known)| known == column)
            }
            _ => self.clone().place(role.key).is_some_and(|place| place.as_deref() == Some(column)),
        })
    }

    /// Takes a column for something else, or for nothing. A role that only one column can have leaves the one that had it.
    pub fn take_for(&mut self, column: &str, role: Option<&str>) {
        if let Self::Responses(mapping) | Self::People(mapping) = self {
            mapping.variant.retain(|known| known != column);
            mapping.segments.retain(|(_, known)| known != column);
        }
        for known in Role::of(self.kind()) {
            if let Some(place) = self.place(known.key).filter(|place| place.as_deref() == Some(column)) {
                *place = None;
            }
        }
        let Some(role) = role else { return };
        match (&mut *self, role) {
            (Self::Responses(mapping), "variant") => mapping.variant.push(column.to_owned()),
            (Self::Responses(mapping) | Self::People(mapping), "segment") => {
                mapping.segments.push((column.to_owned(), column.to_owned()));
            }
            _ => {
                if let Some(place) = self.place(role) {
                    *place = Some(column.to_owned());
                }
            }
        }
    }

    /// Where the column of a role is kept that only one column can have.
    fn place(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match (self, key) {
            (Self::Responses(mapping) | Self::People(mapping), "person") => &mut mapping.person,
            (Self::Responses(mapping), "event") => &mut mapping.event,
            (Self::Past(mapping), "test") => &mut mapping.test,
            (Self::Past(mapping), "wording") => &mut mapping.wording,
            (Self::Past(mapping), "shown") => &mut mapping.shown,
            (Self::Past(mapping), "accepted") => &mut mapping.accepted,
            (Self::Links(mapping), "identifier") => &mut mapping.identifier,
            (Self::Links(mapping), "person") => &mut mapping.person,
            (Self::Counts(mapping), "test") => &mut mapping.test,
            (Self::Counts(mapping), "variant") => &mut mapping.variant,
            (Self::Counts(mapping), "day") => &mut mapping.day,
            (Self::Counts(mapping), "shown") => &mut mapping.shown,
            (Self::Counts(mapping), "accepted") => &mut mapping.accepted,
            (Self::Counts(mapping), "declined") => &mut mapping.declined,
            (Self::Counts(mapping), "dismissed") => &mut mapping.dismissed,
            (Self::Counts(mapping), "ignored") => &mut mapping.ignored,
            (Self::Responses(mapping), "shown_at") => &mut mapping.shown_at,
            (Self::Responses(mapping), "response") => &mut mapping.response,
            (Self::Permissions(mapping), "at") => &mut mapping.at,
            (Self::Permissions(mapping), "person") => &mut mapping.person,
            (Self::Permissions(mapping), "purpose") => &mut mapping.purpose,
            (Self::Permissions(mapping), "category") => &mut mapping.category,
            (Self::Permissions(mapping), "channel") => &mut mapping.channel,
            (Self::Permissions(mapping), "topic") => &mut mapping.topic,
            (Self::Permissions(mapping), "state") => &mut mapping.state,
            (Self::Permissions(mapping), "contacts") => &mut mapping.contacts,
            (Self::Permissions(mapping), "until") => &mut mapping.until,
            (Self::Permissions(mapping), "record") => &mut mapping.record,
            (Self::Uses(mapping), "occurred_at") => &mut mapping.occurred_at,
            (Self::Uses(mapping), "person") => &mut mapping.person,
            (Self::Uses(mapping), "purpose") => &mut mapping.purpose,
            (Self::Uses(mapping), "category") => &mut mapping.category,
            (Self::Uses(mapping), "recipient") => &mut mapping.recipient,
            (Self::Uses(mapping), "channel") => &mut mapping.channel,
            (Self::Uses(mapping), "topic") => &mut mapping.topic,
            (Self::Uses(mapping), "wording") => &mut mapping.wording,
            (Self::Uses(mapping), "delivers") => &mut mapping.delivers,
            (Self::Uses(mapping), "campaign") => &mut mapping.campaign,
            (Self::Uses(mapping), "team") => &mut mapping.team,
            (Self::Uses(mapping), "outcome") => &mut mapping.outcome,
            (Self::Uses(mapping), "value") => &mut mapping.value,
            (Self::Uses(mapping), "circumstance") => &mut mapping.circumstance,
            (Self::Deviations(mapping), "date") => &mut mapping.date,
            (Self::Deviations(mapping), "quarter") => &mut mapping.quarter,
            (Self::Deviations(mapping), "kind") => &mut mapping.kind,
            (Self::Deviations(mapping), "circumstance") => &mut mapping.circumstance,
            (Self::Deviations(mapping), "count") => &mut mapping.count,
            (Self::Deviations(mapping), "people") => &mut mapping.people,
            (Self::Deviations(mapping), "cost") => &mut mapping.cost,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_can_be_given_and_taken() {
        for kind in LogKind::ALL {
            for role in Role::of(kind) {
                let mut mapping = match kind {
                    LogKind::Responses => Mapping::Responses(crate::logs::ResponseMapping::default()),
                    LogKind::Permissions => Mapping::Permissions(crate::logs::PermissionMapping::default()),
                    LogKind::Uses => Mapping::Uses(crate::logs::UseMapping::default()),
                    LogKind::Deviations => Mapping::Deviations(crate::logs::DeviationMapping::default()),
                    LogKind::Counts => Mapping::Counts(crate::logs::CountMapping::default()),
                    LogKind::People => Mapping::People(crate::logs::ResponseMapping::default()),
                    LogKind::Links => Mapping::Links(crate::logs::LinkMapping::default()),
                    LogKind::Past => Mapping::Past(crate::logs::PastMapping::default()),
                    LogKind::CountedUses | LogKind::CountedPermissions => continue,
                };
                mapping.take_for("a", Some(role.key));
                assert_eq!(mapping.role_of("a"), Some(*role), "{kind:?}");
                mapping.take_for("a", None);
                assert_eq!(mapping.role_of("a"), None, "{kind:?} {role:?}");
            }
        }
    }

    #[test]
    fn several_columns_tell_the_variant_but_one_the_person() {
        let mut mapping = Mapping::Responses(crate::logs::ResponseMapping::default());
        for column in ["group", "page"] {
            mapping.take_for(column, Some("variant"));
            mapping.take_for(column, Some("person"));
            mapping.take_for(column, Some("variant"));
        }
        let Mapping::Responses(responses) = &mapping else { return };
        assert_eq!((responses.variant.len(), &responses.person), (2, &None));
    }
}
