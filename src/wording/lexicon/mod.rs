//! What the checks know of each language: words and small patterns (see [`super::pattern`]).

mod english;
mod english_content;
mod english_feelings;
mod english_leaving;
mod english_names;
mod english_steering;
mod english_uses;
mod english_vague;
mod german;
mod german_content;
mod german_leaving;
mod german_names;
mod german_steering;
mod german_uses;
mod german_vague;
mod traits;

pub use traits::{TraitWords, trait_words};

use super::language::Language;
use super::pattern::Class;

/// Patterns of one kind.
pub type Patterns = &'static [&'static str];

/// Patterns for each name of the taxonomy.
pub type Named = &'static [(&'static str, Patterns)];

/// How people are asked, and how they answer.
pub struct Asking {
    /// Silence, going on or not objecting counts as a yes.
    pub silence: Patterns,
    /// What happens where silence is taken for a no.
    pub silence_refuses: Patterns,
    /// Something is said to be chosen beforehand.
    pub preset: Patterns,
    /// Nothing is said to be chosen beforehand.
    pub nothing_preset: Patterns,
    /// A way to refuse is told in the text.
    pub way_to_refuse: Patterns,
    /// Someone is told what to do if they object, so that saying nothing is a yes.
    pub objecting: Patterns,
    /// Ways to refuse or leave that are hard wherever they stand.
    pub hard_way: Patterns,
    /// Labels of a box.
    pub box_label: Patterns,
    /// Efforts that are hard if they are asked of someone who refuses or leaves.
    pub effort: Patterns,
    /// An easy way beside a hard one.
    pub easy_way: Patterns,
    /// Someone refuses or leaves.
    pub leaving: Patterns,
    /// How a yes is taken back.
    pub way_out: Patterns,
    /// Something else is changed than a yes.
    pub other_change: Patterns,
    /// Something is ended, wherever it stands in a sentence.
    pub ending: Patterns,
    /// How something is ended, wherever it stands in the same sentence.
    pub means: Patterns,
    /// Words by which a last sentence may speak of a way out.
    pub hint: Patterns,
    /// Where a setting is found.
    pub place: Patterns,
    /// Each purpose has its own choice.
    pub separate: Patterns,
    /// A yes covers a contract as well.
    pub contract: Patterns,
    /// Prices.
    pub price: Patterns,
    /// Whoever does not agree, beside a price.
    pub price_of_no: Patterns,
    /// A yes that is demanded.
    pub demanded: Patterns,
    /// A yes that is worded as not refusing, or needs two negations, in any text.
    pub double_negative: Patterns,
    /// The same, in a headline or label.
    pub double_negative_label: Patterns,
    /// Labels that lead to settings or details instead of a no.
    pub detour_label: Patterns,
    /// Labels that postpone.
    pub postponing_label: Patterns,
    /// A no will be asked again, in the label that declines.
    pub repeating_label: Patterns,
    /// Labels that buy.
    pub buying_label: Patterns,
    /// Prices on labels.
    pub label_price: Patterns,
    /// Labels by which a no takes a letter, a call or a visit.
    pub laborious_label: Patterns,
    /// Labels by which doing nothing is a yes.
    pub idle_label: Patterns,
    /// Labels by which someone who is in leaves.
    pub leaving_label: Patterns,
    /// Words that make a label a refusal, whatever else it says.
    pub refusing_label: Patterns,
    /// Labels that begin with a yes, and labels that begin with a no.
    pub yes_and_no: [Patterns; 2],
    /// Labels that tell a word to reply with.
    pub keyword_label: Patterns,
    /// Labels of the switch itself.
    pub switch_label: Patterns,
}

/// How people are pushed.
pub struct Steering {
    /// Labels that belittle whoever refuses.
    pub shaming_label: Patterns,
    /// Labels that put words into the mouth of whoever refuses.
    pub spoken_label: Patterns,
    /// What people who refuse would say of themselves.
    pub plain_refusal: Patterns,
    /// Texts that belittle whoever refuses.
    pub shaming: Patterns,
    /// Labels that say yes with a "now" that presses nobody.
    pub plain_yes: Patterns,
    /// False urgency, scarcity, crowds.
    pub pressure: Patterns,
    /// Loss dangled as a reason.
    pub loss: Patterns,
    /// Appeals not to lose something; the denial is part of the appeal.
    pub loss_appeal: Patterns,
    /// What opens a sentence about a no.
    pub without_yes: Patterns,
    /// What gets worse.
    pub worse: Patterns,
    /// Guilt, pity, fear, flattery.
    pub emotion: Patterns,
    /// A no will be asked again.
    pub repeating: Patterns,
    /// Questions that are the service itself, however often they are asked.
    pub own_questions: Patterns,
    /// An earlier no is brought up again.
    pub looking_back: Patterns,
}

/// What the text says of the data, their use, and whoever gets them.
pub struct Content {
    /// Words for each purpose.
    pub purposes: Named,
    /// Words for each use of data that a person may want to answer apart, told beyond doubt.
    pub uses: Named,
    /// Words that name a purpose only where no phrase that could cover anything stands beside them.
    pub weak_purposes: Patterns,
    /// Contact of which nothing is said but that it takes place.
    pub bare_contact: Patterns,
    /// Words by which a request speaks of data or of agreeing without saying more.
    pub general_request: Patterns,
    /// What opens a clause of purpose.
    pub purpose_opening: Patterns,
    /// Words for each data category.
    pub categories: Named,
    /// What is done with data, with what it is done to.
    pub handled: Patterns,
    /// Words that name no data, though they may be the object of a handling.
    pub no_data: Patterns,
    /// Phrases that could cover anything.
    pub vague: Patterns,
    /// How a clause begins that tells an aim.
    pub aim: Patterns,
    /// Words that tell nothing of an aim, such as "service" or "better".
    pub empty: Patterns,
    /// Words that carry no sense of their own.
    pub filler: Patterns,
    /// That something is sent, and by which way, but not what.
    pub contact: Patterns,
    /// Praise of what is sent that says nothing of it.
    pub praise: Patterns,
    /// Terms of law or trade.
    pub jargon: Patterns,
    /// What opens an explanation.
    pub explanation: Patterns,
    /// Names of departments and companies in which a purpose stands without being one.
    pub departments: Patterns,
    /// Others outside the company, wherever they are mentioned.
    pub others: Patterns,
    /// Others outside the company if data flow to them.
    pub possible_others: Patterns,
    /// Words by which others come on top of those who are named.
    pub further: Patterns,
    /// People whom whoever reads knows as a group, such as the members of a club.
    pub circle: Patterns,
    /// Words by which people and places are the company's own.
    pub own: Patterns,
    /// Data flow.
    pub flow: Patterns,
    /// What a headline says of data if it speaks of a use of them.
    pub dealing: Patterns,
    /// Words that make a mention of others no recipient.
    pub harmless_others: Patterns,
    /// Nothing is said to be passed on.
    pub nothing_shared: Patterns,
    /// Nothing is said to be stored or collected.
    pub nothing_kept: Patterns,
    /// Words by which a denial holds for a part or for a time only.
    pub limits: Patterns,
    /// Something is stored or collected.
    pub kept: Patterns,
    /// A yes is said to be free.
    pub voluntary: Patterns,
    /// A no is said to be as easy as a yes.
    pub easy_refusal: Patterns,
    /// Something is said to be compulsory or punished.
    pub compulsory: Patterns,
    /// There is said to be no advertising.
    pub no_advertising: Patterns,
    /// A headline that promises security or privacy by what is asked.
    pub security_headline: Patterns,
    /// What people are told not to be identified by.
    pub anonymous: Patterns,
    /// What identifies a person.
    pub identifying: Patterns,
    /// A yes cannot be taken back.
    pub irrevocable: Patterns,
    /// Words that join one use to another.
    pub joining: Patterns,
    /// For the recipient's own ends.
    pub own_ends: Patterns,
}

/// The five things people weigh, in the order of [`super::Weighed`].
pub type Weighing = [Patterns; 5];

/// All that is known of one language.
pub struct Lexicon {
    /// Classes of words that patterns may name.
    pub classes: &'static [Class],
    /// Words that deny.
    pub negators: Patterns,
    /// How whoever reads is spoken of.
    pub reader: Patterns,
    /// Words by which whoever reads may wish something or not.
    pub wishing: Patterns,
    /// Words after which a no is an answer and denies nothing.
    pub saying: Patterns,
    /// Whether a capital within a sentence begins a name.
    pub capitals_name: bool,
    /// Whether a word that denies may stand after what it denies.
    pub denies_afterwards: bool,
    /// How people are asked.
    pub asking: &'static Asking,
    /// How people are pushed.
    pub steering: &'static Steering,
    /// What is said of the data.
    pub content: &'static Content,
    /// What people weigh.
    pub weighing: &'static Weighing,
}

/// The lexicon of a language; `None` for a language that has none.
pub fn lexicon(language: Language) -> Option<&'static Lexicon> {
    match language {
        Language::English => Some(&english::LEXICON),
        Language::German => Some(&german::LEXICON),
        Language::Other => None,
    }
}
