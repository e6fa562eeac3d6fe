//! What a wording that was not tried yet would do against another.

use super::factors::{coded, values_of, values_of_text};
use super::matrix::known_language;
use super::{Factor, FactorKind, LabModel, TriedWording};
use crate::domain::Variant;
use crate::stats::Count;
use crate::stats::lab::Prediction;

impl LabModel {
    /// The values of a wording for the factors of this lab.
    pub fn values_of(&self, variant: &Variant) -> Vec<f64> {
        let tried = TriedWording { variant: variant.clone(), count: Count::default(), kept: None };
        let text = super::factors::text_of(&variant.wording);
        let values = values_of(&tried, &self.factors);
        let offer = format!("offer:{}", variant.terms.offer.trim().to_lowercase());
        self.with_found(values, &text, &offer)
    }

    /// The values of a plain text for the factors of this lab.
    pub fn values_of_text(&self, text: &str) -> Vec<f64> {
        let values = values_of_text(text, known_language("", text), &self.factors);
        self.with_found(values, text, "")
    }

    /// Phrases and offers are no traits that could be coded.
    fn with_found(&self, mut values: Vec<f64>, text: &str, offer: &str) -> Vec<f64> {
        let text = plain(text);
        for (value, factor) in values.iter_mut().zip(&self.factors) {
            let holds = match factor.kind {
                FactorKind::Offer => factor.key == offer,
                FactorKind::Phrase => {
                    factor.key.strip_prefix("phrase:").is_some_and(|phrase| text.contains(&plain(phrase)))
                }
                FactorKind::Present | FactorKind::Amount => continue,
            };
            *value = if holds { 1.0 } else { 0.0 };
        }
        values
    }

    /// Foretells one wording against another, both as values of the factors, at the typical rate; `None` where nothing was learnt or a value
    /// is missing. Everything that two wordings can differ by is in the intervals, also what no factor explains.
    pub fn foretell(&self, control: &[f64], wording: &[f64]) -> Option<Prediction> {
        self.accepting.as_ref()?.predict(control, wording, self.typical_rate, super::LEVEL).ok()
    }
}

/// The words in lower case with a blank before and after each.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('’', "'");
    let words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

/// What the program codes for a factor of a wording, whatever a person said; `None` for a factor that is not coded.
pub fn coded_value(variant: &Variant, factor: &Factor) -> Option<f64> {
    let coded = coded(&variant.wording, &variant.terms);
    coded.iter().find(|known| known.name == factor.key).map(|known| known.value)
}
