//! The taxonomy's names of purposes and data in words that people read.

/// A purpose in a few words; a name below a known one is told by that, an unknown one as it is.
pub fn purpose(name: &str) -> String {
    told(PURPOSES, name)
}

/// A data category in a few words, likewise.
pub fn category(name: &str) -> String {
    told(CATEGORIES, name)
}

fn told(table: &[(&str, &str)], name: &str) -> String {
    let covering = table.iter().filter(|(known, _)| crate::domain::covers(known, name));
    let nearest = covering.max_by_key(|(known, _)| known.len());
    nearest.map_or_else(|| name.to_owned(), |(_, words)| (*words).to_owned())
}

const PURPOSES: &[(&str, &str)] = &[
    ("analytics.reporting", "Count how things are used"),
    ("marketing.communications", "Send news and offers"),
    ("marketing.communications.email", "Send news by email"),
    ("marketing.communications.sms", "Send news by text message"),
    ("marketing.advertising", "Show advertising"),
    ("marketing.advertising.first_party", "Pick our own offers"),
    ("marketing.advertising.third_party", "Show advertising on other sites"),
    ("marketing.advertising.profiling", "Build a profile for advertising"),
    ("marketing.advertising.frequency_capping", "Limit how often an advertisement is shown"),
    ("personalize.content", "Pick what is shown"),
    ("personalize.content.limited", "Pick what is shown by simple choices"),
    ("personalize.content.profiling", "Build a profile for what is shown"),
    ("personalize.content.profiled", "Pick what is shown by a profile"),
    ("functional", "Make optional functions work"),
    ("essential", "What the service cannot do without"),
    ("essential.service", "Provide the service"),
    ("essential.fraud_detection", "Detect fraud"),
    ("essential.legal_obligation", "Meet a legal duty"),
    ("third_party_sharing", "Share with other companies"),
    ("sales", "Sell the data"),
    ("train_ai_system", "Train an AI system"),
];

const CATEGORIES: &[(&str, &str)] = &[
    ("user.contact", "Contact details"),
    ("user.contact.email", "Email address"),
    ("user.contact.phone_number", "Phone number"),
    ("user.contact.address", "Postal address"),
    ("user.behavior", "Behaviour"),
    ("user.behavior.browsing_history", "Pages looked at"),
    ("user.behavior.purchase_history", "Purchases"),
    ("user.behavior.search_history", "Searches"),
    ("user.behavior.media_consumption", "Films, music and articles"),
    ("user.location", "Location"),
    ("user.device", "Device"),
    ("user.unique_id", "Identifier of the device or browser"),
    ("user.demographic", "Age, gender and the like"),
    ("user.financial", "Financial details"),
    ("user.payment", "Payment details"),
    ("user.health_and_medical", "Health"),
    ("user.biometric", "Face, fingerprint, voice"),
    ("user.childrens", "Data about children"),
    ("user.social", "Friends and contacts"),
    ("user.content", "What people write and upload"),
    ("user.telemetry", "Measurements and error reports"),
    ("user.privacy_preferences", "Privacy choices"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_taxonomy_has_words_of_its_own() {
        for (names, table) in [(crate::domain::PURPOSES, PURPOSES), (crate::domain::CATEGORIES, CATEGORIES)] {
            assert_eq!(names.to_vec(), table.iter().map(|line| line.0).collect::<Vec<_>>());
            let words: std::collections::BTreeSet<_> = table.iter().map(|line| line.1).collect();
            assert_eq!(words.len(), table.len());
        }
        assert_eq!(purpose("marketing.advertising.third_party.targeted"), "Show advertising on other sites");
        assert_eq!(category("something.else"), "something.else");
    }
}
