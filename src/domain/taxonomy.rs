//! Purposes and data categories: the dotted names of the Fideslang taxonomy.

/// Data categories in use (Fideslang taxonomy); a category covers everything below it.
pub const CATEGORIES: &[&str] = &[
    "user.contact",
    "user.contact.email",
    "user.contact.phone_number",
    "user.contact.address",
    "user.behavior",
    "user.behavior.browsing_history",
    "user.behavior.purchase_history",
    "user.behavior.search_history",
    "user.behavior.media_consumption",
    "user.location",
    "user.device",
    "user.unique_id",
    "user.demographic",
    "user.financial",
    "user.payment",
    "user.health_and_medical",
    "user.biometric",
    "user.childrens",
    "user.social",
    "user.content",
    "user.telemetry",
    "user.privacy_preferences",
];

/// Purposes in use (Fideslang data uses); a purpose covers everything below it.
pub const PURPOSES: &[&str] = &[
    "analytics.reporting",
    "marketing.communications",
    "marketing.communications.email",
    "marketing.communications.sms",
    "marketing.advertising",
    "marketing.advertising.first_party",
    "marketing.advertising.third_party",
    "marketing.advertising.profiling",
    "marketing.advertising.frequency_capping",
    "personalize.content",
    "personalize.content.limited",
    "personalize.content.profiling",
    "personalize.content.profiled",
    "functional",
    "essential",
    "essential.service",
    "essential.fraud_detection",
    "essential.legal_obligation",
    "third_party_sharing",
    "sales",
    "train_ai_system",
];

/// Whether `wider` is `narrower` or stands above it in the dotted hierarchy; an empty `wider` covers everything.
pub fn covers(wider: &str, narrower: &str) -> bool {
    wider.is_empty() || narrower.strip_prefix(wider).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a category is in the taxonomy, or below one that is.
pub fn is_known_category(category: &str) -> bool {
    CATEGORIES.iter().any(|known| covers(known, category))
}

/// Whether a purpose is in the taxonomy, or below one that is.
pub fn is_known_purpose(purpose: &str) -> bool {
    PURPOSES.iter().any(|known| covers(known, purpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_covers_itself_and_what_is_below_it() {
        assert!(covers("user.contact", "user.contact.email"));
        assert!(covers("user.contact", "user.contact"));
        assert!(!covers("user.contact", "user.contacts"));
        assert!(!covers("user.contact.email", "user.contact"));
        assert!(is_known_purpose("marketing.advertising.third_party.targeted"));
        assert!(!is_known_purpose("world_domination"));
    }
}
