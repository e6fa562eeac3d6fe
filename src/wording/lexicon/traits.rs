//! Words by which traits are coded, for each language.

use super::Patterns;
use crate::wording::language::Language;

/// Words for the traits of plain texts.
pub struct TraitWords {
    /// Speaks to the reader.
    pub second_person: Patterns,
    /// Speaks of the sender.
    pub first_person: Patterns,
    /// Denies.
    pub negation: Patterns,
    /// Speaks of bad things.
    pub negative: Patterns,
    /// Speaks of good things.
    pub positive: Patterns,
    /// Speaks of what is gained.
    pub gain: Patterns,
    /// Speaks of what is lost.
    pub loss: Patterns,
    /// Asks for something in return for something given.
    pub reciprocity: Patterns,
    /// Mentions what others do.
    pub social_proof: Patterns,
    /// Says that nothing bad happens.
    pub reassurance: Patterns,
    /// Names a time.
    pub timing: Patterns,
    /// Says please or thank you.
    pub courtesy: Patterns,
    /// Points at something that it does not name.
    pub curiosity: Patterns,
    /// The most of its kind.
    pub superlative: Patterns,
    /// Words that carry no meaning of their own.
    pub stop_words: &'static str,
}

/// The words of a language; English for a language that has none of its own.
pub fn trait_words(language: Language) -> &'static TraitWords {
    if language == Language::German { &GERMAN } else { &ENGLISH }
}

const ENGLISH: TraitWords = TraitWords {
    second_person: &["you|your|yours|yourself|you're|you'll|you've|you'd|yourselves"],
    first_person: &["we|us|our|ours|we're|we'll|we've|we'd|i|me|my|mine|i'm|i've|i'll"],
    negation: &["no|not|never|none|nobody|nothing|neither|nor|without|cannot|*n't"],
    negative: &[
        "bad|worst|worse|terrible|terrifying|horrible|awful|ugly|hate*|kill*|die|dies|died|dying|dead|death|war|fear*|scar*|shock*|sad*|cry*|wrong|lie|lies|fail*|stupid|sick*|pain*|hurt*|angry|anger|racis*|sexis*|abuse*|rape*|violen*|crime*|criminal*|danger*|problem*|disgust*|disturb*|crazy|insane|ridiculous|outrag*|shame*|poor|hungry|threat*|attack*|destroy*|ruin*|toxic|cancer|disease*|lost|lose*|losing|victim*|bully*|bullied|tragic|tragedy|heartbreak*|brutal*",
    ],
    positive: &[
        "good|great|best|better|love*|loving|beautiful*|amazing*|awesome|happy|happi*|joy*|win|wins|winning|won|hope*|inspir*|brilliant*|perfect*|wonderful*|incredible|funny|hilarious|laugh*|smile*|smart|brave*|hero*|kind|kindness|free|success*|gorgeous|stunning|powerful|fun|sweet*|proud*|gift*|excellent|cool|epic",
    ],
    gain: &[
        "get|gets|gain*|save|saves|saving|savings|earn*|win|free|benefit*|reward*|discount*|bonus*|voucher*|cheaper|cheapest|improve*|more|better|enjoy*|receive",
    ],
    loss: &[
        "lose|loses|losing|loss|lost|miss|misses|missing|waste*|without|risk*|forfeit*|expire*|stop|stops|end|ends|gone",
    ],
    reciprocity: &[
        "in return|exchange",
        "help us|others|improve|keep|make|me",
        "support us|our|your",
        "you help",
        "thank you for",
        "give back",
        "so that we can",
    ],
    social_proof: &[
        "# ..2 people|customers|users|members|readers|households|others",
        "most people|customers|users|members|of",
        "thousands|millions|everyone|everybody",
        "join us|#|thousands|others",
        "popular|trending|viral",
    ],
    reassurance: &[
        "never sell|share|pass|sold|shared|ask",
        "don't worry",
        "no strings|obligation|spam|name|account",
        "not|nothing|nobody|no ..4 shared|sold|stored|sees|passed|see",
        "safe|safely|secure|securely|private|confidential|anonymous|anonymously",
        "nothing changes",
        "any time|point",
        "only used|for|when|while",
        "deleted|erased|encrypted",
        "if you ..3 no",
    ],
    timing: &[
        "now|today|tonight|tomorrow|yesterday|daily|weekly|monthly|soon|later|first|once|twice|before|after|until|when|each|every ..1",
        "day|days|week|weeks|month|months|year|years|hour|hours|minute|minutes|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|night",
    ],
    courtesy: &["please|thanks|thank|sorry|welcome|may|kindly"],
    curiosity: &[
        "this|these|here's|what|why|how|who|that ..1",
        "guess|secret|reveal*|discover*|find out|see what|wait|happened|happens|surpris*",
    ],
    superlative: &["most|best|worst|greatest|biggest|smallest|*est|first|only|ever|never|every|all"],
    stop_words: "a an the and or but if of to in on at by for from with as is are was were be been being am it its it's this that these those i you he she \
        we they me him her us them my your his our their mine yours ours theirs not no nor so than then too very can could will \
        would shall should may might must do does did done have has had having what which who whom whose when where why how all any \
        both each few more most other some such only own same just about into over after before under again once here there out up \
        down off because until while during between through against get gets got go goes going",
};

const GERMAN: TraitWords = TraitWords {
    second_person: &["sie|ihr|ihre|ihren|ihrem|ihrer|ihnen|du|dich|dir|dein|deine|deinen|deinem|deiner|euch|euer|eure"],
    first_person: &["wir|uns|unser*|ich|mich|mir|mein*"],
    negation: &["nicht|kein*|nie|niemals|niemand*|nichts|ohne|weder|noch nie"],
    negative: &[
        "schlecht*|schlimm*|schrecklich*|furchtbar*|hass*|tod|tot|töt*|sterb*|stirbt|krieg*|angst*|schock*|traurig*|falsch*|lüge*|dumm*|krank*|schmerz*|wütend*|wut|gewalt*|gefahr*|gefähr*|problem*|arm|hungrig*|droh*|angriff*|zerstör*|gift*|krebs|opfer*|verlor*|verlier*|betrug*|betrüg*|skandal*|schande",
    ],
    positive: &[
        "gut*|besser*|beste*|liebe|lieben|schön*|wunderbar*|glück*|freude*|freu*|gewinn*|hoffnung*|lustig*|lach*|lächel*|klug*|mutig*|held*|freundlich*|frei|kostenlos|erfolg*|toll*|großartig*|perfekt*|spaß|stolz|geschenk*",
    ],
    gain: &[
        "erhalten|bekommen|sparen|spar*|gewinn*|gratis|kostenlos|vorteil*|rabatt*|bonus*|gutschein*|günstig*|mehr|besser*|belohn*|prämie*|geschenk*|verdien*",
    ],
    loss: &["verlier*|verlust*|verpass*|versäum*|entgeh*|ohne|risiko*|verfall*|verfällt|endet|vorbei|verzicht*"],
    reciprocity: &["im gegenzug", "dafür", "helfen sie|du", "hilf uns", "unterstütz* ..2", "danke|dank für"],
    social_proof: &[
        "# ..2 menschen|kunden|nutzer|mitglieder|leser|haushalte",
        "meisten",
        "tausende|millionen|alle",
        "beliebt*",
    ],
    reassurance: &[
        "kein* ..2 sorge|spam|weitergabe|verpflichtung|namen|befund",
        "nicht|nichts|niemand ..4 weiter*|verkauf*|gespeichert|sieht|geteilt",
        "sicher|sicheren|vertraulich*|anonym*|geschützt|verschlüssel*",
        "jederzeit",
        "gelöscht|vernichtet",
        "ändert sich nichts",
        "nur ..3 für|wenn|dafür",
    ],
    timing: &[
        "jetzt|heute|morgen|gestern|täglich|wöchentlich|monatlich|bald|später|zuerst|einmal|vor|nach|bis|wenn|sobald|jede* ..1",
        "tag|tage|tagen|woche|wochen|monat|monate|jahr|jahre|jahren|stunde*|minute*|montag*|dienstag*|mittwoch*|donnerstag*|freitag*|samstag*|sonntag*|abend|nacht",
    ],
    courtesy: &["bitte|danke|dank|dürfen|willkommen|gern|gerne|entschuldig*"],
    curiosity: &["diese*|was|warum|wie|wer|so ..1", "geheim*|entdeck*|überrasch*|erfahren|passiert"],
    superlative: &["am *sten", "meisten|beste*|schlechteste*|größte*|erste*|einzige*|nie|alle|jede*"],
    stop_words: "der die das den dem des ein eine einer eines einem einen und oder aber wenn als ob weil dass denn doch von zu zum zur in im an am auf aus \
        bei mit nach vor für über unter durch gegen ohne um bis seit ist sind war waren sein wird werden wurde wurden hat haben hatte \
        habe ich du er sie es wir ihr mich dich sich uns euch ihm ihn ihnen mein dein sein ihr ihre ihren ihrem ihrer unser unsere unseren \
        nicht kein keine so auch nur noch schon sehr mehr was wer wie wo wann warum welche welcher welches kann können will wollen \
        soll sollen muss müssen darf dürfen mag mögen dies diese dieser dieses da dann hier dort man",
};
