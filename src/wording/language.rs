//! Which language a short text is in, by its commonest words and its letters.

use super::prompt::{Part, Prompt, Span};
use super::words::{Word, words_of, words_of_text};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The languages that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// Any other, or one that cannot be told.
    Other,
}

impl Language {
    /// The language of a BCP 47 tag, such as `en-GB`; `None` for an empty one.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        match primary.as_str() {
            "" => None,
            "en" | "eng" => Some(Self::English),
            "de" | "deu" | "ger" => Some(Self::German),
            _ => Some(Self::Other),
        }
    }

    /// The language of a text; [`Language::Other`] if no word tells.
    pub fn of_text(text: &str) -> Self {
        Self::of_words(&words_of_text(text))
    }

    /// The language of a prompt: as stated, else as found from its headline and text, else from all its words.
    pub fn of_prompt(prompt: Prompt<'_>) -> Self {
        Self::of_tag(&prompt.wording.language).unwrap_or_else(|| {
            let words = words_of(prompt);
            let text: Vec<Word> = words.iter().filter(|word| !word.part.is_label()).cloned().collect();
            match Self::of_words(&text) {
                Self::Other if text.is_empty() => Self::of_words(&words),
                found => found,
            }
        })
    }

    fn of_words(words: &[Word]) -> Self {
        let count = |list: &WordList| words.iter().filter(|word| list.has(&word.text)).count();
        let umlauts = words.iter().filter(|word| word.text.contains(['ä', 'ö', 'ü', 'ß'])).count();
        let [english, german, other] = [count(&ENGLISH), count(&GERMAN) + umlauts, count(&OTHERS)];
        if english > german && english >= other {
            Self::English
        } else if german > english && german >= other {
            Self::German
        } else {
            Self::Other
        }
    }
}

/// Where a prompt leaves its language in a part that decides: a label, or a run of words in the text.
pub fn strangers(prompt: Prompt<'_>, words: &[Word], language: Language) -> Vec<Span> {
    if language == Language::Other {
        return Vec::new();
    }
    let labels = [Part::Accept, Part::Decline].into_iter().filter(|part| label_is_foreign(words, *part, language));
    let mut spans: Vec<Span> = labels.map(|part| Span { part, range: 0..prompt.text(part).len() }).collect();
    spans.extend(foreign_runs(words, language));
    spans
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kin {
    Native,
    Foreign,
    Unknown,
}

fn kin(word: &Word, language: Language) -> Kin {
    let (own, neighbour) = if language == Language::German { (&*GERMAN, &*ENGLISH) } else { (&*ENGLISH, &*GERMAN) };
    let text = word.text.as_str();
    if own.has(text) || word.is_number() {
        Kin::Native
    } else if LOANS.has(text) {
        Kin::Unknown
    } else if neighbour.has(text) || OTHERS.has(text) || has_foreign_letters(text, language) {
        Kin::Foreign
    } else {
        Kin::Unknown
    }
}

fn has_foreign_letters(text: &str, language: Language) -> bool {
    text.chars().any(|letter| {
        let german = matches!(letter, 'ä' | 'ö' | 'ü' | 'ß');
        let strange = letter.is_alphabetic() && !letter.is_ascii() && !matches!(letter, 'é' | 'è' | 'ï' | 'ç');
        if german { language == Language::English } else { strange }
    })
}

/// Words by which the two states of a box are written down; nobody reads them beside the box.
const STATES_OF_A_BOX: [&str; 10] =
    ["box", "checkbox", "ticked", "unticked", "checked", "unchecked", "untick", "uncheck", "leave", "empty"];

fn label_is_foreign(words: &[Word], part: Part, language: Language) -> bool {
    let of_part = || words.iter().filter(|word| word.part == part);
    if of_part().all(|word| word.text == "the" || STATES_OF_A_BOX.contains(&word.text.as_str())) {
        return false;
    }
    let kins: Vec<Kin> = words
        .iter()
        .filter(|word| word.part == part && word.text.chars().count() > 1)
        .map(|word| kin(word, language))
        .collect();
    kins.contains(&Kin::Foreign) && !kins.contains(&Kin::Native)
}

/// Runs of words in the text that hold several foreign words and none of the prompt's own.
fn foreign_runs(words: &[Word], language: Language) -> Vec<Span> {
    let text: Vec<&Word> = words.iter().filter(|word| !word.part.is_label()).collect();
    let runs = text.chunk_by(|left, right| {
        left.sentence == right.sentence && kin(left, language) != Kin::Native && kin(right, language) != Kin::Native
    });
    // Two foreign words may belong to a name; in a long run they do not.
    let tells = |run: &[&Word], foreign: usize| foreign >= 3 || (foreign == 2 && run.len() >= 7);
    runs.filter(|run| tells(run, run.iter().filter(|word| kin(word, language) == Kin::Foreign).count()))
        .filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            Some(Span { part: first.part, range: first.range.start..last.range.end })
        })
        .collect()
}

/// Words of a language, found at once.
struct WordList {
    words: HashSet<&'static str>,
    beginnings: Vec<&'static str>,
}

impl WordList {
    fn new(list: &'static str) -> Self {
        let (beginnings, words): (Vec<_>, Vec<_>) = list.split_ascii_whitespace().partition(|word| word.ends_with('*'));
        let beginnings = beginnings.into_iter().map(|word| word.trim_end_matches('*')).collect();
        Self { words: words.into_iter().collect(), beginnings }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.beginnings.iter().any(|beginning| word.starts_with(beginning))
    }
}

static LOANS: LazyLock<WordList> = LazyLock::new(|| WordList::new(LOAN_WORDS));
static ENGLISH: LazyLock<WordList> = LazyLock::new(|| WordList::new(ENGLISH_WORDS));
static GERMAN: LazyLock<WordList> = LazyLock::new(|| WordList::new(GERMAN_WORDS));
static OTHERS: LazyLock<WordList> = LazyLock::new(|| WordList::new(OTHER_WORDS));

const LOAN_WORDS: &str = "newsletter newsletters cookie cookies update updates app apps ok okay online service team chat email sms software \
    start stop stopp feedback login browser podcast podcasts video videos training set in so an was hat man die bin am war art \
    information details detail informationen option optionen options system partner name popup push job jobs ticket tickets shop tablet smartphone handy clip live fan fans club \
    internet computer website hotel restaurant museum radio film filter test tests plan status profil profile cool smart hobby";

const ENGLISH_WORDS: &str = "the and of to you your yours you're you'll we our ours us we'd we'll is are with for this that these those it its by \
    at not no yes can may would will be been have has had if when which what who how or any from as but they them their there \
    here i i'd i'll i'm me my mine he she his her on off do does don't doesn't won't can't cannot a about after all also before \
    between both each every few more most never nothing only other over some such than then too under until very where while \
    without because into again once out up down keep let's let accept agree agreed allow allowed decline deny reject refuse continue \
    manage options settings preferences save thanks thank skip later now got learn subscribe join close consent choices choice \
    privacy share sharing data use used using advertising ads adverts measurement personalised personalized content audience \
    partners receive send get give take turn switch enable disable customise customize necessary essential submit confirm proceed \
    back cancel remind tomorrow offers emails month week day year click tick box read show tell ask call text ring leave empty \
    unsubscribe withdraw permission improve experience access services third parties purposes store please want like need see try \
    access ready sign sure maybe today next great nice please free places dismiss details view permit object opt time whenever \
    cut go it's that's here's what's why should could must might shall";

const GERMAN_WORDS: &str = "der die das und wir uns unser* sie ihr ihre ihrer ihrem ihren ihnen ich mir mich mein* nicht kein keine keinen mit für auf \
    von zu zur zum dem den des ein eine einer einem einen eines ist sind werden wird können kann oder wenn dass auch nur bei nach \
    noch über als aus durch ja nein danke zustimmen ablehnen annehmen akzeptieren akzeptiere einstellungen weiter abbrechen verstanden \
    einverstanden erlauben alle alles auswahl speichern an am im in was wer wie wo so es er du dich dir dein* um bis vom hat haben \
    habe dürfen darf möchten möchte wollen sich man welche welcher mehr jetzt später anmelden abmelden daten einwilligung \
    datenschutz bitte hier jederzeit jede jeder jedes jeden nichts schon bereits damit sonst ohne unter keiner zulassen zulasse \
    bestätigen fortfahren verweigern erlaube stimme lehne ab zustimmung schließen gern gerne los geht's nehmen anpassen notwendige \
    notwendiges erinnern einschalten ausschalten aus aktivieren teilnehmen bestellen abonnieren klar sicher heute woche monat jahr tag senden \
    anzeigen ansehen lesen öffnen ändern zeigen verwalten wählen merken sichern mag per will soll sollen war vor gegen seit dann denn weil beim diese dieser dieses diesem diesen";

const OTHER_WORDS: &str = "le la les et vous nous votre vos notre nos pour avec sur dans est une je ne pas que qui tout tous toutes accepter accepte \
    j'accepte refuser refuse-tout refus paramétrer paramètres paramétrage continuer sans oui non merci personnaliser données d'accord aux ces cette du \
    ce sont mes mon ma il lo gli di che per con del della dei delle al alla nel nella sono mio tuo accetto accetta accettare rifiuta \
    rifiuto rifiutare tutto tutti sì grazie acconsento impostazioni trattamento offerte dati continua senza personalizza e è ai dal più \
    indirizzo nostri vostri suoi informazioni commerciali invio l'invio gestisci scopri consenti nega el los las y para por su sus tu una uno \
    aceptar acepto aceptamos rechazar rechazo sí todo todas todos configurar configuración gracias datos sin más ahora nuestro nuestros nuestra \
    usted mis permitir permito het een de van en voor wij je jouw uw niet met op onze zijn worden accepteren akkoord weigeren \
    instellingen nee bedankt toestaan gegevens aanpassen ik ga alles-accepteren geen naar bij om dit deze aceitar aceito \
    recusar recuso não sim os com dados você nosso configurações akceptuję akceptuj zgadzam odrzuć odrzucam nie tak się wszystkie ustawienia zgoda \
    oraz dla przez godkänn godkänner acceptera avvisa och att inte för nej tack tillåt jag tillad accepter accepterer afvis ikke og \
    nødvendige godta avslå avvis det vi av til med kabul et reddet tümünü přijmout odmítnout souhlasím elfogadom elutasítom hyväksy hylkää \
    kaikki accepta accept-tout personnalisées publicité partenaires utilisons utiliser vers mieux nos annonces lire pages afin des leurs \
    gärna skicka när som är deg vores når helst på från hos eller oss våra era ditt mitt";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_tell_their_language() {
        assert_eq!(Language::of_text("Shall we ring you?"), Language::English);
        assert_eq!(Language::of_text("Dürfen wir Sie anrufen?"), Language::German);
        assert_eq!(Language::of_text("Nous utilisons vos données pour la publicité"), Language::Other);
        assert_eq!(Language::of_text("12345 ★"), Language::Other);
        assert_eq!(Language::of_tag("de-AT"), Some(Language::German));
        assert_eq!(Language::of_tag(""), None);
    }
}
