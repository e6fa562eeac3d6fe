//! What an answer to a request means for permissions.

use crate::domain::{Answer, PermissionChange, PermissionOrigin, PermissionState, PersonKey, ResponseEvent, Variant};
use jiff::Timestamp;

/// The changes that an answer to a variant, or its withdrawal, brings: one for each purpose and category of its terms.
///
/// Terms without categories mean all data; terms without purposes ask for nothing, so that nothing changes.
pub fn change_from_response(
    person: PersonKey,
    at: Timestamp,
    event: ResponseEvent,
    variant: &Variant,
) -> Vec<PermissionChange> {
    let state = match event {
        ResponseEvent::Shown => return Vec::new(),
        ResponseEvent::Answered(answer) => state_after(answer, variant.wording.ticked_beforehand),
        ResponseEvent::Withdrawn => PermissionState::Withdrawn,
    };
    let origin = PermissionOrigin::Response { variant: variant.id };
    let all_data = [String::new()];
    let categories: &[String] = if variant.terms.categories.is_empty() { &all_data } else { &variant.terms.categories };
    let change = |purpose: &String, category: &String| PermissionChange {
        at,
        person,
        purpose: purpose.clone(),
        category: category.clone(),
        channel: String::new(),
        topic: String::new(),
        state,
        origin,
        contacts_per_30_days: None,
        until: None,
        has_record: true,
    };
    let purposes = variant.terms.purposes.iter();
    purposes.flat_map(|purpose| categories.iter().map(move |category| change(purpose, category))).collect()
}

/// The state after an answer; what was ticked beforehand is no consent (CJEU C-673/17).
fn state_after(answer: Answer, ticked_beforehand: bool) -> PermissionState {
    match answer {
        Answer::Accepted if ticked_beforehand => PermissionState::Invalidated,
        Answer::Accepted => PermissionState::Given,
        Answer::Declined => PermissionState::Refused,
        Answer::Dismissed | Answer::Ignored => PermissionState::RequestDeferred,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(event: ResponseEvent, ticked_beforehand: bool) -> Vec<(String, String, PermissionState)> {
        let mut variant = Variant::named("A");
        variant.id = 7;
        variant.terms.purposes = vec!["sales".into(), "functional".into()];
        variant.wording.ticked_beforehand = ticked_beforehand;
        let changes = change_from_response(PersonKey([1; 16]), Timestamp::UNIX_EPOCH, event, &variant);
        assert!(changes.iter().all(|change| change.origin == PermissionOrigin::Response { variant: 7 }));
        changes.into_iter().map(|change| (change.purpose, change.category, change.state)).collect()
    }

    #[test]
    fn every_answer_has_its_state_for_every_purpose() {
        let all =
            |state| vec![("sales".to_owned(), String::new(), state), ("functional".to_owned(), String::new(), state)];
        assert_eq!(states(ResponseEvent::Answered(Answer::Accepted), false), all(PermissionState::Given));
        assert_eq!(states(ResponseEvent::Answered(Answer::Accepted), true), all(PermissionState::Invalidated));
        assert_eq!(states(ResponseEvent::Answered(Answer::Declined), true), all(PermissionState::Refused));
        assert_eq!(states(ResponseEvent::Answered(Answer::Dismissed), false), all(PermissionState::RequestDeferred));
        assert_eq!(states(ResponseEvent::Answered(Answer::Ignored), false), all(PermissionState::RequestDeferred));
        assert_eq!(states(ResponseEvent::Withdrawn, false), all(PermissionState::Withdrawn));
        assert!(states(ResponseEvent::Shown, false).is_empty());
    }

    #[test]
    fn each_category_has_its_own_change() {
        let mut variant = Variant::named("A");
        variant.terms.purposes = vec!["sales".into(), "functional".into()];
        variant.terms.categories = vec!["user.device".into(), "user.location".into(), "user.social".into()];
        let person = PersonKey([1; 16]);
        let accepted = ResponseEvent::Answered(Answer::Accepted);
        assert_eq!(change_from_response(person, Timestamp::UNIX_EPOCH, accepted, &variant).len(), 6);
    }
}
